//go:build !js

package catalog

import (
	"archive/zip"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// extras are what a sheet says beside its cells: addresses behind them, merged cells, hidden columns. They are read as
// they pass, in time and memory of the part's size; excelize looks for each link among all, and keeps a cell for each that is merged.
type extras struct {
	links  map[int]map[int]string // by row, from 1, and column, from 0
	merged []merge                // of several rows, from the top
	open   map[int]merge          // those that the row before was in, by column
	hidden map[int]bool           // columns, from 0; true where there was something
}

// merge is a merged cell: what is in its first cell holds for all its rows.
type merge struct {
	column, top, bottom int
	value               string
}

const relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

// readExtras reads the extras of the sheet of a name.
func readExtras(z *zip.Reader, name string) (*extras, error) {
	part, err := sheetPart(z, name)
	if err != nil {
		return nil, err
	}
	targets, err := readTargets(z, part)
	if err != nil {
		return nil, err
	}
	x := &extras{links: map[int]map[int]string{}, open: map[int]merge{}, hidden: map[int]bool{}}
	cell := ""
	err = each(z, part, func(d *xml.Decoder, e xml.StartElement) error {
		switch e.Name.Local {
		case "c":
			cell = attr(e, "", "r")
		case "f":
			var formula string
			if err := d.DecodeElement(&formula, &e); err != nil {
				return err
			}
			if m := hyperlink.FindStringSubmatch(formula); m != nil {
				x.link(cell, strings.ReplaceAll(m[1], `""`, `"`))
			}
		case "hyperlink":
			ref, _, _ := strings.Cut(attr(e, "", "ref"), ":")
			if target := targets[attr(e, relationships, "id")]; target != "" {
				x.link(ref, target)
			}
		case "mergeCell":
			return x.merge(attr(e, "", "ref"))
		case "col":
			return x.hide(e)
		}
		return nil
	})
	slices.SortFunc(x.merged, func(a, b merge) int { return cmp.Compare(a.top, b.top) })
	return x, err
}

// fill returns a row's cells with the values of merged cells that begin above it and the addresses of links that show
// nothing, and without what is hidden. Rows come from the top, those with cells alone.
func (x *extras) fill(row int, cells []string) []string {
	for len(x.merged) > 0 && x.merged[0].top <= row {
		m := x.merged[0]
		if x.merged = x.merged[1:]; m.top == row && m.column < len(cells) {
			m.value = cells[m.column]
			x.open[m.column] = m
		}
	}
	for column, m := range x.open {
		if m.bottom < row {
			delete(x.open, column)
			continue
		}
		cells = set(cells, column, m.value)
	}
	for column, address := range x.links[row] {
		cells = set(cells, column, address)
	}
	for column := range x.hidden {
		if column < len(cells) && cells[column] != "" {
			x.hidden[column], cells[column] = true, ""
		}
	}
	return cells
}

// set sets an empty cell.
func set(cells []string, column int, value string) []string {
	for len(cells) <= column {
		cells = append(cells, "")
	}
	if cells[column] == "" {
		cells[column] = value
	}
	return cells
}

// hiddenColumns returns how many columns with something in them are hidden.
func (x *extras) hiddenColumns() int {
	n := 0
	for _, filled := range x.hidden {
		if filled {
			n++
		}
	}
	return n
}

// hyperlink finds the address in the formula of a link: HYPERLINK("https://...","text").
var hyperlink = regexp.MustCompile(`(?i)^\s*=?HYPERLINK\(\s*"((?:[^"]|"")*)"`)

func (x *extras) link(cell, target string) {
	column, row, err := excelize.CellNameToCoordinates(cell)
	if err != nil || column > maxColumns {
		return
	}
	if x.links[row] == nil {
		x.links[row] = map[int]string{}
	}
	x.links[row][column-1] = target
}

// merge notes a merged cell of several rows: B2:B9.
func (x *extras) merge(ref string) error {
	from, to, _ := strings.Cut(ref, ":")
	column, top, err := excelize.CellNameToCoordinates(from)
	if err != nil {
		return fmt.Errorf("merged cells %q are nowhere", shorten(ref))
	}
	if _, bottom, err := excelize.CellNameToCoordinates(to); err == nil && bottom > top && column <= maxColumns {
		x.merged = append(x.merged, merge{column: column - 1, top: top, bottom: bottom})
	}
	return nil
}

// hide notes the columns that an element of hidden ones is about.
func (x *extras) hide(e xml.StartElement) error {
	if h := attr(e, "", "hidden"); h != "1" && h != "true" {
		return nil
	}
	var from, to int
	if _, err := fmt.Sscan(attr(e, "", "min")+" "+attr(e, "", "max"), &from, &to); err != nil || from < 1 {
		return errors.New("its hidden columns have no numbers")
	}
	for c := from; c <= min(to, maxColumns); c++ {
		x.hidden[c-1] = false
	}
	return nil
}

// attr returns an element's attribute.
func attr(e xml.StartElement, space, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && (a.Name.Space == space || space != "" && strings.HasSuffix(a.Name.Space, "/relationships")) {
			return a.Value
		}
	}
	return ""
}

// sheetPart returns the name of the part that holds a sheet.
func sheetPart(z *zip.Reader, name string) (string, error) {
	const workbook = "xl/workbook.xml"
	targets, err := readTargets(z, workbook)
	if err != nil {
		return "", err
	}
	part := ""
	err = each(z, workbook, func(_ *xml.Decoder, e xml.StartElement) error {
		if e.Name.Local == "sheet" && attr(e, "", "name") == name {
			part = targets[attr(e, relationships, "id")]
		}
		return nil
	})
	switch {
	case err != nil:
		return "", err
	case strings.HasPrefix(part, "/"):
		return part[1:], nil
	case part == "":
		return "", errors.New("the workbook does not say where its cells are")
	}
	return path.Join("xl", part), nil
}

// readTargets returns what a part's relationships point at, by id.
func readTargets(z *zip.Reader, part string) (map[string]string, error) {
	targets := map[string]string{}
	dir, file := path.Split(part)
	err := each(z, dir+"_rels/"+file+".rels", func(_ *xml.Decoder, e xml.StartElement) error {
		if e.Name.Local == "Relationship" {
			targets[attr(e, "", "Id")] = attr(e, "", "Target")
		}
		return nil
	})
	return targets, err
}

// each calls do for every element of an XML part; a part that is missing has none.
func each(z *zip.Reader, part string, do func(d *xml.Decoder, e xml.StartElement) error) error {
	var file *zip.File
	for _, f := range z.File {
		if strings.EqualFold(strings.ReplaceAll(f.Name, `\`, "/"), part) {
			file = f
		}
	}
	if file == nil {
		return nil
	}
	r, err := file.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	d := xml.NewDecoder(r)
	for {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("part %s: %w", part, err)
		}
		if e, ok := token.(xml.StartElement); ok {
			if err := do(d, e); err != nil {
				return fmt.Errorf("part %s: %w", part, err)
			}
		}
	}
}
