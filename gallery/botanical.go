package gallery

import (
	"math"

	"docent/gallery/paint"
)

var botanical = Work{
	ID: "field-poppy", Aspect: 0.72, seed: 211,
	Texts: label("Field Poppy, from Bud to Seed",
		"Generated picture: botanical plate, ink line and watercolour washes",
		"A plate of this kind lies on purpose: no poppy ever stood with its bud, flower and seed case side by side, each turned to be seen. It shows a whole summer on one sheet. Look closely at the petals: they are crumpled because they were folded in the bud, like a shirt from a suitcase.",
		"Coquelicot, du bouton à la graine",
		"Image générée : planche botanique, trait d'encre et lavis d'aquarelle",
		"Une planche comme celle-ci ment exprès : aucun coquelicot n'a jamais tenu côte à côte son bouton, sa fleur et sa capsule, chacun tourné pour être vu. C'est tout un été sur une feuille. Regardez les pétales de près : ils sont froissés parce qu'ils étaient pliés dans le bouton, comme une chemise sortie d'une valise."),
	draw: drawBotanical,
}

var sepia = hex(0x43352a)

func drawBotanical(c *paint.Canvas) {
	const n = paint.Noise(21100)
	a := c.Aspect
	c.Shade(func(x, y float64) paint.Color {
		col := hex(0xf3ead5).Mix(hex(0xe6d8b8), 0.4+0.5*n.FBM(x*2, y*2, 4))
		fox := paint.Smooth(0.50, 0.66, n.FBM(x*11, y*11, 3))
		edge := min(min(x, a-x), min(y, 1-y))
		return col.Mix(hex(0xc79a68), 0.28*fox).Mix(hex(0xcdb48a), 0.5*paint.Smooth(0.05, 0, edge+0.02*n.FBM(x*8, y*8, 2)))
	})
	for _, m := range []float64{0.035, 0.041} {
		c.Stroke([]paint.Pt{pt(m, m), pt(a-m, m), pt(a-m, 1-m), pt(m, 1-m), pt(m, m)}, paint.Brush{Width: 0.0013, Alpha: 0.75}, sepia)
	}
	w := washer{c, n}
	green := paint.Hexes(0x5c7340, 0x7f9650, 0xa9b56a)
	bloom := pt(0.345, 0.285)
	stems := [][]paint.Pt{
		paint.Spline(pt(0.352, 0.775), pt(0.362, 0.62), pt(0.338, 0.46), bloom.Add(pt(0.004, 0.02))),
		paint.Spline(pt(0.350, 0.74), pt(0.270, 0.60), pt(0.190, 0.47), pt(0.158, 0.36), pt(0.180, 0.275), pt(0.205, 0.285), pt(0.208, 0.325)),
		paint.Spline(pt(0.356, 0.72), pt(0.425, 0.60), pt(0.515, 0.48), pt(0.545, 0.37), pt(0.552, 0.275)),
	}
	w.leaf(pt(0.352, 0.745), 2.98, 0.235, 6, green)
	w.leaf(pt(0.356, 0.735), 0.12, 0.235, 6, green)
	w.leaf(pt(0.290, 0.630), -2.75, 0.150, 5, green)
	w.leaf(pt(0.430, 0.592), -0.20, 0.165, 5, green)
	for k, s := range stems {
		wide := []float64{0.0052, 0.0040, 0.0046}[k]
		w.wash(paint.Ribbon(s, func(t float64) float64 { return wide * (1.1 - 0.3*t) }), 0.9, func(x, y float64) paint.Color {
			return green[1].Mix(hex(0x8a6a4a), 0.35+0.4*n.At(x*20, y*14))
		})
		for i := 4; i < len(s)-2; i++ { // hairs
			for _, side := range []float64{-1, 1} {
				d := s[i+1].Sub(s[i])
				p := s[i].Add(d.Mul(c.Rand.Float64()))
				ang := math.Atan2(d.Y, d.X) + side*c.Uniform(1.1, 1.7)
				q := p.Polar(ang, wide)
				c.Stroke([]paint.Pt{q, q.Polar(ang, c.Uniform(0.006, 0.013))}, paint.Brush{Width: 0.0009, Taper: 0.5, Alpha: 0.8}, sepia)
			}
		}
	}
	w.root(pt(0.352, 0.772))
	w.flower(bloom, 0.150)
	w.bud(pt(0.208, 0.350))
	w.capsule(pt(0.552, 0.245), 0.048, false)
	// Along the foot: a petal, the case cut across, a stamen, seeds; each with its small numeral stroke.
	w.petal(pt(0.125, 0.915), -math.Pi/2, 0.085, 0.080, 7)
	w.section(pt(0.265, 0.885), 0.036)
	for i := range 3 {
		p := pt(0.545+0.016*float64(i-1), 0.918-0.004*float64(i%2))
		tip := p.Add(pt(0.012*float64(i-1), -0.062))
		c.Stroke(paint.Spline(p, p.Add(pt(0.003, -0.03)), tip), paint.Brush{Width: 0.0016, Taper: 0.2}, hex(0x3a2c3a))
		w.wash(paint.Ellipse(tip.X, tip.Y-0.005, 0.0042, 0.0075, 0.3*float64(i-1)), 1, func(x, y float64) paint.Color { return hex(0x3a3448) })
	}
	for i := range 23 {
		p := pt(0.615, 0.892).Polar(2.4*float64(i), 0.0072*math.Sqrt(float64(i)))
		c.Flat(paint.Blob(p.Polar(0.3, 0.0038), p.Polar(1.6, 0.0027), p.Polar(2.9, 0.0036), p.Polar(4.4, 0.0024)).Rough(n, 200, 0.0008), sepia.Scale(c.Uniform(0.7, 1.15)))
	}
	w.capsule(pt(0.415, 0.888), 0.036, true)
	for i, x := range []float64{0.125, 0.265, 0.415, 0.545, 0.615} {
		for k := range i + 1 {
			c.Stroke([]paint.Pt{pt(x+0.0055*(float64(k)-float64(i)/2), 0.936), pt(x+0.0055*(float64(k)-float64(i)/2), 0.946)}, paint.Brush{Width: 0.0012}, sepia)
		}
	}
	c.Finish(paint.Finish{Paper: 0.035, Grain: 0.02, Vignette: 0.06})
}

// washer lays watercolour: transparent, granular, darker where the puddle dried.
type washer struct {
	c *paint.Canvas
	n paint.Noise
}

func (w washer) wash(p paint.Path, strength float64, f paint.Shader) {
	c := w.c
	m := c.Mask(p.Rough(w.n, 40, 0.0012), 0.004)
	in := c.Soft(p, 0.0045)
	rim := func(x, y float64) float64 { // coverage of the blurred shape: low near its edge
		i, j := int(x/c.Pixel())-in.X, int(y/c.Pixel())-in.Y
		if i < 0 || j < 0 || i >= in.W || j >= in.H {
			return 0
		}
		return float64(in.A[j*in.W+i])
	}
	// What lies in front hides what lies behind: the sheet's colour first, then the wash.
	c.Lay(c.Mask(p.Rough(w.n, 40, 0.0012), 0), paint.Cover, func(x, y float64) float64 { return 0.9 }, func(x, y float64) paint.Color { return hex(0xefe4cb) })
	c.Lay(m, paint.Multiply, func(x, y float64) float64 {
		v := 0.80 + 0.22*w.n.FBM(x*26, y*26, 3) + 0.14*w.n.FBM(x*190, y*190, 2)
		return strength * (v + 0.26*paint.Smooth(0.80, 0.50, rim(x, y)))
	}, f)
}

func (w washer) ink(line []paint.Pt, width float64) {
	w.c.Stroke(line, paint.Brush{Width: width, Taper: 0.3, Alpha: 0.8}, sepia)
}

// leaf is pinnate, with toothed lobes: a midrib and pairs of lobes that shrink towards the tip.
func (w washer) leaf(from paint.Pt, ang, l float64, pairs int, green paint.Ramp) {
	c := w.c
	rib := paint.Spline(from, from.Polar(ang+0.16, l*0.4), from.Polar(ang+0.02, l*0.75), from.Polar(ang-0.14, l))
	at := func(t float64) (paint.Pt, float64) {
		i := min(len(rib)-2, int(t*float64(len(rib)-1)))
		d := rib[i+1].Sub(rib[i])
		return rib[i], math.Atan2(d.Y, d.X)
	}
	lobe := func(p paint.Pt, d, size float64) {
		tip := p.Polar(d, size)
		wide := size * 0.19
		shape := paint.Blob(p.Polar(d+1.57, wide*0.35), p.Polar(d, size*0.30).Polar(d+1.57, wide*0.75), p.Polar(d, size*0.42).Polar(d+1.57, wide*1.25), p.Polar(d, size*0.55).Polar(d+1.57, wide*0.70), p.Polar(d, size*0.72).Polar(d+1.57, wide*0.85), p.Polar(d, size*0.84).Polar(d+1.57, wide*0.35), tip,
			p.Polar(d, size*0.84).Polar(d-1.57, wide*0.35), p.Polar(d, size*0.72).Polar(d-1.57, wide*0.85), p.Polar(d, size*0.55).Polar(d-1.57, wide*0.70), p.Polar(d, size*0.42).Polar(d-1.57, wide*1.25), p.Polar(d, size*0.30).Polar(d-1.57, wide*0.75), p.Polar(d-1.57, wide*0.35))
		w.wash(shape, 0.85, func(x, y float64) paint.Color {
			v := -(x-p.X)*math.Sin(d) + (y-p.Y)*math.Cos(d)
			return green.At(0.45 + 0.5*v/wide + 0.4*w.n.At(x*16, y*16))
		})
		w.ink(append(append([]paint.Pt{}, shape[0]...), shape[0][0]), 0.0009)
		w.ink([]paint.Pt{p, tip}, 0.0008)
		for k := range 3 {
			q := p.Polar(d, size*(0.28+0.2*float64(k)))
			w.ink([]paint.Pt{q, q.Polar(d+0.7, wide*0.9)}, 0.0006)
			w.ink([]paint.Pt{q, q.Polar(d-0.7, wide*0.9)}, 0.0006)
		}
	}
	for i := pairs - 1; i >= 0; i-- {
		t := 0.22 + 0.66*float64(i)/float64(pairs-1)
		p, d := at(t)
		size := l * 0.36 * (0.45 + 0.75*math.Sin(math.Pi*(0.18+0.72*t)))
		lobe(p, d+c.Uniform(0.75, 0.95), size)
		lobe(p, d-c.Uniform(0.75, 0.95), size)
	}
	p, d := at(0.93)
	lobe(p, d, l*0.26)
	w.wash(paint.Ribbon(rib, func(t float64) float64 { return 0.0035 * (1 - 0.8*t) }), 0.9, func(x, y float64) paint.Color { return green[1] })
	w.ink(rib, 0.0012)
}

// petal is a crumpled fan from its claw; seed varies the ruffle.
func (w washer) petal(claw paint.Pt, ang, l, half float64, seed int) {
	var ring []paint.Pt
	for i := 0; i <= 26; i++ {
		t := float64(i)/13 - 1 // -1 .. 1 across the fan
		phi := ang + t*math.Atan2(half, l*0.62)*1.18
		r := l * (0.30 + 0.72*math.Sqrt(max(0, 1-t*t*0.92))) * (1 + 0.055*w.n.At(t*4.5+float64(seed)*3, 1))
		ring = append(ring, claw.Polar(phi, r))
	}
	ring = append(ring, claw)
	p := paint.Path{ring}
	nk := w.n + paint.Noise(seed*17)
	w.wash(p, 0.97, func(x, y float64) paint.Color {
		d := math.Hypot(x-claw.X, y-claw.Y) / l
		phi := math.Atan2(y-claw.Y, x-claw.X) - ang
		phi = math.Atan2(math.Sin(phi), math.Cos(phi))
		fold := nk.FBM(phi*7+2*nk.At(d*2, phi*2), d*1.6, 3)
		fine := nk.At(phi*38, d*2.5)
		t := 0.52 + 0.75*fold + 0.16*fine - 0.18*paint.Smooth(0.45, 0.1, d)
		return paint.Hexes(0xa81f1a, 0xcf2f20, 0xe4502f, 0xf28a62).At(t)
	})
	for k := range 13 {
		phi := ang + (float64(k)/6-1)*0.78
		var line []paint.Pt
		for i := range 9 {
			d := 0.15 + 0.72*float64(i)/8*(0.9+0.12*nk.At(float64(k)*2, 3))
			line = append(line, claw.Polar(phi+0.05*nk.At(d*4, float64(k)), l*d))
		}
		w.c.Stroke(line, paint.Brush{Width: 0.0010, Taper: 0.4, Alpha: 0.38}, hex(0x5a1410))
	}
	w.c.Stroke(append(ring, ring[0]), paint.Brush{Width: 0.0011, Alpha: 0.75}, hex(0x6a1c14))
}

func (w washer) flower(p paint.Pt, k float64) {
	c := w.c
	w.petal(p.Add(pt(0, 0.004)), -2.55, k*1.0, k*0.80, 1)
	w.petal(p.Add(pt(0, 0.004)), -0.60, k*1.0, k*0.80, 2)
	w.petal(p, -math.Pi/2, k*1.08, k*0.95, 3)
	w.petal(p.Add(pt(0.002, -0.004)), math.Pi/2+0.08, k*0.88, k*0.92, 4)
	for _, d := range []float64{-2.5, -0.65, -1.6, 1.65} { // the dark blotch at each claw
		c.Lay(c.Soft(paint.Ellipse(p.X+0.036*math.Cos(d), p.Y+0.036*math.Sin(d), 0.026, 0.017, d), 0.007), paint.Multiply, func(x, y float64) float64 { return 0.85 + 0.2*w.n.At(x*80, y*80) }, func(x, y float64) paint.Color { return hex(0x33202a) })
	}
	for i := range 92 { // stamens
		ang := 2.399 * float64(i)
		r := k * (0.10 + 0.19*math.Sqrt(float64(i)/92))
		q := p.Polar(ang, r)
		c.Stroke([]paint.Pt{p.Polar(ang, k*0.08), q}, paint.Brush{Width: 0.0010, Alpha: 0.8}, hex(0x2c2030))
		c.Flat(paint.Ellipse(q.X, q.Y, 0.0031, 0.0020, ang+0.6), hex(0x262235).Jitter(c.Rand, 0.06, 0.3, 0.3))
	}
	c.Paint(paint.Circle(p.X, p.Y, k*0.098), func(x, y float64) paint.Color {
		return paint.Hexes(0xb9c07a, 0x8a9a58, 0x5a6a3c).At(0.5 + ((x-p.X)+(y-p.Y))/(k*0.2))
	})
	for i := range 10 {
		w.ink([]paint.Pt{p, p.Polar(2*math.Pi*float64(i)/10, k*0.092)}, 0.0022)
	}
	w.ink(append(paint.Circle(p.X, p.Y, k*0.098)[0], p.Polar(0, k*0.098)), 0.0012)
}

func (w washer) bud(p paint.Pt) {
	c := w.c
	shape := paint.Blob(p.Add(pt(0, -0.032)), p.Add(pt(0.017, -0.018)), p.Add(pt(0.019, 0.012)), p.Add(pt(0.004, 0.040)), p.Add(pt(-0.014, 0.026)), p.Add(pt(-0.019, -0.008)))
	w.wash(shape, 0.95, func(x, y float64) paint.Color {
		return paint.Hexes(0xa9b56a, 0x7f9650, 0x566a3a).At(0.5 + (x-p.X)/0.034)
	})
	w.wash(paint.Blob(p.Add(pt(0.002, -0.012)), p.Add(pt(0.008, 0.008)), p.Add(pt(0.004, 0.034)), p.Add(pt(-0.003, 0.014))), 0.95, func(x, y float64) paint.Color { return hex(0xd8402a) })
	w.ink(append(shape[0], shape[0][0]), 0.0012)
	for range 46 {
		ang := c.Uniform(0, 2*math.Pi)
		q := pt(p.X+0.0175*math.Cos(ang), p.Y+0.003+0.033*math.Sin(ang))
		c.Stroke([]paint.Pt{q, q.Polar(ang+c.Uniform(-0.3, 0.3), c.Uniform(0.006, 0.013))}, paint.Brush{Width: 0.0009, Taper: 0.5}, sepia)
	}
}

// capsule is the seed case, whole on its stem or on its own and larger in its lines.
func (w washer) capsule(p paint.Pt, k float64, alone bool) {
	body := paint.Blob(p.Add(pt(-k*0.72, -k*0.52)), p.Add(pt(k*0.72, -k*0.52)), p.Add(pt(k*0.66, k*0.10)), p.Add(pt(k*0.24, k*0.78)), p.Add(pt(-k*0.24, k*0.78)), p.Add(pt(-k*0.66, k*0.10)))
	tone := paint.Hexes(0xc9c08a, 0xa09a62, 0x6a6a42)
	if alone {
		tone = paint.Hexes(0xd8c08a, 0xb08f58, 0x745a38)
		w.wash(paint.Rect(p.X-k*0.07, p.Y+k*0.7, p.X+k*0.07, p.Y+k*1.25), 0.9, func(x, y float64) paint.Color { return tone[1] })
	}
	w.wash(body, 0.95, func(x, y float64) paint.Color { return tone.At(0.5 + 0.7*(x-p.X)/k) })
	w.ink(append(body[0], body[0][0]), 0.0013)
	for i := range 7 {
		u := (float64(i)/6*2 - 1) * 0.62
		w.ink(paint.Spline(p.Add(pt(u*k, -k*0.52)), p.Add(pt(u*k*1.05, 0)), p.Add(pt(u*k*0.35, k*0.74))), 0.0009)
	}
	lid := paint.Ellipse(p.X, p.Y-k*0.60, k*0.84, k*0.23, 0)
	w.wash(lid, 1, func(x, y float64) paint.Color {
		return hex(0x8a6a44).Mix(hex(0xc9a468), paint.Smooth(p.X+k*0.5, p.X-k*0.6, x))
	})
	w.ink(append(lid[0], lid[0][0]), 0.0013)
	for i := range 11 {
		ang := 2 * math.Pi * float64(i) / 11
		w.ink([]paint.Pt{pt(p.X, p.Y-k*0.62), pt(p.X+k*0.80*math.Cos(ang), p.Y-k*0.60+k*0.21*math.Sin(ang))}, 0.0018)
	}
}

// section is the case cut across: walls, partitions, seeds along them.
func (w washer) section(p paint.Pt, k float64) {
	w.wash(paint.Circle(p.X, p.Y, k), 0.9, func(x, y float64) paint.Color { return hex(0xc4c68a) })
	w.ink(append(paint.Circle(p.X, p.Y, k)[0], p.Polar(0, k)), 0.0016)
	w.ink(append(paint.Circle(p.X, p.Y, k*0.86)[0], p.Polar(0, k*0.86)), 0.0009)
	for i := range 9 {
		ang := 2 * math.Pi * (float64(i) + 0.25) / 9
		w.ink([]paint.Pt{p.Polar(ang, k*0.86), p.Polar(ang, k*0.34)}, 0.0016)
		for j := range 6 {
			r := k * (0.40 + 0.08*float64(j))
			for _, s := range []float64{-1, 1} {
				q := p.Polar(ang, r).Polar(ang+s*math.Pi/2, k*0.065)
				w.c.Flat(paint.Circle(q.X, q.Y, k*0.040), sepia)
			}
		}
	}
}

// root is a thin tap root, fading.
func (w washer) root(p paint.Pt) {
	line := paint.Spline(p, p.Add(pt(0.004, 0.025)), p.Add(pt(-0.004, 0.052)), p.Add(pt(0.002, 0.078)))
	w.wash(paint.Ribbon(line, func(t float64) float64 { return 0.0075 * (1 - t) }), 0.85, func(x, y float64) paint.Color { return hex(0xb59a6a) })
	w.ink(line, 0.0012)
	for i := range 9 {
		t := 0.15 + 0.08*float64(i)
		q := line[int(t*float64(len(line)-1))]
		side := float64(i%2)*2 - 1
		w.ink(paint.Spline(q, q.Add(pt(side*0.014, 0.008)), q.Add(pt(side*0.026, 0.024+0.01*w.n.At(float64(i)*3, 1)))), 0.0009)
	}
}
