package vision

import (
	"image"
	"image/color"
	"math"
	"testing"
)

// smoothPicture has gentle slopes in every channel, so that interpolation errors stay below a level or two.
func smoothPicture(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.SetRGBA(x, y, color.RGBA{
				uint8(128 + 100*math.Sin(float64(x)/15)),
				uint8(128 + 100*math.Cos(float64(y)/18)),
				uint8(128 + 100*math.Sin(float64(x+y)/21)),
				255,
			})
		}
	}
	return m
}

func TestWarpIdentity(t *testing.T) {
	src := randomPicture(1, 17, 9)
	dst := image.NewRGBA(src.Rect)
	Warp(dst, src, Identity, Keep)
	for i := range src.Pix {
		if src.Pix[i] != dst.Pix[i] {
			t.Fatalf("byte %d is %d, want %d", i, dst.Pix[i], src.Pix[i])
		}
	}
}

// TestWarpThereAndBack draws a picture into a quadrilateral and straightens it again.
func TestWarpThereAndBack(t *testing.T) {
	src := smoothPicture(120, 90)
	outline := Quad{{30, 25}, {190, 40}, {170, 160}, {45, 140}}
	toScene, err := QuadToQuad(RectQuad(120, 90), outline)
	if err != nil {
		t.Fatal(err)
	}
	toPicture, err := toScene.Inverse()
	if err != nil {
		t.Fatal(err)
	}
	scene := image.NewRGBA(image.Rect(0, 0, 220, 180))
	for name, scale := range map[string]float64{"plain": 1, "negated": -2} { // multiples are the same map
		t.Run(name, func(t *testing.T) {
			there, back := toPicture, toScene
			for i := range there {
				there[i] *= scale
				back[i] *= scale
			}
			Warp(scene, src, there, Keep)
			got := image.NewRGBA(src.Rect)
			Warp(got, scene, back, Clamp)
			for y := 3; y < 87; y++ {
				for x := 3; x < 117; x++ {
					if !near(got.RGBAAt(x, y), src.RGBAAt(x, y), 8) {
						t.Fatalf("pixel (%d, %d) is %v, want %v", x, y, got.RGBAAt(x, y), src.RGBAAt(x, y))
					}
				}
			}
		})
	}
}

func TestWarpOutside(t *testing.T) {
	src := image.NewRGBA(image.Rect(0, 0, 4, 4))
	for i := range src.Pix {
		src.Pix[i] = 255
	}
	shift := Homography{1, 0, -2, 0, 1, 0, 0, 0, 1} // the picture starts at column 2
	for outside, want := range map[Outside]color.RGBA{Keep: {9, 9, 9, 9}, Clamp: {255, 255, 255, 255}} {
		dst := image.NewRGBA(image.Rect(0, 0, 8, 4))
		for i := range dst.Pix {
			dst.Pix[i] = 9
		}
		Warp(dst, src, shift, outside)
		for _, x := range []int{0, 1, 6, 7} {
			if got := dst.RGBAAt(x, 2); got != want {
				t.Errorf("mode %d: pixel %d is %v, want %v", outside, x, got, want)
			}
		}
		if got := dst.RGBAAt(3, 2); got != (color.RGBA{255, 255, 255, 255}) {
			t.Errorf("mode %d: inside is %v, want white", outside, got)
		}
	}
}

func TestWarpShrinksWithoutAliasing(t *testing.T) {
	src := image.NewRGBA(image.Rect(0, 0, 256, 256))
	for i := range src.Pix {
		src.Pix[i] = 255
		if i%4 != 3 && (i/4)%2 == 0 {
			src.Pix[i] = 0 // columns of black and white
		}
	}
	dst := image.NewRGBA(image.Rect(0, 0, 32, 32))
	Warp(dst, src, Homography{8, 0, 0, 0, 8, 0, 0, 0, 1}, Keep)
	for y := range 32 {
		for x := range 32 {
			if got := dst.RGBAAt(x, y); !near(got, color.RGBA{128, 128, 128, 255}, 2) {
				t.Fatalf("pixel (%d, %d) is %v, want grey", x, y, got)
			}
		}
	}
}

func TestWarpOddities(t *testing.T) {
	dst := image.NewRGBA(image.Rect(0, 0, 8, 8))
	Warp(dst, image.NewRGBA(image.Rectangle{}), Identity, Clamp)                                  // empty source
	Warp(dst, randomPicture(1, 1, 1), Homography{1e6, 0, 0, 0, 1e6, 0, 0, 0, 1}, Clamp)           // one pixel, shrunk beyond it
	Warp(dst, randomPicture(1, 5, 3), Homography{1e6, 0, 0, 0, 1, 0, 0, 0, 1}, Keep)              // most of it outside
	Warp(dst, randomPicture(1, 9, 9), Homography{1, 0, 0, 0, 1, 0, 0.25, 0, -1}, Clamp)           // the horizon in view
	Warp(dst, randomPicture(1, 9, 9), Homography{}, Clamp)                                        // no map at all
	Warp(image.NewRGBA(image.Rectangle{}), randomPicture(1, 9, 9), Identity, Keep)                // nothing to fill
	Warp(dst, randomPicture(1, 9, 9), Homography{1, 0, math.NaN(), 0, 1, 0, 0, 0, 1}, Keep)       // not numbers
	Warp(dst, randomPicture(1, 9, 9), Homography{1, 0, math.Inf(1), 0, 1, 0, 0, 0, 1}, Clamp)     // not finite
	Warp(dst, randomPicture(1, 9, 9), Homography{1, 0, math.NaN(), 0, 1, 0, 0, 0, 1}, Clamp)      // not numbers
	Warp(dst, randomPicture(1, 300, 2), Homography{300. / 8, 0, 0, 0, 1, 0, 0, 0, 1}, Clamp)      // halved in one direction only
	Warp(dst, randomPicture(1, 2, 300), Homography{1, 0, 0, 0, 300. / 8, 0, 0, 0, 1}, Outside(7)) // unknown mode: like Clamp
}

func BenchmarkWarp(b *testing.B) {
	src := smoothPicture(320, 240)
	h, err := QuadToQuad(RectQuad(128, 128), Quad{{60, 40}, {260, 60}, {250, 210}, {70, 190}})
	if err != nil {
		b.Fatal(err)
	}
	dst := image.NewRGBA(image.Rect(0, 0, 128, 128))
	b.ReportAllocs()
	for b.Loop() {
		Warp(dst, src, h, Clamp)
	}
}
