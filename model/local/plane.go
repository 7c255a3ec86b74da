package local

import "math"

// A plane is a square grey picture at one level of detail, with room for what is computed from it.
type plane struct {
	side   int
	light  []float32 // brightness, 0 to 255
	smooth []float32 // what even leaves: contrast with the surroundings, smoothed
	a, b   []float32
	c, d   []float32

	columns []float32 // sums of a row's columns
}

func newPlane(side int) plane {
	n := side * side
	p := plane{side: side, columns: make([]float32, side)}
	for _, to := range []*[]float32{&p.light, &p.smooth, &p.a, &p.b, &p.c, &p.d} {
		*to = make([]float32, n)
	}
	return p
}

// halve sets p to half of q.
func (p *plane) halve(q *plane) {
	for y := range p.side {
		for x := range p.side {
			i := 2*y*q.side + 2*x
			p.light[y*p.side+x] = (q.light[i] + q.light[i+1] + q.light[i+q.side] + q.light[i+q.side+1]) / 4
		}
	}
}

const (
	around = 12 // half the width of the surroundings that a pixel is compared with
	blur   = 2  // half the width of a pixel's smoothing
	// floor is the deviation, in levels of brightness, below which a difference is noise.
	floor = 3
)

// even makes the picture as bright and as rich in contrast everywhere: under a lamp's reflection and in a dark corner
// is still what is painted there. Then it is smoothed, for comparisons that noise does not turn.
//
//	smooth = blurred((light - mean) / sqrt(variance + floor^2)), mean and variance being those of the surroundings
func (p *plane) even() {
	for i, v := range p.light {
		p.a[i] = v * v
	}
	p.mean(p.b, p.light, around) // b: mean
	p.mean(p.c, p.a, around)     // c: mean of the squares
	for i, v := range p.light {
		variance := p.c[i] - float32(p.b[i]*p.b[i])
		p.a[i] = (v - p.b[i]) / float32(math.Sqrt(float64(max(variance, 0)+floor*floor)))
	}
	p.mean(p.smooth, p.a, blur)
}

// mean sets dst to the mean of src over the square of 2r+1 pixels a side around each pixel, as far as it is in the
// picture. It uses d. Sums run along the rows and then down the columns: each pixel is added once and taken off once.
func (p *plane) mean(dst, src []float32, r int) {
	s := p.side
	for y := range s {
		row, out := src[y*s:][:s], p.d[y*s:][:s]
		var sum float32
		for x := range min(r, s) {
			sum += row[x]
		}
		for x := range s {
			if x+r < s {
				sum += row[x+r]
			}
			if x-r > 0 {
				sum -= row[x-r-1]
			}
			out[x] = sum / float32(min(x+r, s-1)-max(x-r, 0)+1)
		}
	}
	sums := p.columns
	clear(sums)
	for y := range min(r, s) {
		add(sums, p.d[y*s:][:s])
	}
	for y := range s {
		if y+r < s {
			add(sums, p.d[(y+r)*s:][:s])
		}
		if y-r > 0 {
			subtract(sums, p.d[(y-r-1)*s:][:s])
		}
		n := float32(min(y+r, s-1) - max(y-r, 0) + 1)
		for x, v := range sums {
			dst[y*s+x] = v / n
		}
	}
}

func add(dst, v []float32) {
	for i := range dst {
		dst[i] += v[i]
	}
}

func subtract(dst, v []float32) {
	for i := range dst {
		dst[i] -= v[i]
	}
}
