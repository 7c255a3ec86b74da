package paint

import (
	"image"
	"image/draw"
	"math"

	"golang.org/x/image/vector"
)

// Mask is coverage (0..1) over a rectangle of a canvas's pixels.
type Mask struct {
	X, Y, W, H int
	A          []float32
}

// Mask rasterises a path, anti-aliased; margin (canvas units) widens the rectangle, for a blur to come.
func (c *Canvas) Mask(p Path, margin float64) *Mask {
	x0, y0, x1, y1 := p.bounds()
	m := margin + 1.5/c.scale
	left := max(0, int(math.Floor((x0-m)*c.scale)))
	top := max(0, int(math.Floor((y0-m)*c.scale)))
	right := min(c.W, int(math.Ceil((x1+m)*c.scale)))
	bottom := min(c.H, int(math.Ceil((y1+m)*c.scale)))
	if right <= left || bottom <= top {
		return &Mask{}
	}
	w, h := right-left, bottom-top
	r := vector.NewRasterizer(w, h)
	for _, ring := range p {
		for i, q := range ring {
			// Far outside points cost time in the rasteriser and add nothing.
			x := float32(Clamp(q.X*c.scale-float64(left), -4096, 8192))
			y := float32(Clamp(q.Y*c.scale-float64(top), -4096, 8192))
			if i == 0 {
				r.MoveTo(x, y)
			} else {
				r.LineTo(x, y)
			}
		}
		r.ClosePath()
	}
	dst := image.NewAlpha(image.Rect(0, 0, w, h))
	r.DrawOp = draw.Src
	r.Draw(dst, dst.Bounds(), image.Opaque, image.Point{})
	out := &Mask{X: left, Y: top, W: w, H: h, A: make([]float32, w*h)}
	for i, v := range dst.Pix {
		out.A[i] = float32(v) / 255
	}
	return out
}

// Soft rasterises a path with an edge blurred over the given radius.
func (c *Canvas) Soft(p Path, radius float64) *Mask {
	m := c.Mask(p, 2*radius)
	m.blur(radius * c.scale)
	return m
}

// Not returns the mask's complement over the whole canvas.
func (c *Canvas) Not(m *Mask) *Mask {
	out := &Mask{W: c.W, H: c.H, A: make([]float32, c.W*c.H)}
	for i := range out.A {
		out.A[i] = 1
	}
	for j := range m.H {
		for i := range m.W {
			out.A[(m.Y+j)*c.W+m.X+i] = 1 - m.A[j*m.W+i]
		}
	}
	return out
}

// Thicken turns a mask of one-pixel lines into lines of the given width in canvas units.
func (m *Mask) Thicken(c *Canvas, width float64) {
	r := width / 2 * c.scale
	n := int(math.Ceil(r))
	out := make([]float32, len(m.A))
	for j := range m.H {
		for i := range m.W {
			if m.A[j*m.W+i] == 0 {
				continue
			}
			for dj := -n; dj <= n; dj++ {
				for di := -n; di <= n; di++ {
					x, y := i+di, j+dj
					if x < 0 || y < 0 || x >= m.W || y >= m.H {
						continue
					}
					a := float32(Clamp(r-math.Sqrt(float64(di*di+dj*dj))+0.5, 0, 1))
					out[y*m.W+x] = max(out[y*m.W+x], a)
				}
			}
		}
	}
	m.A = out
}

// blur is three box blurs, which come close to a Gaussian of standard deviation radius/1.5 pixels.
func (m *Mask) blur(radius float64) {
	if m.W == 0 || m.H == 0 {
		return
	}
	tmp := make([]float32, max(m.W, m.H))
	r := int(math.Floor(radius/1.5 + 0.5))
	if r < 1 {
		return
	}
	for range 3 {
		for j := range m.H {
			boxBlur(m.A[j*m.W:], 1, m.W, r, tmp)
		}
		for i := range m.W {
			boxBlur(m.A[i:], m.W, m.H, r, tmp)
		}
	}
}

// boxBlur averages n values, step apart, over 2r+1 neighbours; the ends repeat.
func boxBlur(a []float32, step, n, r int, tmp []float32) {
	for i := range n {
		tmp[i] = a[i*step]
	}
	inv := 1 / float32(2*r+1)
	sum := tmp[0] * float32(r)
	for k := 0; k <= r; k++ {
		sum += tmp[min(k, n-1)]
	}
	for i := range n {
		a[i*step] = sum * inv
		sum += tmp[min(i+r+1, n-1)] - tmp[max(i-r, 0)]
	}
}

// Mode says how a layer meets what is under it.
type Mode int

const (
	Cover    Mode = iota // opaque paint
	Multiply             // a transparent glaze
	Light                // adds light
)

// Lay paints a mask: alpha and colour may vary by point (nil alpha is 1).
func (c *Canvas) Lay(m *Mask, mode Mode, alpha func(x, y float64) float64, f Shader) {
	for j := range m.H {
		y := (float64(m.Y+j) + 0.5) / c.scale
		for i := range m.W {
			a := m.A[j*m.W+i]
			if a <= 0.002 {
				continue
			}
			k := (m.Y+j)*c.W + m.X + i
			if c.clip != nil {
				if a *= c.clip[k]; a <= 0.002 {
					continue
				}
			}
			x := (float64(m.X+i) + 0.5) / c.scale
			if alpha != nil {
				a *= float32(Clamp(alpha(x, y), 0, 1))
			}
			c.blend(k, mode, a, f(x, y))
		}
	}
}

func (c *Canvas) blend(k int, mode Mode, a float32, col Color) {
	p := c.pix[3*k:][:3]
	switch mode {
	case Multiply:
		p[0] *= 1 + (col.R-1)*a
		p[1] *= 1 + (col.G-1)*a
		p[2] *= 1 + (col.B-1)*a
	case Light:
		p[0] += col.R * a * (1 - p[0])
		p[1] += col.G * a * (1 - p[1])
		p[2] += col.B * a * (1 - p[2])
	default:
		p[0] += (col.R - p[0]) * a
		p[1] += (col.G - p[1]) * a
		p[2] += (col.B - p[2]) * a
	}
}

// Flat fills a path with one colour.
func (c *Canvas) Flat(p Path, col Color) {
	c.Lay(c.Mask(p, 0), Cover, nil, func(x, y float64) Color { return col })
}

// Paint fills a path with a shader.
func (c *Canvas) Paint(p Path, f Shader) { c.Lay(c.Mask(p, 0), Cover, nil, f) }

// Glaze lays a transparent colour over a path with a soft edge.
func (c *Canvas) Glaze(p Path, radius float64, mode Mode, alpha float64, col Color) {
	c.Lay(c.Soft(p, radius), mode, func(x, y float64) float64 { return alpha }, func(x, y float64) Color { return col })
}
