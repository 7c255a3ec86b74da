package catalog

import (
	"reflect"
	"strings"
	"testing"

	"docent/model/bundle"
)

func TestMakeID(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"harbour", "harbour"}, {"a__2", "a__2"}, {"1923.45", "1923.45"}, {" x ", "x"},
		{"Mona Lisa", "Mona-Lisa"}, {"1923/45", "1923-45"}, {"N° 12/b, été", "N-12-b-ete"}, {"e\u0301te\u0301", "ete"}, {"Straße", "Strasse"}, {"œuvre Ø", "oeuvre-O"},
		{"(4) Café!", "4-Cafe"}, {".hidden x", "hidden-x"}, {"東京", "90a6f0a1"}, {"東京 1", "1-"}, {"", ""}, {" \u200b", ""}, {"?", "?"},
	} {
		got := MakeID(c.name)
		switch {
		case c.want == "":
			if got != "" {
				t.Errorf("%q gives %q, want none", c.name, got)
			}
			continue
		case strings.HasSuffix(c.want, "-"):
			if !strings.HasPrefix(got, c.want) || len(got) != len(c.want)+8 {
				t.Errorf("%q gives %q, want %s and eight digits", c.name, got, c.want)
			}
		case c.want == "?" || c.want == "90a6f0a1":
			if len(got) != 8 {
				t.Errorf("%q gives %q, want eight digits", c.name, got)
			}
		case got != c.want:
			t.Errorf("%q gives %q, want %q", c.name, got, c.want)
		}
		if err := bundle.CheckID(got); err != nil {
			t.Error(err)
		}
		if MakeID(got) != got {
			t.Errorf("the id %s gives another one", got)
		}
	}
	long := strings.Repeat("very ", 30)
	if a, b := MakeID(long+"a"), MakeID(long+"b"); a == b || bundle.CheckID(a) != nil || bundle.CheckID(b) != nil {
		t.Errorf("long names give %s and %s", a, b)
	}
	if MakeID("東京") == MakeID("大阪") {
		t.Error("names without a Latin letter give one id")
	}
	if MakeID("cafe\u0301 1") != MakeID("café 1") {
		t.Error("the two ways to write é give two ids")
	}
}

func TestFileID(t *testing.T) {
	for file, want := range map[string]string{"IMG 1.JPG": "IMG-1", `C:\photos\a.b.webp`: "a.b", "x/y/z.jpeg": "z", "1923.45": "1923.45", "harbour": "harbour"} {
		if got := FileID(file); got != want {
			t.Errorf("%q gives %q, want %q", file, got, want)
		}
	}
}

// TestReadIDs makes ids of what there is.
func TestReadIDs(t *testing.T) {
	for _, c := range []struct {
		name, csv string
		ids       []string
		file      string
		more      []string
		warning   string
	}{
		{"of files", "Fichier,Titre\nMona Lisa.JPG,A\nb.png,B\n", []string{"Mona-Lisa", "b"}, "Mona Lisa.JPG", nil, `1 ids were written so that they can name files: "Mona Lisa" is Mona-Lisa`},
		{"of the first of several files", "images,title\nx/a.jpg | b.jpg|c.jpg,A\n", []string{"a"}, "a.jpg", []string{"b.jpg", "c.jpg"}, ""},
		{"of numbers", "Inv.-Nr.;Titel\n1923/45;A\n7;B\n", []string{"1923-45", "7"}, "", nil, `"1923/45" is 1923-45`},
		{"its own, with a file beside it", "id,file,title\na,IMG 1.jpg,A\n", []string{"a"}, "IMG 1.jpg", nil, ""},
		{"of the file where the id is missing", "id,file,title\na,x.jpg,A\n,y z.jpg,B\n", []string{"a", "y-z"}, "x.jpg", nil, `"y z" is y-z`},
	} {
		cat, err := Read([]byte(c.csv), "en")
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var ids []string
		for _, r := range cat.Rows {
			ids = append(ids, r.ID)
		}
		first := cat.Rows[0]
		if !reflect.DeepEqual(ids, c.ids) || first.File != c.file || !reflect.DeepEqual(first.Pictures, c.more) {
			t.Errorf("%s: ids %q, want %q; %+v", c.name, ids, c.ids, first)
		}
		if !strings.Contains(strings.Join(cat.Warnings, "\n"), c.warning) {
			t.Errorf("%s: warnings %q, want %q", c.name, cat.Warnings, c.warning)
		}
	}
}
