package gallery

import (
	"math"

	"docent/gallery/paint"
)

var interior = Work{
	ID: "four-in-the-afternoon", Aspect: 0.84, seed: 161,
	Texts: label("Four in the Afternoon",
		"Generated picture: a room in quiet greys, fine strokes over a soft underpainting",
		"The room has nothing to tell but the time. The window's light has crossed the floor and started up the wall; in half an hour it will reach the door that stands ajar. Somebody has left a letter on the chair, and the dust in the beam is in no hurry.",
		"Quatre heures de l'après-midi",
		"Image générée : une chambre aux gris calmes, touches fines sur fond fondu",
		"La chambre n'a rien à raconter, sinon l'heure. La lumière de la fenêtre a traversé le plancher et commence à gravir le mur ; dans une demi-heure elle atteindra la porte entrouverte. Quelqu'un a laissé une lettre sur la chaise, et la poussière dans le rayon n'est pas pressée."),
	draw: drawInterior,
}

func drawInterior(c *paint.Canvas) {
	const n = paint.Noise(16100)
	a := c.Aspect
	s := c.Study(900)
	// The room: left wall with the window in steep perspective, back wall, floor. Vanishing point on the right.
	van := pt(0.60*a, 0.50)
	corner := 0.235 * a // where the left wall meets the back wall
	floor := 0.735
	leftFloor := func(x float64) float64 { return paint.Lerp(floor, floor+0.20, (corner-x)/corner) }
	wall := func(x, y float64) paint.Color {
		t := 0.50 - 0.20*(x-corner)/a + 0.28*paint.Gauss(x-0.42*a, 0.22)*paint.Bump(y, 0.5, 0.6) + 0.10*n.FBM(x*2.5, y*2.5, 4) - 0.12*paint.Smooth(0.3, 0, y)
		return paint.Hexes(0x4c5454, 0x6f7774, 0x949a93, 0xb8b8aa).At(t)
	}
	s.Shade(func(x, y float64) paint.Color {
		if x < corner && y < leftFloor(x) { // the window's wall, against the light
			t := 0.34 + 0.12*n.FBM(x*3, y*3, 3) - 0.18*(corner-x)/corner
			return paint.Hexes(0x2f3638, 0x4d5552, 0x747a74).At(t + 0.1*paint.Gauss(x-corner, 0.03))
		}
		if y < floor {
			return wall(x, y)
		}
		// Boards that run to the vanishing point.
		u := (x - van.X) / (y - van.Y + 0.001)
		k := math.Floor(u * 6.5)
		f := u*6.5 - k
		tone := 0.42 + 0.20*(paint.Hash(int(k), 1, 3)-0.5) + 0.25*n.FBM(u*30, (y-van.Y)*5, 3)
		tone -= 0.25 * paint.Smooth(0.06, 0, min(f, 1-f))
		tone += 0.25 * paint.Smooth(0.78, 1, y) * 0.3
		return paint.Hexes(0x3a2d26, 0x5d483a, 0x856a54, 0xa98b6d).At(tone)
	})
	skirting(s, corner, floor)
	door(s, n, floor)
	panes := windowLeft(s, corner)
	// Sunlight through the panes: four quadrilaterals on the floor, four bent up the wall.
	sunlight := hex(0xffe6a8)
	beam := func(p paint.Path, alpha float64) {
		c2 := s.Soft(p, 0.0045)
		s.Lay(c2, paint.Light, func(x, y float64) float64 { return alpha * (0.92 + 0.2*n.FBM(x*9, y*9, 2)) }, func(x, y float64) paint.Color { return sunlight.Mix(hex(0xffc878), 0.4) })
	}
	for i := range 2 {
		for j := range 3 {
			// Parallelograms: columns i, rows j, leaning to the right as they come towards us.
			x0 := (0.395+0.125*float64(i))*a - 0.004
			y0 := 0.430 + 0.125*float64(j)
			lean := 0.065
			w, h := 0.112*a, 0.110
			q := func(u, v float64) paint.Pt {
				p := pt(x0+u*w+lean*(float64(j)+v)*0.55, y0+v*h+0.030*u)
				if p.Y > floor { // on the floor it runs out flat, towards us
					d := p.Y - floor
					p = pt(p.X+d*0.95, floor+d*1.10)
				}
				return p
			}
			var ring []paint.Pt
			for k := range 8 {
				ring = append(ring, q(0, float64(k)/8))
			}
			for k := range 8 {
				ring = append(ring, q(float64(k)/8, 1))
			}
			for k := range 8 {
				ring = append(ring, q(1, 1-float64(k)/8))
			}
			for k := range 8 {
				ring = append(ring, q(1-float64(k)/8, 0))
			}
			beam(paint.Path{ring}, 0.62)
		}
	}
	// The shaft itself, barely there.
	s.Glaze(paint.Poly(panes[0], panes[1], pt(0.68*a, 0.47), pt(0.78*a, 0.86), pt(0.42*a, 0.80), panes[2]), 0.04, paint.Light, 0.075, hex(0xffecc0))
	chair(s, n, pt(0.690*a, 0.935))

	flow := s.Tangents(0.012, func(x, y float64) float64 {
		if y > floor {
			return math.Atan2(y-van.Y, x-van.X)
		}
		return 1.2 + 0.9*n.At(x*4, y*4)
	})
	c.Shade(s.At)
	p := paint.Pass{Brush: paint.Brush{Width: 0.020, Vary: 0.05, Dry: 0.15, Body: 0.35, Soft: 0.35, Alpha: 0.8}, Spacing: 0.013, Length: 0.045, Steps: 4,
		Field: flow, Color: s.At, Light: 0.014, Chroma: 0.3, Hue: 0.2, Angle: 0.3, Stop: 0.10}
	c.Go(p)
	p.Brush.Width, p.Spacing, p.Length, p.Stop, p.Angle = 0.0085, 0.0072, 0.026, 0.07, 0.15
	c.Go(p)
	p.Brush.Width, p.Spacing, p.Length, p.Stop, p.Angle, p.Light = 0.0036, 0.0045, 0.016, 0.05, 0.08, 0.01
	p.Brush.Alpha = 0.95
	p.Keep = func(x, y float64) float64 { // edges, once more and finely
		d := s.At(x+0.004, y).Luma() - s.At(x-0.004, y).Luma()
		e := s.At(x, y+0.004).Luma() - s.At(x, y-0.004).Luma()
		return paint.Smooth(0.02, 0.08, math.Abs(d)+math.Abs(e))
	}
	c.Go(p)
	c.Each(func(x, y float64, was paint.Color) paint.Color { // and the thinnest drawn wet over it
		d := s.At(x+0.003, y).Luma() - s.At(x-0.003, y).Luma()
		e := s.At(x, y+0.003).Luma() - s.At(x, y-0.003).Luma()
		return was.Mix(s.At(x, y), 0.65*paint.Smooth(0.03, 0.14, math.Abs(d)+math.Abs(e)))
	})
	for range 90 { // dust
		q := pt(c.Uniform(0.28, 0.66)*a, c.Uniform(0.30, 0.72))
		c.Dot(q, c.Uniform(0.0006, 0.0013), paint.Brush{Alpha: c.Uniform(0.2, 0.6)}, hex(0xfff0c8))
	}
	c.Finish(paint.Finish{Relief: 0.5, Weave: 0.028, Vignette: 0.22, Varnish: hex(0xfffaee)})
}

func skirting(s *paint.Canvas, corner, floor float64) {
	a := s.Aspect
	s.Paint(paint.Rect(corner, floor-0.040, a+0.1, floor), func(x, y float64) paint.Color {
		return paint.Hexes(0xa9aaa0, 0x7f827c, 0x5b5e5a).At((y - floor + 0.040) / 0.040)
	})
	s.Flat(paint.Rect(corner, floor-0.003, a+0.1, floor+0.002), hex(0x2e2825))
	s.Flat(paint.Poly(pt(corner, floor-0.040), pt(corner, floor), pt(-0.01, floor+0.205), pt(-0.01, floor+0.150)), hex(0x555a56))
	s.Glaze(paint.Rect(corner-0.002, -0.1, corner+0.004, floor), 0.008, paint.Multiply, 0.5, hex(0x3a4040))
}

// windowLeft puts a tall window of six panes into the left wall, and returns three corners for the beam.
func windowLeft(s *paint.Canvas, corner float64) [3]paint.Pt {
	// Perspective by hand: x in 0..1 along the wall (0 near us, 1 at the corner), y from top to bottom.
	q := func(u, v float64) paint.Pt {
		x := paint.Lerp(0.035*s.Aspect, corner*0.80, u)
		top := paint.Lerp(0.045, 0.155, u)
		bottom := paint.Lerp(0.700, 0.615, u)
		return pt(x, paint.Lerp(top, bottom, v))
	}
	quad := func(u0, v0, u1, v1 float64) paint.Path {
		return paint.Poly(q(u0, v0), q(u1, v0), q(u1, v1), q(u0, v1))
	}
	s.Glaze(quad(-0.05, -0.03, 1.1, 1.03), 0.05, paint.Light, 0.30, hex(0xfff0d0))
	s.Flat(quad(-0.16, -0.045, 1.16, 1.035), hex(0x8f928a))
	s.Flat(quad(-0.16, -0.045, -0.08, 1.035), hex(0x5a5f5c))
	s.Paint(quad(-0.05, -0.012, 1.06, 1.0), func(x, y float64) paint.Color {
		return paint.Hexes(0xf3f4ea, 0xfdf6dc, 0xfbe8b8, 0xcfd6b4).At(y / 0.68)
	})
	// Bars.
	bar := hex(0x6b6f69)
	s.Flat(quad(0.46, -0.012, 0.55, 1.0), bar)
	for _, v := range []float64{0.315, 0.645} {
		s.Flat(quad(-0.05, v, 1.06, v+0.022), bar)
	}
	s.Flat(paint.Poly(q(-0.2, 1.025), q(1.18, 1.020), q(1.26, 1.055), q(-0.22, 1.07)), hex(0xc9c6b4))
	// A curtain, thin, drawn to the near side.
	s.Lay(s.Soft(paint.Blob(pt(-0.02, -0.02), pt(0.055, -0.02), pt(0.062, 0.30), pt(0.045, 0.56), pt(0.070, 0.80), pt(-0.02, 0.84)), 0.004), paint.Cover, func(x, y float64) float64 { return 0.88 }, func(x, y float64) paint.Color {
		return paint.Hexes(0x6b6f68, 0xb0aea0, 0xdedac8).At(0.5 + 0.5*math.Sin(x*230+3*math.Sin(y*5)))
	})
	return [3]paint.Pt{q(1, 0), q(0, 0.0), q(0, 1)}
}

// door stands ajar at the right of the back wall, with a darker room behind it.
func door(s *paint.Canvas, n paint.Noise, floor float64) {
	a := s.Aspect
	x0, x1, top := 0.735*a, 0.945*a, 0.165
	s.Flat(paint.Rect(x0-0.022, top-0.024, x1+0.022, floor), hex(0xa5a79d))
	s.Flat(paint.Rect(x0-0.022, top-0.024, x0-0.014, floor), hex(0xc2c2b6))
	s.Flat(paint.Rect(x0-0.004, top-0.006, x1+0.004, floor), hex(0x4a4d4a))
	s.Paint(paint.Rect(x0, top, x1, floor), func(x, y float64) paint.Color { // the room behind
		return paint.Hexes(0x1c1e20, 0x2a2c2d, 0x453f38).At(0.35 + 0.5*(y-top) + 0.6*paint.Smooth(x0+0.08, x0, x)*0.3)
	})
	// The leaf, opened away from us, foreshortened.
	leaf := func(u, v float64) paint.Pt {
		x := paint.Lerp(x1, x0+0.052, u)
		return pt(x, paint.Lerp(top+0.018*u, floor-0.026*u, v))
	}
	quad := func(u0, v0, u1, v1 float64) paint.Path {
		return paint.Poly(leaf(u0, v0), leaf(u1, v0), leaf(u1, v1), leaf(u0, v1))
	}
	s.Paint(quad(0, 0, 1, 1), func(x, y float64) paint.Color {
		return paint.Hexes(0xb0b2a7, 0x999c93, 0x7f837d).At((x1-x)/(x1-x0) + 0.12*n.FBM(x*8, y*5, 3))
	})
	for _, v := range [][2]float64{{0.06, 0.30}, {0.36, 0.60}, {0.66, 0.93}} {
		s.Flat(quad(0.16, v[0], 0.84, v[1]), hex(0x6d716c))
		s.Paint(quad(0.19, v[0]+0.012, 0.84, v[1]), func(x, y float64) paint.Color { return hex(0xa9aca2).Mix(hex(0x868a83), (x1-x)/(x1-x0)) })
	}
	k := leaf(0.90, 0.53)
	s.Flat(paint.Ellipse(k.X, k.Y, 0.006, 0.009, 0), hex(0x8a6a34))
	s.Flat(paint.Ellipse(k.X-0.0015, k.Y-0.003, 0.002, 0.003, 0), hex(0xf0d890))
}

// chair stands half in the sun, with a letter on its seat.
func chair(s *paint.Canvas, n paint.Noise, foot paint.Pt) {
	k := 0.37
	at := func(x, y float64) paint.Pt { return pt(foot.X+k*x, foot.Y+k*y) }
	dark, mid, lit := hex(0x2c1c14), hex(0x5b3822), hex(0xb5794a)
	bar := func(w float64, pts ...paint.Pt) {
		l := paint.Spline(pts...)
		s.Stroke(l, paint.Brush{Width: w * k}, dark.Mix(mid, 0.6))
		var left []paint.Pt
		for _, p := range l {
			left = append(left, p.Add(pt(-w*k*0.26, -w*k*0.08)))
		}
		s.Stroke(left, paint.Brush{Width: w * k * 0.35, Soft: 0.5, Alpha: 0.85}, lit)
	}
	// Its shadow falls away from the window, over the boards.
	s.Glaze(paint.Blob(at(-0.20, 0.0), at(0.05, -0.06), at(0.62, -0.02), at(0.86, 0.06), at(0.60, 0.10), at(0.15, 0.09)), 0.012, paint.Multiply, 0.62, hex(0x4a3f45))
	bar(0.045, at(0.20, -1.15), at(0.205, -0.6), at(0.245, -0.10)) // back legs and posts
	bar(0.045, at(-0.14, -1.19), at(-0.135, -0.6), at(-0.12, -0.13))
	for i, y := range []float64{-1.10, -0.93, -0.77} { // ladder
		y2 := y + 0.035
		s.Flat(paint.Blob(at(-0.13, y), at(0.03, y-0.035), at(0.20, y2), at(0.20, y2+0.065), at(0.03, y+0.04), at(-0.13, y+0.07)), mid.Mix(lit, 0.25-0.08*float64(i)))
	}
	bar(0.028, at(-0.20, -0.20), at(0.16, -0.16))
	bar(0.028, at(-0.12, -0.26), at(0.24, -0.22))
	s.Flat(paint.Poly(at(-0.16, -0.56), at(0.23, -0.545), at(0.20, -0.435), at(-0.245, -0.455)), dark)
	s.Paint(paint.Poly(at(-0.16, -0.575), at(0.23, -0.56), at(0.20, -0.455), at(-0.245, -0.475)), func(x, y float64) paint.Color { // rush seat
		u := (x - foot.X) / k
		return paint.Hexes(0x8f6f3c, 0xc9a25a, 0xe6c884).At(0.7 - 0.9*u + 0.22*math.Sin(u*70+(y-foot.Y)/k*40) + 0.2*n.At(x*60, y*60))
	})
	bar(0.047, at(-0.225, -0.46), at(-0.230, -0.2), at(-0.215, 0.02))
	bar(0.047, at(0.18, -0.44), at(0.185, -0.2), at(0.205, 0.045))
	bar(0.028, at(-0.225, -0.16), at(0.19, -0.13))
	s.Glaze(paint.Poly(at(-0.08, -0.525), at(0.09, -0.545), at(0.13, -0.495), at(-0.05, -0.470)), 0.004, paint.Multiply, 0.6, hex(0x5a4030))
	s.Flat(paint.Poly(at(-0.09, -0.540), at(0.075, -0.560), at(0.115, -0.510), at(-0.06, -0.485)), hex(0xfdf6e2))
	s.Flat(paint.Poly(at(-0.09, -0.540), at(0.075, -0.560), at(0.01, -0.520)), hex(0xe2d8c0))
	s.Flat(paint.Circle(at(0.012, -0.522).X, at(0.012, -0.522).Y, 0.006), hex(0xb03a2a))
}
