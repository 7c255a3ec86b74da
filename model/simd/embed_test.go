package simd

import (
	"math/rand/v2"
	"testing"

	"docent/model/nn"
	"docent/model/vision"
)

// TestEmbed compares the two ways from a frame to an embedding with sampling in plain Go and the plain forward pass.
func TestEmbed(t *testing.T) {
	e := openTest(t)
	rng := rand.New(rand.NewPCG(1, 2))
	for _, n := range []nn.Normalisation{{Kind: nn.NormImage}, nn.Conv4(8).Normalisation} {
		network := nn.Conv4(8)
		network.Normalisation = n
		m := newRandom(t, network, 3)
		r, err := e.NewRunner(m)
		if err != nil {
			t.Fatal(err)
		}
		got := make([]float32, r.OutputLen())
		if r.EmbedWindow(got, vision.Whole) == nil || r.EmbedStraight(got, vision.Identity) == nil {
			t.Error("no error without a frame")
		}
		frame := randomFrame(rng, 160, 120)
		r.SetFrame(frame)
		w, h := r.InputSize()
		x := make([]float32, 3*w*h)
		check := func(name string) {
			t.Helper()
			want, err := m.Reference(x)
			if err != nil {
				t.Fatal(err)
			}
			if d := distance(got, want); !(d <= tolerance) {
				t.Errorf("%s, normalisation %s: it differs by %g", name, n.Kind, d)
			}
		}
		for _, window := range []vision.Rect{vision.Whole, {X0: 0.2, Y0: 0.1, X1: 0.7, Y1: 0.95}} {
			vision.Sample(x, frame, window, w, h, n)
			if err := r.EmbedWindow(got, window); err != nil {
				t.Fatal(err)
			}
			check("window")
		}
		outline := vision.Quad{{X: 20, Y: 10}, {X: 140, Y: 25}, {X: 130, Y: 110}, {X: 30, Y: 100}}
		h9 := outlineMap(t, outline)
		vision.Straighten(x, frame, h9, w, h, n)
		if err := r.EmbedStraight(got, h9); err != nil {
			t.Fatal(err)
		}
		check("outline")
		if r.EmbedWindow(got[1:], vision.Whole) == nil {
			t.Error("no error for a short output")
		}
		if n := testing.AllocsPerRun(5, func() {
			r.SetFrame(frame)
			if r.EmbedWindow(got, vision.Whole) != nil {
				t.Error("it fails")
			}
		}); n != 0 && !browser {
			t.Errorf("%g allocations for a window", n)
		}
	}
}
