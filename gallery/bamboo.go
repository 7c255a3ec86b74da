package gallery

import (
	"math"

	"docent/gallery/paint"
)

var bamboo = Work{
	ID: "bamboo-one-breath", Aspect: 0.50, seed: 111,
	Texts: label("Bamboo, One Breath",
		"Generated picture: ink strokes on toned paper",
		"Each joint of the stem is one pull of the brush, and each leaf is a press and a lift. Nothing can be corrected, so most of the sheet was left alone: the empty paper is mist, or distance, or patience. The small bird is there to give the silence something to listen to.",
		"Bambou, d'un souffle",
		"Image générée : traits d'encre sur papier teinté",
		"Chaque nœud de la tige est un seul tracé, chaque feuille une pression puis un envol. Rien ne se corrige, aussi la feuille est-elle restée presque vide : ce blanc est brume, ou distance, ou patience. Le petit oiseau est là pour que le silence ait quelqu'un à écouter."),
	draw: drawBamboo,
}

func drawBamboo(c *paint.Canvas) {
	const n = paint.Noise(11100)
	a := c.Aspect
	c.Shade(func(x, y float64) paint.Color {
		col := hex(0xf1e8d2).Mix(hex(0xe0d2b0), 0.42+0.5*n.FBM(x*2.5, y*2.5, 4))
		return col.Scale(1 - 0.03*paint.Smooth(0.55, 0.95, n.Ridge(x*40, y*6, 2)))
	})
	ink := hex(0x17191c)
	// Mist: a pale wash across, wet, with its drying edge.
	for k := range 3 {
		y := []float64{0.30, 0.62, 0.93}[k]
		m := c.Soft(paint.Ellipse(a*[]float64{0.75, 0.2, 0.6}[k], y, 0.30, 0.09, 0.1).Rough(n+paint.Noise(k), 5, 0.05), 0.05)
		c.Lay(m, paint.Multiply, func(x, y float64) float64 { return 0.16 + 0.1*n.FBM(x*7, y*7, 3) }, func(x, y float64) paint.Color { return hex(0x8f9694) })
	}
	stem := func(x0, y0, x1, y1, w, tone float64, joints int) []paint.Pt {
		bend := c.Uniform(-0.02, 0.02)
		line := paint.Spline(pt(x0, y0), pt(paint.Lerp(x0, x1, 0.35)+bend, paint.Lerp(y0, y1, 0.35)), pt(paint.Lerp(x0, x1, 0.7)+bend, paint.Lerp(y0, y1, 0.7)), pt(x1, y1))
		var nodes []paint.Pt
		at := func(t float64) paint.Pt { // between the line's points, evenly
			u := paint.Clamp(t, 0, 1) * float64(len(line)-1)
			i := min(int(u), len(line)-2)
			return line[i].Add(line[i+1].Sub(line[i]).Mul(u - float64(i)))
		}
		t := 0.0
		sum := 0.0
		span := func(k int) float64 { return 0.75 + 0.5*math.Sin(math.Pi*float64(k+1)/float64(joints+1)) }
		for k := range joints {
			sum += span(k)
		}
		for k := range joints {
			l := span(k) / sum
			p, q := at(t+0.004), at(t+l-0.004)
			ang := math.Atan2(q.Y-p.Y, q.X-p.X)
			nx := pt(-math.Sin(ang), math.Cos(ang))
			ww := w * (1 - 0.35*t)
			// One pull: flat brush, darker at one side, dry in the middle, swelling at both ends.
			wash := paint.Ribbon([]paint.Pt{p, p.Add(q.Sub(p).Mul(0.08)), p.Add(q.Sub(p).Mul(0.5)), p.Add(q.Sub(p).Mul(0.92)), q}, func(u float64) float64 {
				return ww / 2 * (0.93 + 0.16*math.Pow(2*u-1, 4))
			}).Rough(n+paint.Noise(k), 60, 0.0016)
			mid := p.Add(q).Mul(0.5)
			c.Lay(c.Soft(wash, 0.0014), paint.Multiply, func(x, y float64) float64 {
				v := ((x-mid.X)*nx.X + (y-mid.Y)*nx.Y) / ww * 2
				u := ((x-p.X)*math.Cos(ang) + (y-p.Y)*math.Sin(ang)) / q.Sub(p).Len()
				d := 0.42 + 0.42*v*v + 0.22*v
				d += 0.28*paint.Smooth(0.12, 0, u) + 0.18*paint.Smooth(0.90, 1, u)
				d += 0.20 * n.FBM(v*5+float64(k)*3, u*2.2, 3)
				return tone * d
			}, func(x, y float64) paint.Color { return ink })
			for range 10 { // dry hairs
				v := c.Uniform(-0.9, 0.9) * ww / 2
				s := c.Uniform(0.05, 0.4)
				e := c.Uniform(0.6, 0.97)
				c.Stroke([]paint.Pt{p.Add(q.Sub(p).Mul(s)).Add(nx.Mul(v)), p.Add(q.Sub(p).Mul(e)).Add(nx.Mul(v))}, paint.Brush{Width: 0.0022, Taper: 0.3, Alpha: 0.25 * tone}, hex(0xe6dcc2))
			}
			// The joint: a hooked line of thick ink.
			c.Stroke(paint.Spline(q.Add(nx.Mul(-ww*0.58)).Polar(ang, -0.004), q.Add(nx.Mul(-ww*0.2)).Polar(ang, 0.004), q.Add(nx.Mul(ww*0.3)).Polar(ang, 0.004), q.Add(nx.Mul(ww*0.60)).Polar(ang, -0.006)), paint.Brush{Width: 0.006 + ww*0.07, Taper: 0.3, Alpha: min(1, tone*1.15), Mode: paint.Multiply, Dry: 0.1}, ink)
			nodes = append(nodes, at(t+l))
			t += l
		}
		return nodes
	}
	leaf := func(p paint.Pt, ang, l, w, tone float64) {
		bend := c.Uniform(-0.22, 0.22)
		line := paint.Spline(p, p.Polar(ang, l*0.3), p.Polar(ang+bend*0.5, l*0.65), p.Polar(ang+bend, l))
		shape := paint.Ribbon(line, func(t float64) float64 {
			return w/2*math.Pow(math.Sin(math.Pi*math.Pow(paint.Clamp(t, 0, 1), 0.62)), 0.9)*(1-0.25*t) + 0.0003
		})
		c.Lay(c.Soft(shape.Rough(n, 90, 0.0007), 0.0008), paint.Multiply, func(x, y float64) float64 {
			u := ((x-p.X)*math.Cos(ang) + (y-p.Y)*math.Sin(ang)) / l
			v := -(x-p.X)*math.Sin(ang) + (y-p.Y)*math.Cos(ang)
			return tone * (1.02 - 0.25*u + 0.16*n.FBM(v*160, u*3, 2))
		}, func(x, y float64) paint.Color { return ink })
		c.Stroke(line[len(line)/2:], paint.Brush{Width: 0.0016, Taper: 0.5, Alpha: tone * 0.8, Mode: paint.Multiply}, ink)
	}
	spray := func(p paint.Pt, dir, k, tone float64, count int) {
		twig := paint.Spline(p, p.Polar(dir, 0.05*k), p.Polar(dir+0.25, 0.10*k))
		c.Stroke(twig, paint.Brush{Width: 0.004 * k, Taper: 0.3, Alpha: tone, Mode: paint.Multiply}, ink)
		tip := twig[len(twig)-1]
		for i := range count {
			u := float64(i)/float64(max(1, count-1)) - 0.5
			ang := paint.Lerp(dir, math.Pi/2, 0.62) + u*1.75 + c.Uniform(-0.12, 0.12)
			from := tip
			if i%2 == 1 {
				from = twig[len(twig)*2/3]
			}
			leaf(from, ang, k*c.Uniform(0.10, 0.165), k*c.Uniform(0.017, 0.026), tone*c.Uniform(0.85, 1.05))
		}
	}
	// Far stems first, in thin grey; then the near ones.
	far := stem(0.41, 1.03, 0.375, -0.03, 0.017, 0.20, 8)
	for i, p := range far[1:7] {
		spray(p, []float64{0.1, 2.9}[i%2], 0.9, 0.20, 4)
	}
	mid := stem(0.105, 1.03, 0.155, -0.03, 0.024, 0.42, 7)
	near := stem(0.215, 1.03, 0.260, -0.03, 0.044, 0.90, 6)
	for i, p := range mid[1:6] {
		if i != 2 {
			spray(p, []float64{2.8, 0.5, 3.0, 0.3, 2.7}[i], 0.95, 0.50, 4)
		}
	}
	spray(near[4].Add(pt(0.006, 0)), 0.15, 1.30, 0.95, 6)
	spray(near[3].Add(pt(-0.010, 0)), 2.95, 1.15, 0.92, 5)
	spray(near[4].Add(pt(-0.008, 0)), 2.75, 1.0, 0.85, 4)
	spray(near[2].Add(pt(0.012, 0)), 0.45, 1.05, 0.94, 5)
	twig := paint.Spline(near[1].Add(pt(0.012, 0)), near[1].Add(pt(0.07, -0.028)), near[1].Add(pt(0.135, -0.034)), near[1].Add(pt(0.205, -0.020)))
	c.Stroke(twig, paint.Brush{Width: 0.0065, Taper: 0.35, Alpha: 0.92, Mode: paint.Multiply, Dry: 0.1}, ink)
	leaf(twig[len(twig)-1], 0.9, 0.105, 0.020, 0.93)
	leaf(twig[len(twig)-1], 0.35, 0.09, 0.017, 0.85)
	leaf(twig[len(twig)-4], 1.45, 0.085, 0.018, 0.9)
	sparrow(c, n, near[1].Add(pt(0.128, -0.036)))
	// The seal: a square with a key pattern, no name.
	x, y, k := 0.060, 0.875, 0.034
	c.Lay(c.Mask(paint.Rect(x, y, x+k, y+k).Rough(n, 80, 0.0014), 0), paint.Cover, func(px, py float64) float64 {
		return 0.85 + 0.35*n.FBM(px*120, py*120, 2)
	}, func(px, py float64) paint.Color { return hex(0xb03024) })
	for _, q := range [][4]float64{{0.2, 0.25, 0.8, 0.25}, {0.5, 0.25, 0.5, 0.78}, {0.2, 0.5, 0.5, 0.5}, {0.5, 0.78, 0.82, 0.78}, {0.80, 0.45, 0.80, 0.78}} {
		c.Stroke([]paint.Pt{pt(x+k*q[0], y+k*q[1]), pt(x+k*q[2], y+k*q[3])}, paint.Brush{Width: k * 0.1}, hex(0xe9dfc6))
	}
	c.Finish(paint.Finish{Paper: 0.05, Grain: 0.03, Vignette: 0.10})
}

// sparrow sits on the twig: five touches of ink and a beak.
func sparrow(c *paint.Canvas, n paint.Noise, p paint.Pt) {
	k := 0.062
	at := func(x, y float64) paint.Pt { return pt(p.X+k*x, p.Y+k*y) }
	touch := func(tone float64, col paint.Color, pts ...paint.Pt) {
		c.Lay(c.Soft(paint.Blob(pts...).Rough(n, 120, 0.0010), 0.0016), paint.Multiply, func(x, y float64) float64 {
			return tone * (0.9 + 0.35*n.FBM(x*70, y*70, 3))
		}, func(x, y float64) paint.Color { return col })
	}
	ink := hex(0x1a1816)
	touch(0.30, hex(0x6b5a48), at(-0.42, -0.12), at(-0.30, -0.42), at(0.02, -0.62), at(0.34, -0.50), at(0.36, -0.15), at(0.12, 0.04), at(-0.22, 0.04))
	touch(0.86, hex(0x54402e), at(-0.62, 0.10), at(-0.44, -0.30), at(-0.12, -0.52), at(0.06, -0.46), at(-0.04, -0.20), at(-0.36, 0.02))
	touch(0.88, ink, at(-0.45, -0.06), at(-0.70, 0.20), at(-1.02, 0.46), at(-0.94, 0.50), at(-0.60, 0.26), at(-0.36, 0.05))
	touch(0.90, hex(0x6a452c), at(0.02, -0.62), at(0.10, -0.86), at(0.32, -0.93), at(0.50, -0.80), at(0.48, -0.68), at(0.26, -0.66))
	touch(0.34, hex(0x8a7a66), at(0.10, -0.64), at(0.30, -0.68), at(0.48, -0.66), at(0.42, -0.50), at(0.16, -0.50))
	touch(0.9, ink, at(0.30, -0.62), at(0.40, -0.63), at(0.40, -0.54), at(0.32, -0.53))
	c.Flat(paint.Poly(at(0.48, -0.76), at(0.64, -0.70), at(0.48, -0.65)), ink)
	c.Dot(at(0.37, -0.76), k*0.038, paint.Brush{}, ink)
	c.Dot(at(0.383, -0.775), k*0.012, paint.Brush{}, hex(0xefe6d2))
	for _, x := range []float64{-0.06, 0.08} {
		c.Stroke([]paint.Pt{at(x, 0), at(x+0.03, 0.12)}, paint.Brush{Width: k * 0.04}, ink)
	}
	for i := range 5 {
		u := float64(i) / 4
		c.Stroke([]paint.Pt{at(-0.52+0.34*u, -0.02-0.30*u), at(-0.36+0.36*u, -0.10-0.20*u)}, paint.Brush{Width: k * 0.03, Alpha: 0.8, Taper: 0.4}, ink)
	}
}
