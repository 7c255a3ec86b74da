package gallery

import (
	"math"

	"docent/gallery/paint"
)

var desert = Work{
	ID: "the-long-dune", Aspect: 1.72, seed: 181,
	Texts: label("The Long Dune",
		"Generated picture: soft pastel on rough paper",
		"One line does everything: it is the crest of a dune, and it divides the world into fire and violet. Follow it from the lower edge to where it thins out under the sky. Near its end five camels and four riders, each hardly larger than a crumb of the chalk that drew them, go on walking.",
		"La longue dune",
		"Image générée : pastel tendre sur papier rugueux",
		"Une seule ligne fait tout : c'est la crête d'une dune, et elle partage le monde en feu et en violet. Suivez-la du bord inférieur jusqu'à l'endroit où elle s'amincit sous le ciel. Vers sa fin, cinq chameaux et quatre cavaliers, chacun à peine plus gros qu'une miette de la craie qui les a tracés, continuent de marcher."),
	draw: drawDesert,
}

func drawDesert(c *paint.Canvas) {
	const n = paint.Noise(18100)
	a := c.Aspect
	horizon := 0.40
	// The crest: an S from the foot of the sheet to the horizon, given as x for each y.
	crest := func(y float64) float64 {
		t := (y - 0.335) / (1 - 0.335) // 0 at the summit, 1 at the lower edge
		return a * (0.615 - 0.10*math.Sin(t*3.6) + 0.42*t*t - 0.40*t + 0.010*math.Sin(t*17))
	}
	summit := pt(crest(0.335), 0.335)
	// The dune's outline left and right of the summit.
	outline := func(x float64) float64 {
		d := x - summit.X
		if d < 0 {
			return summit.Y + 0.20*math.Pow(paint.Smooth(0, -0.62*a, d), 0.8) + 0.055*paint.Smooth(0, -0.9, d)
		}
		return summit.Y + 0.23*math.Pow(paint.Clamp(d/(0.42*a), 0, 1), 0.85)
	}
	far := func(x float64, k int) float64 {
		return horizon + 0.018*float64(k) - 0.030*(0.5+0.5*math.Sin(x*(2.3+float64(k))+float64(k)*2.1)) - 0.008*math.Sin(x*7+float64(k))
	}
	study := func(x, y float64) paint.Color {
		if y > outline(x) {
			wind := 0.5 + 0.5*math.Sin((x*0.55+y*1.5+0.05*n.FBM(x*3, y*6, 2))*(190-95*y))
			near := paint.Smooth(0.42, 1, y)
			if x < crest(y) { // the sun's side
				d := (crest(y) - x) / a
				t := 0.78 - 0.85*d - 0.20*near + 0.22*n.FBM(x*2.2, y*4, 3) + 0.10*near*(wind-0.5)
				col := paint.Hexes(0xb0553a, 0xd97f42, 0xf0a95a, 0xfad08a).At(t)
				return col.Mix(hex(0xfff0c0), 0.55*paint.Gauss(d, 0.012))
			}
			d := (x - crest(y)) / a
			t := 0.22 + 1.05*d + 0.20*n.FBM(x*3, y*5, 3) + 0.06*near*(wind-0.5)
			col := paint.Hexes(0x43315e, 0x6b4672, 0x93586c, 0xc07a66).At(t)
			return col.Mix(hex(0x5a78b0), 0.28*paint.Smooth(0.2, 0, d)) // the sky looks into the shade
		}
		for k := 2; k >= 0; k-- {
			if y > far(x, k) {
				tone := paint.Hexes(0xd9b0a0, 0xd59a80, 0xc98263)[k]
				return tone.Mix(hex(0x8f6f98), 0.55*paint.Smooth(-0.2, 0.3, math.Cos(x*(2.3+float64(k))+float64(k)*2.1)))
			}
		}
		t := y/horizon + 0.05*n.FBM(x*2, y*7, 3)
		col := paint.Hexes(0x1f7f8c, 0x3f9c9c, 0x86bfae, 0xd9d9b4, 0xf6ddb0).At(t)
		return col.Mix(hex(0xfff2d0), 0.7*paint.Gauss(math.Hypot(x-0.16*a, (y-0.29)*1.2), 0.10))
	}
	s := c.Study(620)
	s.Shade(study)
	// Pastel: a toned paper, then chalk dragged over its tooth again and again.
	tooth := func(x, y float64) float64 { return 0.5 + 0.9*n.FBM(x*260, y*260, 2) + 0.35*n.At(x*75, y*75) }
	c.Shade(func(x, y float64) paint.Color { return hex(0x8a6656).Mix(s.At(x, y), 0.52) })
	field := func(x, y float64) float64 {
		if y > outline(x) {
			if x < crest(y) {
				return 0.42 - 0.5*paint.Smooth(0.3, 1, y) + 0.35*n.At(x*2, y*3)
			}
			return 0.95 - 0.4*paint.Smooth(0.4, 1, y) + 0.3*n.At(x*2, y*3)
		}
		return 0.06 + 0.22*n.At(x*2, y*5)
	}
	chalk := paint.Pass{Brush: paint.Brush{Width: 0.020, Vary: 0.10, Dry: 0.42, Alpha: 0.62, Soft: 0.5}, Spacing: 0.0155, Length: 0.11, Steps: 5, Field: field, Color: s.At, Light: 0.028, Chroma: 0.2, Hue: 0.12, Angle: 0.10, Stop: 0.16}
	c.Go(chalk)
	chalk.Brush.Width, chalk.Spacing, chalk.Length = 0.0075, 0.0088, 0.06
	c.Go(chalk)
	chalk.Brush.Width, chalk.Spacing, chalk.Length, chalk.Light, chalk.Hue = 0.0035, 0.012, 0.05, 0.06, 0.35
	chalk.Brush.Alpha = 0.8
	c.Go(chalk)
	// The crest again, by a sure hand, and the outline against the sky.
	var line []paint.Pt
	for i := 0; i <= 60; i++ {
		y := 0.335 + (1.02-0.335)*float64(i)/60
		line = append(line, pt(crest(y)-0.002, y))
	}
	for k := range 12 {
		i := k * 5
		c.Stroke(line[i:i+6], paint.Brush{Width: 0.0035 + 0.003*float64(k)/12, Dry: 0.25, Alpha: 0.8, Vary: 0.1}, hex(0xffe9b4))
	}
	caravan(c, outline, crest)
	c.Each(func(x, y float64, was paint.Color) paint.Color { // the paper's tooth bites back
		v := tooth(x, y)
		return was.Mix(hex(0x7d5c50), 0.34*paint.Smooth(0.30, -0.25, v)).Scale(1 + 0.05*(v-0.5))
	})
	c.Finish(paint.Finish{Grain: 0.06, Vignette: 0.05})
}

// caravan walks along the dune's left shoulder: riders, and their shadows many times as long.
func caravan(c *paint.Canvas, outline func(float64) float64, crest func(float64) float64) {
	ink := hex(0x3a2340)
	for i := range 5 {
		x := crest(0.335) - 0.165 - 0.052*float64(i) - 0.006*float64(i%2)
		y := outline(x) + 0.002
		k := 0.024 - 0.0015*float64(i)
		at := func(u, v float64) paint.Pt { return pt(x+k*u, y-k*v) }
		for _, l := range []float64{-0.34, -0.22, 0.22, 0.34} {
			c.Stroke([]paint.Pt{at(l, 0.62), at(l*1.1, -0.06)}, paint.Brush{Width: k * 0.085}, ink)
		}
		c.Flat(paint.Blob(at(-0.48, 0.60), at(-0.36, 0.86), at(-0.08, 1.12), at(0.16, 0.90), at(0.40, 0.88), at(0.44, 0.62), at(0, 0.52)), ink)
		c.Stroke(paint.Spline(at(0.40, 0.75), at(0.60, 0.72), at(0.68, 1.05), at(0.72, 1.22)), paint.Brush{Width: k * 0.12, Taper: 0.1}, ink)
		c.Stroke([]paint.Pt{at(0.68, 1.22), at(0.90, 1.16)}, paint.Brush{Width: k * 0.13}, ink)
		if i != 3 {
			c.Flat(paint.Blob(at(-0.14, 1.02), at(-0.12, 1.38), at(-0.02, 1.62), at(0.10, 1.36), at(0.10, 1.0)), []paint.Color{hex(0x2a4a8a), hex(0xf3ead8), hex(0xb5382a), ink, hex(0xf3ead8)}[i])
			c.Dot(at(-0.01, 1.66), k*0.11, paint.Brush{}, ink)
		}
		c.Stroke([]paint.Pt{at(0.0, -0.05), at(3.3, -1.15)}, paint.Brush{Width: k * 0.42, Taper: 0.35, Alpha: 0.5, Soft: 0.6}, hex(0x6a3f62))
	}
}
