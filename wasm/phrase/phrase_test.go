package phrase

import (
	"os"
	"path/filepath"
	"regexp"
	"runtime"
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

// TestPageUsesKnownPhrases reads the names that the HTML and the Go sources of the page use, and looks for names that
// nobody uses. Go writes a name as a string of its own, or as the kind of a trouble that Title and Body are put to.
func TestPageUsesKnownPhrases(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("the sources are not there")
	}
	known, used := map[string]bool{}, map[string]bool{}
	for _, r := range table {
		known[r.name] = true
	}
	read := func(file, pattern string, must bool) {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(b), -1) {
			used[m[1]], used[m[1]+"Title"], used[m[1]+"Body"] = true, true, true
			if must && !known[m[1]] {
				t.Errorf("%s uses %q, which is not in the table", file, m[1])
			}
		}
	}
	read("../../static/index.html", `data-(?:text|label|placeholder)="([^"]+)"`, true)
	sources, err := filepath.Glob("../*.go")
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob("../*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(sources, more...) {
		if strings.HasSuffix(file, "table.go") || strings.HasSuffix(file, "_test.go") {
			continue
		}
		read(file, `(?:Say|Fill)\("(\w+)"`, true)
		read(file, `(?:Kind|kind): +"(\w+)"`, false)
		read(file, `"(\w+)"`, false)
	}
	for _, r := range table {
		if !used[r.name] {
			t.Errorf("nobody uses %s", r.name)
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
