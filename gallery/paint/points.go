package paint

import (
	"math"
	"math/rand/v2"
)

// Scatter returns points about spacing apart over the canvas and a little beyond, in an order of chance: a grid of
// staggered rows, each point moved within its cell.
func (c *Canvas) Scatter(spacing float64) []Pt {
	row := spacing * 0.866
	var pts []Pt
	for j := -1; float64(j)*row < 1+row; j++ {
		shift := float64(j&1) * spacing / 2
		for i := -1; float64(i)*spacing < c.Aspect+spacing; i++ {
			pts = append(pts, P(float64(i)*spacing+shift+c.Uniform(-0.4, 0.4)*spacing, float64(j)*row+c.Uniform(-0.4, 0.4)*row))
		}
	}
	c.Rand.Shuffle(len(pts), func(i, j int) { pts[i], pts[j] = pts[j], pts[i] })
	return pts
}

// Poisson returns points of a w x h rectangle no closer than r(x, y) to each other, as many as fit, near enough
// (Bridson 2007, with a radius that varies between lo and hi).
func Poisson(rng *rand.Rand, w, h, lo, hi float64, r func(x, y float64) float64) []Pt {
	cell := lo / math.Sqrt2
	cols, rows := int(w/cell)+1, int(h/cell)+1
	grid := make([]int32, cols*rows)
	var pts []Pt
	put := func(p Pt) {
		pts = append(pts, p)
		grid[int(p.Y/cell)*cols+int(p.X/cell)] = int32(len(pts))
	}
	free := func(p Pt, d float64) bool {
		n := int(math.Ceil(d / cell))
		cx, cy := int(p.X/cell), int(p.Y/cell)
		for j := max(0, cy-n); j <= min(rows-1, cy+n); j++ {
			for i := max(0, cx-n); i <= min(cols-1, cx+n); i++ {
				if k := grid[j*cols+i]; k > 0 {
					q := pts[k-1]
					if (q.X-p.X)*(q.X-p.X)+(q.Y-p.Y)*(q.Y-p.Y) < d*d {
						return false
					}
				}
			}
		}
		return true
	}
	put(P(w*rng.Float64(), h*rng.Float64()))
	active := []int{0}
	for len(active) > 0 {
		a := rng.IntN(len(active))
		p := pts[active[a]]
		d := Clamp(r(p.X, p.Y), lo, hi)
		found := false
		for range 12 {
			q := p.Polar(2*math.Pi*rng.Float64(), d*(1+rng.Float64()))
			if q.X < 0 || q.Y < 0 || q.X >= w || q.Y >= h || !free(q, Clamp(r(q.X, q.Y), lo, hi)) {
				continue
			}
			put(q)
			active = append(active, len(pts)-1)
			found = true
			break
		}
		if !found {
			active[a] = active[len(active)-1]
			active = active[:len(active)-1]
		}
	}
	return pts
}

// Sites answers which of a set of points is nearest: the cells of a Voronoi diagram.
type Sites struct {
	Pts        []Pt
	cell       float64
	cols, rows int
	first      []int32
	next       []int32
}

// NewSites indexes the points; cell is about the distance between them.
func NewSites(pts []Pt, aspect, cell float64) *Sites {
	s := &Sites{Pts: pts, cell: cell, cols: int(aspect/cell) + 3, rows: int(1/cell) + 3, next: make([]int32, len(pts))}
	s.first = make([]int32, s.cols*s.rows)
	for i, p := range pts {
		k := s.index(p.X, p.Y)
		s.next[i] = s.first[k]
		s.first[k] = int32(i + 1)
	}
	return s
}

func (s *Sites) index(x, y float64) int {
	i := max(0, min(s.cols-1, int(math.Floor(x/s.cell))+1))
	j := max(0, min(s.rows-1, int(math.Floor(y/s.cell))+1))
	return j*s.cols + i
}

// Nearest returns the nearest site (-1 when none is within two cells), its distance, and how far the point is from the
// border with the second nearest, which is also returned.
func (s *Sites) Nearest(x, y float64) (site int, distance, border float64, second int) {
	ci := max(0, min(s.cols-1, int(math.Floor(x/s.cell))+1))
	cj := max(0, min(s.rows-1, int(math.Floor(y/s.cell))+1))
	site, second = -1, -1
	b1, b2 := math.Inf(1), math.Inf(1)
	for j := max(0, cj-2); j <= min(s.rows-1, cj+2); j++ {
		for i := max(0, ci-2); i <= min(s.cols-1, ci+2); i++ {
			for k := s.first[j*s.cols+i]; k > 0; k = s.next[k-1] {
				p := s.Pts[k-1]
				d := (p.X-x)*(p.X-x) + (p.Y-y)*(p.Y-y)
				if d < b1 {
					b2, second = b1, site
					b1, site = d, int(k-1)
				} else if d < b2 {
					b2, second = d, int(k-1)
				}
			}
		}
	}
	if site < 0 {
		return -1, 0, 0, -1
	}
	distance = math.Sqrt(b1)
	if second < 0 {
		return site, distance, math.Inf(1), -1
	}
	return site, distance, (b2 - b1) / (2 * max(1e-9, s.Pts[site].Sub(s.Pts[second]).Len())), second
}
