//go:build !js

package web

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"docent/model/bundle"
)

// slide is a picture of the demo gallery.
type slide struct {
	ID, Previous, Next string
	Thumb              string
	Number             int
	Captions           []caption
}

type caption struct{ Language, Title, Artist string }

// addGallery adds the demo gallery's pictures, and the page that shows them full screen.
func (t *Tree) addGallery(gallery fs.FS) error {
	names, err := fs.Glob(gallery, "*.jpg")
	if err != nil {
		return err
	}
	rows, err := readCatalog(gallery)
	if err != nil {
		return err
	}
	slides := make([]slide, 0, len(names))
	for _, name := range names {
		id := strings.TrimSuffix(name, path.Ext(name))
		if bundle.CheckID(id) != nil {
			continue // it cannot be a work
		}
		t.own["gallery/"+id+".jpg"] = source{read: func() ([]byte, error) { return fs.ReadFile(gallery, name) }}
		s := slide{ID: id, Thumb: id + ".jpg", Captions: rows[id].captions, Number: rows[id].number}
		if thumb := bundle.ThumbName(id); t.has(bundleFolder + thumb) {
			s.Thumb = "../" + bundleFolder + thumb
		}
		if len(s.Captions) == 0 {
			s.Captions = []caption{{Title: id}}
		}
		slides = append(slides, s)
	}
	if len(slides) == 0 {
		return errors.New("there are no pictures (*.jpg)")
	}
	slices.SortStableFunc(slides, func(a, b slide) int { return a.Number - b.Number }) // as they hang; others first
	for i := range slides {
		slides[i].Number = i + 1
		slides[i].Previous = slides[(i+len(slides)-1)%len(slides)].ID
		slides[i].Next = slides[(i+1)%len(slides)].ID
	}
	b, err := render("gallery.html", slides)
	if err != nil {
		return err
	}
	t.own["gallery/index.html"] = fixed(b)
	return nil
}

type catalogRow struct {
	number   int
	captions []caption
}

// readCatalog reads the captions of catalog.csv, by id: columns title and artist, and the same with a
// language's suffix (title_fr). Without the file there are none.
func readCatalog(gallery fs.FS) (map[string]catalogRow, error) {
	b, err := fs.ReadFile(gallery, "catalog.csv")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	table, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff")))).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("catalog.csv: %w", err)
	}
	if len(table) == 0 || !slices.Contains(table[0], "id") {
		return nil, errors.New("catalog.csv: there is no column id")
	}
	head, rows := table[0], map[string]catalogRow{}
	for n, row := range table[1:] {
		cell := func(column string) string {
			if i := slices.Index(head, column); i >= 0 {
				return row[i]
			}
			return ""
		}
		r := catalogRow{number: n + 1}
		for _, column := range head {
			suffix, ok := strings.CutPrefix(column, "title")
			if !ok || suffix != "" && suffix[0] != '_' {
				continue
			}
			tag := strings.TrimPrefix(suffix, "_")
			if tag == "" {
				tag = "en"
			}
			if title := cell("title" + suffix); title != "" {
				r.captions = append(r.captions, caption{tag, title, cell("artist" + suffix)})
			}
		}
		rows[cell("id")] = r
	}
	return rows, nil
}
