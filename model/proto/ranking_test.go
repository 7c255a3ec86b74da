package proto

import (
	"slices"
	"testing"
)

func TestRanking(t *testing.T) {
	r := (&Set{Dim: 1, Vectors: []float32{0, 10}}).Ranking()
	for range 2 { // the second time after a Reset
		for i, q := range []float32{4, 9, 1, nan, 7} {
			r.Add([]float32{q}, uint8(i))
		}
		best := r.Best(nil, 5)
		if want := []Match{{0, 1}, {1, 1}}; !slices.Equal(best, want) {
			t.Errorf("best %v, want %v", best, want)
		}
		if r.Window(0) != 2 || r.Window(1) != 1 {
			t.Errorf("nearest in windows %d and %d, want 2 and 1", r.Window(0), r.Window(1))
		}
		r.Reset()
		if best := r.Best(best, 5); len(best) != 0 {
			t.Errorf("best %v of no window", best)
		}
	}
}

func TestRival(t *testing.T) {
	for _, c := range []struct {
		name                string
		vectors, background []float32
		want                []float32 // the rival of each of the best, for the query 0
	}{
		{"three works", []float32{3, 1, 2}, nil, []float32{4, 1, 1}},
		{"background between", []float32{3, 1, 2}, []float32{-5, 1.5}, []float32{2.25, 1, 1}},
		{"background nearest", []float32{3, 1, 2}, []float32{0.5}, []float32{0.25, 0.25, 0.25}},
		{"one work", []float32{2}, nil, []float32{inf}},
		{"one work and background", []float32{2}, []float32{3}, []float32{9}},
	} {
		r := (&Set{Dim: 1, Vectors: c.vectors, Background: c.background}).Ranking()
		r.Add([]float32{0}, 0)
		r.Add([]float32{100}, 1)
		best := r.Best(nil, 5)
		for i, want := range c.want {
			if got := r.Rival(best, i); got != want {
				t.Errorf("%s: rival of %v is %g, want %g", c.name, best[i], got, want)
			}
		}
	}
}

func TestRankingAllocatesNothing(t *testing.T) {
	s := &Set{Dim: 8, Vectors: make([]float32, 800), Background: make([]float32, 80)}
	r, q, dst := s.Ranking(), make([]float32, 8), make([]Match, 0, 5)
	if n := testing.AllocsPerRun(10, func() {
		r.Reset()
		r.Add(q, 1)
		dst = r.Best(dst, 5)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestNewRanking: a ranking over another index gives that index's distances.
func TestNewRanking(t *testing.T) {
	works, err := NewInt8Index(&Int8Set{Dim: 2, Vectors: []int8{10, 0, 0, 10, -10, 0}, Scales: []float32{0.5, 0.5, 0.5}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name       string
		background Index
		rival      float32
	}{
		{"no background", nil, 25},
		{"one", &Set{Dim: 2, Vectors: []float32{5, 3}}, 9},
		{"more than works", &Set{Dim: 2, Vectors: []float32{9, 9, 9, 9, 9, 9, 5, 4, 9, 9}}, 16},
	} {
		r := NewRanking(works, c.background)
		r.Add([]float32{5, 0}, 3)
		r.Add([]float32{0, 0}, 4)
		best := r.Best(nil, 2)
		if len(best) != 2 || best[0] != (Match{0, 0}) || best[1].Index != 1 || best[1].SquaredDistance != 25 {
			t.Errorf("%s: best %v, want 0 at 0 and 1 at 25", c.name, best)
			continue
		}
		if got := r.Rival(best, 0); got < c.rival*0.9999 || got > c.rival*1.0001 {
			t.Errorf("%s: rival %g, want %g", c.name, got, c.rival)
		}
		if r.Window(0) != 3 || r.Window(2) != 4 {
			t.Errorf("%s: windows %d and %d, want 3 and 4", c.name, r.Window(0), r.Window(2))
		}
	}
}
