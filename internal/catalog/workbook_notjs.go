//go:build !js

package catalog

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Bounds of a workbook, unpacked: the pictures that it may hold count as well.
const (
	maxWorkbook  = 512 << 20
	maxSheetPart = 128 << 20
	maxParts     = 10_000
	maxStrings   = 2_000_000 // different texts: excelize keeps some 350 bytes of each
	smallPart    = 8 << 20   // above it a part must not be packed
	maxPacked    = 100       // more than so many times; sheets are, 10 to 40 times
	maxRows      = 250_000
)

// shortDates is how languages write a date that a workbook leaves to the system. Others write 1880-12-31.
var shortDates = map[string]string{"fr": "dd/mm/yyyy", "de": "dd.mm.yyyy", "es": "dd/mm/yyyy", "it": "dd/mm/yyyy", "nl": "dd-mm-yyyy", "pt": "dd/mm/yyyy"}

// parseWorkbook reads the first visible sheet of an Excel workbook that names columns, or the first with anything in
// it. Cells hold what the sheet shows; what is hidden in it is left out.
func parseWorkbook(b []byte, language string) (*table, error) {
	z, err := checkWorkbook(b)
	if err != nil {
		return nil, err
	}
	short := shortDates[primary(CanonicalLanguage(language))]
	if short == "" {
		short = "yyyy-mm-dd"
	}
	f, err := excelize.OpenReader(bytes.NewReader(b), excelize.Options{
		UnzipSizeLimit: maxWorkbook, UnzipXMLSizeLimit: maxSheetPart, ShortDatePattern: short, LongDatePattern: short})
	if err != nil {
		return nil, fmt.Errorf(`it cannot be read as an Excel workbook (%v): open it in the spreadsheet and save it again, or as "CSV UTF-8"`, err)
	}
	defer f.Close()
	var first *table
	for _, name := range f.GetSheetList() {
		if visible, err := f.GetSheetVisible(name); err == nil && !visible {
			continue
		}
		t, err := parseSheet(f, z, name)
		if err != nil {
			return nil, fmt.Errorf("sheet %q: %w", name, err)
		}
		if len(t.records) == 0 {
			continue
		}
		if first == nil {
			first = t
		}
		if head, known := findHeading(t.records); known > 1 && hasID(t.records[head]) {
			return t, nil
		}
	}
	if first == nil {
		return nil, errors.New("no sheet of the workbook has anything in it: one row must name the columns, id and title at least")
	}
	return first, nil
}

// hasID reports whether a heading names what ids can be made of.
func hasID(head record) bool {
	for _, h := range head.cells {
		switch field, _, _ := parseHeading(h); field {
		case fieldID, fieldFile, fieldPictures, "number":
			return true
		}
	}
	return false
}

// checkWorkbook refuses what would take more memory than a table of works can need.
func checkWorkbook(b []byte) (*zip.Reader, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, errors.New("it begins like an Excel workbook, but is damaged or not complete: save or copy it again")
	}
	if len(z.File) > maxParts {
		return nil, fmt.Errorf("the workbook has more than %d parts", maxParts)
	}
	var sum uint64
	var shared *zip.File
	workbook := false
	for _, p := range z.File {
		name, size := strings.ToLower(p.Name), p.UncompressedSize64
		if sum += size; size > maxWorkbook || sum > maxWorkbook {
			return nil, fmt.Errorf(`the workbook is larger than %d MB when it is unpacked: save the sheet as "CSV UTF-8"`, maxWorkbook>>20)
		}
		switch {
		case !strings.HasSuffix(name, ".xml"):
		case size > maxSheetPart:
			return nil, fmt.Errorf(`the workbook's part %s is larger than %d MB: save the sheet as "CSV UTF-8"`, p.Name, maxSheetPart>>20)
		case size > smallPart && size/maxPacked > p.CompressedSize64:
			return nil, fmt.Errorf(`the workbook's part %s is packed more tightly than a table can be: save the sheet as "CSV UTF-8"`, p.Name)
		case name == "xl/workbook.xml":
			workbook = true
		case name == "xl/sharedstrings.xml":
			shared = p
		}
	}
	if !workbook {
		return nil, errors.New(`it is a zip file, but no Excel workbook: save the table as .xlsx, or as "CSV UTF-8"`)
	}
	if shared != nil {
		err = checkStrings(shared)
	}
	return z, err
}

// checkStrings refuses a part with more different texts, each of which is an element si, than a table can need.
func checkStrings(part *zip.File) error {
	f, err := part.Open()
	if err != nil {
		return err
	}
	defer f.Close()
	r := bufio.NewReader(f)
	for n := 0; n <= maxStrings; {
		if _, err := r.ReadSlice('<'); err == io.EOF {
			return nil
		} else if err == bufio.ErrBufferFull {
			continue
		} else if err != nil {
			return err
		}
		if name, _ := r.Peek(2); string(name) == "si" {
			n++
		}
	}
	return fmt.Errorf(`the workbook has more than %d different texts: save the sheet as "CSV UTF-8"`, maxStrings)
}

// parseSheet reads the visible cells of a sheet.
func parseSheet(f *excelize.File, z *zip.Reader, name string) (*table, error) {
	x, err := readExtras(z, name)
	if err != nil {
		return nil, err
	}
	rows, err := f.Rows(name)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	t := &table{line: "row", sheet: name, how: fmt.Sprintf("sheet %q of an Excel workbook", name)}
	var hidden []int
	for line := 1; rows.Next(); line++ {
		cells, err := rows.Columns()
		if err != nil {
			return nil, err
		}
		if len(cells) > maxColumns {
			return nil, fmt.Errorf("row %d: it has more than %d columns", line, maxColumns)
		}
		if len(cells) == 0 {
			continue
		}
		t.last = line
		rec := newRecord(line, x.fill(line, cells))
		if rec == nil {
			continue
		}
		if rows.GetRowOpts().Hidden {
			hidden = append(hidden, line)
			continue
		}
		if rec.links = x.links[line]; len(t.records) == maxRows {
			return nil, fmt.Errorf("it has more than %d rows", maxRows)
		}
		t.records = append(t.records, *rec)
	}
	if err := rows.Error(); err != nil {
		return nil, err
	}
	if len(hidden) > 0 {
		t.warnings = append(t.warnings, fmt.Sprintf("hidden rows are left out, %d of them, from row %d on: show them in the spreadsheet if they belong to the catalog", len(hidden), hidden[0]))
	}
	if n := x.hiddenColumns(); n > 0 {
		t.warnings = append(t.warnings, fmt.Sprintf("hidden columns are left out, %d of them: show them in the spreadsheet if they belong to the catalog", n))
	}
	return t, nil
}
