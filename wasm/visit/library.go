package visit

import (
	"docent/model/bundle"
	"docent/wasm/phrase"
)

// None is the index of no work.
const None = -1

// Library is what the page knows of a collection: its manifest, the texts that have arrived, and in which language the
// visitor wants them. The zero value is empty.
type Library struct {
	Manifest *bundle.Manifest   // nil until it has arrived
	Works    []bundle.WorkEntry // all of the bundle, in its order; those of groups that have not arrived are empty
	Language string             // that the visitor wants: one of Choices

	preferred []string // what the visitor reads, best first
	order     []string // languages of texts, best first
	groups    []group
	texts     map[string]map[string]bundle.Text // of all groups, by language and id
	index     map[string]int
	folded    []string // what the search looks in, by work, made when it is needed
}

// Prefer tells the library what the visitor reads, best first.
func (l *Library) Prefer(languages []string) {
	l.preferred = languages
	l.Language = phrase.Choose(languages, l.Choices())
	clear(l.folded)
	if l.Manifest != nil {
		l.order = l.rank()
	}
}

// Open puts a collection into the library: all works of a plain bundle, none yet of one with groups.
func (l *Library) Open(m *bundle.Manifest) {
	l.Manifest = m
	l.texts = map[string]map[string]bundle.Text{}
	l.divide()
	l.Prefer(l.preferred)
}

// Close empties the library.
func (l *Library) Close() { *l = Library{Language: l.Language, preferred: l.preferred} }

// Choices returns the languages that a visitor can choose: those of the interface and those of the texts.
func (l *Library) Choices() []string {
	all := append([]string(nil), phrase.Languages[:]...)
	if l.Manifest == nil {
		return all
	}
	for _, t := range l.Manifest.Languages {
		known := false
		for _, a := range all {
			known = known || a == t
		}
		if !known {
			all = append(all, t)
		}
	}
	return all
}

// Interface returns the language for the interface's own words.
func (l *Library) Interface() string {
	return phrase.Choose(append([]string{l.Language}, l.preferred...), phrase.Languages[:])
}

// rank returns the languages of the texts, the one that the visitor wants first, then what else the visitor reads,
// then the museum's own.
func (l *Library) rank() []string {
	rest := append([]string(nil), l.Manifest.Languages...)
	var out []string
	for _, p := range append([]string{l.Language}, l.preferred...) {
		for i, r := range rest {
			if phrase.Same(p, r) {
				best := phrase.Choose([]string{p}, rest[i:])
				out = append(out, best)
				rest = without(rest, best)
				break
			}
		}
	}
	return append(out, rest...)
}

func without(list []string, s string) []string {
	var out []string
	for _, x := range list {
		if x != s {
			out = append(out, x)
		}
	}
	return out
}

// Title returns the collection's name and its language; both are "" when it has none.
func (l *Library) Title() (title, language string) {
	var tags []string
	for _, t := range l.Manifest.Languages {
		if l.Manifest.Title[t] != "" {
			tags = append(tags, t)
		}
	}
	last := "" // the one that comes first by its tag, for want of any better
	for t, words := range l.Manifest.Title {
		if words == "" || len(without(tags, t)) < len(tags) {
			continue
		}
		if phrase.Same(t, l.Language) { // in a language without texts
			tags = append(tags, t)
		}
		if last == "" || t < last {
			last = t
		}
	}
	if len(tags) == 0 && last != "" {
		tags = append(tags, last)
	}
	language = phrase.Choose(append([]string{l.Language}, l.preferred...), tags)
	return l.Manifest.Title[language], language
}

// Text returns what is known of a work in the best language, and that language. Without any it returns a Text that has
// the id for a title, and "".
func (l *Library) Text(i int) (bundle.Text, string) {
	id := l.Works[i].ID
	for _, language := range l.order {
		if t, ok := l.texts[language][id]; ok {
			if t.Title == "" {
				t.Title = id
			}
			return t, language
		}
	}
	return bundle.Text{Title: id}, ""
}

// Foreign reports whether a text's language is not the one that the visitor wants.
func (l *Library) Foreign(language string) bool {
	return language != "" && !phrase.Same(language, l.Language)
}

// Find returns the index of a work, or None.
func (l *Library) Find(id string) int {
	if i, ok := l.index[id]; ok {
		return i
	}
	return None
}

// Search returns the indices of the works that a query finds among those that have arrived, at most limit of them, and whether
// there are more.
func (l *Library) Search(query string, limit int) (found []int, more bool) {
	query = Fold(query)
	for i := range l.Works {
		if l.Works[i].ID == "" || query != "" && !Finds(query, l.fold(i)) {
			continue
		}
		if len(found) == limit {
			return found, true
		}
		found = append(found, i)
	}
	return found, false
}

// fold returns what the search looks in of a work.
func (l *Library) fold(i int) string {
	if l.folded[i] == "" {
		t, _ := l.Text(i)
		l.folded[i] = Fold(t.Title + "\n" + t.Artist + "\n" + l.Works[i].ID + "\n" + l.Works[i].Number)
	}
	return l.folded[i]
}
