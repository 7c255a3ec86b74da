//go:build !js

package fakeserver

import (
	"fmt"
	"image"

	"docent/gallery/paint"
)

// Painted returns n works that a program paints: simple, and easy to tell apart.
func Painted(n int) []Work {
	var works []Work
	for i := range n {
		aspect := []float64{0.8, 1.3, 1, 0.7, 1.5}[i%5]
		w, h := paint.Size(aspect, 2400)
		works = append(works, Work{
			ID:          fmt.Sprintf("SK-%d", 100+i),
			Title:       map[string]string{"en": fmt.Sprintf("Study No. %d", i+1), "fr": fmt.Sprintf("Étude n° %d", i+1)},
			Artist:      map[string]string{"en": "A program", "fr": "Un programme"},
			Date:        map[string]string{"en": fmt.Sprintf("about %d", 1503+i), "fr": fmt.Sprintf("vers %d", 1503+i)},
			Medium:      map[string]string{"en": "Oil on canvas", "fr": "Huile sur toile"},
			Description: map[string]string{"en": fmt.Sprintf("Shapes & colours, <i>number %d</i>.", i+1), "fr": fmt.Sprintf("Formes et couleurs, <i>numéro %d</i>.", i+1)},
			Credit:      "Gift of the compiler",
			Number:      fmt.Sprintf("19.%d", 70+i),
			Room:        fmt.Sprint(1 + i/3),
			Licence:     "http://creativecommons.org/publicdomain/mark/1.0/",
			Free:        true,
			Views:       1,
			Width:       w, Height: h,
			Paint: func(longest int) image.Image { return draw(aspect, longest, uint64(i)) },
		})
	}
	return works
}

// draw paints shapes on a mottled ground. It is the same picture at any size.
func draw(aspect float64, longest int, seed uint64) image.Image {
	c := paint.New(aspect, longest, seed+1)
	n := paint.Noise(seed*131 + 7)
	colour := func() paint.Color {
		return paint.Hex(uint32(c.Rand.IntN(1 << 24)))
	}
	upper, lower := colour(), colour()
	c.Shade(func(x, y float64) paint.Color {
		return upper.Mix(lower, y).Scale(0.75 + 0.5*n.FBM(x*9, y*9, 3))
	})
	for range 26 {
		x, y, size, angle := c.Uniform(0, aspect), c.Uniform(0, 1), c.Uniform(0.03, 0.16), c.Uniform(0, 3)
		path := paint.Ellipse(x, y, size, size*c.Uniform(0.3, 1), angle)
		if c.Uniform(0, 1) < 0.6 {
			p := paint.P(x, y)
			path = paint.Poly(p.Polar(angle, size), p.Polar(angle+1.3, size*0.8), p.Polar(angle+2.9, size), p.Polar(angle+4.4, size*0.6))
		}
		c.Flat(path, colour())
	}
	return c.Image()
}
