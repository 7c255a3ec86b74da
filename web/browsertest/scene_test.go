//go:build !js

package browsertest

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"

	"docent/model/views"
)

// made has what tests share, by what it was made of. They run one after the other, and change none of it.
var made = map[any]any{}

// once makes something, or returns what was made of the same before.
func once[K comparable, V any](of K, make func() V) V {
	v, ok := made[of].(V)
	if !ok {
		v = make()
		made[of] = v
	}
	return v
}

// film writes a film of still pictures for the fake camera: an .mjpeg is JPEG files one after the other. Chromium
// shows it again and again.
func film(t testing.TB, frames ...*image.RGBA) string {
	t.Helper()
	var b bytes.Buffer
	pictures := map[*image.RGBA][]byte{} // stretches of one picture are made once
	for range 2 {                        // one frame alone is not taken for a film
		for _, f := range frames {
			if pictures[f] == nil {
				var picture bytes.Buffer
				if err := jpeg.Encode(&picture, f, &jpeg.Options{Quality: 92}); err != nil {
					t.Fatal(err)
				}
				pictures[f] = picture.Bytes()
			}
			b.Write(pictures[f])
		}
	}
	path := filepath.Join(t.TempDir(), "camera.mjpeg")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// photoFile writes a picture as a JPEG photo.
func photoFile(t testing.TB, m image.Image) string {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "photo.jpg")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// onTheWall returns a work as a phone sees it: framed, in perspective, on a wall.
func onTheWall(work *image.RGBA, seed uint64, w, h int) *image.RGBA {
	return views.Synthesise(work, seed, views.Options{Width: w, Height: h, Fill: [2]float64{0.62, 0.72}, Strength: 0.3}).Image
}

// wall returns a bare wall with a phone's noise and light.
func wall(seed uint64, w, h int) *image.RGBA {
	return views.Wall(seed, views.Options{Width: w, Height: h, Strength: 0.5})
}

// letterbox lays a picture in the middle of a grey one of the camera's size, as large as it fits.
func letterbox(m image.Image, w, h int) *image.RGBA {
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	b := m.Bounds()
	scale := min(float64(w)/float64(b.Dx()), float64(h)/float64(b.Dy()))
	pw, ph := int(float64(b.Dx())*scale), int(float64(b.Dy())*scale)
	x0, y0 := (w-pw)/2, (h-ph)/2
	for y := range h {
		for x := range w {
			c := color.RGBA{128, 128, 128, 255}
			if x >= x0 && x < x0+pw && y >= y0 && y < y0+ph {
				r, g, bl, _ := m.At(b.Min.X+(x-x0)*b.Dx()/pw, b.Min.Y+(y-y0)*b.Dy()/ph).RGBA()
				c = color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(bl >> 8), 255}
			}
			dst.SetRGBA(x, y, c)
		}
	}
	return dst
}
