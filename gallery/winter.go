package gallery

import (
	"math"

	"docent/gallery/paint"
)

var winter = Work{
	ID: "blue-shadows", Aspect: 0.88, seed: 81,
	Texts: label("Blue Shadows, and a Fox",
		"Generated picture: birch wood in oil-like strokes",
		"Snow is white in the way that silence is empty: stand a while and it fills with blue, rose, even green. The trunks stand still, their shadows run towards us over the drifts. Someone small has just noticed you.",
		"Ombres bleues, avec renard",
		"Image générée : bois de bouleaux en touches à l'huile",
		"La neige est blanche comme le silence est vide : restez un moment, elle se remplit de bleu, de rose, et même de vert. Les troncs ne bougent pas, leurs ombres courent vers nous sur la neige. Quelqu'un de petit vient de vous remarquer."),
	draw: drawWinter,
}

type birch struct{ x, foot, w, lean float64 }

func drawWinter(c *paint.Canvas) {
	const n = paint.Noise(8100)
	a := c.Aspect
	horizon := 0.50
	sun := pt(0.60*a, 0.435)
	var trees []birch
	for _, row := range []struct {
		count    int
		foot, w  float64
		from, to float64
	}{{30, 0.520, 0.006, 0, 1}, {14, 0.570, 0.011, 0, 1}, {6, 0.665, 0.024, 0, 1}} {
		for i := range row.count {
			x := (float64(i) + c.Uniform(0.1, 0.9)) / float64(row.count) * a
			trees = append(trees, birch{x, row.foot + c.Uniform(-0.015, 0.02), row.w * c.Uniform(0.7, 1.25), c.Uniform(-0.03, 0.03)})
		}
	}
	trees = append(trees, birch{0.115 * a, 0.86, 0.072, 0.02}, birch{0.80 * a, 0.80, 0.056, -0.025}, birch{0.915 * a, 0.90, 0.085, 0.012})
	ground := func(x float64) float64 { return horizon + 0.012*n.At(x*3, 1) }
	drift := func(x, y float64) float64 { return n.FBM(x*2.2, y*7, 4) }

	s := c.Study(700)
	s.Shade(func(x, y float64) paint.Color {
		if y < ground(x) {
			t := y / horizon
			col := paint.Hexes(0x8fa6c0, 0xb3bcc8, 0xdccbc0, 0xf2cfa6).At(t + 0.1*n.FBM(x*3, y*3, 3))
			col = col.Mix(hex(0xffe3a0), paint.Gauss(math.Hypot(x-sun.X, (y-sun.Y)*1.2), 0.13))
			// The far wood, a violet haze of twigs.
			wood := paint.Smooth(0.20, 0.46, y+0.10*n.FBM(x*9, y*2, 3))
			return col.Mix(hex(0x9a8aa4).Mix(hex(0xe9a77e), paint.Gauss(x-sun.X, 0.13)), 0.62*wood)
		}
		d := y - ground(x)
		t := 0.62 + 0.5*drift(x, y) - 0.25*d
		col := paint.Hexes(0x8ea3cc, 0xb4c3df, 0xdde3ee, 0xf6f2ec, 0xfff7e6).At(t)
		return col.Mix(hex(0xffdcb0), 0.55*paint.Gauss(x-sun.X, 0.16)*paint.Smooth(0.16, 0, d))
	})
	// Shadows run from each foot away from the sun, towards us, over the drifts.
	for _, t := range trees {
		dx := (t.x - sun.X) * 0.95
		var line []paint.Pt
		long := 0.42 * (0.35 + 2.2*(t.foot-horizon))
		for i := 0; i <= 24; i++ {
			u := float64(i) / 24
			y := t.foot + long*u
			x := t.x + dx*long*u*2.2
			line = append(line, pt(x+0.05*drift(x, y), y))
		}
		m := s.Soft(paint.Ribbon(line, func(u float64) float64 { return t.w * (0.5 + 0.5*u) }), 0.0035)
		s.Lay(m, paint.Cover, func(x, y float64) float64 { return 0.80 - 0.9*(y-t.foot) }, func(x, y float64) paint.Color {
			return hex(0x6d88c2).Mix(hex(0x8f86bd), 0.5+0.8*n.At(x*8, y*8))
		})
	}
	c.Shade(func(x, y float64) paint.Color { return s.At(x, y).Mix(hex(0xc9a98a), 0.3) })
	field := func(x, y float64) float64 {
		if y < ground(x) {
			return math.Pi/2 + 0.5*n.At(x*5, y*3)
		}
		return 0.25*math.Sin(x*4) + 0.7*drift(x, y)
	}
	p := paint.Pass{Brush: paint.Brush{Width: 0.026, Vary: 0.10, Dry: 0.15, Body: 0.8, Soft: 0.15}, Spacing: 0.018, Length: 0.085, Steps: 5, Field: field, Color: s.At, Light: 0.02, Chroma: 0.35, Hue: 0.2, Angle: 0.12, Stop: 0.22}
	c.Go(p)
	p.Brush.Width, p.Spacing, p.Length, p.Stop = 0.012, 0.0115, 0.045, 0.14
	c.Go(p)

	for i, t := range trees {
		if i == len(trees)-3 {
			fox(c, pt(0.405*a, 0.735))
		}
		trunk(c, n, t, i, sun)
	}
	c.Finish(paint.Finish{Relief: 0.85, Weave: 0.015, Vignette: 0.1})
}

// trunk paints a birch from its foot to beyond the top edge: level strokes round the bark, dark scars, a rim of sun.
func trunk(c *paint.Canvas, n paint.Noise, t birch, id int, sun paint.Pt) {
	near := paint.Smooth(0.52, 0.85, t.foot)
	at := func(u float64) (x, half float64) { // u: 0 foot .. 1 top edge
		x = t.x + t.lean*u + 0.012*near*n.At(u*3, float64(id)*1.7)
		return x, t.w / 2 * (1 - 0.38*u) * (1 + 0.5*paint.Smooth(0.06, 0, u))
	}
	toSun := 1.0
	if t.x > sun.X {
		toSun = -1
	}
	glow := paint.Gauss(t.x-sun.X, 0.18)
	dim := paint.Hexes(0xa691a2, 0x8b84a0, 0x6c7296).At(near)
	lit := paint.Hexes(0xd8bfb4, 0xe3d3c6, 0xf4eadc).At(near)
	height := t.foot + 0.03
	if near < 0.25 { // far off: a few long upright touches
		for k := range 14 {
			u := (float64(k) + c.Rand.Float64()) / 14
			x, half := at(u)
			v := c.Uniform(-0.6, 0.6)
			col := dim.Mix(lit, paint.Smooth(-0.6, 0.6, v*toSun)).Mix(hex(0xffc98a), 0.65*glow*paint.Smooth(0.0, 0.6, v*toSun))
			c.Dab(pt(x+v*half, t.foot-u*height), -math.Pi/2, height/8, paint.Brush{Width: half * 1.1, Vary: 0.1, Dry: 0.2, Alpha: 0.85, Body: 0.4}, col.Jitter(c.Rand, 0.02, 0.3, 0.2))
		}
		return
	}
	count := int(36 + 190*near)
	for k := range count {
		u := (float64(k) + c.Rand.Float64()) / float64(count)
		x, half := at(u)
		y := t.foot - u*height
		for range 3 {
			v := c.Uniform(-1, 1)
			tone := paint.Smooth(-0.75, 0.9, v*toSun)
			col := dim.Mix(lit, tone).Mix(hex(0xffc98a), 0.55*glow*paint.Smooth(0.3, 1, v*toSun))
			q := pt(x+v*half*0.72, y)
			c.Dab(q, 0.25*v+c.Uniform(-0.2, 0.2), half*c.Uniform(0.35, 0.7), paint.Brush{Width: max(0.004, height/float64(count)*1.9), Vary: 0.10, Dry: 0.12, Body: 0.9 * near}, col.Jitter(c.Rand, 0.025, 0.3, 0.2))
		}
	}
	scars := int(5 + 30*near)
	for range scars {
		u := c.Rand.Float64()
		x, half := at(u)
		v := c.Uniform(-1, 1)
		y := t.foot - u*height
		w := half * c.Uniform(0.25, 0.9)
		line := paint.Spline(pt(x+v*half-w/2, y+0.004*v), pt(x+v*half*0.8, y+0.006*near), pt(x+v*half+w/2, y-0.002))
		c.Clip(c.Mask(paint.Rect(x-half, y-0.03, x+half, y+0.03), 0), func() {
			c.Stroke(line, paint.Brush{Width: (0.003 + 0.010*near) * c.Uniform(0.4, 1.1), Taper: 0.4, Dry: 0.25, Body: 0.5, Alpha: 0.85}, hex(0x3a3140).Mix(hex(0x7a6f86), 1-near))
		})
	}
	// Thin boughs that leave upwards, fork, and droop at the ends.
	for range int(2 + 6*near) {
		u := c.Uniform(0.3, 0.95)
		x, half := at(u)
		side := 1.0
		if c.Rand.Float64() < 0.5 {
			side = -1
		}
		p := pt(x+side*half*0.7, t.foot-u*height)
		col := hex(0x54465a).Mix(hex(0x9a8a9a), 1-near)
		bough(c, p, -math.Pi/2+side*c.Uniform(0.35, 0.75), c.Uniform(0.05, 0.10)*(0.5+near), 0.0028+0.0042*near, side, col, 3)
	}
	// Snow heaped at the foot.
	x, half := at(0)
	for range int(4 + 22*near) {
		q := pt(x+c.Uniform(-1, 1)*half, t.foot+c.Uniform(-0.002, 0.012)*near)
		c.Dab(q, c.Uniform(-0.35, 0.35), half*c.Uniform(0.15, 0.45), paint.Brush{Width: 0.003 + 0.005*near, Vary: 0.10, Dry: 0.35, Body: 1, Taper: 0.3}, paint.Hexes(0xe9ecf4, 0xb4c3e4, 0x93a9da, 0xd9dff0).Pick(c.Rand))
	}
}

// bough grows one branch and forks it.
func bough(c *paint.Canvas, p paint.Pt, ang, l, w, side float64, col paint.Color, forks int) {
	bend := side * c.Uniform(0.15, 0.5)
	mid := p.Polar(ang, l*0.55)
	tip := mid.Polar(ang+bend, l*0.5)
	c.Stroke(paint.Spline(p, mid, tip), paint.Brush{Width: w, Taper: 0.15, Dry: 0.15, Vary: 0.1}, col)
	if forks == 0 {
		return
	}
	bough(c, tip, ang+bend+side*c.Uniform(0.1, 0.4), l*0.72, w*0.6, side, col, forks-1)
	bough(c, mid, ang-side*c.Uniform(0.2, 0.5), l*0.6, w*0.55, side, col, forks-1)
}

// fox stands in the snow with its head turned to us.
func fox(c *paint.Canvas, at paint.Pt) {
	k := 0.098
	to := func(x, y float64) paint.Pt { return pt(at.X+k*x, at.Y+k*y) }
	shape := func(pts ...float64) paint.Path {
		var q []paint.Pt
		for i := 0; i < len(pts); i += 2 {
			q = append(q, to(pts[i], pts[i+1]))
		}
		return paint.Blob(q...)
	}
	c.Glaze(shape(-0.9, 0.02, 0.5, 0.05, 0.9, 0.16, -0.4, 0.14), 0.008, paint.Cover, 0.75, hex(0x7b90c4))
	body := shape(-0.62, -0.40, -0.30, -0.52, 0.10, -0.50, 0.34, -0.62, 0.44, -0.40, 0.36, -0.22, 0.05, -0.20, -0.35, -0.18, -0.60, -0.22)
	tail := shape(-0.52, -0.36, -0.85, -0.30, -1.20, -0.06, -1.42, -0.02, -1.25, -0.22, -0.95, -0.46, -0.70, -0.48)
	head := shape(0.22, -0.86, 0.34, -0.80, 0.50, -0.80, 0.62, -0.86, 0.60, -0.66, 0.47, -0.50, 0.42, -0.47, 0.36, -0.50, 0.24, -0.66)
	fur := func(p paint.Path, ang float64, cols ...uint32) {
		m := c.Mask(p.Rough(13, 140, 0.002), 0)
		c.Clip(m, func() {
			c.Flat(p, hex(cols[0]))
			x0, y0, x1, y1 := at.X-1.5*k, at.Y-k, at.X+k, at.Y+0.1*k
			for range 240 {
				q := pt(c.Uniform(x0, x1), c.Uniform(y0, y1))
				c.Dab(q, ang+c.Uniform(-0.5, 0.5), 0.016, paint.Brush{Width: 0.004, Vary: 0.15, Body: 0.8, Taper: 0.3}, paint.Hexes(cols...).Pick(c.Rand).Jitter(c.Rand, 0.03, 0.15, 0.06))
			}
		})
	}
	for _, leg := range [][3]float64{{-0.52, 0.01, -0.10}, {-0.36, 0.05, -0.04}, {0.12, 0.01, 0.02}, {0.30, 0.05, 0.05}} {
		hip, knee, foot := to(leg[0]+0.04, -0.34), to(leg[0]+leg[2], -0.17), to(leg[0]+0.01, leg[1])
		c.Stroke(paint.Spline(hip, knee, foot), paint.Brush{Width: k * 0.11, Taper: 0.05, Vary: 0.1, Round: true}, hex(0xa8481d))
		c.Stroke(paint.Spline(knee, to(leg[0]+leg[2]*0.4, -0.08), foot, foot.Add(pt(k*0.05, 0))), paint.Brush{Width: k * 0.085, Round: true}, hex(0x3a2320))
	}
	fur(tail, 0.4, 0xc8622a, 0xdd7c3a, 0xb4511f)
	fur(shape(-1.20, -0.09, -1.42, -0.02, -1.25, -0.20, -1.12, -0.24), 0.4, 0xf4ece0, 0xe5dccf)
	fur(body, 0.2, 0xc65d25, 0xdb7935, 0xa94a1d, 0xe08d4a)
	fur(shape(0.20, -0.50, 0.40, -0.48, 0.40, -0.24, 0.26, -0.22), 1.5, 0xf3e7d8, 0xe4d2bf)
	c.Flat(paint.Poly(to(0.21, -0.80), to(0.20, -1.06), to(0.36, -0.84)), hex(0xa4481f))
	c.Flat(paint.Poly(to(0.63, -0.80), to(0.65, -1.06), to(0.48, -0.84)), hex(0xb6531f))
	c.Flat(paint.Poly(to(0.24, -0.83), to(0.23, -0.98), to(0.32, -0.85)), hex(0x3a2320))
	fur(head, 1.2, 0xd06a2c, 0xdf8340, 0xbf5a24)
	fur(shape(0.26, -0.66, 0.38, -0.62, 0.40, -0.49, 0.34, -0.53), 1.2, 0xf6ecdf)
	fur(shape(0.58, -0.66, 0.46, -0.62, 0.44, -0.49, 0.50, -0.53), 1.2, 0xf6ecdf)
	for _, e := range []float64{0.345, 0.50} {
		c.Dot(to(e, -0.68), k*0.030, paint.Brush{}, hex(0x1a1212))
	}
	c.Dot(to(0.42, -0.49), k*0.034, paint.Brush{}, hex(0x1a1212))
}
