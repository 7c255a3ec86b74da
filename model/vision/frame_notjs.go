//go:build !js

package vision

import (
	"image"
	"image/draw"

	"github.com/nfnt/resize"
)

// overWhite copies img to a new opaque picture with its origin at (0, 0).
func overWhite(img image.Image) *image.RGBA {
	b := img.Bounds()
	dst := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	if o, ok := img.(interface{ Opaque() bool }); ok && o.Opaque() {
		draw.Draw(dst, dst.Rect, img, b.Min, draw.Src)
		return dst
	}
	draw.Draw(dst, dst.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(dst, dst.Rect, img, b.Min, draw.Over)
	return dst
}

// scale returns an opaque picture with its origin at (0, 0) at another size, of 1 x 1 or more, on all processors.
func scale(m *image.RGBA, w, h int) *image.RGBA {
	return resize.Resize(uint(w), uint(h), m, resize.Bilinear).(*image.RGBA)
}
