package paint

import "math"

// Brush says how a stroke sits on the canvas. Lengths are canvas units, the rest fractions.
type Brush struct {
	Width  float64 // full width
	Alpha  float64 // opacity; 0 means 1
	Vary   float64 // how much lightness differs from bristle to bristle
	Dry    float64 // how much the bristles run out of paint and let the ground show, more so towards the end
	Body   float64 // thickness of the paint
	Soft   float64 // share of the half width over which the edge fades
	Taper  float64 // share of the length over which it thins out, at both ends
	Second Color   // a paint not fully mixed with the first, in some bristles
	Two    float64 // share of the second paint
	Mode   Mode
	Round  bool // round ends; else the bristles leave the canvas one by one, as those of a flat brush do
}

// hair is a tileable texture of bristle marks: rows are bristles, columns run along the stroke. It is all the strokes share.
const hairSize = 256

var hair = func() *[hairSize * hairSize]float32 {
	t := new([hairSize * hairSize]float32)
	for y := range hairSize {
		base := float32(Hash(y, 0, 4242))
		for x := range hairSize {
			// Slow change along the hair, quick across.
			k := float64(x) / hairSize * 8
			i := int(k)
			f := float32(Smooth(0, 1, k-float64(i)))
			a, b := float32(Hash(y, i&7, 99)), float32(Hash(y, (i+1)&7, 99))
			t[y*hairSize+x] = 0.5*base + 0.4*(a+(b-a)*f) + 0.1*float32(Hash(y, x, 5))
		}
	}
	return t
}()

// hairAt reads the texture, interpolated; it repeats. Neither argument may be below -256.
func hairAt(along, across float32) float32 {
	along += hairSize
	across += hairSize
	ix, iy := int(along), int(across) // both positive: truncation is the floor, and quicker
	along -= float32(ix)
	across -= float32(iy)
	const m = hairSize - 1
	a, b := hair[(iy&m)*hairSize+ix&m], hair[(iy&m)*hairSize+(ix+1)&m]
	d, e := hair[((iy+1)&m)*hairSize+ix&m], hair[((iy+1)&m)*hairSize+(ix+1)&m]
	a += (b - a) * along
	d += (e - d) * along
	return a + (d-a)*across
}

// Stroke pulls a brush along a line of points. Each pixel is painted once, at the nearest place of the line.
func (c *Canvas) Stroke(line []Pt, b Brush, col Color) {
	c.strokes++
	seed := hash(int32(c.strokes), 1, 31)
	s := c.scale
	half := b.Width / 2 * s
	alpha := float32(b.Alpha)
	if alpha == 0 {
		alpha = 1
	}
	if half < 0.55 { // thinner than a pixel: as faint as it is thin
		alpha *= float32(half / 0.55)
		half = 0.55
	}
	x0, y0, x1, y1 := Path{line}.bounds()
	left, top := max(0, int(x0*s-half-1)), max(0, int(y0*s-half-1))
	right, bottom := min(c.W, int(x1*s+half+2)), min(c.H, int(y1*s+half+2))
	if right <= left || bottom <= top || len(line) == 0 || alpha < 0.004 {
		return
	}
	w, h := right-left, bottom-top
	if len(c.near) < w*h {
		c.near, c.along, c.across = make([]float32, w*h), make([]float32, w*h), make([]float32, w*h)
	}
	near, along, across := c.near[:w*h], c.along[:w*h], c.across[:w*h]
	const far = 1e9
	for i := range near {
		near[i] = far
	}
	total := c.distances(line, left, top, w, h, float32(half)+1, near, along, across)

	hw := float32(half)
	width := float32(2 * half)
	// One hair is about a fifteenth of the brush, and no finer than the pixels can show.
	hairs := float32(Clamp(half*0.9, 1, 15))
	off, row := float32(seed&255), float32(seed>>8&255)
	soft := max(1/hw, float32(b.Soft))
	taper := float32(b.Taper) * total
	vary, dry, body, two := float32(b.Vary), float32(b.Dry), float32(b.Body), float32(b.Two)
	textured := (vary > 0 || dry > 0 || body > 0 || two > 0) && half > 0.7
	ragged := textured && !b.Round
	for j := range h {
		for i := range w {
			k := j*w + i
			if near[k] == far {
				continue
			}
			u, v := along[k], across[k]
			reach := hw
			if taper > 0 {
				e := min(u, total-u) / taper
				if e < 1 {
					e = max(0, e)
					reach *= 0.15 + 0.85*e*(2-e)
				}
			}
			d := float32(math.Sqrt(float64(near[k])))
			over := max(-u, u-total)
			if ragged && over > 0 {
				d = max(v, -v)
			}
			a := (reach - d + 0.5) / (soft*hw + 0.001)
			if a <= 0 {
				continue
			}
			a = min(1, a) * alpha
			if ragged && over > -hw {
				// Each hair ends where it likes, up to half a width past the end or short of it.
				end := hw * (1.7*hairAt(off, row+(v/hw+1)*hairs) - 0.75)
				e := (end-over)*0.7 + 0.5
				if e <= 0 {
					continue
				}
				a *= min(1, e)
			}
			paint := col
			t := float32(0.5)
			if textured {
				t = hairAt(off+u/width*9, row+(v/hw+1)*hairs)
				if dry > 0 {
					run := dry * (0.35 + 0.9*u/(total+1))
					if th := run + 0.1; t < th {
						q := 1 - (th-t)*6
						if q <= 0 {
							continue
						}
						a *= q
					}
				}
				if two > 0 {
					q := min(1, max(0, (t-0.62+0.24*two)*7)) * two
					paint.R += (b.Second.R - paint.R) * q
					paint.G += (b.Second.G - paint.G) * q
					paint.B += (b.Second.B - paint.B) * q
				}
				if vary > 0 {
					l := vary * (t - 0.5)
					paint.R += l
					paint.G += l
					paint.B += l
				}
			}
			at := (top+j)*c.W + left + i
			if c.clip != nil {
				if a *= c.clip[at]; a <= 0.002 {
					continue
				}
			}
			c.blend(at, b.Mode, a, paint)
			if body > 0 {
				edge := d / hw
				ridge := t + 0.35*edge*edge
				c.relief[at] += (body*ridge + 0.45*c.relief[at] - c.relief[at]) * a
			}
		}
	}
}

// distances finds, for each pixel near the line, the squared distance to it and the place along and across it, in pixels.
func (c *Canvas) distances(line []Pt, left, top, w, h int, reach float32, near, along, across []float32) (total float32) {
	s := c.scale
	r2 := reach * reach
	n := max(1, len(line)-1)
	for k := range n {
		a := line[k]
		b := line[min(k+1, len(line)-1)]
		ax, ay := float32(a.X*s)-float32(left), float32(a.Y*s)-float32(top)
		bx, by := float32(b.X*s)-float32(left), float32(b.Y*s)-float32(top)
		dx, dy := bx-ax, by-ay
		l := float32(math.Sqrt(float64(dx*dx + dy*dy)))
		if l < 1e-4 {
			l, dx, dy = 1e-4, 1e-4, 0
		}
		ux, uy := dx/l, dy/l
		i0, i1 := max(0, int(min(ax, bx)-reach)), min(w-1, int(max(ax, bx)+reach)+1)
		j0, j1 := max(0, int(min(ay, by)-reach)), min(h-1, int(max(ay, by)+reach)+1)
		for j := j0; j <= j1; j++ {
			py := float32(j) + 0.5 - ay
			for i := i0; i <= i1; i++ {
				px := float32(i) + 0.5 - ax
				t := px*ux + py*uy
				v := py*ux - px*uy
				e := float32(0)
				if t < 0 {
					e = t
				} else if t > l {
					e = t - l
				}
				d2 := v*v + e*e
				at := j*w + i
				if d2 > r2 || d2 >= near[at] {
					continue
				}
				near[at], along[at], across[at] = d2, total+t, v
			}
		}
		total += l
	}
	return total
}

// Dab is a short straight stroke centred on a point.
func (c *Canvas) Dab(at Pt, angle, length float64, b Brush, col Color) {
	c.Stroke([]Pt{at.Polar(angle, -length/2), at.Polar(angle, length/2)}, b, col)
}

// Dot is a round touch of the brush.
func (c *Canvas) Dot(at Pt, radius float64, b Brush, col Color) {
	b.Width, b.Round = 2*radius, true
	c.Stroke([]Pt{at, at.Polar(0.7, radius*0.05)}, b, col)
}

// Pass is one going-over of the canvas with a brush: strokes that follow a field and take their colour from a study.
type Pass struct {
	Brush   Brush
	Spacing float64                    // distance between strokes
	Length  float64                    // of a stroke
	Steps   int                        // pieces of a stroke; 0 means straight
	Field   func(x, y float64) float64 // direction
	Color   Shader
	Keep    func(x, y float64) float64 // chance of a stroke; nil means 1
	Scale   func(x, y float64) float64 // size of brush and length there; nil means 1
	Light   float64                    // jitter of lightness,
	Chroma  float64                    // of chroma,
	Hue     float64                    // of hue
	Angle   float64                    // and of direction
	Stop    float64                    // a stroke ends where the study differs this much from its colour; 0 means never
}

// Go paints the pass, its strokes in an order of chance.
func (c *Canvas) Go(p Pass) {
	pts := c.Scatter(p.Spacing)
	for _, q := range pts {
		if p.Keep != nil && c.Rand.Float64() >= p.Keep(q.X, q.Y) {
			continue
		}
		col := p.Color(q.X, q.Y)
		b, length := p.Brush, p.Length
		if p.Scale != nil {
			k := p.Scale(q.X, q.Y)
			b.Width *= k
			length *= k
		}
		length *= c.Uniform(0.7, 1.3)
		turn := p.Angle * (2*c.Rand.Float64() - 1)
		field := func(x, y float64) float64 { return p.Field(x, y) + turn }
		var line []Pt
		if p.Steps == 0 {
			a := field(q.X, q.Y)
			line = []Pt{q.Polar(a, -length/2), q.Polar(a, length/2)}
		} else {
			line = Trace(q, field, length, p.Steps, true)
		}
		if p.Stop > 0 {
			line = p.within(line, q, col)
		}
		if p.Light > 0 || p.Chroma > 0 || p.Hue > 0 {
			col = col.Jitter(c.Rand, p.Light, p.Chroma, p.Hue)
		}
		c.Stroke(line, b, col)
	}
}

// within cuts a line at the first point, either way from its middle, where the study's colour is another.
func (p Pass) within(line []Pt, q Pt, col Color) []Pt {
	if len(line) == 2 {
		line = []Pt{line[0], q.Add(line[0]).Mul(0.5), q, q.Add(line[1]).Mul(0.5), line[1]}
	}
	mid := len(line) / 2
	other := func(r Pt) bool {
		d := p.Color(r.X, r.Y)
		return math.Abs(float64(d.R-col.R))+math.Abs(float64(d.G-col.G))+math.Abs(float64(d.B-col.B)) > p.Stop
	}
	lo, hi := mid, mid
	for lo > 0 && !other(line[lo-1]) {
		lo--
	}
	for hi < len(line)-1 && !other(line[hi+1]) {
		hi++
	}
	if lo == hi {
		hi = min(hi+1, len(line)-1)
		return []Pt{line[lo], line[lo].Add(line[hi].Sub(line[lo]).Mul(0.2))}
	}
	return line[lo : hi+1]
}
