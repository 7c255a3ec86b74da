//go:build !js

package importer

import (
	"encoding/json"
	"regexp"
	"slices"
	"testing"
)

func parsed(t *testing.T, s string) value {
	t.Helper()
	v, err := parseValue([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestPlain(t *testing.T) {
	for s, want := range map[string]string{
		"  a  b\t c ":                             "a b c",
		"<p>One &amp; two</p><p>three<br/>x</p>":  "One & two\nthree\nx",
		"height < 2 m, depth > 1 m":               "height < 2 m, depth > 1 m",
		"<script>alert(1)</script>Fine":           "Fine",
		"a\r\n\r\n\r\nb":                          "a\n\nb",
		`<a href="x>y">Vermeer</a>`:               `y">Vermeer`, // broken markup stays visible rather than being guessed at
		"\x00nul\x07 and \xff":                    "nul and \uFFFD",
		"&lt;b&gt;not markup&lt;/b&gt; &eacute;":  "<b>not markup</b> é",
		"caf\u00e9 <!-- secret --> <i>noir</i>":   "café noir",
		"<style>p { color: red }</style><p>x</p>": "x",
	} {
		if got := plain(s); got != want {
			t.Errorf("plain(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	w := iiifWords(parsed(t, `{"en": ["Night Watch", "Night Watch"], "fr-CA": ["La Ronde de nuit"], "none": ["SK-C-5"]}`), "; ")
	for language, want := range map[string]string{"en": "Night Watch", "en-GB": "Night Watch", "fr": "La Ronde de nuit", "fr-CA": "La Ronde de nuit", "": "SK-C-5", "de": ""} {
		if got := w.in(language); got != want {
			t.Errorf("in(%q) = %q, want %q", language, got, want)
		}
	}
	if got := w.best("de"); got != "SK-C-5" {
		t.Errorf("best is %q", got)
	}
	for s, want := range map[string]string{
		`"one"`: "one", `["one", "two"]`: "one; two", `[{"@value": "eins", "@language": "de"}, "x"]`: "x", `{"@value": "y"}`: "y", `3`: "3", `null`: "", `{"@none": ["z"]}`: "z",
		`{"en": "not a list"}`: "not a list", bom + `"marked"`: "marked", `[[1]]`: "",
	} {
		if got := iiifWords(parsed(t, s), "; ").best("en"); got != want {
			t.Errorf("%s gives %q, want %q", s, got, want)
		}
	}
}

func TestLabels(t *testing.T) {
	for s, want := range map[string]string{
		`{"en": ["Artist"]}`: "artist", `{"de": ["Künstler:"]}`: "artist", `"Creator "`: "artist", `"Materials and techniques"`: "medium", `{"fr": ["Numéro d'inventaire"]}`: "number",
		`[{"@value": "Datierung", "@language": "de"}]`: "date", `"Credit Line"`: "credit", `"Dimensions"`: "", `{"nl": ["vervaardiger"]}`: "artist", `""`: "", `"Identifier"`: "number",
		`"Gallery number"`: "room", `"Summary"`: "description",
	} {
		if got := field(parsed(t, s)); got != want {
			t.Errorf("%s is %q, want %q", s, got, want)
		}
	}
}

func TestOtherSide(t *testing.T) {
	for label, want := range map[string]bool{"Verso": true, "Détail du visage": true, "Rückseite": true, "Particolare": true, "X-ray": true, "details": true, "Recto": false, "In its frame": false,
		"Vue générale": false, "Retable": false, "": false} {
		if got := otherSide(Words{"": label}); got != want {
			t.Errorf("%q shows another side: %v", label, got)
		}
	}
}

func TestRightsOf(t *testing.T) {
	for s, want := range map[string]Rights{
		"": Unstated, "http://creativecommons.org/publicdomain/zero/1.0/": Free, "https://www.creativecommons.org/licenses/by-nc-nd/4.0/": Free,
		"http://rightsstatements.org/vocab/NoC-US/1.0/": Free, "http://rightsstatements.org/vocab/InC/1.0/": Reserved, "https://rightsstatements.org/page/InC-EDU/1.0/?language=en": Reserved,
		"http://rightsstatements.org/vocab/CNE/1.0/": Reserved, "https://creativecommons.org.evil.example/publicdomain/": Unstated, "https://museum.example/terms": Unstated,
		"Public Domain": Free, "CC BY-SA 4.0": Free, "CC0": Free, "© 2020 Artist": Reserved, "All rights reserved": Reserved, "not in the public domain": Reserved,
		"Domaine public": Free, "Domínio público": Free, "Alle rechten voorbehouden": Reserved, "Tutti i diritti riservati": Reserved, "Urheberrechtlich geschützt": Reserved, "© the heirs; data CC0": Unstated, "© Museum, CC BY 4.0": Free, "Public domain, no known copyright restrictions": Free, "Ask us": Unstated, "In Copyright": Reserved,
	} {
		if got := rightsOf(s); got != want {
			t.Errorf("rightsOf(%q) = %v, want %v", s, got, want)
		}
	}
}

func TestDates(t *testing.T) {
	at := func(time string, precision int, calendar, qualifiers string) string {
		b, _ := json.Marshal(map[string]any{"time": time, "precision": precision, "calendarmodel": "http://www.wikidata.org/entity/" + calendar})
		if qualifiers == "" {
			qualifiers = "{}"
		}
		return `{"mainsnak": {"snaktype": "value", "datavalue": {"value": ` + string(b) + `}}, "qualifiers": ` + qualifiers + `}`
	}
	const gregorian = "Q1985727"
	snak := func(time string, precision string) string {
		return `[{"snaktype": "value", "datavalue": {"value": {"time": "` + time + `", "precision": ` + precision + `}}}]`
	}
	circa := `{"P1480": [{"snaktype": "value", "datavalue": {"value": {"id": "Q5727902"}}}]}`
	span := `{"P1319": ` + snak("+1503-00-00T00:00:00Z", "9") + `, "P1326": ` + snak("+1506-00-00T00:00:00Z", "9") + `}`
	for _, c := range []struct{ name, statement, en, fr string }{
		{"a year", at("+1889-00-00T00:00:00Z", 9, gregorian, ""), "1889", "1889"},
		{"about", at("+1503-00-00T00:00:00Z", 9, julian, circa), "about 1503", "vers 1503"},
		{"a century", at("+1600-00-00T00:00:00Z", 7, gregorian, ""), "16th century", "XVIe siècle"},
		{"a century by its first year", at("+1501-00-00T00:00:00Z", 7, gregorian, ""), "16th century", "XVIe siècle"},
		{"about a century", at("+0100-00-00T00:00:00Z", 7, gregorian, circa), "about 1st century", "vers Ier siècle"},
		{"a decade", at("+1880-00-00T00:00:00Z", 8, gregorian, ""), "1880s", "années 1880"},
		{"a month", at("+1889-06-00T00:00:00Z", 10, gregorian, ""), "June 1889", "juin 1889"},
		{"a day", at("+1889-06-18T00:00:00Z", 11, gregorian, ""), "18 June 1889", "18 juin 1889"},
		{"a Julian day", at("+1642-03-05T00:00:00Z", 11, julian, ""), "5 March 1642 (Julian calendar)", "5 mars 1642 (calendrier julien)"},
		{"before Christ", at("-0447-00-00T00:00:00Z", 9, julian, ""), "447 BC", "447 av. J.-C."},
		{"a century before Christ", at("-0500-00-00T00:00:00Z", 7, julian, ""), "5th century BC", "Ve siècle av. J.-C."},
		{"a millennium", at("+2000-00-00T00:00:00Z", 6, gregorian, ""), "2nd millennium", "IIe millénaire"},
		{"long ago", at("-40000-00-00T00:00:00Z", 4, gregorian, ""), "about 40000 BC", "vers 40000 av. J.-C."},
		{"between", at("+1500-00-00T00:00:00Z", 8, gregorian, span), "between 1503 and 1506", "entre 1503 et 1506"},
		{"unknown, not before", `{"mainsnak": {"snaktype": "somevalue"}, "qualifiers": {"P1319": ` + snak("+1503-00-00T00:00:00Z", "9") + `}}`, "after 1503", "après 1503"},
		{"unknown, not after", `{"mainsnak": {"snaktype": "somevalue"}, "qualifiers": {"P1326": ` + snak("+1503-00-00T00:00:00Z", "9") + `}}`, "before 1503", "avant 1503"},
		{"unknown", `{"mainsnak": {"snaktype": "somevalue"}}`, "", ""},
		{"a month that is none", at("+1889-13-00T00:00:00Z", 10, gregorian, ""), "1889", "1889"},
		{"the year 0", at("+0000-00-00T00:00:00Z", 9, gregorian, ""), "", ""},
		{"no date", at("yesterday", 9, gregorian, ""), "", ""},
	} {
		v := parsed(t, c.statement)
		if en, fr := dateOf(v, "en"), dateOf(v, "fr"); en != c.en || fr != c.fr {
			t.Errorf("%s: %q, %q, want %q, %q", c.name, en, fr, c.en, c.fr)
		}
	}
}

func TestCreators(t *testing.T) {
	labels := map[string]Words{"Q1": {"en": "Leonardo", "fr": "Léonard"}, itemAnonymous: {"en": "anonymous"}}
	for s, want := range map[string]string{
		`{"mainsnak": {"snaktype": "value", "datavalue": {"value": {"id": "Q1"}}}}`:                                                     "Leonardo",
		`{"mainsnak": {"snaktype": "somevalue"}, "qualifiers": {"P1774": [{"datavalue": {"value": {"id": "Q1"}}}]}}`:                    "workshop of Leonardo",
		`{"mainsnak": {"snaktype": "somevalue"}}`:                                                                                       "unknown artist",
		`{"mainsnak": {"datavalue": {"value": {"id": "Q4233718"}}}}`:                                                                    "unknown artist",
		`{"mainsnak": {"datavalue": {"value": {"id": "Q4233718"}}}, "qualifiers": {"P1773": [{"datavalue": {"value": {"id": "Q1"}}}]}}`: "attributed to Leonardo",
		`{"mainsnak": {"snaktype": "novalue"}}`:                                                                                         "",
	} {
		if got := creator(parsed(t, s), labels, []string{"en", "fr"}).in("en"); got != want {
			t.Errorf("%s: %q, want %q", s, got, want)
		}
	}
}

func TestIDs(t *testing.T) {
	for _, c := range []struct {
		text    string
		pattern *regexp.Regexp
		want    []string
	}{
		{"436535, 1\n# a remark\nhttps://www.metmuseum.org/art/collection/search/11417?ft=van+gogh&pos=1 # another\n436535", MetID, []string{"436535", "1", "11417"}},
		{"\ufeffQ12418\r\nhttps://www.wikidata.org/wiki/Q45585\r\nhttp://www.wikidata.org/entity/Q1", WikidataID, []string{"Q12418", "Q45585", "Q1"}},
		{"https://www.artic.edu/artworks/27992/a-sunday-on-la-grande-jatte 129884", AICID, []string{"27992", "129884"}},
		{"P18", WikidataID, nil}, {"Q0", WikidataID, nil}, {"12; drop", MetID, nil}, {"../1", AICID, nil},
	} {
		got, err := IDs(c.text, c.pattern)
		if !slices.Equal(got, c.want) || (err != nil) != (c.want == nil) {
			t.Errorf("%q: %q (%v), want %q", c.text, got, err, c.want)
		}
	}
}

func TestNameOf(t *testing.T) {
	for address, want := range map[string]string{
		"https://iiif.example/iiif/2/SK-C-5/manifest.json": "SK-C-5", "https://example.org/manifests/abc.json": "abc", "https://example.org/iiif/manifest": "",
		"https://id.rijksmuseum.nl/200107928": "200107928", "http://%zz": "", "https://example.org/collection/M%C3%BCller/manifest": "Müller",
	} {
		if got := nameOf(address); got != want {
			t.Errorf("nameOf(%q) = %q, want %q", address, got, want)
		}
	}
}
