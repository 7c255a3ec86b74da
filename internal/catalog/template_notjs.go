//go:build !js

package catalog

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"

	"github.com/xuri/excelize/v2"
)

// Template is a table for a museum to fill in.
type Template struct {
	Languages []string // of the texts, the museum's own first, in which the headings are as well
	IDs       []string // of the works, one a row; an example if there are none
}

// templateColumn is a column of a template.
type templateColumn struct{ field, language, heading string }

// columns lists a template's columns. Titles, media, descriptions, dates and sounds have one for each language.
func (t *Template) columns() []templateColumn {
	own := t.Languages[0]
	var list []templateColumn
	for _, v := range vocabulary {
		if v.field == fieldFile {
			continue // pictures are named for the ids
		}
		h := heading(v.field, own)
		list = append(list, templateColumn{v.field, own, h})
		if slices.Contains([]string{fieldTitle, "date", "medium", "description", fieldAudio}, v.field) {
			for _, l := range t.Languages[1:] {
				list = append(list, templateColumn{v.field, l, inTag(h, l)})
			}
		}
	}
	return list
}

// rows returns the heading and the rows of a template.
func (t *Template) rows() [][]string {
	columns := t.columns()
	row := func(value func(c templateColumn) string) []string {
		var cells []string
		for _, c := range columns {
			cells = append(cells, value(c))
		}
		return cells
	}
	rows := [][]string{row(func(c templateColumn) string { return c.heading })}
	for _, id := range t.IDs {
		rows = append(rows, row(func(c templateColumn) string {
			if c.field == fieldID {
				return id
			}
			return ""
		}))
	}
	if len(t.IDs) == 0 {
		rows = append(rows, row(func(c templateColumn) string {
			if c.language == t.Languages[0] {
				return said(example[c.field], c.language)
			}
			return example[c.field][primary(c.language)]
		}))
	}
	return rows
}

// WriteCSV writes the template as UTF-8 with a byte order mark, without which Excel takes it for something else, and
// with semicolons where the comma is the decimal sign, as Excel there wants them.
func (t *Template) WriteCSV(w io.Writer) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	if _, decimalComma := shortDates[primary(t.Languages[0])]; decimalComma {
		c.Comma = ';'
	}
	return c.WriteAll(t.rows())
}

// widths are those of a template's columns in characters, where they are not 16.
var widths = map[string]float64{fieldID: 22, fieldTitle: 32, "artist": 24, "medium": 24, "description": 60, "credit": 28, "url": 32, fieldAudio: 20, fieldPictures: 28,
	"number": 12, fieldShow: 12, "room": 12}

// WriteXLSX writes the template as an Excel workbook with a second sheet that explains the columns.
func (t *Template) WriteXLSX(w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close()
	names := said(sheets, t.Languages[0])
	steps := []func() error{
		func() error { return f.SetSheetName("Sheet1", names.works) },
		func() error { return t.fillWorks(f, names.works) },
		func() error { return t.fillColumns(f, names.columns, names.column, names.what) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	_, err := f.WriteTo(w)
	return err
}

// fillWorks fills the sheet of works: its heading stays in sight, and all cells are text, so that a number or a date
// stays as it is typed.
func (t *Template) fillWorks(f *excelize.File, sheet string) error {
	bold, err := headingStyle(f)
	if err != nil {
		return err
	}
	text, err := f.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}) // 49 is text
	if err != nil {
		return err
	}
	columns, rows := t.columns(), t.rows()
	for i, c := range columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		width := widths[c.field]
		if width == 0 {
			width = 16
		}
		if err := f.SetColStyle(sheet, name, text); err != nil {
			return err
		}
		if err := f.SetColWidth(sheet, name, name, width); err != nil {
			return err
		}
		if c.field == fieldShow {
			choice := excelize.NewDataValidation(true)
			choice.SetSqref(fmt.Sprintf("%s2:%[1]s%d", name, maxRows))
			if err := choice.SetDropList(said(choices, c.language)); err != nil {
				return err
			}
			if err := f.AddDataValidation(sheet, choice); err != nil {
				return err
			}
		}
	}
	for i, r := range rows {
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &r); err != nil {
			return err
		}
	}
	if err := f.SetRowStyle(sheet, 1, 1, bold); err != nil {
		return err
	}
	return f.SetPanes(sheet, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"})
}

// choices are what may stand under show.
var choices = map[string][]string{"en": {"yes", "no"}, "fr": {"oui", "non"}, "de": {"ja", "nein"}, "es": {"sí", "no"}, "it": {"sì", "no"}, "nl": {"ja", "nee"}, "pt": {"sim", "não"}}

// fillColumns adds the sheet that explains the columns.
func (t *Template) fillColumns(f *excelize.File, sheet, column, what string) error {
	if _, err := f.NewSheet(sheet); err != nil {
		return err
	}
	rows := [][]string{{column, what}}
	for _, c := range t.columns() {
		rows = append(rows, []string{c.heading, said(explanations[c.field], t.Languages[0])})
	}
	for i, r := range rows {
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &r); err != nil {
			return err
		}
	}
	bold, err := headingStyle(f)
	if err != nil {
		return err
	}
	wrap, err := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	if err != nil {
		return err
	}
	if err := f.SetColStyle(sheet, "A:B", wrap); err != nil {
		return err
	}
	if err := f.SetCellStyle(sheet, "A2", fmt.Sprintf("B%d", len(rows)), wrap); err != nil {
		return err
	}
	if err := f.SetRowStyle(sheet, 1, 1, bold); err != nil {
		return err
	}
	if err := f.SetColWidth(sheet, "A", "A", 24); err != nil {
		return err
	}
	return f.SetColWidth(sheet, "B", "B", 90)
}

func headingStyle(f *excelize.File) (int, error) {
	return f.NewStyle(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDE6EE"}}, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
}
