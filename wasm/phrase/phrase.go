// Package phrase holds the words of the page's interface in every language it speaks, and chooses among languages.
//
// A phrase is a row of the table in table.go; another language is another column. Texts of works are not here: they
// come with the bundle.
package phrase

import "strings"

// Languages lists the languages of the interface; the first is the one that stands in for all others.
var Languages = [...]string{"en", "fr"}

// In returns the words of a phrase in a language of the interface, or in the first of Languages where it is none.
// A name that is not in the table gives the name itself, which a test keeps from happening.
func In(language, name string) string {
	column := 0
	for i, l := range Languages {
		if l == language {
			column = i
		}
	}
	for i := range table {
		if table[i].name == name {
			return table[i].words[column]
		}
	}
	return name
}

// Fill returns the words of a phrase with {} replaced by value.
func Fill(language, name, value string) string {
	words := In(language, name)
	before, after, found := strings.Cut(words, "{}")
	if !found {
		return words
	}
	return before + value + after
}

// Choose returns the first of the preferred languages that is available: exactly, or else in another variety (pt-BR
// for pt, and the other way round). Without any it returns the first available one, or "" if there is none.
func Choose(preferred, available []string) string {
	for _, p := range preferred {
		for _, a := range available {
			if sameTag(p, a) {
				return a
			}
		}
		for _, a := range available {
			if sameTag(primary(p), primary(a)) {
				return a
			}
		}
	}
	if len(available) == 0 {
		return ""
	}
	return available[0]
}

// sameTag reports whether two tags are the same but for capitals. They are plain ASCII: strings.EqualFold would bring
// the tables of all of Unicode into the page.
func sameTag(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if lower(a[i]) != lower(b[i]) {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

func primary(tag string) string {
	p, _, _ := strings.Cut(tag, "-")
	return p
}

// Name returns what speakers of a language call it, for a switch; a language that is not listed keeps its tag.
func Name(tag string) string {
	for _, n := range names {
		if n[0] == tag || n[0] == primary(tag) && primary(tag) == tag {
			return n[1]
		}
	}
	return tag
}

var names = [...][2]string{
	{"ar", "العربية"}, {"bg", "Български"}, {"ca", "Català"}, {"cs", "Čeština"}, {"cy", "Cymraeg"}, {"da", "Dansk"}, {"de", "Deutsch"},
	{"el", "Ελληνικά"}, {"en", "English"}, {"es", "Español"}, {"et", "Eesti"}, {"eu", "Euskara"}, {"fi", "Suomi"}, {"fr", "Français"},
	{"ga", "Gaeilge"}, {"gl", "Galego"}, {"he", "עברית"}, {"hr", "Hrvatski"}, {"hu", "Magyar"}, {"it", "Italiano"}, {"ja", "日本語"},
	{"ko", "한국어"}, {"lt", "Lietuvių"}, {"lv", "Latviešu"}, {"mt", "Malti"}, {"nb", "Norsk"}, {"nl", "Nederlands"}, {"no", "Norsk"},
	{"pl", "Polski"}, {"pt", "Português"}, {"ro", "Română"}, {"sk", "Slovenčina"}, {"sl", "Slovenščina"}, {"sv", "Svenska"},
	{"tr", "Türkçe"}, {"uk", "Українська"}, {"zh", "中文"}, {"zh-Hans", "简体中文"}, {"zh-Hant", "繁體中文"},
}

// Same reports whether a reader of one language reads the other: the same, or another variety of it.
func Same(a, b string) bool { return sameTag(primary(a), primary(b)) }
