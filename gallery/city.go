package gallery

import (
	"math"

	"docent/gallery/paint"
)

var city = Work{
	ID: "everyone-still-awake", Aspect: 0.80, seed: 71,
	Texts: label("Everyone Still Awake",
		"Generated picture: flat knife strokes, upright above, level below",
		"Above the quay the strokes of the city stand; below it they lie down. That is all that tells the city from its reflection. Each lit window is one touch of warm paint: choose one, and decide who is up so late, and why.",
		"Tout le monde veille",
		"Image générée : coups de couteau, debout en haut, couchés en bas",
		"Au-dessus du quai, les touches de la ville sont debout ; au-dessous, elles sont couchées. Rien d'autre ne distingue la ville de son reflet. Chaque fenêtre allumée est un seul coup de peinture chaude : choisissez-en une, et décidez qui veille si tard, et pourquoi."),
	draw: drawCity,
}

type tower struct {
	x0, x1, top float64
	depth       int // 0 far .. 2 near
	roof        int
}

func drawCity(c *paint.Canvas) {
	const n = paint.Noise(7100)
	a := c.Aspect
	quay := 0.615
	s := c.Study(800)
	s.Shade(func(x, y float64) paint.Color {
		t := y/quay + 0.10*n.FBM(x*2, y*4, 3)
		col := paint.Hexes(0x0b1026, 0x101a3c, 0x1c2c5c, 0x3a3f72, 0x77527a, 0xb06f6a).At(t * 0.94)
		return col.Add(hex(0xe08a4a), 0.35*paint.Gauss(math.Hypot((x-0.55*a)*0.8, y-quay), 0.16))
	})
	moon := pt(0.24*a, 0.135)
	s.Glaze(paint.Circle(moon.X, moon.Y, 0.085), 0.07, paint.Light, 0.42, hex(0x8fa3c8))
	var towers []tower
	for depth := range 3 {
		x := -0.03
		for x < a+0.02 {
			w := c.Uniform(0.055, 0.105) * (0.75 + 0.22*float64(depth))
			peak := 0.23*paint.Bump(x/a, 0.60, 0.42) + 0.08*paint.Bump(x/a, 0.13, 0.2)
			high := c.Uniform(0.10, 0.20) + peak - 0.062*float64(depth)
			towers = append(towers, tower{x, x + w, quay - max(0.05, high), depth, c.Rand.IntN(4)})
			x += w + c.Uniform(-0.012, 0.016)
		}
	}
	hazes := paint.Hexes(0x45426f, 0x262a52, 0x12152f)
	for _, t := range towers {
		body := hazes[t.depth].Jitter(c.Rand, 0.022, 0.25, 0.2)
		mid := (t.x0 + t.x1) / 2
		shade := func(x, y float64) paint.Color {
			u := (x - t.x0) / (t.x1 - t.x0)
			col := body.Scale(1.14 - 0.34*u)
			return col.Mix(hex(0x9a5f66), 0.30*paint.Smooth(quay-0.16, quay, y)*(1-0.4*float64(t.depth)))
		}
		s.Paint(paint.Rect(t.x0, t.top, t.x1, quay), shade)
		w := t.x1 - t.x0
		switch t.roof {
		case 0:
			s.Paint(paint.Poly(pt(t.x0+w*0.15, t.top+0.002), pt(mid, t.top-w*0.45), pt(t.x1-w*0.15, t.top+0.002)), shade)
		case 1:
			s.Paint(paint.Rect(t.x0+w*0.22, t.top-0.022, t.x1-w*0.3, t.top+0.002), shade)
			s.Stroke([]paint.Pt{pt(mid, t.top-0.07), pt(mid, t.top)}, paint.Brush{Width: 0.003}, body)
		case 2:
			s.Paint(paint.Rect(t.x0+w*0.1, t.top-0.012, t.x1-w*0.1, t.top+0.002), shade)
		}
	}
	// Paint the sky and walls with upright knife strokes, the sky with slanting ones.
	up := func(x, y float64) float64 {
		if s.At(x, y).Luma() > 0 && y < quay-0.36+0.2*math.Abs(x-0.6*a) {
			return 0.35 + 0.7*n.FBM(x*3, y*3, 2)
		}
		return math.Pi / 2
	}
	s.Shade(func(x, y float64) paint.Color { return s.At(x, min(y, quay-0.004)) })
	c.Shade(func(x, y float64) paint.Color { return s.At(x, y).Scale(0.85) })
	p := paint.Pass{Brush: paint.Brush{Width: 0.028, Vary: 0.07, Dry: 0.08, Body: 0.6}, Spacing: 0.020, Length: 0.05, Field: up, Color: s.At, Light: 0.022, Chroma: 0.25, Hue: 0.15, Angle: 0.06, Stop: 0.18}
	p.Keep = func(x, y float64) float64 { return paint.Smooth(quay+0.03, quay+0.01, y) }
	c.Go(p)
	p.Brush.Width, p.Spacing, p.Length, p.Stop = 0.011, 0.0105, 0.035, 0.10
	c.Go(p)
	c.Clip(c.Soft(paint.Circle(moon.X, moon.Y, 0.034), 0.002), func() {
		c.Flat(paint.Circle(moon.X, moon.Y, 0.04), hex(0xe9dfc8))
		for range 60 {
			q := moon.Polar(c.Uniform(0, 6.3), 0.034*math.Sqrt(c.Rand.Float64()))
			tone := 0.35 + 9*(moon.X-q.X) + 5*(moon.Y-q.Y) + 0.5*n.At(q.X*60, q.Y*60)
			c.Dab(q, 0.5, 0.022, paint.Brush{Width: 0.010, Vary: 0.08, Body: 1.1, Dry: 0.1}, paint.Hexes(0xcfc7b8, 0xefe6cf, 0xfff8e4).At(tone))
		}
	})
	windows(c, towers, quay)
	embankment(c, quay)
	river(c, n, quay)
	c.Finish(paint.Finish{Relief: 0.8, Weave: 0.015, Vignette: 0.2})
}

// windows lights some of every tower's rooms, unless a nearer tower stands before them.
func windows(c *paint.Canvas, towers []tower, quay float64) {
	lamps := paint.Hexes(0xffd27a, 0xffc35a, 0xffe3a6, 0xf7a548, 0xffb86a, 0xcfe0ea, 0xf58a4a)
	for i, t := range towers {
		size := 0.0062 + 0.0012*float64(t.depth)
		step := size * 1.9
		cols := int((t.x1 - t.x0 - step*0.6) / step)
		lit := c.Uniform(0.25, 0.7)
		for r := range int((quay - 0.02 - t.top) / (step * 1.35)) {
			floor := c.Rand.Float64()
			for k := range cols {
				on := c.Rand.Float64()
				tone := lamps.Pick(c.Rand)
				bright := c.Uniform(0.5, 1)
				p := pt(t.x0+step*(0.8+float64(k)), t.top+0.016+step*1.35*float64(r))
				hidden := false
				for _, o := range towers[i+1:] {
					hidden = hidden || (o.depth > t.depth && p.X > o.x0-size && p.X < o.x1+size && p.Y > o.top-size)
				}
				if hidden || on > lit*(0.55+0.9*floor) {
					continue
				}
				far := 1 - 0.28*float64(2-t.depth)
				c.Glaze(paint.Circle(p.X, p.Y, size*1.1), size, paint.Light, 0.30*bright*far, tone)
				c.Dab(p, math.Pi/2, size*1.15, paint.Brush{Width: size * 0.95, Alpha: bright * far, Body: 1.3, Vary: 0.1, Round: true}, tone)
			}
		}
	}
}

// embankment is the dark line of the quay, its lamps and one small boat.
func embankment(c *paint.Canvas, quay float64) {
	a := c.Aspect
	for range 120 {
		c.Dab(pt(c.Uniform(0, a), quay+c.Uniform(-0.004, 0.010)), 0, c.Uniform(0.03, 0.08), paint.Brush{Width: 0.008, Vary: 0.06, Body: 0.8}, hex(0x14162a).Jitter(c.Rand, 0.02, 0.2, 0.2))
	}
	for i := range 11 {
		x := (0.04 + 0.093*float64(i)) * a
		c.Stroke([]paint.Pt{pt(x, quay), pt(x, quay-0.042)}, paint.Brush{Width: 0.0028}, hex(0x0c0e1c))
		c.Glaze(paint.Circle(x, quay-0.046, 0.028), 0.024, paint.Light, 0.5, hex(0xffb860))
		c.Dot(pt(x, quay-0.046), 0.0058, paint.Brush{Body: 1.5}, hex(0xfff0c4))
	}
}

// river repeats the city upside down, in level strokes that come loose towards us.
func river(c *paint.Canvas, n paint.Noise, quay float64) {
	a := c.Aspect
	mirror := c.Study(500)
	mirror.Shade(func(x, y float64) paint.Color { return c.At(x, y) })
	look := func(x, y float64) paint.Color {
		d := y - quay
		sway := 0.02 * (0.2 + 4*d) * n.FBM(x*5, y*34, 2)
		// Light smears downwards on water: average along the column.
		var sum paint.Color
		for k := range 5 {
			sum = sum.Add(mirror.At(x+sway, paint.Clamp(quay-d*1.30-0.022*(float64(k)-2)*(0.4+4*d), 0.01, quay-0.008)), 0.2)
		}
		return sum.Mul(hex(0xb9c6dc)).Mix(hex(0x0a1226), 0.14+0.7*d)
	}
	below := c.Mask(paint.Rect(-0.1, quay+0.012, a+0.1, 1.1), 0)
	c.Clip(below, func() {
		c.Each(func(x, y float64, _ paint.Color) paint.Color { return look(x, y) })
		p := paint.Pass{Brush: paint.Brush{Width: 0.012, Vary: 0.08, Dry: 0.2, Body: 0.8, Taper: 0.2}, Spacing: 0.0125, Length: 0.055,
			Field: func(x, y float64) float64 { return 0.1 * n.At(x*8, y*20) }, Color: look, Light: 0.03, Chroma: 0.3, Hue: 0.15, Angle: 0.05, Stop: 0.5,
			Keep:  func(x, y float64) float64 { return paint.Smooth(quay-0.01, quay+0.02, y) },
			Scale: func(x, y float64) float64 { return 0.55 + 1.6*(y-quay) }}
		c.Go(p)
		for i := range 11 { // the lamps' long ladders of light
			x := (0.04 + 0.093*float64(i)) * a
			for k := range 34 {
				d := 0.006 + 0.30*math.Pow(float64(k)/34, 1.25)
				if c.Rand.Float64() < 0.25+d {
					continue
				}
				q := pt(x+c.Uniform(-1, 1)*(0.004+0.05*d), quay+0.012+d)
				c.Dab(q, c.Uniform(-0.06, 0.06), c.Uniform(0.012, 0.028)*(0.7+2*d), paint.Brush{Width: 0.0042 + 0.008*d, Dry: 0.25, Vary: 0.1, Taper: 0.3, Body: 1.2, Alpha: 0.95 - 1.6*d}, hex(0xffca78).Jitter(c.Rand, 0.06, 0.2, 0.14))
			}
		}
	})
	for k := range 26 { // the moon's own ladder, pale and broken
		d := 0.10 + 0.27*float64(k)/26
		if c.Rand.Float64() < 0.3 {
			continue
		}
		c.Dab(pt(0.24*a+c.Uniform(-1, 1)*0.05*d, quay+d), 0, c.Uniform(0.02, 0.05), paint.Brush{Width: 0.004 + 0.006*d, Dry: 0.3, Taper: 0.3, Alpha: 0.55, Body: 1}, hex(0xc3c9d8))
	}
	// A rowing boat, two people, no lamp.
	x, y := 0.42*a, 0.815
	c.Glaze(paint.Ellipse(x, y+0.016, 0.075, 0.010, 0), 0.006, paint.Multiply, 0.85, hex(0x1a2038))
	hull := paint.Blob(pt(x-0.068, y-0.006), pt(x-0.03, y+0.002), pt(x+0.035, y+0.002), pt(x+0.068, y-0.009), pt(x+0.042, y+0.015), pt(x-0.04, y+0.016))
	c.Flat(hull, hex(0x0a0c18))
	for _, k := range []float64{-0.022, 0.026} {
		c.Flat(paint.Blob(pt(x+k-0.010, y+0.004), pt(x+k-0.009, y-0.020), pt(x+k, y-0.026), pt(x+k+0.009, y-0.019), pt(x+k+0.011, y+0.004)), hex(0x0d0f1e))
		c.Dot(pt(x+k+0.001, y-0.032), 0.0068, paint.Brush{}, hex(0x0d0f1e))
	}
	c.Stroke([]paint.Pt{pt(x+0.01, y-0.012), pt(x+0.072, y+0.020)}, paint.Brush{Width: 0.0025}, hex(0x1b1d2e))
	for _, d := range [][3]float64{{-0.062, 0.021, 0.05}, {0.02, 0.025, 0.075}, {0.07, 0.023, 0.03}} {
		c.Dab(pt(x+d[0], y+d[1]), 0, d[2], paint.Brush{Width: 0.003, Taper: 0.4, Alpha: 0.7}, hex(0xd8a070))
	}
}
