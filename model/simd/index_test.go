package simd

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"docent/model/proto"
)

var nan, inf = float32(math.NaN()), float32(math.Inf(1))

// indexDims are the lengths of vectors that the kernels take apart in different ways.
var indexDims = []int{1, 2, 3, 7, 8, 9, 12, 15, 16, 17, 24, 31, 33, 40, 64, 65, 100, 256, 257, 576}

// randomInt8Set has zeros, both ends, equal vectors, tiny and huge scales.
func randomInt8Set(rng *rand.Rand, n, dim int) *proto.Int8Set {
	s := &proto.Int8Set{Dim: dim, Vectors: make([]int8, n*dim), Scales: make([]float32, n)}
	for i := range n {
		s.Scales[i] = rng.Float32() * []float32{1, 1, 1, 0, 1e-38, 1e30}[rng.IntN(6)]
		row := s.At(i)
		switch rng.IntN(8) {
		case 0: // stays zero
		case 1:
			for j := range row {
				row[j] = -128
			}
		case 2:
			if i > 0 {
				copy(row, s.At(i-1))
				s.Scales[i] = s.Scales[i-1]
			}
		default:
			for j := range row {
				row[j] = int8(rng.Uint32())
			}
		}
	}
	return s
}

func randomFloatSet(rng *rand.Rand, n, dim int) *proto.Set {
	s := &proto.Set{Dim: dim, Vectors: make([]float32, n*dim)}
	for i := range n {
		size := []float32{1, 1, 1, 0, 1e-30, 1e18, 1e30}[rng.IntN(7)]
		for j := range dim {
			s.At(i)[j] = size * float32(rng.IntN(64)-32)
		}
		switch rng.IntN(10) {
		case 0:
			if i > 0 {
				copy(s.At(i), s.At(i-1))
			}
		case 1:
			s.At(i)[rng.IntN(dim)] = []float32{nan, inf, -inf}[rng.IntN(3)]
		}
	}
	return s
}

// queryKinds are what an index is asked for.
var queryKinds = []string{"random", "zero", "tiny", "huge", "not a number", "infinite"}

func queries(rng *rand.Rand, dim int) map[string][]float32 {
	all := map[string][]float32{}
	for _, name := range queryKinds {
		q := make([]float32, dim)
		for j := range q {
			switch name {
			case "zero":
			case "tiny":
				q[j] = rng.Float32() * 1e-42
			case "huge":
				q[j] = (rng.Float32()*2 - 1) * math.MaxFloat32
			default:
				q[j] = float32(rng.IntN(64) - 32)
			}
		}
		switch name {
		case "not a number":
			q[rng.IntN(dim)] = nan
		case "infinite":
			q[rng.IntN(dim)] = -inf
		}
		all[name] = q
	}
	return all
}

// plainIndex is an index in plain Go.
type plainIndex interface {
	proto.Index
	Nearest(dst []proto.Match, q []float32, k int) []proto.Match
}

// checkIndex compares an index to plain Go, bit by bit.
func checkIndex(t *testing.T, x *Index, plain plainIndex, rng *rand.Rand, dim int) {
	t.Helper()
	n := plain.Len()
	if x.Len() != n {
		t.Fatalf("%d vectors, want %d", x.Len(), n)
	}
	const guard = -12345
	for name, q := range queries(rng, dim) {
		got, want := make([]float32, n+2), make([]float32, n)
		got[0], got[n+1] = guard, guard
		x.Distances(got[1:n+1:n+1], q)
		plain.Distances(want, q)
		if got[0] != guard || got[n+1] != guard {
			t.Errorf("%d x %d, %s query: written outside of dst", n, dim, name)
		}
		for i, w := range want {
			if g := got[i+1]; math.Float32bits(g) != math.Float32bits(w) && (g == g || w == w) {
				t.Fatalf("%d x %d, %s query: distance %d is %g, want %g", n, dim, name, i, g, w)
			}
		}
		for _, k := range []int{0, 1, 2, 5, n, n + 3} {
			if got, want := x.Nearest(nil, q, k), plain.Nearest(nil, q, k); !slices.Equal(got, want) {
				t.Fatalf("%d x %d, %s query, nearest %d: %v, want %v", n, dim, name, k, got, want)
			}
		}
	}
}

func TestIndex(t *testing.T) {
	e := openTest(t)
	rng := rand.New(rand.NewPCG(1, 2))
	for _, dim := range indexDims {
		for _, n := range []int{0, 1, 3, 4, 5, 6, 7, 8, 15, 16, 17, 100} {
			set := randomInt8Set(rng, n, dim)
			plain, err := proto.NewInt8Index(set)
			if err != nil {
				t.Fatal(err)
			}
			for _, atOnce := range []int{1, 2, group} {
				x, err := e.newInt8Index(set, atOnce)
				if err != nil {
					t.Fatal(err)
				}
				checkIndex(t, x, plain, rng, dim)
				if err := x.Close(); err != nil {
					t.Error(err)
				}
			}
		}
	}
}

func TestFloatIndex(t *testing.T) {
	e := openTest(t)
	rng := rand.New(rand.NewPCG(3, 4))
	for _, dim := range indexDims {
		for _, n := range []int{0, 1, 3, 4, 5, 16, 30} {
			set := randomFloatSet(rng, n, dim)
			for _, atOnce := range []int{1, group} {
				x, err := e.newFloatIndex(set, atOnce)
				if err != nil {
					t.Fatal(err)
				}
				checkIndex(t, x, set, rng, dim)
				if err := x.Close(); err != nil {
					t.Error(err)
				}
			}
		}
	}
}

// TestIndexLongest: sums that just fit.
func TestIndexLongest(t *testing.T) {
	e := openTest(t)
	const dim = 65536
	set := &proto.Int8Set{Dim: dim, Vectors: make([]int8, 5*dim), Scales: []float32{1, 1, 2, 3, 4}}
	q := make([]float32, dim)
	for j := range q {
		q[j] = -1
		for i := range 5 {
			set.At(i)[j] = -128
		}
	}
	plain, err := proto.NewInt8Index(set)
	if err != nil {
		t.Fatal(err)
	}
	x, err := e.NewIndex(set)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	got, want := make([]float32, 5), make([]float32, 5)
	x.Distances(got, q)
	plain.Distances(want, q)
	if exact := float32(127 * 127 * dim); !slices.Equal(got, want) || math.Abs(float64(got[0]/exact-1)) > 1e-6 {
		t.Errorf("%v, want %v, the first one %g", got, want, exact)
	}
}

// TestFloatIndexLarge: vectors that no cache holds.
func TestFloatIndexLarge(t *testing.T) {
	e := openTest(t)
	const n, dim = 9001, 256
	if floatsAtOnce(n, dim) == floatsAtOnce(1000, dim) {
		t.Fatal("it is as if they were few")
	}
	rng := rand.New(rand.NewPCG(13, 14))
	set := randomFloatSet(rng, n, dim)
	x, err := e.NewFloatIndex(set)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	checkIndex(t, x, set, rng, dim)
}

// TestIndexRanking: a ranking over SIMD indexes is that in plain Go.
func TestIndexRanking(t *testing.T) {
	e := openTest(t)
	rng := rand.New(rand.NewPCG(15, 16))
	set := &proto.Set{Dim: 20, Vectors: make([]float32, 50*20), Background: make([]float32, 7*20)}
	for i := range set.Vectors {
		set.Vectors[i] = rng.Float32()
	}
	for i := range set.Background {
		set.Background[i] = rng.Float32()
	}
	works, err := e.NewFloatIndex(set)
	if err != nil {
		t.Fatal(err)
	}
	defer works.Close()
	background, err := e.NewFloatIndex(&proto.Set{Dim: set.Dim, Vectors: set.Background})
	if err != nil {
		t.Fatal(err)
	}
	defer background.Close()
	got, want := proto.NewRanking(works, background), set.Ranking()
	q := make([]float32, set.Dim)
	for window := range uint8(5) {
		for j := range q {
			q[j] = rng.Float32()
		}
		got.Add(q, window)
		want.Add(q, window)
	}
	best := want.Best(nil, 5)
	if !slices.Equal(got.Best(nil, 5), best) {
		t.Errorf("%v, want %v", got.Best(nil, 5), best)
	}
	for i, m := range best {
		if got.Window(m.Index) != want.Window(m.Index) || got.Rival(best, i) != want.Rival(best, i) {
			t.Errorf("work %d: window %d and rival %g, want %d and %g", m.Index, got.Window(m.Index), got.Rival(best, i),
				want.Window(m.Index), want.Rival(best, i))
		}
	}
}

func TestIndexRefuses(t *testing.T) {
	e := openTest(t)
	for name, set := range map[string]*proto.Int8Set{
		"no dimensions": {},
		"lengths":       {Dim: 2, Vectors: make([]int8, 3), Scales: []float32{1}},
		"scale":         {Dim: 2, Vectors: make([]int8, 2), Scales: []float32{nan}},
	} {
		if _, err := e.NewIndex(set); err == nil {
			t.Errorf("int8, %s: no error", name)
		}
	}
	for name, set := range map[string]*proto.Set{"no dimensions": {}, "lengths": {Dim: 2, Vectors: make([]float32, 3)}} {
		if _, err := e.NewFloatIndex(set); err == nil {
			t.Errorf("float32, %s: no error", name)
		}
	}
	x, err := e.NewFloatIndex(&proto.Set{Dim: 2, Vectors: make([]float32, 8)})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	defer func() {
		if recover() == nil {
			t.Error("a query of another length: no panic")
		}
	}()
	x.Distances(make([]float32, 4), make([]float32, 3))
}

// TestIndexGuards: the kernels write the distances that they were asked for, and nothing else.
func TestIndexGuards(t *testing.T) {
	e := openTest(t)
	rng := rand.New(rand.NewPCG(5, 6))
	for _, dim := range []int{3, 8, 21, 64} {
		set, err := e.NewIndex(randomInt8Set(rng, 24, dim))
		if err != nil {
			t.Fatal(err)
		}
		floats, err := e.NewFloatIndex(randomFloatSet(rng, 24, dim))
		if err != nil {
			t.Fatal(err)
		}
		for name, x := range map[string]*Index{"int8": set, "float32": floats} {
			b, err := x.in.alloc(4 * 64)
			if err != nil {
				t.Fatal(err)
			}
			vectors := slices.Clone(x.vectors.bytes())
			x.rows.query(make([]float32, dim))
			for _, groups := range []int{0, 1, 2, 5} {
				for i := range b.floats() {
					b.floats()[i] = -7
				}
				if err := x.rows.distances(3, groups, b.addr+4*9); err != nil {
					t.Fatal(err)
				}
				for i, v := range b.floats() {
					if written, want := v != -7, i >= 9 && i < 9+4*groups; written != want {
						t.Errorf("%s of %d, %d groups: distance %d written: %v, want %v", name, dim, groups, i-9, written, want)
					}
				}
			}
			if !slices.Equal(vectors, x.vectors.bytes()) {
				t.Errorf("%s of %d: the vectors have changed", name, dim)
			}
			x.Close()
		}
	}
}
