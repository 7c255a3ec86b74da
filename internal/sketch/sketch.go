// Package sketch draws simple pictures for tests: each seed another, easy to tell apart, and the same everywhere.
package sketch

import (
	"image"
	"image/color"
	"math/rand/v2"
)

// Work returns a picture of w x h pixels: a few coloured boxes and discs on a ground of two colours.
func Work(seed uint64, w, h int) *image.RGBA {
	rng := rand.New(rand.NewPCG(seed, 0x5ce7c4))
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	pick := func() color.RGBA {
		return color.RGBA{uint8(rng.IntN(256)), uint8(rng.IntN(256)), uint8(rng.IntN(256)), 255}
	}
	upper, lower, horizon := pick(), pick(), rng.IntN(h)
	for y := range h {
		c := upper
		if y > horizon {
			c = lower
		}
		for x := range w {
			m.SetRGBA(x, y, c)
		}
	}
	for range 6 {
		c, round := pick(), rng.IntN(2) == 0
		cx, cy := rng.IntN(w), rng.IntN(h)
		rx, ry := 1+rng.IntN(w/4+1), 1+rng.IntN(h/4+1)
		for y := max(0, cy-ry); y < min(h, cy+ry); y++ {
			for x := max(0, cx-rx); x < min(w, cx+rx); x++ {
				dx, dy := float64(x-cx)/float64(rx), float64(y-cy)/float64(ry)
				if !round || dx*dx+dy*dy < 1 {
					m.SetRGBA(x, y, c)
				}
			}
		}
	}
	return m
}

// OnWall returns a frame of w x h pixels in which the work fills the middle share of both sides, on a grey wall.
func OnWall(work *image.RGBA, w, h int, share float64) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	pw, ph := int(share*float64(w)), int(share*float64(h))
	x0, y0 := (w-pw)/2, (h-ph)/2
	for y := range h {
		for x := range w {
			c := color.RGBA{205, 200, 192, 255}
			if x >= x0 && x < x0+pw && y >= y0 && y < y0+ph {
				c = work.RGBAAt((x-x0)*work.Rect.Dx()/pw, (y-y0)*work.Rect.Dy()/ph)
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}
