package simd

import (
	"os"
	"path/filepath"
	"testing"

	"docent/model/nn"
	"docent/model/weights"
)

// TestReleasedWeights compares the compiled network with libtorch on the released weights, on the file that the trainer
// wrote with them: trained weights are what Winograd's algorithms have to stand.
func TestReleasedWeights(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "nn", "testdata", "activations.safetensors"))
	if err != nil {
		t.Fatal(err)
	}
	f, err := nn.ReadSafetensors(b)
	if err != nil {
		t.Fatal(err)
	}
	m, err := nn.ReadModel(weights.Released())
	if err != nil {
		t.Fatal(err)
	}
	tensors := map[string]nn.Tensor{}
	for _, tensor := range f.Tensors {
		tensors[tensor.Name] = tensor
	}
	inputs, outputs := tensors["input"], tensors["output"]
	e := openTest(t)
	for _, target := range targets {
		r, _ := newTestRunner(t, e, m, target)
		got := make([]float32, r.OutputLen())
		worst := 0.0
		for i := range inputs.Dims[0] {
			x := inputs.Data[i*m.Network.Input.Len():][:m.Network.Input.Len()]
			if err := r.Forward(got, x); err != nil {
				t.Fatal(err)
			}
			worst = max(worst, distance(got, outputs.Data[i*len(got):][:len(got)]))
		}
		t.Logf("%s: %.2g of the largest number", target.name, worst)
		if !(worst <= tolerance) {
			t.Errorf("%s: it differs from libtorch by %.2g of the largest number, want at most %g", target.name, worst, tolerance)
		}
	}
}
