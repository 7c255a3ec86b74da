package weights

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"docent/model/nn"
)

// activations are inputs and the outputs that libtorch computed for them with
// the released weights (trainer export -activations).
var activations = filepath.Join("..", "nn", "testdata", "activations.safetensors")

// TestParity compares the reference and the tuned forward pass with libtorch's
// on the released weights, to 1e-4 of the largest output. The same test runs
// in wasm; the page's worker and libtorch itself have theirs, on the same file.
func TestParity(t *testing.T) {
	b, err := os.ReadFile(activations)
	if err != nil {
		t.Fatal(err)
	}
	f, err := nn.ReadSafetensors(b)
	if err != nil {
		t.Fatal(err)
	}
	m, err := nn.ReadModel(Released())
	if err != nil {
		t.Fatal(err)
	}
	if made := f.Metadata["weights"]; m.Hash != "" && made != m.Hash {
		t.Fatalf("%s was made with weights %s, the released ones are %s: write it anew with trainer export", activations, made, m.Hash)
	}
	tensors := map[string]nn.Tensor{}
	for _, tensor := range f.Tensors {
		tensors[tensor.Name] = tensor
	}
	inputs, outputs := tensors["input"], tensors["output"]
	count := inputs.Dims[0]
	runner, err := nn.NewRunner(m)
	if err != nil {
		t.Fatal(err)
	}
	if runner.OutputLen() != outputs.Dims[1] {
		t.Fatalf("the network gives %d numbers, the file has %d", runner.OutputLen(), outputs.Dims[1])
	}
	tuned := make([]float32, runner.OutputLen())
	for i := range count {
		x := inputs.Data[i*len(inputs.Data)/count:][:len(inputs.Data)/count]
		want := outputs.Data[i*len(tuned):][:len(tuned)]
		reference, err := m.Reference(x)
		if err != nil {
			t.Fatal(err)
		}
		if err := runner.Forward(tuned, x); err != nil {
			t.Fatal(err)
		}
		for name, got := range map[string][]float32{"reference": reference, "tuned": tuned} {
			if e := relative(got, want); e > 1e-4 {
				t.Errorf("input %d: %s differs from libtorch by %.2g of the largest output, want at most 1e-4", i, name, e)
			}
		}
	}
}

// relative is the largest difference over the largest magnitude.
func relative(got, want []float32) float64 {
	var diff, scale float64
	for i := range want {
		diff = max(diff, math.Abs(float64(got[i]-want[i])))
		scale = max(scale, math.Abs(float64(want[i])))
	}
	return diff / scale
}

// TestReleased checks what the page and the README promise of the file.
func TestReleased(t *testing.T) {
	m, err := nn.ReadModel(Released())
	if err != nil {
		t.Fatal(err)
	}
	if n := len(Released()) + len(Locator()); n > 1_200_000 {
		t.Errorf("both networks take %d bytes, want at most 1,200,000", n)
	}
	for _, l := range m.Network.Layers {
		if l.Op == nn.OpBatchNorm {
			t.Errorf("batch norm %s is not folded in", l.Name)
		}
	}
}
