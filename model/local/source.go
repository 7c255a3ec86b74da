package local

import (
	"image"

	"docent/model/vision"
)

// lightScale is the brightness of white: 8 steps a level of 8 bits, so that 625 squares of it are less than 2^32.
const lightScale = 8 * 255

// A source is what an outline in a picture encloses, to be straightened.
type source struct {
	picture *image.RGBA
	outline vision.Quad
	levels  [mostHalvings + 1]light // those that were asked for
	known   int                     // how many
	part    image.Rectangle         // of the picture that they show
}

// light is the brightness of a picture, 0 to lightScale.
type light struct {
	pix  []uint16 // row by row, with one more column and row, which repeat the last
	w, h int      // without these
}

const (
	subpixels    = 128 // along a pixel
	mostHalvings = 6
)

// set begins with an outline in a picture, which must not change as long as it is straightened.
func (s *source) set(m *image.RGBA, outline vision.Quad) {
	s.picture, s.outline, s.known = m, outline, 0
}

// straighten sets p to what the outline encloses, its first corner at the top left: each pixel to the brightness at the place of its
// middle, interpolated bilinearly. It reports false, and leaves p undefined, if the outline is no convex quadrilateral or
// the picture is empty.
func (s *source) straighten(p *plane) bool {
	h, err := vision.QuadToQuad(vision.RectQuad(float64(p.w), float64(p.h)), s.outline)
	if err != nil || s.picture.Rect.Empty() {
		return false
	}
	// The map's denominator is of one sign in all of the square: 1 in its middle.
	middle := h[6]*float64(p.w)/2 + h[7]*float64(p.h)/2 + h[8]
	for i := range h {
		h[i] /= middle
	}
	// How far the middle pixel is from its neighbours says how often to halve, so that nothing aliases.
	at := h.Apply(vision.Point{X: float64(p.w) / 2, Y: float64(p.h) / 2})
	square := func(x, y float64) float64 { return float64(x*x) + float64(y*y) }
	step := max(square(h[0]-at.X*h[6], h[3]-at.Y*h[6]), square(h[1]-at.X*h[7], h[4]-at.Y*h[7]))
	halvings := 0
	for ; step > 2 && halvings < mostHalvings; halvings++ {
		step /= 4
	}
	l := s.level(halvings)
	// From places of the picture to subpixels from the middle of the part's first pixel.
	unit := subpixels / float64(int(1)<<halvings)
	for c := range 3 {
		h[c] = float64(h[c]*unit) - float64(h[6+c]*(float64(float64(s.part.Min.X-s.picture.Rect.Min.X)*unit)+subpixels/2))
		h[3+c] = float64(h[3+c]*unit) - float64(h[6+c]*(float64(float64(s.part.Min.Y-s.picture.Rect.Min.Y)*unit)+subpixels/2))
	}
	right, bottom := (l.w-1)*subpixels, (l.h-1)*subpixels
	stride := uint(l.w + 1)
	pix := l.pix
	for y := range p.h {
		row := p.light[y*p.w:][:p.w]
		py := float64(y) + 0.5
		u0, v0, d0 := float64(h[1]*py)+h[2], float64(h[4]*py)+h[5], float64(h[7]*py)+h[8]
		du, dv, dd, px := h[0], h[3], h[6], 0.5
		for x := range row {
			inv := 1 / (float64(dd*px) + d0)
			u := min(max(int((float64(du*px)+u0)*inv), 0), right)
			v := min(max(int((float64(dv*px)+v0)*inv), 0), bottom)
			px++
			i := uint(v)/subpixels*stride + uint(u)/subpixels
			fx, fy := uint32(u)%subpixels, uint32(v)%subpixels
			a, b := pix[i:][:2:2], pix[i+stride:][:2:2]
			top := uint32(a[0])*(subpixels-fx) + uint32(a[1])*fx
			under := uint32(b[0])*(subpixels-fx) + uint32(b[1])*fx
			row[x] = uint16((top*(subpixels-fy) + under*fy + subpixels*subpixels/2) / (subpixels * subpixels))
		}
	}
	return true
}

// level returns the brightness around the outline, in the picture halved so often.
func (s *source) level(halvings int) *light {
	if s.known == 0 {
		s.part = around(s.outline, s.picture.Rect)
		s.levels[0].read(s.picture, s.part)
		s.known = 1
	}
	for ; s.known <= halvings; s.known++ {
		s.levels[s.known].halve(&s.levels[s.known-1])
	}
	return &s.levels[halvings]
}

// around returns the part of the picture around an outline: of whole blocks of pixels that are halved together where
// the picture has them, and not empty.
func around(outline vision.Quad, r image.Rectangle) image.Rectangle {
	const block = 1 << mostHalvings
	lo, hi := outline.Bounds()
	clip := func(v float64, size int) int { return int(min(max(v, 0), float64(size))) }
	from := func(v float64, size int) int { return min(clip(v-1, size), size-1) / block * block }
	to := func(v float64, size, from int) int {
		return min((max(clip(v+2, size), from+1)+block-1)/block*block, size)
	}
	x, y := from(lo.X, r.Dx()), from(lo.Y, r.Dy())
	return image.Rect(x, y, to(hi.X, r.Dx(), x), to(hi.Y, r.Dy(), y)).Add(r.Min)
}

// resize makes it w x h pixels. What it holds is undefined.
func (l *light) resize(w, h int) {
	l.w, l.h, l.pix = w, h, room(l.pix, (w+1)*(h+1))
}

// read sets l to a part of the picture. The weights are those of JPEG's luminance.
func (l *light) read(m *image.RGBA, part image.Rectangle) {
	l.resize(part.Dx(), part.Dy())
	for y := range l.h {
		row := l.pix[y*(l.w+1):][:l.w]
		pix := m.Pix[m.PixOffset(part.Min.X, part.Min.Y+y):]
		for x := range row {
			p := pix[4*x:][:3:3]
			row[x] = uint16((77*uint32(p[0]) + 150*uint32(p[1]) + 29*uint32(p[2])) / 32)
		}
	}
	l.pad()
}

// halve sets l to the averages of blocks of 2 x 2 pixels of m; at an odd edge, the last row or column is counted twice.
func (l *light) halve(m *light) {
	l.resize((m.w+1)/2, (m.h+1)/2)
	for y := range l.h {
		halveRow(l.pix[y*(l.w+1):][:l.w], m.pix[2*y*(m.w+1):], m.pix[(2*y+1)*(m.w+1):])
	}
	l.pad()
}

// halveRow sets dst to the averages of two by two pixels of two rows.
func halveRow(dst, above, below []uint16) {
	for x := range dst {
		a, b := above[2*x:][:2:2], below[2*x:][:2:2]
		dst[x] = uint16((uint32(a[0]) + uint32(a[1]) + uint32(b[0]) + uint32(b[1]) + 2) / 4)
	}
}

// pad repeats the last column and row.
func (l *light) pad() {
	stride := l.w + 1
	for y := range l.h {
		l.pix[y*stride+l.w] = l.pix[y*stride+l.w-1]
	}
	copy(l.pix[l.h*stride:][:stride], l.pix[(l.h-1)*stride:])
}

// room returns a slice of n elements: v, if it is long enough.
func room[T uint16 | int16 | int32](v []T, n int) []T {
	if cap(v) < n {
		return make([]T, n)
	}
	return v[:n]
}
