package local

// match is a pair of features that look alike: where the one lies in the work and the other in the view, in sides of
// the square, and how large the work is in the view if they are the same, in the view's sides.
type match struct{ x, y, u, v, size float32 }

func newMatch(f, g *Feature, size float32) match {
	return match{f.place(f.X), f.place(f.Y), g.place(g.X), g.place(g.Y), size}
}

// place returns the middle of a feature's pixel, its column or row v, in sides of the square.
func (f *Feature) place(v uint8) float32 {
	return (float32(v) + float32(f.pixel())/2) / Side
}

// An affine map takes places of a work to those of a view: u = a0 x + a1 y + a2, v = a3 x + a4 y + a5.
type affine [6]float32

// limits say which maps a work can be seen by.
type limits struct {
	agree       float32 // a feature agrees with a map that takes it so near to its place, in sides of the work
	least, most float32 // how long the work's sides are in the view, in the view's sides
	shear       float32 // how far they lean, in the work's sides
	otherwise   float32 // how much larger or smaller than its matches say the work may be in the view; 0: at will
	trials      int     // maps that are tried, at most, of three matches each (Fischler and Bolles 1981)
}

var narrow = limits{agree: 0.035, least: 0.6, most: 1.6, shear: 0.4, trials: 96}

// consistent returns how many of the matches agree with one map.
func (c *Checker) consistent(l *limits) int {
	n := len(c.matches)
	if n < 3 {
		return 0
	}
	c.random = 1 // the same answer for the same view
	most, best := 2, affine{}
	for trial, trials := 0, l.trials; trial < trials; trial++ {
		i, j, k := c.random.below(n), c.random.below(n), c.random.below(n)
		p, q, r := &c.matches[i], &c.matches[j], &c.matches[k]
		a, ok := through(p, q, r)
		if !ok || !l.allow(&a) || !l.sized(&a, p) || !l.sized(&a, q) || !l.sized(&a, r) {
			continue
		}
		if count := c.count(&a, l); count > most {
			most, best = count, a
			// Three matches are right once in so many trials; after five times as many they have been.
			share := float32(n) / float32(count)
			trials = min(trials, trial+1+int(5*share*share*share))
		}
	}
	// The map that fits all of them takes more to their places.
	for range refits {
		a, ok := c.fit(&best, l)
		if !ok || !l.allow(&a) {
			break
		}
		best = a
		most = max(most, c.count(&a, l))
	}
	return most
}

const refits = 2

// near returns the square of the distance, in the view, within which a feature agrees.
func (l *limits) near(a *affine) float32 { return l.agree * l.agree * a.area() }

// misses returns the square of how far a map takes a match's feature from its place.
func (a *affine) misses(m *match) float32 {
	du, dv := a[0]*m.x+a[1]*m.y+a[2]-m.u, a[3]*m.x+a[4]*m.y+a[5]-m.v
	return du*du + dv*dv
}

// fit returns the map that takes the matches that agree with a nearest to their places, by least squares.
func (c *Checker) fit(a *affine, l *limits) (affine, bool) {
	near := l.near(a)
	var n, x, y, u, v, xx, xy, yy, ux, uy, vx, vy float32
	for i := range c.matches {
		m := &c.matches[i]
		if a.misses(m) < near {
			n, x, y, u, v = n+1, x+m.x, y+m.y, u+m.u, v+m.v
			xx, xy, yy = xx+m.x*m.x, xy+m.x*m.y, yy+m.y*m.y
			ux, uy, vx, vy = ux+m.u*m.x, uy+m.u*m.y, vx+m.v*m.x, vy+m.v*m.y
		}
	}
	// About the means.
	x, y, u, v = x/n, y/n, u/n, v/n
	xx, xy, yy = xx-n*x*x, xy-n*x*y, yy-n*y*y
	ux, uy, vx, vy = ux-n*u*x, uy-n*u*y, vx-n*v*x, vy-n*v*y
	det := xx*yy - xy*xy
	if !(det > 1e-4) {
		return affine{}, false
	}
	b := affine{(ux*yy - uy*xy) / det, (uy*xx - ux*xy) / det, 0, (vx*yy - vy*xy) / det, (vy*xx - vx*xy) / det, 0}
	b[2], b[5] = u-b[0]*x-b[1]*y, v-b[3]*x-b[4]*y
	return b, true
}

// count returns how many matches a map takes to their places.
func (c *Checker) count(a *affine, l *limits) (n int) {
	near := l.near(a)
	for i := range c.matches {
		if a.misses(&c.matches[i]) < near {
			n++
		}
	}
	return n
}

// sized says whether a map makes the work about as large as a match does.
func (l *limits) sized(a *affine, m *match) bool {
	if l.otherwise == 0 {
		return true
	}
	area, square := a.area(), m.size*m.size
	return area < square*l.otherwise*l.otherwise && area*l.otherwise*l.otherwise > square
}

// area is that of the work in the view.
func (a *affine) area() float32 { return a[0]*a[4] - a[1]*a[3] }

// through returns the map that takes three places of the work to those of the view. There is none where the places lie on
// a line.
func through(p, q, r *match) (a affine, ok bool) {
	x1, y1, x2, y2 := q.x-p.x, q.y-p.y, r.x-p.x, r.y-p.y
	det := x1*y2 - x2*y1
	if det*det < 0.02*0.02 {
		return a, false
	}
	u1, v1, u2, v2 := q.u-p.u, q.v-p.v, r.u-p.u, r.v-p.v
	a[0], a[1] = (u1*y2-u2*y1)/det, (u2*x1-u1*x2)/det
	a[3], a[4] = (v1*y2-v2*y1)/det, (v2*x1-v1*x2)/det
	a[2], a[5] = p.u-a[0]*p.x-a[1]*p.y, p.v-a[3]*p.x-a[4]*p.y
	return a, true
}

// allow says whether a work can be seen by a map.
func (l *limits) allow(a *affine) bool {
	within := func(v, low, high float32) bool { return v > low && v < high }
	return within(a[0], l.least, l.most) && within(a[4], l.least, l.most) &&
		within(a[1], -l.shear, l.shear) && within(a[3], -l.shear, l.shear)
}
