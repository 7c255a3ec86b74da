//go:build !js

package importer

import (
	"html"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"docent/internal/catalog"
)

// Words are a text in several languages, by tag. A text that does not say its language, or is in none, has the tag "".
type Words map[string]string

// add appends a text in a language; separator goes between it and what is there.
func (w Words) add(language, s, separator string) {
	switch language = catalog.CanonicalLanguage(strings.TrimSpace(language)); language {
	case "none", "@none", "und", "zxx", "mul":
		language = ""
	}
	s = plain(s)
	switch old := w[language]; {
	case s == "":
	case old == "":
		w[language] = s
	case !slices.Contains(strings.Split(old, separator), s):
		w[language] = old + separator + s
	}
}

// in returns the text in a language: pt-BR is as good as pt, and the other way round.
func (w Words) in(language string) string {
	if s := w[language]; s != "" {
		return s
	}
	base := primary(language)
	if s := w[base]; s != "" {
		return s
	}
	for _, l := range slices.Sorted(maps.Keys(w)) {
		if l != "" && primary(l) == base {
			return w[l]
		}
	}
	return ""
}

// best returns the text in a language, or else the one that says no language, the English one, or any.
func (w Words) best(language string) string {
	if s := w.in(language); s != "" {
		return s
	}
	for _, l := range []string{"", "en"} {
		if s := w.in(l); s != "" {
			return s
		}
	}
	for _, l := range slices.Sorted(maps.Keys(w)) {
		if w[l] != "" {
			return w[l]
		}
	}
	return ""
}

func primary(language string) string {
	base, _, _ := strings.Cut(language, "-")
	return base
}

// Markup that servers put into texts. A lone < is left alone: "height < 2 m" is a text.
var (
	markup  = regexp.MustCompile(`(?s)<!--.*?-->|</?[a-zA-Z][^<>]*>`)
	breaks  = regexp.MustCompile(`(?i)<br\s*/?>|</(p|div|li|h[1-6]|tr)>`)
	ignored = regexp.MustCompile(`(?is)<(script|style)\b.*?</(script|style)>`)
)

// maxText bounds a text: a card is no book, and a spreadsheet's cell holds 32,767 characters.
const maxText = 10000

// plain returns a text without markup, with single spaces, and with at most one empty line between lines.
func plain(s string) string {
	if len(s) > 20*maxText {
		s = s[:20*maxText]
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.ContainsAny(s, "<&") {
		s = ignored.ReplaceAllString(s, " ")
		s = breaks.ReplaceAllString(s, "\n")
		s = html.UnescapeString(markup.ReplaceAllString(s, ""))
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	var lines []string
	for line := range strings.SplitSeq(strings.ReplaceAll(s, "\r", "\n"), "\n") {
		line = strings.Join(strings.FieldsFunc(line, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\uFEFF' }), " ")
		if line == "" && (len(lines) == 0 || lines[len(lines)-1] == "") {
			continue
		}
		lines = append(lines, line)
	}
	s = strings.TrimSpace(strings.Join(lines, "\n"))
	if utf8.RuneCountInString(s) > maxText {
		s = strings.TrimSpace(string([]rune(s)[:maxText])) + "…"
	}
	return s
}

// line is plain on a single line.
func line(s string) string { return strings.Join(strings.Fields(plain(s)), " ") }

// sortedTexts returns the texts by language.
func sortedTexts(w Words) []string {
	var texts []string
	for _, l := range slices.Sorted(maps.Keys(w)) {
		texts = append(texts, w[l])
	}
	return texts
}
