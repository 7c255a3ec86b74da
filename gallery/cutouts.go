package gallery

import (
	"math"

	"docent/gallery/paint"
)

var cutouts = Work{
	ID: "garden-cut-with-scissors", Aspect: 1.05, seed: 141,
	Texts: label("Garden, Cut with Scissors",
		"Generated picture: collage of painted paper",
		"A few sheets of painted paper, cut without a drawing and pinned where they wanted to be. Notice the shapes between the leaves: they were cut too, only nobody kept the pieces. It is a garden the way one remembers it in February.",
		"Jardin aux ciseaux",
		"Image générée : collage de papiers peints",
		"Quelques feuilles de papier peint, découpées sans dessin et épinglées là où elles voulaient être. Regardez les formes entre les feuilles : elles ont été découpées aussi, mais personne n'a gardé les morceaux. C'est un jardin comme on s'en souvient en février."),
	draw: drawCutouts,
}

func drawCutouts(c *paint.Canvas) {
	const n = paint.Noise(14100)
	sheets := 0
	// paste lays one piece of gouached paper: its shadow, its streaks, its cut white edge.
	paste := func(p paint.Path, col paint.Color, dir float64) {
		sheets++
		k := n + paint.Noise(sheets*13)
		m := c.Mask(p, 0)
		sh := c.Soft(p.Move(0.0035, 0.005, 1, 0), 0.005)
		c.Lay(sh, paint.Multiply, func(x, y float64) float64 { return 0.34 }, func(x, y float64) paint.Color { return hex(0x2a2233) })
		s, cs := math.Sincos(dir)
		c.Lay(m, paint.Cover, nil, func(x, y float64) paint.Color {
			u, v := x*cs+y*s, -x*s+y*cs
			streak := k.FBM(u*5, v*75, 3)
			broad := k.FBM(u*3, v*9, 2)
			return col.Scale(1 + 0.10*streak + 0.07*broad)
		})
		edge := c.Mask(p.Move(0.0008, 0.0011, 1, 0), 0)
		c.Clip(m, func() { // a hair of light along the upper left cut
			for i := range edge.A {
				edge.A[i] = 1 - edge.A[i]
			}
			c.Lay(edge, paint.Light, func(x, y float64) float64 { return 0.28 }, func(x, y float64) paint.Color { return hex(0xffffff) })
		})
	}
	cut := func(p paint.Path) paint.Path { return p.Rough(n+paint.Noise(sheets), 17, 0.0035) }
	c.Fill(hex(0xf4eee0))
	// Ground: panels that do not quite meet.
	for _, r := range []struct {
		x0, y0, x1, y1 float64
		col            uint32
	}{
		{0.012, 0.012, 0.345, 0.50, 0x1f4fb0}, {0.350, 0.010, 0.705, 0.385, 0xf2b61f}, {0.712, 0.014, 1.038, 0.455, 0xe9879f},
		{0.010, 0.507, 0.342, 0.990, 0x2c8a5a}, {0.349, 0.392, 0.706, 0.992, 0xf3ead6}, {0.712, 0.462, 1.040, 0.992, 0xd8402a},
	} {
		paste(cut(paint.Rect(r.x0, r.y0, r.x1, r.y1)), hex(r.col), c.Uniform(-0.3, 0.3)+1.5*float64(c.Rand.IntN(2)))
	}
	// frond is a spine with lobes on both sides, like weed or an oak leaf: one closed line.
	frond := func(x, y, l, ang float64, lobes int, fat, bend float64) paint.Path {
		var left, right []paint.Pt
		at := func(t float64) (paint.Pt, float64) {
			d := ang + bend*(t-0.5)
			return pt(x, y).Polar(ang+bend*(t-1)*0.5, l*t), d
		}
		for i := range lobes {
			t := 0.10 + 0.78*float64(i)/float64(lobes-1)
			reach := fat * l * (0.55 + 0.45*math.Sin(math.Pi*(0.15+0.8*t))) * c.Uniform(0.85, 1.15)
			p, d := at(t)
			w := l * 0.36 / float64(lobes)
			for _, side := range []float64{-1, 1} {
				out := d + side*1.05
				in := p.Polar(d, -w*1.15).Polar(d+side*math.Pi/2, 0.032*l)
				pts := []paint.Pt{in, p.Polar(d, -w*0.75).Polar(out, reach*0.62), p.Polar(out, reach), p.Polar(d, w*0.85).Polar(out, reach*0.66), p.Polar(d, w*1.0).Polar(d+side*math.Pi/2, 0.030*l)}
				if side < 0 {
					left = append(left, pts...)
				} else {
					right = append(right, pts...)
				}
			}
		}
		tip, _ := at(1.06)
		foot, d := at(0)
		ring := []paint.Pt{foot.Polar(d+math.Pi/2, -0.02*l)}
		ring = append(ring, left...)
		ring = append(ring, tip)
		for i := len(right) - 1; i >= 0; i-- {
			ring = append(ring, right[i])
		}
		ring = append(ring, foot.Polar(d+math.Pi/2, 0.02*l))
		return paint.Blob(ring...)
	}
	paste(frond(0.175, 0.475, 0.40, -1.50, 5, 0.30, 0.25), hex(0xf6efe0), 1.2)
	paste(frond(0.530, 0.370, 0.31, -1.70, 4, 0.34, -0.3), hex(0x1b2a6b), 1.3)
	paste(frond(0.880, 0.440, 0.36, -1.45, 5, 0.30, 0.35), hex(0x1d7a55), 1.1)
	paste(frond(0.165, 0.955, 0.38, -1.62, 4, 0.36, -0.25), hex(0xf4c531), 1.3)
	paste(frond(0.895, 0.955, 0.42, -1.62, 6, 0.27, 0.3), hex(0xf6efe0), 1.2)
	// A dancer of sorts, or a vase, or a bird: blue on cream, in four pieces.
	blue := hex(0x1f52b8)
	paste(cut(paint.Blob(pt(0.478, 0.905), pt(0.448, 0.79), pt(0.475, 0.690), pt(0.520, 0.640), pt(0.585, 0.655), pt(0.612, 0.735), pt(0.590, 0.80), pt(0.632, 0.905), pt(0.610, 0.962), pt(0.505, 0.968))), blue, 0.4)
	paste(cut(paint.Blob(pt(0.520, 0.618), pt(0.430, 0.590), pt(0.385, 0.500), pt(0.400, 0.445), pt(0.428, 0.452), pt(0.432, 0.515), pt(0.490, 0.560), pt(0.560, 0.590), pt(0.552, 0.622))), blue, 0.9)
	paste(cut(paint.Blob(pt(0.566, 0.632), pt(0.640, 0.600), pt(0.672, 0.540), pt(0.655, 0.480), pt(0.680, 0.462), pt(0.703, 0.520), pt(0.690, 0.610), pt(0.625, 0.668), pt(0.578, 0.660))), blue, 2.2)
	paste(cut(paint.Blob(pt(0.540, 0.455), pt(0.585, 0.462), pt(0.600, 0.510), pt(0.572, 0.562), pt(0.528, 0.556), pt(0.508, 0.505))), blue, 0.3)
	// Fruits, a sun and birds over the joins.
	for k := range 9 { // the sun: petals round a disc
		ang := 2 * math.Pi * (float64(k) + 0.3) / 9
		o := pt(0.705, 0.135)
		paste(paint.Blob(o.Polar(ang-0.25, 0.052), o.Polar(ang-0.10, 0.098), o.Polar(ang+0.12, 0.102), o.Polar(ang+0.25, 0.055)), hex(0xe8552b), ang)
	}
	paste(cut(paint.Circle(0.705, 0.135, 0.050)), hex(0xfbf3df), 0.7)
	bird := func(x, y, k, ang float64, col uint32) {
		paste(paint.Blob(pt(-1.0, -0.1), pt(-0.55, -0.35), pt(-0.10, -0.18), pt(0.15, -0.75), pt(0.50, -0.95), pt(0.38, -0.35), pt(0.62, -0.12), pt(1.05, 0.05), pt(0.60, 0.12), pt(0.25, 0.22), pt(0.10, 0.75), pt(-0.25, 0.90), pt(-0.22, 0.25), pt(-0.60, 0.10)).Move(x, y, k, ang), hex(col), ang)
	}
	bird(0.345, 0.185, 0.082, -0.35, 0xf6efe0)
	bird(0.708, 0.760, 0.070, 0.45, 0x14161f)
	bird(0.345, 0.735, 0.066, 2.7, 0xe9879f)
	for _, f := range [][4]float64{{0.085, 0.56, 0.030, 0}, {0.262, 0.600, 0.024, 0}, {0.980, 0.520, 0.028, 1}, {0.770, 0.520, 0.022, 1}, {0.400, 0.055, 0.020, 2}, {0.640, 0.330, 0.024, 2}, {0.055, 0.060, 0.022, 3}, {0.302, 0.440, 0.020, 3}} {
		paste(cut(paint.Ellipse(f[0], f[1], f[2], f[2]*1.25, 0.4)), paint.Hexes(0xe8552b, 0xf4c531, 0xd8402a, 0xf4c531)[int(f[3])], f[0]*9)
	}
	c.Finish(paint.Finish{Paper: 0.022, Grain: 0.03, Vignette: 0.05})
}
