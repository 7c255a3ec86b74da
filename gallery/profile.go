package gallery

import (
	"math"

	"docent/gallery/paint"
)

var profile = Work{
	ID: "profile-with-pearls", Aspect: 0.74, seed: 231,
	Texts: label("Profile with Pearls",
		"Generated picture: profile portrait, hatched as in egg tempera",
		"She looks out of the picture, not at us; that was the custom, and it leaves us free to stare. The face is modelled by thousands of hairlines that never quite blend. Nobody sat for this: she is a list of points and a great deal of patience, which may be why she seems to be waiting.",
		"Profil aux perles",
		"Image générée : portrait de profil, hachuré comme à la détrempe",
		"Elle regarde hors du tableau, pas vers nous : c'était l'usage, et cela nous laisse libres de la dévisager. Le visage est modelé par des milliers de traits fins qui ne se fondent jamais tout à fait. Personne n'a posé : elle est une liste de points et beaucoup de patience, et c'est peut-être pourquoi elle a l'air d'attendre."),
	draw: drawProfile,
}

func drawProfile(c *paint.Canvas) {
	const n = paint.Noise(23100)
	a := c.Aspect
	c.Shade(func(x, y float64) paint.Color {
		t := 0.42 + 0.35*paint.Gauss(math.Hypot(x-0.20, (y-0.40)*0.8), 0.30) + 0.10*n.FBM(x*4, y*4, 4) - 0.22*paint.Smooth(0.3, 0, y)
		return paint.Hexes(0x14363c, 0x235a5a, 0x3f8078, 0x6aa592).At(t)
	})
	face := paint.Spline(pt(0.318, 0.180), pt(0.278, 0.222), pt(0.255, 0.268), pt(0.246, 0.312), pt(0.250, 0.343), pt(0.257, 0.362), pt(0.246, 0.389), pt(0.229, 0.420), pt(0.2165, 0.441),
		pt(0.219, 0.452), pt(0.237, 0.458), pt(0.244, 0.468), pt(0.2375, 0.479), pt(0.2365, 0.487), pt(0.2475, 0.4945), pt(0.240, 0.502), pt(0.2415, 0.511), pt(0.251, 0.520), pt(0.2485, 0.537), pt(0.253, 0.555), pt(0.271, 0.568), pt(0.300, 0.570), pt(0.328, 0.577))
	throat := paint.Spline(pt(0.328, 0.577), pt(0.345, 0.605), pt(0.349, 0.650), pt(0.338, 0.700), pt(0.305, 0.738), pt(0.245, 0.770))
	skin := append(append([]paint.Pt{}, face...), throat...)
	skin = append(skin, pt(0.30, 0.83), pt(0.50, 0.80), pt(0.56, 0.725))
	skin = append(skin, paint.Spline(pt(0.565, 0.722), pt(0.515, 0.690), pt(0.495, 0.640), pt(0.490, 0.560), pt(0.500, 0.480))...)
	skin = append(skin, pt(0.50, 0.25), pt(0.40, 0.16))
	skinPath := paint.Path{skin}
	tempera := paint.Hexes(0x9a6a50, 0xcf9f7c, 0xeecbaa, 0xf7e2c8)
	model := func(x, y float64) paint.Color {
		t := 0.80
		t -= 0.36 * paint.Smooth(0.30, 0.50, x-0.10*(y-0.4))                                                          // turns away behind
		t -= 0.42 * paint.Gauss(math.Hypot((x-0.315)*0.55, y-0.590), 0.026)                                           // under the jaw
		t -= 0.25 * paint.Gauss(math.Hypot(x-0.405, (y-0.545)*0.9), 0.060)                                            // jaw's corner
		t -= 0.18 * paint.Gauss(math.Hypot(x-0.283, y-0.362), 0.020)                                                  // the socket
		t -= 0.15 * paint.Gauss(math.Hypot((x-0.262)*1.3, y-0.455), 0.013)                                            // the nostril's wing
		t -= 0.13 * paint.Gauss(math.Hypot(x-0.262, y-0.522), 0.013)                                                  // under the lip
		t += 0.10*paint.Gauss(math.Hypot(x-0.29, y-0.27), 0.05) + 0.08*paint.Gauss(math.Hypot(x-0.31, y-0.43), 0.035) // brow and cheekbone
		t -= 0.20 * paint.Smooth(0.60, 0.70, y) * paint.Smooth(0.36, 0.50, x)
		col := tempera.At(t)
		col = col.Mix(hex(0xdf8f78), 0.40*paint.Gauss(math.Hypot(x-0.318, (y-0.462)*1.15), 0.034))
		return col.Mix(hex(0xd98a78), 0.25*paint.Gauss(math.Hypot(x-0.224, y-0.440), 0.012))
	}
	c.Lay(c.Soft(skinPath.Move(0.006, 0.004, 1, 0), 0.014), paint.Multiply, func(x, y float64) float64 { return 0.35 }, func(x, y float64) paint.Color { return hex(0x1f3a3c) })
	m := c.Mask(skinPath, 0)
	c.Lay(m, paint.Cover, nil, model)
	c.Clip(m, func() { // tempera: hairlines that turn with the form
		for range 9000 {
			q := pt(c.Uniform(0.21, 0.57), c.Uniform(0.16, 0.80))
			ang := 1.15 + 1.1*(q.X-0.30) + 0.8*math.Sin((q.Y-0.3)*5)
			if q.Y > 0.585 {
				ang = 0.25 - 0.9*(q.X-0.40)
			}
			bow := c.Uniform(-0.002, 0.002)
			l := c.Uniform(0.010, 0.022)
			col := model(q.X, q.Y).Shift(c.Uniform(-0.035, 0.030), c.Uniform(0.8, 1.3), c.Uniform(-0.25, 0.2))
			if c.Rand.Float64() < 0.12 { // green earth under the flesh
				col = hex(0x8a9a70).Mix(col, 0.55)
			}
			c.Stroke(paint.Spline(q.Polar(ang, -l/2), q.Add(pt(bow, bow)), q.Polar(ang, l/2)), paint.Brush{Width: 0.0016, Taper: 0.4, Alpha: 0.42}, col)
		}
	})
	c.Stroke(face, paint.Brush{Width: 0.0018, Alpha: 0.55}, hex(0x7a4a38))
	c.Stroke(throat, paint.Brush{Width: 0.0018, Alpha: 0.45}, hex(0x7a4a38))
	features(c)
	gown(c, n)
	hair(c, n)
	pearls(c, paint.Spline(pt(0.350, 0.642), pt(0.385, 0.668), pt(0.440, 0.668), pt(0.495, 0.628)), 19, 0.0076)
	// A jewel hangs from the string.
	c.Stroke([]paint.Pt{pt(0.384, 0.672), pt(0.378, 0.700)}, paint.Brush{Width: 0.002}, hex(0x8a6a2a))
	gem(c, pt(0.376, 0.717), 0.0165, hex(0x8a1f2c))
	pearl(c, pt(0.3745, 0.7455), 0.0088)
	// A parapet of veined stone in front, and a sprig left on it.
	c.Glaze(paint.Rect(-0.1, 0.905, a+0.1, 0.925), 0.010, paint.Multiply, 0.6, hex(0x2a2018))
	c.Lay(c.Mask(paint.Rect(-0.1, 0.918, a+0.1, 1.1), 0), paint.Cover, nil, func(x, y float64) paint.Color {
		wx, wy := n.Warp(x, y, 4, 0.08)
		vein := paint.Smooth(0.90, 0.99, n.Ridge(wx*5, wy*9, 2))
		col := hex(0xb9a48c).Mix(hex(0x8f6f62), 0.5+0.6*n.FBM(x*6, y*9, 3)).Mix(hex(0xe2d2ba), 0.6*vein)
		if y < 0.930 {
			col = col.Scale(1.18)
		} else {
			col = col.Scale(0.92 - 1.2*(y-0.93))
		}
		return col
	})
	c.Stroke([]paint.Pt{pt(-0.01, 0.9305), pt(a+0.01, 0.9305)}, paint.Brush{Width: 0.0016, Alpha: 0.6}, hex(0x4a3a30))
	sprig(c, pt(0.085, 0.930))
	c.Each(func(x, y float64, was paint.Color) paint.Color { // craquelure, only to be seen near
		k := n.Ridge(x*26+0.4*n.At(x*7, y*7), y*26, 2)
		return was.Scale(1 - 0.10*paint.Smooth(0.955, 0.995, k))
	})
	c.Finish(paint.Finish{Grain: 0.02, Vignette: 0.16, Relief: 0.25, Varnish: hex(0xfff6e2)})
}

func features(c *paint.Canvas) {
	dark := hex(0x4a2c22)
	// Eye: white, iris, lids.
	eye := paint.Path{append(paint.Spline(pt(0.2605, 0.3815), pt(0.267, 0.3725), pt(0.279, 0.3695), pt(0.293, 0.3745), pt(0.302, 0.3835)), paint.Spline(pt(0.292, 0.3875), pt(0.278, 0.3905), pt(0.265, 0.3895))...)}
	c.Flat(eye, hex(0xefe2d0))
	c.Clip(c.Mask(eye, 0), func() {
		c.Flat(paint.Ellipse(0.2695, 0.3800, 0.0075, 0.0108, 0.05), hex(0x5a4a2c))
		c.Flat(paint.Ellipse(0.2680, 0.3800, 0.0040, 0.0062, 0), hex(0x1a1210))
		c.Glaze(paint.Ellipse(0.280, 0.371, 0.026, 0.006, 0.1), 0.003, paint.Multiply, 0.55, hex(0x8a6a58))
	})
	c.Dot(pt(0.2668, 0.3768), 0.0013, paint.Brush{}, hex(0xffffff))
	c.Stroke(paint.Spline(pt(0.2595, 0.3820), pt(0.267, 0.3722), pt(0.279, 0.3690), pt(0.293, 0.3742), pt(0.304, 0.3845)), paint.Brush{Width: 0.0032, Taper: 0.3}, dark)
	c.Stroke(paint.Spline(pt(0.2625, 0.3885), pt(0.278, 0.3912), pt(0.294, 0.3880)), paint.Brush{Width: 0.0014, Taper: 0.4, Alpha: 0.7}, dark)
	c.Stroke(paint.Spline(pt(0.2640, 0.3640), pt(0.278, 0.3600), pt(0.294, 0.3640), pt(0.307, 0.3740)), paint.Brush{Width: 0.0016, Taper: 0.4, Alpha: 0.65}, hex(0x8a5a44))
	c.Stroke(paint.Spline(pt(0.2545, 0.3440), pt(0.270, 0.3340), pt(0.290, 0.3330), pt(0.318, 0.3460)), paint.Brush{Width: 0.0042, Taper: 0.5, Alpha: 0.65}, hex(0x7a4e34))
	// Nostril, wing, mouth.
	c.Stroke(paint.Spline(pt(0.2350, 0.4535), pt(0.2410, 0.4495), pt(0.2470, 0.4525)), paint.Brush{Width: 0.0030, Taper: 0.4, Alpha: 0.85}, hex(0x6a3424))
	c.Stroke(paint.Spline(pt(0.2480, 0.4300), pt(0.2560, 0.4400), pt(0.2555, 0.4520), pt(0.2490, 0.4560)), paint.Brush{Width: 0.0018, Taper: 0.4, Alpha: 0.55}, hex(0x8a5240))
	upper := paint.Blob(pt(0.2380, 0.4795), pt(0.2372, 0.4875), pt(0.2478, 0.4945), pt(0.2740, 0.4960), pt(0.2560, 0.4835), pt(0.2440, 0.4775))
	lower := paint.Blob(pt(0.2480, 0.4948), pt(0.2408, 0.5020), pt(0.2420, 0.5105), pt(0.2530, 0.5125), pt(0.2730, 0.4975))
	c.Glaze(upper, 0.0012, paint.Cover, 0.75, hex(0xb2574e))
	c.Glaze(lower, 0.0016, paint.Cover, 0.70, hex(0xc8706a))
	c.Stroke(paint.Spline(pt(0.2475, 0.4945), pt(0.2600, 0.4940), pt(0.2765, 0.4975)), paint.Brush{Width: 0.0019, Taper: 0.3}, hex(0x6a2a26))
	c.Glaze(paint.Ellipse(0.249, 0.505, 0.004, 0.003, 0), 0.002, paint.Light, 0.35, hex(0xffe0d8))
}

// gown is red brocade with a square of dark velvet at the neck, and a sleeve.
func gown(c *paint.Canvas, n paint.Noise) {
	body := paint.Path{append(paint.Spline(pt(0.238, 0.772), pt(0.330, 0.800), pt(0.440, 0.790), pt(0.520, 0.745), pt(0.575, 0.715)), append(paint.Spline(pt(0.580, 0.714), pt(0.650, 0.745), pt(0.700, 0.820), pt(0.735, 0.95), pt(0.745, 1.05)), append([]paint.Pt{pt(0.05, 1.05)}, paint.Spline(pt(0.075, 1.0), pt(0.115, 0.900), pt(0.170, 0.822), pt(0.238, 0.772))...)...)...)}
	red := paint.Hexes(0x4a0f14, 0x8a1c20, 0xb8322c, 0xd4573f)
	c.Lay(c.Mask(body, 0), paint.Cover, nil, func(x, y float64) paint.Color {
		t := 0.58 - 0.8*(x-0.36)*(x-0.36)*4 + 0.14*n.FBM(x*4, y*4, 3) - 0.5*paint.Smooth(0.55, 0.75, x)
		t -= 0.30 * paint.Gauss(x-0.545-0.25*(y-0.8), 0.016) // the sleeve's seam
		col := red.At(t)
		// Pomegranates in an ogee net, gold thread.
		u, v := (x+0.10*(y-0.85)*(x-0.35))*2*math.Pi/0.105, y*2*math.Pi/0.150
		p := math.Cos(u)*1.0 + math.Cos(v)
		q := math.Cos(u+math.Pi) + math.Cos(v+math.Pi)
		gold := max(paint.Smooth(0.16, 0.05, math.Abs(p)), paint.Smooth(1.45, 1.55, p)*paint.Smooth(0.2, 0.45, math.Abs(math.Sin(u*4))+0.3*math.Cos(v*4)))
		gold = max(gold, paint.Smooth(0.10, 0.02, math.Abs(p-1.15)), paint.Smooth(1.60, 1.68, q), paint.Smooth(0.08, 0.02, math.Abs(q-1.25)))
		thread := 0.75 + 0.25*math.Sin((x+y)*900)*paint.Smooth(400, 1000, float64(c.H))
		return col.Mix(hex(0xd9a94a).Scale(0.55+0.75*t), 0.85*gold*thread)
	})
	edge := paint.Spline(pt(0.238, 0.772), pt(0.330, 0.800), pt(0.440, 0.790), pt(0.520, 0.745), pt(0.575, 0.715))
	c.Stroke(edge, paint.Brush{Width: 0.030}, hex(0x16161c))
	c.Stroke(edge, paint.Brush{Width: 0.022, Vary: 0.10}, hex(0x24222c))
	pearls(c, edge, 34, 0.0042)
	seam := paint.Spline(pt(0.552, 0.740), pt(0.558, 0.82), pt(0.590, 0.93))
	c.Stroke(seam, paint.Brush{Width: 0.007}, hex(0x2a0a0e))
	for i := range 6 { // puffs of linen in the seam
		p := seam[min(len(seam)-1, 2+i*3)]
		c.Paint(paint.Ellipse(p.X, p.Y, 0.008, 0.011, 0.2), func(x, y float64) paint.Color {
			return hex(0xf4ecdc).Mix(hex(0xa89a90), paint.Smooth(-0.006, 0.010, (x-p.X)+(y-p.Y)))
		})
	}
}

// hair is drawn strand by strand, from the brow back to a coil, with a plait bound across.
func hair(c *paint.Canvas, n paint.Noise) {
	coil := pt(0.560, 0.330)
	mass := paint.Blob(pt(0.312, 0.182), pt(0.360, 0.142), pt(0.430, 0.128), pt(0.500, 0.150), pt(0.555, 0.205), pt(0.625, 0.250), pt(0.650, 0.330), pt(0.625, 0.415), pt(0.560, 0.455), pt(0.520, 0.500), pt(0.488, 0.560), pt(0.470, 0.530), pt(0.452, 0.480), pt(0.420, 0.430), pt(0.385, 0.385), pt(0.366, 0.320), pt(0.350, 0.260))
	c.Glaze(mass.Move(-0.006, 0.008, 1, 0), 0.008, paint.Multiply, 0.40, hex(0x7a4a34))
	browns := paint.Hexes(0x4a2412, 0x7c421c, 0xa8662c, 0xd29a4c, 0xecc67c)
	c.Flat(mass, browns[1])
	c.Clip(c.Mask(mass.Rough(n, 60, 0.002), 0), func() {
		for range 1500 {
			// Start on the hairline, end in the coil; sag in between.
			t := c.Rand.Float64()
			line := paint.Spline(pt(0.314, 0.180), pt(0.352, 0.262), pt(0.366, 0.322), pt(0.388, 0.385), pt(0.425, 0.432), pt(0.462, 0.500))
			s := line[int(t*float64(len(line)-1))].Add(pt(c.Uniform(-0.01, 0.03), c.Uniform(-0.008, 0.008)))
			lift := paint.Lerp(-0.115, 0.065, t)
			mid := pt(paint.Lerp(s.X, coil.X, 0.45), paint.Lerp(s.Y, coil.Y, 0.45)+lift+c.Uniform(-0.015, 0.015))
			end := coil.Polar(c.Uniform(0, 6.3), 0.05)
			l := paint.Spline(s, mid, end)
			from := c.Rand.IntN(len(l) / 2)
			shine := paint.Gauss(t-0.32, 0.16) + 0.5*paint.Gauss(t-0.78, 0.1)
			col := browns.At(paint.Clamp(0.22+0.55*shine+c.Uniform(-0.22, 0.25), 0, 1))
			c.Stroke(l[from:], paint.Brush{Width: c.Uniform(0.0012, 0.0036), Taper: 0.4, Alpha: 0.8}, col)
		}
		for k := range 260 { // the coil turns
			r := 0.012 + 0.068*c.Rand.Float64()
			p0 := c.Uniform(0, 2*math.Pi)
			var l []paint.Pt
			for i := range 9 {
				l = append(l, pt(coil.X+0.008, coil.Y).Polar(p0+0.16*float64(i), r*(1+0.02*float64(i))))
			}
			lit := paint.Gauss(math.Mod(p0+0.6+2*math.Pi, 2*math.Pi)-4.2, 0.7)
			c.Stroke(l, paint.Brush{Width: 0.0030, Taper: 0.3, Alpha: 0.85}, browns.At(paint.Clamp(0.15+0.6*lit+c.Uniform(-0.15, 0.25)+0.0001*float64(k), 0, 1)))
		}
	})
	// The fillet across the head with its jewel, and the plait round the coil.
	band := paint.Spline(pt(0.398, 0.134), pt(0.432, 0.205), pt(0.440, 0.290), pt(0.425, 0.375), pt(0.418, 0.425))
	c.Stroke(band, paint.Brush{Width: 0.018}, hex(0x3a1418))
	c.Stroke(band, paint.Brush{Width: 0.013, Vary: 0.1}, hex(0x8a2028))
	pearls(c, band, 17, 0.0058)
	gem(c, pt(0.441, 0.285), 0.014, hex(0x1f3f7a))
	for i := range 26 {
		ang := 2 * math.Pi * float64(i) / 26
		p := pt(coil.X+0.008, coil.Y).Polar(ang, 0.083)
		c.Flat(paint.Ellipse(p.X, p.Y, 0.0135, 0.0075, ang+0.9), browns[0])
		c.Paint(paint.Ellipse(p.X, p.Y, 0.0120, 0.0062, ang+0.9), func(x, y float64) paint.Color {
			return browns.At(0.62 - 0.35*math.Cos(ang-0.6) + 0.25*math.Sin(((x-p.X)*math.Cos(ang)+(y-p.Y)*math.Sin(ang))*700))
		})
	}
	// A loose strand before the ear, and down on the neck.
	for _, l := range [][]paint.Pt{
		{pt(0.366, 0.318), pt(0.352, 0.375), pt(0.366, 0.430), pt(0.354, 0.480), pt(0.362, 0.515)},
		{pt(0.370, 0.325), pt(0.360, 0.380), pt(0.374, 0.430), pt(0.364, 0.470)},
		{pt(0.480, 0.530), pt(0.500, 0.575), pt(0.488, 0.610), pt(0.500, 0.640)},
	} {
		c.Stroke(paint.Spline(l...), paint.Brush{Width: 0.0030, Taper: 0.5, Alpha: 0.9}, browns[2])
		c.Stroke(paint.Spline(l...), paint.Brush{Width: 0.0012, Taper: 0.5, Alpha: 0.8}, browns[4])
	}
}

func pearls(c *paint.Canvas, line []paint.Pt, count int, r float64) {
	total := 0.0
	for i := 1; i < len(line); i++ {
		total += line[i].Sub(line[i-1]).Len()
	}
	next, run, step := 0.0, 0.0, total/float64(count-1)
	for i := 1; i < len(line); i++ {
		d := line[i].Sub(line[i-1])
		for next <= run+d.Len()+1e-9 {
			pearl(c, line[i-1].Add(d.Mul((next-run)/d.Len())), r)
			next += step
		}
		run += d.Len()
	}
}

func pearl(c *paint.Canvas, p paint.Pt, r float64) {
	c.Glaze(paint.Circle(p.X+r*0.35, p.Y+r*0.55, r), r*0.5, paint.Multiply, 0.55, hex(0x5a3a34))
	c.Ball(p.X, p.Y, r, r, paint.LightFrom{X: -0.6, Y: -0.7, Z: 0.7}, func(_, _, t, g float64) paint.Color {
		return paint.Hexes(0x8a7a78, 0xc4b8ac, 0xece4d6, 0xfffaf0).At(t*1.05).Mix(hex(0xffffff), g)
	})
}

func gem(c *paint.Canvas, p paint.Pt, r float64, col paint.Color) {
	c.Flat(paint.Ellipse(p.X, p.Y, r*1.05, r*1.2, 0), hex(0x6a4a1c))
	c.Flat(paint.Ellipse(p.X-r*0.06, p.Y-r*0.08, r*0.96, r*1.1, 0), hex(0xe0b458))
	c.Ball(p.X, p.Y, r*0.72, r*0.85, paint.LightFrom{X: -0.6, Y: -0.7, Z: 0.6}, func(_, _, t, g float64) paint.Color {
		return col.Scale(0.45+0.95*t).Mix(hex(0xffffff), g)
	})
}

// sprig is jasmine, forgotten on the stone.
func sprig(c *paint.Canvas, p paint.Pt) {
	stem := paint.Spline(p.Add(pt(-0.06, 0.022)), p.Add(pt(0, 0.010)), p.Add(pt(0.07, 0.014)), p.Add(pt(0.125, 0.002)))
	c.Glaze(paint.Ribbon(stem, func(t float64) float64 { return 0.010 }).Move(0.002, 0.008, 1, 0), 0.008, paint.Multiply, 0.45, hex(0x4a3a34))
	c.Stroke(stem, paint.Brush{Width: 0.0028}, hex(0x3f5a34))
	for i := range 9 {
		q := stem[2+i*2]
		ang := -0.9 + 1.8*float64(i%2) + c.Uniform(-0.3, 0.3)
		l := c.Uniform(0.020, 0.032)
		leaf := paint.Ribbon([]paint.Pt{q, q.Polar(ang, l*0.35), q.Polar(ang+0.1, l*0.7), q.Polar(ang+0.2, l)}, func(t float64) float64 { return 0.0065 * math.Sin(math.Pi*paint.Clamp(t*0.96+0.02, 0, 1)) })
		c.Paint(leaf, func(x, y float64) paint.Color { return hex(0x4f7440).Mix(hex(0x24402c), 0.5+80*(y-q.Y)*0.3) })
	}
	for _, o := range [][2]float64{{0.125, -0.004}, {0.062, 0.002}, {0.020, 0.026}} {
		q := p.Add(pt(o[0], o[1]))
		for k := range 5 {
			ang := 2*math.Pi*float64(k)/5 + o[0]*9
			f := q.Polar(ang, 0.0082)
			c.Paint(paint.Ellipse(f.X, f.Y, 0.0080, 0.0048, ang), func(x, y float64) paint.Color {
				return hex(0xfdf8ee).Mix(hex(0xc9bfb4), paint.Smooth(-0.004, 0.012, (x-q.X)+(y-q.Y)))
			})
		}
		c.Dot(q, 0.0024, paint.Brush{}, hex(0xe0b04a))
	}
}
