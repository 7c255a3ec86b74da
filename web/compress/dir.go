//go:build !js

package compress

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"docent/model/atomicfile"
)

// Dir brings the copies in a folder, and in those below it, up to date: it makes those that are missing or are of
// another content, and removes those of files that are there no more or that it does not pay to compress. made hears of
// each file that has new copies.
func Dir(dir string, made func(name string, plain int, copies Copies)) error {
	fsys := os.DirFS(dir)
	files := map[string]bool{}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && !strings.HasSuffix(name, ".go") {
			files[name] = true
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("compress: %w", err)
	}
	for name := range files {
		if _, copied := Original(name); copied {
			continue
		}
		if err := update(fsys, dir, name, made); err != nil {
			return fmt.Errorf("compress %s: %w", name, err)
		}
	}
	for name := range files {
		if of, copied := Original(name); copied && !files[of] {
			if err := os.Remove(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
				return fmt.Errorf("compress: %w", err)
			}
		}
	}
	return nil
}

// Original returns the name of the file that a name is a copy of, and whether it is one.
func Original(name string) (of string, copied bool) {
	for _, e := range Encodings {
		if of, copied := strings.CutSuffix(name, e.Suffix()); copied {
			return of, true
		}
	}
	return name, false
}

// update makes the copies of one file.
func update(fsys fs.FS, dir, name string, made func(string, int, Copies)) error {
	plain, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	copies := Read(fsys, name, plain)
	if len(copies) < len(Encodings) {
		copies = Make(name, plain, Best)
	}
	changed := false
	for _, e := range Encodings {
		path := filepath.Join(dir, filepath.FromSlash(name)+e.Suffix())
		b, ok := copies[e]
		if !ok {
			if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
				return err
			}
			continue
		}
		if old, err := os.ReadFile(path); err == nil && string(old) == string(b) {
			continue
		}
		if err := atomicfile.WriteBytes(path, b); err != nil {
			return err
		}
		changed = true
	}
	if changed {
		made(name, len(plain), copies)
	}
	return nil
}
