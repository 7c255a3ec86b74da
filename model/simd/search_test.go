package simd

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"docent/model/proto"
)

func TestBelow(t *testing.T) {
	e := openTest(t)
	rng := rand.New(rand.NewPCG(7, 8))
	for _, n := range []int{1, 15, 16, 17, 100, 1000} {
		x, err := e.NewFloatIndex(&proto.Set{Dim: 1, Vectors: make([]float32, n)})
		if err != nil {
			t.Fatal(err)
		}
		found := x.distances([]float32{0})
		for range 200 {
			for i := range found[:n] {
				found[i] = []float32{1, 2, 3, nan, inf}[rng.IntN(5)]
			}
			if rng.IntN(2) == 0 {
				found[rng.IntN(n)] = 0.5
			}
			from, limit := rng.IntN(n), []float32{0.5, 0.75, 1, 2, inf, nan}[rng.IntN(6)]
			want := from
			for want < n && !(found[want] < limit) {
				want++
			}
			if got := min(x.below(from, limit), n); got != want {
				t.Fatalf("below %g from %d of %d: %d, want %d", limit, from, n, got, want)
			}
		}
		x.Close()
	}
}

// TestReadOnce: reading really reads all.
func TestReadOnce(t *testing.T) {
	e := openTest(t)
	set := randomInt8Set(rand.New(rand.NewPCG(9, 10)), 16, 64)
	x, err := e.NewIndex(set)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	x.ReadOnce()
	var want [4]uint32
	for i := range len(set.Vectors) / 4 {
		want[i%4] += binary.LittleEndian.Uint32(x.vectors.bytes()[4*i:])
	}
	for i, w := range want {
		if got := binary.LittleEndian.Uint32(x.scan.bytes()[4*i:]); got != w {
			t.Errorf("sum %d: %#x, want %#x", i, got, w)
		}
	}
}
