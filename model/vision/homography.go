package vision

import (
	"errors"
	"math"
)

// Homography is a projective map of the plane, row by row: (x, y) goes to ((h0 x + h1 y + h2)/w, (h3 x + h4 y + h5)/w)
// with w = h6 x + h7 y + h8. All multiples of it are the same map.
type Homography [9]float64

// Identity is the map that leaves every point in its place.
var Identity = Homography{0: 1, 4: 1, 8: 1}

var (
	errNotConvex = errors.New("homography: the corners do not make a convex quadrilateral")
	errSingular  = errors.New("homography: the map cannot be inverted")
)

// singular is the determinant, relative to the cube of the largest element, under which a map counts as singular.
const singular = 1e-15

// QuadToQuad returns the homography that takes the corners of src to those of dst. It fails if one of the two is
// not strictly convex: no projective map takes a rectangle to such a shape without tearing it.
func QuadToQuad(src, dst Quad) (Homography, error) {
	if !src.Convex() || !dst.Convex() {
		return Homography{}, errNotConvex
	}
	inv, err := squareToQuad(src).Inverse()
	if err != nil {
		return Homography{}, err
	}
	return squareToQuad(dst).Mul(inv), nil
}

// squareToQuad maps the unit square to a convex quadrilateral in closed form (P. Heckbert, Fundamentals of Texture
// Mapping and Image Warping, 1989, section 2.2.3).
func squareToQuad(q Quad) Homography {
	dx1, dy1 := q[1].X-q[2].X, q[1].Y-q[2].Y
	dx2, dy2 := q[3].X-q[2].X, q[3].Y-q[2].Y
	sx := q[0].X - q[1].X + q[2].X - q[3].X
	sy := q[0].Y - q[1].Y + q[2].Y - q[3].Y
	det := dx1*dy2 - dx2*dy1 // not zero: the corner q[2] of a strictly convex quadrilateral is not flat
	g := (sx*dy2 - dx2*sy) / det
	h := (dx1*sy - sx*dy1) / det
	return Homography{
		q[1].X - q[0].X + g*q[1].X, q[3].X - q[0].X + h*q[3].X, q[0].X,
		q[1].Y - q[0].Y + g*q[1].Y, q[3].Y - q[0].Y + h*q[3].Y, q[0].Y,
		g, h, 1,
	}
}

// Apply maps a point. Points on the horizon, where w is 0, have no image: the coordinates are then not finite.
func (h Homography) Apply(p Point) Point {
	w := h[6]*p.X + h[7]*p.Y + h[8]
	return Point{
		(h[0]*p.X + h[1]*p.Y + h[2]) / w,
		(h[3]*p.X + h[4]*p.Y + h[5]) / w,
	}
}

// ApplyQuad maps the four corners.
func (h Homography) ApplyQuad(q Quad) Quad {
	for i, p := range q {
		q[i] = h.Apply(p)
	}
	return q
}

// Mul returns the map that first applies g, then h.
func (h Homography) Mul(g Homography) Homography {
	var m Homography
	for r := range 3 {
		for c := range 3 {
			m[r*3+c] = h[r*3]*g[c] + h[r*3+1]*g[3+c] + h[r*3+2]*g[6+c]
		}
	}
	return m.scaled()
}

// Inverse returns the map back, and an error if h takes the plane to a line or a point, or is not finite.
func (h Homography) Inverse() (Homography, error) {
	h = h.scaled()
	m := Homography{
		h[4]*h[8] - h[5]*h[7], h[2]*h[7] - h[1]*h[8], h[1]*h[5] - h[2]*h[4],
		h[5]*h[6] - h[3]*h[8], h[0]*h[8] - h[2]*h[6], h[2]*h[3] - h[0]*h[5],
		h[3]*h[7] - h[4]*h[6], h[1]*h[6] - h[0]*h[7], h[0]*h[4] - h[1]*h[3],
	}
	det := h[0]*m[0] + h[1]*m[3] + h[2]*m[6]
	if !(math.Abs(det) > singular) { // written so that NaN fails too
		return Homography{}, errSingular
	}
	return m.scaled(), nil
}

// scaled is the same map with 1 as its largest magnitude, so that products of many maps neither overflow nor vanish.
func (h Homography) scaled() Homography {
	var most float64
	for _, v := range h {
		most = max(most, math.Abs(v))
	}
	if most == 0 || math.IsInf(most, 0) || math.IsNaN(most) {
		return h
	}
	for i := range h {
		h[i] /= most
	}
	return h
}
