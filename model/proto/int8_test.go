package proto

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
)

// randomInt8Set has vectors and scales as no embedding has them: zeros, both ends, equal ones, tiny and huge scales.
func randomInt8Set(rng *rand.Rand, n, dim int) *Int8Set {
	s := &Int8Set{Dim: dim, Vectors: make([]int8, n*dim), Scales: make([]float32, n)}
	for i := range n {
		s.Scales[i] = rng.Float32() * []float32{1, 1, 0, 1e-30, 1e30}[rng.IntN(5)]
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

func TestQuantise(t *testing.T) {
	for _, c := range []struct {
		name   string
		vector []float32
		want   []int8
		scale  float32
	}{
		{"zeros", []float32{0, 0}, []int8{0, 0}, 0},
		{"ends", []float32{127, -127, 63.6}, []int8{127, -127, 64}, 1},
		{"halves to even", []float32{254, 1, 3, -5}, []int8{127, 0, 2, -2}, 2},
		{"largest", []float32{math.MaxFloat32, -math.MaxFloat32}, []int8{127, -127}, math.MaxFloat32 / 127},
		{"smallest", []float32{math.SmallestNonzeroFloat32, 0}, []int8{1, 0}, math.SmallestNonzeroFloat32},
		{"nearly smallest", []float32{190 * math.SmallestNonzeroFloat32}, []int8{95}, 2 * math.SmallestNonzeroFloat32},
	} {
		s, err := Quantise(&Set{Dim: len(c.vector), Vectors: c.vector})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if !slices.Equal(s.Vectors, c.want) || s.Scales[0] != c.scale || s.Len() != 1 {
			t.Errorf("%s: %v at scale %g, want %v at %g", c.name, s.Vectors, s.Scales[0], c.want, c.scale)
		}
	}
	for name, s := range map[string]*Set{
		"no dimensions": {},
		"half a vector": {Dim: 2, Vectors: make([]float32, 3)},
		"not a number":  {Dim: 2, Vectors: []float32{1, 2, nan, 4}},
		"infinite":      {Dim: 2, Vectors: []float32{1, 2, 3, -inf}},
	} {
		if _, err := Quantise(s); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// checkQuantised checks the promise of Quantise, that a number is off by half of the scale.
func checkQuantised(t *testing.T, s *Set, got *Int8Set) {
	t.Helper()
	if err := got.Check(); err != nil || got.Dim != s.Dim || got.Len() != s.Len() {
		t.Fatalf("%d vectors of %d, want %d of %d (%v)", got.Len(), got.Dim, s.Len(), s.Dim, err)
	}
	for i := range s.Len() {
		scale := float64(got.Scales[i])
		for j, v := range s.At(i) {
			q := got.At(i)[j]
			if q == -128 || math.Abs(float64(v)-scale*float64(q)) > scale*(0.5+1e-5) {
				t.Fatalf("%g became %d at scale %g", v, q, scale)
			}
		}
	}
}

func FuzzQuantise(f *testing.F) {
	f.Add(1, []byte{0, 0, 128, 63, 0, 0, 128, 191})
	f.Add(2, []byte{0, 0, 192, 127, 0, 0, 128, 191}) // the first is no number
	f.Add(3, []byte{1, 0, 0, 0, 255, 255, 127, 127, 190, 0, 0, 0})
	f.Fuzz(func(t *testing.T, dim int, b []byte) {
		s := &Set{Dim: dim}
		finite := true
		for ; len(b) >= 4; b = b[4:] {
			v := math.Float32frombits(binary.LittleEndian.Uint32(b))
			finite = finite && v-v == 0
			s.Vectors = append(s.Vectors, v)
		}
		got, err := Quantise(s)
		if want := finite && dim > 0 && dim <= 65536 && len(s.Vectors)%dim == 0; (err == nil) != want {
			t.Fatalf("error %v, want one: %v", err, !want)
		}
		if err == nil {
			checkQuantised(t, s, got)
		}
		if len(s.Vectors) == 0 {
			return
		}
		var q Int8Query
		q.Set(s.Vectors)
		if !finite {
			if q.SquaredNorm == q.SquaredNorm || q.Twice == q.Twice {
				t.Errorf("query that is not finite: squared norm %g, want no number", q.SquaredNorm)
			}
			return
		}
		for i, v := range s.Vectors {
			if scale := float64(q.Scale); math.Abs(float64(v)-scale*float64(q.Values[i])) > scale*(0.5+1e-5) {
				t.Fatalf("%g became %d at scale %g", v, q.Values[i], scale)
			}
		}
	})
}

// TestInt8Distance: distances to the quantised vectors are those to the vectors, but for the rounding that Quantise
// and Int8Query promise.
func TestInt8Distance(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for _, dim := range []int{1, 2, 3, 4, 7, 8, 17, 64, 255, 256, 576, 4096} {
		const n = 20
		s := &Set{Dim: dim, Vectors: make([]float32, n*dim)}
		q := make([]float32, dim)
		for i := range q {
			q[i] = rng.Float32()*2 - 1
		}
		for i := range n { // from far away to right beside the query
			for j := range dim {
				s.At(i)[j] = q[j] + (rng.Float32()*2-1)*float32(math.Exp(-float64(i)))
			}
		}
		quantised, err := Quantise(s)
		if err != nil {
			t.Fatal(err)
		}
		checkQuantised(t, s, quantised)
		var query Int8Query
		query.Set(q)
		for i := range n {
			got := math.Sqrt(float64(quantised.SquaredDistance(i, &query)))
			want := math.Sqrt(slowSquaredDistance(s.At(i), q))
			if most := math.Sqrt(float64(dim)) * float64(quantised.Scales[i]+query.Scale) / 2; math.Abs(got-want) > most*1.001 {
				t.Errorf("%d numbers, vector %d: distance %g, want %g within %g", dim, i, got, want, most)
			}
		}
	}
}

// TestInt8Exact: the distances are those of the numbers that the set and the query stand for, to a float32.
func TestInt8Exact(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	for _, dim := range []int{1, 3, 8, 100, 513, 65536} {
		s := randomInt8Set(rng, 30, dim)
		q := make([]float32, dim)
		for i := range q {
			q[i] = rng.Float32()*2 - 1
		}
		if dim == 65536 { // the largest product that has to fit in an int32
			for i := range q {
				q[i] = 1
			}
		}
		var query Int8Query
		query.Set(q)
		for i := range s.Len() {
			var want, size float64
			for j, v := range s.At(i) {
				x, y := float64(query.Scale)*float64(query.Values[j]), float64(s.Scales[i])*float64(v)
				want += (x - y) * (x - y)
				size += x*x + y*y
			}
			got := float64(s.SquaredDistance(i, &query))
			if want > math.MaxFloat32 {
				want = math.Inf(1)
			}
			if got != want && math.Abs(got-want) > 1e-7*want+1e-12*size+1e-45 {
				t.Errorf("%d numbers, vector %d at scale %g: %g, want %g", dim, i, s.Scales[i], got, want)
			}
		}
	}
}

func TestInt8Index(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	for _, n := range []int{0, 1, 2, 5, 100} {
		for _, dim := range []int{1, 3, 16} {
			s := randomInt8Set(rng, n, dim)
			x, err := NewInt8Index(s)
			if err != nil {
				t.Fatal(err)
			}
			q, check := guarded(t, rng, dim)
			d, checkDistances := guarded(t, rng, n)
			x.Distances(d, q)
			checkDistances()
			var query Int8Query
			query.Set(q)
			var list []Match
			for i := range n {
				if want := s.SquaredDistance(i, &query); d[i] != want {
					t.Errorf("distance %d of %d: %g, want %g", i, n, d[i], want)
				}
				list = append(list, Match{i, d[i]})
			}
			slices.SortStableFunc(list, func(a, b Match) int {
				switch {
				case a.SquaredDistance < b.SquaredDistance:
					return -1
				case a.SquaredDistance > b.SquaredDistance:
					return 1
				}
				return 0
			})
			for _, k := range []int{0, 1, 3, n + 1} {
				if got, want := x.Nearest(nil, q, k), list[:min(k, n)]; !slices.Equal(got, want) {
					t.Errorf("nearest %d of %d: %v, want %v", k, n, got, want)
				}
			}
			q[0] = nan
			if got := x.Nearest(nil, q, 3); len(got) != 0 {
				t.Errorf("nearest to what is no number: %v, want none", got)
			}
			check()
		}
	}
}

func TestInt8Check(t *testing.T) {
	for name, s := range map[string]*Int8Set{
		"no dimensions":  {},
		"too long":       {Dim: 65537, Vectors: make([]int8, 65537), Scales: []float32{1}},
		"missing number": {Dim: 2, Vectors: make([]int8, 3), Scales: []float32{1, 2}},
		"missing scale":  {Dim: 2, Vectors: make([]int8, 4), Scales: []float32{1}},
		"negative scale": {Dim: 1, Vectors: make([]int8, 1), Scales: []float32{-1}},
		"no number":      {Dim: 1, Vectors: make([]int8, 1), Scales: []float32{nan}},
		"infinite scale": {Dim: 1, Vectors: make([]int8, 1), Scales: []float32{inf}},
	} {
		if s.Check() == nil {
			t.Errorf("%s: no error", name)
		}
		if _, err := NewInt8Index(s); err == nil {
			t.Errorf("%s: no error from NewInt8Index", name)
		}
	}
}

func TestInt8IndexAllocatesNothing(t *testing.T) {
	s := randomInt8Set(rand.New(rand.NewPCG(1, 1)), 100, 8)
	x, err := NewInt8Index(s)
	if err != nil {
		t.Fatal(err)
	}
	q, d, dst := make([]float32, 8), make([]float32, 100), make([]Match, 0, 5)
	x.Distances(d, q)
	if n := testing.AllocsPerRun(10, func() {
		x.Distances(d, q)
		dst = x.Nearest(dst, q, 5)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkInt8Nearest(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			s := randomInt8Set(rand.New(rand.NewPCG(5, 6)), n, 256)
			x, err := NewInt8Index(s)
			if err != nil {
				b.Fatal(err)
			}
			q := make([]float32, 256)
			for i, v := range s.At(n / 2) {
				q[i] = float32(v)
			}
			var dst []Match
			b.SetBytes(int64(len(s.Vectors)))
			for b.Loop() {
				dst = x.Nearest(dst, q, 5)
			}
		})
	}
}
