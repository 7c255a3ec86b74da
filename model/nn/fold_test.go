package nn

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"
)

// randomInput returns n normally distributed values.
func randomInput(r *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(r.NormFloat64())
	}
	return x
}

// distance returns the largest difference between got and want, relative to the largest of want.
func distance(t testing.TB, got, want []float32) float64 {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d values, want %d", len(got), len(want))
	}
	var diff, size float64
	for i := range want {
		d := math.Abs(float64(got[i]) - float64(want[i]))
		if math.IsNaN(d) {
			return math.Inf(1)
		}
		diff = max(diff, d)
		size = max(size, math.Abs(float64(want[i])))
	}
	if diff == 0 {
		return 0
	}
	return diff / size
}

func TestFoldErrors(t *testing.T) {
	m, err := NewRandom(Conv4(1), 1)
	if err != nil {
		t.Fatal(err)
	}
	m.Params["norm1.weight"][0], m.Params["norm1.running_var"][0] = math.MaxFloat32, 0
	if _, err := Fold(m); err == nil || err.Error() != "fold norm1 into conv1: the product is beyond what a float32 holds" {
		t.Errorf("a huge factor: %v", err)
	}
	if _, err := NewRunner(m); err == nil {
		t.Error("a huge factor: a runner is made")
	}
	delete(m.Params, "norm1.weight")
	if _, err := Fold(m); err == nil {
		t.Error("a missing tensor is accepted")
	}
	if _, err := Fold(&Model{}); err == nil {
		t.Error("an empty network is accepted")
	}
}

// Fold leaves its model alone.
func TestFoldKeepsModel(t *testing.T) {
	m, err := NewRandom(Conv4(2), 1)
	if err != nil {
		t.Fatal(err)
	}
	before, err := m.Encode(F32, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Fold(m); err != nil {
		t.Fatal(err)
	}
	if after, err := m.Encode(F32, nil); err != nil || !bytes.Equal(after, before) {
		t.Errorf("the model changed: %v", err)
	}
}

func TestFold(t *testing.T) {
	bn := func(name string) Layer { return Layer{Op: OpBatchNorm, Name: name} }
	conv := func(name string, out, kernel int) Layer {
		return Layer{Op: OpConv, Name: name, Out: out, Kernel: kernel, Pad: kernel / 2}
	}
	for _, c := range []struct {
		name   string
		layers []Layer
		want   int // layers after folding
	}{
		{"after a convolution", []Layer{conv("a", 5, 3), bn("b"), {Op: OpReLU}}, 2},
		{"two in a row", []Layer{conv("a", 5, 3), bn("b"), bn("c")}, 1},
		{"after a linear layer", []Layer{{Op: OpFlatten}, {Op: OpLinear, Name: "a", Out: 7}, bn("b")}, 2},
		{"first of all", []Layer{bn("a"), conv("b", 4, 3)}, 2},
		{"after a pool", []Layer{conv("a", 4, 1), {Op: OpMaxPool, Kernel: 2}, bn("b")}, 3},
		{"added afterwards", []Layer{conv("a", 4, 3), bn("b"), {Op: OpReLU}, conv("c", 4, 3), bn("d"), {Op: OpAdd, From: "b"}}, 4},
		{"added before it", []Layer{conv("a", 4, 3), bn("b"), {Op: OpReLU}, {Op: OpAdd, From: "a"}}, 4},
		{"added between two", []Layer{conv("a", 4, 3), bn("b"), bn("c"), {Op: OpReLU}, {Op: OpAdd, From: "b"}}, 4},
		{"another eps", []Layer{conv("a", 4, 3), {Op: OpBatchNorm, Name: "b", Eps: 0.1}}, 1},
		{"none", []Layer{conv("a", 4, 3)}, 1},
	} {
		n := Network{Name: "test", Input: Shape{3, 6, 5}, Normalisation: Normalisation{Kind: NormImage}, Layers: c.layers}
		m, err := NewRandom(n, 3)
		if err != nil {
			t.Fatal(c.name, err)
		}
		if c.name == "after a convolution" {
			delete(m.Params, "a.bias")
		}
		f, err := Fold(m)
		if err != nil {
			t.Fatal(c.name, err)
		}
		if len(f.Network.Layers) != c.want {
			t.Errorf("%s: %d layers after folding, want %d", c.name, len(f.Network.Layers), c.want)
		}
		for _, l := range f.Network.Layers {
			if l.Op == OpBatchNorm {
				t.Errorf("%s: %s is still there", c.name, l.Name)
			}
		}
		x := randomInput(rand.New(rand.NewPCG(4, 5)), n.Input.Len())
		want, err := m.Reference(x)
		if err != nil {
			t.Fatal(c.name, err)
		}
		got, err := f.Reference(x)
		if err != nil {
			t.Fatal(c.name, err)
		}
		if d := distance(t, got, want); d > 1e-5 {
			t.Errorf("%s: folded and unfolded differ by %g", c.name, d)
		}
		if _, err := f.Encode(F32, nil); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
