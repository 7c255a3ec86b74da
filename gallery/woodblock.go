package gallery

import (
	"math"

	"docent/gallery/paint"
)

var rain = Work{
	ID: "bridge-in-sudden-rain", Aspect: 0.70, seed: 101,
	Texts: label("Bridge in Sudden Rain",
		"Generated picture: flat colours, graded skies and a line block, as in a woodblock print",
		"Count the colours: there are few, each as flat as the board that would have printed it, and only sky and water are wiped from dark to light. The rain is two sets of ruled lines, not quite parallel. Five people cross, and every one of them leans in a way of their own.",
		"Pont sous l'averse",
		"Image générée : aplats, ciels dégradés et trait, comme une gravure sur bois",
		"Comptez les couleurs : il y en a peu, aussi plates que la planche qui les aurait imprimées, et seuls le ciel et l'eau vont du sombre au clair. La pluie, ce sont deux jeux de lignes à la règle, pas tout à fait parallèles. Cinq passants traversent, et chacun se penche à sa manière."),
	draw: drawRain,
}

func drawRain(c *paint.Canvas) {
	const n = paint.Noise(10100)
	a := c.Aspect
	paper := hex(0xeee3c8)
	key := hex(0x1d2433)
	c.Fill(paper)
	// print is one colour block: slightly uneven pressure and the wood's grain.
	print := func(p paint.Path, alpha func(x, y float64) float64, col paint.Color) {
		c.Lay(c.Mask(p, 0), paint.Cover, func(x, y float64) float64 {
			v := 0.94 + 0.05*n.FBM(x*3+40*n.At(1, y*0.7)*0.02, y*90, 3)
			if alpha != nil {
				v *= alpha(x, y)
			}
			return v
		}, func(x, y float64) paint.Color { return col })
	}
	line := func(pts []paint.Pt, w float64) {
		c.Stroke(pts, paint.Brush{Width: w, Taper: 0.12, Alpha: 0.95}, key)
	}
	all := paint.Rect(-0.1, -0.1, a+0.1, 1.1)
	// The sky: a mass of dark wiped down from the top, a rose breath at the horizon.
	print(all, func(x, y float64) float64 { return paint.Smooth(0.44, 0.20, y) * 0.75 }, hex(0x7f9cab))
	edge := func(x float64) float64 { return 0.105 + 0.030*math.Sin(x*9+1) + 0.016*math.Sin(x*23) }
	print(all, func(x, y float64) float64 { return paint.Smooth(edge(x)+0.05, edge(x)-0.02, y) }, hex(0x1f2d47))
	print(all, func(x, y float64) float64 { return 0.7 * paint.Bump(y, 0.455, 0.10) }, hex(0xe2a58c))

	far := []paint.Pt{pt(-0.05, 0.435), pt(0.05, 0.405), pt(0.115, 0.362), pt(0.150, 0.352), pt(0.200, 0.300), pt(0.232, 0.262), pt(0.252, 0.248), pt(0.275, 0.262), pt(0.305, 0.310), pt(0.335, 0.330), pt(0.372, 0.318), pt(0.402, 0.338), pt(0.450, 0.385), pt(0.520, 0.402), pt(0.580, 0.388), pt(0.620, 0.398), pt(0.75, 0.425)}
	mountain := append(append([]paint.Pt{}, far...), pt(0.75, 0.52), pt(-0.05, 0.52))
	print(paint.Path{mountain}, func(x, y float64) float64 { return paint.Smooth(0.46, 0.27, y) }, hex(0x44618a))
	// Snow runs down the gullies.
	print(paint.Poly(pt(0.214, 0.283), pt(0.232, 0.262), pt(0.252, 0.248), pt(0.275, 0.262), pt(0.291, 0.288), pt(0.281, 0.292), pt(0.270, 0.278), pt(0.268, 0.312), pt(0.256, 0.284), pt(0.243, 0.325), pt(0.239, 0.288), pt(0.226, 0.302), pt(0.225, 0.287)), nil, paper)
	print(paint.Poly(pt(0.352, 0.325), pt(0.372, 0.318), pt(0.390, 0.330), pt(0.378, 0.331), pt(0.370, 0.348), pt(0.364, 0.330)), nil, paper)
	line(far, 0.0022)

	// Two ranges of pines in grey-green, the nearer darker, their feet lost in wiped mist.
	for k := range 2 {
		col := paint.Hexes(0x6d8a84, 0x2f544f)[k]
		base := 0.465 + 0.035*float64(k)
		var ring []paint.Pt
		for i := 0; i <= 100; i++ {
			x := -0.02 + (a+0.04)*float64(i)/100
			h := 0.030 + 0.035*math.Abs(n.FBM(x*4+float64(k)*9, 2, 2)) + 0.022*paint.Bump(x/a, []float64{0.85, 0.08}[k], 0.35)
			tooth := 0.012 * (1 - math.Abs(2*(x*28-math.Floor(x*28))-1))
			ring = append(ring, pt(x, base-h-tooth*0.8))
		}
		ring = append(ring, pt(a+0.02, base+0.05), pt(-0.02, base+0.05))
		print(paint.Path{ring}, func(x, y float64) float64 { return paint.Smooth(base+0.035, base-0.012, y) }, col)
	}
	// The river, graded twice: pale under the mist, deep at the foot of the sheet.
	print(paint.Rect(-0.1, 0.515, a+0.1, 1.1), func(x, y float64) float64 { return 0.25 + 0.65*paint.Smooth(0.53, 0.70, y) }, hex(0x6f9fae))
	print(paint.Rect(-0.1, 0.515, a+0.1, 1.1), func(x, y float64) float64 { return paint.Smooth(0.76, 1.0, y) * 0.95 }, hex(0x1f3f66))
	for k := range 26 { // the current, in cut lines
		y := 0.545 + 0.44*math.Pow(float64(k)/26, 1.2)
		x := a*paint.Hash(k, 1, 8) - 0.1
		l := 0.05 + 0.25*paint.Hash(k, 2, 8)
		var w []paint.Pt
		for i := 0; i <= 20; i++ {
			u := float64(i) / 20
			w = append(w, pt(x+l*u, y+0.003*math.Sin(u*9+float64(k))))
		}
		col := paper
		if k%3 == 0 {
			col = hex(0x1f3f66)
		}
		c.Stroke(w, paint.Brush{Width: 0.0022 + 0.0015*float64(k)/26, Taper: 0.4, Alpha: 0.75}, col)
	}
	bridge(c, print, line)

	// A near bank with reeds, bottom left, nearly black-green.
	bank := paint.Spline(pt(-0.05, 0.885), pt(0.06, 0.872), pt(0.17, 0.905), pt(0.27, 0.96), pt(0.33, 1.03))
	print(paint.Path{append(append([]paint.Pt{}, bank...), pt(-0.05, 1.03))}, nil, hex(0x24463f))
	for i := range 46 {
		x := 0.29 * float64(i) / 46
		foot := pt(x, 0.885+0.14*math.Pow(x/0.3, 2))
		h := 0.04 + 0.06*paint.Hash(i, 4, 5)
		c.Stroke(paint.Spline(foot, foot.Add(pt(0.012, -h*0.6)), foot.Add(pt(0.05+0.03*paint.Hash(i, 5, 5), -h*0.85))), paint.Brush{Width: 0.0055, Taper: 0.7}, paint.Hexes(0x24463f, 0x5f7a4a, 0x16302e)[i%3])
	}
	// Rain: two rulings.
	for k := range 96 {
		ang := 1.74
		if k%3 == 0 {
			ang = 1.80
		}
		p := pt(a*1.3*paint.Hash(k, 7, 2)-0.02, 0.05-0.5*paint.Hash(k, 8, 2))
		l := 0.8 + 0.9*paint.Hash(k, 9, 2)
		c.Stroke([]paint.Pt{p, p.Polar(ang, l/2), p.Polar(ang, l)}, paint.Brush{Width: 0.0010 + 0.0005*paint.Hash(k, 3, 2), Taper: 0.08, Alpha: 0.45}, key)
	}
	// The seal, a leaf and no name; and the sheet's margin.
	print(paint.Rect(0.615, 0.895, 0.652, 0.945).Rough(n, 60, 0.0015), nil, hex(0xb5382a))
	leafVein := paint.Spline(pt(0.624, 0.938), pt(0.632, 0.920), pt(0.645, 0.903))
	print(paint.Ribbon(leafVein, func(t float64) float64 { return 0.0085 * math.Sin(math.Pi*paint.Clamp(0.04+0.94*t, 0, 1)) }), nil, paper)
	c.Stroke(leafVein, paint.Brush{Width: 0.0018}, hex(0xb5382a))
	m := 0.022
	margin := paint.Path{{pt(-0.1, -0.1), pt(a+0.1, -0.1), pt(a+0.1, 1.1), pt(-0.1, 1.1)}, {pt(m, m), pt(m, 1-m), pt(a-m, 1-m), pt(a-m, m)}}
	c.Flat(margin, paper.Scale(1.02))
	c.Stroke([]paint.Pt{pt(m, m), pt(a-m, m), pt(a-m, 1-m), pt(m, 1-m), pt(m, m)}, paint.Brush{Width: 0.0022}, key)
	c.Finish(paint.Finish{Paper: 0.04, Grain: 0.03, Vignette: 0.05, Varnish: hex(0xfffaf0)})
}

type printer func(p paint.Path, alpha func(x, y float64) float64, col paint.Color)

// bridge crosses low on the sheet, arched, on trestles, with its five people.
func bridge(c *paint.Canvas, print printer, line func([]paint.Pt, float64)) {
	a := c.Aspect
	deck := func(x float64) float64 { return 0.735 - 0.085*paint.Bump((x+0.05)/(a+0.1), 0.55, 0.75) + 0.03*x }
	wood, dark := hex(0xc9924e), hex(0x5b3a2c)
	for i := range 6 { // trestles
		x := 0.03 + 0.128*float64(i)
		for _, dx := range []float64{0, 0.020} {
			print(paint.Poly(pt(x+dx-0.006, deck(x)), pt(x+dx+0.006, deck(x)), pt(x+dx+0.008, deck(x)+0.155-0.05*dx), pt(x+dx-0.006, deck(x)+0.155)), nil, dark)
		}
		line([]paint.Pt{pt(x-0.016, deck(x)+0.05), pt(x+0.038, deck(x)+0.058)}, 0.007)
		for k := range 3 { // rings in the water
			c.Stroke(paint.Spline(pt(x-0.03-0.012*float64(k), deck(x)+0.155+0.006*float64(k)), pt(x+0.01, deck(x)+0.163+0.010*float64(k)), pt(x+0.05+0.012*float64(k), deck(x)+0.155+0.006*float64(k))), paint.Brush{Width: 0.0022, Taper: 0.4, Alpha: 0.8}, hex(0xeee3c8))
		}
	}
	band := func(lo, hi float64) paint.Path {
		var up, down []paint.Pt
		for i := 0; i <= 60; i++ {
			x := -0.03 + (a+0.06)*float64(i)/60
			up = append(up, pt(x, deck(x)+lo))
			down = append(down, pt(x, deck(x)+hi))
		}
		for i := len(down) - 1; i >= 0; i-- {
			up = append(up, down[i])
		}
		return paint.Path{up}
	}
	rail := func(dy, w float64) {
		var l []paint.Pt
		for i := 0; i <= 60; i++ {
			x := -0.03 + (a+0.06)*float64(i)/60
			l = append(l, pt(x, deck(x)+dy))
		}
		line(l, w)
	}
	print(band(-0.012, 0.016), nil, wood)
	print(band(0.014, 0.028), nil, dark)
	rail(-0.012, 0.0018)
	rail(0.014, 0.0018)
	walker(c, print, line, 0.075, deck(0.075)-0.004, 0.120, 0.20, 0xb5382a, 0x3a5a86)
	walker(c, print, line, 0.235, deck(0.235)-0.004, 0.112, 0.34, 0xd9b25a, 0x24303f)
	walker(c, print, line, 0.305, deck(0.305)-0.004, 0.088, 0.28, 0, 0x7f9cab)
	walker(c, print, line, 0.455, deck(0.455)-0.004, 0.116, -0.30, 0x3f6a66, 0xc9bfa0)
	walker(c, print, line, 0.600, deck(0.600)-0.004, 0.118, -0.12, 0xd0795a, 0x463a5c)
	for i := range 24 {
		x := -0.01 + 0.031*float64(i)
		line([]paint.Pt{pt(x, deck(x)+0.006), pt(x, deck(x)-0.030)}, 0.0042)
	}
	rail(-0.028, 0.0058)
	rail(-0.012, 0.0034)
}

// walker leans into the rain (lean is in radians, right is positive), under an umbrella or a straw cape.
func walker(c *paint.Canvas, print printer, line func([]paint.Pt, float64), x, y, h, lean float64, shade, robe uint32) {
	at := func(u, v float64) paint.Pt { // u across, v up, in heights
		s, cs := math.Sincos(lean)
		return pt(x+h*(u*cs+v*s), y-h*(v*cs-u*s))
	}
	shape := func(pts ...float64) []paint.Pt {
		var q []paint.Pt
		for i := 0; i < len(pts); i += 2 {
			q = append(q, at(pts[i], pts[i+1]))
		}
		return q
	}
	// Bare legs, robe hitched, arms held close.
	line([]paint.Pt{at(-0.05, 0.30), at(-0.13, 0.02)}, h*0.055)
	line([]paint.Pt{at(0.05, 0.30), at(0.10, 0.0)}, h*0.055)
	body := paint.Blob(shape(-0.18, 0.24, -0.15, 0.46, -0.13, 0.70, 0.0, 0.80, 0.13, 0.70, 0.15, 0.46, 0.18, 0.24, 0, 0.20)...)
	print(body, nil, hex(robe))
	line(append(body[0], body[0][0]), 0.0016)
	line(shape(-0.13, 0.48, 0.0, 0.45, 0.14, 0.49), h*0.05)
	line(shape(-0.10, 0.66, 0.02, 0.60, 0.10, 0.50), 0.0014)
	line(shape(0.06, 0.42, 0.08, 0.32, 0.07, 0.22), 0.0013)
	c.Flat(paint.Circle(at(0.02, 0.84).X, at(0.02, 0.84).Y, h*0.075), hex(0xd9a982))
	if shade == 0 { // a straw cape and hat
		cape := paint.Poly(shape(-0.26, 0.38, 0, 0.90, 0.26, 0.38)...)
		print(cape, nil, hex(0xc9a45c))
		for i := range 9 {
			line([]paint.Pt{at(0, 0.86), at(-0.24+0.06*float64(i), 0.39)}, 0.0013)
		}
		print(paint.Poly(shape(-0.25, 0.82, 0, 1.05, 0.25, 0.82)...), nil, hex(0xd9b25a))
		line(append(shape(-0.25, 0.82, 0, 1.05, 0.25, 0.82), at(-0.25, 0.82)), 0.0018)
		return
	}
	line([]paint.Pt{at(0.10, 0.50), at(0.07, 1.18)}, 0.0024)
	var rim, dome []paint.Pt
	for i := 0; i <= 30; i++ {
		t := math.Pi + math.Pi*float64(i)/30
		dome = append(dome, at(0.07+0.50*math.Cos(t), 0.86-0.33*math.Sin(t)))
	}
	for i := 0; i <= 6; i++ {
		rim = append(rim, at(0.57-1.0*float64(i)/6, 0.86))
	}
	print(paint.Path{append(append([]paint.Pt{}, dome...), rim...)}, nil, hex(shade))
	for i := 0; i <= 6; i++ {
		line(paint.Spline(at(0.07, 1.19), at(0.07+0.36*(1-float64(i)/3), 1.08), at(0.57-1.0*float64(i)/6, 0.86)), 0.0013)
	}
	line(append(dome, rim...), 0.0022)
}
