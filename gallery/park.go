package gallery

import (
	"math"

	"docent/gallery/paint"
)

var park = Work{
	ID: "a-sunday-in-dots", Aspect: 1.42, seed: 91,
	Texts: label("A Sunday, in Dots",
		"Generated picture: some hundred thousand points of pure colour",
		"Close to, the green of the lawn falls apart into yellow, blue and a little orange; it is your eye that does the mixing. Step back until the points close up, then forward until the people come apart. Somewhere between the two is the afternoon.",
		"Un dimanche, en points",
		"Image générée : une centaine de milliers de points de couleur pure",
		"De près, le vert de la pelouse se défait en jaune, en bleu, en un peu d'orange ; c'est votre œil qui mélange. Reculez jusqu'à ce que les points se referment, avancez jusqu'à ce que les gens se défassent. L'après-midi est quelque part entre les deux."),
	draw: drawPark,
}

func drawPark(c *paint.Canvas) {
	const n = paint.Noise(9100)
	a := c.Aspect
	s := c.Study(700)
	shore := func(x float64) float64 { // the lawn's edge runs from upper right to lower left
		return 0.415 + 0.50*paint.Smooth(0.62*a, 0.0, x) - 0.03*math.Sin(x*6)
	}
	bank := 0.335
	s.Shade(func(x, y float64) paint.Color {
		switch {
		case y < bank-0.055+0.03*n.FBM(x*6, 1, 3):
			col := paint.Hexes(0x9fc3e0, 0xc9dbe4, 0xf2e6cf).At(y / bank)
			return col.Mix(hex(0xfbf4e6), 0.8*paint.Smooth(0.05, 0.4, n.FBM(x*2.2, y*6, 4)))
		case y < bank: // far woods
			return paint.Hexes(0x5f8a6a, 0x86a878, 0x7f93b0).At(0.5 + 0.7*n.FBM(x*9, y*14, 3))
		case y < shore(x): // the lake
			d := (y - bank) / 0.5
			col := paint.Hexes(0xbfd6dc, 0x86b4d2, 0x4f86b8, 0x3a6ca0).At(d*1.2 + 0.25*n.FBM(x*4, y*26, 3))
			return col.Mix(hex(0x6f9a74), 0.6*paint.Smooth(bank+0.045, bank, y+0.02*n.At(x*9, 4)))
		}
		sun := paint.Smooth(-0.25, 0.3, n.FBM(x*1.6+0.5*y, y*3.2, 3)+0.25)
		col := paint.Hexes(0x2c5a50, 0x55824c, 0x92a650, 0xd2c470, 0xeadf9c).At(0.22 + 0.62*sun - 0.12*(y-0.6))
		return col.Mix(hex(0xe8d9a0), 0.6*paint.Gauss(y-shore(x)-0.008, 0.010))
	})
	// Two sails and a skiff far out.
	for _, b := range [][3]float64{{0.115 * a, 0.445, 0.16}, {0.30 * a, 0.385, 0.085}, {0.42 * a, 0.36, 0.045}} {
		x, y, h := b[0], b[1], b[2]
		s.Flat(paint.Blob(pt(x, y-0.01), pt(x+0.012*h/0.1, y-h*0.5), pt(x+0.004, y-h), pt(x+h*0.26, y-h*0.45), pt(x+h*0.36, y-0.012)), hex(0xfbf3e3))
		s.Flat(paint.Poly(pt(x-0.006, y-0.012), pt(x-0.002, y-h*0.85), pt(x-h*0.28, y-0.008)), hex(0xf0c9a0))
		s.Flat(paint.Blob(pt(x-h*0.32, y-0.008), pt(x, y+0.008), pt(x+h*0.42, y-0.010), pt(x, y-0.004)), hex(0x7c4636))
		s.Glaze(paint.Blob(pt(x-h*0.1, y+0.012), pt(x+h*0.15, y+h*0.6), pt(x+h*0.3, y+0.012)), 0.008, paint.Cover, 0.5, hex(0xf3ead8))
	}
	shade := func(x, y, rx, ry float64) {
		s.Glaze(paint.Ellipse(x, y, rx, ry, -0.05), 0.010, paint.Multiply, 0.88, hex(0x4a6a9a))
	}
	shade(0.86*a, 0.80, 0.36, 0.050)
	shade(0.68*a, 0.565, 0.22, 0.020)
	shade(0.40*a, 0.955, 0.32, 0.035)
	leafy := func(x, y, r float64, k int) {
		for i := range 60 {
			ang := float64(i) * 2.399
			d := r * math.Sqrt(1-float64(i)/60)
			tone := 0.42 - 0.40*math.Sin(ang)*d/r - 0.32*math.Cos(ang)*d/r + 0.25*paint.Hash(i, k, 3)
			s.Flat(paint.Ellipse(x+d*math.Cos(ang)*1.3, y+d*math.Sin(ang)*0.8, r*0.26, r*0.15, 0.2).Rough(n+paint.Noise(i+k), 34, 0.022), paint.Hexes(0x1f3f4a, 0x2f6248, 0x4f8046, 0x86a34a, 0xbfc068).At(tone))
		}
	}
	bole := func(x, top, foot, w, lean float64) {
		s.Paint(paint.Ribbon(paint.Spline(pt(x, foot), pt(x+lean*0.3, (top+foot)/2), pt(x+lean, top)), func(t float64) float64 { return w * (1.25 - 0.7*t) / 2 }), func(px, py float64) paint.Color {
			return paint.Hexes(0xc98a5a, 0x7d5166, 0x3b3560).At(0.5 + (px-x-lean*0.2)/w)
		})
	}
	bole(0.70*a, 0.17, 0.555, 0.020, -0.01)
	bole(0.775*a, 0.20, 0.525, 0.015, 0.01)
	leafy(0.715*a, 0.175, 0.13, 1)
	bole(0.945*a, 0.05, 0.80, 0.060, -0.05)
	leafy(0.93*a, 0.055, 0.25, 2)
	strollers(s, shade)

	// Points: first a ground of broad ones, then finer ones whose hues fall to either side of the study's.
	c.Fill(hex(0xece2cc))
	dots := func(spacing, r, light, chroma, turn float64) {
		for _, q := range c.Scatter(spacing) {
			col := s.At(q.X, q.Y)
			k := c.Rand.Float64()
			h := turn * (2*c.Rand.Float64() - 1)
			if k < 0.14 { // the complement, pale in the light and deep in the shade
				h += math.Pi * 0.8
			}
			col = col.Shift(light*(2*c.Rand.Float64()-1), 1.05+chroma*c.Rand.Float64(), h)
			c.Dot(q.Add(pt(c.Uniform(-1, 1)*spacing*0.3, c.Uniform(-1, 1)*spacing*0.3)), r*c.Uniform(0.75, 1.2), paint.Brush{Body: 0.7, Alpha: 0.93, Vary: 0.05}, col)
		}
	}
	dots(0.0098, 0.0066, 0.04, 0.2, 0.35)
	dots(0.0060, 0.0034, 0.07, 0.45, 0.75)
	dots(0.0056, 0.0026, 0.09, 0.5, 0.9)
	c.Finish(paint.Finish{Relief: 0.7, Weave: 0.012, Vignette: 0.06})
}

// strollers are a couple under a parasol, a seated one, a child, a dog.
func strollers(s *paint.Canvas, shade func(x, y, rx, ry float64)) {
	a := s.Aspect
	blob := func(col uint32, x, y, k float64, pts ...float64) {
		var q []paint.Pt
		for i := 0; i < len(pts); i += 2 {
			q = append(q, pt(x+k*pts[i], y+k*pts[i+1]))
		}
		s.Flat(paint.Blob(q...), hex(col))
	}
	// She: long skirt, bodice, hat, parasol; y is the ground.
	woman := func(x, y, k float64, skirt, top, hat, sun uint32, side float64) {
		shade(x-0.4*k, y, 0.55*k, 0.05*k)
		blob(skirt, x, y, k, -0.10, -0.56, -0.16-0.06*max(0, -side), -0.36, -0.25-0.08*max(0, -side), 0, 0.25+0.08*max(0, side), 0, 0.16+0.06*max(0, side), -0.36, 0.10, -0.56)
		s.Glaze(paint.Ellipse(x+0.10*k, y-0.26*k, 0.09*k, 0.26*k, -0.1), 0.05*k, paint.Multiply, 0.55, hex(0x6a5aa0))
		blob(top, x, y, k, 0.10*side, -0.78, 0.20*side, -0.66, 0.14*side, -0.60, 0.06*side, -0.70)
		blob(top, x, y, k, -0.10, -0.54, -0.13, -0.72, -0.05, -0.84, 0.06, -0.84, 0.13, -0.72, 0.10, -0.54)
		blob(0xe9b992, x, y, k, -0.06, -0.84, -0.06, -0.97, 0.06, -0.97, 0.06, -0.84)
		blob(hat, x, y, k, -0.14, -0.94, 0, -1.06, 0.14, -0.94, 0, -0.95)
		if sun != 0 {
			s.Stroke([]paint.Pt{pt(x+0.10*k*side, y-0.70*k), pt(x+0.26*k*side, y-1.16*k)}, paint.Brush{Width: 0.02 * k}, hex(0x4a2f3a))
			cx, cy := x+0.24*k*side, y-1.16*k
			var dome []paint.Pt
			for i := 0; i <= 24; i++ {
				dome = append(dome, pt(cx, cy).Polar(math.Pi+0.25*side+math.Pi*float64(i)/24, 0.44*k))
			}
			s.Paint(paint.Path{dome}, func(px, py float64) paint.Color {
				return hex(sun).Mix(hex(0xffe2b0), 0.7*paint.Smooth(0.05*k, -0.45*k, px-cx)).Mix(hex(0x5a4a8a), paint.Smooth(0, 0.5*k, px-cx)*0.6)
			})
		}
	}
	man := func(x, y, k float64, coat uint32) {
		shade(x-0.4*k, y, 0.5*k, 0.045*k)
		blob(coat, x, y, k, -0.11, -0.45, -0.10, 0, -0.01, 0, 0.0, -0.3, 0.03, 0, 0.11, 0, 0.12, -0.45)
		blob(coat, x, y, k, -0.14, -0.35, -0.15, -0.75, -0.05, -0.88, 0.06, -0.88, 0.15, -0.75, 0.14, -0.35)
		blob(0xdfab86, x, y, k, -0.06, -0.88, -0.06, -1.0, 0.06, -1.0, 0.06, -0.88)
		s.Flat(paint.Rect(x-0.085*k, y-1.17*k, x+0.085*k, y-0.98*k), hex(0x2b2440))
		s.Flat(paint.Ellipse(x, y-0.985*k, 0.14*k, 0.026*k, 0), hex(0x2b2440))
	}
	woman(0.815*a, 0.835, 0.33, 0x6a3a86, 0x8a4a9a, 0xd9483a, 0xe2543c, -1)
	man(0.885*a, 0.825, 0.335, 0x2f345e)
	woman(0.575*a, 0.615, 0.16, 0xf2e2c8, 0xe9c8c0, 0xcf5a4a, 0xf3e6c8, 1)
	woman(0.635*a, 0.600, 0.15, 0xd98a4a, 0xc9693f, 0xf2e2c0, 0, 1)
	man(0.505*a, 0.585, 0.13, 0x3f3f6a)
	// The child in white runs, the dog waits.
	shade(0.655*a, 0.745, 0.05, 0.010)
	blob(0xfbf3ea, 0.67*a, 0.745, 0.15, -0.09, -0.62, -0.24, 0, 0.22, 0, 0.09, -0.62)
	blob(0xe9b992, 0.67*a, 0.745, 0.15, -0.08, -0.62, -0.07, -0.84, 0.07, -0.84, 0.08, -0.62)
	blob(0xe0603e, 0.67*a, 0.745, 0.15, -0.15, -0.78, 0, -0.95, 0.15, -0.78)
	blob(0x3a2a3a, 0.735*a, 0.905, 0.09, -0.55, -0.30, -0.30, -0.55, 0.35, -0.50, 0.60, -0.85, 0.80, -0.62, 0.55, -0.35, 0.45, 0, 0.32, 0, 0.25, -0.22, -0.25, -0.2, -0.35, 0, -0.5, 0)
	// One lies in the grass, in front on the left.
	x, y := 0.40*a, 0.945
	blob(0x3f6a9a, x, y, 0.3, -0.35, -0.06, -0.05, -0.20, 0.38, -0.10, 0.75, -0.05, 0.78, 0.01, 0.3, 0.02, -0.3, 0.02)
	blob(0xc9503a, x, y, 0.3, -0.42, 0, -0.40, -0.22, -0.28, -0.34, -0.12, -0.26, -0.02, -0.16, -0.10, 0)
	blob(0xe3b088, x, y, 0.3, -0.38, -0.32, -0.36, -0.45, -0.25, -0.46, -0.22, -0.33)
	blob(0xf0dfa8, x, y, 0.3, -0.48, -0.40, -0.31, -0.54, -0.14, -0.42, -0.31, -0.40)
}
