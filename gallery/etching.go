package gallery

import (
	"math"

	"docent/gallery/paint"
)

var etching = Work{
	ID: "the-old-oak-bitten", Aspect: 1.34, seed: 221,
	Texts: label("The Old Oak, Bitten in Copper",
		"Generated picture: etched line, hatched and cross-hatched",
		"There is one ink and no grey: every tone is a matter of how close the lines lie, and how often they cross. The leaves are nothing but a scribble that knows when to stop. Someone has leaned a ladder against the trunk, and we are not told why.",
		"Le vieux chêne, mordu dans le cuivre",
		"Image générée : trait gravé, hachures simples et croisées",
		"Une seule encre et pas de gris : chaque ton tient à la distance des lignes, et au nombre de fois où elles se croisent. Le feuillage n'est qu'un gribouillis qui sait s'arrêter. Quelqu'un a posé une échelle contre le tronc, et l'on ne nous dit pas pourquoi."),
	draw: drawEtching,
}

func drawEtching(c *paint.Canvas) {
	const n = paint.Noise(22100)
	a := c.Aspect
	ink := hex(0x2a221d)
	c.Shade(func(x, y float64) paint.Color {
		return hex(0xe9dfc9).Mix(hex(0xd9cbad), 0.35+0.5*n.FBM(x*2, y*2, 4))
	})
	m := 0.055
	plate := paint.Rect(m, m, a-m, 1-m)
	c.Glaze(plate, 0.002, paint.Multiply, 0.55, hex(0xeee2cc)) // plate tone
	ground := func(x float64) float64 {
		return 0.735 + 0.030*math.Sin(x*3.1+0.4) - 0.055*paint.Bump(x/a, 0.40, 0.38) + 0.006*n.FBM(x*9, 1, 3)
	}
	far := func(x float64) float64 { return 0.665 - 0.030*math.Sin(x*2.4+2.2) - 0.012*math.Sin(x*6.5) }
	foot := pt(0.405*a, ground(0.405*a)+0.012)
	// The crown: clumps of leaf, each a ball lit from the left.
	type clump struct{ x, y, r float64 }
	var crown []clump
	for _, b := range [][3]float64{
		{0.405, 0.235, 0.135}, {0.300, 0.290, 0.120}, {0.505, 0.275, 0.125}, {0.235, 0.385, 0.105}, {0.575, 0.385, 0.105}, {0.345, 0.400, 0.105}, {0.470, 0.405, 0.105},
		{0.185, 0.470, 0.070}, {0.635, 0.475, 0.072}, {0.290, 0.490, 0.070}, {0.530, 0.495, 0.070}, {0.345, 0.185, 0.075}, {0.470, 0.180, 0.075}, {0.405, 0.330, 0.110},
	} {
		crown = append(crown, clump{b[0] * a, b[1], b[2]})
	}
	foliage := func(x, y float64) (tone float64, ok bool) {
		wx, wy := n.Warp(x, y, 13, 0.020)
		best := 0.0
		for _, b := range crown {
			u, v := (wx-b.x)/b.r, (wy-b.y)/b.r
			d := 1 - u*u - v*v
			if d <= 0 {
				continue
			}
			lit := 0.52 - 0.42*u - 0.45*v + 0.15*math.Sqrt(d)
			if e := d + 0.4*lit; e > best || !ok {
				best, tone, ok = e, paint.Clamp(1-lit, 0, 1), true
			}
		}
		return
	}
	tone := func(x, y float64) float64 { // 0 bare paper .. 1 black, outside tree and figures
		if y < far(x) {
			cloud := n.FBM(x*1.1+4, y*2.6, 3)
			return 0.34*paint.Smooth(0.60, 0.05, y)*paint.Smooth(0.22, -0.30, cloud) + 0.06
		}
		if y < ground(x) {
			return 0.30 + 0.35*n.FBM(x*6, y*20, 3) - 0.2*paint.Smooth(far(x), ground(x), y)
		}
		d := y - ground(x)
		sh := paint.Smooth(1, 0.55, math.Hypot((x-foot.X-0.20)/0.36, (y-foot.Y-0.020)/0.055))
		return paint.Clamp(0.30+0.55*n.FBM(x*3.5, y*9, 3)+0.9*d+0.75*sh, 0.05, 1)
	}
	clear := func(x, y float64) bool {
		_, leafy := foliage(x, y)
		return leafy
	}
	line := func(p, q paint.Pt, w, alpha float64) {
		c.Stroke([]paint.Pt{p, q}, paint.Brush{Width: w, Alpha: alpha}, ink)
	}
	// hatch rules the plate at an angle, bending a little, and bites where it is dark enough.
	hatch := func(ang, gap, from, to float64, bend float64, where func(x, y float64) (float64, bool)) {
		s, cs := math.Sincos(ang)
		const step = 0.008
		for k := -400; k <= 400; k++ {
			off := float64(k)*gap + 0.25*gap*paint.Hash(k, 1, 9)
			var run []paint.Pt
			dark := 0.0
			flush := func() {
				if len(run) > 1 {
					v := dark / float64(len(run))
					c.Stroke(run, paint.Brush{Width: 0.0010 + 0.0013*paint.Smooth(from, to, v), Alpha: 0.85, Taper: 0.1}, ink)
				}
				run, dark = nil, 0
			}
			for i := -130; i <= 130; i++ {
				t := float64(i) * step
				x := a/2 + t*cs - off*s
				y := 0.5 + t*s + off*cs
				if x < m-0.05 || x > a-m+0.05 || y < m-0.05 || y > 1-m+0.05 {
					flush()
					continue
				}
				dx, dy := bend*n.At(x*2.2, y*2.2), bend*n.At(x*2.2+9, y*2.2+5)
				p := pt(x+dx-0.0009*n.At(t*60, off*90), y+dy+0.0009*n.At(t*60+7, off*90))
				v, ok := where(p.X, p.Y)
				v += 0.07 * n.At(p.X*14, p.Y*14)
				if !ok || v <= from || p.X <= m || p.X >= a-m || p.Y <= m || p.Y >= 1-m {
					flush()
					continue
				}
				run = append(run, p)
				if dark += v; len(run) == 12 { // a line swells and thins as it goes
					last := run[len(run)-1]
					flush()
					run = append(run, last)
				}
			}
			flush()
		}
	}
	sky := func(x, y float64) (float64, bool) { return tone(x, y), y < far(x) && !clear(x, y) }
	hills := func(x, y float64) (float64, bool) { return tone(x, y), y >= far(x) && y < ground(x) && !clear(x, y) }
	earth := func(x, y float64) (float64, bool) { return tone(x, y), y >= ground(x) }
	hatch(0.03, 0.0062, 0.10, 0.5, 0.010, sky)
	hatch(0.42, 0.0066, 0.17, 0.5, 0.010, sky)
	hatch(0.85, 0.0055, 0.16, 0.6, 0.006, hills)
	hatch(-0.30, 0.0060, 0.36, 0.8, 0.006, hills)
	hatch(0.10, 0.0055, 0.20, 0.8, 0.016, earth)
	hatch(-0.50, 0.0056, 0.42, 0.9, 0.012, earth)
	hatch(0.75, 0.0054, 0.62, 1.0, 0.010, earth)
	hatch(1.50, 0.0054, 0.82, 1.1, 0.008, earth)
	outline := func(f func(x float64) float64, w float64) {
		for i := range 400 {
			x := m + (a-2*m)*float64(i)/400
			if !clear(x, f(x)) {
				line(pt(x, f(x)), pt(x+(a-2*m)/400, f(x+(a-2*m)/400)), w*(0.7+0.5*n.At(x*30, 2)), 0.85)
			}
		}
	}
	outline(far, 0.0016)
	outline(ground, 0.0019)
	oak(c, n, foot, ink)
	scribble(c, n, foliage, ink, m)
	hamlet(c, far, ink)
	grass(c, n, ground, ink, m)
	ladder(c, foot, ink)
	// The plate's bevel, pressed into the sheet.
	c.Stroke([]paint.Pt{pt(m, m), pt(a-m, m), pt(a-m, 1-m), pt(m, 1-m), pt(m, m)}, paint.Brush{Width: 0.0035, Alpha: 0.30}, hex(0x6a5a48))
	c.Stroke([]paint.Pt{pt(m-0.004, 1-m+0.003), pt(m-0.004, m-0.003), pt(a-m+0.003, m-0.004)}, paint.Brush{Width: 0.003, Alpha: 0.5}, hex(0xfaf3e2))
	c.Finish(paint.Finish{Paper: 0.04, Grain: 0.03, Vignette: 0.07})
}

// oak draws trunk and boughs: white wood, then lines that run round the limbs on their dark side.
func oak(c *paint.Canvas, n paint.Noise, foot paint.Pt, ink paint.Color) {
	paper := hex(0xe0d4bc)
	at := func(x, y float64) paint.Pt { return foot.Add(pt(x, y)) }
	limbs := []struct {
		pts []paint.Pt
		w   float64
	}{
		{[]paint.Pt{at(0.0, -0.16), at(-0.075, -0.245), at(-0.175, -0.285), at(-0.230, -0.320)}, 0.036},
		{[]paint.Pt{at(0.0, -0.17), at(0.085, -0.250), at(0.180, -0.285), at(0.260, -0.350)}, 0.038},
		{[]paint.Pt{at(-0.01, -0.18), at(-0.045, -0.320), at(-0.080, -0.385)}, 0.034},
		{[]paint.Pt{at(0.01, -0.18), at(0.050, -0.330), at(0.070, -0.400)}, 0.033},
		{[]paint.Pt{at(-0.12, -0.262), at(-0.165, -0.350), at(-0.180, -0.420)}, 0.020},
		{[]paint.Pt{at(0.13, -0.270), at(0.155, -0.360), at(0.190, -0.420)}, 0.020},
		{[]paint.Pt{at(-0.015, 0.012), at(-0.020, -0.080), at(0.0, -0.150), at(0.004, -0.250)}, 0.098},
	}
	for _, l := range limbs {
		line := paint.Spline(l.pts...)
		last := l.w > 0.09
		half := func(t float64) float64 {
			h := l.w / 2 * (1 - 0.62*t)
			if last {
				h = l.w / 2 * (1 - 0.25*t + 0.75*math.Pow(max(0, 1-t*2.6), 2))
			}
			return h
		}
		shape := paint.Ribbon(line, half)
		shape = shape.Rough(n, 40, 0.003)
		c.Flat(shape, paper)
		c.Clip(c.Mask(shape, 0), func() {
			for i := 0; i+1 < len(line); i++ {
				t := float64(i) / float64(len(line)-1)
				d := line[i+1].Sub(line[i])
				steps := max(1, int(d.Len()/0.0042))
				for k := range steps {
					p := line[i].Add(d.Mul(float64(k) / float64(steps)))
					h := half(t)
					nx := pt(-d.Y, d.X).Mul(1 / d.Len())
					if nx.X*0.7+nx.Y*0.5 < 0 {
						nx = nx.Mul(-1)
					}
					from := c.Uniform(-0.35, 0.15)
					bow := d.Mul(0.010 / d.Len())
					c.Stroke(paint.Spline(p.Add(nx.Mul(h*from)), p.Add(nx.Mul(h*0.6)).Add(bow), p.Add(nx.Mul(h*1.05))), paint.Brush{Width: 0.0017, Alpha: 0.85}, ink)
				}
			}
			// Bark: long broken lines.
			for range int(900 * l.w) {
				u := c.Rand.Float64()
				i := min(len(line)-3, int(u*float64(len(line)-1)))
				d := line[i+2].Sub(line[i])
				nx := pt(-d.Y, d.X).Mul(half(u) * c.Uniform(-1, 1) / d.Len())
				p := line[i].Add(nx)
				c.Stroke(paint.Spline(p, p.Add(d.Mul(0.6)).Add(pt(c.Uniform(-0.003, 0.003), 0)), p.Add(d.Mul(1.2))), paint.Brush{Width: 0.0015, Taper: 0.3, Alpha: 0.8}, ink)
			}
		})
		c.Stroke(append(shape[0], shape[0][0]), paint.Brush{Width: 0.0018, Alpha: 0.9}, ink)
	}
	c.Flat(paint.Ellipse(foot.X+0.006, foot.Y-0.112, 0.011, 0.018, 0.2), ink) // a hollow
}

// scribble covers the crown with loops, close in the shade and open in the light.
func scribble(c *paint.Canvas, n paint.Noise, foliage func(x, y float64) (float64, bool), ink paint.Color, m float64) {
	for _, p := range c.Scatter(0.0066) {
		v, ok := foliage(p.X, p.Y)
		if !ok || p.Y < m+0.01 {
			continue
		}
		v += 0.15 * n.FBM(p.X*16, p.Y*16, 2)
		if c.Rand.Float64() > 0.35+1.6*v {
			continue
		}
		loops := 1
		if v > 0.6 {
			loops = 2
		}
		for range loops {
			r := c.Uniform(0.0032, 0.0056)
			ang := c.Uniform(0, 2*math.Pi)
			var l []paint.Pt
			q := p.Add(pt(c.Uniform(-0.004, 0.004), c.Uniform(-0.004, 0.004)))
			for k := range 6 { // a leaf's worth of lobes
				l = append(l, q.Polar(ang+float64(k)*0.95, r*(0.55+0.6*float64(k%2))))
			}
			c.Stroke(paint.Spline(l...), paint.Brush{Width: 0.0010 + 0.0010*paint.Smooth(0.3, 0.9, v), Alpha: 0.85}, ink)
		}
		if v > 0.66 && c.Rand.Float64() < 0.6 { // a bite of hatching in the deepest places
			for k := range 2 {
				o := p.Add(pt(0.003*float64(k), 0.0015*float64(k)))
				c.Stroke([]paint.Pt{o.Polar(2.2, 0.008), o.Polar(2.2, -0.008)}, paint.Brush{Width: 0.0014, Alpha: 0.85}, ink)
			}
		}
	}
}

func hamlet(c *paint.Canvas, far func(float64) float64, ink paint.Color) {
	x := 0.80 * c.Aspect
	y := far(x) + 0.008
	paper := hex(0xe6dcc4)
	box := func(x0, y0, x1, y1 float64) {
		c.Flat(paint.Rect(x0, y0, x1, y1), paper)
		c.Stroke([]paint.Pt{pt(x0, y1), pt(x0, y0), pt(x1, y0), pt(x1, y1)}, paint.Brush{Width: 0.0014}, ink)
		for k := 0.0; x0+(x1-x0)*0.55+k < x1; k += 0.0032 {
			c.Stroke([]paint.Pt{pt(x0+(x1-x0)*0.55+k, y0), pt(x0+(x1-x0)*0.55+k, y1)}, paint.Brush{Width: 0.0012, Alpha: 0.85}, ink)
		}
	}
	roof := func(x0, x1, y, h float64) {
		c.Flat(paint.Poly(pt(x0, y), pt((x0+x1)/2, y-h), pt(x1, y)), paper)
		for k := range 9 {
			t := float64(k) / 8
			c.Stroke([]paint.Pt{pt((x0+x1)/2, y-h), pt(paint.Lerp(x0, x1, t), y)}, paint.Brush{Width: 0.0013}, ink)
		}
		c.Stroke([]paint.Pt{pt(x0, y), pt(x1, y)}, paint.Brush{Width: 0.0014}, ink)
	}
	box(x-0.010, y-0.060, x+0.010, y)
	roof(x-0.012, x+0.012, y-0.060, 0.055)
	box(x+0.010, y-0.026, x+0.055, y)
	roof(x+0.006, x+0.060, y-0.026, 0.016)
	box(x-0.065, y-0.020, x-0.035, y)
	roof(x-0.070, x-0.030, y-0.020, 0.014)
	for _, b := range [][2]float64{{-0.09, 0.02}, {0.09, 0.018}, {0.125, 0.025}} { // trees by the houses
		q := pt(x+b[0], far(x+b[0])+0.004)
		for k := range 60 {
			p := q.Add(pt(b[1]*0.8*math.Cos(2.4*float64(k))*math.Sqrt(float64(k)/60), -b[1]*0.8+b[1]*0.8*math.Sin(2.4*float64(k))*math.Sqrt(float64(k)/60)))
			c.Stroke(paint.Spline(p, p.Add(pt(0.003, -0.003)), p.Add(pt(0.005, 0.001)), p.Add(pt(0.002, 0.003))), paint.Brush{Width: 0.0013}, ink)
		}
	}
}

func grass(c *paint.Canvas, n paint.Noise, ground func(float64) float64, ink paint.Color, m float64) {
	for range 760 {
		x := c.Uniform(m+0.01, c.Aspect-m-0.01)
		y := ground(x) + 0.01 + (1-m-ground(x)-0.012)*math.Sqrt(c.Rand.Float64())
		if n.FBM(x*5, y*8, 2) < 0.02 {
			continue
		}
		k := 0.4 + 2.2*(y-ground(x))/0.25
		for i := range 4 {
			lean := (float64(i)-1.5)*0.004*k + c.Uniform(-0.002, 0.002)
			h := c.Uniform(0.008, 0.017) * k
			c.Stroke(paint.Spline(pt(x+0.002*float64(i), y), pt(x+lean*0.4, y-h*0.6), pt(x+lean*1.6, y-h)), paint.Brush{Width: 0.0017, Taper: 0.5, Alpha: 0.9}, ink)
		}
	}
}

func ladder(c *paint.Canvas, foot paint.Pt, ink paint.Color) {
	a0, a1 := foot.Add(pt(0.098, 0.020)), foot.Add(pt(0.026, -0.235))
	b0, b1 := foot.Add(pt(0.128, 0.014)), foot.Add(pt(0.048, -0.238))
	for _, l := range [][2]paint.Pt{{a0, a1}, {b0, b1}} {
		c.Stroke([]paint.Pt{l[0], l[1]}, paint.Brush{Width: 0.0060}, ink)
		c.Stroke([]paint.Pt{l[0], l[1]}, paint.Brush{Width: 0.0034}, hex(0xe9dfc9))
	}
	for i := range 9 {
		t := 0.07 + 0.106*float64(i)
		c.Stroke([]paint.Pt{a0.Add(a1.Sub(a0).Mul(t)), b0.Add(b1.Sub(b0).Mul(t))}, paint.Brush{Width: 0.0032}, ink)
	}
}
