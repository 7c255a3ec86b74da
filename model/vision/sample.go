package vision

import (
	"image"
	"math"

	"docent/model/nn"
)

// Rect is a window of a frame, in fractions of its width and height: 0 <= X0 < X1 <= 1, and likewise for Y.
type Rect struct{ X0, Y0, X1, Y1 float64 }

// Whole is the window that covers all of a frame.
var Whole = Rect{0, 0, 1, 1}

// imageStdFloor is added to the standard deviation of a picture before dividing by it, so that a picture of one colour
// becomes zeros rather than amplified noise. It is part of the meaning of nn.NormImage.
const imageStdFloor = 1e-3

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
			for sy := rows.first; sy <= rows.last; sy++ {
				weight := rows.weight(sy)
				row := frame.Pix[sy*frame.Stride+cols.first*4 : sy*frame.Stride+cols.last*4+4]
				rr, rg, rb := cols.sum(row)
				sr += weight * rr
				sg += weight * rg
				sb += weight * rb
			}
			scale := 1 / (255 * rows.length * cols.length)
			i := y*w + x
			red[i], green[i], blue[i] = sr*scale, sg*scale, sb*scale
		}
	}
	normalise(dst, n)
}

// span is a stretch of pixels along one axis: from first to last, the outer two counted in part.
type span struct {
	first, last int
	head, tail  float32 // weights of the first and the last pixel; only head counts if they are one
	length      float32 // sum of all weights
}

// boxSpan is the stretch of the given width around centre, at least one pixel wide, clipped to 0..size.
func boxSpan(centre, width float64, size int) span {
	half := max(width, 1) / 2
	a, b := max(centre-half, 0), min(centre+half, float64(size))
	first, last := int(a), int(math.Ceil(b))-1
	if first >= last { // within one pixel, or outside of the frame: the nearest pixel
		first = min(max(first, 0), size-1)
		return span{first: first, last: first, head: 1, length: 1}
	}
	return span{
		first:  first,
		last:   last,
		head:   float32(float64(first+1) - a),
		tail:   float32(b - float64(last)),
		length: float32(b - a),
	}
}

// weight is the share of pixel i of the span that counts.
func (s *span) weight(i int) float32 {
	switch i {
	case s.first:
		return s.head
	case s.last:
		return s.tail
	}
	return 1
}

// sum adds up the RGBA pixels of a row by their weights; row starts at pixel s.first and ends with pixel s.last.
func (s *span) sum(row []uint8) (r, g, b float32) {
	r, g, b = s.head*float32(row[0]), s.head*float32(row[1]), s.head*float32(row[2])
	if s.first == s.last {
		return r, g, b
	}
	end := len(row) - 4
	var ir, ig, ib uint32 // the whole pixels between are added up as integers: exact, and faster
	for i := 4; i < end; i += 4 {
		p := row[i : i+3 : i+3]
		ir += uint32(p[0])
		ig += uint32(p[1])
		ib += uint32(p[2])
	}
	r += float32(ir) + s.tail*float32(row[end])
	g += float32(ig) + s.tail*float32(row[end+1])
	b += float32(ib) + s.tail*float32(row[end+2])
	return r, g, b
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
		inv := float32(1 / (math.Sqrt(squares/float64(len(x))) + imageStdFloor))
		for i, v := range x {
			x[i] = (v - float32(mean)) * inv
		}
	default:
		panic("vision: unknown normalisation " + n.Kind)
	}
}
