package locate

import "docent/model/vision"

// Overlap is the intersection of two convex outlines over their union, 0 to 1:
// the field's IoU. It is 0 where one of them is not convex.
func Overlap(a, b vision.Quad) float64 {
	if !a.Convex() || !b.Convex() {
		return 0
	}
	inner := shared(a, b)
	union := a.Area() + b.Area() - inner
	if !(inner > 0 && union > 0) {
		return 0
	}
	return min(inner/union, 1)
}

// shared is the area that two convex outlines have in common: a is cut along
// each side of b (Sutherland and Hodgman 1974, "Reentrant polygon clipping").
func shared(a, b vision.Quad) float64 {
	// Each cut of a convex polygon adds one corner at most.
	var from, to [8]vision.Point
	part := from[:copy(from[:], a[:])]
	next := to[:0]
	turn := 1.0 // b may go round either way
	if cross(b[0], b[1], b[2]) < 0 {
		turn = -1
	}
	for i := range b {
		p, q := b[i], b[(i+1)%4]
		next = next[:0]
		for j, c := range part {
			d := part[(j+1)%len(part)]
			dc, dd := turn*cross(p, q, c), turn*cross(p, q, d)
			if dc >= 0 {
				next = append(next, c)
			}
			if (dc > 0 && dd < 0) || (dc < 0 && dd > 0) {
				t := dc / (dc - dd)
				next = append(next, vision.Point{X: c.X + t*(d.X-c.X), Y: c.Y + t*(d.Y-c.Y)})
			}
		}
		part, next = next, part
		if len(part) == 0 {
			return 0
		}
	}
	var twice float64
	for j, c := range part {
		twice += cross(part[0], c, part[(j+1)%len(part)])
	}
	if twice < 0 {
		twice = -twice
	}
	return twice / 2
}

// cross is positive where c lies to the right of the way from a to b, with y
// downwards.
func cross(a, b, c vision.Point) float64 {
	return (b.X-a.X)*(c.Y-a.Y) - (b.Y-a.Y)*(c.X-a.X)
}
