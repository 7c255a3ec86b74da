package local

import (
	"image"
	"math"

	"docent/model/vision"
)

// Where a work is in a view is not known when no outline of it was found, and when it is cut off: the view is then
// described at several sizes, squeezed as works of two shapes are.
var (
	// looseSides are the sizes, in pixels, that the square root of the view's area is brought to. Works that fill the view are as large as their own
	// square at the first, works of 1.4 times its sides at the second, and so on.
	looseSides = [...]float64{160, 113, 80}
	// looseShapes are the shapes that works are squeezed from, width over height.
	looseShapes = [...]float64{0.75, 1 / 0.75}
)

// ExtractLoose returns features of what an outline encloses in which a work may be found that fills it loosely, or is cut
// off by it: for CheckLoose. Places are in the square that the outline is squeezed to. At most most of them come from each of
// the two shapes. The slice is valid until the next call of a method. It is empty if the outline is no convex quadrilateral.
func (e *Extractor) ExtractLoose(m *image.RGBA, outline vision.Quad, most int) []Feature {
	e.found = e.found[:0]
	across, down := sides(outline)
	e.source.set(m, outline)
	var sum float64
	for _, side := range looseSides {
		sum += side
	}
	for l, side := range looseSides {
		for _, shape := range looseShapes {
			// A pixel of the plane is shape times as wide as high, as those of a work's square are.
			squeeze := math.Sqrt(min(max(across/down/shape, 1.0/8), 8))
			p := &e.loose
			p.resize(int(side*squeeze+0.5), int(side/squeeze+0.5))
			if !e.source.straighten(p) {
				return e.found[:0]
			}
			p.even()
			e.peaks = p.corners(e.peaks[:0], int(float64(most)*side/sum))
			for _, c := range e.peaks {
				x, y := place(c)
				e.found = append(e.found, Feature{
					X: uint8((2*x + 1) * Side / (2 * p.w)), Y: uint8((2*y + 1) * Side / (2 * p.h)), Level: uint8(2 * l), Descriptor: p.describe(x, y),
				})
			}
		}
	}
	return e.found
}

// sides returns the mean lengths of an outline's sides, across and down.
func sides(q vision.Quad) (across, down float64) {
	length := func(a, b vision.Point) float64 { return math.Sqrt((a.X-b.X)*(a.X-b.X) + (a.Y-b.Y)*(a.Y-b.Y)) }
	return length(q[0], q[1]) + length(q[2], q[3]), length(q[1], q[2]) + length(q[3], q[0])
}

// wide are the maps of works that the view shows a part of, or that fill a part of it, of any shape.
var wide = limits{agree: 0.035, least: 0.3, most: 3.2, shear: 0.4, otherwise: 1.5, trials: 300}

// EnoughLoose is Enough for CheckLoose: other works have come to 11.
const EnoughLoose = 16

// aside is how far apart, in pixels, two features of a view are that are not the same corner at two sizes.
const aside = 8

// CheckLoose returns how many features of the work agree with those that ExtractLoose has found in the view, wherever
// they are, and at whatever size.
func (c *Checker) CheckLoose(work, view []Feature) int {
	c.matches = c.matches[:0]
	for i := range work {
		f := &work[i]
		if !f.within() {
			continue
		}
		best, second, at := 256, 256, 0
		for j := range view {
			g := &view[j]
			d := f.distance(g)
			if d >= second {
				continue
			}
			b := &view[at]
			apart := best == 256 || max(b.X, g.X)-min(b.X, g.X) > aside || max(b.Y, g.Y)-min(b.Y, g.Y) > aside
			switch {
			case d < best && apart:
				best, second, at = d, best, j
			case d < best:
				best, at = d, j
			case apart:
				second = d
			}
		}
		if best <= mostBits && float32(best) < clearer*float32(second) && int(view[at].Level)/2 < len(looseSides) {
			c.matches = append(c.matches, newMatch(f, &view[at], Side/float32(f.pixel())/float32(looseSides[view[at].Level/2])))
		}
	}
	return c.consistent(&wide)
}
