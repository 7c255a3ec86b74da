//go:build !js || curator

package build

import (
	"image"
	"math"
	"slices"

	"docent/model/proto"
	"docent/model/vision"
)

// locate looks at another photo of a work, as the page looks at a visitor's, and returns the embeddings of all looks and what
// the best of them encloses, straightened: the work, without what is around it. The best is the nearest to the mean of
// the reference's support set.
func (m *maker) locate(photo *image.RGBA, reference [][]float32) (looks [][]float32, work *image.RGBA, err error) {
	if m.visitor == nil {
		if m.visitor, err = m.Engine.Viewer(m.Model, m.Locator); err != nil {
			return nil, nil, err
		}
		m.aim(m.visitor)
	}
	frame := vision.Frame(photo)
	near := make([]float32, m.dim)
	mean(near, reference)
	var outline vision.Quad
	least := float32(math.Inf(1))
	for i, l := range m.visitor.View(frame) {
		e := slices.Clone(m.visitor.Embedding(i))
		looks = append(looks, e)
		if d := proto.SquaredDistance(e, near); d < least {
			least, outline = d, l.Outline
		}
	}
	return looks, straighten(photo, outline, float64(photo.Rect.Dx())/float64(frame.Rect.Dx())), nil
}

// straighten returns what an outline encloses in a picture scale times as large as the frame in which it lies, as large as
// a frame at most. Of an outline that is no convex quadrilateral it returns the picture itself.
func straighten(picture *image.RGBA, outline vision.Quad, scale float64) *image.RGBA {
	for i := range outline {
		outline[i].X *= scale
		outline[i].Y *= scale
	}
	side := func(a, b vision.Point) float64 {
		x, y := a.X-b.X, a.Y-b.Y
		return math.Sqrt(float64(x*x) + float64(y*y)) // math.Hypot differs between machines
	}
	w := (side(outline[0], outline[1]) + side(outline[2], outline[3])) / 2
	h := (side(outline[1], outline[2]) + side(outline[3], outline[0])) / 2
	shrink := min(1, vision.FrameSide/max(w, h))
	w, h = math.Max(1, math.Round(w*shrink)), math.Max(1, math.Round(h*shrink))
	m, err := vision.QuadToQuad(vision.RectQuad(w, h), outline)
	if err != nil || !outline.Convex() {
		return vision.Frame(picture)
	}
	dst := image.NewRGBA(image.Rect(0, 0, int(w), int(h)))
	vision.Warp(dst, picture, m, vision.Clamp)
	return dst
}
