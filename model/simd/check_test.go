package simd

import (
	"math"
	"testing"

	"docent/model/nn"
)

func TestAgrees(t *testing.T) {
	e := openTest(t)
	m := newRandom(t, nn.Conv4(8), 1)
	r, err := e.NewRunner(m)
	if err != nil {
		t.Fatal(err)
	}
	agrees := func(want bool) {
		t.Helper()
		if got, err := r.Agrees(m); err != nil || got != want {
			t.Errorf("it agrees: %v, %v; want %v", got, err, want)
		}
	}
	agrees(true)
	w := r.weights.floats()
	for _, wrong := range []float32{2, float32(math.NaN())} {
		first := 0 // the bias of a channel
		kept := w[first]
		w[first] += wrong
		agrees(false)
		w[first] = kept
	}
	agrees(true)
}
