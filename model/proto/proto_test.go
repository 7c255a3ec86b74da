package proto

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
)

var nan = float32(math.NaN())

// guarded returns n random numbers between two guard words, and a check that nobody wrote on those.
func guarded(t *testing.T, rng *rand.Rand, n int) (v []float32, check func()) {
	const guard = -12345
	b := make([]float32, n+2)
	for i := range b {
		b[i] = rng.Float32()*2 - 1
	}
	b[0], b[n+1] = guard, guard
	return b[1 : n+1 : n+1], func() {
		t.Helper()
		if b[0] != guard || b[n+1] != guard {
			t.Errorf("length %d: written outside of the vector", n)
		}
	}
}

// slowSquaredDistance is what SquaredDistance computes, one after the other.
func slowSquaredDistance(a, b []float32) float64 {
	var sum float64
	for i := range a {
		d := float64(a[i]) - float64(b[i])
		sum += d * d
	}
	return sum
}

func TestSquaredDistance(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for n := range 70 {
		a, checkA := guarded(t, rng, n)
		b, checkB := guarded(t, rng, n)
		got, want := float64(SquaredDistance(a, b)), slowSquaredDistance(a, b)
		if math.Abs(got-want) > 1e-5*(1+want) {
			t.Errorf("length %d: %g, want %g", n, got, want)
		}
		if d := SquaredDistance(a, a); d != 0 {
			t.Errorf("length %d: %g from itself", n, d)
		}
		checkA()
		checkB()
		// Every element counts.
		for i := range a {
			old := a[i]
			a[i] = nan
			if d := SquaredDistance(a, b); d == d {
				t.Errorf("length %d: element %d is not looked at", n, i)
			}
			a[i] = old
		}
	}
}

func TestMean(t *testing.T) {
	dst := []float32{7, 7, 7}
	Mean(dst[:2], [][]float32{{1, 2}, {3, -2}, {5, 3}})
	if !slices.Equal(dst, []float32{3, 1, 7}) {
		t.Errorf("mean %v, want [3 1] and the 7 untouched", dst)
	}
	for name, f := range map[string]func(){
		"none":    func() { Mean(dst, nil) },
		"lengths": func() { Mean(dst, [][]float32{{1, 2, 3}, {1}}) },
		"vectors": func() { SquaredDistance(dst, dst[:2]) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}

// slowNearest sorts all prototypes.
func slowNearest(s *Set, q []float32, k int) []Match {
	var all []Match
	for i := range s.Len() {
		if d := SquaredDistance(q, s.At(i)); d == d {
			all = append(all, Match{i, d})
		}
	}
	slices.SortStableFunc(all, func(a, b Match) int {
		switch {
		case a.SquaredDistance < b.SquaredDistance:
			return -1
		case a.SquaredDistance > b.SquaredDistance:
			return 1
		}
		return 0
	})
	return all[:min(k, len(all))]
}

func TestNearest(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{0, 1, 2, 3, 5, 17, 100} {
		for _, dim := range []int{1, 3, 8, 13} {
			v, check := guarded(t, rng, n*dim)
			for i := range v {
				v[i] = float32(math.Round(float64(v[i]) * 2)) // many equal distances
			}
			if n > 3 {
				v[2*dim] = nan
				v[3*dim] = inf
			}
			s := &Set{Dim: dim, Vectors: v}
			q, _ := guarded(t, rng, dim)
			for _, k := range []int{0, 1, 2, 5, n, n + 3} {
				want := slowNearest(s, q, k)
				if got := s.Nearest(nil, q, k); !slices.Equal(got, want) {
					t.Errorf("%d of %d: %v, want %v", k, n, got, want)
				}
				r := s.Ranking()
				r.Add(q, 1)
				r.Add(q, 2) // equal is not nearer
				want = slices.DeleteFunc(slices.Clone(want), func(m Match) bool { return m.SquaredDistance == inf })
				got := r.Best(nil, k)
				if !slices.Equal(got, want) {
					t.Errorf("best %d of %d: %v, want %v", k, n, got, want)
				}
				for _, m := range got {
					if r.Window(m.Index) != 1 {
						t.Errorf("prototype %d is nearest in window %d, want 1", m.Index, r.Window(m.Index))
					}
				}
			}
			check()
		}
	}
	s := &Set{Dim: 2, Vectors: []float32{1, 2, 3, 4}}
	if got := s.Nearest(nil, []float32{nan, 0}, 2); len(got) != 0 {
		t.Errorf("nearest to NaN: %v, want none", got)
	}
	if (&Set{}).Len() != 0 {
		t.Error("the zero Set is not empty")
	}
}

func TestNearestAllocatesNothing(t *testing.T) {
	s := &Set{Dim: 8, Vectors: make([]float32, 800)}
	q, dst := make([]float32, 8), make([]Match, 0, 5)
	if n := testing.AllocsPerRun(10, func() { dst = s.Nearest(dst, q, 5) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkNearest(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			rng := rand.New(rand.NewPCG(5, 6))
			s := &Set{Dim: 576, Vectors: make([]float32, n*576)}
			for i := range s.Vectors {
				s.Vectors[i] = rng.Float32()
			}
			q := slices.Clone(s.At(n / 2))
			var dst []Match
			b.SetBytes(int64(4 * len(s.Vectors)))
			for b.Loop() {
				dst = s.Nearest(dst, q, 5)
			}
		})
	}
}
