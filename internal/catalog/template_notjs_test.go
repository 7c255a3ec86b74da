//go:build !js

package catalog

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestTemplate reads templates of all languages, which say of themselves what they are: all columns are understood, and
// there is nothing to warn of.
func TestTemplate(t *testing.T) {
	for _, own := range append(slices.Clone(Languages), "pl", "pt-BR") {
		other := "en"
		if own == "en" {
			other = "zh-Hant"
		}
		for _, ids := range [][]string{nil, {"a", "b"}} {
			template := Template{Languages: []string{own, other}, IDs: ids}
			var csv, xlsx bytes.Buffer
			try(t, template.WriteCSV(&csv))
			try(t, template.WriteXLSX(&xlsx))
			for _, b := range [][]byte{csv.Bytes(), xlsx.Bytes()} {
				path := filepath.Join(t.TempDir(), "c")
				try(t, os.WriteFile(path, b, 0o666))
				c, err := ReadFile(path, own)
				if err != nil {
					t.Errorf("%s: %v", own, err)
					continue
				}
				var fields []string
				for _, col := range c.Columns {
					fields = append(fields, col.String())
				}
				for _, want := range []string{"id", "title (" + own + ")", "title (" + other + ")", "audio (" + other + ")", "artist (" + own + ")", "number", "room", "licence", "show", "url", "pictures"} {
					if !slices.Contains(fields, want) {
						t.Errorf("%s: no column %s among %q", own, want, fields)
					}
				}
				warned := slices.DeleteFunc(slices.Clone(c.Warnings), func(w string) bool { return strings.HasPrefix(w, "no work has a text in") })
				if len(c.Ignored) > 0 || len(warned) > 0 || len(c.Rows) != max(1, len(ids)) {
					t.Errorf("%s: ignored %q, warnings %q, %d works", own, c.Ignored, c.Warnings, len(c.Rows))
				}
				if ids == nil && c.Rows[0].Texts[own].Title == "" {
					t.Errorf("%s: the example has no title", own)
				}
				if ids != nil && c.Rows[1].ID != "b" {
					t.Errorf("%s: rows %+v", own, c.Rows)
				}
			}
		}
	}
}

// TestTemplateExplains checks that every column is explained in every language.
func TestTemplateExplains(t *testing.T) {
	for _, language := range Languages {
		for _, c := range (&Template{Languages: []string{language}}).columns() {
			if explanations[c.field][language] == "" {
				t.Errorf("%s is not explained in %s", c.field, language)
			}
		}
		if sheets[language].works == "" || len(choices[language]) != 2 {
			t.Errorf("no sheets or choices in %s", language)
		}
		for i, choice := range choices[language] {
			if shown, ok := answers[fold(choice)]; !ok || shown != (i == 0) {
				t.Errorf("the choice %q is not understood", choice)
			}
		}
	}
}

// TestTemplateWorkbook checks what helps to fill a workbook in: a heading that stays, cells of text, a second sheet.
func TestTemplateWorkbook(t *testing.T) {
	var b bytes.Buffer
	try(t, (&Template{Languages: []string{"fr"}}).WriteXLSX(&b))
	f, err := excelize.OpenReader(&b)
	try(t, err)
	if got := f.GetSheetList(); !slices.Equal(got, []string{"Œuvres", "Colonnes"}) {
		t.Errorf("sheets %q", got)
	}
	panes, err := f.GetPanes("Œuvres")
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes %+v, %v", panes, err)
	}
	try(t, f.SetCellStr("Œuvres", "A9", "0012"))
	id, err := f.GetCellStyle("Œuvres", "A9")
	try(t, err)
	style, err := f.GetStyle(id)
	if err != nil || style.NumFmt != 49 {
		t.Errorf("a new cell has format %+v, %v", style, err)
	}
	rows, err := f.GetRows("Colonnes")
	if err != nil || len(rows) != 17 || rows[1][0] != "identifiant" || !strings.HasPrefix(rows[1][1], "Désigne") {
		t.Errorf("second sheet %q, %v", rows, err)
	}
}

// TestAppend adds rows for new pictures and keeps all that is there.
func TestAppend(t *testing.T) {
	files := []string{"a.jpg", "b c.png", "a__2.jpg", "é.jpg"}
	for _, c := range []struct{ name, text, as, want string }{
		{"ids", "id,title,note\r\na,A,kept\r\n", "UTF-8 BOM", "b-c,,\r\ne,,\r\n"},
		{"no line end at the end", "note;id;title\n;a;A", "UTF-8", "\n;b-c;\n;e;\n"},
		{"old line ends", "id\ttitle\ra\tÀ\r", "MacRoman", "b-c\t\re\t\r"},
		{"files, UTF-16", "Titel;Bild\nA;A.JPG\n", "UTF-16LE BOM", ";b c.png\n;é.jpg\n"},
		{"sep= and a title above", "sep=;\nMy works, tous, d’été\nid;file;title\na;x.jpg;A\n", "Windows-1252", "b-c;b c.png;\ne;é.jpg;\n"},
		{"a separator in a file's name", "file,title\na.jpg,A\n\"b, c.png\",\n", "UTF-8", "b c.png,\né.jpg,\n"},
	} {
		old := encoded(t, c.text, c.as)
		got, added, err := Append(old, "en", files)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		want := append(slices.Clone(old), encoded(t, c.want, strings.TrimSuffix(c.as, " BOM"))...)
		if c.name == "a separator in a file's name" {
			// The id of "b, c.png" is b-c as well.
			want = append(slices.Clone(old), "é.jpg,\n"...)
		} else if !reflect.DeepEqual(added, []string{"b-c", "e"}) {
			t.Errorf("%s: added %q", c.name, added)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s:\n%q\nwant\n%q", c.name, got, want)
		}
		if again, added, err := Append(got, "en", files); err != nil || added != nil || !bytes.Equal(again, got) {
			t.Errorf("%s: a second time adds %q, %v", c.name, added, err)
		}
	}
	if _, _, err := Append(encoded(t, "file,title\ncafé.jpg,A\n", "Windows-1252"), "en", []string{"Łódź.jpg"}); err == nil || !strings.Contains(err.Error(), "cannot be written in Windows-1252") {
		t.Errorf("a name that the encoding has not: %v", err)
	}
	if _, _, err := Append([]byte("title\nx\n"), "en", files); err == nil {
		t.Error("rows were added to a table without ids")
	}
}

func TestAppendWorkbook(t *testing.T) {
	b := workbook(t, func(f *excelize.File) {
		setRows(t, f, "Sheet1", 1, []any{"Notes"})
		_, err := f.NewSheet("Works")
		try(t, err)
		setRows(t, f, "Works", 2, []any{"title", "number", "note"}, []any{"A", "a", "kept"}, []any{"H", "h", "hidden"})
		try(t, f.SetRowVisible("Works", 4, false))
		try(t, f.SetCellFormula("Works", "D3", "1+1"))
	})
	b, added, err := Append(b, "en", []string{"a.jpg", "b c.jpg", "d.jpg"})
	if err != nil || !slices.Equal(added, []string{"b-c", "d"}) {
		t.Fatalf("added %q, %v", added, err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b))
	try(t, err)
	rows, err := f.GetRows("Works")
	want := [][]string{nil, {"title", "number", "note"}, {"A", "a", "kept", ""}, {"H", "h", "hidden"}, {"", "b-c"}, {"", "d"}}
	if err != nil || !reflect.DeepEqual(rows, want) {
		t.Errorf("rows %q, want %q; %v", rows, want, err)
	}
	if formula, err := f.GetCellFormula("Works", "D3"); err != nil || formula != "1+1" {
		t.Errorf("the formula is %q, %v", formula, err)
	}
}
