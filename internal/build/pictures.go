//go:build !js

package build

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"docent/internal/catalog"
	"docent/model/picture"
)

// extensions are those of the pictures that can be read.
var extensions = []string{".jpg", ".jpeg", ".png", ".webp"}

// other are the extensions of pictures that cannot be read, and deserve a warning rather than silence.
var other = []string{".gif", ".tif", ".tiff", ".heic", ".heif", ".avif", ".bmp", ".jp2", ".psd", ".svg"}

var errNone = errors.New("there are no pictures (.jpg, .png or .webp) in it")

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
		return nil, nil, fmt.Errorf("read folder %s: %w", dir, errNone)
	}
	return paths, unreadable, nil
}

// ID returns the id of the work that a picture's file is named for: its name without the extension.
func ID(path string) string {
	return strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
}

// Sources returns the works whose pictures are in a folder, by name, and the names of pictures in formats that cannot be
// read. The ids may be anything that a file can be called. <id>.jpg is the reference of a work; <id>__2.jpg or any other name with
// two underscores behind the id, and what is in the folder <id>, are more photos of it.
func Sources(dir string) (works []Source, unreadable []string, err error) {
	return Pictures(dir, nil)
}

// Pictures is Sources where a catalog, which may be nil, may name more photos of a work, and works that have a folder of
// photos alone, of which the first by name is the reference.
func Pictures(dir string, c *catalog.Catalog) (works []Source, unreadable []string, err error) {
	paths, unreadable, err := Files(dir)
	if err != nil && (c == nil || !errors.Is(err, errNone)) {
		return nil, nil, err
	}
	named, err := namedPhotos(dir, c)
	if err != nil {
		return nil, nil, err
	}
	names := (*catalog.Names)(nil) // what the catalog calls pictures that are not named for their works
	if c != nil {
		names = c.Names()
	}
	first := map[string]string{} // name of the file by what it is called without its extension
	more := map[string][]string{}
	var ids []string
	for _, path := range paths {
		if named[path] != "" {
			more[named[path]] = append(more[named[path]], path)
			continue
		}
		id := ID(path)
		if names != nil {
			var one bool
			if id, one = names.ID(path); one {
				more[id] = append(more[id], path)
				continue
			}
			if id == "" {
				id = ID(path) // which is refused by its name
			}
		}
		if of, ok := first[id]; ok {
			return nil, nil, fmt.Errorf("read folder %s: %s and %s are two pictures of %s: keep one of them", dir, filepath.Base(of), filepath.Base(path), id)
		}
		first[id] = path
		ids = append(ids, id)
	}
	for path, id := range named {
		if filepath.Dir(path) != filepath.Clean(dir) || !slices.Contains(more[id], path) {
			more[id] = append(more[id], path)
		}
	}
	if c != nil {
		for _, r := range c.Rows {
			if _, ok := first[r.ID]; ok {
				continue
			}
			if inside := photosIn(dir, r.ID); len(inside) > 0 {
				first[r.ID] = inside[0]
				ids = append(ids, r.ID)
			}
		}
		slices.SortFunc(ids, func(a, b string) int { return strings.Compare(first[a], first[b]) })
	}
	works = make([]Source, 0, len(ids))
	for _, id := range ids {
		if of := shows(id, first); of != "" {
			more[of] = append(more[of], first[id])
		}
	}
	for _, id := range ids {
		if shows(id, first) != "" {
			continue
		}
		w := Source{ID: id, Name: first[id], Read: read(first[id])}
		photos := append(more[id], photosIn(dir, id)...)
		slices.Sort(photos)
		for _, path := range slices.Compact(photos) {
			if path != first[id] {
				w.More = append(w.More, Picture{Name: path, Read: read(path)})
			}
		}
		works = append(works, w)
	}
	if len(works) == 0 {
		return nil, nil, fmt.Errorf("read folder %s: %w", dir, errNone)
	}
	return works, unreadable, nil
}

// shows returns the work that a picture called id is one more photo of, "" where it is a reference: what stands before two
// underscores, if that is a picture too.
func shows(id string, first map[string]string) string {
	for i := strings.LastIndex(id, "__"); i > 0; i = strings.LastIndex(id[:i], "__") {
		if first[id[:i]] != "" && shows(id[:i], first) == "" {
			return id[:i]
		}
	}
	return ""
}

func read(path string) func() ([]byte, error) {
	return func() ([]byte, error) { return picture.ReadFile(path) }
}

// photosIn returns the pictures in the folder of a work, if it has one.
func photosIn(dir, id string) []string {
	paths, _, err := Files(filepath.Join(dir, id))
	if err != nil {
		return nil
	}
	return paths
}

// namedPhotos returns whose photos those are that the catalog names, by path.
func namedPhotos(dir string, c *catalog.Catalog) (map[string]string, error) {
	if c == nil {
		return nil, nil
	}
	of := map[string]string{}
	for _, r := range c.Rows {
		for _, name := range r.Pictures {
			path := filepath.Join(dir, filepath.FromSlash(name))
			if info, err := os.Stat(path); !filepath.IsLocal(name) || err != nil || info.IsDir() {
				return nil, fmt.Errorf("catalog line %d: there is no picture %s of %s in %s: add it, or take it out of the column pictures", r.Line, name, r.ID, dir)
			}
			if ID(path) == r.ID && filepath.Dir(path) == filepath.Clean(dir) {
				continue // its reference
			}
			if other, ok := of[path]; ok && other != r.ID {
				return nil, fmt.Errorf("catalog line %d: %s is a picture of %s already", r.Line, name, other)
			}
			of[path] = r.ID
		}
	}
	return of, nil
}
