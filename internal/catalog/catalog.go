// Package catalog reads a museum's table of works: one row a work, as spreadsheets export it.
//
// The columns are id, title, artist, date, medium, description, price, location and credit, in any order; id and title
// must be there. A column for another language has its tag behind the name: title_fr, or description:pt-BR. Artist,
// date, price, location and credit hold for all languages that have no such column of their own; a title, a medium or
// a description in another language than it says would mislead.
//
// Columns that have one value a work, whatever the language: number (of the label or the inventory), room, licence (or
// license, rights), url (the work's own page), show (no keeps its picture from being shown), pictures (files of more
// photos of it, separated by "|"). audio is a file of speech; audio_fr is the French one.
package catalog

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"docent/model/bundle"
)

// Row is one work.
type Row struct {
	ID    string
	Line  int // in the file, for messages
	Texts map[string]bundle.Text

	Number   string            // of its label or in the inventory
	Room     string            // where it hangs, by which works can be grouped
	Licence  string            // of its picture: a URI or a short text
	URL      string            // of its own page
	Hidden   bool              // its picture may not be shown; it is recognised all the same
	Audio    map[string]string // file by language; nil without any
	Pictures []string          // files of more photos of it
}

// Catalog is a table of works.
type Catalog struct {
	Languages []string // those with a column, the museum's own first
	Rows      []Row
	Ignored   []string // headings of the columns that mean nothing here
}

// shared are the columns that hold for every language.
var shared = []string{"artist", "date", "price", "location", "credit"}

// maxBytes bounds a catalog: 200,000 works with a page of text each.
const maxBytes = 256 << 20

// Read reads a table. It is UTF-8, with or without a byte order mark, and its separator a comma, a semicolon (what
// spreadsheets write where the comma is the decimal sign) or a tab: the one that the first line has most of.
func Read(b []byte, language string) (*Catalog, error) {
	language = CanonicalLanguage(language)
	if err := bundle.CheckLanguage(language); err != nil {
		return nil, err
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	switch {
	case len(b) > maxBytes:
		return nil, fmt.Errorf("it is larger than %d bytes", maxBytes)
	case len(bytes.TrimSpace(b)) == 0:
		return nil, errors.New("it is empty: the first line must name the columns, id and title at least")
	case !utf8.Valid(b) || bytes.IndexByte(b, 0) >= 0:
		return nil, errors.New(`it is not UTF-8 text: export it from the spreadsheet as "CSV UTF-8"`)
	}
	r := csv.NewReader(bytes.NewReader(b))
	r.Comma = separator(b)
	heading, err := r.Read()
	if err != nil {
		return nil, csvError(err)
	}
	c := &Catalog{}
	columns, err := c.columns(heading, language)
	if err != nil {
		return nil, err
	}
	lines := map[string]int{}
	for {
		record, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, csvError(err)
		}
		line, _ := r.FieldPos(0)
		row, err := columns.row(record)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		row.Line = line
		if row.ID == "" && len(row.Texts) == 0 {
			continue // spreadsheets leave rows of separators at the end
		}
		if err := bundle.CheckID(row.ID); err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		if first := lines[row.ID]; first != 0 {
			return nil, fmt.Errorf("line %d: id %s stands in line %d already", line, row.ID, first)
		}
		lines[row.ID] = line
		c.Rows = append(c.Rows, row)
	}
	if len(c.Rows) == 0 {
		return nil, errors.New("it has no works below the line with the columns' names")
	}
	return c, nil
}

// separator returns the one of comma, semicolon and tab that the first line has most of.
func separator(b []byte) rune {
	line, _, _ := bytes.Cut(b, []byte("\n"))
	best := ','
	for _, s := range ";\t" {
		if bytes.Count(line, []byte(string(s))) > bytes.Count(line, []byte(string(best))) {
			best = s
		}
	}
	return best
}

// csvError says in a museum's words what is wrong with a line.
func csvError(err error) error {
	p, ok := errors.AsType[*csv.ParseError](err)
	if !ok {
		return err
	}
	if errors.Is(p.Err, csv.ErrFieldCount) {
		return fmt.Errorf("line %d: it has more or fewer columns than the first line", p.StartLine)
	}
	return fmt.Errorf("line %d: %w", p.StartLine, p.Err)
}

// unspoken are the columns that hold one value a work, by their names.
var unspoken = map[string]string{"id": "id", "number": "number", "room": "room", "licence": "licence", "license": "licence",
	"rights": "licence", "url": "url", "show": "show", "pictures": "pictures"}

// column is where the values of a column go; a column without a field is passed over.
type column struct{ field, language string }

type columns struct {
	list      []column
	languages []string
}

// columns reads the heading, and sets c.Languages and c.Ignored.
func (c *Catalog) columns(heading []string, language string) (*columns, error) {
	cols := &columns{languages: []string{language}}
	for _, h := range heading {
		h = strings.TrimSpace(h)
		col := parse(h, language)
		if col.field == "" {
			if h != "" {
				c.Ignored = append(c.Ignored, h)
			}
		} else if slices.Contains(cols.list, col) {
			return nil, fmt.Errorf("there are two columns for %s", strings.ToLower(h))
		} else if col.language != "" && !slices.Contains(cols.languages, col.language) {
			cols.languages = append(cols.languages, col.language)
		}
		cols.list = append(cols.list, col)
	}
	for _, need := range []column{{"id", ""}, {"title", language}} {
		if !slices.Contains(cols.list, need) {
			return nil, fmt.Errorf("there is no column %q; the first line has %s", need.field, quoted(heading))
		}
	}
	c.Languages = cols.languages
	return cols, nil
}

// parse returns what a heading means: "id", "title", "Title_fr", "description:pt-BR".
func parse(heading, language string) column {
	h := strings.ToLower(heading)
	if field, ok := unspoken[h]; ok {
		return column{field: field}
	}
	field, tag := h, language
	if i := strings.IndexAny(h, "_:"); i >= 0 {
		field, tag = strings.TrimSpace(h[:i]), CanonicalLanguage(strings.TrimSpace(h[i+1:]))
	}
	if field != "audio" && !new(bundle.Text).Set(field, "") || bundle.CheckLanguage(tag) != nil {
		return column{}
	}
	return column{field, tag}
}

// CanonicalLanguage writes a language tag as browsers do: pt-BR, zh-Hant (RFC 5646, section 2.1.1).
func CanonicalLanguage(tag string) string {
	subtags := strings.Split(strings.ToLower(tag), "-")
	for i, s := range subtags[1:] {
		switch len(s) {
		case 2:
			subtags[i+1] = strings.ToUpper(s)
		case 4:
			subtags[i+1] = strings.ToUpper(s[:1]) + s[1:]
		}
	}
	return strings.Join(subtags, "-")
}

func quoted(heading []string) string {
	if len(heading) > 12 {
		heading = append(slices.Clone(heading[:12]), "...")
	}
	return fmt.Sprintf("%q", heading)
}

// row returns the work of a record. A language in which the work has neither title, medium nor description of its own
// has no text: the card falls back to another.
func (c *columns) row(record []string) (Row, error) {
	row := Row{Texts: map[string]bundle.Text{}}
	values := map[column]string{}
	for i, v := range record {
		v = strings.TrimSpace(v)
		if v == "" {
			continue
		}
		switch col := c.list[i]; col.field {
		case "":
		case "id":
			row.ID = v
		case "number":
			row.Number = v
		case "room":
			row.Room = v
		case "licence":
			row.Licence = v
		case "url":
			row.URL = v
		case "show":
			shown, ok := yes[strings.ToLower(v)]
			if !ok {
				return row, fmt.Errorf("show is %q: write yes or no", v)
			}
			row.Hidden = !shown
		case "pictures":
			for p := range strings.SplitSeq(v, "|") {
				if p = strings.TrimSpace(p); p != "" {
					row.Pictures = append(row.Pictures, p)
				}
			}
		case "audio":
			if row.Audio == nil {
				row.Audio = map[string]string{}
			}
			row.Audio[col.language] = v
		default:
			values[col] = v
		}
	}
	own := c.languages[0]
	for _, l := range c.languages {
		var text bundle.Text
		empty := true
		for _, col := range c.list {
			if v := values[col]; v != "" && col.language == l {
				text.Set(col.field, v)
				empty = false
			}
		}
		if empty {
			continue
		}
		for _, field := range shared {
			if !slices.Contains(c.list, column{field, l}) {
				text.Set(field, values[column{field, own}])
			}
		}
		row.Texts[l] = text
	}
	return row, nil
}

// yes are the answers to show.
var yes = map[string]bool{"yes": true, "y": true, "true": true, "1": true, "x": true, "no": false, "n": false, "false": false, "0": false}
