package paint

import (
	"image"
	"math"
	"math/rand/v2"
)

// Shader gives the colour of a point.
type Shader func(x, y float64) Color

// Canvas holds wet paint: colour and thickness per pixel. It is not safe for concurrent use.
type Canvas struct {
	W, H   int     // pixels
	Aspect float64 // width over height, in canvas units the right edge
	Rand   *rand.Rand

	scale  float64   // pixels per unit
	pix    []float32 // RGB, interleaved
	relief []float32 // thickness of the paint, about 0..1
	clip   []float32 // coverage that paint is limited to, or nil

	near, along, across []float32 // a stroke's scratch
	strokes             uint32    // strokes so far: each has bristles of its own
}

// New makes a canvas whose longest side has the given number of pixels.
func New(aspect float64, longest int, seed uint64) *Canvas {
	w, h := Size(aspect, longest)
	return &Canvas{W: w, H: h, Aspect: float64(w) / float64(h), Rand: rand.New(rand.NewPCG(seed, 0x646f63656e74)),
		scale: float64(h), pix: make([]float32, 3*w*h), relief: make([]float32, w*h), strokes: uint32(seed) * 7919}
}

// Size returns the pixels of a picture of the given aspect (width over height) and longest side; at least 1 each.
func Size(aspect float64, longest int) (w, h int) {
	w, h = longest, longest
	if aspect >= 1 {
		h = int(math.Floor(float64(longest)/aspect + 0.5))
	} else {
		w = int(math.Floor(float64(longest)*aspect + 0.5))
	}
	return max(1, w), max(1, h)
}

// Study makes a canvas of the same shape for a reference that is painted after; at most tall pixels high.
func (c *Canvas) Study(tall int) *Canvas {
	h := min(tall, c.H)
	w := max(1, int(math.Floor(float64(h)*c.Aspect+0.5)))
	return &Canvas{W: w, H: h, Aspect: c.Aspect, Rand: c.Rand, scale: float64(h),
		pix: make([]float32, 3*w*h), relief: make([]float32, w*h), strokes: c.strokes + 77}
}

// Uniform returns a number between lo and hi by chance.
func (c *Canvas) Uniform(lo, hi float64) float64 { return lo + (hi-lo)*c.Rand.Float64() }

// Pixel is the size of a pixel in canvas units.
func (c *Canvas) Pixel() float64 { return 1 / c.scale }

// At returns the colour at a point, interpolated.
func (c *Canvas) At(x, y float64) Color {
	x = Clamp(x*c.scale-0.5, 0, float64(c.W-1))
	y = Clamp(y*c.scale-0.5, 0, float64(c.H-1))
	ix, iy := min(int(x), max(0, c.W-2)), min(int(y), max(0, c.H-2))
	fx, fy := float32(x-float64(ix)), float32(y-float64(iy))
	i := 3 * (iy*c.W + ix)
	dx, dy := 3, 3*c.W
	if c.W == 1 {
		dx = 0
	}
	if c.H == 1 {
		dy = 0
	}
	var v [3]float32
	for k := range v {
		a := c.pix[i+k] + (c.pix[i+dx+k]-c.pix[i+k])*fx
		b := c.pix[i+dy+k] + (c.pix[i+dy+dx+k]-c.pix[i+dy+k])*fx
		v[k] = a + (b-a)*fy
	}
	return Color{v[0], v[1], v[2]}
}

// Shade sets every pixel.
func (c *Canvas) Shade(f Shader) {
	for j := range c.H {
		y := (float64(j) + 0.5) / c.scale
		for i := range c.W {
			col := f((float64(i)+0.5)/c.scale, y)
			p := c.pix[3*(j*c.W+i):][:3]
			p[0], p[1], p[2] = col.R, col.G, col.B
		}
	}
}

// Each lets f replace the colour of every pixel, given what is there; the clip is honoured.
func (c *Canvas) Each(f func(x, y float64, was Color) Color) {
	for j := range c.H {
		y := (float64(j) + 0.5) / c.scale
		for i := range c.W {
			k := j*c.W + i
			a := float32(1)
			if c.clip != nil {
				if a = c.clip[k]; a == 0 {
					continue
				}
			}
			p := c.pix[3*k:][:3]
			was := Color{p[0], p[1], p[2]}
			col := f((float64(i)+0.5)/c.scale, y, was)
			p[0] += (col.R - was.R) * a
			p[1] += (col.G - was.G) * a
			p[2] += (col.B - was.B) * a
		}
	}
}

// Fill covers the canvas with one colour.
func (c *Canvas) Fill(col Color) { c.Shade(func(x, y float64) Color { return col }) }

// Clip limits what fn paints to the mask.
func (c *Canvas) Clip(m *Mask, fn func()) {
	old := c.clip
	clip := make([]float32, c.W*c.H)
	for j := range m.H {
		for i := range m.W {
			k := (m.Y+j)*c.W + m.X + i
			a := m.A[j*m.W+i]
			if old != nil {
				a *= old[k]
			}
			clip[k] = a
		}
	}
	c.clip = clip
	fn()
	c.clip = old
}

// Raise adds paint thickness by a function of the point.
func (c *Canvas) Raise(f func(x, y float64) float64) {
	for j := range c.H {
		for i := range c.W {
			c.relief[j*c.W+i] += float32(f((float64(i)+0.5)/c.scale, (float64(j)+0.5)/c.scale))
		}
	}
}

// Image returns the picture as opaque RGBA. Rounding is dithered by a fixed pattern, so that soft skies do not band.
func (c *Canvas) Image() *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, c.W, c.H))
	for j := range c.H {
		for i := range c.W {
			p := c.pix[3*(j*c.W+i):][:3]
			q := img.Pix[j*img.Stride+4*i:][:4]
			d := float32(hash(int32(i), int32(j), 9)>>8) / (1 << 24)
			for k := range 3 {
				q[k] = uint8(min(255, max(0, p[k]*255+d)))
			}
			q[3] = 255
		}
	}
	return img
}
