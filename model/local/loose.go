package local

import (
	"image"
	"math"

	"docent/model/vision"
)

// Where a work is in a view is not known when no outline of it was found, and when it is cut off: the view is then
// described at several sizes, squeezed as works of two shapes are.
var (
	// looseSides are the sizes, in pixels, that the view's longest side is brought to. Works of 0.7 times its length are as large as
	// their own square at the first, works as long as it at the second, works of 1.4 times its length at the third.
	looseSides = [...]float64{226, 160, 113}
	// looseShapes are the shapes that works are squeezed from, width over height.
	looseShapes = [...]float64{0.75, 1 / 0.75}
)

// ExtractLoose returns features of what an outline encloses in which a work may be found that fills it loosely, or is cut
// off by it: for CheckLoose. Places are in a square as long as the outline's longest side, in the middle of which it lies. At most most of them come from each of
// the two shapes. The slice is valid until the next call of a method. It is empty if the outline is no convex quadrilateral.
func (e *Extractor) ExtractLoose(m *image.RGBA, outline vision.Quad, most int) []Feature {
	e.found = e.found[:0]
	across, down := sides(outline)
	longest := max(across, down)
	if !(longest > 0 && longest < math.MaxInt32) {
		return e.found
	}
	across, down = max(across/longest, narrowest), max(down/longest, narrowest)
	e.source.set(m, outline)
	var sum float64
	for _, side := range looseSides {
		sum += side
	}
	for l, side := range looseSides {
		for _, shape := range looseShapes {
			// A pixel of the plane is shape times as wide as high, as those of a work's square are.
			squeeze := math.Sqrt(shape)
			p := &e.loose
			p.resize(int(side*across/squeeze+0.5), int(side*down*squeeze+0.5))
			if !e.source.straighten(p) {
				return e.found[:0]
			}
			p.even()
			e.peaks = p.corners(e.peaks[:0], int(float64(most)*side/sum))
			for _, c := range e.peaks {
				x, y := place(c)
				e.found = append(e.found, Feature{X: central(x, p.w, across), Y: central(y, p.h, down), Level: uint8(2*l + 2), Descriptor: p.describe(x, y)})
			}
		}
	}
	return e.found
}

// central returns where the middle of pixel v of n is in the square if so much of the square's side is n pixels long, in its middle.
func central(v, n int, share float64) uint8 {
	return uint8(Side/2 + float64((float64(2*v+1)/float64(2*n)-0.5)*share*Side))
}

// narrowest is how short a side of what an outline encloses is at least taken to be, in the longest.
const narrowest = 0.15

// size returns how large a work is in a view, in the view's square, if a feature of its first level looks like the view's f.
func (f *Feature) size() float32 {
	if l := int(f.Level)/2 - 1; l >= 0 && l < len(looseSides) {
		return Side / float32(looseSides[l])
	}
	return float32(f.pixel())
}

// sides returns the mean lengths of an outline's sides, across and down.
func sides(q vision.Quad) (across, down float64) {
	length := func(a, b vision.Point) float64 { return math.Sqrt((a.X-b.X)*(a.X-b.X) + (a.Y-b.Y)*(a.Y-b.Y)) }
	return length(q[0], q[1]) + length(q[2], q[3]), length(q[1], q[2]) + length(q[3], q[0])
}

// wide are the maps of works that the view shows a part of, or that fill a part of it, of any shape.
var wide = limits{agree: 0.035, least: 0.3, most: 3.2, shear: 0.4, otherwise: 1.5, trials: 300}

// EnoughLoose is Enough for CheckLoose: other works have come to 14.
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
		if best <= mostBits && float32(best) < clearer*float32(second) {
			c.matches = append(c.matches, newMatch(f, &view[at], view[at].size()/float32(f.pixel())))
		}
	}
	return c.consistent(&wide)
}
