package gallery

import (
	"math"

	"docent/gallery/paint"
)

var harbour = Work{
	ID: "harbour-at-noon", Aspect: 1.24, seed: 171,
	Texts: label("Harbour at Noon",
		"Generated picture: separate patches of loud colour, canvas left bare between",
		"The water is pink because the sky was orange, and the masts are blue because nothing else was. Colour here does not copy things, it answers to its neighbours. Let your eye hop from patch to patch as you would from boat to boat.",
		"Le port à midi",
		"Image générée : taches de couleur vive, la toile nue entre elles",
		"L'eau est rose parce que le ciel était orange, et les mâts sont bleus parce que rien d'autre ne l'était. Ici la couleur ne copie pas les choses, elle répond à ses voisines. Laissez l'œil sauter de tache en tache comme on saute de bateau en bateau."),
	draw: drawHarbour,
}

func drawHarbour(c *paint.Canvas) {
	const n = paint.Noise(17100)
	a := c.Aspect
	bare := hex(0xefe3ca)
	c.Shade(func(x, y float64) paint.Color { return bare.Scale(0.97 + 0.05*n.FBM(x*5, y*5, 3)) })
	shore := 0.425
	// patch is one loaded touch of a flat brush.
	patch := func(p paint.Pt, ang, l, w float64, col paint.Color) {
		c.Dab(p, ang, l, paint.Brush{Width: w, Vary: 0.14, Dry: 0.14, Body: 1, Soft: 0.1}, col.Jitter(c.Rand, 0.035, 0.14, 0.10))
	}
	// Sky: slanting touches, orange to lemon, with green and lilac between.
	for _, q := range c.Scatter(0.036) {
		if q.Y > shore-0.03 {
			continue
		}
		t := q.Y/shore + 0.45*n.FBM(q.X*2, q.Y*3, 2)
		col := paint.Hexes(0x4aa3c9, 0x7cc4c4, 0xf3d27a, 0xf7a65a, 0xf4845c).At(t)
		if c.Rand.Float64() < 0.12 {
			col = paint.Hexes(0xf6b8c0, 0xa7d6b0, 0xc9b2e0, 0xfbeeb0).Pick(c.Rand)
		}
		patch(q, -0.35+0.5*n.At(q.X*2, q.Y*2), c.Uniform(0.035, 0.06), c.Uniform(0.016, 0.024), col)
	}
	// Hills behind: violet, blue, one viridian; the light on their shoulders is pink.
	hill := func(base, tall, freq, phase float64, cols paint.Ramp) {
		top := func(x float64) float64 {
			return base - tall*(0.55+0.45*math.Sin(x*freq+phase)+0.18*math.Sin(x*freq*2.7+phase))
		}
		for _, q := range c.Scatter(0.024) {
			y := top(q.X)
			if q.Y < y || q.Y > shore {
				continue
			}
			slope := math.Atan2(top(q.X+0.01)-y, 0.01)
			t := (q.Y-y)/tall + c.Uniform(-0.2, 0.2)
			patch(q, slope+0.9*(q.Y-y)/tall, c.Uniform(0.026, 0.045), c.Uniform(0.013, 0.019), cols.At(t))
		}
	}
	hill(0.395, 0.115, 4.3, 0.4, paint.Hexes(0xe9899a, 0x8d6fb8, 0x5a5fae))
	hill(0.425, 0.060, 6.1, 2.4, paint.Hexes(0x6fbf8a, 0x2c8f83, 0x3a4f9a))
	houses(c, n, shore, patch)

	// Water: level touches that widen towards us. What stands above colours what lies below.
	sails := []boat{
		{0.20 * a, 0.60, 0.30, 0xd8402f, 0xf3c23c, 0x1f4f8f}, {0.475 * a, 0.515, 0.185, 0xf3a22c, 0xf6e3b0, 0x2f8a6a},
		{0.655 * a, 0.565, 0.215, 0x2c7fb0, 0xf4efe0, 0xb0382f}, {0.87 * a, 0.665, 0.36, 0xf0c533, 0xe9663a, 0x2a2f7a},
	}
	pinks := paint.Hexes(0xf4a48a, 0xf2b6a8, 0xe889a0, 0x8fc7c9, 0x4f9fc0, 0x2f78ac)
	for _, q := range c.Scatter(0.022) {
		if q.Y < shore+0.012 {
			continue
		}
		d := (q.Y - shore) / (1 - shore)
		if c.Rand.Float64() < 0.45*d {
			continue // the nearer, the fewer and larger
		}
		t := 0.12 + 0.75*d + 0.5*n.FBM(q.X*2.5, q.Y*9, 2)
		col := pinks.At(t)
		for _, b := range sails {
			if dx := q.X - b.x - 0.03; math.Abs(dx) < b.h*0.32*(1-0.8*(q.Y-b.y)/(b.h*1.4)) && q.Y > b.y && q.Y < b.y+b.h*1.25 && c.Rand.Float64() < 0.62 {
				col = hex(b.main)
				if dx < -0.02 {
					col = hex(b.jib)
				}
			}
		}
		if c.Rand.Float64() < 0.08 {
			col = paint.Hexes(0xfbf2dc, 0xf7d23e, 0x43b08a, 0xd8487a).Pick(c.Rand)
		}
		k := 0.55 + 1.35*d
		patch(q, 0.10*n.At(q.X*6, q.Y*9), c.Uniform(0.030, 0.052)*k, c.Uniform(0.011, 0.0155)*k, col)
	}
	for _, b := range sails[1:3] {
		b.draw(c, n)
	}
	sails[0].draw(c, n)
	sails[3].draw(c, n)
	// Gulls: two touches each.
	for _, g := range [][3]float64{{0.38 * a, 0.15, 0.022}, {0.43 * a, 0.19, 0.016}, {0.62 * a, 0.11, 0.018}} {
		for _, s := range []float64{-1, 1} {
			c.Stroke(paint.Spline(pt(g[0], g[1]), pt(g[0]+s*g[2]*0.5, g[1]-g[2]*0.5), pt(g[0]+s*g[2], g[1]-g[2]*0.25)), paint.Brush{Width: g[2] * 0.28, Taper: 0.4, Body: 1}, hex(0x2a2f6a))
		}
	}
	c.Finish(paint.Finish{Relief: 0.95, Weave: 0.05, Vignette: 0.05})
}

// houses stand along the quay: a front, a roof, dark windows, no two alike.
func houses(c *paint.Canvas, n paint.Noise, shore float64, patch func(p paint.Pt, ang, l, w float64, col paint.Color)) {
	a := c.Aspect
	fronts := paint.Hexes(0xf6d9a0, 0xf0a58a, 0xf7efd8, 0xe9c04a, 0xf2b8b4, 0x9fd0c8)
	roofs := paint.Hexes(0xd8482f, 0xb83a4a, 0xe8703a, 0x8a3f7a)
	x := 0.03
	for i := 0; x < a*0.98; i++ {
		w, h := c.Uniform(0.038, 0.075), c.Uniform(0.045, 0.095)
		if i%5 == 3 {
			x += c.Uniform(0.02, 0.05) // a tree in the gap
			for range 22 {
				q := pt(x-0.02+c.Uniform(-0.022, 0.022), shore-0.035+c.Uniform(-0.035, 0.02))
				patch(q, c.Uniform(0.6, 2.2), 0.022, 0.011, paint.Hexes(0x2f9a5a, 0x1f6f6a, 0x9fc43c, 0x2f4f9a).Pick(c.Rand))
			}
			continue
		}
		front := fronts.Pick(c.Rand)
		for range 16 {
			q := pt(x+w*c.Rand.Float64(), shore-h*c.Rand.Float64())
			col := front
			if q.X > x+w*0.62 {
				col = front.Mix(hex(0x7a6fc0), 0.5)
			}
			patch(q, math.Pi/2, h*0.35, 0.013, col)
		}
		roof := roofs.Pick(c.Rand)
		for k := range 5 {
			t := (float64(k) + 0.5) / 5
			patch(pt(x+w*t, shore-h-0.010-0.012*math.Sin(math.Pi*t)), []float64{-0.6, -0.3, 0, 0.3, 0.6}[k], w*0.34, 0.014, roof)
		}
		for k := range 2 + c.Rand.IntN(3) {
			patch(pt(x+w*(0.22+0.22*float64(k)), shore-h*c.Uniform(0.35, 0.75)), math.Pi/2, 0.012, 0.0062, hex(0x2a3f7a))
		}
		x += w + c.Uniform(-0.004, 0.014)
	}
	for range 60 { // the quay
		patch(pt(c.Uniform(0, a), shore+c.Uniform(-0.004, 0.010)), 0, 0.05, 0.010, paint.Hexes(0x5a4f9a, 0xc9785a, 0x3f5fa0, 0xf0b07a).Pick(c.Rand))
	}
}

type boat struct {
	x, y, h         float64
	main, jib, hull uint32
}

// draw paints the boat in touches kept within its shapes.
func (b boat) draw(c *paint.Canvas, n paint.Noise) {
	at := func(u, v float64) paint.Pt { return pt(b.x+b.h*u, b.y-b.h*v) }
	fill := func(p paint.Path, ang float64, cols ...uint32) {
		c.Clip(c.Mask(p.Rough(n, 30, b.h*0.012), 0), func() {
			c.Flat(p.Move(0, 0, 1, 0), hex(cols[0]))
			x0, y0, x1, y1 := b.x-b.h*0.5, b.y-b.h, b.x+b.h*0.6, b.y+b.h*0.15
			for range 110 {
				q := pt(c.Uniform(x0, x1), c.Uniform(y0, y1))
				c.Dab(q, ang+c.Uniform(-0.15, 0.15), b.h*0.22, paint.Brush{Width: b.h * 0.055, Vary: 0.15, Dry: 0.12, Body: 1}, paint.Hexes(cols...).Pick(c.Rand).Jitter(c.Rand, 0.03, 0.12, 0.08))
			}
		})
	}
	light := func(v uint32) uint32 {
		m := hex(v).Shift(0.09, 1.0, 0.12)
		return uint32(paint.Clamp(float64(m.R), 0, 1)*255)<<16 | uint32(paint.Clamp(float64(m.G), 0, 1)*255)<<8 | uint32(paint.Clamp(float64(m.B), 0, 1)*255)
	}
	fill(paint.Path{append(paint.Spline(at(0.015, 0.97), at(0.20, 0.70), at(0.36, 0.38), at(0.44, 0.14)), at(0.03, 0.12))}, -1.1, b.main, b.main, light(b.main))
	fill(paint.Path{append(paint.Spline(at(-0.015, 0.90), at(-0.16, 0.60), at(-0.36, 0.15)), at(-0.02, 0.14))}, -1.9, b.jib, b.jib, light(b.jib))
	fill(paint.Blob(at(-0.44, 0.09), at(-0.2, 0.05), at(0.2, 0.05), at(0.52, 0.11), at(0.40, -0.06), at(0, -0.085), at(-0.34, -0.05)), 0.04, b.hull, b.hull, light(b.hull))
	c.Stroke([]paint.Pt{at(-0.42, 0.088), at(0, 0.045), at(0.50, 0.108)}, paint.Brush{Width: b.h * 0.025, Body: 1.2, Dry: 0.15}, hex(0xf7ecd0))
	c.Stroke([]paint.Pt{at(0, 0.03), at(0.004, 1.04)}, paint.Brush{Width: b.h * 0.022, Body: 1, Vary: 0.1}, hex(0x28306e))
	c.Stroke([]paint.Pt{at(0.0, 0.12), at(0.46, 0.135)}, paint.Brush{Width: b.h * 0.016, Body: 1}, hex(0x28306e))
	c.Stroke(paint.Spline(at(0.003, 1.03), at(0.07, 1.06), at(0.13, 1.02)), paint.Brush{Width: b.h * 0.03, Body: 1, Taper: 0.3}, hex(0xe0402f))
}
