package draft

import (
	"bytes"
	"encoding/csv"
	"errors"
	"slices"
	"strings"

	"docent/internal/catalog"
)

// Merged says what a table has changed.
type Merged struct {
	Found    int      // works that were there
	New      int      // works that came with the table, without pictures
	Ignored  []string // columns that mean nothing here
	Language []string // languages that came with it
}

// Merge takes the labels of a table, whose columns are in a language where they name none: those of works that it names replace
// what they said before, and works that it alone has come without pictures. Pictures may come before or after.
func (d *Draft) Merge(table []byte, language string) (Merged, error) {
	c, err := catalog.Read(table, language)
	if err != nil {
		return Merged{}, err
	}
	m := Merged{Ignored: c.Ignored}
	for _, l := range c.Languages {
		if !slices.Contains(d.Languages, l) {
			d.Languages = append(d.Languages, l)
			m.Language = append(m.Language, l)
		}
	}
	for _, r := range c.Rows {
		w := d.alike(r.ID)
		if w == nil {
			w = &Work{ID: r.ID}
			d.Works = append(d.Works, w)
			m.New++
		} else {
			m.Found++
		}
		w.ID, w.Texts = r.ID, r.Texts
		w.Number, w.Room, w.Licence, w.URL, w.Hidden = r.Number, r.Room, r.Licence, r.URL, r.Hidden
	}
	d.Sort()
	return m, nil
}

// column is one of a table that is written.
type column struct {
	heading string
	value   func(w *Work) string
}

// columns returns those that the works need: id, a title in every language, and all in which something is said.
func (d *Draft) columns() []column {
	own := d.Language()
	list := []column{{"id", func(w *Work) string { return w.ID }}}
	for i, l := range d.Languages {
		for _, f := range Fields {
			get := func(w *Work) string { return Field(w.Texts[l], f) }
			heading := f
			if i > 0 {
				heading += "_" + l
			}
			needed := d.says(get)
			if i > 0 && slices.Contains(shared, f) {
				needed = !d.follows(l, f, own) // an empty column, too, says that nothing is said
			}
			if f == "title" || needed {
				list = append(list, column{heading, get})
			}
		}
	}
	for _, c := range []column{
		{"number", func(w *Work) string { return w.Number }},
		{"room", func(w *Work) string { return w.Room }},
		{"licence", func(w *Work) string { return w.Licence }},
		{"url", func(w *Work) string { return w.URL }},
		{"show", func(w *Work) string {
			if w.Hidden {
				return "no"
			}
			return ""
		}},
	} {
		if d.says(c.value) {
			list = append(list, c)
		}
	}
	return list
}

// says reports whether any work has a value.
func (d *Draft) says(value func(w *Work) string) bool {
	return slices.ContainsFunc(d.Works, func(w *Work) bool { return value(w) != "" })
}

// follows reports whether a shared field says in a language what it says in the museum's own, for every work with a text there,
// so that a table needs no column for it.
func (d *Draft) follows(language, field, own string) bool {
	for _, w := range d.Works {
		t, ok := w.Texts[language]
		if !ok {
			continue
		}
		ofItsOwn := t.Title != "" || t.Medium != "" || t.Description != ""
		if !ofItsOwn || Field(t, field) != Field(w.Texts[own], field) {
			return false
		}
	}
	return true
}

// Table writes the works that are built as a table, which catalog.Read reads back to the same labels. It is nil where there
// are none.
func (d *Draft) Table() ([]byte, error) {
	built := &Draft{Title: d.Title, Languages: d.Languages, Works: d.Built()}
	return built.WholeTable()
}

// WholeTable is Table of all works, with those that have no picture yet.
func (d *Draft) WholeTable() ([]byte, error) {
	if len(d.Works) == 0 {
		return nil, nil
	}
	columns := d.columns()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	record := make([]string, len(columns))
	for i, c := range columns {
		record[i] = c.heading
	}
	w.Write(record)
	for _, work := range d.Works {
		for i, c := range columns {
			record[i] = c.value(work)
		}
		w.Write(record)
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// Pasted makes a table of what was pasted: rows of a spreadsheet, or a table as a file has it. Without an id column but
// with titles, ids are made of these.
func Pasted(text, language string) ([]byte, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, errors.New("there is nothing to read: copy rows of the spreadsheet, with the line that names the columns, and paste them here")
	}
	if _, err := catalog.Read([]byte(text), language); err == nil || !strings.Contains(err.Error(), `no column "id"`) {
		return []byte(text), err
	}
	r := csv.NewReader(strings.NewReader(text))
	r.LazyQuotes = true
	if line, _, _ := strings.Cut(text, "\n"); strings.Contains(line, "\t") {
		r.Comma = '\t'
	} else if strings.Count(line, ";") > strings.Count(line, ",") {
		r.Comma = ';'
	}
	rows, err := r.ReadAll()
	if err != nil {
		return []byte(text), err
	}
	at := slices.IndexFunc(rows[0], func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), "title") })
	if at < 0 {
		return []byte(text), errors.New("the first line must name the columns, such as id, title, artist and date: copy that line, too")
	}
	ids := &Draft{}
	for i := range rows {
		id := "id"
		if i > 0 {
			id = ids.Add(strings.ToLower(clean(rows[i][at]))).ID
		}
		rows[i] = append([]string{id}, rows[i]...)
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(rows); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Missing returns the languages in which the work has no title.
func (d *Draft) Missing(w *Work) []string {
	return slices.DeleteFunc(slices.Clone(d.Languages), func(l string) bool { return w.Texts[l].Title != "" })
}
