package simd

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"docent/model/vision"
)

// outlineMap is the map from the unit square to an outline.
func outlineMap(t testing.TB, q vision.Quad) vision.Homography {
	t.Helper()
	m, err := vision.QuadToQuad(vision.RectQuad(1, 1), q)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// randomOutline is a convex quadrilateral within and around a part of a frame.
func randomOutline(rng *rand.Rand, w, h float64) vision.Quad {
	for {
		var q vision.Quad
		size := 0.2 + rng.Float64()
		for i, c := range vision.RectQuad(1, 1) {
			q[i] = vision.Point{X: (c.X*size + 0.4*rng.Float64() - 0.2) * w, Y: (c.Y*size + 0.4*rng.Float64() - 0.2) * h}
		}
		for range rng.IntN(4) {
			q = vision.Quad{q[1], q[2], q[3], q[0]}
		}
		if q.Convex() {
			return q
		}
	}
}

// TestStraighten: the same as plain Go, up to the last bit of what is not an integer.
func TestStraighten(t *testing.T) {
	e := openTest(t)
	rng := rand.New(rand.NewPCG(1, 2))
	for _, out := range [][2]int{{1, 1}, {2, 3}, {3, 2}, {4, 4}, {13, 21}, {56, 56}, {64, 63}} {
		w, h := out[0], out[1]
		for _, kind := range []string{"plain", "fixed", "image"} {
			n := norms[kind]
			s := testSampler(t, e, w, h, n)
			for range 30 {
				fw, fh := 1+rng.IntN(40), 1+rng.IntN(40)
				if rng.IntN(2) == 0 {
					fw, fh = 8*fw, 8*fh
				}
				frame := randomFrame(rng, fw, fh)
				if err := s.setFrame(frame); err != nil {
					t.Fatal(err)
				}
				m := outlineMap(t, randomOutline(rng, float64(fw), float64(fh)))
				if err := s.straighten(m); err != nil {
					t.Fatal(err)
				}
				want := make([]float32, 3*w*h)
				vision.Straighten(want, frame, m, w, h, n)
				tolerance := 1e-6
				for _, v := range want {
					tolerance = max(tolerance, 1e-6*math.Abs(float64(v)))
				}
				compare(t, s.result(t), want, tolerance, kind, frame.Rect, m, w, h)
			}
		}
	}
}

// TestHalve: pictures of half, a quarter... are those that plain Go straightens from, and nothing is written behind them.
func TestHalve(t *testing.T) {
	e := openTest(t)
	rng := rand.New(rand.NewPCG(3, 4))
	s := testSampler(t, e, 2, 2, plainNorm)
	for _, size := range [][2]int{{8, 8}, {9, 8}, {8, 9}, {10, 11}, {11, 10}, {15, 15}, {16, 17}, {17, 16}, {64, 48}, {101, 67}} {
		w, h := size[0], size[1]
		frame := randomFrame(rng, w, h)
		if err := s.setFrame(frame); err != nil {
			t.Fatal(err)
		}
		half := half{}
		var err error
		if half.room, err = s.in.alloc(4*((w+1)/2)*((h+1)/2) + 64); err != nil {
			t.Fatal(err)
		}
		b := half.room.bytes()
		for i := range b {
			b[i] = 0xa5
		}
		if err := s.halve(&half, &s.frame); err != nil {
			t.Fatal(err)
		}
		if half.w != (w+1)/2 || half.h != (h+1)/2 {
			t.Fatalf("%v: became %d x %d", size, half.w, half.h)
		}
		for y := range half.h {
			for x := range half.w {
				for c := range 4 {
					at := func(x, y int) int { return int(frame.Pix[min(y, h-1)*frame.Stride+4*min(x, w-1)+c]) }
					want := (at(2*x, 2*y) + at(2*x+1, 2*y) + at(2*x, 2*y+1) + at(2*x+1, 2*y+1) + 2) / 4
					if got := int(b[y*half.stride+4*x+c]); got != want {
						t.Fatalf("%v: pixel %d, %d, channel %d is %d, want %d", size, x, y, c, got, want)
					}
				}
			}
		}
		for i, v := range b[half.h*half.stride:] {
			if v != 0xa5 {
				t.Fatalf("%v: byte %d behind the picture was written", size, i)
			}
		}
	}
}

// FuzzStraighten: any map makes the picture that plain Go makes, and does not trap.
func FuzzStraighten(f *testing.F) {
	f.Add(10., 0., 0., 0., 10., 0., 0., 0., 1., 40, 30)
	f.Add(math.NaN(), 0., 0., 0., 10., 0., 0., 0., 1., 40, 30)
	f.Add(0., 0., 0., 0., 0., 0., 0., 0., 0., 40, 30)
	f.Add(1., 1., 0., 1., 1., 0., 1., 1., -1., 5, 1)
	f.Add(1e300, 0., 0., 0., 1e-300, 0., 0., 0., 1e-300, 1, 5)
	f.Add(math.Inf(1), 0., 1e38, 0., 1e38, 0., 3., -7., 1., 100, 100)
	f.Add(3e38, -3e38, 0., 1e38, 3e38, 0., 1e38, -1e38, 1., 100, 100)
	e := openTest(f)
	s := testSampler(f, e, 9, 6, plainNorm)
	f.Fuzz(func(t *testing.T, a, b, c, d, e, g, h, i, j float64, fw, fh int) {
		if fw < 1 || fh < 1 || fw > 200 || fh > 200 {
			t.Skip()
		}
		frame := randomFrame(rand.New(rand.NewPCG(uint64(fw), uint64(fh))), fw, fh)
		if err := s.setFrame(frame); err != nil {
			t.Fatal(err)
		}
		m := vision.Homography{a, b, c, d, e, g, h, i, j}
		if err := s.straighten(m); err != nil {
			t.Fatal(err)
		}
		want := make([]float32, 3*9*6)
		vision.Straighten(want, frame, m, 9, 6, plainNorm)
		compare(t, s.result(t), want, 1e-6)
	})
}

// TestStraightenLarge: a frame of 4096 pixels a side.
func TestStraightenLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes 200 MB")
	}
	e := openTest(t)
	frame := image.NewRGBA(image.Rect(0, 0, 4096, 4096))
	for i := range frame.Pix {
		frame.Pix[i] = uint8(i * i >> 7)
	}
	s := testSampler(t, e, 56, 56, plainNorm)
	if err := s.setFrame(frame); err != nil {
		t.Fatal(err)
	}
	for _, q := range []vision.Quad{vision.RectQuad(4096, 4096), {{X: 3000, Y: 3000}, {X: 4090, Y: 3100}, {X: 4080, Y: 4090}, {X: 3100, Y: 4000}}} {
		m := outlineMap(t, q)
		if err := s.straighten(m); err != nil {
			t.Fatal(err)
		}
		want := make([]float32, 3*56*56)
		vision.Straighten(want, frame, m, 56, 56, plainNorm)
		compare(t, s.result(t), want, 1e-6)
	}
}

func BenchmarkStraighten(b *testing.B) {
	e := openTest(b)
	frame := randomFrame(rand.New(rand.NewPCG(7, 8)), 320, 240)
	s := testSampler(b, e, 64, 64, fixedNorm)
	if err := s.setFrame(frame); err != nil {
		b.Fatal(err)
	}
	for name, q := range map[string]vision.Quad{
		"near":   {{X: 40, Y: 20}, {X: 300, Y: 60}, {X: 290, Y: 190}, {X: 30, Y: 230}},
		"far":    {{X: 100, Y: 80}, {X: 190, Y: 90}, {X: 180, Y: 150}, {X: 110, Y: 160}},
		"slant":  {{X: 10, Y: 10}, {X: 300, Y: 90}, {X: 300, Y: 130}, {X: 10, Y: 230}},
		"square": vision.RectQuad(240, 240),
	} {
		m := outlineMap(b, q)
		g := vision.NewGrid(320, 240, m, 64, 64)
		b.Logf("%s: level %d, %d x %d", name, g.Level, g.X, g.Y)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				for i := range s.halves {
					s.halves[i].made = false
				}
				s.straighten(m)
			}
		})
		if name == "near" {
			dst := make([]float32, 3*64*64)
			b.Run("plain Go", func(b *testing.B) {
				for b.Loop() {
					vision.Straighten(dst, frame, m, 64, 64, fixedNorm)
				}
			})
		}
	}
}
