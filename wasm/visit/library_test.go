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
		if got := l.Wants(0); got != c.first {
			t.Errorf("%s: wants %q first, want %q", c.name, got, c.first)
		}
		if got, tag := l.Text(0); got.Title != "a" || tag != "" {
			t.Errorf("%s: text before any: %q in %q", c.name, got.Title, tag)
		}
		for range 3 {
			switch l.Wants(0) {
			case "ca":
				l.Add(0, "ca", map[string]bundle.Text{"a": {Title: "A ca"}, "b": {Title: "B ca"}, "c": {Title: "C ca"}})
			case "en":
				l.Add(0, "en", map[string]bundle.Text{"a": {Title: "A en"}, "nobody": {Title: "hidden"}})
			}
		}
		if got := l.Wants(0); got != "" {
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
	l.Add(0, "ca", map[string]bundle.Text{"a": {}, "b": {}, "c": {}})
	if got := l.Wants(0); got != "" {
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
	l.Add(0, "ca", map[string]bundle.Text{"a": {Title: "Estació", Artist: "Mir"}, "b": {Title: "Mar", Artist: "Mir"}, "c": {Title: "Nit"}})
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

func TestLibraryGroups(t *testing.T) {
	var l Library
	l.Prefer([]string{"ca"})
	l.Open(&bundle.Manifest{Languages: []string{"ca", "en"}, Groups: []bundle.Group{{ID: "one", Works: 2}, {ID: "two", Works: 1}}})
	if len(l.Works) != 3 || l.Absent() != 0 || l.Entered(1) {
		t.Fatalf("%d works, %d is absent", len(l.Works), l.Absent())
	}
	if found, _ := l.Search("", 9); found != nil {
		t.Errorf("found %v before any has arrived", found)
	}
	two := &bundle.Contents{Works: []bundle.WorkEntry{{ID: "c", Number: "1874.3"}}, Parts: map[string]bundle.Part{"groups/two/texts/ca.json": {Bytes: 7}}}
	if err := l.Enter(1, two); err != nil {
		t.Fatal(err)
	}
	if l.Find("c") != 2 || l.Group(2) != 1 || l.Group(1) != 0 || l.Absent() != 0 {
		t.Errorf("c is work %d, of group %d", l.Find("c"), l.Group(2))
	}
	if name := l.Name(1, bundle.TextsName(l.Wants(1))); l.Part(1, name).Bytes != 7 {
		t.Errorf("wants %s", name)
	}
	l.Add(1, "ca", map[string]bundle.Text{"c": {Title: "Nit"}, "a": {Title: "of another group"}})
	if got := l.Wants(1); got != "" {
		t.Errorf("still wants %q", got)
	}
	if found, _ := l.Search("nit", 9); !slices.Equal(found, []int{2}) {
		t.Errorf("found %v", found)
	}
	if found, _ := l.Search("1874.3", 9); !slices.Equal(found, []int{2}) {
		t.Errorf("by its number: %v", found)
	}
	for name, works := range map[string][]bundle.WorkEntry{"too few": {{ID: "a"}}, "of another group": {{ID: "a"}, {ID: "c"}}} {
		if err := l.Enter(0, &bundle.Contents{Works: works}); err == nil || l.Entered(0) {
			t.Errorf("%s: entered", name)
		}
	}
	if err := l.Enter(0, &bundle.Contents{Works: []bundle.WorkEntry{{ID: "a"}, {ID: "b"}}}); err != nil || l.Absent() != None {
		t.Errorf("%v; %d is absent", err, l.Absent())
	}
	if text, _ := l.Text(0); text.Title != "a" {
		t.Errorf("a text of another group is shown: %q", text.Title)
	}
	// Another language is fetched when the visitor asks for it.
	l.Prefer([]string{"en"})
	if got := l.Wants(1); got != "en" {
		t.Errorf("wants %q", got)
	}
}
