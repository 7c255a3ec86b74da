package gallery

import (
	"math"

	"docent/gallery/paint"
)

var opart = Work{
	ID: "the-sheet-breathes", Aspect: 1.0, seed: 151,
	Texts: label("The Sheet Breathes",
		"Generated picture: a chequerboard bent by arithmetic",
		"It is a flat chequerboard; your eye insists on two hills and a valley. Move your head slowly from side to side: the paper takes a breath. Not one grey was used to shade it, only squares that make room for each other.",
		"La feuille respire",
		"Image générée : un damier courbé par le calcul",
		"C'est un damier plat ; votre œil tient à y voir deux collines et un creux. Bougez lentement la tête de gauche à droite : le papier respire. Aucun gris pour l'ombrer, rien que des carrés qui se font de la place."),
	draw: drawOpArt,
}

func drawOpArt(c *paint.Canvas) {
	const n = paint.Noise(15100)
	type lens struct{ x, y, r, k float64 }
	lenses := []lens{{0.335, 0.375, 0.285, 1}, {0.735, 0.725, 0.205, 1}, {0.775, 0.235, 0.150, -1}}
	bend := func(x, y float64) (float64, float64) {
		for _, l := range lenses {
			dx, dy := x-l.x, y-l.y
			d := math.Hypot(dx, dy) / l.r
			if d >= 1 || d == 0 {
				continue
			}
			// A hill magnifies its middle; a hollow shrinks it. Both meet the plain at their rims.
			var e float64
			if l.k > 0 {
				e = d * paint.Lerp(0.36, 1, d*d)
			} else {
				e = d * (1 + 1.5*(1-d)*(1-d))
			}
			x, y = l.x+dx/d*e, l.y+dy/d*e
		}
		x += 0.014 * math.Sin(y*6.283*1.0+0.6)
		y += 0.014 * math.Sin(x*6.283*1.0+2.0)
		return x, y
	}
	const squares = 27
	px := c.Pixel()
	ivory, ink := hex(0xf3efe4), hex(0x15151a)
	warm, cold := hex(0xe0452a), hex(0x1f50a8)
	square := func(x, y float64) (iu, iv int, hill int) {
		u, v := bend(x, y)
		hill = -1
		for i, l := range lenses[:2] {
			if math.Hypot(x-l.x, y-l.y) < l.r {
				hill = i
			}
		}
		return int(math.Floor(u * squares)), int(math.Floor(v * squares)), hill
	}
	tone := func(iu, iv, hill int) paint.Color {
		if (iu+iv)&1 != 0 {
			return ivory
		}
		if hill < 0 {
			return ink
		}
		// On the hills the dark squares turn to colour, warm on one, cold on the other, by rings of squares.
		l := lenses[hill]
		d := math.Hypot((float64(iu)+0.5)/squares-l.x, (float64(iv)+0.5)/squares-l.y) / l.r
		return ink.Mix([]paint.Color{warm, cold}[hill], paint.Smooth(0.95, 0.30, d))
	}
	c.Shade(func(x, y float64) paint.Color {
		grain := 1 + 0.02*n.FBM(x*30, y*30, 3)
		iu, iv, hill := square(x, y)
		plain := true
		for k := range 4 {
			a, b, h := square(x+(float64(k%2)-0.5)*px, y+(float64(k/2)-0.5)*px)
			plain = plain && a == iu && b == iv && h == hill
		}
		if plain {
			return tone(iu, iv, hill).Scale(grain)
		}
		var sum paint.Color // an edge: sixteen looks
		for k := range 16 {
			sum = sum.Add(tone(square(x+(float64(k%4)-1.5)/4*px, y+(float64(k/4)-1.5)/4*px)), 1.0/16)
		}
		return sum.Scale(grain)
	})
	c.Finish(paint.Finish{Weave: 0.02, Grain: 0.025, Vignette: 0.03})
}
