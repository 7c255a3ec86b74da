package gallery

import (
	"math"

	"docent/gallery/paint"
)

var cypress = Work{
	ID: "the-sky-turns", Aspect: 1.25, seed: 51,
	Texts: label("The Sky Turns",
		"Generated picture: flow-field strokes around a moon and eight stars",
		"Thousands of strokes were let go in a current that circles each star, and each took the colour of the sky where it began. The dark trees do not turn; they climb. Follow one stroke with your eye as far as you can, and notice when you lose it.",
		"Le ciel tourne",
		"Image générée : touches portées par un champ, autour d'une lune et de huit étoiles",
		"Des milliers de touches lâchées dans un courant qui tourne autour de chaque étoile, chacune de la couleur du ciel où elle est née. Les arbres noirs, eux, ne tournent pas : ils montent. Suivez une touche des yeux aussi loin que possible, et remarquez quand vous la perdez."),
	draw: drawCypress,
}

func drawCypress(c *paint.Canvas) {
	const n = paint.Noise(5100)
	a := c.Aspect
	type star struct{ x, y, r, spin float64 }
	stars := []star{
		{0.235 * a, 0.335, 0.098, -1}, // the moon
		{0.525 * a, 0.155, 0.060, 1}, {0.085 * a, 0.10, 0.036, -1}, {0.330 * a, 0.075, 0.024, 1}, {0.640 * a, 0.375, 0.040, -1},
		{0.945 * a, 0.20, 0.038, -1}, {0.715 * a, 0.085, 0.026, 1}, {0.470 * a, 0.440, 0.024, 1}, {0.955 * a, 0.47, 0.024, 1},
	}
	hills := func(x float64) float64 {
		return 0.685 - 0.085*paint.Smooth(0.55*a, 0.02*a, x) + 0.035*math.Sin(x*5.2+0.6) + 0.012*math.Sin(x*13)
	}
	sky := func(x, y float64) float64 {
		// A stream from left to right that rolls, bent around every star.
		base := 0.5*math.Sin(x*3.4+0.7) + 0.35*math.Sin(y*7+x*2)
		vx, vy := math.Cos(base), math.Sin(base)
		for _, s := range stars {
			dx, dy := x-s.x, y-s.y
			d := math.Hypot(dx, dy)
			w := 3.6 * paint.Gauss(d, s.r*1.5)
			vx += -s.spin * dy / (d + 1e-3) * w
			vy += s.spin * dx / (d + 1e-3) * w
		}
		// Two rolls of wind in the middle.
		for _, s := range []star{{0.405 * a, 0.275, 0.070, 1}, {0.70 * a, 0.235, 0.055, 1}} {
			dx, dy := x-s.x, y-s.y
			d := math.Hypot(dx, dy)
			w := 2.4 * paint.Gauss(d, s.r*1.2)
			vx += -s.spin * dy / (d + 1e-3) * w
			vy += s.spin * dx / (d + 1e-3) * w
		}
		return math.Atan2(vy, vx)
	}
	blues := paint.Hexes(0x13204a, 0x1c3470, 0x2a5098, 0x4279b4, 0x7fb0cc, 0xb9d3cf)
	night := func(x, y float64) paint.Color {
		t := 0.18 + 0.42*y + 0.42*n.FBM(x*3, y*5, 3)
		t += 0.3 * paint.Gauss(y-0.66, 0.07)
		col := blues.At(t)
		for k, s := range stars {
			d := math.Hypot(x-s.x, y-s.y)
			halo := paint.Hexes(0xfdf2b0, 0xf5cf57, 0xd9c86e, 0x8fbfae, 0x4f86b0)
			if k == 0 {
				halo = paint.Hexes(0xfff0a0, 0xf8c63e, 0xf0b94a, 0xc9c383, 0x6fa0b4)
			}
			// Rings: the light comes in steps, as from a struck bell.
			q := d / (s.r * 1.75)
			ring := 0.10 * math.Sin(q*14)
			col = col.Mix(halo.At(q+ring), paint.Smooth(1.25, 0.35, q))
		}
		return col
	}
	study := c.Study(600)
	study.Shade(night)
	c.Shade(func(x, y float64) paint.Color { return study.At(x, y).Scale(0.72) })
	b := paint.Brush{Width: 0.014, Vary: 0.2, Dry: 0.16, Body: 1, Taper: 0.12, Soft: 0.15, Second: hex(0xc9dcd2), Two: 0.12}
	c.Go(paint.Pass{Brush: b, Spacing: 0.0135, Length: 0.095, Steps: 12, Field: sky, Color: study.At, Light: 0.075, Chroma: 0.25, Hue: 0.16, Stop: 0.65,
		Keep: func(x, y float64) float64 { return paint.Smooth(hills(x)+0.06, hills(x)+0.02, y) }})
	b.Width, b.Two = 0.0085, 0.06
	c.Go(paint.Pass{Brush: b, Spacing: 0.016, Length: 0.075, Steps: 10, Field: sky, Color: study.At, Light: 0.10, Chroma: 0.3, Hue: 0.2, Stop: 0.5,
		Keep: func(x, y float64) float64 { return 0.8 * paint.Smooth(hills(x)+0.05, hills(x)+0.01, y) }})
	for k, s := range stars { // hearts of the stars
		core := s.r * 0.36
		for range 60 {
			p := pt(s.x, s.y).Polar(c.Uniform(0, 2*math.Pi), core*math.Sqrt(c.Rand.Float64()))
			line := paint.Trace(p, sky, core*1.1, 5, true)
			col := hex(0xfff6cf)
			if k == 0 {
				col = hex(0xffe27a)
			}
			c.Stroke(line, paint.Brush{Width: core * 0.38, Vary: 0.15, Body: 1.4}, col.Jitter(c.Rand, 0.03, 0.2, 0.05))
		}
	}
	moon := stars[0] // bitten to a crescent by a stroke of sky
	c.Clip(c.Soft(paint.Circle(moon.x+0.026, moon.y-0.008, 0.028), 0.003), func() {
		for range 40 {
			p := pt(moon.x+0.026, moon.y-0.008).Polar(c.Uniform(0, 6.3), 0.03*c.Rand.Float64())
			c.Stroke(paint.Trace(p, sky, 0.04, 5, true), paint.Brush{Width: 0.01, Vary: 0.15, Body: 1.2}, hex(0xe8a33a).Jitter(c.Rand, 0.05, 0.2, 0.1))
		}
	})
	village(c, n, hills)
	tree(c, n, 0.845*a, 0.075, 0.098)
	tree(c, n, 0.955*a, 0.335, 0.066)
	c.Finish(paint.Finish{Relief: 1.1, Weave: 0.015, Vignette: 0.1})
}

// village lays the hills and a few roofs with their lamps lit.
func village(c *paint.Canvas, n paint.Noise, hills func(float64) float64) {
	a := c.Aspect
	for k := range 3 {
		drop := 0.085 * float64(k)
		top := func(x float64) float64 { return hills(x+0.15*float64(k)) + drop + 0.02*math.Sin(x*8+float64(k)*2) }
		var ring []paint.Pt
		for i := 0; i <= 120; i++ {
			x := -0.03 + (a+0.06)*float64(i)/120
			ring = append(ring, pt(x, top(x)))
		}
		ring = append(ring, pt(a+0.03, 1.03), pt(-0.03, 1.03))
		tones := [3]paint.Ramp{paint.Hexes(0x27477f, 0x3a659c, 0x6f9cb8), paint.Hexes(0x1d3560, 0x2d5878, 0x4f8a86), paint.Hexes(0x142642, 0x24484c, 0x4d7350)}[k]
		c.Clip(c.Mask(paint.Path{ring}.Rough(n, 30, 0.003), 0), func() {
			c.Flat(paint.Path{ring}, tones[0])
			c.Go(paint.Pass{Brush: paint.Brush{Width: 0.014, Vary: 0.18, Dry: 0.15, Body: 0.9, Taper: 0.12}, Spacing: 0.014, Length: 0.08, Steps: 8, Light: 0.05, Chroma: 0.2, Hue: 0.2,
				Keep: func(x, y float64) float64 { return paint.Smooth(top(x)-0.03, top(x)-0.01, y) },
				Field: func(x, y float64) float64 {
					return math.Atan2(top(x+0.01)-top(x-0.01), 0.02) + 0.3*n.FBM(x*6, y*6, 2)
				},
				Color: func(x, y float64) paint.Color {
					d := y - top(x)
					return tones.At(0.95*paint.Gauss(d, 0.022) + 0.35 + 0.5*n.FBM(x*7, y*12, 3))
				}})
		})
		if k != 1 {
			continue
		}
		for i := range 11 { // the village sits between the second hill and the third
			x := (0.13 + 0.047*float64(i)) * a
			x += c.Uniform(-0.012, 0.012)
			y := top(x) + 0.052 + c.Uniform(-0.012, 0.018)
			house(c, pt(x, y), c.Uniform(0.017, 0.028), c.Uniform(0.022, 0.034), i%3 != 1)
		}
	}
}

// house is a dozen touches: a wall, its shaded side, a roof, and a lamp if somebody is in.
func house(c *paint.Canvas, p paint.Pt, w, h float64, lit bool) {
	touch := func(x, y, ang, l, width float64, col paint.Color) {
		c.Dab(pt(p.X+x, p.Y+y), ang, l, paint.Brush{Width: width, Vary: 0.16, Dry: 0.12, Body: 1}, col.Jitter(c.Rand, 0.035, 0.25, 0.15))
	}
	wall := paint.Hexes(0x5f83a8, 0x7f9fb4, 0x4a6a98, 0x8f9f9a).Pick(c.Rand)
	for i := range 5 {
		touch(w*(float64(i)/2-1)*0.8, -h*0.35, math.Pi/2, h*0.9, w*0.5, wall.Mix(hex(0x1d2f5c), 0.13*float64(i)))
	}
	roof := paint.Hexes(0x9a5a4a, 0x7b4a55, 0xb0704a).Pick(c.Rand)
	for i := range 4 { // two slopes, from the eaves to the ridge
		t := float64(i) / 3
		touch(-w*0.62*(1-t*0.8), -h*(0.90+0.26*t), -0.62, w*1.15*(1-0.35*t), h*0.22, roof)
		touch(w*0.62*(1-t*0.8), -h*(0.90+0.26*t), 0.62, w*1.15*(1-0.35*t), h*0.22, roof.Mix(hex(0x2a3a68), 0.35))
	}
	touch(0, h*0.10, 0.1, w*2.6, h*0.2, hex(0x24484c))
	if lit {
		q := p.Add(pt(c.Uniform(-0.3, 0.3)*w, -h*0.36))
		c.Glaze(paint.Circle(q.X, q.Y, 0.015), 0.012, paint.Light, 0.55, hex(0xf0a830))
		c.Dab(q, 1.57, 0.010, paint.Brush{Width: 0.0075, Body: 1.4}, hex(0xffd768))
	}
}

// tree is a cypress: a flame of dark strokes from the lower edge to its tip.
func tree(c *paint.Canvas, n paint.Noise, x0, tip, wide float64) {
	half := func(t float64) float64 { // t from foot (0) to tip (1)
		return wide*math.Pow(1-t, 0.75)*paint.Smooth(-0.25, 0.2, t) + 0.12*wide*(1-t)*math.Sin(t*19)
	}
	spine := func(t float64) float64 { return x0 + 0.014*math.Sin(t*9) - 0.01*t }
	const foot = 1.03
	dark := paint.Hexes(0x0d1713, 0x14251c, 0x1f3a26, 0x35502b, 0x5c6a34, 0x2b3d52)
	for pass := range 3 {
		for range []int{620, 720, 420}[pass] {
			t := c.Rand.Float64()
			u := c.Uniform(-1, 1)
			h := half(t)
			p := pt(spine(t)+u*h, paint.Lerp(foot, tip, t))
			field := func(x, y float64) float64 {
				k := paint.Clamp((foot-y)/(foot-tip), 0, 1)
				side := (x - spine(k)) / (half(k) + 0.01)
				return -math.Pi/2 - 0.55*side*paint.Smooth(0.1, 0.9, k) + 0.75*math.Sin(y*22+u*2.5+float64(pass)) + 0.3*n.At(x*20, y*12)
			}
			col := dark.At(c.Rand.Float64()*0.45 + 0.25*float64(pass)*c.Rand.Float64() + 0.12*paint.Smooth(-0.2, 1, u))
			c.Stroke(paint.Trace(p, field, (0.10-0.05*t)*c.Uniform(0.6, 1.2), 9, true), paint.Brush{Width: 0.012 - 0.0025*float64(pass), Vary: 0.14, Dry: 0.12, Body: 1.1, Taper: 0.35}, col)
		}
	}
}
