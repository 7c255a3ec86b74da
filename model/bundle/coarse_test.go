package bundle

import (
	"bytes"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"docent/model/nn"
	"docent/model/proto"
)

// centroids draws n centroids of dim numbers for some groups, of which the last has none.
func centroids(n, dim, groups int) ([]float32, []int) {
	rng := rand.New(rand.NewPCG(1, 2))
	v, of := make([]float32, n*dim), make([]int, n)
	for i := range v {
		v[i] = float32(rng.NormFloat64())
	}
	for i := range of {
		of[i] = rng.IntN(groups - 1)
	}
	return v, of
}

// TestCoarseNearest holds the search against a plain one over all centroids, as they are after rounding.
func TestCoarseNearest(t *testing.T) {
	const n, dim, groups = 60, 16, 9
	v, of := centroids(n, dim, groups)
	c, err := NewCoarse(dim, v, of)
	if err != nil {
		t.Fatal(err)
	}
	queries, _ := centroids(20, dim, groups)
	for q := range 20 {
		query := queries[q*dim : (q+1)*dim]
		best := map[int]float64{}
		for i, g := range of {
			var d float64
			for j, x := range query {
				e := float64(x) - float64(c.Centroids.Scales[i])*float64(c.Centroids.At(i)[j])
				d += e * e
			}
			if b, ok := best[g]; !ok || d < b {
				best[g] = d
			}
		}
		want := make([]int, 0, len(best))
		for g := range best {
			want = append(want, g)
		}
		slices.SortFunc(want, func(a, b int) int { return int(math.Copysign(1, best[a]-best[b])) })
		for _, k := range []int{0, 1, 3, groups - 1, groups, 100} {
			if got := c.Nearest(query, k); !slices.Equal(got, want[:min(k, len(want))]) {
				t.Errorf("query %d: the %d nearest groups are %v, want %v", q, k, got, want)
			}
		}
	}
	if got := c.Nearest(slices.Repeat([]float32{float32(math.NaN())}, dim), 3); len(got) != 0 {
		t.Errorf("a query that is no numbers is near %v", got)
	}
}

func TestCoarseRoundTrip(t *testing.T) {
	v, of := centroids(7, 5, 4)
	want, err := NewCoarse(5, v, of)
	if err != nil {
		t.Fatal(err)
	}
	b, err := EncodeCoarse(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ReadCoarse(b, 4)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("read %+v, %v, want %+v", got, err, want)
	}
	_, err = ReadCoarse(b, slices.Max(of))
	wantError(t, err, "is of no group")
	want.Groups = of[1:]
	_, err = EncodeCoarse(want)
	wantError(t, err, "write coarse.safetensors: there is not one scale and one group")
	_, err = NewCoarse(1, []float32{float32(math.Inf(1))}, []int{0})
	wantError(t, err, "not finite")
}

func TestReadCoarseRefuses(t *testing.T) {
	tensor := func(name string, dtype nn.DType, dims []int, data ...float32) nn.Tensor {
		return nn.Tensor{Name: name, DType: dtype, Dims: dims, Data: data}
	}
	two := []int{2, 1}
	good := []nn.Tensor{tensor("centroids", nn.I8, []int{2, 2}, 1, 2, 3, 4), tensor("scales", nn.F32, two, 1, 1), tensor("groups", nn.F32, two, 0, 1)}
	for _, c := range []struct {
		name    string
		at      int
		replace nn.Tensor
		want    string
	}{
		{"none", 0, tensor("others", nn.I8, two, 0, 1), "a vector of 0 numbers"},
		{"floats", 0, tensor("centroids", nn.F32, two, 0, 1), "not of type I8"},
		{"few centroids", 0, tensor("centroids", nn.I8, []int{1, 2}, 0, 1), "not one scale and one group"},
		{"no scales", 1, tensor("sizes", nn.F32, two, 0, 1), "not one scale and one group"},
		{"negative scale", 1, tensor("scales", nn.F32, two, -1, 1), "not a number of 0 or more"},
		{"half a group", 2, tensor("groups", nn.F32, two, 0, 0.5), "centroid 1 is of no group"},
		{"group of no place", 2, tensor("groups", nn.F32, two, 2, 0), "centroid 0 is of no group"},
		{"negative group", 2, tensor("groups", nn.F32, two, -1, 0), "centroid 0 is of no group"},
		{"huge group", 2, tensor("groups", nn.F32, two, 1e30, 0), "centroid 0 is of no group"},
		{"pairs of groups", 2, tensor("groups", nn.F32, []int{1, 2}, 0, 0), "not one scale and one group"},
	} {
		tensors := slices.Clone(good)
		tensors[c.at] = c.replace
		b, err := nn.WriteSafetensors(&nn.File{Tensors: tensors})
		if err != nil {
			t.Fatal(err)
		}
		_, err = ReadCoarse(b, 2)
		wantError(t, err, c.want)
	}
}

func FuzzReadCoarse(f *testing.F) {
	v, of := centroids(3, 2, 4)
	c, err := NewCoarse(2, v, of)
	if err != nil {
		f.Fatal(err)
	}
	b, err := EncodeCoarse(c)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := ReadCoarse(b, 4)
		if err != nil {
			return
		}
		c.Nearest(make([]float32, c.Centroids.Dim), 2)
		again, err := EncodeCoarse(c)
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		if c2, err := ReadCoarse(again, 4); err != nil || !reflect.DeepEqual(c, c2) {
			t.Fatalf("it changes when it is written and read (%v)", err)
		}
	})
}

func FuzzReadPrototypes(f *testing.F) {
	b, err := EncodePrototypes(&proto.Set{Dim: 2, Vectors: []float32{1, 2, 3, 4}, Background: []float32{5, 6}, Impostors: []float32{7, 8}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		set, err := ReadPrototypes(b)
		if err != nil {
			return
		}
		first, err := EncodePrototypes(set)
		if err != nil {
			t.Fatalf("prototypes that were read cannot be written: %v", err)
		}
		got, err := ReadPrototypes(first)
		if err != nil {
			t.Fatalf("prototypes that were written cannot be read: %v", err)
		}
		if again, err := EncodePrototypes(got); err != nil || !bytes.Equal(again, first) {
			t.Fatalf("prototypes change when they are written and read (%v)", err)
		}
	})
}
