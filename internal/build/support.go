//go:build !js || curator

package build

import (
	"context"
	"image"
	"math/rand/v2"

	"docent/model/views"
	"docent/model/vision"
)

// support embeds a work, which fills the frame, and views of it, for its support set; fewer where it is interrupted.
func (m *maker) support(ctx context.Context, frame *image.RGBA, seed uint64) [][]float32 {
	support := [][]float32{m.embed(frame, vision.Whole)}
	for v := range m.Views {
		if ctx.Err() != nil {
			break
		}
		support = append(support, m.view(frame, seed+uint64(v)))
	}
	return support
}

// view embeds a view of a work for its support set: as its best window would show it, or, with a locator, straightened
// by its corners, which the locator will not find exactly.
func (m *maker) view(frame *image.RGBA, seed uint64) []float32 {
	if m.Locator == nil {
		return m.embed(views.Synthesise(frame, seed, supportOptions()).Image, vision.Whole)
	}
	v := views.Synthesise(frame, seed, locatedOptions(seed))
	r := rand.New(rand.NewPCG(seed, 0x6c6f63)) // not the numbers that made the view
	lo, hi := v.Corners.Bounds()
	outline := v.Corners
	for i := range outline {
		outline[i].X += cornerError * r.NormFloat64() * (hi.X - lo.X)
		outline[i].Y += cornerError * r.NormFloat64() * (hi.Y - lo.Y)
	}
	dst := make([]float32, m.dim)
	if !m.EmbedOutline(dst, v.Image, outline) && !m.EmbedOutline(dst, v.Image, v.Corners) {
		m.Embed(dst, frame, vision.Whole) // a view from the side, of which nothing is left
	}
	return dst
}

// cornerError is the standard deviation of a located corner, in sides of the work.
const cornerError = 0.02

// locatedOptions are those of views that are straightened for a support set: large, so that they are as sharp as photos.
func locatedOptions(seed uint64) views.Options {
	o := viewOptions(seed)
	o.Width, o.Height = 2*o.Width, 2*o.Height
	o.Fill, o.Strength = [2]float64{0.5, 0.9}, 0.5
	return o
}

// supportOptions are those of views that join a support set: the work fills them, as it fills the best window, and the
// trouble is mild, so that a picture like the reference stays near. With eight of them, five windows and Conv4, 75 %
// of other synthesised views are recognised among 350 works, with the reference alone 65 %; with views that show more
// wall or more trouble as many, but fewer photos that are cropped to the painting.
func supportOptions() views.Options {
	return views.Options{Fill: [2]float64{0.9, 1.1}, Strength: 0.5}
}
