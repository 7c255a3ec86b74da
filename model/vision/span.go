package vision

import "math"

// Span is a stretch of pixels along one axis that Sample averages: from First to Last, the outer two counted in part.
type Span struct {
	First, Last int
	Head, Tail  float32 // weights of the first and the last pixel; only Head counts if they are one
	Length      float32 // sum of all weights
}

// Spans writes the stretches of Sample's output pixels along one axis to dst: the window from lo to hi, in fractions of
// size, divided into as many as dst has room for. All lie within 0 to size-1 where 0 <= lo < hi <= 1.
func Spans(dst []Span, lo, hi float64, size int) {
	step := (hi - lo) * float64(size) / float64(len(dst))
	for i := range dst {
		dst[i] = boxSpan(lo*float64(size)+(float64(i)+0.5)*step, step, size)
	}
}

// boxSpan is the stretch of the given width around centre, at least one pixel wide, clipped to 0..size.
func boxSpan(centre, width float64, size int) Span {
	half := max(width, 1) / 2
	a, b := max(centre-half, 0), min(centre+half, float64(size))
	first, last := int(a), int(math.Ceil(b))-1
	if first >= last { // within one pixel, or outside of the frame: the nearest pixel
		first = min(max(first, 0), size-1)
		return Span{First: first, Last: first, Head: 1, Length: 1}
	}
	return Span{
		First:  first,
		Last:   last,
		Head:   float32(float64(first+1) - a),
		Tail:   float32(b - float64(last)),
		Length: float32(b - a),
	}
}

// weight is the share of pixel i of the span that counts.
func (s *Span) weight(i int) float32 {
	switch i {
	case s.First:
		return s.Head
	case s.Last:
		return s.Tail
	}
	return 1
}

// sum adds up the RGBA pixels of a row by their weights; row starts at pixel s.First and ends with pixel s.Last.
func (s *Span) sum(row []uint8) (r, g, b float32) {
	r, g, b = s.Head*float32(row[0]), s.Head*float32(row[1]), s.Head*float32(row[2])
	if s.First == s.Last {
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
	r += float32(ir) + s.Tail*float32(row[end])
	g += float32(ig) + s.Tail*float32(row[end+1])
	b += float32(ib) + s.Tail*float32(row[end+2])
	return r, g, b
}
