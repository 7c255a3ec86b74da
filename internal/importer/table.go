//go:build !js

package importer

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"docent/internal/catalog"
	"docent/model/bundle"
)

// table is the catalog of a collection folder. The museum edits it between two runs, so a run merges three tables: what
// is there, what the run before wrote (kept in .import/imported.csv), and what the source says now. A cell that is as
// docent wrote it takes what the source says; one that the museum has changed stays.
type table struct {
	path, basePath string
	languages      []string
	now            grid                         // catalog.csv
	base           map[string]map[string]string // by id and column
	fresh          map[string]map[string]string
	order          []string // ids of fresh, in the source's order
}

// texts are the columns that each language has, shared those that hold a name or a number and can be told in another.
var (
	texts = []string{"title", "artist", "date", "medium", "description", "price", "location", "credit"}
	once  = []string{"number", "room", "licence", "show", "url"}
)

func openTable(dir string, languages []string) (*table, error) {
	t := &table{path: filepath.Join(dir, CatalogName), basePath: filepath.Join(dir, StateName, "imported.csv"), languages: languages,
		base: map[string]map[string]string{}, fresh: map[string]map[string]string{}}
	var err error
	if t.now, err = readGrid(t.path, languages[0]); err != nil {
		return nil, err
	}
	if t.now.header == nil {
		return t, nil // nothing to compare with
	}
	base, err := readGrid(t.basePath, languages[0])
	if err != nil {
		return nil, err
	}
	for _, record := range base.rows {
		cells := map[string]string{}
		for name, i := range base.column {
			cells[name] = record[i]
		}
		t.base[cells["id"]] = cells
	}
	return t, nil
}

// columns are those of a table that docent writes, the museum's own language first.
func columns(languages []string) []string {
	c := []string{"id"}
	for i := range languages {
		for _, name := range texts {
			c = append(c, suffixed(name, languages, i))
		}
		if i == 0 {
			c = append(c, once...)
		}
	}
	return c
}

// suffixed returns the column of a text in a language: title, title_fr.
func suffixed(name string, languages []string, i int) string {
	if i == 0 {
		return name
	}
	return name + "_" + strings.ToLower(languages[i])
}

// taken reports whether the museum's table has a work of that id.
func (t *table) taken(id string) bool {
	_, ok := t.now.row[strings.ToLower(id)]
	return ok
}

// deleted reports whether the museum has taken a work that was imported out of its table.
func (t *table) deleted(id string) bool {
	return id != "" && len(t.now.rows) > 0 && t.base[id] != nil && !t.taken(id)
}

// add notes a work for write.
func (t *table) add(id string, w *Work, hidden bool) {
	cells := map[string]string{"id": id, "number": cut(line(w.Number), bundle.MaxShort), "room": cut(line(w.Room), bundle.MaxShort),
		"licence": cut(line(w.Licence), bundle.MaxLong), "url": "", "show": "yes"}
	if hidden {
		cells["show"] = "no"
	}
	if catalog.IsAddress(w.URL) { // sources write anything there
		cells["url"] = w.URL
	}
	own := t.languages[0]
	of := map[string]Words{"title": w.Title, "artist": w.Artist, "date": w.Date, "medium": w.Medium, "description": w.Description, "location": w.Location, "credit": w.Credit}
	for i, l := range t.languages {
		if i > 0 && w.Title.in(l) == "" && w.Medium.in(l) == "" && w.Description.in(l) == "" {
			continue // the card is shown in another language
		}
		for name, words := range of {
			s := words.in(l)
			// Names and dates are better in another language than missing; a description is not.
			if s == "" && (i == 0 || name != "medium" && name != "description") {
				s = words.best(own)
			}
			cells[suffixed(name, t.languages, i)] = s
		}
	}
	if t.fresh[id] == nil {
		t.order = append(t.order, id)
	}
	t.fresh[id] = cells
}

// cut brings a text down to as many bytes as a bundle may have of it.
func cut(s string, most int) string {
	const rest = "…"
	if len(s) <= most {
		return s
	}
	return strings.TrimSpace(strings.ToValidUTF8(s[:most-len(rest)], "")) + rest
}

// write merges, and writes both tables. It returns how many cells the museum's edits have kept from changing.
func (t *table) write() (kept int, err error) {
	// Once more: an import may take hours, in which the museum edits its table.
	if t.now, err = readGrid(t.path, t.languages[0]); err != nil {
		return 0, err
	}
	g := &t.now
	for _, name := range columns(t.languages) {
		if _, ok := g.column[name]; !ok {
			g.column[name] = len(g.header)
			g.header = append(g.header, name)
		}
	}
	for i := range g.rows {
		for len(g.rows[i]) < len(g.header) {
			g.rows[i] = append(g.rows[i], "")
		}
	}
	for _, id := range t.order {
		if t.deleted(id) {
			continue
		}
		i, ok := g.row[strings.ToLower(id)]
		if !ok {
			i = len(g.rows)
			g.rows = append(g.rows, make([]string, len(g.header)))
			g.row[strings.ToLower(id)] = i
			g.rows[i][g.column["id"]] = id
		}
		kept += merge(g.rows[i], g.column, t.base[id], t.fresh[id], !ok)
	}
	// The museum's table first: were the other one written and this one not, all its cells would look like edits.
	if err := writeCSV(t.path, g.comma, append(append(g.above, g.header), g.rows...)); err != nil {
		return kept, err
	}
	for id, cells := range t.fresh {
		if t.base[id] == nil {
			t.base[id] = map[string]string{}
		}
		maps.Copy(t.base[id], cells)
	}
	return kept, t.writeBase()
}

// merge brings what the source says now into a row, but for cells that the museum has changed since.
func merge(record []string, column map[string]int, base, fresh map[string]string, new bool) (kept int) {
	for name, value := range fresh {
		cell := &record[column[name]]
		switch now := strings.TrimSpace(*cell); {
		case now == value:
		case new || now == base[name]:
			*cell = harmless(value)
		default:
			kept++
		}
	}
	return kept
}

func (t *table) writeBase() error {
	names := map[string]bool{}
	for _, cells := range t.base {
		for name := range cells {
			names[name] = true
		}
	}
	header := slices.Sorted(maps.Keys(names))
	var rows [][]string
	for _, id := range slices.Sorted(maps.Keys(t.base)) {
		record := make([]string, len(header))
		for i, name := range header {
			record[i] = t.base[id][name]
		}
		rows = append(rows, record)
	}
	return writeCSV(t.basePath, ',', append([][]string{header}, rows...))
}
