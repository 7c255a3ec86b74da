package views

import "math"

// Lengths are in shares of the view's width, height or shorter side.
var (
	// obstructedShare is the share of views in which something is in front of the work.
	obstructedShare = 0.1

	// How often that is a visitor's head, a rail or rope, or a caption that a screen or a tour's app lays over the picture.
	obstructionWeights = []float64{0.4, 0.25, 0.35}

	// Visitors seen from behind are at the lower edge, nearer than the work and therefore out of focus.
	headSize    = span{0.06, 0.13}
	headY       = span{0.78, 1.02}
	visitorSoft = span{0.01, 0.04}
	clothShade  = float32(0.2) // clothes are mostly darker than walls

	// Barriers run across the lower half, more or less level; ropes sag.
	railY     = span{0.55, 0.98}
	railSlope = 0.15
	mostSag   = 0.15
	railWidth = span{0.006, 0.02}

	// Captions are boxes with a line of letters, black on white, white on black or black on a colour.
	captionW, captionH = span{0.3, 0.7}, span{0.05, 0.1}
	whiteOnBlackShare  = 0.4
	colouredShare      = 0.3
	letterWidth        = span{0.1, 0.28} // of the caption's height
	letterTop          = span{0.2, 0.4}
	wordGapShare       = 0.12
)

// obstruct draws what is between the camera and the work.
func obstruct(c *canvas, d dice) {
	if !d.chance(obstructedShare) {
		return
	}
	switch d.pick(obstructionWeights) {
	case 0:
		c.visitor(d)
	case 1:
		c.rail(d)
	case 2:
		c.caption(d)
	}
}

// visitor draws somebody seen from behind at the view's lower edge: head and shoulders, out of focus.
func (c *canvas) visitor(d dice) {
	w, h := float64(c.w), float64(c.h)
	side := min(w, h)
	head := side * d.in(headSize)
	x, y := d.between(0, w), h*d.in(headY)
	soft := float32(side * d.in(visitorSoft))
	hair := mix(black.dark, redWood.body, float32(d.mild(2)))
	cloth := rgb{float32(d.mild(3)), float32(d.mild(3)), float32(d.mild(3))}.scale(clothShade)
	c.ellipse(x, y+3.4*head, 2.3*head, 2.2*head, soft, cloth)
	c.ellipse(x, y, 0.8*head, head, soft, hair)
}

// ellipse fills an ellipse whose edge is as soft as given, in pixels.
func (c *canvas) ellipse(x, y, rx, ry float64, soft float32, colour rgb) {
	c.blend(x-rx, y-ry, x+rx, y+ry, soft, colour, func(px, py float32) float32 {
		dx, dy := (px-float32(x))/float32(rx), (py-float32(y))/float32(ry)
		r := float32(math.Sqrt(float64(dx*dx + dy*dy)))
		return (1 - r) * float32(min(rx, ry))
	})
}

// rail draws a barrier: a bar or rope across the lower half of the view.
func (c *canvas) rail(d dice) {
	w, h := float64(c.w), float64(c.h)
	y, slope, sag := h*d.in(railY), d.bell(railSlope), h*mostSag*d.mild(2)
	thick := float32(min(w, h) * d.in(railWidth))
	finishes := []*finish{&black, &silver, &darkWood, &redWood}
	colour := finishes[d.rng.IntN(len(finishes))].body
	c.blend(0, y-sag-slope*w, w, y+sag+math.Abs(slope)*w, 1, colour, func(px, py float32) float32 {
		t := float64(px)/w - 0.5
		at := y + slope*t*w - sag*(4*t*t-0.5)
		return thick - abs32(py-float32(at))
	})
}

// caption draws a box with a line of letters.
func (c *canvas) caption(d dice) {
	w, h := float64(c.w), float64(c.h)
	bw, bh := w*d.in(captionW), h*d.in(captionH)
	x, y := d.between(0, w-bw), d.between(0, h-bh)
	paper, ink := white.shine, black.dark
	switch {
	case d.chance(whiteOnBlackShare):
		paper, ink = ink, paper
	case d.chance(colouredShare):
		paper = rgb{float32(d.rng.Float64()), float32(d.rng.Float64()), float32(d.rng.Float64())}
	}
	c.box(x, y, x+bw, y+bh, paper)
	// Letters are blocks of uneven width; now and then a gap between words.
	for at := x + 0.3*bh; at < x+bw-0.5*bh; {
		wide := bh * d.in(letterWidth)
		if !d.chance(wordGapShare) {
			c.box(at, y+bh*d.in(letterTop), at+wide, y+0.78*bh, ink)
		}
		at += wide + 0.15*bh
	}
}

// box fills a rectangle.
func (c *canvas) box(x0, y0, x1, y1 float64, colour rgb) {
	c.blend(x0, y0, x1, y1, 1, colour, func(px, py float32) float32 {
		return min(px-float32(x0), float32(x1)-px, py-float32(y0), float32(y1)-py)
	})
}

// blend lays a colour over the pixels from (x0, y0) to (x1, y1), as far as they are inside of a shape. inside tells the
// distance of a place from the shape's edge in pixels, negative outside of it; the edge is as soft as given.
func (c *canvas) blend(x0, y0, x1, y1 float64, soft float32, colour rgb, inside func(x, y float32) float32) {
	soft = max(soft, 1)
	margin := float64(soft)
	left, right := max(int(x0-margin), 0), min(int(x1+margin)+1, c.w)
	top, bottom := max(int(y0-margin), 0), min(int(y1+margin)+1, c.h)
	for y := top; y < bottom; y++ {
		for x := left; x < right; x++ {
			in := ramp(0.5 + inside(float32(x)+0.5, float32(y)+0.5)/soft)
			c.mixIn(y*c.w+x, colour, in)
		}
	}
}
