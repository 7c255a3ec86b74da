package local

import "math/bits"

// Checker compares the features of a view with those of works. It owns its buffers and is not safe for concurrent use.
type Checker struct {
	matches []match
	starts  [levels][Side + 1]uint16 // of each level's rows in order
	order   []uint16                 // the view's features by level and row
	random  random
}

// Enough is how many features agree in a view of the work, and of no other: docs/experiments-check.md has the figures. Other
// works have come to 16.
const Enough = 20

const (
	nearBy   = 45   // a feature is looked for within this distance, in pixels: 0.28 of a side
	mostBits = 84   // features that differ in more comparisons are not alike
	mostHalf = 60   // nor are those that differ in more of the first half of the comparisons
	clearer  = 0.86 // of the second best's comparisons the best differs in at most so many (Lowe 2004, section 7.1)
)

// Check returns how many features of the work agree with the view's: they look alike, and one affine map near the identity
// takes them all to their places. Views of other works reach a handful.
func (c *Checker) Check(work, view []Feature) int {
	c.matches = c.matches[:0]
	c.sort(view)
	for i := range work {
		f := &work[i]
		if !f.within() {
			continue
		}
		x, y := int(f.X), int(f.Y)
		best, second, at := 256, 256, 0
		starts := &c.starts[f.Level]
		for _, j := range c.order[starts[max(y-nearBy, 0)]:starts[min(y+nearBy+1, Side)]] {
			g := &view[j]
			if dx, dy := x-int(g.X), y-int(g.Y); dx*dx+dy*dy > nearBy*nearBy {
				continue
			}
			if d := f.distance(g); d < best {
				best, second, at = d, best, int(j)
			} else if d < second {
				second = d
			}
		}
		if best <= mostBits && float32(best) < clearer*float32(second) {
			c.matches = append(c.matches, newMatch(f, &view[at], 1))
		}
	}
	return c.consistent(&narrow)
}

// distance is Distance, but 256 as soon as it is seen to be large.
func (f *Feature) distance(g *Feature) int {
	d := bits.OnesCount64(f.Descriptor[0]^g.Descriptor[0]) + bits.OnesCount64(f.Descriptor[1]^g.Descriptor[1])
	if d > mostHalf {
		return 256
	}
	return d + bits.OnesCount64(f.Descriptor[2]^g.Descriptor[2]) + bits.OnesCount64(f.Descriptor[3]^g.Descriptor[3])
}

// within says whether the feature lies in the square, and has a level.
func (f *Feature) within() bool { return f.Level < levels && f.X < Side && f.Y < Side }

// sort sets order and starts. Features that are not within the square are left out.
func (c *Checker) sort(view []Feature) {
	clear(c.starts[0][:])
	clear(c.starts[1][:])
	for i := range view {
		if f := &view[i]; f.within() {
			c.starts[f.Level][f.Y]++
		}
	}
	n := uint16(0)
	for l := range c.starts {
		starts := &c.starts[l]
		for y, here := range starts {
			n += here
			starts[y] = n // of the next row, and counted down below
		}
	}
	for len(c.order) < int(n) {
		c.order = append(c.order, 0)
	}
	for i := len(view) - 1; i >= 0; i-- {
		if f := &view[i]; f.within() {
			at := &c.starts[f.Level][f.Y]
			*at--
			c.order[*at] = uint16(i)
		}
	}
}
