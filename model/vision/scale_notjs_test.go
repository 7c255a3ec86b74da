//go:build !js

package vision

import (
	"bytes"
	"image"
	"image/color"
	"math/rand/v2"
	"testing"
)

// pictures of every kind that the standard library decodes to, opaque and not, with an origin elsewhere.
func pictures(w, h int) map[string]image.Image {
	r := rand.New(rand.NewPCG(1, 2))
	rect := image.Rect(3, -2, 3+w, -2+h)
	fill := func(b []uint8) {
		for i := range b {
			b[i] = uint8(r.Uint32())
		}
	}
	nrgba, nrgba64, gray, gray16, cmyk := image.NewNRGBA(rect), image.NewNRGBA64(rect), image.NewGray(rect), image.NewGray16(rect), image.NewCMYK(rect)
	ycc := image.NewYCbCr(rect, image.YCbCrSubsampleRatio420)
	nycc := image.NewNYCbCrA(rect, image.YCbCrSubsampleRatio422)
	for _, b := range [][]uint8{nrgba.Pix, nrgba64.Pix, gray.Pix, gray16.Pix, cmyk.Pix, ycc.Y, ycc.Cb, ycc.Cr, nycc.Y, nycc.Cb, nycc.Cr, nycc.A} {
		fill(b)
	}
	rgba, rgba64 := image.NewRGBA(rect), image.NewRGBA64(rect)
	opaque := image.NewRGBA(rect)
	palette := color.Palette{color.White, color.NRGBA{200, 10, 30, 255}, color.NRGBA{0, 100, 200, 77}, color.Transparent}
	paletted := image.NewPaletted(rect, palette)
	for y := rect.Min.Y; y < rect.Max.Y; y++ {
		for x := rect.Min.X; x < rect.Max.X; x++ {
			c := color.NRGBA{uint8(r.Uint32()), uint8(r.Uint32()), uint8(r.Uint32()), uint8(r.Uint32())}
			rgba.Set(x, y, c)
			rgba64.Set(x, y, c)
			c.A = 255
			opaque.Set(x, y, c)
			paletted.SetColorIndex(x, y, uint8(r.IntN(len(palette))))
		}
	}
	return map[string]image.Image{
		"NRGBA": nrgba, "NRGBA64": nrgba64, "Gray": gray, "Gray16": gray16, "CMYK": cmyk, "YCbCr": ycc, "NYCbCrA": nycc,
		"RGBA": rgba, "RGBA64": rgba64, "opaque": opaque, "Paletted": paletted,
		"part": opaque.SubImage(image.Rect(5, 0, 3+w-1, -2+h-2)),
	}
}

// TestOverWhiteAsInThePage makes sure that the page lays pictures over white just as the native program does.
func TestOverWhiteAsInThePage(t *testing.T) {
	for name, img := range pictures(61, 37) {
		want, got := overWhite(img), overWhiteSimply(img)
		if got.Rect != want.Rect || !bytes.Equal(got.Pix, want.Pix) {
			t.Errorf("%s: other pixels than image/draw's", name)
		}
	}
}

// TestScaleAsInThePage makes sure that the page makes the same frame of a picture as the native program that made the
// bundle: fast against slow, byte for byte.
func TestScaleAsInThePage(t *testing.T) {
	sizes := [][4]int{
		{640, 480, 320, 240}, {2048, 1365, 320, 213}, {321, 200, 320, 199}, {321, 5, 320, 5}, {4000, 3, 320, 1}, {3, 2000, 1, 320},
		{1, 1, 1, 1}, {2, 2, 1, 1}, {7, 5, 7, 2}, {10, 10, 25, 3}, {5, 9, 64, 64}, {1, 400, 1, 320},
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 60 {
		w, h := 1+r.IntN(400), 1+r.IntN(400)
		sizes = append(sizes, [4]int{w, h, 1 + r.IntN(w), 1 + r.IntN(h)})
	}
	for i, s := range sizes {
		m := randomPicture(uint64(i), s[0], s[1])
		want, got := scale(m, s[2], s[3]), scaleSimply(m, s[2], s[3])
		if got.Rect != want.Rect || !bytes.Equal(got.Pix, want.Pix) {
			t.Errorf("%d x %d to %d x %d: other pixels than nfnt/resize's", s[0], s[1], s[2], s[3])
		}
	}
}

// TestFitAsInThePage scales pictures of all kinds both ways.
func TestFitAsInThePage(t *testing.T) {
	for name, img := range pictures(500, 333) {
		b := img.Bounds()
		h := (b.Dy()*100 + b.Dx()/2) / b.Dx()
		want, got := Fit(img, 100), scaleSimply(overWhiteSimply(img), 100, h)
		if got.Rect != want.Rect || !bytes.Equal(got.Pix, want.Pix) {
			t.Errorf("%s: another frame than natively", name)
		}
	}
}

func BenchmarkScale(b *testing.B) {
	m := randomPicture(1, 1280, 960)
	for name, f := range map[string]func(*image.RGBA, int, int) *image.RGBA{"native": scale, "page": scaleSimply} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f(m, 320, 240)
			}
		})
	}
}
