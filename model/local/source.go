package local

import (
	"image"
	"math"

	"docent/model/vision"
)

// lightScale is the brightness of white: 8 steps a level of 8 bits, so that 625 squares of it are less than 2^32.
const lightScale = 8 * 255

// source is the part of a picture that is straightened: its brightness, halved so often that nothing aliases.
type source struct {
	light, half []uint16 // 0 to lightScale; row by row, with one more column and row, which repeat the last
	w, h        int      // without these
}

const subpixels = 128 // along a pixel

// straighten sets p to what an outline in a picture encloses, its first corner at the top left: each pixel to the
// brightness at the place of its middle, interpolated bilinearly. It reports false, and leaves p undefined, if the outline is no
// convex quadrilateral or the picture is empty.
func (s *source) straighten(p *plane, m *image.RGBA, outline vision.Quad) bool {
	h, err := vision.QuadToQuad(vision.RectQuad(float64(p.w), float64(p.h)), outline)
	if err != nil || m.Rect.Empty() {
		return false
	}
	// The map's denominator is of one sign in all of the square: 1 in its middle.
	middle := h[6]*float64(p.w)/2 + h[7]*float64(p.h)/2 + h[8]
	for i := range h {
		h[i] /= middle
	}
	// How far the middle pixel is from its neighbours says how often to halve.
	at := h.Apply(vision.Point{X: float64(p.w) / 2, Y: float64(p.h) / 2})
	square := func(x, y float64) float64 { return float64(x*x) + float64(y*y) }
	step := max(square(h[0]-at.X*h[6], h[3]-at.Y*h[6]), square(h[1]-at.X*h[7], h[4]-at.Y*h[7]))
	halvings := 0
	for ; step > 2 && halvings < 8; halvings++ {
		step /= 4
	}
	part := within(outline, m.Rect, halvings)
	s.read(m, part)
	for range halvings {
		s.halve()
	}
	// From places of the picture to subpixels from the middle of the part's first pixel.
	unit := subpixels / float64(int(1)<<halvings)
	for c := range 3 {
		h[c] = float64(h[c]*unit) - float64(h[6+c]*(float64(float64(part.Min.X-m.Rect.Min.X)*unit)+subpixels/2))
		h[3+c] = float64(h[3+c]*unit) - float64(h[6+c]*(float64(float64(part.Min.Y-m.Rect.Min.Y)*unit)+subpixels/2))
	}
	right, bottom := float64((s.w-1)*subpixels), float64((s.h-1)*subpixels)
	stride := s.w + 1
	for y := range p.h {
		row := p.light[y*p.w:][:p.w]
		py := float64(y) + 0.5
		u0, v0, d0 := float64(h[1]*py)+h[2], float64(h[4]*py)+h[5], float64(h[7]*py)+h[8]
		for x := range row {
			px := float64(x) + 0.5
			inv := 1 / (float64(h[6]*px) + d0)
			u := int(min(max((float64(h[0]*px)+u0)*inv, 0), right))
			v := int(min(max((float64(h[3]*px)+v0)*inv, 0), bottom))
			i := v/subpixels*stride + u/subpixels
			fx, fy := uint32(u%subpixels), uint32(v%subpixels)
			a, b := s.light[i:][:2:2], s.light[i+stride:][:2:2]
			top := uint32(a[0])*(subpixels-fx) + uint32(a[1])*fx
			under := uint32(b[0])*(subpixels-fx) + uint32(b[1])*fx
			row[x] = uint16((top*(subpixels-fy) + under*fy + subpixels*subpixels/2) / (subpixels * subpixels))
		}
	}
	return true
}

// within returns the part of the picture around an outline, of whole blocks of pixels that are halved together where
// the picture has them, and not empty.
func within(outline vision.Quad, r image.Rectangle, halvings int) image.Rectangle {
	lo, hi := outline.Bounds()
	block := 1 << halvings
	clip := func(v float64, size int) int { return int(min(max(v, 0), float64(size))) }
	from := func(v float64, size int) int { return min(clip(math.Floor(v)-1, size), size-1) &^ (block - 1) }
	to := func(v float64, size, from int) int {
		return min(max(clip(math.Ceil(v)+1, size)+block-1, from+block)&^(block-1), size)
	}
	x, y := from(lo.X, r.Dx()), from(lo.Y, r.Dy())
	return image.Rect(x, y, to(hi.X, r.Dx(), x), to(hi.Y, r.Dy(), y)).Add(r.Min)
}

// read sets s to a part of the picture. The weights are those of JPEG's luminance.
func (s *source) read(m *image.RGBA, part image.Rectangle) {
	s.w, s.h = part.Dx(), part.Dy()
	s.light = room(s.light, (s.w+1)*(s.h+1))
	for y := range s.h {
		row := s.light[y*(s.w+1):][:s.w]
		pix := m.Pix[m.PixOffset(part.Min.X, part.Min.Y+y):]
		for x := range row {
			p := pix[4*x:][:3:3]
			row[x] = uint16((77*uint32(p[0]) + 150*uint32(p[1]) + 29*uint32(p[2])) / 32)
		}
	}
	s.pad()
}

// halve averages blocks of 2 x 2 pixels; at an odd edge, the last row or column is counted twice.
func (s *source) halve() {
	w, h := (s.w+1)/2, (s.h+1)/2
	s.half = room(s.half, (w+1)*(h+1))
	for y := range h {
		above, below := s.light[2*y*(s.w+1):], s.light[(2*y+1)*(s.w+1):]
		row := s.half[y*(w+1):][:w]
		for x := range row {
			a, b := above[2*x:][:2:2], below[2*x:][:2:2]
			row[x] = uint16((uint32(a[0]) + uint32(a[1]) + uint32(b[0]) + uint32(b[1]) + 2) / 4)
		}
	}
	s.light, s.half = s.half, s.light
	s.w, s.h = w, h
	s.pad()
}

// pad repeats the last column and row.
func (s *source) pad() {
	stride := s.w + 1
	for y := range s.h {
		s.light[y*stride+s.w] = s.light[y*stride+s.w-1]
	}
	copy(s.light[s.h*stride:][:stride], s.light[(s.h-1)*stride:])
}

// room returns a slice of n elements: v, if it is long enough.
func room[T uint16 | int16 | int32](v []T, n int) []T {
	if cap(v) < n {
		return make([]T, n)
	}
	return v[:n]
}
