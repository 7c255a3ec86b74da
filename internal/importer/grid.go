//go:build !js

package importer

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"docent/internal/catalog"
	"docent/model/atomicfile"
)

// grid is a table of texts.
type grid struct {
	comma  rune
	above  [][]string
	header []string
	column map[string]int // by canonical name
	rows   [][]string
	row    map[string]int // by id in small letters
}

// bom tells spreadsheets that a CSV file is UTF-8; some servers begin their JSON with it, too.
const bom = "\xef\xbb\xbf"

// readGrid reads a CSV file; one that is not there has no rows.
func readGrid(path, own string) (grid, error) {
	g := grid{comma: ',', column: map[string]int{}, row: map[string]int{}}
	b, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return g, nil
	}
	if err == nil {
		err = g.parse(b, own)
	}
	if err != nil {
		return g, fmt.Errorf("read %s: %w", path, err)
	}
	return g, nil
}

func (g *grid) parse(b []byte, own string) error {
	sheet, err := catalog.ReadSheet(b)
	if err != nil {
		return err
	}
	g.comma, g.above, g.header = sheet.Comma, sheet.Above, sheet.Heading
	for i, h := range g.header {
		if name := canonical(h, own); name != "" {
			first, twice := g.column[name]
			if !twice {
				g.column[name] = i
			} else if strings.EqualFold(h, name+"_"+own) {
				return fmt.Errorf("its columns %q and %q are both in %s: begin -lang with the language that it began with before", g.header[first], h, own)
			}
		}
	}
	id, ok := g.column["id"]
	if !ok && g.header != nil {
		return errors.New("it has no column id: put it back, or move the file away to begin anew")
	}
	for _, record := range sheet.Rows {
		for len(record) < len(g.header) {
			record = append(record, "")
		}
		g.rows = append(g.rows, record)
		if name := strings.ToLower(record[id]); name != "" {
			g.row[name] = len(g.rows) - 1
		}
	}
	return nil
}

// canonical returns a heading as docent writes it: title, title_fr; "" for one that is not docent's. own is the language
// of the columns that name none.
func canonical(heading, own string) string {
	field, language := catalog.Field(heading)
	if field == "" || language == "" || language == own {
		return field
	}
	return field + "_" + strings.ToLower(language)
}

// harmless returns a cell that no spreadsheet takes for a formula: docent drops the space when it reads it.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return " " + s
	}
	return s
}

func writeCSV(path string, comma rune, rows [][]string) error {
	return atomicfile.Write(path, func(out io.Writer) error {
		if _, err := io.WriteString(out, bom); err != nil {
			return err
		}
		w := csv.NewWriter(out)
		w.Comma = comma
		w.WriteAll(rows) // flushes
		return w.Error()
	})
}
