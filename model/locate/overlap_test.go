package locate

import (
	"math"
	"math/rand/v2"
	"testing"

	"docent/model/vision"
)

func TestOverlap(t *testing.T) {
	unit := vision.RectQuad(1, 1)
	moved := func(q vision.Quad, x, y float64) vision.Quad {
		for i, c := range q {
			q[i] = vision.Point{X: c.X + x, Y: c.Y + y}
		}
		return q
	}
	backwards := vision.Quad{unit[0], unit[3], unit[2], unit[1]}
	diamond := vision.Quad{{X: 0.5, Y: 0}, {X: 1, Y: 0.5}, {X: 0.5, Y: 1}, {X: 0, Y: 0.5}}
	for _, test := range []struct {
		name string
		a, b vision.Quad
		want float64
	}{
		{"itself", unit, unit, 1},
		{"itself, the other way round", unit, backwards, 1},
		{"half", unit, moved(unit, 0.5, 0), 1.0 / 3},
		{"a quarter", unit, moved(unit, 0.5, 0.5), 1.0 / 7},
		{"inside", unit, diamond, 0.5},
		{"a star of two squares", moved(diamond, -0.5, -0.5), moved(unit, -0.5, -0.5), 0.5},
		{"beside", unit, moved(unit, 2, 0), 0},
		{"touching", unit, moved(unit, 1, 0), 0},
		{"not convex", unit, vision.Quad{{X: 0, Y: 0}, {X: 1, Y: 1}, {X: 1, Y: 0}, {X: 0, Y: 1}}, 0},
		{"not a number", unit, vision.Quad{{X: math.NaN()}, {X: 1}, {X: 1, Y: 1}, {Y: 1}}, 0},
	} {
		for _, order := range [][2]vision.Quad{{test.a, test.b}, {test.b, test.a}} {
			if got := Overlap(order[0], order[1]); math.Abs(got-test.want) > 1e-9 {
				t.Errorf("%s: %v, want %v", test.name, got, test.want)
			}
		}
	}
}

// TestOverlapCounted compares areas with counts of points.
func TestOverlapCounted(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	inside := func(q vision.Quad, p vision.Point) bool {
		right := 0
		for i := range q {
			if cross(q[i], q[(i+1)%4], p) > 0 {
				right++
			}
		}
		return right == 0 || right == 4
	}
	for range 50 {
		var a, b vision.Quad
		for i, c := range vision.RectQuad(1, 1) {
			a[i] = vision.Point{X: c.X + 0.3*r.NormFloat64(), Y: c.Y + 0.3*r.NormFloat64()}
			b[i] = vision.Point{X: c.X + 0.3*r.NormFloat64(), Y: c.Y + 0.3*r.NormFloat64()}
		}
		if !a.Convex() || !b.Convex() {
			continue
		}
		both, either := 0, 0
		const n = 300
		for i := range n * n {
			p := vision.Point{X: -1.5 + 4*(float64(i%n)+0.5)/n, Y: -1.5 + 4*(float64(i/n)+0.5)/n}
			in, also := inside(a, p), inside(b, p)
			if in && also {
				both++
			}
			if in || also {
				either++
			}
		}
		if want := float64(both) / float64(either); math.Abs(Overlap(a, b)-want) > 0.02 {
			t.Errorf("%v and %v: %v, counted %v", a, b, Overlap(a, b), want)
		}
	}
}
