package facts

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"testing"

	"docent/gallery"
	"docent/internal/fixture"
	"docent/model/locate"
	"docent/model/vision"
)

// found is a Locator that sees a work in the middle half of a frame, and the same a pixel larger when it looks again.
type found struct{ none bool }

func (f found) Locate(frame *image.RGBA) []locate.Found {
	if f.none {
		return nil
	}
	w, h := float64(frame.Rect.Dx()), float64(frame.Rect.Dy())
	r := vision.Rect{X0: 0.25, Y0: 0.25, X1: 0.75, Y1: 0.75}
	return []locate.Found{{Outline: r.Quad(w, h), Confidence: 0.75}}
}

func (f found) Refine(frame *image.RGBA, g locate.Found) locate.Found {
	g.Outline[1].X += float64(frame.Rect.Dx()) / 4
	g.Outline[2].X += float64(frame.Rect.Dx()) / 4
	return g
}

func TestOf(t *testing.T) {
	grey := image.NewRGBA(image.Rect(0, 0, 400, 200))
	draw.Draw(grey, grey.Rect, image.NewUniform(color.Gray{90}), image.Point{}, draw.Src)
	f := Of(grey, found{})
	if f.Width != 400 || f.Height != 200 || f.Shortest() != 200 || f.Detail != 1 || f.Bright != 90 || f.Span != 0 {
		t.Errorf("a grey picture has %+v", f)
	}
	if f.Sure != 0.75 || math.Abs(f.Share()-0.375) > 1e-9 || f.Outline[2] != (vision.Point{X: 1, Y: 0.75}) {
		t.Errorf("the outline is %v, %.3f of the picture, %.2f sure", f.Outline, f.Share(), f.Sure)
	}
	if f := Of(grey, found{none: true}); f.Sure != 0 || f.Share() != 1 {
		t.Errorf("where nothing is located it says %+v", f)
	}

	// A tenth is white, the rest from 20 to 40.
	for y := range 200 {
		for x := range 400 {
			c := color.RGBA{20, 20, 20, 255}
			if x < 40 {
				c = color.RGBA{255, 255, 255, 255}
			} else if x < 200 {
				c = color.RGBA{40, 40, 40, 255}
			}
			grey.SetRGBA(x, y, c)
		}
	}
	if f := Of(grey, nil); f.Bright != 255 || f.Span != 235 || f.Share() != 1 {
		t.Errorf("white, dark grey, black: %+v", f)
	}
	for _, size := range []image.Point{{16, 16}, {1, 200}, {3, 3}, {2048, 16}} {
		if f := Of(fixture.Work(1, size.X, size.Y), nil); math.IsNaN(f.Detail) || math.IsInf(f.Detail, 0) {
			t.Errorf("%v: detail %v", size, f.Detail)
		}
	}
}

// TestDetail blurs pictures of the gallery: the more a picture is blurred the less detail it has.
func TestDetail(t *testing.T) {
	for _, w := range gallery.Works()[:8] {
		m := w.Render(300)
		last := math.Inf(1)
		for _, radius := range []int{0, 2, 6} {
			d := Of(fixture.Blurred(m, radius), nil).Detail
			if d >= last || d < 0.45 || (radius == 0) != (d > 0.65) {
				t.Errorf("%s, blurred by %d: detail %.3f, before %.3f", w.ID, radius, d, last)
			}
			last = d
		}
	}
}
