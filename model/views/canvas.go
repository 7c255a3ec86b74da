package views

import (
	"image"
	"math"
	"sync"
)

// rgb is a colour in linear light; 1 is a white wall in full light.
type rgb [3]float32

func (a rgb) scale(f float32) rgb { return rgb{a[0] * f, a[1] * f, a[2] * f} }

// mix is a for t = 0 and b for t = 1.
func mix(a, b rgb, t float32) rgb {
	return rgb{a[0] + (b[0]-a[0])*t, a[1] + (b[1]-a[1])*t, a[2] + (b[2]-a[2])*t}
}

// luminance weighs the channels of linear light as Rec. 709 does.
func (a rgb) luminance() float32 { return 0.2126*a[0] + 0.7152*a[1] + 0.0722*a[2] }

// srgb makes a colour from its 8-bit values.
func srgb(r, g, b uint8) rgb { return rgb{linear[r], linear[g], linear[b]} }

// linear is the light that an 8-bit sRGB value stands for (IEC 61966-2-1).
var linear = func() (t [256]float32) {
	for i := range t {
		v := float64(i) / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		t[i] = float32(v)
	}
	return t
}()

// encodeSteps is the resolution of the table from light to sRGB: in the darkest tones, where the curve is steepest, one
// step is 0.8 of a level.
const encodeSteps = 4096

// encode is the sRGB value, 0 to 255, of light in steps of 1/encodeSteps.
var encode = func() (t [encodeSteps + 1]float32) {
	for i := range t {
		v := float64(i) / encodeSteps
		if v <= 0.0031308 {
			v *= 12.92
		} else {
			v = 1.055*math.Pow(v, 1/2.4) - 0.055
		}
		t[i] = float32(v * 255)
	}
	return t
}()

// canvas is the view while it is made.
type canvas struct {
	w, h  int
	px    []float32 // light, RGB interleaved
	u, v  []float32 // the place on the wall that each pixel shows
	gloss []float32 // how much each pixel mirrors: 1 for glass and varnish
	spare []float32 // scratch memory of the lens
}

var canvases sync.Pool

// newCanvas returns a canvas with undefined content, except that nothing on it is glossy.
func newCanvas(w, h int) *canvas {
	c, _ := canvases.Get().(*canvas)
	if c == nil {
		c = new(canvas)
	}
	n := w * h
	c.w, c.h = w, h
	c.px, c.u, c.v, c.gloss = grow(c.px, 3*n), grow(c.u, n), grow(c.v, n), grow(c.gloss, n)
	clear(c.gloss)
	return c
}

func (c *canvas) release() { canvases.Put(c) }

// grow returns s with length n, of undefined content.
func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n)
	}
	return s[:n]
}

// mixIn lays a colour over pixel i; t is how much of it, 0 to 1.
func (c *canvas) mixIn(i int, colour rgb, t float32) {
	p := c.px[3*i:][:3]
	p[0] += (colour[0] - p[0]) * t
	p[1] += (colour[1] - p[1]) * t
	p[2] += (colour[2] - p[2]) * t
}

// darken takes the share t of the light from pixel i.
func (c *canvas) darken(i int, t float32) {
	p := c.px[3*i:][:3]
	p[0] -= p[0] * t
	p[1] -= p[1] * t
	p[2] -= p[2] * t
}

// ramp rises smoothly from 0 at 0 to 1 at 1 and is constant outside.
func ramp(t float32) float32 {
	if t <= 0 {
		return 0
	}
	if t >= 1 {
		return 1
	}
	return t * t * (3 - 2*t)
}

// softBox is 1 between lo and hi and 0 outside, with edges of the given width centred there.
func softBox(v, lo, hi, width float32) float32 {
	return ramp(0.5+(v-lo)/width) * ramp(0.5+(hi-v)/width)
}

// texture is a picture in linear light, RGB interleaved.
type texture struct {
	w, h int
	px   []float32
}

// newTexture averages a picture down to at most w x h pixels, by area and in linear light, as distance does. It never
// enlarges.
func newTexture(m *image.RGBA, w, h int) texture {
	sw, sh := m.Rect.Dx(), m.Rect.Dy()
	w, h = min(max(w, 1), sw), min(max(h, 1), sh)
	t := texture{w, h, make([]float32, 3*w*h)}
	if w == sw && h == sh {
		for y := range h {
			row, out := m.Pix[y*m.Stride:], t.px[3*y*w:3*(y+1)*w]
			for x := range w {
				p, q := row[4*x:4*x+3:4*x+3], out[3*x:3*x+3:3*x+3]
				q[0], q[1], q[2] = linear[p[0]], linear[p[1]], linear[p[2]]
			}
		}
		return t
	}
	// First along the rows, then down the columns: each source pixel is spread over the one or two target pixels that
	// its area falls to.
	row := make([]float32, 3*w)
	stepX, stepY := float32(w)/float32(sw), float32(h)/float32(sh)
	for y := range sh {
		clear(row)
		shrinkRow(row, m.Pix[y*m.Stride:y*m.Stride+4*sw], stepX)
		at, next, share := spread(y, h, stepY)
		addScaled(t.px[3*at*w:3*(at+1)*w], row, stepY*share)
		if share < 1 {
			addScaled(t.px[3*next*w:3*(next+1)*w], row, stepY*(1-share))
		}
	}
	return t
}

// spread says to which target pixels source pixel i falls when each covers step target pixels: at, with the given share
// of it, and next.
func spread(i, size int, step float32) (at, next int, share float32) {
	start, end := float32(i)*step, float32(i+1)*step
	at = min(int(start), size-1)
	next = min(at+1, size-1)
	if border := float32(at + 1); end > border && next > at {
		return at, next, (border - start) / step
	}
	return at, next, 1
}

// shrinkRow adds a row of RGBA pixels to a shorter row of light.
func shrinkRow(dst []float32, src []uint8, step float32) {
	n := len(dst) / 3
	for x := range len(src) / 4 {
		p := src[4*x : 4*x+3 : 4*x+3]
		r, g, b := linear[p[0]]*step, linear[p[1]]*step, linear[p[2]]*step
		at, next, share := spread(x, n, step)
		q := dst[3*at : 3*at+3 : 3*at+3]
		q[0] += r * share
		q[1] += g * share
		q[2] += b * share
		if share < 1 {
			q := dst[3*next : 3*next+3 : 3*next+3]
			q[0] += r * (1 - share)
			q[1] += g * (1 - share)
			q[2] += b * (1 - share)
		}
	}
}

// addScaled adds f times src to dst.
func addScaled(dst, src []float32, f float32) {
	src = src[:len(dst)]
	for i := range dst {
		dst[i] += f * src[i]
	}
}

// at interpolates between the four pixels around (x, y), given in fractions of the width and height.
func (t *texture) at(x, y float32) rgb {
	x = min(max(x*float32(t.w)-0.5, 0), float32(t.w-1))
	y = min(max(y*float32(t.h)-0.5, 0), float32(t.h-1))
	x0, y0 := int(x), int(y)
	x1, y1 := min(x0+1, t.w-1), min(y0+1, t.h-1)
	fx, fy := x-float32(x0), y-float32(y0)
	a := t.px[3*(y0*t.w+x0):][:3]
	b := t.px[3*(y0*t.w+x1):][:3]
	c := t.px[3*(y1*t.w+x0):][:3]
	d := t.px[3*(y1*t.w+x1):][:3]
	wa, wb, wc, wd := (1-fx)*(1-fy), fx*(1-fy), (1-fx)*fy, fx*fy
	return rgb{
		wa*a[0] + wb*b[0] + wc*c[0] + wd*d[0],
		wa*a[1] + wb*b[1] + wc*c[1] + wd*d[1],
		wa*a[2] + wb*b[2] + wc*c[2] + wd*d[2],
	}
}
