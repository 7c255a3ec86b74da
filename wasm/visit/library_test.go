package visit

import (
	"slices"
	"testing"

	"docent/model/bundle"
)

func collection() *bundle.Manifest {
	return &bundle.Manifest{
		Title:     map[string]string{"ca": "Col·lecció", "en": "Collection", "de": "Sammlung"},
		Languages: []string{"ca", "en"},
		Contents:  bundle.Contents{Works: []bundle.WorkEntry{{ID: "a"}, {ID: "b"}, {ID: "c"}}},
	}
}

func TestLibraryLanguages(t *testing.T) {
	for _, c := range []struct {
		name                             string
		preferred                        []string
		language, face, title, titleTag  string
		first                            string // language of texts that is fetched first
		work0, work0Tag, work1, work1Tag string
		foreign0, foreign1               bool
	}{
		{"the museum's", []string{"ca-ES"}, "ca", "en", "Col·lecció", "ca", "ca", "A ca", "ca", "B ca", "ca", false, false},
		{"a translation, where there is one", []string{"en-GB"}, "en", "en", "Collection", "en", "en", "A en", "en", "B ca", "ca", false, true},
		{"interface only", []string{"fr", "en"}, "fr", "fr", "Collection", "en", "en", "A en", "en", "B ca", "ca", true, true},
		{"title only", []string{"de"}, "en", "en", "Collection", "en", "en", "A en", "en", "B ca", "ca", false, true},
		{"nothing", []string{"ja"}, "en", "en", "Collection", "en", "en", "A en", "en", "B ca", "ca", false, true},
	} {
		var l Library
		l.Prefer(c.preferred)
		l.Open(collection())
		if l.Language != c.language || l.Interface() != c.face {
			t.Errorf("%s: language %q, interface %q; want %q, %q", c.name, l.Language, l.Interface(), c.language, c.face)
		}
		if title, tag := l.Title(); title != c.title || tag != c.titleTag {
			t.Errorf("%s: title %q in %q", c.name, title, tag)
		}
		if got := l.Wants(); got != c.first {
			t.Errorf("%s: wants %q first, want %q", c.name, got, c.first)
		}
		if got, tag := l.Text(0); got.Title != "a" || tag != "" {
			t.Errorf("%s: text before any: %q in %q", c.name, got.Title, tag)
		}
		for range 3 {
			switch l.Wants() {
			case "ca":
				l.Add("ca", map[string]bundle.Text{"a": {Title: "A ca"}, "b": {Title: "B ca"}, "c": {Title: "C ca"}})
			case "en":
				l.Add("en", map[string]bundle.Text{"a": {Title: "A en"}, "nobody": {Title: "hidden"}})
			}
		}
		if got := l.Wants(); got != "" {
			t.Errorf("%s: still wants %q", c.name, got)
		}
		for i, want := range [][2]string{{c.work0, c.work0Tag}, {c.work1, c.work1Tag}} {
			got, tag := l.Text(i)
			if got.Title != want[0] || tag != want[1] {
				t.Errorf("%s: work %d is %q in %q, want %q", c.name, i, got.Title, tag, want)
			}
			if f := []bool{c.foreign0, c.foreign1}[i]; l.Foreign(tag) != f {
				t.Errorf("%s: work %d foreign %v", c.name, i, !f)
			}
		}
	}
}

func TestLibraryWantsNoMoreThanItNeeds(t *testing.T) {
	var l Library
	l.Prefer([]string{"ca"})
	l.Open(collection())
	l.Add("ca", map[string]bundle.Text{"a": {}, "b": {}, "c": {}})
	if got := l.Wants(); got != "" {
		t.Errorf("wants %q although every work has a text", got)
	}
	if text, _ := l.Text(1); text.Title != "b" {
		t.Errorf("a work without a title is called %q", text.Title)
	}
}

func TestLibrarySearch(t *testing.T) {
	var l Library
	if found, more := l.Search("", 9); found != nil || more {
		t.Error("an empty library found something")
	}
	l.Prefer([]string{"ca"})
	l.Open(collection())
	l.Add("ca", map[string]bundle.Text{"a": {Title: "Estació", Artist: "Mir"}, "b": {Title: "Mar", Artist: "Mir"}, "c": {Title: "Nit"}})
	for _, c := range []struct {
		query string
		limit int
		want  []int
		more  bool
	}{
		{"", 9, []int{0, 1, 2}, false},
		{"", 2, []int{0, 1}, true},
		{"mir", 9, []int{0, 1}, false},
		{"ESTACIO mir", 9, []int{0}, false},
		{"c", 9, []int{0, 2}, false}, // a letter of the first, the number of the last
		{"zzz", 9, nil, false},
	} {
		if found, more := l.Search(c.query, c.limit); !slices.Equal(found, c.want) || more != c.more {
			t.Errorf("Search(%q, %d) = %v, %v; want %v, %v", c.query, c.limit, found, more, c.want, c.more)
		}
	}
	if l.Find("b") != 1 || l.Find("zzz") != None {
		t.Error("Find")
	}
}

func TestLibraryTitleWithoutTexts(t *testing.T) {
	for range 20 { // maps have no order
		var l Library
		l.Prefer([]string{"ja"})
		l.Open(&bundle.Manifest{Title: map[string]string{"pl": "Muzeum", "it": "Museo", "es": ""}, Contents: bundle.Contents{Works: []bundle.WorkEntry{{ID: "a"}}}})
		if title, tag := l.Title(); title != "Museo" || tag != "it" {
			t.Fatalf("title %q in %q", title, tag)
		}
	}
	var l Library
	l.Open(&bundle.Manifest{Contents: bundle.Contents{Works: []bundle.WorkEntry{{ID: "a"}}}})
	if title, tag := l.Title(); title != "" || tag != "" {
		t.Errorf("no title: %q in %q", title, tag)
	}
}
