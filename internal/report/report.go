//go:build !js

// Package report writes an evaluation as one HTML file that needs nothing else: each query beside its candidates, what
// went wrong first.
package report

import (
	"cmp"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"image"
	"io"
	"math"
	"path/filepath"
	"slices"
	"sync"

	"docent/internal/build"
	"docent/internal/evaluate"
)

// Longest sides of the pictures in the report, and their JPEG quality: some 4 KB each.
const (
	workSide  = 120
	querySide = 200
	quality   = 70
)

// Pictures collects the pictures of an evaluation in the size that the report shows. Its methods are what
// evaluate.Options calls.
type Pictures struct {
	mu      sync.Mutex
	works   map[int][]byte
	queries map[string][]byte
}

// Work takes the picture of a work of the gallery.
func (p *Pictures) Work(index int, picture *image.RGBA) error {
	b, err := build.Thumbnail(picture, workSide, quality)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.works == nil {
		p.works = map[int][]byte{}
	}
	p.works[index] = b
	return err
}

// Query takes the picture of a query.
func (p *Pictures) Query(o *evaluate.Outcome, picture *image.RGBA) error {
	b, err := build.Thumbnail(picture, querySide, quality)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.queries == nil {
		p.queries = map[string][]byte{}
	}
	p.queries[o.Path] = b
	return err
}

// Kinds of outcomes, in the order of the report.
var kinds = []struct{ Key, Name string }{
	{"wrong", "wrong work"},
	{"accepted", "unknown, but accepted"},
	{"refused", "right, but refused"},
	{"right", "right"},
	{"rejected", "unknown, and refused"},
}

// kind returns the index in kinds of an outcome.
func kind(o *evaluate.Outcome) int {
	switch {
	case o.Want < 0 && o.Result.Accepted:
		return 1
	case o.Want < 0:
		return 4
	case o.Rank != 1:
		return 0
	case !o.Result.Accepted:
		return 2
	}
	return 3
}

// page is what the template shows.
type page struct {
	Rows    []row
	Gallery int
	Unknown int
	Kinds   []kindCount
	Sets    []string
	Cards   []card
	Images  []string // data URIs; those of works are shared between cards
}

type row struct {
	Name                        string
	Queries                     int
	Top1, Top5, GAP, Recall, MS string
}

type kindCount struct {
	Key, Name string
	Count     int
}

type card struct {
	Kind, KindName string
	Set            int
	Name           string
	Image          int
	Expected       *candidate // where it is not among the candidates
	Candidates     []candidate
}

type candidate struct {
	Name       string
	Image      int
	Confidence int // percent
	Right      bool
}

//go:embed report.html
var source string

var tmpl = template.Must(template.New("report").Parse(source))

// HTML writes the report of a run.
func HTML(w io.Writer, run *evaluate.Run, pictures *Pictures) error {
	p := page{Gallery: run.Gallery, Unknown: len(run.Unknown)}
	for _, s := range run.Sets {
		p.Rows = append(p.Rows, rowOf(s.Dir, s.Metrics))
	}
	if len(run.Sets) > 1 {
		p.Rows = append(p.Rows, rowOf("all", run.Metrics))
	}
	p.cards(run, pictures)
	if err := tmpl.Execute(w, p); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

func rowOf(name string, m evaluate.Metrics) row {
	r := row{Name: name, Queries: m.Queries, Top1: percent(m.Top1), Top5: percent(m.Top5), GAP: fmt.Sprintf("%.3f", m.GAP),
		MS: fmt.Sprintf("%.1f", m.MSPerQuery), Recall: "–"}
	if m.Recall != nil {
		r.Recall = percent(*m.Recall)
	}
	return r
}

func percent(share float64) string { return fmt.Sprintf("%.1f %%", 100*share) }

// cards fills in the cards, the worst first: by kind, then the surest of the mistakes and the least sure of the rest.
func (p *page) cards(run *evaluate.Run, pictures *Pictures) {
	var all []*evaluate.Outcome
	for _, list := range [][]evaluate.Outcome{run.Queries, run.Unknown} {
		for i := range list {
			all = append(all, &list[i])
		}
	}
	slices.SortStableFunc(all, func(a, b *evaluate.Outcome) int {
		if c := cmp.Compare(kind(a), kind(b)); c != 0 {
			return c
		}
		if k := kinds[kind(a)].Key; k == "right" || k == "refused" {
			return cmp.Compare(a.Score, b.Score)
		}
		return cmp.Compare(b.Score, a.Score)
	})
	counts := make([]int, len(kinds))
	sets := map[string]int{}
	works := map[int]int{} // index in the gallery to index in Images
	add := func(jpeg []byte) int {
		p.Images = append(p.Images, "data:image/jpeg;base64,"+base64.StdEncoding.EncodeToString(jpeg))
		return len(p.Images) - 1
	}
	work := func(index int) candidate {
		if _, ok := works[index]; !ok {
			works[index] = add(pictures.works[index])
		}
		return candidate{Name: filepath.Base(run.Works[index]), Image: works[index]}
	}
	for _, o := range all {
		k := kind(o)
		counts[k]++
		if _, ok := sets[o.Set]; !ok {
			sets[o.Set] = len(p.Sets)
			p.Sets = append(p.Sets, o.Set)
		}
		c := card{Kind: kinds[k].Key, KindName: kinds[k].Name, Set: sets[o.Set], Name: filepath.Base(o.Path), Image: add(pictures.queries[o.Path])}
		for _, r := range o.Result.Candidates {
			w := work(r.Index)
			w.Confidence, w.Right = int(math.Round(100*float64(r.Confidence))), r.Index == o.Want
			c.Candidates = append(c.Candidates, w)
		}
		if o.Want >= 0 && o.Rank == 0 {
			w := work(o.Want)
			c.Expected = &w
		}
		p.Cards = append(p.Cards, c)
	}
	for i, k := range kinds {
		if counts[i] > 0 {
			p.Kinds = append(p.Kinds, kindCount{k.Key, k.Name, counts[i]})
		}
	}
}
