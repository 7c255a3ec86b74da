package catalog

import (
	"reflect"
	"strings"
	"testing"

	"docent/model/bundle"
)

func TestRead(t *testing.T) {
	en := bundle.Text{Title: "Harbour", Artist: "A. Painter", Date: "1880", Description: "Boats,\nat \"dawn\""}
	for _, c := range []struct {
		name, csv, language string
		want                []Row
		languages           []string
	}{
		{"plain", "id,title,artist,date,description\nh,Harbour,A. Painter,1880,\"Boats,\nat \"\"dawn\"\"\"\n", "en",
			[]Row{{ID: "h", Line: 2, Texts: map[string]bundle.Text{"en": en}}}, []string{"en"}},
		{"byte order mark, CRLF, other order, spaces", "\xef\xbb\xbf Title , ID\r\n Harbour , h \r\n", "en",
			[]Row{{ID: "h", Line: 2, Texts: map[string]bundle.Text{"en": {Title: "Harbour"}}}}, []string{"en"}},
		{"semicolons", "id;title;price\nh;Harbour, at dawn;1,5\n", "de",
			[]Row{{ID: "h", Line: 2, Texts: map[string]bundle.Text{"de": {Title: "Harbour, at dawn", Price: "1,5"}}}}, []string{"de"}},
		{"tabs", "id\ttitle\nh\tHarbour\n", "en",
			[]Row{{ID: "h", Line: 2, Texts: map[string]bundle.Text{"en": {Title: "Harbour"}}}}, []string{"en"}},
		{"languages", "id,title,title_FR,description:pt-br,artist,date,date_fr\nh,Harbour,Port,Barcos,A.,1880,vers 1880\nx,X,,,B.,,\n", "en",
			[]Row{
				{ID: "h", Line: 2, Texts: map[string]bundle.Text{
					"en":    {Title: "Harbour", Artist: "A.", Date: "1880"},
					"fr":    {Title: "Port", Artist: "A.", Date: "vers 1880"},
					"pt-BR": {Description: "Barcos", Artist: "A.", Date: "1880"}}},
				{ID: "x", Line: 3, Texts: map[string]bundle.Text{"en": {Title: "X", Artist: "B."}}},
			}, []string{"en", "fr", "pt-BR"}},
		{"tag of the museum's own language", "id,title_EN\nh,Harbour\n", "En",
			[]Row{{ID: "h", Line: 2, Texts: map[string]bundle.Text{"en": {Title: "Harbour"}}}}, []string{"en"}},
		{"empty rows", "id,title\n,\nh,Harbour\n,\n\n", "en",
			[]Row{{ID: "h", Line: 3, Texts: map[string]bundle.Text{"en": {Title: "Harbour"}}}}, []string{"en"}},
		{"one value a work", "id,title,number,room,license,url,show,audio,audio_fr,pictures\nh,Harbour,12,North,CC0,https://m.example/h,No,h.mp3,f.mp3,a.jpg | b.jpg|\n", "en",
			[]Row{{ID: "h", Line: 2, Texts: map[string]bundle.Text{"en": {Title: "Harbour"}}, Number: "12", Room: "North", Licence: "CC0", URL: "https://m.example/h",
				Hidden: true, Audio: map[string]string{"en": "h.mp3", "fr": "f.mp3"}, Pictures: []string{"a.jpg", "b.jpg"}}}, []string{"en", "fr"}},
		{"work without a title", "id,title\nh,\n", "en", []Row{{ID: "h", Line: 2, Texts: map[string]bundle.Text{}}}, []string{"en"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Read([]byte(c.csv), c.language)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got.Rows, c.want) {
				t.Errorf("rows\n%+v\nwant\n%+v", got.Rows, c.want)
			}
			if !reflect.DeepEqual(got.Languages, c.languages) {
				t.Errorf("languages %v, want %v", got.Languages, c.languages)
			}
		})
	}
}

func TestCanonicalLanguage(t *testing.T) {
	for tag, want := range map[string]string{"EN": "en", "pt-br": "pt-BR", "ZH-hant-tw": "zh-Hant-TW", "es-419": "es-419", "": ""} {
		if got := CanonicalLanguage(tag); got != want {
			t.Errorf("%q is written %q, want %q", tag, got, want)
		}
	}
}

func TestReadIgnores(t *testing.T) {
	c, err := Read([]byte("id,title,colour,title_,,description_f-r-\nh,Harbour,7,8,9,10\n"), "en")
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"colour", "title_", "description_f-r-"}; !reflect.DeepEqual(c.Ignored, want) {
		t.Errorf("ignored %q, want %q", c.Ignored, want)
	}
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct{ name, csv, want string }{
		{"empty", " \n", "it is empty"},
		{"no id", "title,artist\nx,y\n", `there is no column "id"; the first line has ["title" "artist"]`},
		{"no title", "id,artist,title_fr\nx,y,z\n", `there is no column "title"`},
		{"column twice", "id,title,Title\nx,y,z\n", "two columns for title"},
		{"id twice", "id,title\nx,y\nz,z\nx,z\n", "line 4: id x stands in line 2 already"},
		{"no id in a row", "id,title\n,y\n", `line 2: id "" is not`},
		{"bad id", "id,title\nroom 1/x,y\n", `line 2: id "room 1/x" is not`},
		{"more columns", "id,title\nx,y\nz,a,b\n", "line 3: it has more or fewer columns"},
		{"open quote", "id,title\nx,\"y\n", "line 2: "},
		{"Windows-1252", "id,title\nx,caf\xe9\n", "it is not UTF-8"},
		{"UTF-16", "i\x00d\x00,\x00", "it is not UTF-8"},
		{"neither yes nor no", "id,title,show\nx,y,perhaps\n", `line 2: show is "perhaps": write yes or no`},
		{"only the heading", "id,title\n", "it has no works"},
	} {
		_, err := Read([]byte(c.csv), "en")
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one that says %q", c.name, err, c.want)
		}
	}
	if _, err := Read([]byte("id,title\nx,y\n"), "English!"); err == nil {
		t.Error("a language that is none was accepted")
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("id,title,title_fr\nh,Harbour,Port\n"))
	f.Add([]byte("id;title\nh;\"Har\nbour\"\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := Read(b, "en")
		if err != nil {
			return
		}
		for _, r := range c.Rows {
			if bundle.CheckID(r.ID) != nil || r.Line < 1 {
				t.Fatalf("row %+v", r)
			}
		}
	})
}
