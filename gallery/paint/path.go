package paint

import "math"

// Path is a list of closed rings of straight pieces, in canvas units.
type Path [][]Pt

func (p Path) bounds() (x0, y0, x1, y1 float64) {
	x0, y0, x1, y1 = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, ring := range p {
		for _, q := range ring {
			x0, y0, x1, y1 = min(x0, q.X), min(y0, q.Y), max(x1, q.X), max(y1, q.Y)
		}
	}
	return
}

// Poly is a polygon.
func Poly(pts ...Pt) Path { return Path{pts} }

// Rect is a rectangle from corner to corner.
func Rect(x0, y0, x1, y1 float64) Path { return Poly(P(x0, y0), P(x1, y0), P(x1, y1), P(x0, y1)) }

// Ellipse is an ellipse, turned by an angle.
func Ellipse(x, y, rx, ry, angle float64) Path {
	const n = 72
	ring := make([]Pt, n)
	sa, ca := math.Sincos(angle)
	for i := range ring {
		s, c := math.Sincos(2 * math.Pi * float64(i) / n)
		ring[i] = P(x+c*rx*ca-s*ry*sa, y+c*rx*sa+s*ry*ca)
	}
	return Path{ring}
}

// Circle is a circle.
func Circle(x, y, r float64) Path { return Ellipse(x, y, r, r, 0) }

// Spline is the open curve through the points (Catmull-Rom, centripetal enough for hand-set points).
func Spline(pts ...Pt) []Pt { return spline(pts, false) }

// Blob is the closed smooth shape through the points.
func Blob(pts ...Pt) Path { return Path{spline(pts, true)} }

func spline(pts []Pt, closed bool) []Pt {
	n := len(pts)
	if n < 3 {
		return pts
	}
	at := func(i int) Pt {
		if closed {
			return pts[(i+n)%n]
		}
		return pts[max(0, min(n-1, i))]
	}
	last := n - 1
	if closed {
		last = n
	}
	const steps = 10
	out := make([]Pt, 0, last*steps+1)
	for i := range last {
		a, b, c, d := at(i-1), at(i), at(i+1), at(i+2)
		for s := range steps {
			t := float64(s) / steps
			out = append(out, P(catmull(a.X, b.X, c.X, d.X, t), catmull(a.Y, b.Y, c.Y, d.Y, t)))
		}
	}
	if !closed {
		out = append(out, pts[n-1])
	}
	return out
}

func catmull(a, b, c, d, t float64) float64 {
	return b + 0.5*t*(c-a+t*(2*a-5*b+4*c-d+t*(3*(b-c)+d-a)))
}

// Ribbon is the outline of a line whose half width is given along its length (0..1).
func Ribbon(line []Pt, half func(t float64) float64) Path {
	n := len(line)
	if n < 2 {
		return nil
	}
	ring := make([]Pt, 2*n)
	for i, p := range line {
		d := line[min(i+1, n-1)].Sub(line[max(i-1, 0)])
		l := max(d.Len(), 1e-9)
		h := half(float64(i) / float64(n-1))
		nx, ny := -d.Y/l*h, d.X/l*h
		ring[i] = P(p.X+nx, p.Y+ny)
		ring[2*n-1-i] = P(p.X-nx, p.Y-ny)
	}
	return Path{ring}
}

// Rough moves the outline by noise: reach in canvas units, frequency per unit. Edges cut by scissors or pulled by a brush.
func (p Path) Rough(n Noise, frequency, reach float64) Path {
	out := make(Path, len(p))
	for i, ring := range p {
		dense := resample(ring, min(0.01, 0.3/frequency))
		for j, q := range dense {
			dense[j] = P(q.X+reach*n.FBM(q.X*frequency, q.Y*frequency, 2), q.Y+reach*(n+7).FBM(q.X*frequency, q.Y*frequency, 2))
		}
		out[i] = dense
	}
	return out
}

// resample puts points on a ring no further apart than step.
func resample(ring []Pt, step float64) []Pt {
	var out []Pt
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		n := max(1, int(math.Ceil(b.Sub(a).Len()/step)))
		for k := range n {
			t := float64(k) / float64(n)
			out = append(out, P(Lerp(a.X, b.X, t), Lerp(a.Y, b.Y, t)))
		}
	}
	return out
}

// Move returns the path scaled and turned about the origin, then moved by (dx, dy).
func (p Path) Move(dx, dy, scale, angle float64) Path {
	s, c := math.Sincos(angle)
	out := make(Path, len(p))
	for i, ring := range p {
		out[i] = make([]Pt, len(ring))
		for j, q := range ring {
			out[i][j] = P(dx+scale*(q.X*c-q.Y*s), dy+scale*(q.X*s+q.Y*c))
		}
	}
	return out
}

// Trace follows a direction field from a point in both directions, or forward only.
func Trace(from Pt, field func(x, y float64) float64, length float64, steps int, both bool) []Pt {
	step := length / float64(steps)
	out := []Pt{from}
	p := from
	n := steps
	if both {
		n = steps / 2
		for range n {
			p = p.Polar(field(p.X, p.Y)+math.Pi, step)
			out = append(out, p)
		}
		for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
			out[i], out[j] = out[j], out[i]
		}
		p = from
	}
	for range n {
		p = p.Polar(field(p.X, p.Y), step)
		out = append(out, p)
	}
	return out
}
