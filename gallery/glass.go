package gallery

import (
	"math"

	"docent/gallery/paint"
)

var glass = Work{
	ID: "window-of-the-long-day", Aspect: 0.62, seed: 131,
	Texts: label("Window of the Long Day",
		"Generated picture: stained glass, leaded, lit from behind",
		"A tree stands between a river and the sun, and every piece of glass is a small decision about light. The lead that holds the panes apart is also what draws them. At sunset such a window throws its colours on the floor across the room, and people walk through them without noticing.",
		"Le vitrail du long jour",
		"Image générée : vitrail au plomb, éclairé par-derrière",
		"Un arbre se tient entre une rivière et le soleil, et chaque morceau de verre est une petite décision sur la lumière. Le plomb qui sépare les verres est aussi ce qui les dessine. Au couchant, une telle fenêtre jette ses couleurs sur le sol, et les gens les traversent sans s'en apercevoir."),
	draw: drawGlass,
}

func drawGlass(c *paint.Canvas) {
	const n = paint.Noise(13100)
	a := c.Aspect
	mx := a / 2
	// The opening: a pointed arch.
	arch := func(inset float64) paint.Path {
		w := 0.240 - inset
		const spring = 0.43
		var ring []paint.Pt
		ring = append(ring, pt(mx-w, 0.955-inset), pt(mx-w, spring))
		r := w * 2 * 0.90
		cx := mx - w + r
		top := math.Acos(paint.Clamp((cx-mx)/r, -1, 1))
		for i := 0; i <= 30; i++ {
			ring = append(ring, pt(cx, spring).Polar(math.Pi+top*float64(i)/30, r))
		}
		cx = mx + w - r
		for i := 30; i >= 0; i-- {
			ring = append(ring, pt(cx, spring).Polar(-top*float64(i)/30, r))
		}
		return paint.Path{append(ring, pt(mx+w, spring), pt(mx+w, 0.955-inset))}
	}
	c.Shade(func(x, y float64) paint.Color { // the wall, dark, of dressed stone
		row := math.Floor((y + 0.004*n.At(x*20, y*20)) / 0.088)
		u := x + 0.075*math.Mod(row, 2) + 0.03*paint.Hash(int(row), 3, 1)
		col := math.Floor(u / 0.15)
		tone := 0.8 + 0.35*paint.Hash(int(row), int(col), 12) + 0.35*n.FBM(x*22, y*22, 4)
		joint := min(math.Mod(y+0.004*n.At(x*20, y*20), 0.088), math.Mod(u, 0.15))
		tone *= 0.62 + 0.38*paint.Smooth(0.001, 0.006, joint)
		return hex(0x3a3436).Scale(tone)
	})
	sun := pt(mx+0.050, 0.300)
	river := func(y float64) float64 { // the river's middle, winding down
		return mx - 0.02 + 0.085*math.Sin((y-0.62)*13)*paint.Smooth(0.6, 0.75, y)
	}
	hill1 := func(x float64) float64 { return 0.595 - 0.055*math.Sin((x-0.05)*9) }
	hill2 := func(x float64) float64 { return 0.665 + 0.045*math.Sin((x+0.08)*11) }
	trunk := paint.Spline(pt(mx-0.135, 0.90), pt(mx-0.115, 0.78), pt(mx-0.125, 0.66), pt(mx-0.095, 0.56), pt(mx-0.105, 0.44), pt(mx-0.080, 0.33))
	limbs := [][]paint.Pt{
		trunk,
		paint.Spline(pt(mx-0.100, 0.53), pt(mx-0.03, 0.49), pt(mx+0.06, 0.475), pt(mx+0.13, 0.43)),
		paint.Spline(pt(mx-0.105, 0.49), pt(mx-0.150, 0.43), pt(mx-0.185, 0.415)),
		paint.Spline(pt(mx-0.098, 0.43), pt(mx-0.05, 0.38), pt(mx-0.03, 0.34)),
	}
	near := func(line []paint.Pt, x, y float64) (d, t float64) {
		d = 1
		for i, p := range line {
			if e := math.Hypot(p.X-x, p.Y-y); e < d {
				d, t = e, float64(i)/float64(len(line)-1)
			}
		}
		return
	}
	crown := func(x, y float64) float64 { // positive inside the leaves
		d := 0.0
		for _, b := range [][3]float64{{-0.10, 0.360, 0.105}, {-0.165, 0.425, 0.070}, {0.110, 0.440, 0.075}, {0.00, 0.400, 0.060}, {-0.075, 0.275, 0.075}} {
			d = max(d, b[2]-math.Hypot(x-mx-b[0], (y-b[1])*1.1))
		}
		return d
	}
	// What a place shows; each number is a kind of glass.
	const (
		sky = iota
		halo1
		halo2
		halo3
		disc
		leaf
		bark
		far
		meadow
		water
		flower
		border
	)
	inner := c.Mask(arch(0.034), 0)
	inside := func(x, y float64) bool {
		i, j := int(x*float64(c.H))-inner.X, int(y*float64(c.H))-inner.Y
		return i >= 0 && j >= 0 && i < inner.W && j < inner.H && inner.A[j*inner.W+i] > 0.5
	}
	blooms := []paint.Pt{pt(mx+0.155, 0.80), pt(mx+0.105, 0.875), pt(mx+0.17, 0.895), pt(mx-0.06, 0.885), pt(mx-0.175, 0.84)}
	kind := func(x, y float64) int {
		if !inside(x, y) {
			return border
		}
		for k, l := range limbs {
			d, t := near(l, x, y)
			if d < []float64{0.026, 0.012, 0.010, 0.010}[k]*(1-0.55*t) {
				return bark
			}
		}
		if crown(x, y) > 0 {
			return leaf
		}
		for _, b := range blooms {
			ang := math.Atan2(y-b.Y, x-b.X)
			if math.Hypot(x-b.X, y-b.Y) < 0.031*(0.86+0.14*math.Cos(5*ang)) {
				return flower
			}
		}
		if y > hill1(x) {
			if math.Abs(x-river(y)) < 0.052*math.Pow(paint.Clamp((y-0.618)/0.3, 0, 1), 0.7)+0.004 && y > 0.618 {
				return water
			}
			if y > hill2(x) {
				return meadow
			}
			return far
		}
		switch d := math.Hypot(x-sun.X, y-sun.Y); {
		case d < 0.058:
			return disc
		case d < 0.105:
			return halo1
		case d < 0.160:
			return halo2
		case d < 0.225:
			return halo3
		}
		return sky
	}
	// Panes: sites scattered to suit, rays around the sun, rungs along the border.
	pts := paint.Poisson(c.Rand, a, 1, 0.020, 0.055, func(x, y float64) float64 {
		switch kind(x, y) {
		case leaf:
			return 0.024
		case flower:
			return 0.02
		case bark:
			return 0.05
		}
		return 0.046
	})
	panes := paint.NewSites(pts, a, 0.045)
	id := func(x, y float64) (int, int) {
		k := kind(x, y)
		phi := math.Atan2(y-sun.Y, x-sun.X)
		switch k {
		case disc:
			return k, 1
		case halo1, halo2, halo3:
			spokes := []float64{12, 16, 20}[k-halo1]
			return k, 10 + int(math.Floor((phi+math.Pi)/(2*math.Pi)*spokes+0.5*float64(k)))
		case border:
			if y > 0.915 && math.Abs(x-mx) < 0.20 {
				return k, 500 + int(math.Floor((x-mx)/0.052+50))
			}
			side := 0
			if x > mx {
				side = 1000
			}
			return k, side + int(math.Floor(y/0.045))
		case flower:
			best, which := 1.0, 0
			for i, b := range blooms {
				if d := math.Hypot(x-b.X, y-b.Y); d < best {
					best, which = d, i
				}
			}
			if best < 0.009 {
				return k, 900 + which
			}
			b := blooms[which]
			return k, 100*which + int(math.Floor((math.Atan2(y-b.Y, x-b.X)+math.Pi)/(2*math.Pi)*5+0.5))%5
		case water:
			return k, 2000 + int(math.Floor((y+0.25*(x-mx))/0.042)) + 100*int(paint.Smooth(river(y), river(y)+1e-6, x))
		case sky: // rays go on through the blue, crossed by bands
			return k, 3000 + 100*int(math.Floor((phi+math.Pi)/(2*math.Pi)*20+0.5)) + int(math.Floor((math.Hypot(x-sun.X, y-sun.Y)+0.012*math.Sin(phi*9))/0.075))
		case far, meadow:
			wx, wy := n.Warp(x, y, 8, 0.012)
			i, _, _, _ := panes.Nearest(wx, wy*1.0)
			return k, i
		}
		i, _, _, _ := panes.Nearest(x, y)
		return k, i
	}
	colours := [...]paint.Ramp{
		sky:    paint.Hexes(0x10318a, 0x1c4fb8, 0x2f74d0, 0x1a3fa0),
		halo1:  paint.Hexes(0xf0b428, 0xe89a1c, 0xf4c848),
		halo2:  paint.Hexes(0xe0701a, 0xd45818, 0xe88a24),
		halo3:  paint.Hexes(0xb82444, 0xc8403a, 0x982458),
		disc:   paint.Hexes(0xf8e078, 0xf8e078),
		leaf:   paint.Hexes(0x1f8a3c, 0x5cb030, 0x0f6a4a, 0xa8c832, 0x2fa05a, 0xd8b428),
		bark:   paint.Hexes(0x6a3018, 0x8a4820, 0x542214),
		far:    paint.Hexes(0x2a8a8a, 0x3fa89a, 0x1f6f80, 0x5a90b8),
		meadow: paint.Hexes(0x3f8a2a, 0x76a82a, 0x2a6a34, 0x98b838),
		water:  paint.Hexes(0x6fc8e8, 0x3fa0d8, 0xa8e0ec, 0x5ab4dc),
		flower: paint.Hexes(0xe02848, 0xf04870, 0xf8d040, 0xc81838),
		border: paint.Hexes(0xa81828, 0x7a1080, 0xc83820, 0x4a1870),
	}
	// Ids on a grid of the canvas's own pixels; lead lies where neighbours differ.
	w, h := c.W, c.H
	ids := make([]int32, w*h)
	px := c.Pixel()
	for j := range h {
		for i := range w {
			x, y := (float64(i)+0.5)*px, (float64(j)+0.5)*px
			k, s := id(x, y)
			ids[j*w+i] = int32(k*100000 + s)
		}
	}
	lead := &paint.Mask{W: w, H: h, A: make([]float32, w*h)}
	for j := 0; j+1 < h; j++ {
		for i := 0; i+1 < w; i++ {
			v := ids[j*w+i]
			if v != ids[j*w+i+1] || v != ids[(j+1)*w+i] {
				lead.A[j*w+i] = 1
			}
		}
	}
	lead.Thicken(c, 0.0034)
	open := c.Mask(arch(0), 0)
	c.Lay(open, paint.Cover, nil, func(x, y float64) paint.Color {
		v := ids[min(h-1, int(y/px))*w+min(w-1, int(x/px))]
		k, s := int(v/100000), int(v%100000)
		ramp := colours[k]
		col := ramp[int(paint.Hash(s, k, 55)*float64(len(ramp)))%len(ramp)]
		if k == flower && s >= 900 {
			col = hex(0xffe060)
		}
		if k == border && y < 0.915 && s%2 == 0 {
			col = hex(0xe8c04a)
		}
		// Old glass: streaks, seeds, and more light near the sun.
		tone := 0.86 + 0.30*paint.Hash(s, k, 56) + 0.16*n.FBM(x*16+float64(s)*3, y*50, 3) + 0.10*n.FBM(x*60, y*60, 2)
		tone += 0.14 * paint.Gauss(math.Hypot(x-sun.X, y-sun.Y), 0.25)
		return col.Scale(tone).Add(hex(0xffe8c0), 0.09*paint.Gauss(math.Hypot(x-sun.X, y-sun.Y), 0.13))
	})
	c.Clip(open, func() {
		c.Lay(lead, paint.Cover, nil, func(x, y float64) paint.Color {
			return hex(0x14110f).Scale(0.9 + 0.9*paint.Smooth(0.1, 0.5, n.FBM(x*120, y*120, 2)))
		})
		for _, y := range []float64{0.43, 0.598, 0.766} { // iron bars
			c.Flat(paint.Rect(0, y-0.0028, a, y+0.0028), hex(0x0e0c0b))
		}
	})
	// The reveal of the arch, and the light that spills on the stone.
	for k, in := range []float64{-0.030, -0.014} {
		ring := paint.Path{arch(in)[0], reverse(arch(in + 0.017)[0])}
		tone := hex(0x6a5c58)
		if k == 1 {
			tone = hex(0x2a2426)
		}
		c.Lay(c.Mask(ring, 0), paint.Cover, nil, func(x, y float64) paint.Color {
			return tone.Scale(0.75 + 0.5*n.FBM(x*30, y*30, 4) + 0.35*(x-mx)/a)
		})
	}
	spill := c.Soft(arch(-0.05), 0.05)
	c.Clip(c.Not(c.Mask(arch(-0.005), 0)), func() {
		c.Lay(spill, paint.Light, func(x, y float64) float64 { return 0.26 }, func(x, y float64) paint.Color {
			return hex(0xd88a4a).Mix(hex(0x4a70c0), paint.Smooth(0.1, 0.5, math.Abs(y-sun.Y))).Mix(hex(0x6a9a4a), paint.Smooth(0.65, 0.95, y))
		})
	})
	c.Glaze(arch(0.02), 0.05, paint.Light, 0.07, hex(0xffe0b0))
	c.Finish(paint.Finish{Grain: 0.02, Vignette: 0.2})
}

// reverse turns a ring's direction, so that it cuts a hole.
func reverse(ring []paint.Pt) []paint.Pt {
	out := make([]paint.Pt, len(ring))
	for i, p := range ring {
		out[len(ring)-1-i] = p
	}
	return out
}
