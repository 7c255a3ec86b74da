package vision

import (
	"image"

	"docent/model/nn"
)

// Straighten resamples a work that the frame shows in perspective to w x h pixels, normalises them, and writes them to
// dst as a network input of shape (3, h, w). m takes the unit square, (0, 0) being the work's top left corner and (1, 1)
// its bottom right one, to places of the frame: QuadToQuad(RectQuad(1, 1), outline) does.
//
// Each output pixel is the average of the frame at the places of a [Grid], interpolated bilinearly. Places outside of the frame
// take the colour of its edge. A map that is not finite, or whose horizon goes through the middle of the work, makes
// a picture of the one colour at the frame's top left corner.
//
// It panics if dst is not 3*w*h long, if the frame is empty or if the kind of the normalisation is unknown.
func Straighten(dst []float32, frame *image.RGBA, m Homography, w, h int, n nn.Normalisation) {
	if len(dst) != 3*w*h {
		panic("vision: Straighten into a slice of the wrong length")
	}
	if frame.Rect.Empty() {
		panic("vision: Straighten of an empty frame")
	}
	g := NewGrid(frame.Rect.Dx(), frame.Rect.Dy(), m, w, h)
	levels := pyramid{frame}
	src, _ := levels.at(g.Level)
	for y := range h {
		for x := range w {
			var sum [3]int32
			for j := y * g.Y; j < (y+1)*g.Y; j++ {
				for i := x * g.X; i < (x+1)*g.X; i++ {
					u, v := g.Place(i, j)
					addBilinear(&sum, src, u, v)
				}
			}
			for c, s := range sum {
				dst[(c*h+y)*w+x] = float32(s) * g.Scale
			}
		}
	}
	normalise(dst, n)
}

// addBilinear adds the colour at (u, v), in subpixels from the middle of the first pixel, times SubpixelWeight.
// The weights are integers, and so is the sum: every machine finds the same.
func addBilinear(sum *[3]int32, m *image.RGBA, u, v int32) {
	x, fx := split(u, m.Rect.Dx())
	y, fy := split(v, m.Rect.Dy())
	right, down := 4, m.Stride // to the neighbours, which count for nothing where there are none
	if m.Rect.Dx() == 1 {
		right = 0
	}
	if m.Rect.Dy() == 1 {
		down = 0
	}
	at := y*m.Stride + 4*x
	for c := range sum {
		top := int32(m.Pix[at+c])*(subpixels-fx) + int32(m.Pix[at+right+c])*fx
		bottom := int32(m.Pix[at+down+c])*(subpixels-fx) + int32(m.Pix[at+down+right+c])*fx
		sum[c] += top*(subpixels-fy) + bottom*fy
	}
}

// split returns the pixel whose middle lies before place u, but the last one for none, and how far behind it u lies, 0 to
// subpixels.
func split(u int32, size int) (pixel int, fraction int32) {
	pixel = min(int(u>>SubpixelBits), max(size-2, 0))
	return pixel, u - int32(pixel)<<SubpixelBits
}
