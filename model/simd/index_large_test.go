package simd

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"docent/model/proto"
)

// largeSet is random numbers made on the fly, fast.
func largeSet(n, dim int) *proto.Int8Set {
	rng := rand.New(rand.NewPCG(11, 12))
	s := &proto.Int8Set{Dim: dim, Vectors: make([]int8, n*dim), Scales: make([]float32, n)}
	b := int8Bytes(s.Vectors)
	for i := 0; i+8 <= len(b); i += 8 {
		binary.LittleEndian.PutUint64(b[i:], rng.Uint64())
	}
	for i := range s.Scales {
		s.Scales[i] = 0.5 + rng.Float32()
	}
	return s
}

// TestMillion: 1,000,000 works fit and are found natively, 100,000 in the page.
func TestMillion(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes 500 MB")
	}
	n := 1_000_000
	if runtime.GOOS == "js" {
		n = 100_000
	}
	e := openTest(t)
	set := largeSet(n, 256)
	x, err := e.NewIndex(set)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	plain, err := proto.NewInt8Index(set)
	if err != nil {
		t.Fatal(err)
	}
	q := make([]float32, 256)
	for _, work := range []int{0, n / 3, n - 1} {
		for i, v := range set.At(work) {
			q[i] = float32(v) * set.Scales[work]
		}
		got, want := x.Nearest(nil, q, 10), plain.Nearest(nil, q, 10)
		if !slices.Equal(got, want) || got[0].Index != work {
			t.Errorf("work %d: %v, want %v", work, got, want)
		}
	}
}

func TestIndexAllocatesNothing(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("a call from Go to JavaScript allocates")
	}
	e := openTest(t)
	x, err := e.NewIndex(largeSet(1000, 64))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	q, dst, matches := make([]float32, 64), make([]float32, 1000), make([]proto.Match, 0, 5)
	x.Distances(dst, q)
	if n := testing.AllocsPerRun(10, func() {
		x.Distances(dst, q)
		matches = x.Nearest(matches, q, 5)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// BenchmarkIndex compares a search to reading the same bytes once.
func BenchmarkIndex(b *testing.B) {
	e := openTest(b)
	for _, n := range []int{1000, 100_000} {
		set := largeSet(n, 256)
		floats := &proto.Set{Dim: 256, Vectors: make([]float32, n*256)}
		for i, v := range set.Vectors {
			floats.Vectors[i] = float32(v)
		}
		q := slices.Clone(floats.At(n / 2))
		small, err := e.NewIndex(set)
		if err != nil {
			b.Fatal(err)
		}
		large, err := e.NewFloatIndex(floats)
		if err != nil {
			b.Fatal(err)
		}
		dst := make([]float32, n)
		var matches []proto.Match
		for _, c := range []struct {
			name string
			x    *Index
			size int
		}{{"int8", small, 1}, {"float32", large, 4}} {
			run := func(name string, f func()) {
				b.Run(fmt.Sprint(n, "/", c.name, "/", name), func(b *testing.B) {
					b.SetBytes(int64(n * 256 * c.size))
					for b.Loop() {
						f()
					}
				})
			}
			run("read", c.x.ReadOnce)
			run("distances", func() { c.x.Distances(dst, q) })
			run("nearest", func() { matches = c.x.Nearest(matches, q, 5) })
			c.x.Close()
		}
	}
}

// BenchmarkRanking is a frame of five windows: each is compared to all works, and the best works are found.
func BenchmarkRanking(b *testing.B) {
	e := openTest(b)
	for _, n := range []int{1000, 100_000} {
		set := largeSet(n, 256)
		x, err := e.NewIndex(set)
		if err != nil {
			b.Fatal(err)
		}
		q := make([]float32, 256)
		for i, v := range set.At(n / 2) {
			q[i] = float32(v)
		}
		r := proto.NewRanking(x, nil)
		var best []proto.Match
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				r.Reset()
				for window := range uint8(5) {
					r.Add(q, window)
				}
				best = r.Best(best, 5)
			}
		})
		x.Close()
	}
}
