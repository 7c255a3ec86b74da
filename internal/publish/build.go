//go:build !js

package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"docent/model/atomicfile"
	"docent/web/compress"
)

// build is a site in the making.
type build struct {
	*folders
	old, new listing
	written  int // files that are not as in the present site
	bytes    int64
	edited   []string
}

// put puts a file, and its copies, where the site is built.
func (b *build) put(f File) error {
	if err := checkName(f.Name); err != nil {
		return err
	}
	if _, twice := b.new[f.Name]; twice {
		return fmt.Errorf("the site has two files %s", f.Name)
	}
	if f.SHA256 != "" && f.Pack == nil && b.keep(f.Name, f.SHA256, f.Bytes, true) {
		return nil
	}
	plain, err := f.Read()
	if err != nil {
		return err
	}
	if err := b.place(f.Name, plain, f.SHA256 != ""); err != nil {
		return err
	}
	if f.Pack == nil {
		return nil
	}
	copies := b.copies(f.Name, plain)
	if copies == nil {
		copies = f.Pack(plain)
	}
	for _, e := range compress.Encodings {
		if c := copies[e]; c != nil {
			if err := b.place(f.Name+e.Suffix(), c, f.SHA256 != ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// copies returns a file's compressed copies where they have been made before, in this run's folder or for the present site, and
// nil where they have not: compression takes longer than all else.
func (b *build) copies(name string, plain []byte) compress.Copies {
	for _, dir := range []string{b.partial, b.site} {
		if c := compress.Read(os.DirFS(dir), name, plain); len(c) == len(compress.Encodings) {
			return c
		}
	}
	return nil
}

// place makes a file of the site have a content.
func (b *build) place(name string, content []byte, part bool) error {
	if b.keep(name, sum(content), int64(len(content)), part) {
		return nil
	}
	path := b.path(name)
	if err := makeRoom(path); err != nil {
		return err
	}
	// A new file, never an old one overwritten: the present site may have it too.
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	b.written++
	b.record(name, sum(content), int64(len(content)))
	return nil
}

// keep reports whether the site has a file of this content already: from a run that was killed, or as the present site's, whose file
// it takes then. Parts of a bundle are given a second name; what people may edit in place is copied, because both sites would change.
func (b *build) keep(name, want string, size int64, part bool) bool {
	path := b.path(name)
	present := filepath.Join(b.site, filepath.FromSlash(name))
	was, listed := b.old[name]
	right := listed && same(present, want, size)
	switch {
	case same(path, want, size):
		if !right {
			b.written++ // by a run that was killed
		}
	case right:
		if makeRoom(path) != nil || take(present, path, part) != nil {
			return false
		}
	default:
		if listed && !slices.Contains(b.edited, name) {
			if got, err := hashFile(present); err != nil || got != was {
				b.edited = append(b.edited, name)
			}
		}
		return false
	}
	b.record(name, want, size)
	return true
}

func (b *build) record(name, hash string, size int64) {
	b.new[name] = hash
	b.bytes += size
}

func (b *build) path(name string) string { return filepath.Join(b.partial, filepath.FromSlash(name)) }

// makeRoom makes the folders above a file, and removes what has its name.
func makeRoom(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	return os.RemoveAll(path)
}

// take gives a file a second name, or copies it with its time where that cannot be or is not wanted.
func take(from, to string, part bool) error {
	if part && os.Link(from, to) == nil {
		return nil
	}
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	if err := os.WriteFile(to, content, 0o666); err != nil {
		return err
	}
	return os.Chtimes(to, time.Time{}, info.ModTime())
}

// same reports whether a file has a content.
func same(path, want string, size int64) bool {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() != size {
		return false
	}
	got, err := hashFile(path)
	return err == nil && got == want
}

func hashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// finish removes what an earlier run has left in the folder and is not part of the site any more, and writes the list.
func (b *build) finish() error {
	var empty []string
	err := filepath.WalkDir(b.partial, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			empty = append(empty, path)
			return nil
		}
		name, err := filepath.Rel(b.partial, path)
		if err != nil {
			return err
		}
		if _, wanted := b.new[filepath.ToSlash(name)]; wanted || name == marker {
			return nil
		}
		return os.Remove(path)
	})
	if err != nil {
		return err
	}
	for i := len(empty) - 1; i > 0; i-- { // those inside first; what is not empty stays
		os.Remove(empty[i])
	}
	if err := makeRoom(b.path(listName)); err != nil {
		return err
	}
	if err := os.WriteFile(b.path(listName), b.new.encode(), 0o666); err != nil {
		return err
	}
	return atomicfile.SyncTree(b.partial)
}
