// Package draft is a collection that is being made in the curator's page: works with their labels and pictures, before a
// bundle is built of them. It knows nothing of browsers; pictures are known by their sha256 and kept elsewhere.
package draft

import (
	"cmp"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"docent/model/bundle"
)

// Picture is a picture as it was given.
type Picture struct {
	Key  string `json:"key"`  // sha256 of the file, lowercase hex
	Name string `json:"name"` // of the file
	Size int    `json:"size"` // bytes
}

// Work is a work of the draft. Its first picture is the reference; without any it is not built.
type Work struct {
	ID       string                 `json:"id"`
	Texts    map[string]bundle.Text `json:"texts,omitempty"` // by language
	Number   string                 `json:"number,omitempty"`
	Room     string                 `json:"room,omitempty"`
	Licence  string                 `json:"licence,omitempty"`
	URL      string                 `json:"url,omitempty"`
	Hidden   bool                   `json:"hidden,omitempty"` // its picture may not be shown
	Pictures []Picture              `json:"pictures,omitempty"`
}

// Draft is a collection. The zero Draft is not of use: see New.
type Draft struct {
	Title     string   `json:"title"`
	Languages []string `json:"languages"` // of texts, the museum's own first
	Works     []*Work  `json:"works"`     // in the order in which they are built
}

// New returns an empty draft whose own language is given.
func New(language string) *Draft { return &Draft{Languages: []string{language}} }

// Language is the museum's own.
func (d *Draft) Language() string { return d.Languages[0] }

// SetLanguage makes a language the museum's own: one that has texts comes first from now on; texts in
// the one before it become texts in one that has none.
func (d *Draft) SetLanguage(language string) {
	before := d.Language()
	if i := slices.Index(d.Languages, language); i >= 0 {
		d.Languages = slices.Insert(slices.Delete(d.Languages, i, i+1), 0, language)
		return
	}
	d.Languages[0] = language
	for _, w := range d.Works {
		if t, ok := w.Texts[before]; ok {
			delete(w.Texts, before)
			w.Texts[language] = t
		}
	}
}

// Encode returns the draft as JSON.
func (d *Draft) Encode() ([]byte, error) { return json.Marshal(d) }

// Decode reads what Encode wrote.
func Decode(b []byte) (*Draft, error) {
	d := &Draft{}
	if err := json.Unmarshal(b, d); err != nil {
		return nil, errors.New("the draft is damaged: " + err.Error())
	}
	if len(d.Languages) == 0 || slices.ContainsFunc(d.Languages, func(l string) bool { return bundle.CheckLanguage(l) != nil }) {
		return nil, errors.New("the draft is damaged: it has no language")
	}
	seen := map[string]bool{}
	for _, w := range d.Works {
		if w == nil || bundle.CheckID(w.ID) != nil || seen[w.ID] {
			return nil, errors.New("the draft is damaged: a work has no id, or another's")
		}
		seen[w.ID] = true
	}
	return d, nil
}

// Find returns the work of an id, nil where there is none.
func (d *Draft) Find(id string) *Work {
	for _, w := range d.Works {
		if w.ID == id {
			return w
		}
	}
	return nil
}

// alike returns the work of an id, or else the only one whose id differs in capitals alone.
func (d *Draft) alike(id string) *Work {
	var found *Work
	for _, w := range d.Works {
		if w.ID == id {
			return w
		}
		if strings.EqualFold(w.ID, id) {
			if found != nil {
				return nil
			}
			found = w
		}
	}
	return found
}

// TitleOf returns what the work is called in the museum's own language, or another; its id where it has no title.
func (d *Draft) TitleOf(w *Work) string {
	for _, l := range d.Languages {
		if t := w.Texts[l].Title; t != "" {
			return t
		}
	}
	return w.ID
}

// SetText changes a field (title, artist, and so on) of a work's text. Where a field holds for all languages that have said
// nothing else, such as the artist, the other languages follow.
func (d *Draft) SetText(w *Work, language, field, value string) {
	if w.Texts == nil {
		w.Texts = map[string]bundle.Text{}
	}
	before := Field(w.Texts[language], field)
	set := func(l string) {
		t := w.Texts[l]
		t.Set(field, value)
		w.Texts[l] = t
		if t == (bundle.Text{}) {
			delete(w.Texts, l)
		}
	}
	set(language)
	if language != d.Language() || !slices.Contains(shared, field) {
		return
	}
	for l, t := range maps.Clone(w.Texts) {
		if l != language && Field(t, field) == before {
			set(l)
		}
	}
}

// shared are the fields that hold for every language which has no column of its own for them (package catalog).
var shared = []string{"artist", "date", "price", "location", "credit"}

// Fields are the names of what a text says, in the order of a form.
var Fields = []string{"title", "artist", "date", "medium", "description", "price", "location", "credit"}

// Field returns what a text says in a field.
func Field(t bundle.Text, field string) string {
	switch field {
	case "title":
		return t.Title
	case "artist":
		return t.Artist
	case "date":
		return t.Date
	case "medium":
		return t.Medium
	case "description":
		return t.Description
	case "price":
		return t.Price
	case "location":
		return t.Location
	case "credit":
		return t.Credit
	}
	return ""
}

// Rename gives a work another id. The error says what is wrong with it.
func (d *Draft) Rename(w *Work, id string) error {
	if err := bundle.CheckID(id); err != nil {
		return err
	}
	if other := d.Find(id); other != nil && other != w {
		return errors.New("another work has the id " + id + " already")
	}
	w.ID = id
	d.Sort()
	return nil
}

// Remove takes a work out.
func (d *Draft) Remove(w *Work) {
	d.Works = slices.DeleteFunc(d.Works, func(o *Work) bool { return o == w })
}

// Free returns an id that no work has: base, or base with a number behind it.
func (d *Draft) Free(base string) string {
	if d.Find(base) == nil {
		return base
	}
	for n := 2; ; n++ {
		if id := base + "-" + strconv.Itoa(n); d.Find(id) == nil {
			return id
		}
	}
}

// Add puts a new work into the draft, whose id is or begins with id.
func (d *Draft) Add(id string) *Work {
	w := &Work{ID: d.Free(id)}
	d.Works = append(d.Works, w)
	d.Sort()
	return w
}

// Sort puts works into the order in which docent bundle takes them: that of their references' files.
func (d *Draft) Sort() {
	slices.SortStableFunc(d.Works, func(a, b *Work) int {
		return cmp.Or(cmp.Compare(a.ID+a.extension(), b.ID+b.extension()), cmp.Compare(a.ID, b.ID))
	})
}

// extension is that of the reference's file.
func (w *Work) extension() string {
	if len(w.Pictures) == 0 {
		return ".jpg"
	}
	return Extension(w.Pictures[0].Name)
}

// Built returns the works that a bundle can be built of: those with a picture.
func (d *Draft) Built() []*Work {
	var list []*Work
	for _, w := range d.Works {
		if len(w.Pictures) > 0 {
			list = append(list, w)
		}
	}
	return list
}

// Keys returns the keys of all pictures, by how many works have them.
func (d *Draft) Keys() map[string]int {
	keys := map[string]int{}
	for _, w := range d.Works {
		for _, p := range w.Pictures {
			keys[p.Key]++
		}
	}
	return keys
}

// Twin returns another work with the same reference, nil without.
func (d *Draft) Twin(w *Work) *Work {
	if len(w.Pictures) == 0 {
		return nil
	}
	for _, o := range d.Works {
		if o != w && len(o.Pictures) > 0 && o.Pictures[0].Key == w.Pictures[0].Key {
			return o
		}
	}
	return nil
}
