//go:build !js || curator

package build

import (
	"fmt"
	"path"
	"strings"

	"docent/internal/catalog"
	"docent/model/bundle"
)

// Labels are what a bundle says about its works.
type Labels struct {
	Title    string           // of the collection, in Language; may be empty
	Language string           // of titles that come from nowhere else
	Catalog  *catalog.Catalog // may be nil
	// Audio reads a file of speech that the catalog names; nil where it names none.
	Audio func(file string) ([]byte, error)
}

// label is what a bundle says about one work, but how many photos it has.
type label struct {
	bundle.Work
	Files map[string]string // of speech, by language; their parts are in Work.Audio
	Line  int               // of the catalog
}

// languages returns those of the bundle, the museum's own first.
func (l *Labels) languages() []string {
	if l.Catalog != nil {
		return l.Catalog.Languages
	}
	return []string{l.Language}
}

// check refuses ids that are none or differ in capitals alone, and labels that do not fit the works, and returns the catalog's row of each work, nil without. Every row must have its
// picture; works without a row, or a title, are called by their id, which is said in the warnings.
func (l *Labels) check(works []Source) (rows []*catalog.Row, warnings []string, err error) {
	place, alike := make(map[string]int, len(works)), make(map[string]string, len(works))
	for i, w := range works {
		if err := bundle.CheckID(w.ID); err != nil {
			return nil, nil, fmt.Errorf("picture of a work: %w; rename it", err)
		}
		small := strings.ToLower(w.ID)
		if other, ok := alike[small]; ok && other != w.ID {
			return nil, nil, fmt.Errorf("the works %s and %s differ in capitals alone, and on many computers their files would be one: rename one of them", other, w.ID)
		}
		alike[small] = w.ID
		place[w.ID] = i
	}
	rows = make([]*catalog.Row, len(works))
	if l.Catalog == nil {
		return rows, nil, nil
	}
	for i := range l.Catalog.Rows {
		r := &l.Catalog.Rows[i]
		at, ok := place[r.ID]
		if !ok {
			return nil, nil, fmt.Errorf("catalog line %d: there is no picture of %s among the images: add %[2]s.jpg, or remove the line", r.Line, r.ID)
		}
		rows[at] = r
	}
	warnings = append(warnings, l.Catalog.Warnings...)
	for i, w := range works {
		if rows[i] == nil || !titled(rows[i].Texts) {
			warnings = append(warnings, fmt.Sprintf("%s has no title in the catalog: it is called %[1]s", w.ID))
		}
		if _, err := l.one(w.ID, rows[i]); err != nil {
			return nil, nil, err
		}
	}
	return rows, warnings, nil
}

// one returns what a row of the catalog, which may be nil, says about a work.
func (l *Labels) one(id string, r *catalog.Row) (label, error) {
	w := label{Work: bundle.Work{WorkEntry: bundle.WorkEntry{ID: id, Thumb: bundle.ThumbName(id)}, Texts: map[string]bundle.Text{}}}
	if r == nil {
		w.Texts[l.Language] = bundle.Text{Title: id}
		return w, nil
	}
	w.Line = r.Line
	w.Number, w.Room, w.Licence, w.URL = r.Number, r.Room, r.Licence, r.URL
	if r.Hidden {
		w.Thumb = ""
	}
	for language, t := range r.Texts {
		w.Texts[language] = t
	}
	if !titled(w.Texts) {
		t := w.Texts[l.Language]
		t.Title = id
		w.Texts[l.Language] = t
	}
	for language, file := range r.Audio {
		if file == "" {
			continue
		}
		extension := strings.ToLower(path.Ext(file))
		switch extension {
		case ".mp3", ".m4a", ".ogg":
		default:
			return w, fmt.Errorf("catalog line %d: the audio %s is not an .mp3, .m4a or .ogg file: save it as one of them", r.Line, file)
		}
		if w.Audio == nil {
			w.Audio, w.Files = map[string]string{}, map[string]string{}
		}
		w.Audio[language], w.Files[language] = bundle.AudioName(language, id, extension), file
	}
	return w, nil
}

func titled(texts map[string]bundle.Text) bool {
	for _, t := range texts {
		if t.Title != "" {
			return true
		}
	}
	return false
}

// audio reads the speech about a work in a language.
func (l *Labels) audio(w *label, language string) ([]byte, error) {
	if l.Audio == nil {
		return nil, fmt.Errorf("catalog line %d: the audio %s cannot be read", w.Line, w.Files[language])
	}
	b, err := l.Audio(w.Files[language])
	if err != nil {
		return nil, fmt.Errorf("catalog line %d: %w", w.Line, err)
	}
	return b, nil
}
