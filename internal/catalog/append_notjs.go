//go:build !js

package catalog

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"
)

// Append returns a catalog file, text or workbook, with a row more for each of the reference pictures that no row
// is about. What is there stays as it is; of text, to the last byte. added holds the new rows' ids.
func Append(b []byte, language string, files []string) (out []byte, added []string, err error) {
	parse := parseText
	if isWorkbook(b) {
		parse = func(b []byte) (*table, error) { return parseWorkbook(b, language) }
	}
	t, err := parse(b)
	c, problems := read(t, err, language)
	if len(problems) > 0 {
		return nil, nil, problems
	}
	var rows [][]string
	for _, file := range c.missing(files) {
		rows = append(rows, c.newRow(file))
		added = append(added, FileID(file))
	}
	if len(rows) == 0 {
		return b, nil, nil
	}
	if isWorkbook(b) {
		out, err = appendSheet(b, t, rows)
	} else {
		out, err = appendText(b, t, rows)
	}
	return out, added, err
}

// missing returns the files of reference pictures that no row is about.
func (c *Catalog) missing(files []string) []string {
	names, known := c.Names(), map[string]bool{"": true}
	for _, r := range c.Rows {
		known[r.ID] = true
	}
	var list []string
	for _, f := range files {
		if id, more := names.ID(f); !more && !known[id] {
			known[id] = true
			list = append(list, f)
		}
	}
	return list
}

// newRow returns the cells of a row about a picture: its file where the catalog names files, its id otherwise.
func (c *Catalog) newRow(file string) []string {
	cells := make([]string, len(c.Columns))
	filled := false
	for _, want := range []string{fieldID, fieldFile, fieldPictures, "number"} {
		for i, col := range c.Columns {
			if col.Field != want || filled && want != fieldFile {
				continue
			}
			if cells[i], filled = FileID(file), true; want == fieldFile || want == fieldPictures {
				cells[i] = base(file)
			}
		}
	}
	return cells
}

// appendText adds rows to a table of text, in its own encoding, with its own separators and line ends.
func appendText(b []byte, t *table, rows [][]string) ([]byte, error) {
	text, encoding, err := decodeAsIs(b)
	if err != nil {
		return nil, err
	}
	end := []byte("\n")
	if bytes.Contains(text, []byte("\r\n")) {
		end = []byte("\r\n")
	} else if !bytes.Contains(text, end) && bytes.Contains(text, []byte("\r")) {
		end = []byte("\r")
	}
	var lines bytes.Buffer
	w := csv.NewWriter(&lines)
	w.Comma = t.comma
	if err := w.WriteAll(rows); err != nil {
		return nil, err
	}
	added := bytes.ReplaceAll(lines.Bytes(), []byte("\n"), end)
	if !bytes.HasSuffix(text, end) {
		added = append(slices.Clone(end), added...)
	}
	more, err := encode(string(added), encoding)
	if err != nil {
		return nil, fmt.Errorf(`the new pictures' names cannot be written in %s: export the table as "CSV UTF-8" first`, encoding)
	}
	return append(slices.Clone(b), more...), nil
}

// appendSheet adds rows to the sheet of a workbook that a table was read from.
func appendSheet(b []byte, t *table, rows [][]string) ([]byte, error) {
	f, err := excelize.OpenReader(bytes.NewReader(b), excelize.Options{UnzipSizeLimit: maxWorkbook, UnzipXMLSizeLimit: maxSheetPart})
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for i, cells := range rows {
		for j, v := range cells {
			if v == "" {
				continue
			}
			cell, err := excelize.CoordinatesToCellName(j+1, t.last+1+i)
			if err == nil {
				err = f.SetCellStr(t.sheet, cell, v)
			}
			if err != nil {
				return nil, err
			}
		}
	}
	var out bytes.Buffer
	if _, err := f.WriteTo(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
