//go:build !js

package report

import (
	"cmp"
	"fmt"
	"math"
	"path/filepath"
	"slices"

	"docent/internal/evaluate"
)

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

type kindCount struct {
	Key, Name string
	Count     int
}

// card is a query, its photo and its candidates.
type card struct {
	Kind, KindName string
	Set            int
	Name           string
	Image          int
	Drawing        drawing
	MS             string
	Expected       *candidate // where it is not among the candidates
	Candidates     []candidate
}

type candidate struct {
	Name       string
	Image      int
	Confidence int    // percent
	Found      string // how it was found: turn, and features that agree; may be empty
	Right      bool
}

// cards fills in the cards, the worst first: by kind, then the surest of the mistakes and the least sure of the rest.
func (p *page) cards(run *evaluate.Run, pictures *Pictures) {
	counts := make([]int, len(kinds))
	sets := map[string]int{}
	works := map[int]int{} // index in the gallery to index in Images
	add := func(jpeg []byte) int {
		p.Images = append(p.Images, dataURI(jpeg))
		return len(p.Images) - 1
	}
	work := func(index int) candidate {
		if _, ok := works[index]; !ok {
			works[index] = add(pictures.works[index])
		}
		return candidate{Name: filepath.Base(run.Works[index]), Image: works[index]}
	}
	for _, o := range worstFirst(run) {
		k := kind(o)
		counts[k]++
		if _, ok := sets[o.Set]; !ok {
			sets[o.Set] = len(p.Sets)
			p.Sets = append(p.Sets, o.Set)
		}
		photo := pictures.queries[o.Path]
		c := card{Kind: kinds[k].Key, KindName: kinds[k].Name, Set: sets[o.Set], Name: filepath.Base(o.Path), Image: add(photo.jpeg),
			Drawing: draw(&o.Result, photo.size), MS: fmt.Sprintf("%.1f ms", o.MS)}
		for _, r := range o.Result.Candidates {
			w := work(r.Index)
			w.Confidence, w.Right = int(math.Round(100*float64(r.Confidence))), r.Index == o.Want
			if r.Agreed >= 0 {
				w.Found = fmt.Sprintf("%d agree%s", r.Agreed, turned(r.Look.Turn))
			}
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

// worstFirst returns the outcomes of a run in the order of the report.
func worstFirst(run *evaluate.Run) (all []*evaluate.Outcome) {
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
	return all
}
