//go:build !js

package local

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"docent/model/views"
)

// plainBest is Index.best by its definition, for so few works that the votes of all are compared.
func plainBest(works [][]Feature, view []Feature, k int, turns []int, near int) []Hit {
	var hits []Hit
	raw := map[Hit]int{}
	for at := range 4 * len(works) {
		work, turn := at/4, at%4
		if !slices.Contains(turns, turn) {
			continue
		}
		var votes []ballot
		weight := 0
		for _, f := range Turn(nil, view, turn) {
			var all []ballot // the feature's, for all works
			for other := range works {
				if g := liked(works, other, &f, near); g != nil {
					all = append(all, newBallot(uint32(other), Append(nil, []Feature{*g}), &f, f.Distance(g)))
				}
			}
			share(all)
			for _, v := range all {
				if int(v.at) == work {
					votes = append(votes, v)
					weight += int(v.weight)
				}
			}
		}
		if len(votes) > 0 {
			h := Hit{work, turn, largest(votes)}
			raw[h] = weight
			hits = append(hits, h)
		}
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Or(cmp.Compare(b.Votes, a.Votes), cmp.Compare(raw[b], raw[a])) })
	return hits[:min(k, len(hits))]
}

// liked returns the work's feature that f votes for, nil if there is none: of the first table, the last of the work.
func liked(works [][]Feature, work int, f *Feature, near int) *Feature {
	for i := range tables {
		shared := 0
		for _, features := range works {
			for _, h := range features {
				if key(&h.Descriptor, i) == key(&f.Descriptor, i) {
					shared++
				}
			}
		}
		if shared > mostAlike {
			continue
		}
		for n := len(works[work]) - 1; n >= 0; n-- {
			g := &works[work][n]
			dx, dy := int(f.X)-int(g.X), int(f.Y)-int(g.Y)
			if key(&f.Descriptor, i) == key(&g.Descriptor, i) && f.Distance(g) <= voteBits && (near >= Side || f.Level == g.Level && max(dx, -dx, dy, -dy) <= near) {
				return g
			}
		}
	}
	return nil
}

// A group are the votes for about the same place and size.
func TestLargest(t *testing.T) {
	votes := []ballot{{0, 5, 80, 80, 1}, {0, 6, 100, 80, 1.2}, {0, 7, 80, 60, 0.8}, {0, 9, 140, 80, 1}, {0, 9, 80, 80, 2}, {0, 1, 85, 80, 0.5}, {0, 8, 145, 90, 1}}
	if n := largest(votes); n != 18 {
		t.Errorf("votes that put the work in the same place weigh %d, want 18", n)
	}
	if n := largest(nil); n != 0 {
		t.Errorf("%d votes of none", n)
	}
}

func TestIndexAgainstItsDefinition(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var works [][]Feature
	var rows [][]byte
	for range 9 {
		features := someFeatures(r, 8)
		if len(works) > 0 { // many of one key
			features[0].Descriptor, features[1].Descriptor = works[0][0].Descriptor, works[0][0].Descriptor
		}
		works = append(works, features)
		rows = append(rows, AppendRow(nil, features))
	}
	works[3], rows[3] = nil, nil
	works[4], rows[4] = nil, rows[4][1:]
	x := NewIndex(len(works), func(i int) []byte { return rows[i] })
	for range 10 {
		view := slices.Clone(works[r.IntN(3)])
		for i := range view {
			for range r.IntN(20) {
				view[i].Descriptor[r.IntN(4)] ^= 1 << r.IntN(64)
			}
		}
		view = Turn(nil, view, r.IntN(4))
		for _, k := range []int{0, 1, 3, 100} {
			turns := [][]int{{0}, {0, 1, 3}, {3, 2, 1, 0}}[r.IntN(3)]
			if got, want := x.Best(view, k, turns...), plainBest(works, view, k, turns, voteNear); !slices.Equal(got, want) {
				t.Fatalf("%d best in turns %v: %v, want %v", k, turns, got, want)
			}
			if got, want := x.BestLoose(view, k, turns...), plainBest(works, view, k, turns, Side); !slices.Equal(got, want) {
				t.Fatalf("%d best in turns %v, loosely: %v, want %v", k, turns, got, want)
			}
		}
	}
	if hits := NewIndex(0, nil).Best(works[0], 3, 0); len(hits) != 0 {
		t.Error("no works have a best one")
	}
}

// Drawn works are found among one another, by turned views and by parts of them.
func TestIndex(t *testing.T) {
	works := drawn(12)
	e := NewExtractor()
	var rows [][]byte
	for _, w := range works {
		rows = append(rows, AppendRow(nil, e.Extract(w, whole(w), Most)))
	}
	x := NewIndex(len(rows), func(i int) []byte { return rows[i] })
	lost := 0
	for i, w := range works {
		v := views.Synthesise(w, uint64(i), views.Options{Width: 320, Height: 240, Fill: [2]float64{0.5, 0.9}})
		q := v.Corners
		for j := range q {
			q[j] = v.Corners[(j+i)&3]
		}
		if hits := x.Best(e.Extract(v.Image, q, 2*Most), 3, 0, 1, 2, 3); len(hits) == 0 || hits[0].Work != i || hits[0].Turn != -i&3 {
			lost++
		}
		v = views.Synthesise(w, uint64(i), views.Options{Width: 240, Height: 320, Fill: [2]float64{1.2, 1.6}})
		if hits := x.BestLoose(e.ExtractLoose(v.Image, whole(v.Image), 2*Most), 3, 0, 1, 3); len(hits) == 0 || hits[0].Work != i || hits[0].Turn != 0 {
			lost++
		}
	}
	if lost > 2 {
		t.Errorf("%d of %d views are not found", lost, 2*len(works))
	}
}

// manyRows returns the rows of n works of random features.
func manyRows(n int) [][]byte {
	r := rand.New(rand.NewPCG(1, 1))
	var rows [][]byte
	for range n {
		rows = append(rows, AppendRow(nil, someFeatures(r, Most)))
	}
	return rows
}

func BenchmarkNewIndex(b *testing.B) {
	rows := manyRows(2335)
	for b.Loop() {
		NewIndex(len(rows), func(i int) []byte { return rows[i] })
	}
}

func BenchmarkIndexBest(b *testing.B) {
	rows := manyRows(2335)
	x := NewIndex(len(rows), func(i int) []byte { return rows[i] })
	view := someFeatures(rand.New(rand.NewPCG(7, 7)), 2*Most)
	for b.Loop() {
		x.Best(view, 24, 0, 1, 3)
	}
}
