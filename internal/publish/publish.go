//go:build !js

// Package publish writes a static site to a folder, whole or not at all. The site is built beside the folder, in DIR.partial, and takes
// its place at once when every file is there; the site before stays as DIR.previous. A run that is killed at any moment leaves a
// complete site in the folder, and the next goes on where it was: files that are right already are kept, by size and SHA-256. Files that
// have not changed are the very files of the present site, with their times, so that rsync sends only what is new.
//
// Each site has its files listed in docent.sha256, as sha256sum writes and checks them. A folder without that list, or with files that
// are not in it, is somebody else's and is never replaced.
package publish

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"docent/internal/folderlock"
	"docent/web/compress"
)

// File is a file of a site.
type File struct {
	Name   string // its address below the site's, without a leading slash
	SHA256 string // of its content, lowercase hex; "" when it is known only when the file has been read
	Bytes  int64  // its size, where SHA256 is given
	Read   func() ([]byte, error)
	Pack   func(plain []byte) compress.Copies // makes the copies that lie beside it; nil for what is compressed already
}

// Summary says what an export did.
type Summary struct {
	Files, New int      // files of the site, copies included, and those that are not the same as before
	Bytes      int64    // of all files
	Edited     []string // files of the site before that somebody has changed by hand
	Same       bool     // nothing has changed: the folder was left as it is
}

// Export writes a site to a folder. done, which may be nil, hears of every file.
func Export(ctx context.Context, dir string, files iter.Seq2[File, error], done func(name string)) (Summary, error) {
	p, err := open(dir)
	if err != nil {
		return Summary{}, fmt.Errorf("export to %s: %w", dir, err)
	}
	defer p.unlock()
	s, err := p.export(ctx, files, done)
	if err != nil {
		return Summary{}, fmt.Errorf("export to %s: %w", dir, err)
	}
	return s, nil
}

// Rollback exchanges the site in a folder with the one before. Another rollback exchanges them again.
func Rollback(dir string) error {
	p, err := open(dir)
	if err != nil {
		return fmt.Errorf("roll back %s: %w", dir, err)
	}
	defer p.unlock()
	if err := p.rollback(); err != nil {
		return fmt.Errorf("roll back %s: %w", dir, err)
	}
	return nil
}

// folders are where a site and what belongs to it lie.
type folders struct {
	site      string
	partial   string // the site that is being built
	previous  string // the one before
	exchanged string // the site, while a rollback without an atomic exchange moves it away
	discarded string // what is being deleted
	unlock    func()
}

// open finds the folders of a site, waits for nobody, and repairs what a run that was killed has left.
func open(dir string) (*folders, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		abs = real // web servers are often pointed at a link
	}
	parent := filepath.Dir(abs)
	if parent == abs {
		return nil, errors.New("it is the root of all files: name a folder of the site's own")
	}
	if info, err := os.Stat(abs); err == nil && !info.IsDir() {
		return nil, errors.New("it is a file: name a folder")
	}
	if err := os.MkdirAll(parent, 0o777); err != nil {
		return nil, err
	}
	p := &folders{site: abs, partial: abs + ".partial", previous: abs + ".previous", exchanged: abs + ".exchanged", discarded: abs + ".discarded"}
	if p.unlock, err = folderlock.Lock(parent, "docent export"); err != nil {
		return nil, err
	}
	if err := p.recover(); err != nil {
		p.unlock()
		return nil, err
	}
	return p, nil
}

func (p *folders) export(ctx context.Context, files iter.Seq2[File, error], done func(name string)) (Summary, error) {
	old, err := owned(p.site)
	if err != nil {
		return Summary{}, err
	}
	if _, err := owned(p.previous); err != nil {
		return Summary{}, fmt.Errorf("%s: %w", p.previous, err)
	}
	if err := p.begin(); err != nil {
		return Summary{}, err
	}
	b := &build{folders: p, old: old, new: listing{}}
	for f, err := range files {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = b.put(f)
		}
		if err != nil {
			return Summary{}, err
		}
		if done != nil {
			done(f.Name)
		}
	}
	if len(b.new) == 0 {
		return Summary{}, errors.New("the site has no files")
	}
	s := Summary{Files: len(b.new), New: b.written, Bytes: b.bytes, Edited: b.edited}
	if b.written == 0 && len(b.new) == len(old) {
		s.Same = true
		return s, p.discard(p.partial)
	}
	if err := b.finish(); err != nil {
		return Summary{}, err
	}
	if err := ctx.Err(); err != nil { // the last moment in which nothing has changed
		return Summary{}, err
	}
	return s, p.install()
}

// marker is the file that a site has from the first moment of its building until it is in its place and the one before is
// tidied away. It tells a site that waits to be put in place from one that has just made room.
const marker = ".docent-unfinished"

// begin makes the folder to build in, or goes on with one.
func (p *folders) begin() error {
	if err := os.Mkdir(p.partial, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.Lstat(filepath.Join(p.partial, marker)); err == nil {
		return nil
	}
	entries, err := os.ReadDir(p.partial)
	if err != nil {
		return err
	}
	if len(entries) > 0 {
		return fmt.Errorf("%s is in the way and was not made by docent (it has %s): move it elsewhere", p.partial, entries[0].Name())
	}
	return os.WriteFile(filepath.Join(p.partial, marker), nil, 0o666)
}

// checkName refuses names that do not lie in the site, or are docent's own.
func checkName(name string) error {
	if !fs.ValidPath(name) || name == "." || strings.ContainsAny(name, "\\\n\r") || name == listName || name == marker {
		return fmt.Errorf("%q cannot be the name of a file of a site", name)
	}
	return nil
}

func sum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}
