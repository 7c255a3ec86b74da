//go:build !js

package quality

import (
	_ "embed"
	"fmt"
	"html/template"
	"image"
	"io"

	"docent/internal/report"
	"docent/model/vision"
)

// Most that the HTML shows pictures of, of each kind, and most ids that it lists of what is missing; the counts are of all.
const (
	shown     = 100
	shownMany = 60 // of works that stand by themselves, of each kind
	listed    = 1000
)

// pictureSide is the longest side of a picture in the report, in pixels.
const pictureSide = 220

//go:embed quality.html
var source string

var tmpl = template.Must(template.New("quality").Funcs(template.FuncMap{
	"args":    func(list ...any) []any { return list },
	"percent": percent, "group": group, "works": works, "pairs": pairs, "language": language, "turned": turned, "points": points,
	"signed": func(v float64) string { return fmt.Sprintf("%+.0f %%", 100*v) },
	"two":    func(v float64) string { return fmt.Sprintf("%.2f", v) },
}).Parse(source))

// page is what the template shows.
type page struct {
	*Report
	Style      template.CSS
	Pictured   []kindOf
	Limit      limits
	MostShown  int
	MostListed int
	load       func(index int) (image.Image, error)
	images     map[int]template.URL
}

type limits struct {
	Side                            int
	Detail, Share, Surely           float64
	Bright, Span, Features, Certain int
}

// kindOf is the findings of a kind.
type kindOf struct {
	Kind  Kind
	Why   string
	List  []Finding
	Count int
}

// why says of each kind of finding what it means.
var why = map[Kind]string{
	TooSmall: "A picture with fewer pixels has lost details by which works are told apart.",
	Blurred:  "Nothing in the picture is as sharp as pictures of works are, whatever they show.",
	Framed:   "What is around the work is learnt as if it belonged to it. The line shows what is taken for the work.",
	Dark:     "Even the brightest parts are nearly black.",
	Flat:     "The brightest and the darkest parts hardly differ.",
}

// HTML writes the whole report as one file that needs nothing else. picture returns a work's reference, to be shown small.
func (r *Report) HTML(w io.Writer, picture func(index int) (image.Image, error)) error {
	p := &page{Report: r, Style: report.Style, MostShown: shown, MostListed: listed, load: picture, images: map[int]template.URL{},
		Limit: limits{leastSide, leastDetail, leastShare, surely, leastBright, leastSpan, duplicateShare, int(100 * certainShare)}}
	for _, k := range kinds {
		if list := r.of(k); len(list) > 0 {
			p.Pictured = append(p.Pictured, kindOf{k, why[k], list[:min(shownMany, len(list))], len(list)})
		}
	}
	if err := tmpl.Execute(w, p); err != nil {
		return fmt.Errorf("write quality report: %w", err)
	}
	return nil
}

// Image returns a work's picture, small. Works that stand in several places are loaded once.
func (p *page) Image(index int) (template.URL, error) {
	if u, ok := p.images[index]; ok {
		return u, nil
	}
	m, err := p.load(index)
	if err != nil {
		return "", err
	}
	u, err := report.Image(m, pictureSide)
	p.images[index] = u
	return u, err
}

// Name returns a work's title, or its id where it has none.
func (p *page) Name(id string) string {
	if t := p.Titles[id]; t != "" {
		return t
	}
	return id
}

// Shown and ShownWeak are the pairs and works that are shown.
func (p *page) Shown(list []Pair) []Pair { return list[:min(shown, len(list))] }

func (p *page) ShownWeak() []Weak { return p.Weak[:min(shownMany, len(p.Weak))] }

// Listed are the ids that are listed.
func (p *page) Listed(ids []string) []string { return ids[:min(listed, len(ids))] }

// points writes an outline, in shares of a picture's sides, as those of an SVG polygon in a box of 100; none of no outline.
func points(q vision.Quad) string {
	s := ""
	if q.Area() == 0 {
		return s
	}
	for _, c := range q {
		s += fmt.Sprintf("%.1f,%.1f ", 100*min(max(c.X, 0.005), 0.995), 100*min(max(c.Y, 0.005), 0.995))
	}
	return s
}
