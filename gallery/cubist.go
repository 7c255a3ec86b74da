package gallery

import (
	"math"

	"docent/gallery/paint"
)

var cubist = Work{
	ID: "man-listening", Aspect: 0.80, seed: 241,
	Texts: label("Man Listening",
		"Generated picture: a head seen from several sides at once, in facets",
		"Left of the nose he is in profile; right of it he faces you; the ear, which matters most, has been turned all the way round. Find the pipe, the guitar string and the newspaper. The picture does not show how he looks, but how one would have to walk around him to know.",
		"Homme à l'écoute",
		"Image générée : une tête vue de plusieurs côtés à la fois, en facettes",
		"À gauche du nez, il est de profil ; à droite, il vous fait face ; et l'oreille, qui compte le plus, a été tournée tout à fait. Trouvez la pipe, la corde de guitare et le journal. Le tableau ne montre pas de quoi il a l'air, mais comment il faudrait tourner autour de lui pour le savoir."),
	draw: drawCubist,
}

// cut is a line that divides the picture into facets; a positive radius bends it into a circle.
type cut struct {
	p      paint.Pt
	ang    float64
	radius float64
}

func (k cut) side(x, y float64) float64 {
	if k.radius > 0 {
		return math.Hypot(x-k.p.X, y-k.p.Y) - k.radius
	}
	return -(x-k.p.X)*math.Sin(k.ang) + (y-k.p.Y)*math.Cos(k.ang)
}

func drawCubist(c *paint.Canvas) {
	const n = paint.Noise(24100)
	cuts := []cut{
		{pt(0.40, 0.40), 1.72, 0}, {pt(0.30, 0.30), 0.35, 0}, {pt(0.50, 0.52), -0.42, 0}, {pt(0.36, 0.62), 0.18, 0}, {pt(0.22, 0.5), 1.30, 0}, {pt(0.58, 0.40), 1.42, 0},
		{pt(0.40, 0.18), -0.22, 0}, {pt(0.10, 0.20), 0.95, 0}, {pt(0.68, 0.20), -0.95, 0}, {pt(0.40, 0.80), -0.30, 0}, {pt(0.20, 0.80), 0.62, 0}, {pt(0.62, 0.78), 1.1, 0},
		{pt(0.42, 0.36), 0, 0.235}, {pt(0.60, 0.40), 0, 0.115}, {pt(0.30, 0.92), 0, 0.19}, {pt(0.46, 0.46), 0.78, 0},
	}
	head := paint.Blob(pt(0.300, 0.150), pt(0.400, 0.105), pt(0.520, 0.120), pt(0.610, 0.200), pt(0.630, 0.330), pt(0.605, 0.460), pt(0.560, 0.580), pt(0.480, 0.665), pt(0.390, 0.680), pt(0.330, 0.640), pt(0.300, 0.570), pt(0.270, 0.540), pt(0.215, 0.520), pt(0.262, 0.420), pt(0.250, 0.330), pt(0.258, 0.230))
	hairShape := paint.Path{{pt(0.285, 0.195), pt(0.300, 0.130), pt(0.400, 0.078), pt(0.535, 0.092), pt(0.640, 0.180), pt(0.660, 0.300), pt(0.618, 0.345), pt(0.590, 0.230), pt(0.480, 0.175), pt(0.380, 0.205), pt(0.330, 0.180)}}
	neck := paint.Poly(pt(0.360, 0.60), pt(0.545, 0.56), pt(0.575, 0.76), pt(0.350, 0.78))
	coat := paint.Poly(pt(-0.05, 1.05), pt(0.02, 0.90), pt(0.165, 0.785), pt(0.350, 0.715), pt(0.440, 0.795), pt(0.560, 0.700), pt(0.690, 0.770), pt(0.775, 0.86), pt(0.86, 1.05))
	// Regions by masks at the canvas's own resolution.
	regions := []*paint.Mask{c.Mask(coat, 0), c.Mask(neck, 0), c.Mask(head, 0), c.Mask(hairShape, 0)}
	px := c.Pixel()
	region := func(x, y float64) int {
		for k := len(regions) - 1; k >= 0; k-- {
			m := regions[k]
			i, j := int(x/px)-m.X, int(y/px)-m.Y
			if i >= 0 && j >= 0 && i < m.W && j < m.H && m.A[j*m.W+i] > 0.5 {
				return k + 1
			}
		}
		return 0
	}
	tones := []paint.Ramp{
		paint.Hexes(0x55655f, 0x7a8a80, 0xa3a68e, 0x8a7a5c, 0x4a5560, 0xb9a57a, 0x35506a),
		paint.Hexes(0x22304a, 0x35507a, 0x4a3a34, 0x1c2430, 0x5a6a78, 0x2c3f5c),
		paint.Hexes(0xb98a5a, 0x8a5f42, 0xd4b083, 0xa5764c),
		paint.Hexes(0xe6cfa2, 0xd0a06a, 0xb97a4a, 0xefe2c2, 0xc98a5a, 0x9a8a6a, 0xb5532f, 0x7f8f86),
		paint.Hexes(0x2a211e, 0x43322a, 0x5a4030, 0x1c1a1c),
	}
	code := func(x, y float64, reg int) int {
		v := reg
		for i, k := range cuts {
			if reg == 4 && i%3 != 0 || reg == 2 && i%2 == 0 { // hair and neck are simpler
				continue
			}
			v <<= 1
			if k.side(x, y) > 0 {
				v |= 1
			}
		}
		return v
	}
	study := c.Study(560)
	study.Shade(func(x, y float64) paint.Color {
		reg := region(x, y)
		id := code(x, y, reg)
		ramp := tones[reg]
		col := ramp[int(paint.Hash(id, reg, 3)*float64(len(ramp)))%len(ramp)]
		// Passage: each facet is dark along one of its cuts and opens, lighter, away from it.
		best, tone := 1.0, 0.0
		for i, k := range cuts {
			s := k.side(x, y)
			if math.Abs(s) < best {
				best = math.Abs(s)
			}
			dir := paint.Hash(i, id&7, 8) - 0.5
			if s*dir > 0 {
				tone -= 0.30 * math.Abs(dir) * paint.Smooth(0.075, 0, math.Abs(s))
			} else {
				tone += 0.34 * math.Abs(dir) * paint.Smooth(0.10, 0, math.Abs(s))
			}
		}
		if reg == 3 { // light from the left, all the same
			tone += 0.14 * paint.Smooth(0.55, 0.28, x)
		}
		if reg == 0 {
			tone -= 0.10*paint.Smooth(0.2, 0.8, x) - 0.02
		}
		return col.Scale(1+0.9*tone).Add(hex(0xfff0d0), 0.10*max(0, tone))
	})
	// Each facet is brushed its own way; the directions wait on a grid, for a stroke asks often.
	const rows = 400
	cols := int(rows*c.Aspect) + 1
	ways := make([]float64, rows*cols)
	for j := range rows {
		for i := range cols {
			x, y := (float64(i)+0.5)/rows, (float64(j)+0.5)/rows
			ways[j*cols+i] = math.Pi * paint.Hash(code(x, y, region(x, y)), 5, 11)
		}
	}
	field := func(x, y float64) float64 {
		i, j := max(0, min(cols-1, int(x*rows))), max(0, min(rows-1, int(y*rows)))
		return ways[j*cols+i] + 0.15*n.At(x*5, y*5)
	}
	c.Shade(func(x, y float64) paint.Color { return study.At(x, y).Scale(0.96) })
	p := paint.Pass{Brush: paint.Brush{Width: 0.015, Vary: 0.12, Dry: 0.14, Body: 0.6}, Spacing: 0.0125, Length: 0.042, Field: field, Color: study.At, Light: 0.028, Chroma: 0.2, Hue: 0.10, Angle: 0.12, Stop: 0.16}
	c.Go(p)
	p.Brush.Width, p.Spacing, p.Length, p.Stop = 0.008, 0.0088, 0.022, 0.12
	c.Go(p)

	c.Each(func(x, y float64, was paint.Color) paint.Color { // edges of facets, drawn wet over the touches
		d := study.At(x+0.004, y).Luma() - study.At(x-0.004, y).Luma()
		e := study.At(x, y+0.004).Luma() - study.At(x, y-0.004).Luma()
		return was.Mix(study.At(x, y), 0.6*paint.Smooth(0.02, 0.10, math.Abs(d)+math.Abs(e)))
	})
	papers(c, n)
	for i, k := range cuts { // the scaffolding, drawn with a half-dry brush, come and go
		var line []paint.Pt
		for s := -40; s <= 40; s++ {
			if k.radius > 0 {
				line = append(line, k.p.Polar(math.Pi*float64(s)/40, k.radius))
			} else {
				line = append(line, k.p.Polar(k.ang, 0.62*float64(s)/40))
			}
		}
		for s := 0; s+4 < len(line); s += 4 {
			if region(line[s+2].X, line[s+2].Y) > 1 || paint.Hash(i, s, 4) < 0.45 {
				c.Stroke(line[s:s+5], paint.Brush{Width: 0.0022 + 0.003*paint.Hash(i, s, 6), Dry: 0.3, Alpha: 0.35 + 0.5*paint.Hash(i, s, 7), Vary: 0.1}, hex(0x1f1a18))
			}
		}
	}
	cubistFeatures(c)
	c.Finish(paint.Finish{Relief: 0.7, Weave: 0.03, Vignette: 0.12})
}

// papers are the newspaper and the strings of a guitar, in the coat's lower part.
func papers(c *paint.Canvas, n paint.Noise) {
	sheet := paint.Poly(pt(0.045, 0.845), pt(0.245, 0.790), pt(0.310, 0.965), pt(0.090, 1.03))
	c.Glaze(sheet.Move(0.006, 0.008, 1, 0), 0.006, paint.Multiply, 0.5, hex(0x2a2a30))
	c.Paint(sheet.Rough(n, 30, 0.003), func(x, y float64) paint.Color {
		return hex(0xe2d6b8).Mix(hex(0xbfae88), 0.4+0.6*n.FBM(x*8, y*8, 3))
	})
	c.Clip(c.Mask(sheet, 0), func() {
		for row := range 24 { // columns of "print": strokes of many lengths, no letters
			for col := range 3 {
				x := 0.0
				for x < 0.052 {
					w := c.Uniform(0.004, 0.014)
					if x+w > 0.054 {
						break
					}
					o := pt(0.062, 0.862).Polar(-0.268, 0.066*float64(col)+x).Polar(-0.268+math.Pi/2, 0.0085*float64(row))
					c.Stroke([]paint.Pt{o, o.Polar(-0.268, w)}, paint.Brush{Width: 0.0030, Alpha: 0.7}, hex(0x3a342e))
					x += w + 0.004
				}
			}
		}
	})
	// Guitar: half a body in faux wood, its hole and strings.
	body := paint.Blob(pt(0.480, 0.865), pt(0.560, 0.815), pt(0.650, 0.845), pt(0.665, 0.915), pt(0.720, 0.960), pt(0.700, 1.05), pt(0.470, 1.05), pt(0.445, 0.950))
	c.Paint(body, func(x, y float64) paint.Color {
		g := math.Sin((x*0.9+y*0.25)*170 + 9*n.FBM(x*5, y*3, 2))
		return hex(0xc98a42).Mix(hex(0x8a5426), 0.45+0.35*g)
	})
	c.Flat(paint.Ellipse(0.575, 0.930, 0.042, 0.036, 0.3), hex(0x17140f))
	c.Stroke(append(paint.Ellipse(0.575, 0.930, 0.049, 0.042, 0.3)[0], pt(0.622, 0.944)), paint.Brush{Width: 0.004}, hex(0xe9d9b0))
	for i := range 4 {
		d := 0.0115 * float64(i)
		c.Stroke([]paint.Pt{pt(0.425+d, 0.735), pt(0.640+d, 1.03)}, paint.Brush{Width: 0.0020}, hex(0xf1e4c4))
	}
	c.Stroke(append(body[0], body[0][0]), paint.Brush{Width: 0.0045, Dry: 0.2, Alpha: 0.9}, hex(0x1f1712))
}

func cubistFeatures(c *paint.Canvas) {
	ink := hex(0x191512)
	b := paint.Brush{Width: 0.0062, Dry: 0.22, Vary: 0.10, Body: 0.6, Taper: 0.10}
	line := func(w float64, pts ...paint.Pt) {
		b.Width = w
		c.Stroke(pts, b, ink)
	}
	plane := func(col uint32, ang float64, pts ...paint.Pt) {
		p := paint.Poly(pts...)
		c.Clip(c.Mask(p, 0), func() {
			c.Flat(p, hex(col))
			for range 60 {
				q := pts[0].Add(pts[1].Sub(pts[0]).Mul(c.Rand.Float64())).Add(pts[2].Sub(pts[0]).Mul(c.Rand.Float64()))
				c.Dab(q, ang, 0.03, paint.Brush{Width: 0.011, Vary: 0.12, Dry: 0.15, Body: 0.6}, hex(col).Jitter(c.Rand, 0.05, 0.2, 0.1))
			}
		})
	}
	// The nose: a wedge seen from the side and from below at once.
	plane(0xf4e8cc, 1.3, pt(0.408, 0.290), pt(0.330, 0.500), pt(0.412, 0.512))
	plane(0x8f4a2a, 1.5, pt(0.408, 0.290), pt(0.412, 0.512), pt(0.455, 0.480))
	line(0.0078, pt(0.335, 0.268), pt(0.408, 0.288), pt(0.328, 0.502), pt(0.416, 0.516), pt(0.456, 0.480))
	line(0.004, pt(0.408, 0.290), pt(0.412, 0.512))
	for _, p := range []paint.Pt{pt(0.362, 0.497), pt(0.430, 0.493)} {
		c.Flat(paint.Ellipse(p.X, p.Y, 0.010, 0.0055, -0.2), ink)
	}
	// One eye full face, one in profile and lower.
	almond := paint.Path{append(paint.Spline(pt(0.455, 0.335), pt(0.500, 0.298), pt(0.560, 0.330)), paint.Spline(pt(0.545, 0.348), pt(0.505, 0.365), pt(0.470, 0.352))...)}
	c.Flat(almond, hex(0xf3ead4))
	c.Flat(paint.Circle(0.508, 0.332, 0.0215), hex(0x2f5a8a))
	c.Flat(paint.Circle(0.508, 0.332, 0.0105), ink)
	c.Dot(pt(0.503, 0.326), 0.004, paint.Brush{}, hex(0xffffff))
	line(0.0060, append(almond[0], almond[0][0])...)
	line(0.0110, paint.Spline(pt(0.445, 0.292), pt(0.505, 0.252), pt(0.585, 0.290))...)
	plane(0xf3ead4, 0.1, pt(0.268, 0.352), pt(0.348, 0.330), pt(0.345, 0.376))
	c.Flat(paint.Poly(pt(0.284, 0.348), pt(0.308, 0.341), pt(0.306, 0.367), pt(0.288, 0.358)), hex(0x2f5a8a))
	c.Flat(paint.Circle(0.294, 0.352, 0.0075), ink)
	line(0.0060, pt(0.352, 0.328), pt(0.264, 0.353), pt(0.348, 0.378))
	line(0.0105, pt(0.258, 0.318), pt(0.300, 0.294), pt(0.356, 0.302))
	// Moustache, mouth in two halves, the pipe.
	plane(0x2a211e, 0.3, pt(0.330, 0.540), pt(0.412, 0.522), pt(0.420, 0.556))
	plane(0x3a2c24, -0.3, pt(0.412, 0.522), pt(0.520, 0.535), pt(0.420, 0.556))
	plane(0xa83c2c, 0.2, pt(0.352, 0.572), pt(0.425, 0.562), pt(0.418, 0.590))
	plane(0x7c2a22, -0.2, pt(0.425, 0.562), pt(0.490, 0.572), pt(0.418, 0.590))
	line(0.0050, pt(0.350, 0.573), pt(0.425, 0.566), pt(0.492, 0.572))
	line(0.0120, paint.Spline(pt(0.372, 0.576), pt(0.290, 0.606), pt(0.215, 0.604))...)
	plane(0x5a2f1c, 1.5, pt(0.168, 0.545), pt(0.228, 0.552), pt(0.172, 0.628), pt(0.222, 0.626))
	c.Flat(paint.Poly(pt(0.166, 0.545), pt(0.230, 0.552), pt(0.222, 0.630), pt(0.176, 0.626)), hex(0x6a3a20))
	line(0.0055, pt(0.166, 0.545), pt(0.230, 0.552), pt(0.222, 0.630), pt(0.176, 0.626), pt(0.166, 0.545))
	for i := range 4 { // its smoke, in slices like everything else
		o := pt(0.190-0.022*float64(i%2)+0.006*float64(i), 0.512-0.062*float64(i))
		k := 0.034 + 0.007*float64(i)
		slice := paint.Path{append(paint.Spline(o.Polar(2.9, k), o.Polar(-2.2, k), o.Polar(-1.2, k), o.Polar(-0.2, k)), o.Polar(0.6, k*0.5))}
		c.Lay(c.Mask(slice, 0), paint.Cover, func(x, y float64) float64 { return 0.30 + 12*(o.Y-y) }, func(x, y float64) paint.Color { return hex(0xdfe0d6) })
		line(0.0034, slice[0][:len(slice[0])-1]...)
	}
	// The ear: shown whole, larger than it should be.
	plane(0xd99a64, 0.8, pt(0.585, 0.355), pt(0.672, 0.350), pt(0.600, 0.505), pt(0.650, 0.480))
	ear := paint.Spline(pt(0.592, 0.380), pt(0.622, 0.338), pt(0.672, 0.352), pt(0.680, 0.410), pt(0.652, 0.452), pt(0.640, 0.500), pt(0.606, 0.508), pt(0.590, 0.470))
	c.Flat(paint.Path{ear}, hex(0xe0b07a))
	line(0.0072, ear...)
	line(0.0055, paint.Spline(pt(0.612, 0.388), pt(0.640, 0.368), pt(0.655, 0.400), pt(0.636, 0.432), pt(0.618, 0.420), pt(0.628, 0.402))...)
	line(0.0050, paint.Spline(pt(0.608, 0.455), pt(0.626, 0.470), pt(0.618, 0.490))...)
	// Hair combed in parallel waves; collar and tie.
	for i := range 8 {
		k := float64(i)
		line(0.0034, paint.Spline(pt(0.306+0.004*k, 0.186-0.007*k), pt(0.380+0.006*k, 0.165-0.010*k), pt(0.500+0.004*k, 0.160-0.008*k), pt(0.585+0.007*k, 0.215-0.006*k), pt(0.612+0.006*k, 0.318-0.006*k))...)
	}
	plane(0xf4ecd8, 0.5, pt(0.345, 0.700), pt(0.445, 0.792), pt(0.372, 0.822))
	plane(0xd8d2c0, -0.5, pt(0.445, 0.792), pt(0.560, 0.690), pt(0.535, 0.800))
	line(0.0055, pt(0.345, 0.700), pt(0.372, 0.822), pt(0.445, 0.792), pt(0.535, 0.802), pt(0.560, 0.690))
	plane(0xb5382a, 1.4, pt(0.425, 0.788), pt(0.470, 0.788), pt(0.448, 0.880))
	line(0.0050, pt(0.425, 0.788), pt(0.448, 0.885), pt(0.470, 0.788))
	line(0.0075, paint.Spline(pt(0.330, 0.640), pt(0.390, 0.683), pt(0.480, 0.668), pt(0.562, 0.580), pt(0.600, 0.500))...)
}
