// Package catalog reads a museum's table of works: one row a work, as spreadsheets export it.
//
// The columns are id, title, artist, date, medium, description, price, location and credit, in any order, and what they
// are called in some other languages (see vocabulary.go); title must be there. A column for another language has its
// tag behind the name: title_fr, description:pt-BR, "Titel (en)". Artist, date, price, location and credit hold for all
// languages that have no such column of their own; a title, a medium or a description in another language than it says
// would mislead.
//
// Columns that have one value a work, whatever the language: number (of the label or the inventory), room, licence,
// url (the work's own page), show (no keeps its picture from being shown), file (the reference picture), pictures
// (files of more photos of it, separated by "|"). audio is a file of speech; audio_fr is the French one.
//
// Where there is no column of ids they are made of the names of picture files, or else of numbers (see MakeID).
package catalog

import (
	"fmt"
	"strings"

	"docent/model/bundle"
)

// Row is one work.
type Row struct {
	ID    string
	Line  int // in the file, for messages
	Texts map[string]bundle.Text

	Number   string            // of its label or in the inventory
	Room     string            // where it hangs, by which works can be grouped
	Licence  string            // of its picture: a URI or a short text
	URL      string            // of its own page
	Hidden   bool              // its picture may not be shown; it is recognised all the same
	Audio    map[string]string // file by language, beside the catalog or in a folder there; nil without any
	File     string            // name of its reference picture; "" where that is named for the id
	Pictures []string          // files of more photos of it
}

// Catalog is a table of works.
type Catalog struct {
	Languages []string // those with a column, the museum's own first
	Rows      []Row
	Columns   []Column // what each was taken for, from the left; without a heading where there is none
	Ignored   []string // headings of the columns that mean nothing here
	How       string   // what it was written in, for people
	Warnings  []string // a sentence each, which a person should read

	line string // what a row is called in messages: a line of text, a row of a sheet
}

// Problem is something that keeps a table from being used.
type Problem struct {
	Where  string // "line 3", `row 3, column "Link"`; "" for the whole table
	Reason string
}

func (p Problem) String() string {
	if p.Where == "" {
		return p.Reason
	}
	return p.Where + ": " + p.Reason
}

// Problems are all that is wrong with a table; as an error they are the first one.
type Problems []Problem

func (p Problems) Error() string {
	if len(p) == 1 {
		return p[0].String()
	}
	return fmt.Sprintf("%v (and %d more that docent catalog check lists)", p[0], len(p)-1)
}

// Read reads a table of text; language is that of the columns without a tag. It is UTF-8, UTF-16, Windows-1252 or
// MacRoman, its separator a comma, a semicolon or a tab. Its errors that concern rows are Problems.
func Read(b []byte, language string) (*Catalog, error) {
	return whole(Survey(b, language))
}

// Survey is Read that goes on after a problem: it returns what could be read, and all that is wrong.
func Survey(b []byte, language string) (*Catalog, Problems) {
	t, err := parseText(b)
	return read(t, err, language)
}

// whole returns a catalog without problems.
func whole(c *Catalog, problems Problems) (*Catalog, error) {
	if len(problems) > 0 {
		return nil, problems
	}
	return c, nil
}

// survey is a table while it is read.
type survey struct {
	*Catalog
	table    *table
	columns  columns
	problems Problems
	ids      map[string]int  // line by id
	files    map[string]int  // line by reference picture
	renamed  []string        // ids that were made, with what they were made of
	spoken   map[string]bool // languages in which a work says something
}

// maxProblems is how many problems are listed: nobody reads more.
const maxProblems = 1000

// where names a cell; line 0 and column "" are left out.
func (s *survey) where(line int, column string) string {
	var parts []string
	if line > 0 {
		parts = append(parts, fmt.Sprintf("%s %d", s.table.line, line))
	}
	if column != "" {
		parts = append(parts, fmt.Sprintf("column %q", column))
	}
	return strings.Join(parts, ", ")
}

func (s *survey) fail(line int, column, format string, args ...any) {
	if len(s.problems) < maxProblems {
		s.problems = append(s.problems, Problem{s.where(line, column), fmt.Sprintf(format, args...)})
	}
}

func (s *survey) warn(line int, column, format string, args ...any) {
	if len(s.Warnings) < maxProblems {
		s.Warnings = append(s.Warnings, Problem{s.where(line, column), fmt.Sprintf(format, args...)}.String())
	}
}

// read makes a catalog of a table.
func read(t *table, err error, language string) (*Catalog, Problems) {
	s := &survey{Catalog: &Catalog{}, table: t, ids: map[string]int{}, files: map[string]int{}, spoken: map[string]bool{}}
	language = CanonicalLanguage(language)
	if err == nil {
		err = bundle.CheckLanguage(language)
	}
	if err != nil {
		return s.Catalog, Problems{{Reason: err.Error()}}
	}
	s.How, s.Warnings, s.line = t.how, t.warnings, t.line
	if len(t.records) == 0 {
		s.fail(0, "", "it is empty: the first line must name the columns, id and title at least")
		return s.Catalog, s.problems
	}
	head, _ := findHeading(t.records)
	s.readColumns(t.records[head], language)
	if s.columns.id == "" {
		return s.Catalog, s.problems
	}
	for _, r := range t.records[head+1:] {
		s.readRow(&r)
	}
	if head+1 == len(t.records) {
		s.fail(0, "", "it has no works below the %s with the columns' names", t.line)
	}
	s.report()
	return s.Catalog, s.problems
}

// report ends a catalog's list of warnings with those about the whole.
func (s *survey) report() {
	var taken []string
	for _, c := range s.Columns {
		switch {
		case c.Heading == "":
		case c.Field == "":
			s.Ignored = append(s.Ignored, c.Heading)
			s.warn(0, "", "the catalog's column %q is %s", c.Heading, c)
		case !documented(c.Heading, c.Field) && !inTemplate(c):
			taken = append(taken, fmt.Sprintf("%q is %v", c.Heading, c))
		}
	}
	if len(taken) > 0 {
		s.warn(0, "", "the catalog's columns were taken so: %s", strings.Join(taken, ", "))
	}
	if n := len(s.renamed); n > 0 {
		s.warn(0, "", "%d ids were written so that they can name files: %s", n, some(s.renamed, 5))
	}
	used := s.Languages[:1:1]
	for _, l := range s.Languages[1:] {
		if s.spoken[l] {
			used = append(used, l)
		} else {
			s.warn(0, "", "no work has a text in %s: the language is left out", l)
		}
	}
	s.Languages = used
}

// inTemplate reports whether a heading is that of some template, which needs no explanation.
func inTemplate(c Column) bool {
	for _, l := range Languages {
		if h := heading(c.Field, l); c.Heading == h || c.Heading == inTag(h, c.Language) {
			return true
		}
	}
	return false
}

// some joins the first n of a list.
func some(list []string, n int) string {
	if len(list) > n {
		return strings.Join(list[:n], ", ") + ", ..."
	}
	return strings.Join(list, ", ")
}
