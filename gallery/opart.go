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
			// A sphere seen from above magnifies its middle; a hollow shrinks it.
			e := math.Asin(d) / (math.Pi / 2)
			if l.k > 0 {
				e = d * paint.Lerp(0.36, 1, d*d)
			} else {
				e = math.Sin(d * math.Pi / 2)
				e = paint.Lerp(e, d, 0.1)
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
	c.Shade(func(x, y float64) paint.Color {
		// Sixteen looks per pixel: squares get smaller than pixels at the rims.
		var sum paint.Color
		for k := range 16 {
			sx := x + (float64(k%4)-1.5)/4*px
			sy := y + (float64(k/4)-1.5)/4*px
			u, v := bend(sx, sy)
			iu, iv := math.Floor(u*squares), math.Floor(v*squares)
			col := ivory
			if int(iu+iv)&1 == 0 {
				col = ink
				// On the hills the dark squares turn to colour, warm on one, cold on the other, by rings of squares.
				for i, l := range lenses {
					cu, cv := (iu+0.5)/squares-l.x, (iv+0.5)/squares-l.y
					d := math.Hypot(cu, cv) / l.r
					if i == 2 {
						continue
					}
					hue := warm
					if i == 1 {
						hue = cold
					}
					if math.Hypot(sx-l.x, sy-l.y) < l.r {
						col = col.Mix(hue, paint.Smooth(0.95, 0.30, d))
					}
				}
			}
			sum = sum.Add(col, 1.0/16)
		}
		return sum.Scale(1 + 0.02*n.FBM(x*30, y*30, 3))
	})
	c.Finish(paint.Finish{Weave: 0.02, Grain: 0.025, Vignette: 0.03})
}
