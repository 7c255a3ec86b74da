package phrase

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

func TestTableIsComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range table {
		if seen[r.name] {
			t.Errorf("%s stands in the table twice", r.name)
		}
		seen[r.name] = true
		for i, w := range r.words {
			if strings.TrimSpace(w) == "" {
				t.Errorf("%s has no words in %s", r.name, Languages[i])
			}
			if strings.Count(w, "{}") != strings.Count(r.words[0], "{}") {
				t.Errorf("%s has another number of {} in %s", r.name, Languages[i])
			}
		}
	}
}

// TestFrenchSpaces looks for plain spaces (or none) where French typography asks for no-break ones.
func TestFrenchSpaces(t *testing.T) {
	bad := regexp.MustCompile(`[^\x{a0}\x{202f}][?!:;»]|«[^\x{a0}\x{202f}]|'`)
	for _, r := range table {
		for i, l := range Languages {
			if l == "fr" && bad.MatchString(r.words[i]) {
				t.Errorf("%s: %q", r.name, r.words[i])
			}
		}
	}
}

// TestPageUsesKnownPhrases reads the names that the HTML and the Go sources of the page use.
func TestPageUsesKnownPhrases(t *testing.T) {
	known := map[string]bool{}
	for _, r := range table {
		known[r.name] = false
	}
	for file, pattern := range map[string]string{
		"../../static/index.html": `data-(?:text|label|placeholder)="([^"]+)"`,
	} {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(b), -1) {
			if _, ok := known[m[1]]; !ok {
				t.Errorf("%s uses %q, which is not in the table", file, m[1])
			}
		}
	}
}

func TestIn(t *testing.T) {
	for _, c := range []struct{ language, name, want string }{
		{"en", "works", "Works"},
		{"fr", "works", "Œuvres"},
		{"xx", "works", "Works"},
		{"en", "there is no such name", "there is no such name"},
	} {
		if got := In(c.language, c.name); got != c.want {
			t.Errorf("In(%q, %q) = %q, want %q", c.language, c.name, got, c.want)
		}
	}
	if got := Fill("fr", "manyWorks", "16"); got != "16 œuvres" {
		t.Errorf("Fill = %q", got)
	}
}

func TestChoose(t *testing.T) {
	for _, c := range []struct {
		name                 string
		preferred, available []string
		want                 string
	}{
		{"exact", []string{"fr"}, []string{"en", "fr"}, "fr"},
		{"case", []string{"FR-ca"}, []string{"en", "fr-CA"}, "fr-CA"},
		{"variety of what is there", []string{"fr-CH"}, []string{"en", "fr"}, "fr"},
		{"what is there is a variety", []string{"pt"}, []string{"en", "pt-BR"}, "pt-BR"},
		{"exact before variety", []string{"pt-BR"}, []string{"pt-PT", "pt-BR"}, "pt-BR"},
		{"order of preference", []string{"de", "fr", "en"}, []string{"en", "fr"}, "fr"},
		{"none fits", []string{"ja"}, []string{"ca", "es"}, "ca"},
		{"nothing preferred", nil, []string{"ca", "es"}, "ca"},
		{"nothing there", []string{"en"}, nil, ""},
		{"prefix of a tag is no variety", []string{"e"}, []string{"fr", "en"}, "fr"},
	} {
		if got := Choose(c.preferred, c.available); got != c.want {
			t.Errorf("%s: Choose(%q, %q) = %q, want %q", c.name, c.preferred, c.available, got, c.want)
		}
	}
}

func TestName(t *testing.T) {
	for tag, want := range map[string]string{"fr": "Français", "zh-Hant": "繁體中文", "pt-BR": "pt-BR", "tlh": "tlh"} {
		if got := Name(tag); got != want {
			t.Errorf("Name(%q) = %q, want %q", tag, got, want)
		}
	}
}
