//go:build !js

package web

import (
	"bytes"
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"docent/model/bundle"
)

// pages are the templates of what is written here and not by the program in the page. html/template escapes whatever a
// bundle says.
//
//go:embed pages/*.html
var pages embed.FS

var templates = template.Must(template.ParseFS(pages, "pages/*.html"))

// render fills a template into a file.
func (out site) render(name, page string, data any) error {
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, page, data); err != nil {
		return err
	}
	out[name] = newFile(name, b.Bytes())
	return nil
}

// language is one that a catalogue exists in, for the links between them.
type language struct{ Tag, File string }

// catalogue is one language's plain page of the collection.
type catalogue struct {
	Title, Language string
	Languages       []language
	Works           []catalogued
}

type catalogued struct {
	ID, Thumb, Language string
	Text                bundle.Text
}

// addCatalogue adds the collection as plain pages, one for each language: what is left where the program cannot run,
// for old browsers, broken downloads and whoever reads without pictures.
func (out site) addCatalogue(b *bundle.Bundle) error {
	tags := b.Languages
	if len(tags) == 0 {
		tags = []string{"en"} // ids alone
	}
	var all []language
	for i, tag := range tags {
		name := tag + ".html"
		if i == 0 {
			name = "index.html"
		}
		all = append(all, language{tag, name})
	}
	for i, tag := range tags {
		c := catalogue{Title: b.Title[tag], Language: tag}
		if c.Title == "" {
			c.Title = firstOf(b.Title)
		}
		if len(all) > 1 {
			c.Languages = slices.Concat(all[:i:i], all[i+1:])
		}
		order := append([]string{tag}, tags...)
		for _, w := range b.Works {
			text, in := w.Text(order...)
			if text.Title == "" {
				text.Title = w.ID
			}
			c.Works = append(c.Works, catalogued{w.ID, w.Thumb, in, text})
		}
		if err := out.render("catalogue/"+all[i].File, "catalogue.html", c); err != nil {
			return err
		}
	}
	return nil
}

// firstOf returns the title in the language that comes first by its tag.
func firstOf(titles map[string]string) string {
	for _, tag := range slices.Sorted(maps.Keys(titles)) {
		return titles[tag]
	}
	return "docent"
}

// slide is a picture of the demo gallery.
type slide struct {
	ID, Previous, Next string
	Thumb              string
	Number             int
	Captions           []caption
}

type caption struct{ Language, Title, Artist string }

// addGallery adds the demo gallery's pictures, and the page that shows them full screen.
func (out site) addGallery(gallery fs.FS, parts map[string][]byte) error {
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
		b, err := fs.ReadFile(gallery, name)
		if err != nil {
			return err
		}
		out["gallery/"+id+".jpg"] = newFile(name, b)
		s := slide{ID: id, Thumb: id + ".jpg", Captions: rows[id].captions, Number: rows[id].number}
		if thumb := bundle.ThumbName(id); parts[thumb] != nil {
			s.Thumb = "../bundle/" + thumb
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
	return out.render("gallery/index.html", "gallery.html", slides)
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
