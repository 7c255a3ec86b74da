package catalog

import (
	"fmt"
	"slices"
	"strings"
)

// Column says what a heading was taken for.
type Column struct {
	Heading  string
	Field    string // id, title, artist, ..., as documented; "" for a column that is not used
	Language string // of its values; "" where they hold for all languages
	Note     string // why it is not used, if that is not plain
}

// String says it to a person.
func (c Column) String() string {
	switch {
	case c.Field == "" && c.Note != "":
		return "not used: " + c.Note
	case c.Field == "":
		return "not used"
	case c.Language != "":
		return c.Field + " (" + c.Language + ")"
	}
	return c.Field
}

// slot is where the values of a column go; a column without a field is passed over.
type slot struct{ field, language string }

// columns are the slots of a table's columns, from the left.
type columns struct {
	list      []slot
	languages []string // the museum's own first
	id        string   // the field that ids are made of
}

// has reports whether there is a column for a field in a language.
func (c *columns) has(field, language string) bool {
	return slices.Contains(c.list, slot{field, language})
}

// parseHeading returns the field that a heading names, the language it names, if any, and the languages that the words
// are of: "title", "Titre_fr", "Titel (deutsch)", "description:pt-BR". field is "" for a heading that is not known.
func parseHeading(heading string) (field, tag string, words []string) {
	if heading = strings.TrimRight(strings.TrimSpace(heading), " *:"); len(heading) > maxHeading || strings.HasSuffix(heading, "_") {
		return "", "", nil
	}
	if m, ok := meanings[fold(heading)]; ok {
		return m.field, "", m.languages
	}
	try := func(i, j int, strict bool) bool {
		m, ok := meanings[fold(heading[:i])]
		if t := tagOf(heading[i+1:j], strict); ok && t != "" {
			field, tag, words = m.field, t, m.languages
		}
		return field != ""
	}
	if i := strings.LastIndexAny(heading, "([{<"); i > 0 && strings.ContainsAny(heading[len(heading)-1:], ")]}>") {
		if !try(i, len(heading)-1, true) {
			m := meanings[fold(heading[:i])] // "Datierung (Jahr)"
			field, words = m.field, m.languages
		}
		return field, tag, words
	}
	for i := len(heading) - 1; i > 0; i-- {
		if strings.IndexByte("_:@", heading[i]) >= 0 && try(i, len(heading), false) || strings.IndexByte(" -./|", heading[i]) >= 0 && try(i, len(heading), true) {
			break
		}
	}
	return field, tag, words
}

// maxHeading is the length of the longest text that may be a heading: longer ones are somebody's description.
const maxHeading = 100

// documented reports whether a heading is docent's own name of its field, whatever tag it has.
func documented(heading, field string) bool {
	name := strings.ToLower(heading)
	if i := strings.IndexAny(name, "_:"); i >= 0 {
		name = name[:i]
	}
	return strings.TrimSpace(name) == field
}

// readColumns finds out what the columns of a heading are.
func (s *survey) readColumns(head record, language string) {
	cols := columns{languages: []string{language}}
	taken := map[slot]int{} // index of the column
	words := make([][]string, len(head.cells))
	for i, h := range head.cells {
		col := Column{Heading: h}
		var tag string
		col.Field, tag, words[i] = parseHeading(h)
		switch {
		case spoken(col.Field):
			col.Language = language
			if tag != "" {
				col.Language = tag
			}
		case tag != "":
			col.Field, col.Note = "", col.Field+" is the same in all languages"
		}
		to := slot{col.Field, col.Language}
		if first, ok := taken[to]; ok && col.Field != "" {
			// What docent itself calls the field wins over other English words.
			switch old := head.cells[first]; {
			case documented(old, col.Field) && !documented(h, col.Field) && slices.Contains(words[i], "en"):
				col, to = Column{Heading: h, Note: fmt.Sprintf("%q is %s already", old, col.Field)}, slot{}
			case documented(h, col.Field) && !documented(old, col.Field) && slices.Contains(words[first], "en"):
				s.Columns[first] = Column{Heading: old, Note: fmt.Sprintf("%q is %s already", h, col.Field)}
				cols.list[first] = slot{}
			default:
				s.fail(head.line, "", "there are two columns for %s, %q and %q: remove one, or give it a name of its own%s", col, old, h, inLanguage(col, old, h, tag, words[i]))
			}
		}
		if to.field != "" {
			taken[to] = i
		}
		if to.language != "" && !slices.Contains(cols.languages, to.language) {
			cols.languages = append(cols.languages, to.language)
		}
		cols.list = append(cols.list, to)
		if h != "" {
			s.Columns = append(s.Columns, col)
		} else {
			s.Columns = append(s.Columns, Column{})
		}
	}
	for _, field := range []string{fieldID, fieldFile, fieldPictures, "number"} {
		if cols.id == "" && cols.has(field, "") {
			cols.id = field
		}
	}
	if cols.id == "" {
		s.fail(0, "", `there is no column "id" (nor one of picture files or of numbers, of which ids can be made); %s %d has %s`, s.table.line, head.line, quoted(head.cells))
	}
	if !cols.has(fieldTitle, language) {
		s.fail(0, "", `there is no column "title" in %s; %s %d has %s%s`, language, s.table.line, head.line, quoted(head.cells), cols.otherwise())
	}
	s.columns = cols
	s.Languages = cols.languages
	s.guessLanguage(words, language)
}

// otherwise says which language has titles, where the one that was asked for has none.
func (c *columns) otherwise() string {
	for _, l := range c.languages {
		if c.has(fieldTitle, l) {
			return "; it has titles in " + l + ": say -lang " + l
		}
	}
	return ""
}

// inLanguage says how to keep a column beside an old one, where only one of them names its language, or where its words are
// of another language.
func inLanguage(col Column, old, heading, tag string, words []string) string {
	switch _, oldTag, _ := parseHeading(old); {
	case tag != "" && oldTag == "":
		return fmt.Sprintf("; %q names no language and was taken to be in %s: if it is in another, say so with -lang", old, col.Language)
	case tag == "" && oldTag != "":
		return fmt.Sprintf("; %q names no language and was taken to be in %s: if it is in another, say so with -lang", heading, col.Language)
	}
	if col.Language == "" || slices.Contains(words, col.Language) || len(words) == 0 {
		return ""
	}
	return fmt.Sprintf(`; if it is in another language, call it "%s (%s)"`, heading, words[0])
}

// guessLanguage warns where the headings are in another language than the texts are taken to be.
func (s *survey) guessLanguage(words [][]string, language string) {
	count := map[string]int{}
	for i, w := range words {
		if s.Columns[i].Language == language {
			for _, l := range w {
				count[l]++
			}
		}
	}
	best := "en"
	for _, l := range Languages {
		if count[l] > count[best] {
			best = l
		}
	}
	if own := primary(language); count[best] > count["en"] && count[best] > count[own] {
		s.warn(0, "", "the headings are in %s, and texts are taken to be in %s: if they are not, say -lang %[1]s", best, language)
	}
}

// quoted lists headings for a message.
func quoted(heading []string) string {
	if len(heading) > 12 {
		heading = append(slices.Clone(heading[:12]), "...")
	}
	return fmt.Sprintf("%q", heading)
}

// inTag returns a heading for a language: "Titel (fr)".
func inTag(heading, language string) string { return heading + " (" + language + ")" }
