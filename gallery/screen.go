package gallery

import (
	"math"

	"docent/gallery/paint"
)

var screen = Work{
	ID: "irises-on-gold", Aspect: 1.95, seed: 201,
	Texts: label("Irises on Gold",
		"Generated picture: mineral blue and green on squares of gold leaf, a folding screen of six panels",
		"There is no water here, no bank and no sky: only gold, and irises that rise and fall across it like a tune with one silent bar. Each square of leaf was laid by hand, or would have been. Walk past slowly: the flowers keep time.",
		"Iris sur fond d'or",
		"Image générée : bleu et vert minéraux sur feuilles d'or, paravent à six panneaux",
		"Ni eau, ni rive, ni ciel : seulement de l'or, et des iris qui montent et descendent comme une mélodie avec une mesure de silence. Chaque carré de feuille a été posé à la main, ou l'aurait été. Passez lentement devant : les fleurs battent la mesure."),
	draw: drawScreen,
}

func drawScreen(c *paint.Canvas) {
	const n = paint.Noise(20100)
	a := c.Aspect
	const leaf = 0.128
	c.Shade(func(x, y float64) paint.Color {
		wx, wy := n.Warp(x, y, 6, 0.006)
		i, j := math.Floor(wx/leaf), math.Floor(wy/leaf)
		u, v := wx/leaf-i, wy/leaf-j
		tone := 0.50 + 0.28*(paint.Hash(int(i), int(j), 7)-0.5) + 0.30*n.FBM(x*3, y*3, 4) + 0.12*n.FBM(x*40, y*40, 3)
		col := paint.Hexes(0xa87422, 0xd09c34, 0xe6bd54, 0xf6dc8c).At(tone)
		// Where two leaves overlap the gold is double, and deeper; where they fall short the red clay shows.
		seam := min(u, v)*leaf + 0.004*n.FBM(x*14, y*14, 2)
		col = col.Mix(hex(0xb07c22), 0.38*paint.Smooth(0.0060, 0.0050, seam))
		worn := paint.Smooth(0.42, 0.62, n.FBM(x*9, y*9, 4)+0.18*paint.Smooth(0.010, 0, seam))
		return col.Mix(hex(0x8a4a2c), 0.6*worn)
	})
	// Clumps along a line that sinks, rests, and rises again.
	type clump struct {
		x, foot, k float64
		flowers    int
	}
	clumps := []clump{
		{0.045, 1.03, 0.92, 3}, {0.115, 0.99, 1.02, 4}, {0.190, 1.02, 0.95, 4}, {0.262, 1.04, 0.80, 3}, {0.335, 1.06, 0.62, 2},
		{0.600, 0.97, 0.60, 2}, {0.660, 0.93, 0.74, 3}, {0.730, 0.89, 0.86, 4}, {0.805, 0.87, 0.90, 4}, {0.880, 0.84, 0.84, 3}, {0.955, 0.82, 0.78, 3},
	}
	for _, k := range clumps {
		x := k.x * a
		var heads []paint.Pt
		for range k.flowers {
			heads = append(heads, pt(x+c.Uniform(-0.085, 0.085)*k.k, k.foot-k.k*c.Uniform(0.40, 0.66)))
		}
		blades(c, n, x, k.foot, k.k, 0.5, 13)
		for _, h := range heads {
			foot := pt(x+0.3*(h.X-x), k.foot)
			c.Stroke(paint.Spline(foot, pt(paint.Lerp(foot.X, h.X, 0.4), paint.Lerp(foot.Y, h.Y, 0.5)), h.Add(pt(0, 0.02*k.k))), paint.Brush{Width: 0.011 * k.k}, hex(0x3f6f4a))
		}
		blades(c, n, x, k.foot, k.k*0.8, 0, 9)
		for i, h := range heads {
			iris(c, n, h, k.k*c.Uniform(0.078, 0.100), c.Uniform(-0.25, 0.25), i%3 == 2)
		}
		for range 2 { // buds, furled
			b := pt(x+c.Uniform(-0.10, 0.10)*k.k, k.foot-k.k*c.Uniform(0.55, 0.74))
			c.Stroke(paint.Spline(pt(x+0.4*(b.X-x), k.foot-0.2*k.k), pt(paint.Lerp(x, b.X, 0.8), b.Y+0.15*k.k), b), paint.Brush{Width: 0.008 * k.k}, hex(0x4f7f55))
			ang := -math.Pi/2 + c.Uniform(-0.2, 0.2)
			bud := paint.Ribbon([]paint.Pt{b.Polar(ang, -0.02*k.k), b.Polar(ang, 0.02*k.k), b.Polar(ang+0.1, 0.05*k.k), b.Polar(ang+0.15, 0.085*k.k)}, func(t float64) float64 { return 0.015 * k.k * math.Sin(math.Pi*paint.Clamp(0.12+0.85*t, 0, 1)) })
			c.Paint(bud, func(px, py float64) paint.Color {
				return hex(0x2b4aa6).Mix(hex(0x4f7f55), paint.Smooth(b.Y-0.02*k.k, b.Y+0.02*k.k, py)).Scale(1 + 0.15*n.FBM(px*90, py*40, 2))
			})
		}
	}
	// Six panels: the gold turns a little to and from the light.
	w := a / 6
	c.Each(func(x, y float64, was paint.Color) paint.Color {
		i := math.Floor(x / w)
		u := x/w - i
		tone := 1.0
		if int(i)%2 == 0 {
			tone = 1.035 - 0.085*u
		} else {
			tone = 0.93 + 0.095*u
		}
		d := min(u, 1-u) * w
		tone *= 1 - 0.38*paint.Smooth(0.0032, 0.0004, d)
		return was.Scale(tone)
	})
	c.Finish(paint.Finish{Relief: 0.5, Grain: 0.04, Paper: 0.02, Vignette: 0.10})
}

// blades fans a clump's leaves: sword-shaped, some bent, each with its lit half.
func blades(c *paint.Canvas, n paint.Noise, x, foot, k, lean float64, count int) {
	greens := paint.Hexes(0x2f6a4c, 0x3f7f58, 0x5b9566, 0x2a5a50, 0x6fa070)
	for i := range count {
		u := (float64(i)+0.5)/float64(count)*2 - 1
		u += c.Uniform(-0.15, 0.15)
		h := k * c.Uniform(0.38, 0.66) * (1 - 0.25*u*u)
		bend := u*0.16*k + c.Uniform(-0.02, 0.02)
		base := pt(x+u*0.065*k, foot-0.035*k*(1-u*u)*c.Uniform(-0.6, 1)+0.02*k*math.Abs(u))
		tip := pt(base.X+bend, foot-h)
		mid := pt(base.X+bend*0.28, foot-h*0.55)
		line := paint.Spline(base, mid, tip)
		if c.Rand.Float64() < 0.22 { // a bent one: it breaks and hangs
			side := math.Copysign(1, u)
			line = paint.Spline(base, mid, pt(base.X+bend*0.8, foot-h*0.86), pt(base.X+bend+0.05*k*side, foot-h*0.84), pt(base.X+bend+0.085*k*side, foot-h*0.70))
		}
		col := greens.Pick(c.Rand)
		width := 0.013 * k * c.Uniform(0.8, 1.2)
		shape := paint.Ribbon(line, func(t float64) float64 {
			return width * math.Sqrt(max(0, 1-t*t*t)) * (0.75 + 0.5*t*(1-t)*2) * paint.Smooth(-0.02, 0.10, t)
		})
		c.Paint(shape, func(px, py float64) paint.Color {
			t := (foot - py) / h
			col := col.Mix(hex(0x9fb87a), 0.30*paint.Smooth(0.5, 1, t)).Mix(hex(0x24483c), 0.45*paint.Smooth(0.35, 0, t))
			return col.Scale(1 + 0.10*n.FBM(px*70, py*25, 3))
		})
		var rib []paint.Pt
		for _, p := range line {
			rib = append(rib, p.Add(pt(width*0.28, 0)))
		}
		c.Stroke(rib, paint.Brush{Width: width * 0.35, Taper: 0.3, Alpha: 0.5}, hex(0x1f443a))
	}
}

// iris is three falls and three standards, flat mineral blue, deeper towards the throat.
func iris(c *paint.Canvas, n paint.Noise, at paint.Pt, k, turn float64, pale bool) {
	deep, mid, edge := hex(0x1a2c78), hex(0x2b4aa6), hex(0x6f8cd0)
	if pale {
		deep, mid, edge = hex(0x4a5fb0), hex(0x8fa2d8), hex(0xe4e6ee)
	}
	petal := func(tone float64, pts ...float64) {
		var q []paint.Pt
		s, cs := math.Sincos(turn)
		for i := 0; i < len(pts); i += 2 {
			x, y := pts[i]*k, pts[i+1]*k
			q = append(q, pt(at.X+x*cs-y*s, at.Y+x*s+y*cs))
		}
		p := paint.Blob(q...).Rough(n, 50/k*0.06, k*0.02)
		c.Lay(c.Mask(p, 0), paint.Cover, nil, func(x, y float64) paint.Color {
			d := math.Hypot(x-at.X, y-at.Y) / k
			ang := math.Atan2(y-at.Y, x-at.X)
			col := deep.Mix(mid, paint.Smooth(0.1, 0.75, d)).Mix(edge, paint.Smooth(0.75, 1.25, d)*0.75)
			col = col.Scale(tone + 0.10*n.FBM(ang*9, d*2, 2) + 0.12*n.FBM(x*160, y*160, 2))
			return col
		})
		ring := append(append([]paint.Pt{}, p[0]...), p[0][0])
		c.Stroke(ring, paint.Brush{Width: k * 0.028, Alpha: 0.5}, deep.Scale(0.7))
	}
	petal(0.85, -0.05, 0.05, -0.55, -0.30, -0.62, -0.80, -0.35, -1.02, -0.10, -0.72, 0.02, -0.2) // back standards
	petal(0.85, 0.05, 0.05, 0.55, -0.30, 0.62, -0.80, 0.36, -1.04, 0.10, -0.72, -0.02, -0.2)
	petal(0.92, -0.10, -0.02, -0.60, -0.16, -1.10, 0.05, -1.22, 0.50, -0.92, 0.72, -0.58, 0.50, -0.28, 0.22) // falls
	petal(0.92, 0.10, -0.02, 0.60, -0.16, 1.08, 0.02, 1.24, 0.46, 0.95, 0.72, 0.58, 0.50, 0.28, 0.22)
	petal(1.10, 0, 0.10, -0.34, -0.35, -0.32, -0.85, 0.02, -1.18, 0.34, -0.85, 0.33, -0.35)
	petal(1.05, 0, -0.05, -0.34, 0.15, -0.48, 0.62, -0.22, 1.05, 0.12, 1.10, 0.42, 0.72, 0.33, 0.18)
	for _, b := range [][4]float64{{0, 0.10, 0, 0.52}, {-0.25, 0.08, -0.70, 0.22}, {0.25, 0.08, 0.70, 0.20}} {
		s, cs := math.Sincos(turn)
		to := func(x, y float64) paint.Pt { return pt(at.X+k*(x*cs-y*s), at.Y+k*(x*s+y*cs)) }
		c.Stroke([]paint.Pt{to(b[0], b[1]), to(b[2], b[3])}, paint.Brush{Width: k * 0.11, Taper: 0.5, Body: 0.8}, hex(0xf2d48a))
	}
}
