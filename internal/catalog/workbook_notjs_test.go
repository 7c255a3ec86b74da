//go:build !js

package catalog

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"docent/model/bundle"
)

// try fails t on an error.
func try(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// workbook writes a workbook and returns its bytes.
func workbook(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	b, err := f.WriteToBuffer()
	try(t, err)
	return b.Bytes()
}

// setRows writes rows of cells from a row on.
func setRows(t testing.TB, f *excelize.File, sheet string, row int, rows ...[]any) {
	t.Helper()
	for i, r := range rows {
		cell, err := excelize.CoordinatesToCellName(1, row+i)
		try(t, err)
		try(t, f.SetSheetRow(sheet, cell, &r))
	}
}

// TestReadWorkbook reads a workbook as people make them: notes on the first sheet, a title above the heading, dates,
// numbers, merged cells, links, and things that are hidden.
func TestReadWorkbook(t *testing.T) {
	b := workbook(t, func(f *excelize.File) {
		setRows(t, f, "Sheet1", 1, []any{"Read me first"}, []any{"The table is on the third sheet"})
		for _, s := range []string{"Old", "Werke", "Copy"} {
			_, err := f.NewSheet(s)
			try(t, err)
			setRows(t, f, s, 3, []any{"Nr.", "Titel", "Künstler", "Datum", "Preis", "Saal", "Link", "Notiz", "Titel (en)"})
		}
		try(t, f.SetSheetVisible("Old", false))
		setRows(t, f, "Copy", 4, []any{"z", "Z"})
		day := time.Date(1999, 12, 31, 0, 0, 0, 0, time.UTC)
		setRows(t, f, "Werke", 1, []any{"Sammlung der Stadt, mit allem"})
		setRows(t, f, "Werke", 4,
			[]any{1, "Hafen", "A. Maler", day, 1234.5, "Nord", "mehr", "geheim", "Harbour"},
			[]any{"2/b", "Düne", "B.", 1880, "frei", nil, nil, "auch"},
			[]any{3, "Nicht zu sehen"},
			[]any{},
			[]any{4.5, "Wald", "C.", "um 1900", 0.25, nil, "https://museum.example/wald", nil, "Wood"},
			[]any{5, "Berg", nil, nil, nil, "Süd"},
			[]any{})
		date, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		try(t, err)
		euro := `#,##0.00 "EUR"`
		price, err := f.NewStyle(&excelize.Style{CustomNumFmt: &euro})
		try(t, err)
		try(t, f.SetCellStyle("Werke", "D4", "D4", date))
		try(t, f.SetCellStyle("Werke", "E4", "E8", price))
		try(t, f.MergeCell("Werke", "A1", "I1"))
		try(t, f.MergeCell("Werke", "F4", "F8"))
		try(t, f.SetRowVisible("Werke", 6, false))
		try(t, f.SetColVisible("Werke", "H", false))
		try(t, f.SetCellHyperLink("Werke", "G4", "https://museum.example/hafen?a=1&b=2", "External"))
		try(t, f.SetCellFormula("Werke", "G5", `HYPERLINK("https://museum.example/d","Düne")`))
	})
	path := filepath.Join(t.TempDir(), "werke.xlsx")
	try(t, os.WriteFile(path, b, 0o666))
	c, err := ReadFile(path, "de")
	try(t, err)
	want := []Row{
		{ID: "1", Line: 4, Number: "1", Room: "Nord", URL: "https://museum.example/hafen?a=1&b=2", Texts: map[string]bundle.Text{
			"de": {Title: "Hafen", Artist: "A. Maler", Date: "31.12.1999", Price: "1,234.50 EUR"},
			"en": {Title: "Harbour", Artist: "A. Maler", Date: "31.12.1999", Price: "1,234.50 EUR"}}},
		{ID: "2-b", Line: 5, Number: "2/b", Room: "Nord", URL: "https://museum.example/d", Texts: map[string]bundle.Text{
			"de": {Title: "Düne", Artist: "B.", Date: "1880", Price: "frei"}}},
		{ID: "4.5", Line: 8, Number: "4.5", Room: "Nord", URL: "https://museum.example/wald", Texts: map[string]bundle.Text{
			"de": {Title: "Wald", Artist: "C.", Date: "um 1900", Price: "0.25 EUR"},
			"en": {Title: "Wood", Artist: "C.", Date: "um 1900", Price: "0.25 EUR"}}},
		{ID: "5", Line: 9, Number: "5", Room: "Süd", Texts: map[string]bundle.Text{"de": {Title: "Berg"}}},
	}
	if !reflect.DeepEqual(c.Rows, want) {
		t.Errorf("rows\n%+v\nwant\n%+v", c.Rows, want)
	}
	if c.How != `sheet "Werke" of an Excel workbook` {
		t.Errorf("it is read from %s", c.How)
	}
	for _, want := range []string{"hidden rows are left out, 1 of them, from row 6 on", "hidden columns are left out, 1 of them", `"2/b" is 2-b`} {
		if !strings.Contains(strings.Join(c.Warnings, "\n"), want) {
			t.Errorf("warnings %q, want %q", c.Warnings, want)
		}
	}
}

func TestReadWorkbookRefuses(t *testing.T) {
	parts := func(sizes map[string]uint64) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for name, size := range sizes {
			w, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, UncompressedSize64: size, CompressedSize64: 1})
			try(t, err)
			_, err = w.Write([]byte{0})
			try(t, err)
		}
		try(t, z.Close())
		return b.Bytes()
	}
	good := workbook(t, func(f *excelize.File) { setRows(t, f, "Sheet1", 1, []any{"id", "title"}, []any{"x", "X"}) })
	for _, c := range []struct {
		name string
		b    []byte
		want string
	}{
		{"half of a workbook", good[:len(good)/2], "damaged or not complete"},
		{"another zip", parts(map[string]uint64{"mimetype": 5}), "no Excel workbook"},
		{"a bomb", parts(map[string]uint64{"xl/workbook.xml": 1, "xl/worksheets/sheet1.xml": 200 << 20}), "part xl/worksheets/sheet1.xml is larger than 128 MB"},
		{"a bomb of pictures", parts(map[string]uint64{"xl/workbook.xml": 1, "xl/media/a.png": 1<<64 - 1, "xl/media/b.png": 1 << 63}), "larger than 512 MB when it is unpacked"},
		{"a tightly packed part", parts(map[string]uint64{"xl/workbook.xml": 1, "xl/worksheets/sheet1.xml": 100 << 20}), "packed more tightly than a table can be"},
		{"no sheets", parts(map[string]uint64{"xl/workbook.xml": 1}), "cannot be read as an Excel workbook"},
		{"nothing in it", workbook(t, func(*excelize.File) {}), "no sheet of the workbook has anything in it"},
		{"no title", workbook(t, func(f *excelize.File) { setRows(t, f, "Sheet1", 2, []any{"Inv.-Nr.", "Notiz"}, []any{1, 2}) }), `there is no column "title" in en; row 2 has ["Inv.-Nr." "Notiz"]`},
		{"problem in a row", workbook(t, func(f *excelize.File) {
			setRows(t, f, "Sheet1", 1, []any{"id", "title", "Zeigen"}, []any{"x", "X", "ja"}, []any{"y", "Y", "vielleicht"})
		}), `row 3, column "Zeigen": "vielleicht" is neither yes nor no`},
		{"too wide", workbook(t, func(f *excelize.File) { try(t, f.SetCellStr("Sheet1", "XFD3", "far")) }), "row 3: it has more than 1000 columns"},
	} {
		path := filepath.Join(t.TempDir(), "x.xlsx")
		try(t, os.WriteFile(path, c.b, 0o666))
		_, err := ReadFile(path, "en")
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one that says %q", c.name, err, c.want)
		}
	}
	if _, err := Read(good, "en"); err == nil || !strings.Contains(err.Error(), "it is an Excel workbook") {
		t.Errorf("a workbook was read as text: %v", err)
	}
}

// withSheet returns a workbook with another first sheet: edit makes its XML of the one that is there.
func withSheet(t testing.TB, b []byte, edit func(text []byte) []byte) []byte {
	t.Helper()
	old, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	try(t, err)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range old.File {
		r, err := p.Open()
		try(t, err)
		text, err := io.ReadAll(r)
		try(t, err)
		w, err := z.Create(p.Name)
		try(t, err)
		if p.Name == "xl/worksheets/sheet1.xml" {
			text = edit(text)
		}
		_, err = w.Write(text)
		try(t, err)
	}
	try(t, z.Close())
	return out.Bytes()
}

// edited returns a workbook with something else in its sheet's XML.
func edited(t *testing.T, b []byte, from, to string) []byte {
	t.Helper()
	return withSheet(t, b, func(text []byte) []byte {
		if !bytes.Contains(text, []byte(from)) {
			t.Fatalf("there is no %q in %s", from, text)
		}
		return bytes.ReplaceAll(text, []byte(from), []byte(to))
	})
}

// TestReadWorkbookEdited reads what no spreadsheet writes.
func TestReadWorkbookEdited(t *testing.T) {
	b := workbook(t, func(f *excelize.File) {
		setRows(t, f, "Sheet1", 1, []any{"id", "title", "room"}, []any{"x", "X", "North"}, []any{"y", "Y"})
		try(t, f.MergeCell("Sheet1", "C2", "D3"))
	})
	c, problems := readWorkbook(edited(t, b, `"C2:D3"`, `"C2:D1048576"`))
	if len(problems) > 0 || len(c.Rows) != 2 || c.Rows[1].Room != "North" {
		t.Errorf("cells merged to the end: %+v, %v", c.Rows, problems)
	}
	for _, e := range []struct{ from, to, want string }{
		{`"C2:D3"`, `"nowhere"`, `merged cells "nowhere" are nowhere`},
		{`row r="3"`, `row r="2000000"`, "row number exceeds maximum limit"},
		{`<mergeCells`, `<mergeCells <`, "XML syntax error"},
	} {
		if _, problems := readWorkbook(edited(t, b, e.from, e.to)); len(problems) == 0 || !strings.Contains(problems.Error(), e.want) {
			t.Errorf("%s instead of %s: %v, want %q", e.to, e.from, problems, e.want)
		}
	}
}

func readWorkbook(b []byte) (*Catalog, Problems) {
	t, err := parseWorkbook(b, "en")
	return read(t, err, "en")
}

// FuzzReadWorkbook fuzzes the XML of a sheet: most of what could be fuzzed in a zip is the zip.
func FuzzReadWorkbook(f *testing.F) {
	b := workbook(f, func(x *excelize.File) {
		setRows(f, x, "Sheet1", 1, []any{"id", "title", "url", "room"}, []any{"x", "X", "see", "North"}, []any{"y", 1880, nil, "South"})
		try(f, x.MergeCell("Sheet1", "D2", "D3"))
		try(f, x.SetCellHyperLink("Sheet1", "C2", "https://museum.example/x", "External"))
		try(f, x.SetColVisible("Sheet1", "F", false))
	})
	withSheet(f, b, func(text []byte) []byte { f.Add(text); return text })
	f.Fuzz(func(t *testing.T, sheet []byte) {
		c, problems := readWorkbook(withSheet(t, b, func([]byte) []byte { return sheet }))
		checkRows(t, c, problems)
	})
}
