package vision

import (
	"math"
	"math/rand/v2"
	"testing"
)

// randomQuad is a strictly convex quadrilateral: a rectangle with its corners pushed about.
func randomQuad(rng *rand.Rand) Quad {
	for {
		w, h := 20+200*rng.Float64(), 20+200*rng.Float64()
		q := RectQuad(w, h)
		for i := range q {
			q[i].X += (rng.Float64() - 0.5) * w * 0.8
			q[i].Y += (rng.Float64() - 0.5) * h * 0.8
		}
		if q.Convex() && q.Area() > 0.1*w*h {
			return q
		}
	}
}

func distance(a, b Point) float64 { return math.Hypot(a.X-b.X, a.Y-b.Y) }

func TestQuadToQuadTakesCornersToCorners(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 500 {
		src, dst := randomQuad(rng), randomQuad(rng)
		h, err := QuadToQuad(src, dst)
		if err != nil {
			t.Fatalf("%v to %v: %v", src, dst, err)
		}
		for i, p := range h.ApplyQuad(src) {
			if distance(p, dst[i]) > 1e-6 {
				t.Fatalf("corner %d goes to %v, want %v", i, p, dst[i])
			}
		}
	}
}

func TestHomographyRoundTrip(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	for range 500 {
		src, dst := randomQuad(rng), randomQuad(rng)
		h, err := QuadToQuad(src, dst)
		if err != nil {
			t.Fatal(err)
		}
		back, err := h.Inverse()
		if err != nil {
			t.Fatal(err)
		}
		same := back.Mul(h)
		for range 10 { // places within src
			u, v := rng.Float64(), rng.Float64()
			p := squareToQuad(src).Apply(Point{u, v})
			if got := back.Apply(h.Apply(p)); distance(got, p) > 1e-6 {
				t.Fatalf("%v came back as %v", p, got)
			}
			if got := same.Apply(p); distance(got, p) > 1e-6 {
				t.Fatalf("the product with the inverse takes %v to %v", p, got)
			}
		}
	}
}

func TestHomographyKeepsLines(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	h, err := QuadToQuad(randomQuad(rng), randomQuad(rng))
	if err != nil {
		t.Fatal(err)
	}
	a, b, c := h.Apply(Point{10, 10}), h.Apply(Point{14, 13}), h.Apply(Point{18, 16})
	cross := (b.X-a.X)*(c.Y-b.Y) - (b.Y-a.Y)*(c.X-b.X)
	if math.Abs(cross) > 1e-6*distance(a, b)*distance(b, c) {
		t.Errorf("points of a line went to %v, %v, %v", a, b, c)
	}
}

func TestDegenerateQuads(t *testing.T) {
	square := RectQuad(10, 10)
	tests := []struct {
		name string
		q    Quad
	}{
		{"a point", Quad{}},
		{"a line", Quad{{0, 0}, {1, 0}, {2, 0}, {3, 0}}},
		{"a triangle", Quad{{0, 0}, {5, 0}, {10, 0}, {5, 10}}},
		{"two equal corners", Quad{{0, 0}, {0, 0}, {10, 10}, {0, 10}}},
		{"a bow tie", Quad{{0, 0}, {10, 10}, {10, 0}, {0, 10}}},
		{"an arrowhead", Quad{{0, 0}, {10, 5}, {0, 10}, {3, 5}}},
		{"not a number", Quad{{math.NaN(), 0}, {10, 0}, {10, 10}, {0, 10}}},
		{"infinite", Quad{{0, 0}, {math.Inf(1), 0}, {10, 10}, {0, 10}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.q.Convex() {
				t.Error("counts as convex")
			}
			if h, err := QuadToQuad(tt.q, square); err == nil {
				t.Errorf("as a source it gives %v, want an error", h)
			}
			if h, err := QuadToQuad(square, tt.q); err == nil {
				t.Errorf("as a destination it gives %v, want an error", h)
			}
		})
	}
}

func TestSingularInverse(t *testing.T) {
	for name, h := range map[string]Homography{
		"zero":         {},
		"rank one":     {1, 2, 3, 2, 4, 6, 3, 6, 9},
		"not a number": {math.NaN(), 0, 0, 0, 1, 0, 0, 0, 1},
	} {
		if inv, err := h.Inverse(); err == nil {
			t.Errorf("%s: the inverse is %v, want an error", name, inv)
		}
	}
}

func TestQuadAreaAndOrientation(t *testing.T) {
	q := RectQuad(4, 3)
	mirrored := Quad{q[1], q[0], q[3], q[2]}
	for _, q := range []Quad{q, mirrored} {
		if q.Area() != 12 || !q.Convex() {
			t.Errorf("%v: area %v, convex %v; want 12, true", q, q.Area(), q.Convex())
		}
	}
	lo, hi := mirrored.Bounds()
	if lo != (Point{0, 0}) || hi != (Point{4, 3}) {
		t.Errorf("bounds %v to %v", lo, hi)
	}
}
