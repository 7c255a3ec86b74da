package nn

import (
	"math"
	"slices"
	"testing"
)

// Each operator on numbers that can be checked by hand. The input has three channels, of which the first layer, a 1x1
// convolution, keeps the first.
func TestReference(t *testing.T) {
	first := Layer{Op: OpConv, Name: "first", Out: 1, Kernel: 1}
	only := map[string][]float32{"first.weight": {1, 0, 0}}
	ones := func(n int) []float32 { return slices.Repeat([]float32{1}, n) }
	r2 := float32(math.Sqrt2)
	for _, c := range []struct {
		name   string
		h, w   int
		x      []float32 // of the first channel
		layers []Layer
		params map[string][]float32
		want   []float32
	}{
		{"conv sums windows over zeros outside", 2, 2, []float32{1, 2, 3, 4},
			[]Layer{first, {Op: OpConv, Name: "c", Out: 1, Kernel: 3, Pad: 1}},
			map[string][]float32{"c.weight": {1, 0, 0, 0, 10, 0, 0, 0, 100}, "c.bias": {0.5}},
			[]float32{10 + 400 + 0.5, 20.5, 30.5, 40 + 1 + 0.5}},
		{"conv with stride", 1, 5, []float32{1, 2, 3, 4, 5},
			[]Layer{first, {Op: OpConv, Name: "c", Out: 1, Kernel: 1, Stride: 2}},
			map[string][]float32{"c.weight": {2}}, []float32{2, 6, 10}},
		{"groups keep channels apart", 1, 1, []float32{5},
			[]Layer{first, {Op: OpConv, Name: "two", Out: 2, Kernel: 1}, {Op: OpConv, Name: "c", Out: 4, Kernel: 1, Groups: 2}},
			map[string][]float32{"two.weight": {1, 2}, "c.weight": {1, 10, 100, 1000}},
			[]float32{5, 50, 1000, 10000}},
		{"batchnorm", 1, 2, []float32{1, 3},
			[]Layer{first, {Op: OpBatchNorm, Name: "b", Eps: 1}},
			map[string][]float32{"b.weight": {4}, "b.bias": {7}, "b.running_mean": {2}, "b.running_var": {3}}, []float32{5, 9}},
		{"relu", 1, 3, []float32{-1, 0, 7}, []Layer{first, {Op: OpReLU}}, nil, []float32{0, 0, 7}},
		{"relu6", 1, 3, []float32{-1, 5, 7}, []Layer{first, {Op: OpReLU6}}, nil, []float32{0, 5, 6}},
		{"maxpool", 2, 3, []float32{1, 2, 9, 4, 3, 9}, []Layer{first, {Op: OpMaxPool, Kernel: 2, Stride: 2}}, nil, []float32{4}},
		{"maxpool does not see its padding", 1, 2, []float32{-3, -2}, []Layer{first, {Op: OpMaxPool, Kernel: 3, Pad: 1}}, nil, []float32{-2, -2}},
		{"avgpool", 2, 2, []float32{1, 2, 3, 6}, []Layer{first, {Op: OpAvgPool}}, nil, []float32{3}},
		{"gem", 1, 2, []float32{1, 7}, []Layer{first, {Op: OpGeM, Name: "g"}}, map[string][]float32{"g.p": {2}}, []float32{5}},
		{"gem lifts what is below eps", 1, 2, []float32{-9, 1}, []Layer{first, {Op: OpGeM, Name: "g", Eps: 1}}, map[string][]float32{"g.p": {3}}, []float32{1}},
		{"linear", 1, 2, []float32{1, 2}, []Layer{first, {Op: OpFlatten}, {Op: OpLinear, Name: "l", Out: 2}},
			map[string][]float32{"l.weight": {1, 10, 100, 1000}, "l.bias": {1, 2}}, []float32{22, 2102}},
		{"flatten", 2, 1, []float32{1, 2}, []Layer{first, {Op: OpConv, Name: "two", Out: 2, Kernel: 1}, {Op: OpFlatten}},
			map[string][]float32{"two.weight": {1, 10}}, []float32{1, 2, 10, 20}},
		{"add", 1, 2, []float32{-1, 2}, []Layer{first, {Op: OpReLU}, {Op: OpAdd, From: "first"}}, nil, []float32{-1, 4}},
		{"l2norm", 1, 2, []float32{3, -3}, []Layer{first, {Op: OpL2Norm}}, nil, []float32{r2 / 2, -r2 / 2}},
		{"l2norm of zeros", 1, 2, []float32{0, 0}, []Layer{first, {Op: OpL2Norm}}, nil, []float32{0, 0}},
	} {
		m := &Model{
			Network: Network{Name: "test", Input: Shape{3, c.h, c.w}, Normalisation: Normalisation{Kind: NormImage}, Layers: c.layers},
			Params:  map[string][]float32{},
		}
		for _, p := range []map[string][]float32{only, c.params} {
			for k, v := range p {
				m.Params[k] = v
			}
		}
		x := append(slices.Clone(c.x), ones(2*len(c.x))...)
		got, err := m.Reference(x)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if len(got) != len(c.want) || distance(t, got, c.want) > 1e-6 {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestActivations(t *testing.T) {
	m, err := NewRandom(Conv4(2), 1)
	if err != nil {
		t.Fatal(err)
	}
	outs, err := m.Activations(make([]float32, 3*56*56))
	if err != nil {
		t.Fatal(err)
	}
	shapes, err := m.Network.Shapes()
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range shapes {
		if len(outs[i]) != s.Len() {
			t.Errorf("layer %d has %d values, want %v", i, len(outs[i]), s)
		}
	}
	if _, err := m.Activations(make([]float32, 7)); err == nil {
		t.Error("an input of 7 values is accepted")
	}
	delete(m.Params, "norm1.bias")
	if _, err := m.Reference(make([]float32, 3*56*56)); err == nil {
		t.Error("a missing tensor is accepted")
	}
}
