// Package poster draws what a museum hangs at its door: a sheet of A4 with the collection's title, a large QR code of its page's
// address, and one sentence in the collection's languages. All of it is filled paths, words too, so that the SVG and the PDF look
// alike on every computer and print sharp at any size.
package poster

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"codeberg.org/go-fonts/liberation/liberationserifregular"
)

// Page is what a poster is about.
type Page struct {
	URL       string            // where visitors find the page; https, because only then do phones give it the camera
	Title     map[string]string // of the collection, by language
	Languages []string          // of the collection, the museum's own first
}

// Files are the poster in both forms.
type Files struct {
	SVG, PDF []byte
	// Left are the words that the PDF lacks, because docent has no letters for their script. The SVG has them, in the
	// letters of whoever opens it.
	Left []string
}

// Make draws a poster: the same bytes for the same page.
func Make(p Page) (Files, error) {
	if err := CheckURL(p.URL); err != nil {
		return Files{}, fmt.Errorf("poster: %w", err)
	}
	s, err := layOut(p)
	if err != nil {
		return Files{}, fmt.Errorf("poster: %w", err)
	}
	out := Files{SVG: s.svg(), Left: s.left()}
	if out.PDF, err = s.pdf(); err != nil {
		return Files{}, fmt.Errorf("poster: %w", err)
	}
	return out, nil
}

// CheckURL refuses an address that a phone cannot open from a code at a door.
func CheckURL(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || u.RawQuery != "":
		return fmt.Errorf("%q is not the address of a page, such as https://museum.example/guide/", address)
	case u.Scheme == "http":
		return errors.New("the address must begin with https: phones give their camera to no other page")
	case u.Scheme != "https":
		return fmt.Errorf("%q is not the address of a page, such as https://museum.example/guide/", address)
	case len(address) > 300:
		return errors.New("the address is too long for a code that phones read from afar: at most 300 characters")
	}
	return nil
}

// Sizes of the sheet in millimetres: A4 with a column in its middle.
const (
	sheetWidth, sheetHeight = 210, 297
	left, column            = 38.0, 134.0
	top, bottom             = 26.0, 273.0
	corner, stroke          = 14.0, 1.1 // arms of the marks around the code, and how thick they are
	quiet                   = 4         // modules of white around the code (ISO/IEC 18004, section 6.3.8)
)

// Colours of the page's design, as they print: ink, and the soft ink of what is said a second time.
const (
	ink  = "#1d1a16"
	soft = "#5d574e"
)

// layOut places everything on the sheet, from the top down: titles, code, sentences, and the address at the foot.
func layOut(p Page) (*sheet, error) {
	serif, err := readFont(liberationserifregular.TTF, "ui-serif, Georgia, serif")
	if err != nil {
		return nil, err
	}
	sans, err := readFont(liberationsansregular.TTF, "system-ui, sans-serif")
	if err != nil {
		return nil, err
	}
	c, err := encode(p.URL)
	if err != nil {
		return nil, err
	}
	titles, sentences := titles(p), sentences(p.Languages)
	s := &sheet{title: titles[0].words, language: titles[0].language, about: sentences[0].words + " " + p.URL}

	y := s.paragraph(serif, titles[:1], 13, 1.08, ink, top, 3)
	if len(titles) > 1 {
		y = s.paragraph(serif, titles[1:], 6, 1.25, soft, y+3, 3)
	}
	y += 10
	// The address stands at the foot, the sentences above it; what is left between is the code's, as long as that is not
	// wider than the column.
	address := strings.TrimSuffix(strings.TrimPrefix(p.URL, "https://"), "/")
	size := sans.fit(address, column, 4.6)
	foot := &sheet{}
	foot.paragraph(sans, []words{{address, ""}}, size, 1.2, soft, bottom-1.2*size, 1)
	below := &sheet{}
	first := 6.6
	high := below.paragraph(serif, sentences[:1], first, 1.3, ink, 0, 3)
	if len(sentences) > 1 {
		high = below.paragraph(serif, sentences[1:], 5, 1.3, soft, high+2.5, 2)
	}
	room := bottom - 1.2*size - 8 - high - 10 - y
	side := min(column, room)
	if side < 70 {
		return nil, errors.New("the title and the sentences leave no room for a code: shorten the title")
	}
	s.marks(left, y, side)
	s.code(c, left, y, side)
	s.add(below, 0, y+side+10)
	s.add(foot, 0, 0)
	return s, nil
}

// titles returns the collection's titles: the museum's own first, then those that are different.
func titles(p Page) []words {
	var out []words
	seen := map[string]bool{}
	add := func(language string) {
		if t := strings.Join(strings.Fields(p.Title[language]), " "); t != "" && !seen[t] {
			seen[t] = true
			out = append(out, words{t, language})
		}
	}
	for _, l := range p.Languages {
		add(l)
	}
	if len(out) == 0 {
		for _, l := range sortedKeys(p.Title) {
			add(l)
		}
	}
	if len(out) == 0 {
		return []words{{"docent", ""}}
	}
	return out[:min(len(out), 4)]
}
