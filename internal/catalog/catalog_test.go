package catalog

import (
	"reflect"
	"slices"
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
		{"lines in a number", "id,title,inv no,rights\nh,,\"12\nonce 7\",\"CC0\r\nby us\"\n", "en",
			[]Row{{ID: "h", Line: 2, Texts: map[string]bundle.Text{}, Number: "12 once 7", Licence: "CC0 by us"}}, []string{"en"}},
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
		{"no id", "title,artist\nx,y\n", `there is no column "id" (nor one of picture files or of numbers, of which ids can be made); line 1 has ["title" "artist"]`},
		{"no title", "id,artist\nx,y\n", `there is no column "title" in en; line 1 has ["id" "artist"]`},
		{"titles in another language", "id,title_fr\nx,y\n", `line 1 has ["id" "title_fr"]; it has titles in fr: say -lang fr`},
		{"a column without a language beside one with it", "id,titre,titre (en)\nx,y,z\n", `"titre" names no language and was taken to be in en: if it is in another, say so with -lang`},
		{"and the other way round", "id,titre (en),titre\nx,y,z\n", `"titre" names no language and was taken to be in en`},
		{"column twice", "id,title,Title\nx,y,z\n", `line 1: there are two columns for title (en), "title" and "Title"`},
		{"id twice", "id,title\nx,y\nz,z\nx,z\n", `line 4, column "id": id x stands in line 2 already`},
		{"no id in a row", "id,title\n,y\n", `line 2, column "id": it is empty`},
		{"two ids that are written the same", "id,title\nroom-1-x,w\nroom 1/x,y\n", `line 3, column "id": id room-1-x stands in line 2 already (it is made of "room 1/x")`},
		{"no letter in an id", "id,title\n\u00a0\u200b,y\n", `line 2, column "id": no id can be made of`},
		{"shortened number", "id,title\n\"1,9E+11\",y\n", `line 2, column "id": "1,9E+11" is a number that the spreadsheet shortened`},
		{"more columns", "id,title\nx,y\nz,a,b\n", `line 3: it has more columns than the line with their names: "b" is beyond the last`},
		{"open quote", "id,title\nx,\"y\n", "line 2: "},
		{"value after a quoted one", "id,title\nx,\"y\"z\n", "line 2: something follows the quotation mark"},
		{"bare quotation mark", "id,title\nx,5\" disk\n", "line 2: there is a quotation mark within a value"},
		{"quote that ends too late", "id,title\nx,\"y\nz,\"z\n", "line 2: a quotation mark opens a value that ends in line 3"},
		{"no text", "id,title\nx,\x01\n", "it is not text"},
		{"half a character of UTF-16", "\xff\xfei\x00d\x00,", "it is not text"},
		{"lone surrogate", "\xff\xfei\x00\x00\xd8,\x00", "it is not text"},
		{"neither 8-bit code", "id,title\nx,\x81\xfe\x81\xfe\n", "it is not text"},
		{"workbook", "PK\x03\x04", "it is an Excel workbook"},
		{"workbook with a password", "\xd0\xcf\x11\xe0" + strings.Join(strings.Split("EncryptedPackage", ""), "\x00") + "\x00", "asks for a password"},
		{"web page", "\n<html><table><tr><td>id</td>", "it is a web page or XML"},
		{"old XML", `<?xml version="1.0"?><Workbook>`, "it is a web page or XML"},
		{"old workbook", "\xd0\xcf\x11\xe0", "of the old kind"},
		{"PDF", "%PDF-1.7", "it is a PDF"},
		{"no address", "id,title,Link\nx,y,see above\n", `line 2, column "Link": "see above" is not an address`},
		{"an address that is too long", "id,title,Link\nx,y,https://" + strings.Repeat("a", bundle.MaxLong) + "\n", `line 2, column "Link": "https://aaa`},
		{"a number that is too long", "id,title,number\nx,y," + strings.Repeat("7", bundle.MaxShort+1) + "\n", `77..." has 201 bytes: at most 200 can be shown`},
		{"sound somewhere else", "id,title,audio\nx,y,../x.mp3\n", `line 2, column "audio": "../x.mp3" is not the name of a file`},
		{"sound of another kind", "id,title,audio\nx,y,x.wav\n", `line 2, column "audio": "x.wav" is no .mp3, .m4a or .ogg file`},
		{"one picture of two works", "id,title,file\nx,y,a.jpg\nz,z,a.jpg\n", `line 3, column "file": picture a.jpg stands in line 2 already`},
		{"two words of one language", "id,Titre,Intitulé\nx,y,z\n", `two columns for title (en), "Titre" and "Intitulé"`},
		{"words of two languages", "id,Title,Titel\nx,y,z\n", `"Title" and "Titel": remove one, or give it a name of its own; if it is in another language, call it "Titel (de)"`},
		{"neither yes nor no", "id,title,show\nx,y,perhaps\n", `line 2, column "show": "perhaps" is neither yes nor no`},
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
	f.Add([]byte("sep=\t\r\nFichier\tTitre (en)\tTitre\tMontrer\tAudio\r\n\xe9t\xe9.jpg|b.jpg\tx\ty\tnon\ta.mp3\r\n"))
	f.Add([]byte("\xff\xfei\x00d\x00,\x00t\x00i\x00t\x00l\x00e\x00\n\x00a\x00\n\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, problems := Survey(b, "en")
		checkRows(t, c, problems)
	})
}

// checkRows checks what holds for every catalog, whatever it was read from.
func checkRows(t *testing.T, c *Catalog, problems Problems) {
	t.Helper()
	if c == nil || len(problems) > 0 && problems.Error() == "" {
		t.Fatalf("%+v, %v", c, problems)
	}
	ids := map[string]bool{}
	for _, r := range c.Rows {
		if bundle.CheckID(r.ID) != nil || ids[r.ID] || r.Line < 1 {
			t.Fatalf("row %+v", r)
		}
		ids[r.ID] = true
		for language := range r.Texts {
			if len(problems) == 0 && !slices.Contains(c.Languages, language) {
				t.Fatalf("row %+v has a text in %s, which is not among %v", r, language, c.Languages)
			}
		}
		for _, name := range append([]string{r.File}, r.Pictures...) {
			if strings.ContainsAny(name, `/\\`) {
				t.Fatalf("row %+v", r)
			}
		}
	}
}
