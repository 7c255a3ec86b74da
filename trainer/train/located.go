package train

import (
	"fmt"
	"image"
	"math/rand/v2"

	"docent/model/nn"
	"docent/model/vision"
)

// Located says how works are straightened for training: by the corners of
// their synthesised views, as if a locator had found them, erring as one does.
// Lengths are shares of the work's sides.
type Located struct {
	Share  float64 // of the views that are straightened; the others are looked at whole
	Jitter float64 // of each corner: the most that it is off; its standard deviation is a third of that
	Wild   float64 // share of views whose corners are off by up to wildness times as much
	Framed float64 // share of views straightened along their frame or further out
	Clean  float64 // jitter of references
	Min    float64 // the least of a view's sides that the work spans
	Max    float64 // the most
	Side   int     // of the view in pixels
}

const (
	wildness = 4
	// A frame, or a mat, shows this share of the work's sides around it.
	leastFrame, mostFrame = 0.02, 0.16
)

func (l Located) check() error {
	share := func(v float64) bool { return v >= 0 && v <= 1 }
	switch {
	case l == Located{}:
		return nil
	case !share(l.Share) || !share(l.Wild) || !share(l.Framed):
		return fmt.Errorf("settings: located: shares %g, %g, %g are not 0 to 1", l.Share, l.Wild, l.Framed)
	case l.Jitter < 0 || l.Jitter > 0.1 || l.Clean < 0 || l.Clean > 0.1:
		return fmt.Errorf("settings: located: jitter %g, of references %g, is not 0 to 0.1", l.Jitter, l.Clean)
	case l.Min <= 0 || l.Max < l.Min || l.Max > 2 || l.Side < 16 || l.Side > 512:
		return fmt.Errorf("settings: located: %g to %g of views of %d pixels: must rise, above 0 and up to 2, of 16 to 512", l.Min, l.Max, l.Side)
	}
	return nil
}

// unit is the outline of a work in its own lengths.
var unit = vision.RectQuad(1, 1)

// errs returns the unit square as a locator errs: outward along the frame,
// each corner off by up to jitter.
func errs(r *rand.Rand, jitter, wild, framed float64) vision.Quad {
	if r.Float64() < wild {
		jitter *= wildness
	}
	q := unit
	if r.Float64() < framed {
		out := leastFrame + (mostFrame-leastFrame)*r.Float64()
		q = vision.Quad{{X: -out, Y: -out}, {X: 1 + out, Y: -out}, {X: 1 + out, Y: 1 + out}, {X: -out, Y: 1 + out}}
	}
	for i := range q {
		q[i].X += bell(r) * jitter
		q[i].Y += bell(r) * jitter
	}
	return q
}

// bell is bell-shaped around 0, within -1 to 1, with a standard deviation of a third.
func bell(r *rand.Rand) float64 { return (r.Float64() + r.Float64() + r.Float64() - 1.5) / 1.5 }

// straighten samples what the outline q, in the work's own lengths, holds of a
// picture that shows the work at corners. It reports whether that is possible:
// corners may be too far off for a locator to find the work at all.
func straighten(dst []float32, img *image.RGBA, corners, q vision.Quad, w, h int, n nn.Normalisation) bool {
	toPicture, err := vision.QuadToQuad(unit, corners)
	if err != nil {
		return false
	}
	erring, err := vision.QuadToQuad(unit, q)
	if err != nil {
		return false
	}
	vision.Straighten(dst, img, toPicture.Mul(erring), w, h, n)
	return true
}

// outline is where a picture of nothing but the work shows it.
func outline(img *image.RGBA) vision.Quad {
	return vision.RectQuad(float64(img.Rect.Dx()), float64(img.Rect.Dy()))
}
