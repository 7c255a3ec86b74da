package gallery

import (
	"math"

	"docent/gallery/paint"
)

var mosaic = Work{
	ID: "two-fish-one-pool", Aspect: 1.0, seed: 121,
	Texts: label("Two Fish, One Pool",
		"Generated picture: mosaic of some five thousand stones",
		"Run your eye along the rows of stones: they bend before they reach a fish, as water does. No two tiles have quite the same colour or lie quite level, so the floor shimmers. The fish have been about to meet for as long as the mosaic has been there.",
		"Deux poissons, un bassin",
		"Image générée : mosaïque de quelque cinq mille pierres",
		"Suivez les rangs de pierres : ils se courbent avant d'arriver au poisson, comme le fait l'eau. Pas deux tesselles de la même couleur, pas deux posées bien à plat, si bien que le sol miroite. Les poissons sont sur le point de se rencontrer depuis qu'il y a une mosaïque."),
	draw: drawMosaic,
}

// fish is drawn along a curved spine; v runs across (-1 back .. 1 belly), u from nose (0) to tail (1).
type fish struct {
	spine []paint.Pt
	wide  float64
	flip  float64
	tones [4]paint.Ramp // back, flank, belly, fins
}

func (f fish) half(u float64) float64 {
	body := math.Pow(math.Sin(math.Pi*paint.Clamp(0.06+u*1.02, 0, 1)), 0.75)
	tail := paint.Smooth(0.80, 1.0, u)
	return f.wide * (max(body*(1-0.55*u), 0.14) + 0.85*tail*tail)
}

// at finds the place of a point in the fish: ok is false outside.
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
	h := f.half(u)
	v = f.flip * side / h
	if u <= 0 || u >= 1 {
		d := math.Sqrt(best)
		return u, v, ang, d < 0.006
	}
	if u > 0.86 { // the tail is forked
		ok = math.Abs(v) < 1 && u < 0.93+0.07*math.Abs(v)
		return
	}
	return u, v, ang, math.Abs(v) < 1
}

func drawMosaic(c *paint.Canvas) {
	const n = paint.Noise(12100)
	arc := func(cx, cy, r, from, to float64) []paint.Pt {
		var l []paint.Pt
		for i := range 90 {
			t := float64(i) / 89
			ang := paint.Lerp(from, to, t)
			l = append(l, pt(cx, cy).Polar(ang, r*(1+0.05*math.Sin(t*7))))
		}
		return l
	}
	fishes := []fish{
		{arc(0.5, 0.5, 0.225, -2.45, 0.25), 0.098, 1, [4]paint.Ramp{paint.Hexes(0x7c1f18, 0xa8321f, 0xc64a24), paint.Hexes(0xd9702c, 0xe88a36, 0xf0a44a), paint.Hexes(0xf2d9a2, 0xf7e8c6, 0xe9c88a), paint.Hexes(0xb8431f, 0xe0a03c, 0x8a2a1c)}},
		{arc(0.5, 0.5, 0.225, 0.69, 3.39), 0.098, 1, [4]paint.Ramp{paint.Hexes(0x1b1d2a, 0x2c3142, 0x3a4256), paint.Hexes(0x66718a, 0x8791a2, 0xa9afb8), paint.Hexes(0xe9e6dc, 0xf6f3ea, 0xd4d3cf), paint.Hexes(0x2a3550, 0x77839a, 0x20263a)}},
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
	const pool = 0.432
	// toward the nearest spine, for water that parts around a fish
	part := func(x, y float64) (ang, d float64) {
		d = math.Inf(1)
		for _, f := range fishes {
			for i := 2; i < len(f.spine); i += 3 {
				p := f.spine[i]
				e := math.Hypot(p.X-x, p.Y-y) - f.half(float64(i)/float64(len(f.spine)-1))*0.9
				if e < d {
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
		if r > pool+0.032 { // corners: straight rows
			return 0
		}
		base := phi + math.Pi/2
		if r > pool-0.05 {
			return base
		}
		ang, d := part(x, y)
		if math.Cos(ang-base) < 0 {
			ang += math.Pi
		}
		w := paint.Smooth(0.10, 0.02, d)
		return base + w*math.Atan2(math.Sin(ang-base), math.Cos(ang-base))
	}
	size := func(x, y float64) float64 {
		if k, _, _, _ := which(x, y); k >= 0 {
			return 0.0062
		}
		return 0.0082
	}
	pts := paint.Poisson(c.Rand, 1, 1, 0.0110, 0.0152, func(x, y float64) float64 {
		return 1.83 * size(x, y)
	})
	tiles := paint.NewTiles(pts, 1, field, size, 7)

	blues := paint.Hexes(0x123f5c, 0x1c5f7c, 0x2f8197, 0x56a3a8, 0x93c4b8)
	stone := func(x, y float64) paint.Color {
		if k, u, v, _ := which(x, y); k >= 0 {
			f := fishes[k]
			eye := math.Hypot((u-0.105)*3.1, (v+0.28)*0.9*f.half(u)/f.wide)
			switch {
			case eye < 0.085:
				return hex(0x14141a)
			case eye < 0.18:
				return hex(0xf6efd8)
			case u > 0.245 && u < 0.275 && math.Abs(v) < 0.85: // the gill
				return f.tones[3][0]
			case u > 0.80:
				return f.tones[3].At(0.5 + 0.5*math.Sin(v*9))
			case math.Abs(v) > 0.86:
				return f.tones[3][0]
			case v < -0.25:
				return f.tones[0].Pick(c.Rand)
			case v < 0.42:
				if math.Mod(u*17+100+math.Abs(v), 1) < 0.32 && u > 0.28 { // bars
					return f.tones[0][1]
				}
				return f.tones[1].Pick(c.Rand)
			}
			return f.tones[2].Pick(c.Rand)
		}
		r, phi := ring(x, y)
		switch {
		case r > pool+0.032: // corners: cream with a sprig of leaf in each
			dx, dy := 0.5-math.Abs(x-0.5), 0.5-math.Abs(y-0.5)
			if min(dx, dy) < 0.018 {
				return hex(0x3a2a26)
			}
			if min(dx, dy) < 0.034 {
				return hex(0xb7553a)
			}
			q := math.Hypot(dx-0.085, dy-0.085)
			petal := 0.042 * (0.62 + 0.38*math.Abs(math.Cos(2*math.Atan2(dy-0.085, dx-0.085))))
			if q < 0.013 {
				return hex(0xe2a93c)
			}
			if q < petal {
				return hex(0xb3452f)
			}
			if q < petal+0.011 {
				return hex(0x5a6a3a)
			}
			return paint.Hexes(0xe9dcc0, 0xdccbaa, 0xf1e7d0, 0xd5c6a8).Pick(c.Rand)
		case r > pool+0.016:
			return hex(0x2b2024)
		case r > pool-0.020: // the wave border
			if math.Mod(phi/(2*math.Pi)*44+100+(r-pool)*16, 1) < 0.5 {
				return paint.Hexes(0xd8a53a, 0xe6bb55, 0xc79230).Pick(c.Rand)
			}
			return hex(0x7c2a22)
		case r > pool-0.036:
			return hex(0x2b2024)
		}
		_, d := part(x, y)
		t := 0.42 + 0.5*n.FBM(x*4, y*4, 2) + 0.22*math.Sin(r*85+2*n.At(x*5, y*5)) + 0.35*paint.Smooth(0.03, 0, d)
		return blues.At(t)
	}
	cols := make([]paint.Color, len(tiles.Pts))
	for i, p := range tiles.Pts {
		cols[i] = stone(p.X, p.Y).Jitter(c.Rand, 0.035, 0.22, 0.10)
		// Each lies at its own tilt and catches the light or not.
		cols[i] = cols[i].Scale(0.94 + 0.14*c.Rand.Float64())
		if c.Rand.Float64() < 0.012 {
			cols[i] = cols[i].Mix(hex(0xf4dc8a), 0.6)
		}
	}
	grout := hex(0x6b6257)
	px := c.Pixel()
	c.Shade(func(x, y float64) paint.Color {
		wx, wy := n.Warp(x, y, 60, 0.0011)
		k, in := tiles.At(wx, wy)
		g := grout.Scale(0.86 + 0.3*n.FBM(x*110, y*110, 2))
		if k < 0 {
			return g
		}
		w := paint.Smooth(0.0010-0.5*px, 0.0010+0.5*px+0.0003, in)
		q := tiles.Pts[k]
		tilt := 5.5*(paint.Hash(k, 1, 6)-0.5)*(x-q.X)/0.01 + 5.5*(paint.Hash(k, 2, 6)-0.5)*(y-q.Y)/0.01
		bevel := paint.Smooth(0.0034, 0.0012, in)
		lit := bevel * ((q.X - x) + (q.Y - y)) / 0.012
		col := cols[k].Scale(1 + 0.022*tilt + 0.20*lit + 0.10*n.FBM(x*130+float64(k), y*130, 2))
		return g.Mix(col, w)
	})
	c.Finish(paint.Finish{Grain: 0.03, Vignette: 0.12})
}
