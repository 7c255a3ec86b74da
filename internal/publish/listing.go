//go:build !js

package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// listName is the list of a site's files. In the site's folder, sha256sum -c docent.sha256 checks them.
const listName = "docent.sha256"

// listing is the SHA-256 of every file of a site, by name.
type listing map[string]string

func (l listing) encode() []byte {
	var b bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(l)) {
		b.WriteString(l[name] + "  " + name + "\n")
	}
	return b.Bytes()
}

// readListing reads the list of the site in a folder.
func readListing(dir string) (listing, error) {
	b, err := os.ReadFile(filepath.Join(dir, listName))
	if err != nil {
		return nil, err
	}
	l := listing{}
	for line := range strings.Lines(string(b)) {
		hash, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if !ok || len(hash) != 64 || checkName(name) != nil {
			return nil, fmt.Errorf("%s is damaged", listName)
		}
		l[name] = hash
	}
	return l, nil
}

// ownFiles are those that systems put into folders that people look at. They are no part of a site, and nobody misses them.
var ownFiles = []string{".DS_Store", "Thumbs.db", "desktop.ini"}

// owned returns the list of the site in a folder, nil where there is no folder or an empty one. It refuses a folder that is not
// docent's, or has something in it that is not.
func owned(dir string) (listing, error) {
	entries, err := os.ReadDir(dir)
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return slices.Contains(ownFiles, e.Name()) })
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	l, err := readListing(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the folder is not a site that docent has exported (it has %s): name another, or move that elsewhere", entries[0].Name())
	}
	if err != nil {
		return nil, err
	}
	var foreign []string
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || slices.Contains(ownFiles, d.Name()) {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if _, ours := l[name]; !ours && name != listName && name != marker {
			foreign = append(foreign, name)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(foreign) > 0 {
		return nil, fmt.Errorf("the folder has files that docent has not written (%d, such as %s): move them elsewhere, because an export replaces the folder", len(foreign), foreign[0])
	}
	return l, nil
}

// Check reads a site and compares every file with the list.
func Check(dir string) error {
	l, err := readListing(dir)
	if err != nil {
		return fmt.Errorf("check %s: %w", dir, err)
	}
	for _, name := range slices.Sorted(maps.Keys(l)) {
		got, err := hashFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err == nil && got != l[name] {
			err = fmt.Errorf("%s is damaged, or has been changed by hand", name)
		}
		if err != nil {
			return fmt.Errorf("check %s: %w", dir, err)
		}
	}
	return nil
}
