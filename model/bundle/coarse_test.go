package bundle

import (
	"bytes"
	"cmp"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"docent/model/nn"
	"docent/model/proto"
)

// someWorks draws the prototypes of n works of dim numbers, in groups of up to five.
func someWorks(n, dim int) (v []float32, groups []Group) {
	rng := rand.New(rand.NewPCG(1, 2))
	v = make([]float32, n*dim)
	for i := range v {
		v[i] = 1 + float32(rng.NormFloat64())
	}
	for left := n; left > 0; left -= groups[len(groups)-1].Works {
		groups = append(groups, Group{Works: min(left, 1+rng.IntN(5))})
	}
	return v, groups
}

func coarseOf(v []float32, dim int, groups []Group) *Coarse {
	return NewCoarse(dim, groups, func(i int) []float32 { return v[i*dim:][:dim] })
}

// TestCoarseNearest holds the search against a plain one over all works' signs.
func TestCoarseNearest(t *testing.T) {
	const n, dim = 100, 70
	v, groups := someWorks(n, dim)
	c := coarseOf(v, dim, groups)
	var of []int
	for g := range groups {
		for range groups[g].Works {
			of = append(of, g)
		}
	}
	rng := rand.New(rand.NewPCG(3, 4))
	for q := range 20 {
		query, along, order := make([]float32, dim), make([]float64, n), make([]int, n)
		for j := range query {
			query[j] = v[q*dim+j] + 0.3*float32(rng.NormFloat64())
		}
		for i := range n {
			order[i] = i
			for j, x := range query {
				if less := float64(x) - float64(c.mean[j]); v[i*dim+j] > c.mean[j] {
					along[i] += less
				} else {
					along[i] -= less
				}
			}
		}
		slices.SortFunc(order, func(a, b int) int { return cmp.Compare(along[b], along[a]) })
		var want []int
		for _, i := range order {
			if !slices.Contains(want, of[i]) {
				want = append(want, of[i])
			}
		}
		for _, k := range []int{0, 1, 3, 1000} {
			if got := c.Nearest(query, k); !slices.Equal(got, want[:min(k, len(want))]) {
				t.Errorf("query %d: the %d nearest groups are %v, want %v", q, k, got, want[:min(k, len(want))])
			}
		}
		if got := c.Nearest(query, 1); got[0] != of[q] {
			t.Errorf("a view of work %d is nearest to group %d, not %d", q, got[0], of[q])
		}
	}
	if got := c.Nearest(make([]float32, dim+1), 3); len(got) != 0 {
		t.Errorf("a query of another length is near %v", got)
	}
	if got := c.Nearest(slices.Repeat([]float32{float32(math.NaN())}, dim), 3); len(got) != 0 {
		t.Errorf("a query that is no numbers is near %v", got)
	}
}

// TestCoarseAmongMany: of many works only those whose bits differ least are looked at closely.
func TestCoarseAmongMany(t *testing.T) {
	const n, dim = 5000, 64
	v, groups := someWorks(n, dim)
	c := coarseOf(v, dim, groups)
	for i := 0; i < n; i += 500 {
		g := c.Nearest(v[i*dim:][:dim], 1)
		if len(c.near) < closely || len(c.near) > n/2 {
			t.Errorf("%d works are looked at closely", len(c.near))
		}
		if len(g) != 1 || i >= c.ends[g[0]] || i < c.ends[g[0]]-groups[g[0]].Works {
			t.Errorf("work %d is looked for in group %v", i, g)
		}
	}
}

func TestCoarseRoundTrip(t *testing.T) {
	for _, dim := range []int{1, 5, 8, 64, 65, 256} {
		v, groups := someWorks(7, dim)
		want := coarseOf(v, dim, groups)
		b, err := EncodeCoarse(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ReadCoarse(b, groups)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("read %+v, %v, want %+v", got, err, want)
		}
		_, err = ReadCoarse(b, groups[1:])
		wantError(t, err, "there is not one bit for each")
	}
	c := coarseOf([]float32{float32(math.Inf(1))}, 1, []Group{{Works: 1}})
	_, err := EncodeCoarse(c)
	wantError(t, err, "finite")
}

func TestReadCoarseRefuses(t *testing.T) {
	tensor := func(name string, dtype nn.DType, dims []int, data ...float32) nn.Tensor {
		return nn.Tensor{Name: name, DType: dtype, Dims: dims, Data: data}
	}
	good := []nn.Tensor{tensor("codes", nn.I8, []int{2, 1}, 1, 2), tensor("mean", nn.F32, []int{1, 3}, 1, 1, 1)}
	for _, c := range []struct {
		name    string
		at      int
		replace nn.Tensor
		want    string
	}{
		{"none", 0, tensor("others", nn.I8, []int{2, 1}, 0, 1), "there is no tensor mean, or no tensor codes"},
		{"floats", 0, tensor("codes", nn.F32, []int{2, 1}, 0, 1), "not of type I8"},
		{"few works", 0, tensor("codes", nn.I8, []int{1, 1}, 1), "not one bit for each of the 3 numbers of 2 works"},
		{"long codes", 0, tensor("codes", nn.I8, []int{1, 2}, 1, 2), "not one bit for each"},
		{"bits of no number", 0, tensor("codes", nn.I8, []int{2, 1}, 1, 8), "work 1 has bits of no number"},
		{"no mean", 1, tensor("middle", nn.F32, []int{1, 3}, 1, 1, 1), "there is no tensor mean"},
		{"two means", 1, tensor("mean", nn.F32, []int{2, 3}, 1, 1, 1, 1, 1, 1), "impossible dimensions"},
	} {
		tensors := slices.Clone(good)
		tensors[c.at] = c.replace
		b, err := nn.WriteSafetensors(&nn.File{Tensors: tensors})
		if err != nil {
			t.Fatal(err)
		}
		_, err = ReadCoarse(b, []Group{{Works: 1}, {Works: 1}})
		wantError(t, err, c.want)
	}
}

func FuzzReadCoarse(f *testing.F) {
	v, groups := someWorks(6, 9)
	b, err := EncodeCoarse(coarseOf(v, 9, groups))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := ReadCoarse(b, groups)
		if err != nil {
			return
		}
		c.Nearest(make([]float32, c.Dim()), 2)
		again, err := EncodeCoarse(c)
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		if c2, err := ReadCoarse(again, groups); err != nil || !reflect.DeepEqual(c.codes, c2.codes) {
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
