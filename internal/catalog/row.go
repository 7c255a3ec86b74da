package catalog

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"docent/model/bundle"
)

// readRow adds the work of a record.
func (s *survey) readRow(r *record) {
	row := Row{Line: r.line, Texts: map[string]bundle.Text{}}
	var id string
	texts := map[slot]string{}
	for i, v := range r.cells {
		if i >= len(s.columns.list) {
			if v != "" {
				s.fail(r.line, "", "it has more columns than the %s with their names: %q is beyond the last; put values that have a separator in them in quotation marks", s.table.line, v)
				return
			}
			continue
		}
		to := s.columns.list[i]
		if to.field == "url" && r.links[i] != "" {
			v = r.links[i]
		}
		if v == "" || to.field == "" {
			continue
		}
		if strings.ContainsRune(v, '\ufffd') {
			s.warn(r.line, s.Columns[i].Heading, "a letter was lost when the table was saved: %q", shorten(v))
		}
		if to.field == fieldID {
			id = v
		} else if to.field == fieldAudio || !spoken(to.field) {
			if err := row.set(to, v); err != nil {
				s.fail(r.line, s.Columns[i].Heading, "%v", err)
			}
		} else {
			texts[to] = v
		}
	}
	s.speak(&row, texts)
	if !s.identify(&row, id) {
		return
	}
	s.Rows = append(s.Rows, row)
}

// speak gives a work its texts. A language in which it has nothing of its own has none: the card falls back to another.
func (s *survey) speak(row *Row, texts map[slot]string) {
	own := s.columns.languages[0]
	for _, l := range s.columns.languages {
		var text bundle.Text
		empty := true
		for _, field := range textFields {
			if v := texts[slot{field, l}]; v != "" {
				text.Set(field, v)
				empty = false
			}
		}
		if row.Audio[l] != "" {
			s.spoken[l] = true
		}
		if empty {
			continue
		}
		for _, field := range shared {
			if !s.columns.has(field, l) {
				text.Set(field, texts[slot{field, own}])
			}
		}
		row.Texts[l] = text
		s.spoken[l] = true
	}
}

// shared are the texts that hold for every language.
var shared = []string{"artist", "date", "price", "location", "credit"}

// set sets what is no text. Its errors say what is wrong with the value.
func (row *Row) set(to slot, v string) (err error) {
	switch to.field {
	case "number":
		row.Number, err = oneLine(v, bundle.MaxShort)
		return err
	case "room":
		row.Room, err = oneLine(v, bundle.MaxShort)
		return err
	case "licence":
		row.Licence, err = oneLine(v, bundle.MaxLong)
		return err
	case "url":
		if !IsAddress(v) {
			return fmt.Errorf("%q is not an address such as https://museum.example/works/12", shorten(v))
		}
		row.URL = v
	case fieldShow:
		shown, ok := answers[fold(v)]
		if !ok {
			return fmt.Errorf("%q is neither yes nor no: may the picture be shown?", shorten(v))
		}
		row.Hidden = !shown
	case fieldFile, fieldPictures:
		for p := range strings.SplitSeq(v, "|") {
			if p = base(strings.TrimSpace(p)); p == "" {
				continue
			}
			if to.field == fieldFile && row.File == "" {
				row.File = p
			} else {
				row.Pictures = append(row.Pictures, p)
			}
		}
	case fieldAudio:
		v = strings.ReplaceAll(v, `\`, "/")
		ext := strings.ToLower(v[strings.LastIndexByte(v, '.')+1:])
		if strings.HasPrefix(v, "/") || strings.Contains(v, ":") || strings.Contains("/"+v+"/", "/../") {
			return fmt.Errorf("%q is not the name of a file beside the catalog", shorten(v))
		}
		if ext != "mp3" && ext != "m4a" && ext != "ogg" {
			return fmt.Errorf("%q is no .mp3, .m4a or .ogg file", shorten(v))
		}
		if row.Audio == nil {
			row.Audio = map[string]string{}
		}
		row.Audio[to.language] = v
	}
	return nil
}

// oneLine returns a value of a bundle that has no line breaks, and at most so many bytes.
func oneLine(v string, most int) (string, error) {
	v = strings.Join(strings.FieldsFunc(v, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	if len(v) > most {
		return "", fmt.Errorf("%q has %d bytes: at most %d can be shown", shorten(v), len(v), most)
	}
	return v, nil
}

// IsAddress reports whether a bundle can have v as the page of a work.
func IsAddress(v string) bool {
	return (strings.HasPrefix(v, "https://") || strings.HasPrefix(v, "http://")) && len(v) <= bundle.MaxLong &&
		!strings.ContainsFunc(v, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(`"<>`, r) })
}

// answers are those to show, folded.
var answers = map[string]bool{
	"yes": true, "y": true, "true": true, "1": true, "x": true, "oui": true, "o": true, "vrai": true, "ja": true, "j": true, "wahr": true,
	"si": true, "s": true, "verdadero": true, "vero": true, "waar": true, "sim": true, "verdadeiro": true,
	"no": false, "n": false, "false": false, "0": false, "non": false, "faux": false, "nein": false, "falsch": false, "falso": false,
	"nee": false, "onwaar": false, "nao": false,
}

// shortened is a number that a spreadsheet wrote in fewer digits than were typed.
var shortened = regexp.MustCompile(`^[0-9]([.,][0-9]+)?E\+[0-9]+$`)

// identify gives a work its id, and reports whether it has one that no other work has.
func (s *survey) identify(row *Row, id string) bool {
	field, given := fieldID, id
	if s.columns.id == "number" {
		field, given = "number", row.Number
	} else if s.columns.id == fieldPictures && row.File == "" && len(row.Pictures) > 0 {
		row.File, row.Pictures = row.Pictures[0], row.Pictures[1:]
	}
	if given == "" && row.File != "" {
		field, given = fieldFile, stem(row.File)
	}
	heading := s.heading(field)
	row.ID = MakeID(given)
	switch {
	case given == "":
		s.fail(row.Line, s.heading(s.columns.id), "it is empty: every work needs a value there that no other work has")
		return false
	case shortened.MatchString(given):
		s.fail(row.Line, heading, "%q is a number that the spreadsheet shortened: format the column as text and type it again", given)
		return false
	case row.ID == "":
		s.fail(row.Line, heading, "no id can be made of %q", shorten(given))
		return false
	}
	if first := s.ids[row.ID]; first != 0 {
		s.fail(row.Line, heading, "id %s stands in %s %d already%s", row.ID, s.table.line, first, as(given, row.ID))
		return false
	}
	s.ids[row.ID] = row.Line
	if row.ID != given {
		s.renamed = append(s.renamed, fmt.Sprintf("%q is %s", shorten(given), row.ID))
	}
	if row.File == "" {
		return true
	}
	if first := s.files[row.File]; first != 0 {
		s.fail(row.Line, s.heading(fieldFile), "picture %s stands in %s %d already: two works cannot have one picture", row.File, s.table.line, first)
		return false
	}
	s.files[row.File] = row.Line
	return true
}

// as says what an id was made of, if not of itself.
func as(given, id string) string {
	if given == id {
		return ""
	}
	return fmt.Sprintf(" (it is made of %q)", shorten(given))
}

// heading returns the heading of a field's first column.
func (s *survey) heading(field string) string {
	for _, c := range s.Columns {
		if c.Field == field {
			return c.Heading
		}
	}
	return ""
}

// shorten keeps a message to one line.
func shorten(v string) string {
	const most = 60
	if r := []rune(v); len(r) > most {
		return string(r[:most]) + "..."
	}
	return v
}
