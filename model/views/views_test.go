package views

import (
	"image"
	"image/color"
	"testing"
)

// drawnWork is a self-drawn picture with structure at several scales.
func drawnWork(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{uint8(x * 255 / w), uint8(y * 255 / h), uint8((x*8/w + y*8/h) % 2 * 160), 255}
			if dx, dy := x-w/3, y-h/2; dx*dx+dy*dy < w*h/30 {
				c = color.RGBA{230, 210, 40, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

func BenchmarkSynthesise(b *testing.B) {
	work := drawnWork(144, 110)
	b.ReportAllocs()
	for i := uint64(0); b.Loop(); i++ {
		Synthesise(work, i, Options{})
	}
}
