package vision

import (
	"image"
	"math"
)

// Here is what a page makes frames with. Natively nfnt/resize and image/draw do, which in the page would be some 60 KB
// of its download: they come with code for every kind of picture. Tests hold the two against each other, byte for byte.

// overWhiteSimply is overWhite a pixel at a time.
func overWhiteSimply(img image.Image) *image.RGBA {
	b := img.Bounds()
	dst := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	if m, ok := img.(*image.RGBA); ok && m.Opaque() {
		for y := range b.Dy() {
			copy(dst.Pix[y*dst.Stride:][:4*b.Dx()], m.Pix[y*m.Stride:])
		}
		return dst
	}
	for y := range b.Dy() {
		row := dst.Pix[y*dst.Stride:][:4*b.Dx()]
		for x := range b.Dx() {
			// Colours of 16 bits, multiplied by the opacity: what it leaves is white.
			red, green, blue, opacity := img.At(b.Min.X+x, b.Min.Y+y).RGBA()
			white := 0xffff - opacity
			row[4*x] = uint8((red + white) >> 8)
			row[4*x+1] = uint8((green + white) >> 8)
			row[4*x+2] = uint8((blue + white) >> 8)
			row[4*x+3] = 255
		}
	}
	return dst
}

// scaleSimply is scale as plain loops: along the rows, then along the columns.
func scaleSimply(m *image.RGBA, w, h int) *image.RGBA {
	sw, sh := m.Rect.Dx(), m.Rect.Dy()
	across := newFilter(sw, w)
	wide := image.NewRGBA(image.Rect(0, 0, w, sh))
	for y := range sh {
		across.run(wide.Pix[y*wide.Stride:], 4, m.Pix[y*m.Stride:], 4)
	}
	down := newFilter(sh, h)
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	for x := range w {
		down.run(dst.Pix[4*x:], dst.Stride, wide.Pix[4*x:], wide.Stride)
	}
	return dst
}

// filter scales a line of pixels with a triangle as wide as two pixels of the smaller line, which is bilinear
// interpolation where the line grows. It is nfnt/resize's, with its weights of 1/256.
type filter struct {
	size    int     // of the line that is read
	starts  []int   // the first pixel that counts, for each pixel that is written; it may lie outside
	weights []int32 // of taps pixels from there
	taps    int
}

func newFilter(from, to int) filter {
	scale := float64(from) / float64(to)
	half := max(int(math.Ceil(scale)), 1)
	f := filter{size: from, starts: make([]int, to), weights: make([]int32, 0, 2*half*to), taps: 2 * half}
	narrow := min(1/scale, 1)
	for i := range to {
		centre := scale*(float64(i)+0.5) - 0.5
		start := int(centre) - half + 1
		f.starts[i] = start
		for k := range f.taps {
			distance := math.Abs((centre - float64(start) - float64(k)) * narrow)
			f.weights = append(f.weights, int32(max(1-distance, 0)*256))
		}
	}
	return f
}

// run writes a line of pixels of four bytes; dstStep and srcStep are the bytes from one pixel to the next. Beyond its
// ends the line goes on with its last pixels.
func (f *filter) run(dst []uint8, dstStep int, src []uint8, srcStep int) {
	for i, start := range f.starts {
		var r, g, b, a, sum int32
		for k, weight := range f.weights[i*f.taps:][:f.taps] {
			if weight == 0 {
				continue
			}
			s := src[min(max(start+k, 0), f.size-1)*srcStep:]
			s = s[:4:4]
			r += weight * int32(s[0])
			g += weight * int32(s[1])
			b += weight * int32(s[2])
			a += weight * int32(s[3])
			sum += weight
		}
		d := dst[i*dstStep:]
		d = d[:4:4]
		d[0], d[1], d[2], d[3] = uint8(r/sum), uint8(g/sum), uint8(b/sum), uint8(a/sum)
	}
}
