//go:build !js || curator

// Package build turns pictures of works into prototypes, calibrates them, and makes bundles.
package build

import (
	"errors"
	"fmt"
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"docent/model/picture"
)

// Source is the reference picture of a work.
type Source struct {
	ID   string
	Load func() (*image.RGBA, error)
}

// extensions are those of the pictures that can be read.
var extensions = []string{".jpg", ".jpeg", ".png", ".webp"}

// other are the extensions of pictures that cannot be read, and deserve a warning rather than silence.
var other = []string{".gif", ".tif", ".tiff", ".heic", ".heif", ".avif", ".bmp", ".jp2", ".psd", ".svg"}

// Files returns the pictures of a folder by name, without those in folders below it, and the names of pictures in
// formats that cannot be read. Hidden files and other kinds of files do not count.
func Files(dir string) (paths, unreadable []string, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		if p, ok := errors.AsType[*fs.PathError](err); ok {
			err = p.Err
		}
		return nil, nil, fmt.Errorf("read folder %s: %w", dir, err)
	}
	for _, e := range entries {
		ext := strings.ToLower(filepath.Ext(e.Name()))
		switch {
		case e.IsDir() || strings.HasPrefix(e.Name(), "."):
		case slices.Contains(extensions, ext):
			paths = append(paths, filepath.Join(dir, e.Name()))
		case slices.Contains(other, ext):
			unreadable = append(unreadable, e.Name())
		}
	}
	if len(paths) == 0 {
		return nil, nil, fmt.Errorf("read folder %s: there are no pictures (.jpg, .png or .webp) in it", dir)
	}
	return paths, unreadable, nil
}

// ID returns the id of the work that a picture's file is named for: its name without the extension.
func ID(path string) string {
	return strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
}

// Sources returns the works whose pictures are in a folder, one picture each, by name, and the names of pictures in
// formats that cannot be read. The ids may be anything that a file can be called.
func Sources(dir string) (works []Source, unreadable []string, err error) {
	paths, unreadable, err := Files(dir)
	if err != nil {
		return nil, nil, err
	}
	seen := map[string]string{}
	for _, path := range paths {
		id := ID(path)
		if first, ok := seen[id]; ok {
			return nil, nil, fmt.Errorf("read folder %s: %s and %s are two pictures of %s: keep one of them", dir, first, filepath.Base(path), id)
		}
		seen[id] = filepath.Base(path)
		works = append(works, Source{ID: id, Load: func() (*image.RGBA, error) { return picture.Load(path) }})
	}
	return works, unreadable, nil
}
