package gallery

import (
	"math"

	"docent/gallery/paint"
)

var mosaic = Work{
	ID: "two-fish-one-pool", Aspect: 1.0, seed: 121,
	Texts: label("Two Fish, One Pool",
		"Generated picture: mosaic of some six thousand stones",
		"Run your eye along the rows of stones: they bend before they reach a fish, as water does. No two tiles have quite the same colour or lie quite level, so the floor shimmers. The fish have been about to meet for as long as the mosaic has been there.",
		"Deux poissons, un bassin",
		"Image générée : mosaïque de quelque six mille pierres",
		"Suivez les rangs de pierres : ils se courbent avant d'arriver au poisson, comme le fait l'eau. Pas deux tesselles de la même couleur, pas deux posées bien à plat, si bien que le sol miroite. Les poissons sont sur le point de se rencontrer depuis qu'il y a une mosaïque."),
	draw: drawMosaic,
}

// fish follows a curved spine; u runs from nose (0) to tail (1), v across (-1 back .. 1 belly).
type fish struct {
	spine                   []paint.Pt
	wide                    float64
	back, flank, belly, fin paint.Ramp
}

func (f fish) half(u float64) float64 {
	body := math.Pow(math.Sin(math.Pi*paint.Clamp(0.05+u*1.04, 0, 1)), 0.72) * (1 - 0.48*u)
	tail := 0.92 * math.Pow(paint.Smooth(0.80, 1.0, u), 1.4)
	return f.wide * max(body, 0.16, tail)
}

// outline is the fish's edge, moved outwards; nose and tail move as well as the sides.
func (f fish) outline(grow float64) []paint.Pt {
	n := len(f.spine)
	line := append([]paint.Pt{}, f.spine...)
	first := -1   // index on the spine of the line's first point
	if grow < 0 { // leave out what is nearer to the ends than the edge moves in
		skip := int(-grow/f.spine[1].Sub(f.spine[0]).Len() + 0.5)
		line, first = line[skip:n-skip], skip
	} else {
		a, b := f.spine[0].Sub(f.spine[1]), f.spine[n-1].Sub(f.spine[n-2])
		line = append([]paint.Pt{f.spine[0].Add(a.Mul(grow / a.Len()))}, line...)
		line = append(line, f.spine[n-1].Add(b.Mul(grow/b.Len())))
	}
	return paint.Ribbon(line, func(t float64) float64 {
		return f.half(paint.Clamp((t*float64(len(line)-1)+float64(first))/float64(n-1), 0, 1)) + grow
	})[0]
}

// at finds the place of a point along and across the fish; ok is false outside.
func (f fish) at(x, y float64) (u, v, ang float64, ok bool) {
	best := math.Inf(1)
	n := len(f.spine)
	var side float64
	for i, p := range f.spine {
		d := (p.X-x)*(p.X-x) + (p.Y-y)*(p.Y-y)
		if d < best {
			best = d
			t := f.spine[min(n-1, i+1)].Sub(f.spine[max(0, i-1)])
			ang = math.Atan2(t.Y, t.X)
			u = float64(i) / float64(n-1)
			side = ((y-p.Y)*t.X - (x-p.X)*t.Y) / t.Len()
		}
	}
	v = side / f.half(u)
	if u == 0 || u == 1 {
		return u, v, ang, math.Sqrt(best) < 0.004
	}
	return u, v, ang, math.Abs(v) < 1
}

func drawMosaic(c *paint.Canvas) {
	const n = paint.Noise(12100)
	arc := func(cx, cy, r, from, to float64) []paint.Pt {
		var l []paint.Pt
		for i := range 80 {
			t := float64(i) / 79
			l = append(l, pt(cx, cy).Polar(paint.Lerp(from, to, t), r*(1+0.06*math.Sin(t*6.5))))
		}
		return l
	}
	fishes := []fish{
		{arc(0.5, 0.505, 0.222, -2.75, 0.10), 0.112, paint.Hexes(0x8a1f16, 0xa8321f, 0xc2431f), paint.Hexes(0xd9702c, 0xe88a36, 0xf0a44a), paint.Hexes(0xf4e2b4, 0xf9eed0, 0xecd098), paint.Hexes(0xb8431f, 0xe0a03c, 0xd9702c)},
		{arc(0.5, 0.495, 0.222, 0.39, 3.24), 0.112, paint.Hexes(0x1a1c2a, 0x292e42, 0x343c54), paint.Hexes(0x5f6c88, 0x7f8ba0, 0x9aa4b0), paint.Hexes(0xeeece4, 0xf8f5ee, 0xdad9d4), paint.Hexes(0x2a3550, 0x6a7894, 0x8a96a8)},
	}
	which := func(x, y float64) (k int, u, v, ang float64) {
		for k, f := range fishes {
			if u, v, ang, ok := f.at(x, y); ok {
				return k, u, v, ang
			}
		}
		return -1, 0, 0, 0
	}
	ring := func(x, y float64) (r, phi float64) { return math.Hypot(x-0.5, y-0.5), math.Atan2(y-0.5, x-0.5) }
	const pool, coarse, fine = 0.418, 0.0080, 0.0056 // half sides of the stones
	// part gives the direction of the nearest fish and the distance to its skin: water parts around it.
	part := func(x, y float64) (ang, d float64) {
		d = math.Inf(1)
		for _, f := range fishes {
			for i := 1; i < len(f.spine); i += 3 {
				p := f.spine[i]
				if e := math.Hypot(p.X-x, p.Y-y) - f.half(float64(i)/float64(len(f.spine)-1)); e < d {
					t := f.spine[i].Sub(f.spine[i-1])
					ang, d = math.Atan2(t.Y, t.X), e
				}
			}
		}
		return ang, d
	}
	field := func(x, y float64) float64 {
		if k, _, _, ang := which(x, y); k >= 0 {
			return ang
		}
		r, phi := ring(x, y)
		if r > pool+0.034 {
			return 0
		}
		base := phi + math.Pi/2
		if r > pool-0.045 {
			return base
		}
		ang, d := part(x, y)
		if math.Cos(ang-base) < 0 {
			ang += math.Pi
		}
		return base + paint.Smooth(0.09, 0.015, d)*math.Atan2(math.Sin(ang-base), math.Cos(ang-base))
	}

	// Stones laid by line come first: the frame, the border's rings, the skin of each fish, its eye.
	var pts []paint.Pt
	var cols []paint.Color
	set := func(p paint.Pt, col paint.Color) { pts, cols = append(pts, p), append(cols, col) }
	row := func(line []paint.Pt, step float64, closed bool, col func(i, of int) paint.Color) {
		p := evenly(line, step, closed)
		for i, q := range p {
			set(q, col(i, len(p)))
		}
	}
	square := func(in float64) []paint.Pt { return paint.Rect(in, in, 1-in, 1-in)[0] }
	umber, rust := paint.Hexes(0x3a2a26, 0x2f2320, 0x463430), paint.Hexes(0xb7553a, 0xa84a32, 0xc46447)
	row(square(0.009), 2*coarse, true, func(i, _ int) paint.Color { return umber.Pick(c.Rand) })
	row(square(0.026), 2*coarse, true, func(i, _ int) paint.Color { return rust.Pick(c.Rand) })
	row(square(0.043), 2*coarse, true, func(i, _ int) paint.Color { return umber.Pick(c.Rand) })
	gold, wine := paint.Hexes(0xd8a53a, 0xe6bb55, 0xc79230), paint.Hexes(0x7c2a22, 0x8a3328, 0x6f241e)
	for k, r := range []float64{pool + 0.026, pool + 0.010, pool - 0.006, pool - 0.022} {
		row(paint.Circle(0.5, 0.5, r)[0], 2*coarse*0.98, true, func(i, of int) paint.Color {
			if k == 0 || k == 3 {
				return umber.Pick(c.Rand)
			}
			if wave := math.Mod(float64(i)/float64(of)*28+0.25*float64(k), 1); wave < 0.5 {
				return gold.Pick(c.Rand)
			}
			return wine.Pick(c.Rand)
		})
	}
	for _, f := range fishes {
		eye := f.spine[8]
		d := f.spine[10].Sub(f.spine[6])
		nx := pt(d.Y, -d.X).Mul(0.30 * f.half(0.1) / d.Len()) // towards the back
		eye = eye.Add(nx)
		set(eye, hex(0x121218))
		for i := range 7 {
			set(eye.Polar(2*math.Pi*float64(i)/7, 0.0135), hex(0xfaf3e0))
		}
		row(f.outline(-fine), 2*fine, true, func(i, of int) paint.Color {
			p := evenly(f.outline(-fine), 2*fine, true)[i]
			u, v, _, _ := f.at(p.X, p.Y)
			if u > 0.82 {
				return f.fin.Pick(c.Rand)
			}
			if v > 0 {
				return f.flank[0]
			}
			return f.back[0].Scale(0.8)
		})
		foam := paint.Hexes(0xd9ead8, 0xc4dfd2, 0xe9f2e2)
		row(f.outline(fine*1.15), 2*fine*1.15, true, func(i, _ int) paint.Color { return foam.Pick(c.Rand) })
	}
	fixed := len(pts)

	// The rest fills in, near enough even, and is settled into its places.
	near := paint.NewSites(append([]paint.Pt(nil), pts...), 1, 0.02)
	for _, p := range paint.Poisson(c.Rand, 1, 1, 1.72*fine, 1.76*coarse, func(x, y float64) float64 {
		if k, _, _, _ := which(x, y); k >= 0 {
			return 1.74 * fine
		}
		return 1.76 * coarse
	}) {
		size := coarse
		if k, _, _, _ := which(p.X, p.Y); k >= 0 {
			size = fine
		}
		if i, d, _, _ := near.Nearest(p.X, p.Y); (i < 0 || d > 1.55*size) && p.X > 0.05 && p.X < 0.95 && p.Y > 0.05 && p.Y < 0.95 {
			pts = append(pts, p)
		}
	}
	tiles := paint.NewTiles(pts, 1, fixed, field, func(x, y float64) float64 {
		if k, _, _, _ := which(x, y); k >= 0 {
			return fine
		}
		return coarse
	}, 7)

	blues := paint.Hexes(0x103a58, 0x185674, 0x297a92, 0x4f9ea6, 0x8ac0b6)
	stone := func(x, y float64) paint.Color {
		if k, u, v, _ := which(x, y); k >= 0 {
			f := fishes[k]
			switch {
			case u > 0.84: // the tail's rays
				return f.fin.At(0.5 + 0.5*math.Sin(v*8))
			case math.Abs(u-0.235+0.05*v*v) < 0.014: // the gill
				return f.back[0].Scale(0.8)
			case u < 0.235:
				return f.flank.At(0.4 - 0.4*v)
			case v < -0.30:
				return f.back.Pick(c.Rand)
			case v < 0.40:
				if math.Mod(u*15+0.35*math.Abs(v), 1) < 0.30 { // bars
					return f.back[1]
				}
				return f.flank.Pick(c.Rand)
			}
			return f.belly.Pick(c.Rand)
		}
		r, _ := ring(x, y)
		if r > pool+0.02 { // a flower in each corner
			dx, dy := 0.5-math.Abs(x-0.5)-0.112, 0.5-math.Abs(y-0.5)-0.112
			q := math.Hypot(dx, dy)
			petal := 0.050 * (0.66 + 0.34*math.Abs(math.Cos(2*math.Atan2(dy, dx))))
			switch {
			case q < 0.013:
				return hex(0xe9b444)
			case q < petal:
				return hex(0xb3402c).Mix(hex(0xd97a52), paint.Smooth(0.02, 0.05, q))
			case q < petal+0.012:
				return hex(0x4f6438)
			}
			return paint.Hexes(0xe9dcc0, 0xdccbaa, 0xf1e7d0, 0xd5c6a8).Pick(c.Rand)
		}
		_, d := part(x, y)
		return blues.At(0.38 + 0.4*n.FBM(x*4, y*4, 2) + 0.24*math.Sin(r*70+2*n.At(x*5, y*5)) + 0.34*paint.Smooth(0.045, 0, d))
	}
	for i := range tiles.Pts {
		if i >= fixed {
			cols = append(cols, stone(tiles.Pts[i].X, tiles.Pts[i].Y))
		}
		// Each has a colour of its own, lies at its own tilt, and catches the light or not.
		cols[i] = cols[i].Jitter(c.Rand, 0.03, 0.2, 0.09).Scale(0.95 + 0.12*c.Rand.Float64())
	}
	grout := hex(0x6b6257)
	px := c.Pixel()
	c.Shade(func(x, y float64) paint.Color {
		wx, wy := n.Warp(x, y, 60, 0.0009)
		k, in := tiles.At(wx, wy)
		g := grout.Scale(0.86 + 0.3*n.FBM(x*110, y*110, 2))
		if k < 0 {
			return g
		}
		w := paint.Smooth(0.0008-0.5*px, 0.0008+0.5*px+0.0003, in)
		q := tiles.Pts[k]
		tilt := (paint.Hash(k, 1, 6)-0.5)*(x-q.X) + (paint.Hash(k, 2, 6)-0.5)*(y-q.Y)
		lit := paint.Smooth(0.0030, 0.0010, in) * ((q.X - x) + (q.Y - y)) / 0.012
		col := cols[k].Scale(1 + 12*tilt + 0.20*lit + 0.10*n.FBM(x*130+float64(k), y*130, 2))
		return g.Mix(col, w)
	})
	c.Finish(paint.Finish{Grain: 0.03, Vignette: 0.10})
}

// evenly returns points a step apart along a line, the step adjusted so that they come out even.
func evenly(line []paint.Pt, step float64, closed bool) []paint.Pt {
	if closed {
		line = append(append([]paint.Pt{}, line...), line[0])
	}
	total := 0.0
	for i := 1; i < len(line); i++ {
		total += line[i].Sub(line[i-1]).Len()
	}
	count := max(2, int(math.Floor(total/step+0.5)))
	step = total / float64(count)
	var out []paint.Pt
	run, next := 0.0, step/2
	for i := 1; i < len(line) && len(out) < count; i++ {
		d := line[i].Sub(line[i-1])
		l := d.Len()
		for next <= run+l && len(out) < count {
			out = append(out, line[i-1].Add(d.Mul((next-run)/max(l, 1e-12))))
			next += step
		}
		run += l
	}
	return out
}
