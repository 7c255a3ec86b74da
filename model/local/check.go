package local

// Checker compares the features of a view with those of works. It owns its buffers and is not safe for concurrent use.
type Checker struct {
	matches []match
	random  random
}

// match is a pair of features that look alike: where the one lies in the work and the other in the view, in sides of
// the square.
type match struct{ x, y, u, v float32 }

// Enough is how many features agree in a view of the work, and of no other: docs/experiments-check.md has the figures. Other
// works have come to 16.
const Enough = 20

const (
	nearBy   = 0.28  // a feature is looked for within this distance, in sides of the square, each way
	mostBits = 84    // features that differ in more comparisons are not alike
	clearer  = 0.86  // of the second best's comparisons the best differs in at most so many (Lowe 2004, section 7.1)
	agree    = 0.035 // a feature agrees with a map that takes it so near to its place
	trials   = 96    // of three features each (Fischler and Bolles 1981): with half of them right, one in eight is
)

// Check returns how many features of the work agree with the view's: they look alike, and one affine map near the identity
// takes them all to their places. Views of other works reach a handful.
func (c *Checker) Check(work, view []Feature) int {
	c.matches = c.matches[:0]
	const radius = nearBy * Side
	for i := range work {
		f := &work[i]
		best, second, at := 257, 257, -1
		for j := range view {
			g := &view[j]
			if dx, dy := float32(f.X)-float32(g.X), float32(f.Y)-float32(g.Y); f.Level != g.Level || dx*dx+dy*dy > radius*radius {
				continue
			}
			if d := f.Distance(g); d < best {
				best, second, at = d, best, j
			} else if d < second {
				second = d
			}
		}
		if at >= 0 && best <= mostBits && float32(best) < clearer*float32(second) {
			c.matches = append(c.matches, match{float32(f.X) / Side, float32(f.Y) / Side, float32(view[at].X) / Side, float32(view[at].Y) / Side})
		}
	}
	if len(c.matches) < 3 {
		return 0
	}
	c.random = 1 // the same answer for the same view
	r := &c.random
	most := 0
	for range trials {
		a, ok := affine(c.matches[r.below(len(c.matches))], c.matches[r.below(len(c.matches))], c.matches[r.below(len(c.matches))])
		if !ok {
			continue
		}
		n := 0
		for _, m := range c.matches {
			du, dv := a[0]*m.x+a[1]*m.y+a[2]-m.u, a[3]*m.x+a[4]*m.y+a[5]-m.v
			if du*du+dv*dv < agree*agree {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

// affine returns the map that takes three places of the work to those of the view: u = a0 x + a1 y + a2, v = a3 x + a4 y + a5.
// It is refused where the places lie on a line, or where the map is far from the identity.
func affine(p, q, r match) (a [6]float32, ok bool) {
	x1, y1, x2, y2 := q.x-p.x, q.y-p.y, r.x-p.x, r.y-p.y
	det := x1*y2 - x2*y1
	if det*det < 0.02*0.02 {
		return a, false
	}
	u1, v1, u2, v2 := q.u-p.u, q.v-p.v, r.u-p.u, r.v-p.v
	a[0], a[1] = (u1*y2-u2*y1)/det, (u2*x1-u1*x2)/det
	a[3], a[4] = (v1*y2-v2*y1)/det, (v2*x1-v1*x2)/det
	a[2], a[5] = p.u-a[0]*p.x-a[1]*p.y, p.v-a[3]*p.x-a[4]*p.y
	within := func(v, low, high float32) bool { return v > low && v < high }
	return a, within(a[0], 0.6, 1.6) && within(a[4], 0.6, 1.6) && within(a[1], -0.4, 0.4) && within(a[3], -0.4, 0.4)
}
