package gallery

import (
	"math"

	"docent/gallery/paint"
)

var orchard = Work{
	ID: "orchard-first-week-of-april", Aspect: 1.18, seed: 191,
	Texts: label("Orchard, First Week of April",
		"Generated picture: small broken touches, wet in wet",
		"The blossom is hardly white at all: look for lilac in the shade, lemon in the light, and the rose of buds not yet open. The grass under each tree is sprinkled with what the wind took this morning. Next week it will all be green, and nobody will stop.",
		"Verger, première semaine d'avril",
		"Image générée : petites touches rompues, frais sur frais",
		"Ces fleurs ne sont presque pas blanches : cherchez le lilas dans l'ombre, le citron dans la lumière, le rose des boutons encore fermés. Sous chaque arbre, l'herbe est semée de ce que le vent a pris ce matin. La semaine prochaine tout sera vert, et personne ne s'arrêtera."),
	draw: drawOrchard,
}

type fruitTree struct {
	x, foot, k float64
	pink       float64
}

func drawOrchard(c *paint.Canvas) {
	const n = paint.Noise(19100)
	a := c.Aspect
	horizon := 0.40
	trees := []fruitTree{
		{0.57 * a, 0.470, 0.17, 0.7}, {0.71 * a, 0.480, 0.18, 0.2}, {0.46 * a, 0.485, 0.19, 0.4}, {0.985 * a, 0.515, 0.22, 0.6}, {0.31 * a, 0.535, 0.26, 0.8},
		{0.80 * a, 0.610, 0.36, 0.3}, {0.03 * a, 0.600, 0.33, 0.3}, {0.185 * a, 0.800, 0.60, 0.65},
	}
	path := func(y float64) (x, half float64) { // a footpath that wanders up between the trees
		t := (y - horizon) / (1 - horizon)
		return a * (0.60 + 0.035*math.Sin(t*5+0.5) + 0.03*t), 0.006 + 0.105*t*t
	}
	s := c.Study(600)
	s.Shade(func(x, y float64) paint.Color {
		if y < horizon-0.075+0.035*math.Sin(x*3.3+1)+0.008*n.At(x*14, 3) {
			t := y/horizon + 0.1*n.FBM(x*2, y*4, 2)
			col := paint.Hexes(0x6fa3d8, 0x9cc2e2, 0xcfdfe4).At(t)
			return col.Mix(hex(0xfdf8ee), 0.95*paint.Smooth(0.02, 0.35, n.FBM(x*1.8+2, y*4.5, 4)))
		}
		if y < horizon { // a blue hill, a strip of roofs and poplars below it
			return paint.Hexes(0x7f96c4, 0x7aa0a8, 0x86a978).At((y-horizon+0.11)/0.11 + 0.3*n.FBM(x*8, y*12, 2))
		}
		t := (y - horizon) / (1 - horizon)
		sun := paint.Smooth(-0.2, 0.25, n.FBM(x*2.2+y, y*5, 3)+0.1)
		col := paint.Hexes(0x3f7a4a, 0x74a64a, 0xb4cc5c, 0xdfe08a).At(0.25 + 0.5*sun + 0.2*(1-t))
		px, half := path(y)
		col = col.Mix(hex(0xe9cfa4).Mix(hex(0xc59ab0), 0.5-0.8*n.FBM(x*7, y*14, 2)), paint.Smooth(half*1.25, half*0.75, math.Abs(x-px)+0.015*n.At(x*30, y*30)))
		for _, tr := range trees { // violet shade under each tree, falling to the right
			d := math.Hypot((x-tr.x-0.17*tr.k)/(0.62*tr.k), (y-tr.foot-0.02*tr.k)/(0.12*tr.k))
			col = col.Mix(hex(0x4f5f9a), 0.72*paint.Smooth(1.15, 0.6, d+0.35*n.FBM(x*14, y*22, 2)))
		}
		return col
	})
	field := func(x, y float64) float64 {
		if y < horizon {
			return -0.3 + 0.8*n.FBM(x*2, y*3, 2)
		}
		px, half := path(y)
		if math.Abs(x-px) < half {
			return 0.15
		}
		return -1.25 + 0.5*n.At(x*8, y*8)
	}
	c.Shade(func(x, y float64) paint.Color { return s.At(x, y).Mix(hex(0xd9c6a4), 0.4) })
	p := paint.Pass{Brush: paint.Brush{Width: 0.021, Vary: 0.13, Dry: 0.15, Body: 0.8}, Spacing: 0.0155, Length: 0.040, Field: field, Color: s.At, Light: 0.035, Chroma: 0.3, Hue: 0.22, Angle: 0.35,
		Scale: func(x, y float64) float64 {
			if y < horizon {
				return 1.15
			}
			return 0.45 + 1.1*(y-horizon)
		}}
	c.Go(p)
	p.Brush.Width, p.Spacing, p.Length, p.Light = 0.011, 0.0118, 0.026, 0.05
	c.Go(p)
	for i := range 16 { // poplars and a few roofs, far off
		x := (0.02 + 0.064*float64(i) + 0.02*paint.Hash(i, 1, 4)) * a
		h := 0.02 + 0.05*paint.Hash(i, 2, 4)
		if i%4 == 2 {
			c.Dab(pt(x, horizon-0.012), 0, 0.030, paint.Brush{Width: 0.017, Vary: 0.1, Body: 0.8}, hex(0xf3e2c4))
			c.Dab(pt(x, horizon-0.024), 0, 0.034, paint.Brush{Width: 0.009, Vary: 0.1, Body: 0.8}, hex(0xd0775a))
			continue
		}
		for range 7 {
			c.Dab(pt(x+c.Uniform(-0.006, 0.006), horizon-h*c.Rand.Float64()), -1.5, 0.016, paint.Brush{Width: 0.007, Vary: 0.12, Body: 0.7}, paint.Hexes(0x4f7f6a, 0x6f9f6a, 0x4a6a9a).Pick(c.Rand))
		}
	}
	for _, t := range trees {
		t.draw(c, n)
	}
	for _, t := range trees { // grass over the roots
		for range int(60 + 160*t.k) {
			q := pt(t.x+c.Uniform(-0.16, 0.16)*t.k, t.foot+c.Uniform(0.0, 0.035)*t.k)
			c.Dab(q, -1.4+c.Uniform(-0.5, 0.5), 0.045*t.k+0.006, paint.Brush{Width: 0.004 + 0.006*t.k, Vary: 0.14, Dry: 0.15, Body: 0.9, Taper: 0.3}, s.At(q.X, q.Y+0.01).Jitter(c.Rand, 0.07, 0.25, 0.2))
		}
	}
	for range 900 { // petals and dandelions in the grass
		y := horizon + 0.09 + (1-horizon-0.09)*math.Sqrt(c.Rand.Float64())
		x := c.Uniform(0, a)
		k := 0.25 + 1.2*(y-horizon)
		c.Dot(pt(x, y), c.Uniform(0.0012, 0.0038)*k, paint.Brush{Body: 1.2, Alpha: 0.95}, paint.Hexes(0xfdf6f2, 0xf6d4dc, 0xf9e04a, 0xfdf6f2, 0xe9e4f4).Pick(c.Rand))
	}
	c.Finish(paint.Finish{Relief: 0.9, Weave: 0.015, Vignette: 0.06})
}

// draw grows the boughs, then covers them with blossom from shade to light.
func (t fruitTree) draw(c *paint.Canvas, n paint.Noise) {
	k := t.k
	type bough struct {
		p      paint.Pt
		ang, l float64
		w      float64
		depth  int
	}
	var tips []paint.Pt
	for i := range 5 { // roots, and the grass that grows over them
		u := float64(i)/4*2 - 1
		c.Stroke(paint.Spline(pt(t.x+u*0.02*k, t.foot-0.05*k), pt(t.x+u*0.05*k, t.foot-0.005*k), pt(t.x+u*0.10*k, t.foot+0.012*k)), paint.Brush{Width: 0.045 * k, Taper: 0.5, Vary: 0.15, Body: 0.7}, hex(0x5a4a52).Mix(hex(0xa98a78), paint.Smooth(0.5, -1, u)*0.6))
	}
	queue := []bough{{pt(t.x, t.foot), -math.Pi/2 + c.Uniform(-0.12, 0.12), 0.34 * k, 0.085 * k, 0}}
	for len(queue) > 0 {
		b := queue[0]
		queue = queue[1:]
		bend := c.Uniform(-0.35, 0.35)
		q := b.p.Polar(b.ang, b.l*0.5)
		r := q.Polar(b.ang+bend, b.l*0.5)
		shade := hex(0x4a3a4c).Mix(hex(0x8a6a5a), c.Uniform(0, 0.6))
		c.Stroke(paint.Spline(b.p, q, r), paint.Brush{Width: b.w, Vary: 0.16, Dry: 0.08, Body: 0.8}, shade)
		for range 4 + int(90*b.w) { // bark: short touches, warm where the sun is, blue where it is not
			u, v := c.Rand.Float64(), c.Uniform(-1, 1)
			m := b.p.Add(r.Sub(b.p).Mul(u)).Add(pt(v*b.w*0.36, 0))
			col := paint.Hexes(0xd3b096, 0xa07a68, 0x6a5468, 0x5a5f88).At((v + 1) / 2)
			c.Dab(m, b.ang+c.Uniform(-0.3, 0.3), b.l*0.28, paint.Brush{Width: b.w * 0.22, Vary: 0.16, Dry: 0.25, Body: 0.9}, col.Jitter(c.Rand, 0.03, 0.2, 0.1))
		}
		if b.depth >= 1 {
			tips = append(tips, q, r)
		}
		if b.depth == 4 {
			continue
		}
		count := 2
		if b.depth == 0 || c.Rand.Float64() < 0.45 {
			count = 3
		}
		for i := range count {
			u := float64(i)/float64(count-1)*2 - 1
			ang := b.ang + bend + u*c.Uniform(0.45, 0.8)
			ang = paint.Lerp(ang, -math.Pi/2, 0.08)
			queue = append(queue, bough{r, ang, b.l * c.Uniform(0.62, 0.8), b.w * 0.60, b.depth + 1})
		}
	}
	shades := paint.Hexes(0xa79cc8, 0xb9a6cc, 0xc9a2b8, 0x9fb0d0)
	whites := paint.Hexes(0xfdf8f4, 0xfaf2e6, 0xf6e6ea, 0xfffbe8)
	pinks := paint.Hexes(0xf4c2cc, 0xeaa0b4, 0xf9dbe0, 0xdf8aa4)
	touches := int(900 + 9500*k*k)
	for i := range touches {
		p := tips[c.Rand.IntN(len(tips))]
		q := p.Polar(c.Uniform(0, 2*math.Pi), 0.125*k*math.Sqrt(c.Rand.Float64()))
		up := (t.foot - q.Y) / k // 0 foot .. about 1.3 crown
		side := (q.X - t.x) / k
		light := paint.Smooth(0.35, 1.15, up-0.55*side+0.5*n.FBM(q.X*14/k*0.3, q.Y*14/k*0.3, 2)+0.25*c.Uniform(-1, 1))
		stage := float64(i) / float64(touches)
		col := shades.Pick(c.Rand)
		if c.Rand.Float64() < light*(0.35+0.9*stage) {
			col = whites.Pick(c.Rand)
			if c.Rand.Float64() < t.pink*0.75 {
				col = pinks.Pick(c.Rand)
			}
		} else if c.Rand.Float64() < 0.10 {
			col = paint.Hexes(0x8fae5a, 0xb4c46a, 0x7a94b8).Pick(c.Rand)
		}
		w := (0.0045 + 0.0115*k) * c.Uniform(0.6, 1.15) * (1.2 - 0.4*stage)
		c.Dab(q, c.Uniform(0, math.Pi), w*1.3, paint.Brush{Width: w, Vary: 0.12, Dry: 0.10, Body: 1.1, Round: i%2 == 0}, col.Jitter(c.Rand, 0.02, 0.2, 0.1))
	}
}
