//go:build !js

package importer

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"docent/model/atomicfile"
)

// Answer is what a server gave for an address.
type Answer struct {
	ETag     string `json:"etag,omitempty"`
	Modified string `json:"modified,omitempty"`
	URL      string `json:"url"`
	Body     []byte `json:"-"`
}

// Cache keeps answers in a folder, one file each: a line of JSON with the rest of an [Answer], then the body. A file is
// there whole or not at all.
type Cache struct{ dir string }

// OpenCache makes the folder where there is none.
func OpenCache(dir string) (*Cache, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fmt.Errorf("open cache: %w", err)
	}
	return &Cache{dir}, nil
}

// path spreads the files over folders: some systems are slow with 100,000 in one.
func (c *Cache) path(address string) string {
	sum := sha256.Sum256([]byte(address))
	name := hex.EncodeToString(sum[:20])
	return filepath.Join(c.dir, name[:2], name[2:])
}

// Load returns the answer for an address. A file that cannot be read, or that is another address's, is as good as none.
func (c *Cache) Load(address string) (Answer, bool) {
	f, err := os.Open(c.path(address))
	if err != nil {
		return Answer{}, false
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxPicture+1<<16))
	if err != nil {
		return Answer{}, false
	}
	head, body, ok := bytes.Cut(b, []byte("\n"))
	var a Answer
	if !ok || json.Unmarshal(head, &a) != nil || a.URL != address {
		return Answer{}, false
	}
	a.Body = body
	return a, true
}

// Store keeps the answer for an address.
func (c *Cache) Store(address string, a Answer) error {
	a.URL = address
	head, err := json.Marshal(a)
	if err != nil {
		return err
	}
	path := c.path(address)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	return atomicfile.Write(path, func(w io.Writer) error {
		_, err := w.Write(append(head, '\n'))
		_, err2 := w.Write(a.Body)
		return errors.Join(err, err2)
	})
}

// Drop removes the answer for an address.
func (c *Cache) Drop(address string) {
	path := c.path(address)
	os.Remove(path)
	os.Remove(filepath.Dir(path)) // where nothing else is in it
}
