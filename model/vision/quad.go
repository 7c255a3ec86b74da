package vision

import "math"

// Point is a place in a picture, in pixels.
type Point struct{ X, Y float64 }

// Quad is the outline of a work in a picture: its top left, top right, bottom right and bottom left corners in the work's
// own orientation. A work that hangs upright has its first corner nearest to the picture's top left; turned or mirrored
// works have not.
type Quad [4]Point

// flatness is the share of its extent under which a quadrilateral's corner counts as lying on a line with its
// neighbours: below, rounding decides on which side it lies.
const flatness = 1e-9

// RectQuad is the quadrilateral of the rectangle from (0, 0) to (w, h).
func RectQuad(w, h float64) Quad {
	return Quad{{0, 0}, {w, 0}, {w, h}, {0, h}}
}

// Area is the area within the quadrilateral in square pixels, never negative. It means nothing for one that crosses
// itself.
func (q Quad) Area() float64 {
	return math.Abs((q[2].X-q[0].X)*(q[3].Y-q[1].Y)-(q[3].X-q[1].X)*(q[2].Y-q[0].Y)) / 2
}

// Bounds returns the smallest upright rectangle that holds the quadrilateral, as its smallest and largest corner.
func (q Quad) Bounds() (lo, hi Point) {
	lo, hi = q[0], q[0]
	for _, p := range q[1:] {
		lo = Point{min(lo.X, p.X), min(lo.Y, p.Y)}
		hi = Point{max(hi.X, p.X), max(hi.Y, p.Y)}
	}
	return lo, hi
}

// Convex tells whether the quadrilateral is strictly convex: four corners, none of them on a line with its neighbours,
// no side crossing another. Either sense of turning counts. Coordinates that are not finite make it false.
func (q Quad) Convex() bool {
	lo, hi := q.Bounds()
	extent := max(hi.X-lo.X, hi.Y-lo.Y)
	if math.IsNaN(extent) || math.IsInf(extent, 0) {
		return false
	}
	least := flatness * extent * extent
	var left, right int
	for i := range q {
		a, b, c := q[i], q[(i+1)%4], q[(i+2)%4]
		turn := (b.X-a.X)*(c.Y-b.Y) - (b.Y-a.Y)*(c.X-b.X)
		switch {
		case turn > least:
			right++
		case turn < -least:
			left++
		}
	}
	// Four turns to the same side close after one round; a quadrilateral has too few corners to go around twice.
	return right == 4 || left == 4
}
