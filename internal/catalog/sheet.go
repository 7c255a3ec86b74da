package catalog

import (
	"bytes"
	"errors"
)

// Sheet is a table of text as the museum has it, for a program that writes into it: cells that mean nothing here are
// there, too.
type Sheet struct {
	Comma   rune       // what separates columns
	Above   [][]string // lines above the heading, such as a title of the table
	Heading []string
	Rows    [][]string // without spaces around cells, and without empty cells at the end
}

// ReadSheet reads a table of text in whatever encoding and with whatever separator, as [Read] does. An empty one has no
// heading.
func ReadSheet(b []byte) (*Sheet, error) {
	if len(bytes.TrimSpace(b)) == 0 {
		return &Sheet{Comma: ','}, nil
	}
	t, err := parseText(b)
	if err != nil {
		return nil, err
	}
	if len(t.records) == 0 {
		return nil, errors.New("it has no columns")
	}
	s := &Sheet{Comma: t.comma}
	heading, _ := findHeading(t.records)
	for i, r := range t.records {
		switch {
		case i < heading:
			s.Above = append(s.Above, r.cells)
		case i == heading:
			s.Heading = r.cells
		default:
			s.Rows = append(s.Rows, r.cells)
		}
	}
	return s, nil
}

// Field returns the field that a heading names, in any of the languages that are known here, and the language tag behind
// it, if any. It is "" for a heading that is not known.
func Field(heading string) (field, language string) {
	field, language, _ = parseHeading(heading)
	return field, language
}
