package local

import "math"

// A plane is a grey picture at one level of detail, with room for what is computed from it.
type plane struct {
	w, h  int
	light []uint16 // brightness, 0 to lightScale, (h, w)
	// smooth is what even leaves: contrast with the surroundings, smoothed, (h + 2 reach, stride). It goes on for reach
	// pixels beyond the edges, where it is as at the edge.
	smooth   []int16
	stride   int
	contrast []int16 // (h, w)
	strength []int32 // of corners, (h, w)

	sums, squares []int32 // of columns
	gradients     [3][]int32
	products      [2*window + 1][3][]int32
}

// resize makes the plane w x h pixels. What it holds is undefined.
func (p *plane) resize(w, h int) {
	if p.w == w && p.h == h {
		return
	}
	p.w, p.h, p.stride = w, h, w+2*reach
	p.light, p.contrast, p.strength = room(p.light, w*h), room(p.contrast, w*h), room(p.strength, w*h)
	p.smooth = room(p.smooth, (h+2*reach)*p.stride)
	p.sums, p.squares = room(p.sums, w+2*surroundings+1), room(p.squares, w+2*surroundings+1)
	for c := range 3 {
		p.gradients[c] = room(p.gradients[c], w)
		for i := range p.products {
			p.products[i][c] = room(p.products[i][c], w)
		}
	}
}

// halve sets p to half of q.
func (p *plane) halve(q *plane) {
	p.resize(q.w/2, q.h/2)
	for y := range p.h {
		halveRow(p.light[y*p.w:][:p.w], q.light[2*y*q.w:], q.light[(2*y+1)*q.w:])
	}
}

const (
	surroundings = 12 // half the width of the pixels that a pixel is compared with
	blur         = 2  // half the width of a pixel's smoothing
	// floor is the deviation, in steps of brightness, below which a difference is noise: 3 levels.
	floor = 3 * lightScale / 255
	// unit is the contrast of one deviation, and finer what sums of contrasts are divided by. Of 625 pixels none is more
	// than 25 deviations from the mean, so smooth is below 10,000, and its differences across two pixels below 8,000.
	unit  = 128
	finer = 8
)

// even makes the picture as bright and as rich in contrast everywhere: under a lamp's reflection and in a dark corner
// is still what is painted there. Then it is smoothed, for comparisons that noise does not turn.
//
//	contrast = unit (light - mean) / sqrt(variance + floor^2), mean and variance being those of the surroundings
//	smooth = sum of the contrast of 5x5 pixels / finer
//
// Surroundings end at the picture's edge; beyond it smoothing finds the pixels at the edge.
func (p *plane) even() {
	p.level()
	p.blur()
}

// level sets contrast. Sums run down the columns and then along the rows: each pixel is added once and taken off once.
func (p *plane) level() {
	w, h := p.w, p.h
	// Column x is at x+surroundings+1, between zeros.
	sums, squares := p.sums[:w+2*surroundings+1], p.squares[:w+2*surroundings+1]
	clear(sums)
	clear(squares)
	add := func(y int) {
		to, square := sums[surroundings+1:][:w], squares[surroundings+1:][:w]
		for x, v := range p.light[y*w:][:w] {
			to[x] += int32(v)
			square[x] += int32(v) * int32(v)
		}
	}
	for y := range min(surroundings, h) {
		add(y)
	}
	for y := range h {
		if y+surroundings < h {
			add(y + surroundings)
		}
		if y > surroundings {
			to, square := sums[surroundings+1:][:w], squares[surroundings+1:][:w]
			for x, v := range p.light[(y-surroundings-1)*w:][:w] {
				to[x] -= int32(v)
				square[x] -= int32(v) * int32(v)
			}
		}
		rows := min(y+surroundings, h-1) - max(y-surroundings, 0) + 1
		var sum, square int64
		for x := range 2 * surroundings {
			sum += int64(sums[x+1])
			square += int64(squares[x+1])
		}
		out := p.contrast[y*w:][:w]
		ahead, aheadSquares := sums[2*surroundings+1:], squares[2*surroundings+1:]
		for x, v := range p.light[y*w:][:w] {
			if x < len(ahead) && x < len(aheadSquares) {
				sum += int64(ahead[x])
				square += int64(aheadSquares[x])
			}
			sum -= int64(sums[x])
			square -= int64(squares[x])
			n := int64(rows * (min(x+surroundings, w-1) - max(x-surroundings, 0) + 1))
			out[x] = int16(float64(unit*(n*int64(v)-sum)) / math.Sqrt(float64(n*square-sum*sum+n*n*floor*floor)))
		}
	}
}

// blur sets smooth.
func (p *plane) blur() {
	w, h := p.w, p.h
	// Column x is at x+blur+1, between copies of the first and the last.
	sums := p.sums[:w+2*blur+1]
	columns := sums[blur+1:][:w]
	row := func(y int) []int16 { return p.contrast[min(max(y, 0), h-1)*w:][:w] }
	clear(sums)
	for y := -blur - 1; y < blur; y++ {
		for x, v := range row(y) {
			columns[x] += int32(v)
		}
	}
	for y := range h {
		last := row(y - blur - 1)
		for x, v := range row(y + blur) {
			columns[x] += int32(v) - int32(last[x])
		}
		for i := range blur + 1 {
			sums[i] = columns[0]
		}
		for i := range blur {
			sums[w+blur+1+i] = columns[w-1]
		}
		var sum int32
		for _, v := range sums[:2*blur+1] {
			sum += v
		}
		out := p.smooth[(y+reach)*p.stride:][:p.stride]
		ahead := sums[2*blur+1:]
		for x, v := range ahead {
			sum += v - sums[x]
			out[x+reach] = int16(sum / finer)
		}
		for i := range reach {
			out[i], out[reach+w+i] = out[reach], out[reach+w-1]
		}
	}
	first, last := p.smooth[reach*p.stride:][:p.stride], p.smooth[(reach+h-1)*p.stride:][:p.stride]
	for i := range reach {
		copy(p.smooth[i*p.stride:], first)
		copy(p.smooth[(reach+h+i)*p.stride:], last)
	}
}
