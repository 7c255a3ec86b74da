package vision

import (
	"image"
	"math"

	"docent/model/nn"
)

// Rect is a window of a frame, in fractions of its width and height: 0 <= X0 < X1 <= 1, and likewise for Y.
type Rect struct{ X0, Y0, X1, Y1 float64 }

// Quad returns the window's corners in a frame of w x h pixels.
func (r Rect) Quad(w, h float64) Quad {
	return Quad{{r.X0 * w, r.Y0 * h}, {r.X1 * w, r.Y0 * h}, {r.X1 * w, r.Y1 * h}, {r.X0 * w, r.Y1 * h}}
}

// Whole is the window that covers all of a frame.
var Whole = Rect{0, 0, 1, 1}

// ImageStdFloor is added to the standard deviation of a picture before dividing by it, so that a picture of one colour
// becomes zeros rather than amplified noise. It is part of the meaning of nn.NormImage.
const ImageStdFloor = 1e-3

// Sample resamples the window r of the frame to w x h pixels, normalises them, and writes them to dst as a network input
// of shape (3, h, w). It allocates nothing.
//
// Each output pixel is the average of the frame over a box: the part of the window that falls to it, widened to one
// pixel where it is narrower. Averaging a box one pixel wide is linear interpolation, so shrinking is by area and
// enlarging is bilinear, with no seam between the two. Boxes that reach outside the frame are clipped to it.
//
// It panics if dst is not 3*w*h long, if the frame is empty or if the kind of the normalisation is unknown.
func Sample(dst []float32, frame *image.RGBA, r Rect, w, h int, n nn.Normalisation) {
	if len(dst) != 3*w*h {
		panic("vision: Sample into a slice of the wrong length")
	}
	if frame.Rect.Empty() {
		panic("vision: Sample of an empty frame")
	}
	red, green, blue := dst[:w*h], dst[w*h:2*w*h], dst[2*w*h:]
	fw, fh := frame.Rect.Dx(), frame.Rect.Dy()
	stepX := (r.X1 - r.X0) * float64(fw) / float64(w)
	stepY := (r.Y1 - r.Y0) * float64(fh) / float64(h)
	for y := range h {
		rows := boxSpan(r.Y0*float64(fh)+(float64(y)+0.5)*stepY, stepY, fh)
		for x := range w {
			cols := boxSpan(r.X0*float64(fw)+(float64(x)+0.5)*stepX, stepX, fw)
			var sr, sg, sb float32
			for sy := rows.First; sy <= rows.Last; sy++ {
				weight := rows.weight(sy)
				row := frame.Pix[sy*frame.Stride+cols.First*4 : sy*frame.Stride+cols.Last*4+4]
				rr, rg, rb := cols.sum(row)
				sr += weight * rr
				sg += weight * rg
				sb += weight * rb
			}
			scale := 1 / (255 * rows.Length * cols.Length)
			i := y*w + x
			red[i], green[i], blue[i] = sr*scale, sg*scale, sb*scale
		}
	}
	normalise(dst, n)
}

// normalise applies n to values of 0..1 in shape (3, H, W).
func normalise(x []float32, n nn.Normalisation) {
	plane := len(x) / 3
	switch n.Kind {
	case nn.NormFixed:
		for c := range 3 {
			mean, inv := n.Mean[c], 1/n.Std[c]
			for i, v := range x[c*plane : (c+1)*plane] {
				x[c*plane+i] = (v - mean) * inv
			}
		}
	case nn.NormImage:
		var sum, squares float64
		for _, v := range x {
			sum += float64(v)
		}
		mean := sum / float64(len(x))
		for _, v := range x {
			d := float64(v) - mean
			squares += d * d
		}
		inv := float32(1 / (math.Sqrt(squares/float64(len(x))) + ImageStdFloor))
		for i, v := range x {
			x[i] = (v - float32(mean)) * inv
		}
	default:
		panic("vision: unknown normalisation " + n.Kind)
	}
}
