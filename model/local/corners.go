package local

import (
	"math"
	"math/rand/v2"
	"slices"
)

// A corner is a place where the picture changes in every direction, and how much.
type corner struct {
	x, y     int
	strength float32
}

const (
	margin = 4 // corners keep so far from the edge, in pixels
	// The square is divided in so many cells a side, none of which gives more than three times its share: corners come
	// from everywhere.
	cells  = 8
	excess = 3
)

// corners returns the strongest corners of p.smooth, n at most (Harris and Stephens 1988, with the measure of Shi and
// Tomasi 1994: the smaller eigenvalue of the gradients' second moments over 5x5 pixels). It appends to dst.
func (p *plane) corners(dst []corner, n int) []corner {
	s := p.side
	xx, xy, yy := p.a, p.b, p.c
	clear(xx)
	clear(xy)
	clear(yy)
	for y := 1; y < s-1; y++ {
		for x := 1; x < s-1; x++ {
			i := y*s + x
			gx, gy := p.smooth[i+1]-p.smooth[i-1], p.smooth[i+s]-p.smooth[i-s]
			xx[i], xy[i], yy[i] = gx*gx, gx*gy, gy*gy
		}
	}
	const around = 2
	p.mean(xx, xx, around)
	p.mean(xy, xy, around)
	p.mean(yy, yy, around)
	strength := xx
	for i := range strength {
		half, d := (xx[i]+yy[i])/2, (xx[i]-yy[i])/2
		strength[i] = half - float32(math.Sqrt(float64(float32(d*d)+float32(xy[i]*xy[i]))))
	}
	for y := margin; y < s-margin; y++ {
		for x := margin; x < s-margin; x++ {
			if v := strength[y*s+x]; v > 0 && peak(strength, s, x, y) {
				dst = append(dst, corner{x, y, v})
			}
		}
	}
	slices.SortFunc(dst, func(a, b corner) int {
		switch {
		case a.strength > b.strength:
			return -1
		case a.strength < b.strength:
			return 1
		}
		return (a.y-b.y)*s + a.x - b.x
	})
	var taken [cells * cells]int
	kept := dst[:0]
	for _, c := range dst {
		cell := &taken[c.y*cells/s*cells+c.x*cells/s]
		if len(kept) < n && *cell <= excess*n/(cells*cells) {
			*cell++
			kept = append(kept, c)
		}
	}
	return kept
}

// peak says whether the value at (x, y) is the largest of the 5x5 around it; of equal ones the first is.
func peak(values []float32, side, x, y int) bool {
	v := values[y*side+x]
	for j := y - 2; j <= y+2; j++ {
		for i := x - 2; i <= x+2; i++ {
			if w := values[j*side+i]; w > v || w == v && (j < y || j == y && i < x) {
				return false
			}
		}
	}
	return true
}

// reach is how far from the corner a compared place is at most, in pixels, each way.
const reach = 15

// pairs are the places that a descriptor compares, drawn around the corner from a bell curve once and for all (Calonder
// et al. 2010, section 3.2, G II). They are part of what a stored descriptor means.
var pairs = func() (p [256][4]int8) {
	r := rand.New(rand.NewPCG(1, 256))
	draw := func() int8 { return int8(max(-reach, min(reach, math.Round(r.NormFloat64()*6.2)))) }
	for i := range p {
		for p[i][0] == p[i][2] && p[i][1] == p[i][3] {
			p[i] = [4]int8{draw(), draw(), draw(), draw()}
		}
	}
	return p
}()

// describe returns the comparisons around a corner:
//
//	bit i = smooth at pairs[i][0:2] < smooth at pairs[i][2:4]
//
// Places outside of the picture are taken to be at its edge.
func (p *plane) describe(x, y int) (d [4]uint64) {
	at := func(dx, dy int8) float32 {
		i, j := min(max(x+int(dx), 0), p.side-1), min(max(y+int(dy), 0), p.side-1)
		return p.smooth[j*p.side+i]
	}
	for i := range pairs {
		if q := &pairs[i]; at(q[0], q[1]) < at(q[2], q[3]) {
			d[i/64] |= 1 << (i % 64)
		}
	}
	return d
}
