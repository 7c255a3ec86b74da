package views

import (
	"math"

	"docent/model/internal/exact"
)

const (
	// The blur of a photo out of focus and of one taken in motion, in shares of the view's shorter side: a network sees a
	// view at 56 to 64 pixels, where more than this leaves nothing to recognise.
	leastFocus, mostFocus   = 0.003, 0.017 // standard deviation
	leastMotion, mostMotion = 0.006, 0.05  // length
)

// blur is the lens's: out of focus, or moved while the shutter was open.
func blur(c *canvas, d dice, t *troubles) {
	side := float64(min(c.w, c.h))
	angle := d.angle()
	if t.focus > 0 {
		c.gauss((leastFocus + (mostFocus-leastFocus)*t.focus) * side)
	}
	if t.motion > 0 {
		c.streak((leastMotion+(mostMotion-leastMotion)*t.motion)*side, angle)
	}
}

// tap is one weight of a filter, at an offset in pixels.
type tap struct {
	dx, dy int
	weight float32
}

// gauss blurs with a Gaussian of the given standard deviation in pixels, along rows and then along columns.
func (c *canvas) gauss(sigma float64) {
	const reach = 2.5 // standard deviations; the rest is 1 %
	radius := int(math.Ceil(reach * sigma))
	var across, down []tap
	var sum float64
	for i := -radius; i <= radius; i++ {
		sum += exact.Exp(-float64(i*i) / (2 * sigma * sigma))
	}
	for i := -radius; i <= radius; i++ {
		w := float32(exact.Exp(-float64(i*i)/(2*sigma*sigma)) / sum)
		across, down = append(across, tap{i, 0, w}), append(down, tap{0, i, w})
	}
	c.filter(across)
	c.filter(down)
}

// streak blurs along a line of the given length and direction.
func (c *canvas) streak(length, angle float64) {
	sin, cos := math.Sincos(angle)
	n := int(math.Ceil(length)) + 1
	weights := map[[2]int]float32{}
	var taps []tap
	for i := range n {
		// Points along the line, each shared by the four pixels around it.
		at := length * (float64(i)/float64(max(n-1, 1)) - 0.5)
		x, y := at*cos, at*sin
		x0, y0 := math.Floor(x), math.Floor(y)
		fx, fy := x-x0, y-y0
		for k, w := range [4]float64{(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy} {
			weights[[2]int{int(x0) + k%2, int(y0) + k/2}] += float32(w / float64(n))
		}
	}
	// Taps in a fixed order: sums of floating-point numbers depend on it.
	radius := int(math.Ceil(length/2)) + 1
	for dy := -radius; dy <= radius; dy++ {
		for dx := -radius; dx <= radius; dx++ {
			if w := weights[[2]int{dx, dy}]; w > 0 {
				taps = append(taps, tap{dx, dy, w})
			}
		}
	}
	c.filter(taps)
}

// filter replaces every pixel by a weighted sum of those around it; beyond the edges, the edge pixels repeat.
func (c *canvas) filter(taps []tap) {
	pad := 0
	for _, t := range taps {
		pad = max(pad, t.dx, -t.dx, t.dy, -t.dy)
	}
	stride := 3 * (c.w + 2*pad)
	c.spare = grow(c.spare, stride*(c.h+2*pad))
	for y := range c.h + 2*pad {
		from := c.px[3*c.w*min(max(y-pad, 0), c.h-1):][:3*c.w]
		to := c.spare[y*stride:][:stride]
		copy(to[3*pad:], from)
		for x := range pad {
			copy(to[3*x:3*x+3], from[:3])
			copy(to[stride-3*x-3:stride-3*x], from[len(from)-3:])
		}
	}
	for y := range c.h {
		row := c.px[3*c.w*y:][:3*c.w]
		clear(row)
		for _, t := range taps {
			addScaled(row, c.spare[(y+pad+t.dy)*stride+3*(pad+t.dx):], t.weight)
		}
	}
}
