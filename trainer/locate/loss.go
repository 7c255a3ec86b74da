package locate

import (
	"math"

	"docent/model/locate"
	"docent/model/vision"
)

// A Truth is what a picture shows: a work's corners, clockwise from the top
// left as it is seen, in sides of the picture, or no work.
type Truth struct {
	Present bool
	Corners vision.Quad
}

// truthLen is the length of a Truth as numbers.
const truthLen = 9

// write stores a truth beside the pictures of a batch.
func (t *Truth) write(dst []float32) {
	clear(dst[:truthLen])
	if !t.Present {
		return
	}
	dst[0] = 1
	for i, c := range t.Corners {
		dst[1+2*i], dst[2+2*i] = float32(c.X), float32(c.Y)
	}
}

// readTruth is its inverse.
func readTruth(src []float32) (t Truth) {
	t.Present = src[0] > 0
	for i := range t.Corners {
		t.Corners[i] = vision.Point{X: float64(src[1+2*i]), Y: float64(src[2+2*i])}
	}
	return t
}

const (
	// near is added to a corner's distance from a cell, in sides of the
	// picture, before its error is divided by it: a cell near a corner has to
	// say precisely where it is, a far one roughly.
	near = 0.08

	// beta is the relative error at which the corners' loss turns from
	// quadratic to linear (Girshick 2015, "Fast R-CNN", equation 3).
	beta = 0.1

	// reach is how far outside of the work, in cells, corners are still asked for.
	reach = 1.0
)

// A Loss is the mean loss of pictures: cross-entropy of the scores, summed over
// the cells, and relative error of the corners.
type Loss struct{ Score, Corner float64 }

// GridLoss is the loss of a batch of grids, out (N, 9, side, side), and writes
// its derivative by them to grad.
//
// The cell with the middle of the work should score 1 and all others 0, but for
// the up to three cells that are as near to it, which may say what they like.
// Every cell in the work, or just outside of it, should know its corners.
func GridLoss(out, grad []float32, truths []Truth, side int, cornerWeight float64) Loss {
	clear(grad)
	cells := side * side
	size := locate.Channels * cells
	var total Loss
	n := float64(len(truths))
	for i := range truths {
		l := gridLoss(out[i*size:][:size], grad[i*size:][:size], &truths[i], side, 1/n, cornerWeight/n)
		total.Score += l.Score / n
		total.Corner += l.Corner / n
	}
	return total
}

func gridLoss(out, grad []float32, t *Truth, side int, scoreWeight, cornerWeight float64) (l Loss) {
	cells := side * side
	s := float64(side)
	mx, my := math.Inf(1), math.Inf(1) // the middle of the work, in cells
	if t.Present {
		mx, my = 0, 0
		for _, c := range t.Corners {
			mx, my = mx+c.X*s/4, my+c.Y*s/4
		}
	}
	for y := range side {
		for x := range side {
			i := y*side + x
			var want float64
			switch dx, dy := math.Abs(float64(x)+0.5-mx), math.Abs(float64(y)+0.5-my); {
			case dx <= 0.5 && dy <= 0.5:
				want = 1
			case dx < 1 && dy < 1:
				continue
			}
			z := float64(out[i])
			p := 1 / (1 + math.Exp(-z))
			// log(1 + exp(z)) - want*z, without overflow.
			l.Score += max(z, 0) + math.Log1p(math.Exp(-math.Abs(z))) - want*z
			grad[i] = float32((p - want) * scoreWeight)
		}
	}
	if !t.Present {
		return l
	}
	var asked []int
	for i := range cells {
		if outside(t.Corners, (float64(i%side)+0.5)/s, (float64(i/side)+0.5)/s) <= reach/s {
			asked = append(asked, i)
		}
	}
	if len(asked) == 0 {
		return l
	}
	each := 1 / float64(8*len(asked))
	for _, i := range asked {
		x, y := (float64(i%side)+0.5)/s, (float64(i/side)+0.5)/s
		for k, c := range t.Corners {
			want := [2]float64{c.X - x, c.Y - y}
			scale := 1 / (near + math.Hypot(want[0], want[1]))
			for j := range want {
				at := (1+2*k+j)*cells + i
				e := (float64(out[at]) - want[j]) * scale
				if a := math.Abs(e); a < beta {
					l.Corner += each * e * e / (2 * beta)
					grad[at] = float32(cornerWeight * each * scale * e / beta)
				} else {
					l.Corner += each * (a - beta/2)
					grad[at] = float32(cornerWeight * each * scale * math.Copysign(1, e))
				}
			}
		}
	}
	return l
}

// outside is how far outside of a convex clockwise outline a place lies, by the
// side that it is farthest beyond; negative within.
func outside(q vision.Quad, x, y float64) float64 {
	most := math.Inf(-1)
	for i, a := range q {
		b := q[(i+1)%4]
		dx, dy := b.X-a.X, b.Y-a.Y
		most = max(most, ((x-a.X)*dy-(y-a.Y)*dx)/max(math.Hypot(dx, dy), 1e-9))
	}
	return most
}
