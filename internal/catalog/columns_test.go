package catalog

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestParseHeading(t *testing.T) {
	for _, c := range []struct{ heading, field, tag string }{
		{"Titel", "title", ""}, {"TÍTULO", "title", ""}, {"Título", "title", ""}, {"titolo ", "title", ""}, {"Künstler*in", "artist", ""},
		{"Künstler/in", "artist", ""}, {"Künstler", "artist", ""}, {"Kunstler", "artist", ""}, {"auteur", "artist", ""}, {"Autor", "artist", ""},
		{"datation", "date", ""}, {"Année", "date", ""}, {"jaar", "date", ""}, {"technique", "medium", ""}, {"Material & Technik", "medium", ""},
		{"Inventarnummer", "number", ""}, {"Inv.-Nr.", "number", ""}, {"Inventar-Nr.:", "number", ""}, {"N° d'inventaire", "number", ""}, {"Nº", "number", ""}, {"№", "number", ""},
		{"inventory_number", "number", ""}, {"NUMÉRO D’INVENTAIRE", "number", ""}, {"Saal", "room", ""}, {"licença", "licence", ""}, {"license", "licence", ""},
		{"Bild", "file", ""}, {"fichier", "file", ""}, {"image", "file", ""}, {"Foto's", "pictures", ""}, {"Page web", "url", ""}, {"Datierung (Jahr)", "date", ""},
		{"title_fr", "title", "fr"}, {"title:fr", "title", "fr"}, {"title (fr)", "title", "fr"}, {"Titre [fr]", "title", "fr"}, {"title@fr", "title", "fr"},
		{"title-fr", "title", "fr"}, {"Title FR", "title", "fr"}, {"title.fr", "title", "fr"}, {"Titel (Englisch)", "title", "en"}, {"Titre anglais", "title", "en"},
		{"description:pt-br", "description", "pt-BR"}, {"title_zh_Hant", "title", "zh-Hant"}, {"title_gsw", "title", "gsw"}, {"Titel {de-CH}", "title", "de-CH"},
		{"texte_du_cartel_en", "description", "en"}, {"Titel (kurz)", "title", ""}, {"Größe (cm)", "", ""}, {"title short", "", ""}, {"title_", "", ""},
		{"insurance value", "", ""}, {"Wert", "", ""}, {"", "", ""}, {"(fr)", "", ""}, {"_fr", "", ""}, {"colour", "", ""},
	} {
		if field, tag, _ := parseHeading(c.heading); field != c.field || tag != c.tag {
			t.Errorf("%q is taken for %q in %q, want %q in %q", c.heading, field, tag, c.field, c.tag)
		}
	}
}

// TestVocabulary checks that no word means two things, and that every field has a heading in every language, by which
// it is found again, with a language's tag too.
func TestVocabulary(t *testing.T) {
	seen := map[string]string{}
	for _, v := range vocabulary {
		for _, language := range Languages {
			n, ok := v.names[language]
			if !ok {
				t.Errorf("%s has no name in %s", v.field, language)
			}
			for _, name := range append(strings.Split(n.others, ","), n.heading, v.field) {
				key := fold(name)
				if key == "" {
					continue
				}
				if other, ok := seen[key]; ok && other != v.field {
					t.Errorf("%q is both %s and %s", name, other, v.field)
				}
				seen[key] = v.field
			}
			h := heading(v.field, language)
			if field, tag, words := parseHeading(h); field != v.field || tag != "" || !slices.Contains(words, language) {
				t.Errorf("the heading %q is taken for %s", h, field)
			}
			if field, tag, _ := parseHeading(inTag(h, "pt-BR")); field != v.field || tag != "pt-BR" {
				t.Errorf("the heading %q is taken for %s in %q", inTag(h, "pt-BR"), field, tag)
			}
		}
	}
	if heading("artist", "pl") != "artist" || heading("artist", "de-CH") != "Künstler" {
		t.Error("headings of other languages are not English, or not those of the primary language")
	}
}

// TestColumns reads headings as museums write them.
func TestColumns(t *testing.T) {
	for _, c := range []struct {
		name, heading, language string
		want                    []string // per column
		warning                 string   // "" for none
	}{
		{"as documented", "id,title,artist,date,medium,description,price,location,credit,number,room,licence,url,show,audio,file,pictures", "en",
			[]string{"id", "title (en)", "artist (en)", "date (en)", "medium (en)", "description (en)", "price (en)", "location (en)", "credit (en)",
				"number", "room", "licence", "url", "show", "audio (en)", "file", "pictures"}, ""},
		{"German", "Inv.-Nr.;Titel;Künstler;Datierung;Titel (englisch)", "de",
			[]string{"number", "title (de)", "artist (de)", "date (de)", "title (en)"}, `"Inv.-Nr." is number`},
		{"docent's name wins over another English word", "id,title,artist,creator,year,date", "en",
			[]string{"id", "title (en)", "artist (en)", `not used: "artist" is artist already`, `not used: "date" is date already`, "date (en)"}, `"creator" is not used`},
		{"one value for all languages", "id,title,room_fr", "en", []string{"id", "title (en)", "not used: room is the same in all languages"}, "room_fr"},
		{"headings of another language", "id,Titre,Artiste", "en", []string{"id", "title (en)", "artist (en)"}, "the headings are in fr, and texts are taken to be in en"},
		{"without a heading", "id,,title", "en", []string{"id", "not used", "title (en)"}, ""},
	} {
		cat, problems := Survey([]byte(c.heading+"\na1\n"), c.language)
		if len(problems) > 0 {
			t.Errorf("%s: %v", c.name, problems)
			continue
		}
		var got []string
		for _, col := range cat.Columns {
			got = append(got, col.String())
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: columns %q, want %q", c.name, got, c.want)
		}
		warnings := strings.Join(cat.Warnings, "\n")
		if c.warning == "" && warnings != "" || !strings.Contains(warnings, c.warning) {
			t.Errorf("%s: warnings %q, want %q", c.name, warnings, c.warning)
		}
	}
}
