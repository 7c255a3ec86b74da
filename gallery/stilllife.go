package gallery

import (
	"math"

	"docent/gallery/paint"
)

var quinces = Work{
	ID: "quinces-and-a-blue-jug", Aspect: 1.22, seed: 61,
	Texts: label("Quinces and a Blue Jug",
		"Generated picture: strokes that follow the form",
		"Each brush stroke runs around the fruit it paints, the way a thumb would. The jug is cold and the quinces are warm, and where they stand close each borrows a little from the other: look for the yellow in the glaze. A knife leans over the edge, as if someone had only just been called away.",
		"Coings et pichet bleu",
		"Image générée : touches qui épousent la forme",
		"Chaque touche tourne autour du fruit qu'elle peint, comme le ferait un pouce. Le pichet est froid, les coings sont chauds, et là où ils se touchent presque, chacun emprunte un peu à l'autre : cherchez le jaune dans l'émail. Un couteau dépasse du bord, comme si l'on venait d'appeler quelqu'un."),
	draw: drawQuinces,
}

func drawQuinces(c *paint.Canvas) {
	const n = paint.Noise(6100)
	a := c.Aspect
	lamp := paint.LightFrom{X: -0.75, Y: -0.7, Z: 0.75}
	s := c.Study(700)
	table := 0.60 // back edge of the cloth
	front := func(x float64) float64 { return 0.865 + 0.012*math.Sin(x*7+1) }
	s.Shade(func(x, y float64) paint.Color {
		if y < table {
			// A wall with the lamp's light dying along it.
			t := 0.62 - 0.45*x/a + 0.22*n.FBM(x*2.2, y*2.2, 4) + 0.15*paint.Bump(y, 0.45, 0.4)
			return paint.Hexes(0x2b2420, 0x4b3c30, 0x70614a, 0x93866a).At(t)
		}
		fold := n.FBM(x*2.6+y*2.2, y*1.6-x*0.8, 3)
		crease := paint.Smooth(0.80, 0.97, (n+3).Ridge(x*1.7+y*1.9, y*2.4-x*0.9, 1))
		t := 0.74 + 0.35*fold - 0.13*x/a
		if y > front(x) { // the cloth hangs over the edge
			t = 0.40 + 0.30*math.Sin(x*21+2.5*n.At(x*3, 1)) - 0.5*(y-front(x)) + 0.1*fold
		} else {
			t += 0.12*paint.Gauss(y-front(x), 0.02) - 0.10*crease
		}
		return paint.Hexes(0x5d6377, 0x8d93a3, 0xbfc0c2, 0xe6e0d2, 0xf7f1de).At(t)
	})
	shadow := func(x, y, rx, ry float64) {
		s.Glaze(paint.Ellipse(x+rx*0.55, y, rx*1.35, ry, 0.05), 0.014, paint.Multiply, 0.72, hex(0x5a5468))
		s.Glaze(paint.Ellipse(x+rx*0.1, y, rx*0.8, ry*0.5, 0), 0.006, paint.Multiply, 0.7, hex(0x4a3d4a))
	}
	drape(s, n, table)
	jug(s, lamp, n, shadow)

	// A pewter plate, an ellipse seen from a little above.
	px, py := 0.70*a, 0.755
	s.Glaze(paint.Ellipse(px+0.035, py+0.022, 0.285, 0.078, 0), 0.015, paint.Multiply, 0.75, hex(0x5c5a6c))
	s.Paint(paint.Ellipse(px, py, 0.262, 0.068, 0), func(x, y float64) paint.Color {
		return paint.Hexes(0x3a4a55, 0x6f8a94, 0xa9c4c4, 0xe4ece4).At(0.62 + 1.1*(px-x) - 2.5*(py-y) + 0.1*n.FBM(x*9, y*20, 2))
	})
	s.Paint(paint.Ellipse(px, py-0.004, 0.205, 0.046, 0), func(x, y float64) paint.Color {
		return paint.Hexes(0x2c3a44, 0x55707c, 0x8faeb0).At(0.45 - 0.8*(px-x) + 2*(py-y))
	})
	quince := func(x, y, r, lean float64, ramp paint.Ramp) {
		shadow(x, y+r*0.86, r, r*0.26)
		body := func(t float64) float64 {
			return r * math.Sqrt(max(0, 1-math.Pow(math.Abs(2*t-1), 2.3))) * (1.06 - 0.16*t)
		}
		foot := pt(x, y+r*0.95).Polar(lean, 0)
		s.Lathe(foot, -math.Pi/2+lean, r*2.02, body, lamp, func(x2, y2, tone, gloss float64) paint.Color {
			blush := n.FBM(x2*9+x*40, y2*9, 3)
			col := ramp.At(tone + 0.07*blush)
			return col.Mix(hex(0xfdf4cf), 0.75*gloss)
		})
		top := foot.Polar(-math.Pi/2+lean, r*1.98)
		s.Glaze(paint.Ellipse(top.X, top.Y+r*0.05, r*0.22, r*0.09, lean), r*0.06, paint.Multiply, 0.75, hex(0x6a5220))
		s.Stroke(paint.Spline(top.Add(pt(0, r*0.08)), top.Add(pt(0.01, -r*0.12)), top.Add(pt(0.028, -r*0.26))), paint.Brush{Width: 0.010}, hex(0x3d2c1b))
	}
	gold := paint.Hexes(0x4d3216, 0x8a5f17, 0xc99420, 0xe9bf3a, 0xf8e07c)
	green := paint.Hexes(0x373916, 0x6b6a1c, 0xa7a130, 0xd3c650, 0xefe68d)
	red := paint.Hexes(0x3a1013, 0x7c1f1a, 0xb83a22, 0xdd6a33, 0xf4b173)
	quince(0.60*a, 0.655, 0.088, -0.12, gold)
	quince(0.805*a, 0.665, 0.082, 0.22, red)
	quince(0.69*a, 0.585, 0.080, 0.08, green)
	quince(0.70*a, 0.715, 0.090, 0.03, gold)
	quince(0.435*a, 0.775, 0.078, -0.35, gold)
	halved(s, lamp, 0.545*a, 0.86)
	knife(s)

	// The picture itself: broad, then close.
	flow := s.Tangents(0.02, func(x, y float64) float64 {
		if y < table {
			return -0.9 + 0.4*n.At(x*3, y*3)
		}
		return 0.35 + 0.5*n.At(x*2, y*3)
	})
	c.Shade(func(x, y float64) paint.Color { return s.At(x, y).Mix(hex(0x7a5a3a), 0.45) })
	p := paint.Pass{Brush: paint.Brush{Width: 0.036, Vary: 0.13, Dry: 0.12, Body: 0.6, Soft: 0.2}, Spacing: 0.024, Length: 0.085, Steps: 5,
		Field: flow, Color: s.At, Light: 0.03, Chroma: 0.22, Hue: 0.16, Angle: 0.2, Stop: 0.4}
	c.Go(p)
	p.Brush.Width, p.Spacing, p.Length, p.Stop, p.Light = 0.017, 0.0125, 0.055, 0.24, 0.025
	p.Keep = func(x, y float64) float64 { return 0.30 + 0.7*paint.Smooth(0.40, 0.56, y) }
	c.Go(p)
	p.Brush.Width, p.Spacing, p.Length, p.Stop, p.Light = 0.008, 0.0085, 0.032, 0.15, 0.02
	p.Brush.Alpha = 0.95
	p.Keep = func(x, y float64) float64 { // only where something happens
		d := s.At(x+0.006, y).Luma() - s.At(x-0.006, y).Luma()
		e := s.At(x, y+0.006).Luma() - s.At(x, y-0.006).Luma()
		return paint.Smooth(0.03, 0.12, math.Abs(d)+math.Abs(e))
	}
	c.Go(p)
	p.Brush.Width, p.Spacing, p.Length, p.Stop = 0.0042, 0.0052, 0.020, 0.10
	c.Go(p)
	c.Finish(paint.Finish{Relief: 0.85, Weave: 0.02, Vignette: 0.2, Varnish: hex(0xfffaf0)})
}

// drape hangs from the upper right, dark red, and its end lies on the table behind the fruit.
func drape(s *paint.Canvas, n paint.Noise, table float64) {
	a := s.Aspect
	p := paint.Path{append(paint.Spline(pt(0.60*a, -0.03), pt(0.645*a, 0.13), pt(0.72*a, 0.27), pt(0.775*a, 0.42), pt(0.79*a, 0.53), pt(0.765*a, 0.605)), append(paint.Spline(pt(0.765*a, 0.605), pt(0.82*a, 0.640), pt(0.90*a, 0.622), pt(1.03*a, 0.668)), pt(1.05*a, -0.03))...)}
	s.Glaze(p.Move(-0.012, 0.012, 1, 0), 0.02, paint.Multiply, 0.6, hex(0x2a1d18))
	s.Lay(s.Soft(p, 0.002), paint.Cover, nil, func(x, y float64) paint.Color {
		// Folds fan out from a nail beyond the upper right corner.
		ang := math.Atan2(y+0.12, 1.16*a-x)
		d := math.Hypot(y+0.12, 1.16*a-x)
		f := math.Sin(ang*19+1.6*n.At(d*3, ang*3)) + 0.5*math.Sin(ang*41+d*5)
		t := 0.46 + 0.26*f - 0.25*paint.Smooth(0.75*a, 1.05*a, x) + 0.12*n.FBM(x*7, y*7, 3)
		if y > table { // it turns the edge and lies down
			t += 0.16
		}
		return paint.Hexes(0x1d080a, 0x4f1114, 0x8c2420, 0xb8442f).At(t)
	})
}

// jug is turned, glazed blue, with a handle on the left and a dark mouth.
func jug(s *paint.Canvas, lamp paint.LightFrom, n paint.Noise, shadow func(x, y, rx, ry float64)) {
	x, foot, tall := 0.265*s.Aspect, 0.765, 0.475
	shadow(x+0.02, foot-0.004, 0.115, 0.036)
	blue := paint.Hexes(0x0f1a35, 0x1b3767, 0x2c5a97, 0x5d8fc0, 0xa9cbe0)
	radius := func(t float64) float64 {
		belly := 0.128 * math.Pow(math.Sin(math.Pi*paint.Clamp(0.17+0.78*t, 0, 1)), 0.8)
		neck := 0.060 + 0.026*paint.Smooth(0.86, 1, t)
		return paint.Lerp(belly, neck, paint.Smooth(0.62, 0.84, t))
	}
	// The handle first: it leaves from behind.
	handle := paint.Spline(pt(x-0.050, foot-tall*0.90), pt(x-0.135, foot-tall*0.92), pt(x-0.168, foot-tall*0.74), pt(x-0.130, foot-tall*0.56), pt(x-0.108, foot-tall*0.50))
	s.Stroke(handle, paint.Brush{Width: 0.034}, hex(0x1c3c6e))
	s.Stroke(handle[:len(handle)*3/4], paint.Brush{Width: 0.013, Soft: 0.6}, hex(0x6f9fca))
	s.Lathe(pt(x, foot), -math.Pi/2, tall, radius, lamp, func(px, py, tone, gloss float64) paint.Color {
		col := blue.At(tone*1.02 + 0.05*n.FBM(px*14, py*14, 3))
		// Two white bands, thrown on the wheel, and the yellow of the fruit in the shadow side.
		t := (foot - py) / tall
		bend := 0.006 * math.Cos((px-x)*12)
		for _, b := range []float64{0.615, 0.645, 0.23} {
			col = col.Mix(paint.Hexes(0x5c6a80, 0xdfe4e0).At(tone*1.2), 0.85*paint.Smooth(0.009, 0.005, math.Abs(t+bend-b)))
		}
		col = col.Mix(hex(0xc79a35), 0.45*paint.Smooth(x+0.05, x+0.125, px)*paint.Bump(t, 0.25, 0.3))
		return col.Mix(hex(0xf4fbff), 0.9*gloss)
	})
	s.Flat(paint.Ellipse(x, foot-tall, 0.087, 0.020, 0), hex(0x86add0))
	s.Flat(paint.Ellipse(x, foot-tall+0.003, 0.076, 0.015, 0), hex(0x0d1526))
	// The lip's spout towards the right.
	s.Paint(paint.Blob(pt(x+0.050, foot-tall-0.013), pt(x+0.090, foot-tall-0.017), pt(x+0.122, foot-tall-0.018), pt(x+0.106, foot-tall+0.012), pt(x+0.080, foot-tall+0.050), pt(x+0.068, foot-tall+0.020)), func(px, py float64) paint.Color {
		return hex(0x6f9fca).Mix(hex(0x1f4577), paint.Smooth(foot-tall-0.012, foot-tall+0.03, py))
	})
	s.Flat(paint.Ellipse(x+0.076, foot-tall-0.003, 0.026, 0.008, -0.1), hex(0x14203a))
	// A window, small, in the glaze.
	s.Flat(paint.Poly(pt(x-0.070, foot-0.262), pt(x-0.048, foot-0.268), pt(x-0.050, foot-0.213), pt(x-0.072, foot-0.209)), hex(0xe8f2f6))
}

// halved is the cut quince in front, its flesh to the light.
func halved(s *paint.Canvas, lamp paint.LightFrom, x, y float64) {
	s.Glaze(paint.Ellipse(x+0.03, y+0.022, 0.095, 0.024, 0), 0.012, paint.Multiply, 0.75, hex(0x55506a))
	s.Ball(x+0.012, y-0.010, 0.076, 0.058, lamp, func(_, _, t, g float64) paint.Color {
		return paint.Hexes(0x5a3a14, 0xb98a22, 0xe8c94e).At(t)
	})
	face := paint.Ellipse(x-0.010, y-0.012, 0.062, 0.050, 0.5)
	s.Paint(face, func(px, py float64) paint.Color {
		d := math.Hypot(px-x+0.010, (py-y+0.012)*1.2)
		return paint.Hexes(0xf3e2a4, 0xfbf1c9, 0xf6e6a8, 0xdfba55).At(d / 0.062)
	})
	s.Glaze(paint.Ellipse(x-0.012, y-0.010, 0.020, 0.013, 0.5), 0.004, paint.Multiply, 0.5, hex(0xc79a55))
	for _, q := range []paint.Pt{pt(-0.019, -0.012), pt(-0.006, -0.006), pt(-0.013, -0.001)} {
		s.Flat(paint.Ellipse(x+q.X, y+q.Y, 0.006, 0.003, 0.6), hex(0x4a2614))
	}
}

// knife lies across the edge of the table.
func knife(s *paint.Canvas) {
	a, b := pt(0.135*s.Aspect, 0.945), pt(0.315*s.Aspect, 0.825)
	ang := math.Atan2(b.Y-a.Y, b.X-a.X)
	s.Glaze(paint.Ribbon([]paint.Pt{a.Add(pt(0.02, 0.022)), b.Add(pt(0.012, 0.014))}, func(float64) float64 { return 0.012 }), 0.009, paint.Multiply, 0.6, hex(0x5d5a70))
	mid := a.Add(b.Sub(a).Mul(0.45))
	s.Paint(paint.Ribbon([]paint.Pt{mid, mid.Add(b.Sub(mid).Mul(0.7)), b}, func(t float64) float64 { return 0.0135 * (1 - 0.9*t*t) }), func(x, y float64) paint.Color {
		v := -(x-a.X)*math.Sin(ang) + (y-a.Y)*math.Cos(ang)
		return paint.Hexes(0xe9eef0, 0xb7bec4, 0x6e7680).At(0.5 + v/0.02)
	})
	s.Paint(paint.Ribbon([]paint.Pt{a, mid}, func(float64) float64 { return 0.0155 }), func(x, y float64) paint.Color {
		v := -(x-a.X)*math.Sin(ang) + (y-a.Y)*math.Cos(ang)
		return paint.Hexes(0x8a5a3a, 0x4a2a1c, 0x24140f).At(0.5 + v/0.03)
	})
}
