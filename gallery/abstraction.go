package gallery

import (
	"math"

	"docent/gallery/paint"
)

var emberField = Work{
	ID: "ember-field", Aspect: 0.82, seed: 31,
	Texts: label("Ember Field",
		"Generated picture: colour field, many thin layers with breathing edges",
		"Stand close, closer than you would to other pictures, and give it half a minute. The edges start to breathe, the orange comes forward, the plum falls back like a door left open on a dark room. There is nothing to find; it is only warmth, and how long you stay.",
		"Champ de braise",
		"Image générée : champs colorés, couches minces aux bords flottants",
		"Approchez-vous, plus près que d'habitude, et laissez-lui une demi-minute. Les bords se mettent à respirer, l'orange avance, le prune recule comme une porte ouverte sur une pièce sombre. Il n'y a rien à trouver : seulement de la chaleur, et le temps que vous restez."),
	draw: drawEmberField,
}

func drawEmberField(c *paint.Canvas) {
	const n = paint.Noise(3100)
	a := c.Aspect
	c.Shade(func(x, y float64) paint.Color {
		return hex(0x5a1620).Mix(hex(0x7a2423), 0.5+0.6*n.FBM(x*2, y*2, 4)).Scale(1 - 0.10*math.Abs(y-0.45))
	})
	fields := []struct {
		y0, y1, inset float64
		tones         paint.Ramp
		layers        int
	}{
		{0.065, 0.475, 0.075, paint.Hexes(0xd9461c, 0xe9601f, 0xf07b2a, 0xe2501d), 6},
		{0.515, 0.635, 0.085, paint.Hexes(0x2d1026, 0x3d1530, 0x240b1e, 0x35122c), 5},
		{0.672, 0.935, 0.07, paint.Hexes(0xe9a03a, 0xf2b551, 0xdc8a30, 0xf4c26a), 6},
	}
	for k, f := range fields {
		for l := range f.layers {
			grow := c.Uniform(-0.012, 0.012)
			nl := n + paint.Noise(100*k+l)
			p := paint.Rect(f.inset-grow, f.y0-grow*0.8, a-f.inset+grow, f.y1+grow*0.8).Rough(nl, 7, 0.016).Rough(nl+3, 40, 0.004)
			m := c.Soft(p, 0.010+0.005*float64(l%3))
			tone := f.tones[l%len(f.tones)]
			c.Lay(m, paint.Cover, func(x, y float64) float64 {
				// Rubbed on: some of what lies under shows through the nap of the cloth.
				return 0.42 + 0.30*nl.FBM(x*3.5, y*5, 4) + 0.10*nl.At(x*60, y*90)
			}, func(x, y float64) paint.Color {
				u := (y - f.y0) / (f.y1 - f.y0)
				return tone.Scale(0.96 + 0.10*paint.Bump(u, 0.42, 0.8))
			})
		}
		// Wide dry brush marks, nearly invisible, that turn with the hand.
		m := c.Soft(paint.Rect(f.inset+0.004, f.y0+0.004, a-f.inset-0.004, f.y1-0.004).Rough(n+paint.Noise(k), 9, 0.012), 0.012)
		c.Clip(m, func() {
			for range 130 {
				q := pt(c.Uniform(0, a), c.Uniform(f.y0, f.y1))
				ang := c.Uniform(-0.35, 0.35)
				if c.Rand.Float64() < 0.35 {
					ang += math.Pi / 2
				}
				line := paint.Spline(q.Polar(ang, -0.12), q.Polar(ang+1.4, 0.012), q.Polar(ang+0.1, 0.12))
				c.Stroke(line, paint.Brush{Width: 0.085, Vary: 0.10, Dry: 0.35, Alpha: c.Uniform(0.14, 0.32), Soft: 0.5, Taper: 0.3, Body: 0.25}, f.tones.Pick(c.Rand).Jitter(c.Rand, 0.03, 0.1, 0.05))
			}
		})
	}
	c.Finish(paint.Finish{Relief: 0.35, Weave: 0.045, Vignette: 0.12})
}

var balance = Work{
	ID: "measured-weight", Aspect: 0.78, seed: 41,
	Texts: label("Measured Weight",
		"Generated picture: plane geometry, ruled and filled",
		"A disc that ought to fall, a bar that ought to slide, and neither does. Cover the small red circle with your thumb and see how the whole sheet tips. Balance, it turns out, is not stillness but a quarrel in which everyone is equally strong.",
		"Poids mesuré",
		"Image générée : géométrie plane, tracée à la règle",
		"Un disque qui devrait tomber, une barre qui devrait glisser, et rien ne bouge. Cachez du pouce le petit cercle rouge : toute la feuille bascule. L'équilibre n'est pas le repos, c'est une dispute où chacun est aussi fort que l'autre."),
	draw: drawBalance,
}

func drawBalance(c *paint.Canvas) {
	const n = paint.Noise(4100)
	c.Shade(func(x, y float64) paint.Color {
		return hex(0xeee4cf).Mix(hex(0xe2d3b6), 0.45+0.5*n.FBM(x*2, y*2, 4)+0.25*(y-0.5))
	})
	// plane fills a shape with slightly uneven paint and a worn edge.
	plane := func(p paint.Path, mode paint.Mode, alpha float64, from, to paint.Color, dir paint.Pt) {
		m := c.Mask(p.Rough(n, 55, 0.0007), 0)
		c.Lay(m, mode, func(x, y float64) float64 {
			return alpha * (0.95 + 0.10*n.FBM(x*40, y*40, 3))
		}, func(x, y float64) paint.Color {
			t := x*dir.X + y*dir.Y
			return from.Mix(to, t).Scale(1 + 0.05*n.FBM(x*5, y*5, 3))
		})
	}
	beam := func(x0, y0, x1, y1, w0, w1 float64) paint.Path {
		return paint.Ribbon([]paint.Pt{pt(x0, y0), pt(x1, y1)}, func(t float64) float64 { return paint.Lerp(w0, w1, t) / 2 })
	}
	ink := hex(0x1c1b20)
	line := func(x0, y0, x1, y1, w float64) {
		plane(beam(x0, y0, x1, y1, w, w), paint.Cover, 0.92, ink, ink, pt(0, 0))
	}

	// Halo and disc.
	d := pt(0.295, 0.315)
	c.Glaze(paint.Circle(d.X, d.Y, 0.215), 0.035, paint.Multiply, 0.55, hex(0xf0b99a))
	plane(paint.Circle(d.X, d.Y, 0.178), paint.Cover, 1, hex(0x17202f), hex(0x2b3a57), pt(1.2, 0.5))
	plane(paint.Circle(d.X+0.038, d.Y-0.028, 0.098), paint.Cover, 1, hex(0x3b2f63), hex(0x6b3d72), pt(1, 1))
	plane(paint.Circle(d.X+0.052, d.Y-0.04, 0.046), paint.Cover, 1, hex(0xe8b23c), hex(0xe3932c), pt(1, 1))

	// The bar across, and its thin companions.
	plane(beam(0.055, 0.93, 0.735, 0.135, 0.046, 0.018), paint.Cover, 0.97, hex(0xb7261f), hex(0xd9432a), pt(0.9, 0))
	line(0.02, 0.80, 0.70, 0.055, 0.0035)
	line(0.115, 0.965, 0.765, 0.235, 0.0022)
	line(0.135, 0.985, 0.778, 0.285, 0.0055)

	// Blue wedge and green-grey sail, transparent: where they cross, a third colour is born.
	plane(paint.Poly(pt(0.12, 0.60), pt(0.60, 0.415), pt(0.475, 0.80)), paint.Multiply, 0.9, hex(0x5f93c4), hex(0x2f62a6), pt(0.3, 0.9))
	plane(paint.Poly(pt(0.36, 0.50), pt(0.70, 0.37), pt(0.665, 0.60)), paint.Multiply, 0.85, hex(0xe9c46a), hex(0xd9a441), pt(0.7, 0.4))

	// Half discs with rings, low on the right.
	h := pt(0.545, 0.80)
	for k, r := range []float64{0.155, 0.122, 0.090, 0.056} {
		half := paint.Path{}
		var ring []paint.Pt
		for i := 0; i <= 60; i++ {
			ring = append(ring, h.Polar(-0.86+math.Pi*float64(i)/60, r))
		}
		half = append(half, ring)
		tone := paint.Hexes(0xcf8d2f, 0x23232a, 0xe9dcc0, 0xa8341f)[k]
		plane(half, paint.Cover, 0.98, tone, tone.Scale(1.08), pt(0.7, 0.7))
	}

	// A tilted board of squares, upper right.
	for i := range 5 {
		for j := range 4 {
			o := pt(0.575, 0.13).Polar(0.3, 0.035*float64(i)).Polar(0.3+math.Pi/2, 0.035*float64(j))
			if (i+j)%2 == 0 {
				sq := paint.Poly(o, o.Polar(0.3, 0.035), o.Polar(0.3, 0.035).Polar(0.3+math.Pi/2, 0.035), o.Polar(0.3+math.Pi/2, 0.035))
				tone := ink
				if i == 3 && j == 1 {
					tone = hex(0x2f62a6)
				}
				plane(sq, paint.Cover, 0.95, tone, tone, pt(0, 0))
			}
		}
	}
	// A fan of lines hung from a point, an arc, and a few small weights.
	for k := range 9 {
		ang := 1.12 + 0.075*float64(k)
		line(0.075, 0.06, 0.075+0.26*math.Cos(ang), 0.06+0.26*math.Sin(ang), 0.0016)
	}
	var arc []paint.Pt
	for i := 0; i <= 50; i++ {
		arc = append(arc, pt(0.32, 0.62).Polar(0.4+2.1*float64(i)/50, 0.235))
	}
	plane(paint.Ribbon(arc, func(t float64) float64 { return 0.0015 + 0.007*t*t }), paint.Cover, 0.95, ink, ink, pt(0, 0))
	for _, s := range []struct {
		x, y, r float64
		col     paint.Color
	}{{0.655, 0.068, 0.026, hex(0xc9301f)}, {0.135, 0.70, 0.021, ink}, {0.205, 0.755, 0.011, hex(0x2f62a6)}, {0.70, 0.685, 0.013, ink}, {0.085, 0.52, 0.008, hex(0xc9301f)}, {0.44, 0.10, 0.012, hex(0x3f6f63)}, {0.30, 0.93, 0.016, hex(0xe3a52c)}} {
		plane(paint.Circle(s.x, s.y, s.r), paint.Cover, 0.98, s.col, s.col.Scale(0.92), pt(0, 1))
	}
	c.Finish(paint.Finish{Weave: 0.018, Paper: 0.03, Grain: 0.035, Vignette: 0.07})
}
