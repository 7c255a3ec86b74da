package gallery

import (
	"math"

	"docent/gallery/paint"
)

var firstLight = Work{
	ID: "first-light", Aspect: 1.45, seed: 11,
	Texts: label("First Light over the Valley",
		"Generated picture: transparent glazes over a light ground",
		"Six ridges, one behind the other, and each is only a thin veil of colour laid over the last. Half close your eyes: the far hills are almost the colour of the sky, the near bank almost that of night. It is about the minute when a place has not yet decided what it will look like today.",
		"Première lueur sur la vallée",
		"Image générée : glacis transparents sur fond clair",
		"Six crêtes l'une derrière l'autre, et chacune n'est qu'un voile de couleur posé sur le précédent. Plissez les yeux : les collines du fond ont presque la couleur du ciel, la rive presque celle de la nuit. C'est la minute où un lieu n'a pas encore décidé de quoi il aura l'air aujourd'hui."),
	draw: drawFirstLight,
}

func drawFirstLight(c *paint.Canvas) {
	const n = paint.Noise(1100)
	a := c.Aspect
	sun := pt(0.63*a, 0.372)
	sky := paint.Hexes(0x4c5878, 0x6d6f90, 0xa98aa0, 0xdca397, 0xf3c496, 0xfae2b4)
	dawn := func(x, y float64) paint.Color {
		t := y/0.50 + 0.05*n.FBM(x*1.3, y*5, 3)
		col := sky.At(t)
		d := math.Hypot((x-sun.X)*0.75, y-sun.Y)
		col = col.Mix(hex(0xffcf86), 0.62*paint.Gauss(d, 0.17))
		col = col.Mix(hex(0xffe9b8), 0.75*paint.Gauss(d, 0.060))
		// Long bars of cloud, lit from below.
		bar := paint.Smooth(0.02, 0.36, n.FBM(x*1.4+3, y*11+x*0.8, 4)) * paint.Bump(y, 0.21, 0.2)
		col = col.Mix(hex(0x7d6c88).Mix(hex(0xf0a684), paint.Smooth(0.05, 0.36, y)), 0.62*bar)
		return col
	}
	c.Shade(dawn)
	c.Glaze(paint.Circle(sun.X, sun.Y, 0.034), 0.0035, paint.Cover, 0.96, hex(0xfffbec))

	// Ridges from far to near: lower, larger, darker, each with mist lying at its foot.
	ridges := paint.Hexes(0xd8a99a, 0xb694a0, 0x937f9c, 0x6f6d90, 0x4d5a7b, 0x344a63)
	lake := 0.735
	for k, col := range ridges {
		t := float64(k) / float64(len(ridges)-1)
		nk := n + paint.Noise(50*k)
		base := 0.43 + 0.045*float64(k) + 0.02*t
		tall := 0.055 + 0.05*t
		freq := 2.1 - 0.5*t
		top := func(x float64) float64 {
			y := base - tall*(nk.Ridge(x*freq+float64(k)*3, 0.5, 2)-0.55)*1.5
			y -= 0.012 * nk.FBM(x*14, 2, 3)
			if k >= 4 { // woods on the near ridges
				y -= 0.008 * math.Abs(nk.FBM(x*75, 9, 2))
			}
			return y
		}
		ring := []paint.Pt{}
		for i := 0; i <= 320; i++ {
			x := -0.02 + (a+0.04)*float64(i)/320
			ring = append(ring, pt(x, top(x)))
		}
		ring = append(ring, pt(a+0.02, lake), pt(-0.02, lake))
		m := c.Soft(paint.Path{ring}, 0.0012+0.002*(1-t))
		mist := hex(0xf2c9a8).Mix(hex(0xa7a2b4), t*0.75)
		c.Lay(m, paint.Cover, func(x, y float64) float64 { return 0.93 }, func(x, y float64) paint.Color {
			down := (y - top(x)) / (0.055 + 0.07*t)
			warm := paint.Gauss((x-sun.X)*0.9, 0.3) * (1 - t)
			lit := col.Mix(hex(0xf6b489), 0.5*warm)
			lit = lit.Scale(1 + 0.09*nk.FBM(x*22, y*30, 3)*(0.4+t))
			return lit.Mix(mist, paint.Smooth(0.1, 1.5, down)*(0.62+0.2*nk.FBM(x*4, y*9, 2)))
		})
	}

	// The lake keeps the sky, upside down and a tone deeper, broken by level strokes.
	still := func(x, y float64) paint.Color {
		d := y - lake
		ripple := 0.006 * n.FBM(x*8, y*120, 2) * (0.4 + 6*d)
		up := lake - d*1.35 + ripple*3
		col := c.At(x+ripple, paint.Clamp(up, 0.01, 0.99))
		return col.Mul(hex(0xdcd8e2)).Mix(hex(0x3f4f6b), 0.18+0.9*d)
	}
	water := c.Study(900)
	water.Shade(func(x, y float64) paint.Color {
		if y < lake {
			return c.At(x, y)
		}
		return still(x, y)
	})
	c.Lay(c.Mask(paint.Rect(-0.01, lake, a+0.01, 1.01), 0), paint.Cover, nil, water.At)
	for range 190 { // the sun's path and other glints
		y := lake + 0.004 + 0.17*math.Pow(c.Rand.Float64(), 1.4)
		spread := 0.012 + 0.30*(y-lake)
		x := sun.X + spread*(c.Rand.Float64()+c.Rand.Float64()+c.Rand.Float64()-1.5)*1.3
		l := c.Uniform(0.008, 0.04) * (0.6 + 5*(y-lake))
		c.Dab(pt(x, y), 0, l, paint.Brush{Width: 0.0018 + 0.008*(y-lake), Alpha: c.Uniform(0.2, 0.75), Taper: 0.4}, hex(0xffdca0).Jitter(c.Rand, 0.03, 0.1, 0.06))
	}
	c.Glaze(paint.Rect(-0.1, lake-0.012, a+0.1, lake+0.006), 0.012, paint.Cover, 0.42, hex(0xe9c3ab))
	// A last going-over with a wide soft brush, colour on its like: the glazes keep the hand's traces.
	under := c.Study(500)
	under.Shade(c.At)
	c.Go(paint.Pass{Brush: paint.Brush{Width: 0.026, Vary: 0.10, Dry: 0.25, Alpha: 0.5, Soft: 0.4, Body: 0.5, Taper: 0.1}, Spacing: 0.019, Length: 0.10, Steps: 3, Color: under.At, Light: 0.018, Chroma: 0.25, Hue: 0.14, Angle: 0.05, Stop: 0.10,
		Field: func(x, y float64) float64 {
			if y > lake {
				return 0
			}
			return -0.06 + 0.5*n.At(x*2.4, y*4)
		}})
	c.Glaze(paint.Circle(sun.X, sun.Y, 0.032), 0.004, paint.Cover, 0.9, hex(0xfffbec))
	bank(c, n)
	c.Finish(paint.Finish{Relief: 0.45, Weave: 0.025, Vignette: 0.14})
}

// bank draws the dark near shore, its reeds and a leaning pine on the left.
func bank(c *paint.Canvas, n paint.Noise) {
	a := c.Aspect
	dark := hex(0x16222f)
	edge := func(x float64) float64 {
		return 0.865 + 0.075*paint.Smooth(0.05*a, 0.7*a, x) - 0.05*paint.Smooth(0.72*a, 1.02*a, x) + 0.012*n.FBM(x*6, 4, 3)
	}
	ring := []paint.Pt{pt(-0.02, 1.02)}
	for i := 0; i <= 200; i++ {
		x := -0.02 + (a+0.04)*float64(i)/200
		ring = append(ring, pt(x, edge(x)))
	}
	ring = append(ring, pt(a+0.02, 1.02))
	c.Lay(c.Soft(paint.Path{ring}, 0.003), paint.Cover, nil, func(x, y float64) paint.Color {
		return dark.Mix(hex(0x3a4a52), 0.7*paint.Gauss(y-edge(x), 0.02)).Scale(1 + 0.25*n.FBM(x*30, y*30, 3))
	})
	for range 520 {
		x := c.Uniform(-0.02, a)
		if n.FBM(x*5, 8, 2) < c.Uniform(-0.35, 0.4) {
			continue
		}
		h := c.Uniform(0.015, 0.075) * (0.8 + 0.6*n.At(x*9, 3))
		foot := pt(x, edge(x)+0.012)
		lean := c.Uniform(-0.25, 0.3)
		tip := pt(x+h*lean, foot.Y-h)
		c.Stroke(paint.Spline(foot, pt(x+h*lean*0.25, foot.Y-h*0.55), tip), paint.Brush{Width: 0.0022, Taper: 0.6, Alpha: 0.9}, dark.Mix(hex(0x53584f), c.Uniform(0, 0.5)))
	}
	// The pine: trunk, then shelves of needles.
	trunk := paint.Spline(pt(0.115*a, 0.93), pt(0.118*a, 0.78), pt(0.128*a, 0.6), pt(0.124*a, 0.42), pt(0.133*a, 0.27))
	c.Paint(paint.Ribbon(trunk, func(t float64) float64 { return 0.011*(1-t) + 0.002 }), func(x, y float64) paint.Color {
		return dark.Mix(hex(0x6a4a42), 0.5*paint.Smooth(0.118*a, 0.135*a, x))
	})
	for k := range 24 {
		t := float64(k) / 23
		y := paint.Lerp(0.275, 0.68, t) + c.Uniform(-0.006, 0.006)
		reach := (0.020 + 0.120*math.Pow(t, 0.75)) * (1 - 0.35*paint.Smooth(0.8, 1, t))
		x0 := (0.132 - 0.011*t) * a
		for _, side := range []float64{-1, 1} {
			r := reach * c.Uniform(0.55, 1.2)
			droop := c.Uniform(0.0, 0.022)
			limb := paint.Spline(pt(x0, y), pt(x0+side*r*0.5, y-0.006+droop*0.3), pt(x0+side*r, y+droop))
			c.Stroke(limb, paint.Brush{Width: 0.0035, Taper: 0.5}, dark)
			for range int(60 + 1900*r) { // needles: a flat pad, ragged below
				u := math.Sqrt(c.Rand.Float64())
				q := limb[min(len(limb)-1, int(u*float64(len(limb))))]
				q.Y += c.Uniform(-0.013, 0.008) * (1.1 - 0.5*u)
				c.Dab(q, -math.Pi/2+side*c.Uniform(0.1, 1.5), c.Uniform(0.005, 0.013), paint.Brush{Width: 0.0021, Taper: 0.6, Alpha: 0.9}, dark.Mix(hex(0x5a6a60), c.Uniform(0, 0.5)*paint.Smooth(-0.01, 0.012, limb[0].Y-q.Y)))
			}
		}
	}
}
