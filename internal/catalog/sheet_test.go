package catalog

import (
	"slices"
	"testing"
)

func TestReadSheet(t *testing.T) {
	s, err := ReadSheet([]byte("\xef\xbb\xbfOur museum\r\nID;Titel;Höhe\r\na;\"One\r\ntwo\";12\r\n;;\r\nb;;\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	if s.Comma != ';' || len(s.Above) != 1 || !slices.Equal(s.Heading, []string{"ID", "Titel", "Höhe"}) || len(s.Rows) != 2 ||
		!slices.Equal(s.Rows[0], []string{"a", "One\ntwo", "12"}) || !slices.Equal(s.Rows[1], []string{"b"}) {
		t.Errorf("%+v", s)
	}
	if s, err := ReadSheet([]byte(" \n")); err != nil || s.Heading != nil || s.Comma != ',' {
		t.Errorf("an empty one: %+v, %v", s, err)
	}
	if _, err := ReadSheet([]byte("PK\x03\x04")); err == nil {
		t.Error("a workbook is read as text")
	}
}

func TestField(t *testing.T) {
	for heading, want := range map[string][2]string{"Titel": {"title", ""}, "title_fr": {"title", "fr"}, "Höhe": {}, "Licence": {"licence", ""}} {
		if field, language := Field(heading); field != want[0] || language != want[1] {
			t.Errorf("Field(%q) = %q, %q", heading, field, language)
		}
	}
}
