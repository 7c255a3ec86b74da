package gallery

import (
	"math"

	"docent/gallery/paint"
)

var squall = Work{
	ID: "squall", Aspect: 1.5, seed: 21,
	Texts: label("Squall, with One Sail",
		"Generated picture: thick strokes that follow the waves",
		"Nothing here is level. Every stroke runs the way the water runs, and the light comes raking over the ridges of the paint itself. Look for the sail: it is small, it leans, and it is the only upright thought in the picture.",
		"Grain, avec une voile",
		"Image générée : touches épaisses qui suivent les vagues",
		"Rien n'est d'aplomb ici. Chaque touche court dans le sens de l'eau, et la lumière rase les crêtes de la peinture elle-même. Cherchez la voile : elle est petite, elle penche, et c'est la seule idée debout du tableau."),
	draw: drawSquall,
}

// wave is one swell, by the line of its crest.
type wave struct {
	crest func(x float64) float64
	deep  paint.Color
	thin  paint.Color // where light comes through, near the crest
	tall  float64
}

func drawSquall(c *paint.Canvas) {
	const n = paint.Noise(2100)
	a := c.Aspect
	horizon := 0.44
	var waves []wave
	deeps := paint.Hexes(0x4a6470, 0x35525f, 0x27474f, 0x1a3a41, 0x122d35, 0x0d222b)
	thins := paint.Hexes(0x8aa5a4, 0x7ba096, 0x5f9689, 0x4b8b7e, 0x3f8074, 0x2b6460)
	for k := range 6 {
		t := float64(k) / 5
		nk := n + paint.Noise(31*k)
		base := horizon + 0.015 + 0.47*math.Pow(t, 1.35)
		tall := 0.015 + 0.11*t
		w := wave{deep: deeps[k], thin: thins[k], tall: tall}
		switch k {
		case 3: // the great one, rearing on the left
			w.crest = func(x float64) float64 {
				u := x / a
				y := 0.70 - 0.30*paint.Bump(u, 0.20, 0.42) - 0.05*paint.Bump(u, 0.85, 0.3)
				return y + 0.012*nk.FBM(x*5, 1, 3)
			}
			w.tall = 0.2
		default:
			w.crest = func(x float64) float64 {
				return base + tall*(0.5-nk.Ridge(x*(2.6-1.5*t)+float64(k)*1.7, 0.3, 2))*1.1 + 0.35*tall*nk.At(x*1.1+5, 3)
			}
		}
		waves = append(waves, w)
	}
	slope := func(w wave, x float64) float64 { return math.Atan2(w.crest(x+0.01)-w.crest(x-0.01), 0.02) }
	front := func(x, y float64) int { // the nearest swell that covers a point, -1 for the sky
		for k := len(waves) - 1; k >= 0; k-- {
			if y > waves[k].crest(x) {
				return k
			}
		}
		return -1
	}

	light := pt(0.66*a, 0.20)
	skyField := func(x, y float64) float64 {
		return -0.28 + 1.1*n.FBM(x*1.3, y*1.6, 2) + 0.5*math.Sin((x-light.X)*2.2)
	}
	study := c.Study(560)
	study.Shade(func(x, y float64) paint.Color {
		k := front(x, y)
		if k < 0 {
			wx, wy := n.Warp(x, y, 2.2, 0.09)
			cloud := n.FBM(wx*1.9, wy*3.4+x*0.5, 5)
			d := math.Hypot((x-light.X)*0.8, (y-light.Y)*1.3)
			glow := paint.Gauss(d, 0.23)
			col := paint.Hexes(0x232c37, 0x3a4550, 0x5d6a70, 0x8b9490, 0xb9b8a4).At(0.42 + 0.62*cloud + 0.1*y)
			col = col.Mix(hex(0xf3e2b2), glow*paint.Smooth(-0.28, 0.35, cloud+0.12))
			// Rain hanging on the left.
			rain := paint.Smooth(0.42*a, 0.05*a, x+0.5*(y-0.3)) * paint.Smooth(0.1, 0.4, y)
			return col.Mix(hex(0x3c474f), 0.65*rain)
		}
		w := waves[k]
		d := y - w.crest(x)
		t := d / w.tall
		col := w.thin.Mix(w.deep, paint.Smooth(0.0, 0.75, t+0.25*n.FBM(x*6, y*11, 3)))
		// The sky's light on faces that look to it.
		facing := paint.Smooth(0.1, -0.5, slope(w, x)*1.2+0.5*n.FBM(x*9, y*16, 2))
		col = col.Mix(hex(0x9fb0a8), 0.34*facing*paint.Gauss((x-light.X), 0.45))
		// Lace of old foam sliding down the backs.
		lace := paint.Smooth(0.80, 0.90, (n+9).Ridge(x*5+d*3, y*9-x*1.5, 2))
		return col.Mix(hex(0xb9c7bf), 0.5*lace*paint.Smooth(1.3, 0.2, t))
	})
	seaField := func(x, y float64) float64 {
		k := front(x, y)
		if k < 0 {
			return skyField(x, y)
		}
		w := waves[k]
		s := slope(w, x)
		down := paint.Smooth(0, 1.4, (y-w.crest(x))/w.tall)
		return s*(1-0.6*down) + 0.5*down*n.FBM(x*3, y*5, 2)
	}

	c.Shade(func(x, y float64) paint.Color { return study.At(x, y).Mix(hex(0x5b4a3e), 0.35) })
	pass := paint.Pass{
		Brush:   paint.Brush{Width: 0.046, Vary: 0.16, Dry: 0.1, Body: 0.7, Soft: 0.15, Alpha: 0.95},
		Spacing: 0.030, Length: 0.16, Steps: 6, Field: seaField, Color: study.At, Light: 0.03, Chroma: 0.15, Hue: 0.1, Angle: 0.12, Stop: 0.34,
	}
	c.Go(pass)
	pass.Brush = paint.Brush{Width: 0.022, Vary: 0.2, Dry: 0.22, Body: 0.9, Soft: 0.12}
	pass.Spacing, pass.Length, pass.Light, pass.Stop = 0.0165, 0.10, 0.035, 0.24
	pass.Keep = func(x, y float64) float64 { return 0.55 + 0.45*paint.Smooth(0.35, 0.6, y) }
	c.Go(pass)
	foam(c, n, waves, slope, front)
	sail(c, waves[2])
	c.Finish(paint.Finish{Relief: 1, Weave: 0.012, Vignette: 0.16})
}

// foam breaks along the crests and is blown off the great wave.
func foam(c *paint.Canvas, n paint.Noise, waves []wave, slope func(wave, float64) float64, front func(x, y float64) int) {
	a := c.Aspect
	whites := paint.Hexes(0xf4f1e4, 0xe4e8df, 0xcdd8d4, 0xf7ead0, 0xaebfbe)
	for k, w := range waves {
		t := float64(k) / 5
		for range 260 + 420*k {
			x := c.Uniform(-0.03, a+0.03)
			d := w.tall * 0.75 * math.Pow(c.Rand.Float64(), 2.2)
			y := w.crest(x) + d
			if front(x, y+0.003) != k {
				continue
			}
			// Foam lies in patches that trail down the back, torn by noise.
			here := n.FBM(x*2.6+float64(k)*7-d*3, d*9, 4)
			if k == 3 {
				here += 0.55*paint.Bump(x/a, 0.22, 0.24) - 0.08
			}
			cover := here - 2.4*d/(w.tall+0.05)*0.5 + 0.24*paint.Gauss(d, 0.012)
			if cover < c.Uniform(0.0, 0.30) {
				continue
			}
			s := slope(w, x)*(1-0.5*d/w.tall) + 0.9*n.At(x*9, y*14) + c.Uniform(-0.15, 0.15)
			l := (0.010 + 0.036*t) * c.Uniform(0.5, 1.6)
			p := pt(x, y)
			bend := c.Uniform(-0.12, 0.12) * l
			line := paint.Spline(p.Polar(s, -l/2), p.Add(pt(0, bend)), p.Polar(s, l/2))
			col := whites.Pick(c.Rand).Scale(0.76 + 0.24*t)
			col = col.Mix(w.thin, paint.Smooth(0.05, 0.8, d/w.tall)*0.6)
			c.Stroke(line, paint.Brush{Width: (0.0035 + 0.0095*t) * c.Uniform(0.5, 1.4), Vary: 0.16, Dry: 0.42, Body: 1.3, Taper: 0.15}, col)
		}
	}
	great := waves[3]
	for range 640 { // spray, torn off towards the right
		x := c.Uniform(0.06, 0.34) * a
		up := 0.10 * math.Pow(c.Rand.Float64(), 2)
		p := pt(x+up*1.3+c.Uniform(-0.02, 0.05), great.crest(x)-up*c.Uniform(0.2, 0.8)+0.006)
		c.Dot(p, c.Uniform(0.0006, 0.0026)*(1.2-6*up), paint.Brush{Body: 1, Alpha: c.Uniform(0.35, 0.95)}, whites.Pick(c.Rand))
	}
}

// sail puts the boat behind a swell, heeling.
func sail(c *paint.Canvas, w wave) {
	x := 0.715 * c.Aspect
	y := w.crest(x) + 0.004
	lean := 0.30
	top := pt(x+0.135*math.Sin(lean), y-0.135*math.Cos(lean))
	c.Stroke([]paint.Pt{pt(x, y+0.006), top}, paint.Brush{Width: 0.0035}, hex(0x2a2522))
	main := paint.Blob(pt(x+0.004, y-0.012), pt(x+0.030, y-0.066), top, pt(x+0.066, y-0.06), pt(x+0.062, y-0.018))
	c.Clip(c.Mask(main, 0), func() {
		c.Flat(main, hex(0xe9d9b4))
		for range 40 {
			p := pt(x+c.Uniform(0, 0.075), y-c.Uniform(0, 0.135))
			c.Dab(p, -1.2+c.Uniform(-0.2, 0.2), 0.05, paint.Brush{Width: 0.008, Vary: 0.12, Dry: 0.3, Body: 1}, hex(0xf6ecd0).Mix(hex(0xb59a74), paint.Smooth(x+0.05, x+0.01, p.X)*0.9))
		}
	})
	jib := paint.Poly(pt(x-0.004, y-0.006), top.Add(pt(-0.012, 0.03)), pt(x-0.042, y+0.002))
	c.Flat(jib.Rough(21, 60, 0.002), hex(0xc9b48c))
	hull := paint.Blob(pt(x-0.055, y-0.004), pt(x-0.02, y+0.012), pt(x+0.045, y+0.014), pt(x+0.07, y-0.012), pt(x+0.03, y-0.001), pt(x-0.02, y+0.001))
	c.Flat(hull, hex(0x30201c))
	for range 26 {
		p := pt(x+c.Uniform(-0.085, 0.09), y+c.Uniform(0.006, 0.026))
		c.Dab(p, c.Uniform(-0.4, 0.3), c.Uniform(0.012, 0.035), paint.Brush{Width: 0.006, Dry: 0.45, Vary: 0.1, Body: 1.1, Taper: 0.3}, hex(0xdfe4da))
	}
}
