package paint

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestExp(t *testing.T) {
	for x := -50.0; x < 50; x += 0.37 {
		if got, want := Exp(x), math.Exp(x); math.Abs(got/want-1) > 1e-7 {
			t.Errorf("Exp(%v) = %v, want %v", x, got, want)
		}
	}
	if got := Pow(0.3, 2.4); math.Abs(got-math.Pow(0.3, 2.4)) > 1e-7 {
		t.Errorf("Pow = %v", got)
	}
}

func TestNoise(t *testing.T) {
	n := Noise(7)
	lo, hi := 0.0, 0.0
	for i := range 4000 {
		x, y := float64(i)*0.173-300, float64(i)*0.0711
		v := n.At(x, y)
		lo, hi = min(lo, v), max(hi, v)
		if e := n.At(x+1e-6, y); math.Abs(e-v) > 1e-4 {
			t.Fatalf("not continuous at %v, %v: %v, %v", x, y, v, e)
		}
	}
	if lo > -0.6 || hi < 0.6 || lo < -1.5 || hi > 1.5 {
		t.Errorf("range %v to %v, want about -1 to 1", lo, hi)
	}
}

func TestShift(t *testing.T) {
	for _, c := range []Color{Hex(0xd9461c), Hex(0x103a58), Gray(0.5), Gray(0), Gray(1)} {
		got := c.Shift(0, 1, 0)
		if math.Abs(float64(got.R-c.R))+math.Abs(float64(got.G-c.G))+math.Abs(float64(got.B-c.B)) > 0.004 {
			t.Errorf("no shift of %v gives %v", c, got)
		}
	}
	if Hex(0x804020).Shift(0.1, 1, 0).Luma() <= Hex(0x804020).Luma() {
		t.Error("a lighter shift is not lighter")
	}
}

func TestPoisson(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	pts := Poisson(r, 1, 1, 0.03, 0.03, func(x, y float64) float64 { return 0.03 })
	if len(pts) < 500 {
		t.Errorf("%d points, want the square full", len(pts))
	}
	for i, p := range pts {
		for _, q := range pts[:i] {
			if p.Sub(q).Len() < 0.03 {
				t.Fatalf("%v and %v are too close", p, q)
			}
		}
	}
}

func TestSitesNearest(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	pts := Poisson(r, 1.3, 1, 0.05, 0.05, func(x, y float64) float64 { return 0.05 })
	s := NewSites(pts, 1.3, 0.05)
	for range 2000 {
		q := P(1.3*r.Float64(), r.Float64())
		best := 0
		for i, p := range pts {
			if p.Sub(q).Len() < pts[best].Sub(q).Len() {
				best = i
			}
		}
		if got, d, _, _ := s.Nearest(q.X, q.Y); got != best || math.Abs(d-pts[best].Sub(q).Len()) > 1e-12 {
			t.Fatalf("nearest to %v is %d, want %d", q, got, best)
		}
	}
}

// TestStroke checks that paint lands where the line is, and nowhere else, also when the line leaves the canvas.
func TestStroke(t *testing.T) {
	for _, b := range []Brush{{Width: 0.1}, {Width: 0.1, Vary: 0.3, Dry: 0.3, Body: 1, Taper: 0.2}, {Width: 0.1, Round: true, Body: 1}, {Width: 0.001, Vary: 0.1}} {
		c := New(1.5, 150, 1)
		c.Fill(Gray(1))
		c.Stroke([]Pt{P(-0.5, 0.5), P(0.7, 0.5), P(2.5, 0.5)}, b, Gray(0))
		for y := range c.H {
			for x := range c.W {
				v := c.pix[3*(y*c.W+x)]
				if d := math.Abs((float64(y)+0.5)/c.scale - 0.5); d > b.Width/2+2*c.Pixel() && v != 1 {
					t.Fatalf("%+v: paint at %d, %d, %.3f from the line", b, x, y, d)
				}
			}
		}
		if b.Vary == 0 && c.At(0.75, 0.5).R > 0.01 {
			t.Errorf("%+v: no paint on the line", b)
		}
	}
	c := New(1, 40, 1)
	c.Stroke(nil, Brush{Width: 0.1}, Gray(0))
	c.Stroke([]Pt{P(3, 3), P(4, 4)}, Brush{Width: 0.1, Body: 1}, Gray(0))
	c.Stroke([]Pt{P(0.5, 0.5)}, Brush{Width: 0.1, Body: 1}, Gray(0))
}

func TestMask(t *testing.T) {
	c := New(1, 100, 1)
	m := c.Mask(Rect(0.2, 0.3, 0.6, 0.5), 0)
	area := 0.0
	for _, a := range m.A {
		area += float64(a)
	}
	if math.Abs(area-40*20) > 8 {
		t.Errorf("area %v, want 800", area)
	}
	if m := c.Mask(Rect(2, 2, 3, 3), 0); m.W != 0 {
		t.Errorf("a path beyond the canvas has a mask of %dx%d", m.W, m.H)
	}
	c.Fill(Gray(0))
	c.Clip(c.Mask(Rect(0, 0, 0.5, 1), 0), func() { c.Flat(Rect(0, 0, 1, 1), Gray(1)) })
	if c.At(0.25, 0.5).R < 0.99 || c.At(0.75, 0.5).R > 0.01 {
		t.Errorf("clip: %v left, %v right", c.At(0.25, 0.5), c.At(0.75, 0.5))
	}
}
