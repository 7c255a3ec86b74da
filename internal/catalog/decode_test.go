package catalog

import (
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// encoded returns a text as spreadsheets write it.
func encoded(t *testing.T, text, as string) []byte {
	t.Helper()
	mark := ""
	if name, marked := strings.CutSuffix(as, " BOM"); marked {
		mark, as = "\ufeff", name
	}
	b, err := encode(mark+text, as)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestReadAsWritten reads one table in everything that spreadsheets make of it.
func TestReadAsWritten(t *testing.T) {
	const table = "id;Titel;Künstler;Preis;Beschreibung\n" +
		"a;Straße im März;Jürgen Müller;\"1.500,50 €\";\"Häuser; Bäume\nund „Vögel“\"\n" +
		"b;Le déjeuner à l’été – où ?;François Lenoir;;Ça suffit\n" +
		"c;Niño con cañón;José Núñez;;¿Qué?\n"
	want, err := Read([]byte(table), "de")
	if err != nil {
		t.Fatal(err)
	}
	if got := want.Rows[0].Texts["de"]; got.Artist != "Jürgen Müller" || got.Price != "1.500,50 €" || got.Description != "Häuser; Bäume\nund „Vögel“" {
		t.Fatalf("%+v", got)
	}
	for _, as := range []string{"UTF-8", "UTF-8 BOM", "UTF-16LE", "UTF-16LE BOM", "UTF-16BE", "UTF-16BE BOM", "Windows-1252", "MacRoman"} {
		for _, ends := range []string{"\n", "\r\n", "\r"} {
			for _, shape := range []struct{ name, text string }{
				{"semicolons", table},
				{"tabs", strings.NewReplacer("; ", "; ", ";", "\t").Replace(table)},
				{"sep=", "sep=;\n" + table},
				{"title above", "Sammlung der Stadt, Stand heute;;;;\n;;;;\n" + table},
				{"commas in the title above", "Sammlung, Stadt, Land, Fluss, Wald, Feld\n" + table},
				{"empty columns and rows", strings.ReplaceAll(strings.ReplaceAll(table, "Beschreibung\n", "Beschreibung;;\n"), "suffit\n", "suffit;;\n") + ";;;;;;\n;;\n\n"},
			} {
				text := shape.text
				if shape.name == "tabs" {
					text = strings.Replace(text, "Häuser\t Bäume", "Häuser; Bäume", 1)
				}
				c, err := Read(encoded(t, strings.ReplaceAll(text, "\n", ends), as), "de")
				if err != nil {
					t.Errorf("%s, %q, %s: %v", as, ends, shape.name, err)
					continue
				}
				if !strings.HasPrefix(c.How, strings.TrimSuffix(as, " BOM")+" text") {
					t.Errorf("%s is taken for %s", as, c.How)
				}
				for i := range c.Rows {
					c.Rows[i].Line = want.Rows[i].Line
				}
				if !reflect.DeepEqual(c.Rows, want.Rows) {
					t.Errorf("%s, %q, %s:\n%+v\nwant\n%+v", as, ends, shape.name, c.Rows, want.Rows)
				}
			}
		}
	}
}

// TestLines checks that messages name the line that an editor shows.
func TestLines(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"after sep=", "sep=;\nid;title;show\na;A;?\n", "line 3"},
		{"after a title and an empty line", "Works\r\n\r\nid,title,show\r\na,A,?\r\n", "line 4"},
		{"after a value of two lines", "id,title,show\ra,\"A\rB\",\rb,B,?\r", "line 4"},
	} {
		_, err := Read([]byte(c.text), "en")
		if err == nil || !strings.HasPrefix(err.Error(), c.want+`, column "show"`) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

// TestEightBit tells Windows-1252 from MacRoman by a word or two.
func TestEightBit(t *testing.T) {
	for _, text := range []string{"café", "Müller", "naïve déjà vu", "À la carte", "Größe 5×4", "ÉTÉ À NÎMES", "“quoted” – text…", "L’œuvre d’art"} {
		for as, set := range map[string]*charmap.Charmap{"Windows-1252": charmap.Windows1252, "MacRoman": charmap.Macintosh} {
			b, err := set.NewEncoder().Bytes([]byte(text))
			if err != nil {
				continue // MacRoman has no ×
			}
			if got, encoding := eightBit(b); string(got) != text {
				t.Errorf("%q in %s is read as %q in %s", text, as, got, encoding)
			}
		}
	}
}
