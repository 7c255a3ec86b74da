//go:build !js

package build

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"time"

	"docent/model/atomicfile"
)

// CacheLimit is how many bytes a Cache keeps at most, once it is trimmed: some 200,000 works with their thumbnails.
const CacheLimit = 8 << 30

// Times of a Cache. What has been used a while ago is marked as used again when it is, and no result is removed that a
// build may still need.
const (
	remarked = time.Hour
	needed   = 24 * time.Hour
)

// A Cache is a Store in a folder, a file a work in one of 256 folders, named for the first two digits of its key. Several
// programs may use it at a time. A file that is damaged counts as none.
type Cache struct {
	dir  string
	made [256]atomic.Bool // folders that are known to be there
}

// OpenCache returns the cache in a folder, which is made if need be.
func OpenCache(dir string) (*Cache, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fmt.Errorf("open cache: %w; -cache names another folder, or none", err)
	}
	return &Cache{dir: dir}, nil
}

func (c *Cache) path(k Key) string {
	name := hex.EncodeToString(k[:])
	return filepath.Join(c.dir, name[:2], name[2:])
}

// Get reads a result, and marks it as used.
func (c *Cache) Get(k Key) ([]byte, bool) {
	path := c.path(k)
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, false
	}
	if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > remarked {
		os.Chtimes(path, time.Time{}, time.Now()) // without it the result is only forgotten earlier
	}
	return b, true
}

// Put writes a result, whole or not at all.
func (c *Cache) Put(k Key, b []byte) error {
	path := c.path(k)
	if !c.made[k[0]].Load() {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return fmt.Errorf("write cache: %w; -cache names another folder, or none", err)
		}
		c.made[k[0]].Store(true)
	}
	if err := atomicfile.WriteBytes(path, b); err != nil {
		return fmt.Errorf("write cache: %w; -cache names another folder, or none", err)
	}
	return nil
}

// Trim removes the results that have not been used for the longest time until limit bytes are left, but none that was used
// in the last day, and what killed programs have left behind.
func (c *Cache) Trim(limit int64) error {
	type file struct {
		path string
		size int64
		used time.Time
	}
	var files []file
	var sum int64
	err := filepath.WalkDir(c.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		if info, err := e.Info(); err == nil { // it may have gone since
			files = append(files, file{path, info.Size(), info.ModTime()})
			sum += info.Size()
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("trim cache: %w", err)
	}
	slices.SortFunc(files, func(a, b file) int { return cmp.Or(a.used.Compare(b.used), cmp.Compare(a.path, b.path)) })
	for _, f := range files {
		if time.Since(f.used) < needed {
			break
		}
		if half := filepath.Ext(f.path) == ".tmp"; !half && sum <= limit {
			continue
		}
		if err := os.Remove(f.path); err != nil && !os.IsNotExist(err) {
			return fmt.Errorf("trim cache: %w", err)
		}
		sum -= f.size
	}
	return nil
}
