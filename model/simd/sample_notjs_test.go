//go:build !js

package simd

import (
	"math/rand/v2"
	"testing"

	"docent/model/vision"
)

// TestSamplerStaysInside: nothing behind a frame is read, for in the page a frame may be the last thing in memory.
func TestSamplerStaysInside(t *testing.T) {
	e := openTest(t)
	rng := rand.New(rand.NewPCG(1, 2))
	for _, size := range [][2]int{{8, 2}, {16, 3}, {16, 16}, {24, 8}, {80, 60}} {
		w, h := size[0], size[1]
		s := testSampler(t, e, 7, 6, plainNorm)
		if err := s.reserve(&s.sums, w*vectorSize); err != nil {
			t.Fatal(err)
		}
		for range 4 { // what straighten would allocate behind the frame
			room := half{}
			if err := s.reserve(&room.room, w*h); err != nil {
				t.Fatal(err)
			}
			s.halves = append(s.halves, room)
		}
		if _, err := s.in.alloc(int(s.in.memory.Size()) - int(s.in.top) - 4*w*h); err != nil {
			t.Fatal(err)
		}
		if err := s.setFrame(randomFrame(rng, w, h)); err != nil {
			t.Fatal(err)
		}
		if end := s.frame.block.addr + uint32(4*w*h); end != s.in.memory.Size() {
			t.Fatalf("the frame ends at %d, the memory at %d", end, s.in.memory.Size())
		}
		for _, r := range []vision.Rect{vision.Whole, {X0: 0.5, Y0: 0.5, X1: 1, Y1: 1}, {X0: 0.95, Y0: 0.95, X1: 1, Y1: 1}} {
			if err := s.sample(r); err != nil {
				t.Errorf("%d x %d, %v: %v", w, h, r, err)
			}
		}
		for _, q := range []vision.Quad{vision.RectQuad(float64(w), float64(h)), vision.RectQuad(9*float64(w), 9*float64(h)),
			{{X: 0, Y: -1}, {X: float64(2 * w), Y: 1}, {X: float64(2 * w), Y: float64(3 * h)}, {X: 0, Y: float64(2 * h)}}} {
			if err := s.straighten(outlineMap(t, q)); err != nil {
				t.Errorf("%d x %d, %v: %v", w, h, q, err)
			}
		}
	}
}
