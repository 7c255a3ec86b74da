package locate

import (
	"math"

	"docent/model/internal/exact"
	"docent/model/vision"
)

const (
	// leastConfidence is the confidence under which nothing is a work.
	leastConfidence = 0.05

	// Outlines smaller than this share of the frame have too few pixels to be recognised, and those that reach further
	// than that out of the frame, in its sides, are too little in view.
	leastArea = 0.005
	farthest  = 1.0

	// same is the overlap above which two outlines are of one work.
	same = 0.3

	// Cells near a corner see it best: corners are read again there, so many times, unless they would move by more than
	// this share of the outline's diagonal, because the cell then belongs to something else.
	rereadings  = 2
	mostReread  = 0.2
	pulledCells = 1 // towards the middle of the work: a cell inside of it knows more than one on the wall

	// How much a work counts for less, compared with one in the middle, in a corner of the frame, and when it is cut off.
	offCentre = 0.5
	cutOff    = 0.6
	// cutBeyond is how far beyond the frame's edge, in its sides, a corner lies when the work is cut off.
	cutBeyond = 0.02

	most = 32 // peaks that are looked at
)

// Decoder turns a grid into works. Its zero value needs a Side.
type Decoder struct {
	Side int // cells along each side of the grid

	peaks [most]peak
	found [MaxFound]Found
}

// peak is a cell whose score is the highest around.
type peak struct {
	outline vision.Quad // in sides of the frame
	score   float32     // log-odds
	rank    float64
}

// Decode returns the works in a grid, (Channels, Side, Side), for a frame of w x h pixels, the most central complete one
// first. Numbers that are not finite count as nothing. The slice is valid until the next call.
func (d *Decoder) Decode(grid []float32, w, h float64) []Found {
	if len(grid) != Channels*d.Side*d.Side {
		panic("locate: a grid of the wrong length")
	}
	peaks := d.peaks[:0]
	for y := range d.Side {
		for x := range d.Side {
			p, ok := d.peak(grid, x, y)
			if !ok {
				continue
			}
			if len(peaks) < most {
				peaks = append(peaks, p)
			} else if last := &peaks[most-1]; p.score > last.score {
				*last = p
			}
			for i := len(peaks) - 1; i > 0 && peaks[i].score > peaks[i-1].score; i-- {
				peaks[i], peaks[i-1] = peaks[i-1], peaks[i]
			}
		}
	}
	// Of outlines of one work the likeliest stays.
	kept := peaks[:0]
	for _, p := range peaks {
		alone := true
		for _, k := range kept {
			alone = alone && Overlap(p.outline, k.outline) < same
		}
		if alone {
			kept = append(kept, p)
		}
	}
	for i := range kept {
		for j := i; j > 0 && kept[j].rank > kept[j-1].rank; j-- {
			kept[j], kept[j-1] = kept[j-1], kept[j]
		}
	}
	found := d.found[:0]
	for _, p := range kept[:min(len(kept), MaxFound)] {
		f := Found{Outline: p.outline, Confidence: float32(sigmoid(p.score))}
		for i, c := range f.Outline {
			f.Outline[i] = vision.Point{X: c.X * w, Y: c.Y * h}
		}
		found = append(found, f)
	}
	return found
}

// peak returns what the cell in column x and row y says, if it says more than those around it.
func (d *Decoder) peak(grid []float32, x, y int) (p peak, ok bool) {
	at := y*d.Side + x
	p.score = grid[at]
	if !(sigmoid(p.score) >= leastConfidence) {
		return p, false
	}
	for v := max(y-1, 0); v <= min(y+1, d.Side-1); v++ {
		for u := max(x-1, 0); u <= min(x+1, d.Side-1); u++ {
			// Of equal ones the first counts.
			if s := grid[v*d.Side+u]; s > p.score || s == p.score && v*d.Side+u < at {
				return p, false
			}
		}
	}
	for k := range p.outline {
		p.outline[k] = d.corner(grid, k, x, y)
	}
	for range rereadings {
		p.outline = d.reread(grid, p.outline)
	}
	lo, hi := p.outline.Bounds()
	if !p.outline.Convex() || cross(p.outline[0], p.outline[1], p.outline[2]) < 0 || p.outline.Area() < leastArea ||
		!(lo.X >= -farthest && lo.Y >= -farthest && hi.X <= 1+farthest && hi.Y <= 1+farthest) {
		return p, false
	}
	p.rank = rank(p.outline, p.score)
	return p, true
}

// corner is where the cell in column x and row y says that corner k is, in sides of the frame.
func (d *Decoder) corner(grid []float32, k, x, y int) vision.Point {
	cells := d.Side * d.Side
	i := (1+2*k)*cells + y*d.Side + x
	return vision.Point{
		X: (float64(x)+0.5)/float64(d.Side) + float64(grid[i]),
		Y: (float64(y)+0.5)/float64(d.Side) + float64(grid[i+cells]),
	}
}

// reread reads each corner from the four cells around where it was read to be.
func (d *Decoder) reread(grid []float32, q vision.Quad) vision.Quad {
	middle := vision.Point{X: (q[0].X + q[1].X + q[2].X + q[3].X) / 4, Y: (q[0].Y + q[1].Y + q[2].Y + q[3].Y) / 4}
	farthest := mostReread * diagonal(q)
	side := float64(d.Side)
	moved := q
	for k, c := range q {
		dx, dy := middle.X-c.X, middle.Y-c.Y
		inwards := pulledCells / side / max(exact.Hypot(dx, dy), pulledCells/side)
		x, fx := cellBefore((c.X+dx*inwards)*side-0.5, d.Side)
		y, fy := cellBefore((c.Y+dy*inwards)*side-0.5, d.Side)
		var p vision.Point
		for v := range min(2, d.Side) {
			for u := range min(2, d.Side) {
				weight := math.Abs(1-float64(u)-fx) * math.Abs(1-float64(v)-fy)
				r := d.corner(grid, k, x+u, y+v)
				p.X += weight * r.X
				p.Y += weight * r.Y
			}
		}
		if exact.Hypot(p.X-c.X, p.Y-c.Y) <= farthest { // written so that NaN fails
			moved[k] = p
		}
	}
	return moved
}

// cellBefore splits a place, in cells from the middle of the first one, into a cell that has a next one and the share of
// the way to it. Places beyond the grid are brought to its edge.
func cellBefore(at float64, side int) (cell int, share float64) {
	if !(at > 0) || side < 2 {
		return 0, 0
	}
	cell = int(min(at, float64(side-2)))
	return cell, min(at-float64(cell), 1)
}

// diagonal is the mean length of the two diagonals.
func diagonal(q vision.Quad) float64 {
	return (exact.Hypot(q[2].X-q[0].X, q[2].Y-q[0].Y) + exact.Hypot(q[3].X-q[1].X, q[3].Y-q[1].Y)) / 2
}

// rank orders works by how likely the camera is aimed at them: what is found surely, near the middle and completely.
func rank(q vision.Quad, score float32) float64 {
	x := (q[0].X+q[1].X+q[2].X+q[3].X)/4 - 0.5
	y := (q[0].Y+q[1].Y+q[2].Y+q[3].Y)/4 - 0.5
	r := sigmoid(score) * max(0, 1-offCentre*exact.Hypot(x, y)*math.Sqrt2)
	if lo, hi := q.Bounds(); lo.X < -cutBeyond || lo.Y < -cutBeyond || hi.X > 1+cutBeyond || hi.Y > 1+cutBeyond {
		r *= cutOff
	}
	return r
}

func sigmoid(x float32) float64 { return 1 / (1 + exact.Exp(-float64(x))) }
