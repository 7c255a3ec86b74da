//go:build !js

package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"docent/model/bundle"
)

// pages are the templates of what is written here and not by the program in the page. html/template escapes whatever a
// bundle says.
//
//go:embed pages/*.html
var pages embed.FS

var templates = template.Must(template.ParseFS(pages, "pages/*.html"))

// render fills a template.
func render(page string, data any) ([]byte, error) {
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, page, data); err != nil {
		return nil, err
	}
	return guard(page, b.Bytes())
}

// pageWorks is how many works a page of the catalogue has: more take long to load on a phone.
const pageWorks = 500

// catalogue is the collection as plain pages, in each of its languages: what is left where the program cannot run, for old browsers,
// broken downloads and whoever reads without pictures; and what search engines read (schema.org, VisualArtwork).
type catalogue struct {
	archive *bundle.Archive
	tags    []string // languages, the museum's own first
	pages   [][]run

	mu    sync.Mutex
	held  int // the group whose works are in memory, -1 for none
	works []bundle.Work
}

// run is a part of the works of a group, or of a plain bundle's, which is group 0.
type run struct{ group, from, to int }

// addCatalogue adds the pages of the catalogue.
func (t *Tree) addCatalogue() {
	c := newCatalogue(t.archive)
	for number := range c.pages {
		for _, tag := range c.tags {
			t.own["catalogue/"+c.file(tag, number)] = source{read: func() ([]byte, error) { return c.page(tag, number) }}
		}
	}
}

// newCatalogue divides the works into pages: one page for all where they are few, otherwise each group begins a page of its own.
func newCatalogue(a *bundle.Archive) *catalogue {
	c := &catalogue{archive: a, tags: a.Manifest().Languages, held: -1}
	if len(c.tags) == 0 {
		c.tags = []string{"en"} // ids alone
	}
	sizes := []int{len(a.Manifest().Works)}
	if groups := a.Manifest().Groups; len(groups) > 0 {
		sizes = nil
		for _, g := range groups {
			sizes = append(sizes, g.Works)
		}
	}
	if a.Manifest().WorkCount() <= pageWorks {
		var all []run
		for g, n := range sizes {
			all = append(all, run{g, 0, n})
		}
		c.pages = [][]run{all}
		return c
	}
	for g, n := range sizes {
		for from := 0; from < n; from += pageWorks {
			c.pages = append(c.pages, []run{{g, from, min(from+pageWorks, n)}})
		}
	}
	return c
}

// file returns the name of a page in a language: index.html, fr.html, and then 2.html, fr.2.html.
func (c *catalogue) file(tag string, number int) string {
	name := "index"
	if tag != c.tags[0] {
		name = tag
	}
	if number > 0 {
		name = strings.TrimPrefix(name+"."+strconv.Itoa(number+1), "index.")
	}
	return name + ".html"
}

// What the template of a page is filled with.
type (
	cataloguePage struct {
		Title, Language string
		Number          int // from 1
		Words           map[string]string
		Languages       []tagged
		Sections        []section
		Contents        []chapter // on the first page of several
		Previous, Next  string    // files
		Several         bool
	}
	tagged  struct{ Tag, File string }
	chapter struct{ Name, Works, File string }
	section struct {
		Name, Language string
		Works          []catalogued
	}
	catalogued struct {
		bundle.WorkEntry
		Language    string // of the text
		Text        bundle.Text
		LicencePage string // its address, where the licence is one
		LicenceName string // what it is called
		Sound       string // name of the part
	}
)

// page writes a page.
func (c *catalogue) page(tag string, number int) ([]byte, error) {
	man := c.archive.Manifest()
	p := cataloguePage{Title: titleIn(man.Title, tag), Language: tag, Number: number + 1, Words: wordsIn(tag), Several: len(c.pages) > 1}
	if p.Title == "" {
		p.Title = "docent"
	}
	for _, other := range c.tags {
		if other != tag {
			p.Languages = append(p.Languages, tagged{other, c.file(other, number)})
		}
	}
	if number > 0 {
		p.Previous = c.file(tag, number-1)
	}
	if number+1 < len(c.pages) {
		p.Next = c.file(tag, number+1)
	}
	if number == 0 && p.Several {
		p.Contents = c.contents(tag)
	}
	for _, r := range c.pages[number] {
		works, err := c.group(r.group)
		if err != nil {
			return nil, err
		}
		s := section{Name: c.name(r.group, tag)}
		for _, w := range works[r.from:r.to] {
			s.Works = append(s.Works, entry(w, tag, c.tags))
		}
		p.Sections = append(p.Sections, s)
	}
	return render("catalogue.html", p)
}

// name returns the name of a group, "" for the works of a plain bundle, and of groups that the page need not tell apart.
func (c *catalogue) name(group int, tag string) string {
	groups := c.archive.Manifest().Groups
	if len(groups) == 0 {
		return ""
	}
	return titleIn(groups[group].Title, tag)
}

// contents lists all pages.
func (c *catalogue) contents(tag string) []chapter {
	var out []chapter
	before := 0
	for number, page := range c.pages {
		n := 0
		for _, r := range page {
			n += r.to - r.from
		}
		works := fmt.Sprintf("%d–%d", before+1, before+n)
		before += n
		out = append(out, chapter{c.name(page[0].group, tag), works, c.file(tag, number)})
	}
	return out
}

func entry(w bundle.Work, tag string, tags []string) catalogued {
	text, in := w.Text(append([]string{tag}, tags...)...)
	if text.Title == "" {
		text.Title = w.ID
	}
	e := catalogued{WorkEntry: w.WorkEntry, Text: text, Language: in, LicenceName: licenceName(w.Licence)}
	if strings.HasPrefix(w.Licence, "https://") || strings.HasPrefix(w.Licence, "http://") {
		e.LicencePage = w.Licence
	}
	if strings.Contains(text.Location, w.Room) {
		e.Room = ""
	}
	if e.Sound = w.Audio[tag]; e.Sound == "" {
		for _, l := range tags {
			if e.Sound == "" {
				e.Sound = w.Audio[l]
			}
		}
	}
	return e
}

// licenceName returns what people call a licence: the short name of Creative Commons' addresses, and anything else as it is.
func licenceName(licence string) string {
	_, path, ok := strings.Cut(licence, "://creativecommons.org/")
	if !ok {
		return licence
	}
	f := append(strings.Split(strings.Trim(path, "/"), "/"), "", "", "")
	kind, name, version := f[0], f[1], f[2]
	switch {
	case kind == "publicdomain" && name == "zero":
		return "CC0 " + version
	case kind == "publicdomain" && name == "mark":
		return "Public Domain Mark " + version
	case kind == "licenses" && name != "":
		return "CC " + strings.ToUpper(name) + " " + version
	}
	return licence
}

// group returns the works of a group with their texts. One group is kept: its pages are asked for one after the other.
func (c *catalogue) group(i int) ([]bundle.Work, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held == i {
		return c.works, nil
	}
	man := c.archive.Manifest()
	entries, id := man.Works, ""
	if len(man.Groups) > 0 {
		contents, err := c.archive.Group(i)
		if err != nil {
			return nil, err
		}
		entries, id = contents.Works, man.Groups[i].ID
	}
	works := make([]bundle.Work, len(entries))
	for j, e := range entries {
		works[j] = bundle.Work{WorkEntry: e, Texts: map[string]bundle.Text{}}
	}
	for _, l := range man.Languages {
		raw, err := c.archive.Part(bundle.InGroup(id, bundle.TextsName(l)))
		if err != nil {
			return nil, err
		}
		texts, err := bundle.ReadTexts(raw)
		if err != nil {
			return nil, err
		}
		for j := range works {
			if t, ok := texts[works[j].ID]; ok {
				works[j].Texts[l] = t
			}
		}
	}
	c.held, c.works = i, works
	return works, nil
}

// titleIn returns a title in a language, or in the one that comes first by its tag.
func titleIn(titles map[string]string, tag string) string {
	if t := titles[tag]; t != "" {
		return t
	}
	for _, other := range slices.Sorted(maps.Keys(titles)) {
		return titles[other]
	}
	return ""
}
