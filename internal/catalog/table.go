package catalog

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// table is what a spreadsheet holds, before anybody knows what the columns mean.
type table struct {
	line     string // what a record is called in messages: a line of text, a row of a sheet
	records  []record
	comma    rune     // what separates columns, in text
	sheet    string   // its name, in a workbook
	last     int      // number of the last row of a sheet that has anything in it
	how      string   // what it was written in, for the report
	warnings []string // what the reader noticed
}

// record is a line of a table: cells without spaces around them, none empty at the end.
type record struct {
	line  int
	cells []string
	links map[int]string // address behind a cell, by column; nil in text
}

// cell returns the value in a column, "" beyond the end.
func (r *record) cell(i int) string {
	if i < len(r.cells) {
		return r.cells[i]
	}
	return ""
}

// Bounds of a table.
const (
	maxBytes   = 256 << 20 // 200,000 works with a page of text each
	maxColumns = 1000
	headLines  = 30 // among which the heading is sought
)

// newRecord returns a record of cells as they were written, nil if all are empty.
func newRecord(line int, cells []string) *record {
	used := 0
	for i, c := range cells {
		c = strings.TrimSpace(strings.ReplaceAll(c, "\v", "\n")) // FileMaker's line break within a value
		if cells[i] = c; c != "" {
			used = i + 1
		}
	}
	if used == 0 {
		return nil
	}
	return &record{line: line, cells: cells[:used:used]}
}

// parseText reads a table of text. Its separator is the one with which the heading has most known columns, or which the
// first line has most of; Excel may name it in a line of its own, sep=;.
func parseText(b []byte) (*table, error) {
	if len(b) > maxBytes {
		return nil, fmt.Errorf("it is larger than %d bytes", maxBytes)
	}
	text, encoding, err := decode(b)
	if err != nil {
		return nil, err
	}
	comma, named := namedSeparator(text)
	if named {
		// The line stays, empty: lines keep their numbers.
		text = text[bytes.IndexByte(text, '\n'):]
	} else {
		comma = separator(text)
	}
	t := &table{line: "line", comma: comma, how: encoding + " text, " + separators[comma] + " between columns"}
	if !strings.HasPrefix(encoding, "UTF") {
		t.warnings = append(t.warnings, `it is not in UTF-8 and was read as `+encoding+`: if accents come out wrong, export it as "CSV UTF-8"`)
	}
	r := reader(text, comma)
	for {
		cells, err := r.Read()
		if err == io.EOF {
			return t, nil
		}
		if err != nil {
			return nil, textError(err)
		}
		line, _ := r.FieldPos(0)
		rec := newRecord(line, cells)
		if rec == nil {
			continue // spreadsheets leave lines of separators at the end
		}
		if len(rec.cells) > maxColumns {
			return nil, fmt.Errorf("line %d: it has more than %d columns", line, maxColumns)
		}
		t.records = append(t.records, *rec)
	}
}

func reader(text []byte, comma rune) *csv.Reader {
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma = comma
	r.FieldsPerRecord = -1 // Excel leaves out empty cells at a line's end
	return r
}

// separators are those that spreadsheets write, and what they are called.
var separators = map[rune]string{',': "commas", ';': "semicolons", '\t': "tabs"}

// namedSeparator reads Excel's first line sep=;.
func namedSeparator(text []byte) (rune, bool) {
	line, _, more := bytes.Cut(text, []byte("\n"))
	name := strings.Trim(string(line), `" `)
	if after, ok := strings.CutPrefix(strings.ToLower(name), "sep="); ok && more && len(after) == 1 {
		comma := rune(after[0])
		return comma, separators[comma] != ""
	}
	return 0, false
}

// separator finds out what separates the columns.
func separator(text []byte) rune {
	first, _, _ := bytes.Cut(text, []byte("\n"))
	best, bestKnown, bestCount := ',', -1, 0
	for _, comma := range ",;\t" {
		var head []record
		r := reader(text, comma)
		for range headLines {
			cells, err := r.Read()
			if err != nil {
				break
			}
			if rec := newRecord(1, cells); rec != nil {
				head = append(head, *rec)
			}
		}
		_, known := findHeading(head)
		count := bytes.Count(first, []byte(string(comma)))
		if known > bestKnown || known == bestKnown && count > bestCount {
			best, bestKnown, bestCount = comma, known, count
		}
	}
	return best
}

// findHeading returns the index of the record that names the columns, and how many of them are known: the first one
// that has an id, or what can be one, and a title; or the one with most names. Above it there may be a title of the table.
func findHeading(records []record) (index, known int) {
	for i, r := range records[:min(len(records), headLines)] {
		fields := map[string]bool{}
		for _, cell := range r.cells {
			if field, _, _ := parseHeading(cell); field != "" {
				fields[field] = true
			}
		}
		if len(fields) > known {
			index, known = i, len(fields)
		}
		if fields[fieldTitle] && (fields[fieldID] || fields[fieldFile] || fields[fieldPictures] || fields["number"]) {
			return i, len(fields)
		}
	}
	return index, known
}

// textError says in a museum's words what is wrong with a line.
func textError(err error) error {
	p, ok := errors.AsType[*csv.ParseError](err)
	switch {
	case !ok:
		return err
	case errors.Is(p.Err, csv.ErrBareQuote):
		return fmt.Errorf(`line %d: there is a quotation mark within a value: put the value in quotation marks and write "" for one within`, p.Line)
	case errors.Is(p.Err, csv.ErrQuote) && p.Line > p.StartLine:
		return fmt.Errorf(`line %d: a quotation mark opens a value that ends in line %d, in an odd place: is one missing?`, p.StartLine, p.Line)
	case errors.Is(p.Err, csv.ErrQuote):
		return fmt.Errorf(`line %d: something follows the quotation mark that ends a value: write "" for a quotation mark within it`, p.Line)
	}
	return fmt.Errorf("line %d: %w", p.StartLine, p.Err)
}
