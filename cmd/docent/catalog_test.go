//go:build !js

package main

import (
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"docent/internal/fixture"
	"docent/model/bundle"
)

// TestCatalogRoundTrip makes a bundle of a template that is filled in, as a museum does.
func TestCatalogRoundTrip(t *testing.T) {
	images, _ := collection(t)
	for _, ext := range []string{".csv", ".xlsx"} {
		dir := t.TempDir()
		file := filepath.Join(dir, "catalogue"+ext)
		if out := must(t, "catalog", "new", "-lang", "fr", "-languages", "fr,en", "-images", images, "-o", file); !strings.HasPrefix(out, file+": 3 rows, ") {
			t.Errorf("catalog new prints %q", out)
		}
		fill(t, file, map[string]string{"titre": "Le port", "titre (en)": "Harbour", "artiste": "Lé. Peintre", "montrer": "oui"})
		if out := must(t, "catalog", "check", "-lang", "fr", "-images", images, file); !strings.Contains(out, "a bundle can be made of it") ||
			!strings.Contains(out, `"titre (en)"`) || !strings.Contains(out, "2 of 3 works have no title in fr: work1, work2") {
			t.Errorf("catalog check prints %s", out)
		}
		if ext == ".xlsx" { // the other one says the same
			made := filepath.Join(dir, "museum.docent")
			must(t, "bundle", "-images", images, "-catalog", file, "-lang", "fr", "-weights", smallWeights, "-views", "0", "-o", made)
			b, err := bundle.ReadFile(made)
			if err != nil {
				t.Fatal(err)
			}
			if got := b.Works[0].Texts; got["fr"].Title != "Le port" || got["fr"].Artist != "Lé. Peintre" || got["en"].Title != "Harbour" {
				t.Errorf("the bundle says %+v", got)
			}
		}

		// A new picture gives a new row, and the others stay.
		more := filepath.Join(dir, "images")
		if err := os.CopyFS(more, os.DirFS(images)); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(more, "work 3.png"), encode(t, fixture.Work(3, 120, 90), png.Encode))
		write(t, filepath.Join(more, "work0__2.png"), encode(t, fixture.Work(0, 90, 90), png.Encode))
		if out := must(t, "catalog", "new", "-lang", "fr", "-update", "-images", more, "-o", file); out != file+": 1 rows added\n" {
			t.Errorf("catalog new -update prints %q", out)
		}
		if out := must(t, "catalog", "check", "-lang", "fr", "-images", more, file); !strings.Contains(out, "4 works") || !strings.Contains(out, "3 of 4 works have no title in fr: work1, work2, work-3") {
			t.Errorf("catalog check prints %s", out)
		}
	}
}

// fill fills in the first row of a template.
func fill(t *testing.T, file string, values map[string]string) {
	t.Helper()
	if strings.HasSuffix(file, ".xlsx") {
		f, err := excelize.OpenFile(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		rows, err := f.GetRows(f.GetSheetName(0))
		if err != nil {
			t.Fatal(err)
		}
		for i, h := range rows[0] {
			cell, err := excelize.CoordinatesToCellName(i+1, 2)
			if v := values[h]; v != "" && err == nil {
				err = f.SetCellStr(f.GetSheetName(0), cell, v)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := f.Save(); err != nil {
			t.Fatal(err)
		}
		return
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(b), "\r\n")
	cells := strings.Split(lines[1], ";")
	for i, h := range strings.Split(strings.TrimPrefix(lines[0], "\ufeff"), ";") {
		if v := values[h]; v != "" {
			cells[i] = v
		}
	}
	lines[1] = strings.Join(cells, ";")
	write(t, file, []byte(strings.Join(lines, "\r\n")))
}

// TestCatalogCheckFails says all that is wrong at once.
func TestCatalogCheckFails(t *testing.T) {
	images, _ := collection(t)
	dir := t.TempDir()
	file := write(t, filepath.Join(dir, "c.csv"), []byte("id;title;Link;Audio\nwork0;Zero;nowhere;zero.mp3\nwork0;Nought;;\nnobody;;;\n"))
	stdout, stderr, code := docent(t, "catalog", "check", "-images", images, file)
	if want := "docent catalog: " + file + ": no bundle can be made before the problems above are solved\n"; code != 1 || stderr != want {
		t.Errorf("exit %d, %q, want %q", code, stderr, want)
	}
	for _, want := range []string{
		`line 2, column "Link": "nowhere" is not an address`,
		`line 3, column "id": id work0 stands in line 2 already`,
		"line 4: there is no picture of nobody: add nobody.jpg",
		"line 2: there is no sound zero.mp3 of work0",
		"will be called by the file's name: 2, work1.png, work2.png",
	} {
		if !strings.Contains(stdout, want) {
			t.Errorf("catalog check does not say %q:\n%s", want, stdout)
		}
	}
	write(t, filepath.Join(dir, "audio", "zero.mp3"), []byte("ID3"))
	if stdout, _, _ := docent(t, "catalog", "check", file); strings.Contains(stdout, "there is no sound") {
		t.Errorf("the sound in audio is not found:\n%s", stdout)
	}
}

func TestCatalogRefuses(t *testing.T) {
	images, table := collection(t)
	before, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"catalog"}, 2, "docent catalog new, or docent catalog check"},
		{[]string{"catalog", "old"}, 2, `there is no docent catalog "old"`},
		{[]string{"catalog", "new"}, 2, "-o is missing"},
		{[]string{"catalog", "new", "-o", "c.ods"}, 2, "-o must end in .csv or .xlsx"},
		{[]string{"catalog", "new", "-lang", "English!", "-o", "c.csv"}, 2, "is not a language tag"},
		{[]string{"catalog", "new", "-update", "-o", table}, 2, "-update needs -images"},
		{[]string{"catalog", "new", "-o", table}, 1, table + " is there already: docent catalog new -update"},
		{[]string{"catalog", "new", "-images", filepath.Join(images, "none"), "-o", "c.csv"}, 1, "no such file"},
		{[]string{"catalog", "check"}, 2, "the table's file is missing"},
		{[]string{"catalog", "check", table + "x"}, 1, "no such file"},
	} {
		_, stderr, code := docent(t, c.args...)
		if code != c.code || !strings.Contains(stderr, c.want) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("docent %s: exit %d, %q, want %d and %q", strings.Join(c.args, " "), code, stderr, c.code, c.want)
		}
	}
	if after, err := os.ReadFile(table); err != nil || string(after) != string(before) {
		t.Errorf("the catalog that was there changed: %v", err)
	}
}
