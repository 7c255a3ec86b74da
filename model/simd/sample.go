package simd

import (
	"errors"
	"image"
	"math"

	"docent/model/nn"
	"docent/model/simd/asm"
	"docent/model/vision"
)

// A sampler makes a network's input from a frame, in SIMD: it does what vision.Sample and vision.Straighten do, and writes
// to the network's input buffer. It allocates nothing once it has seen a frame of the size.
type sampler struct {
	in    *instance
	input *buffer
	arena block

	sampling, straightening, halving *function

	frame         frame
	held          block // room for a frame
	rows, columns []vision.Span
	tables        block  // the spans of all rows, then those of all columns: see emitSample
	sums          block  // a row of the frame, a vector for each pixel
	grid          block  // see emitStraighten
	halves        []half // the frame halved once, twice...
}

// A frame is an RGBA picture in the module's memory.
type frame struct {
	block  block
	w, h   int
	stride int // bytes from row to row
}

// emitSampler adds the functions that a sampler calls to the module of a network with this input.
func emitSampler(m *asm.Module, input *buffer, n nn.Normalisation) {
	finish := emitNormalise(m, input, n)
	emitSample(m, input, finish)
	emitStraighten(m, input, finish)
	emitHalve(m)
}

// newSampler returns a sampler over an instance of a module with the functions of emitSampler, for the same input.
func newSampler(in *instance, input *buffer, arena block) (*sampler, error) {
	if input.C != 3 {
		return nil, errors.New("the network does not take pictures of three colours")
	}
	s := &sampler{in: in, input: input, arena: arena, rows: make([]vision.Span, input.H), columns: make([]vision.Span, input.W)}
	var err error
	for _, f := range []struct {
		to   **function
		name string
	}{{&s.sampling, sampleName}, {&s.straightening, straightenName}, {&s.halving, halveName}} {
		if *f.to, err = in.function(f.name); err != nil {
			return nil, err
		}
	}
	if s.tables, err = in.alloc((input.W + input.H) * spanSize); err != nil {
		return nil, err
	}
	if s.grid, err = in.alloc(gridSize); err != nil {
		return nil, err
	}
	return s, nil
}

var errFrame = errors.New("the frame is empty, or has fewer bytes than pixels")

// setFrame sets the frame to look at. In the page its pixels are read where they are, natively they are copied.
func (s *sampler) setFrame(m *image.RGBA) error {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	if w <= 0 || h <= 0 || m.Stride < 4*w || len(m.Pix) < (h-1)*m.Stride+4*w {
		return errFrame
	}
	if err := s.reserve(&s.sums, max(w, leastWidth)*vectorSize); err != nil {
		return err
	}
	for i := range s.halves {
		s.halves[i].made = false
	}
	if b, ok := inPlace(m); ok && w >= leastWidth && h >= leastHeight {
		s.frame = frame{b, w, h, m.Stride}
		return nil
	}
	stride := 4 * max(w, leastWidth)
	if err := s.reserve(&s.held, stride*max(h, leastHeight)); err != nil {
		return err
	}
	b := s.held.bytes()
	for y := range h {
		copy(b[y*stride:], m.Pix[y*m.Stride:][:4*w])
	}
	s.frame = frame{s.held, w, h, stride}
	return nil
}

// The kernels read eight pixels of a row at a time, and two rows. A copy of a smaller frame has room for that.
const (
	leastWidth  = stripPixels
	leastHeight = 2
)

// reserve makes a block at least as large. What it grows by is so much that it seldom grows.
func (s *sampler) reserve(b *block, n int) error {
	if b.size() >= n {
		return nil
	}
	larger, err := s.in.alloc(max(n, b.size()+b.size()/2))
	if err == nil {
		*b = larger
	}
	return err
}

var errWindow = errors.New("that is no window of a frame")

// sample does what vision.Sample does with the frame and the network's normalisation.
func (s *sampler) sample(window vision.Rect) error {
	f := &s.frame
	if f.w == 0 {
		return errFrame
	}
	vision.Spans(s.rows, window.Y0, window.Y1, f.h)
	vision.Spans(s.columns, window.X0, window.X1, f.w)
	if !inside(s.rows, f.h) || !inside(s.columns, f.w) {
		return errWindow
	}
	left, right := s.columns[0].First, s.columns[len(s.columns)-1].Last+1
	if missing := stripPixels - (right - left); missing > 0 { // the frame has as many, be it to the left
		left = max(left-missing, 0)
		right = left + stripPixels
	}
	table := s.tables.bytes()
	for i := range s.rows {
		putSpan(table, &s.rows[i], int(f.block.addr)+4*left, f.stride, 255)
		table = table[spanSize:]
	}
	for i := range s.columns {
		putSpan(table, &s.columns[i], -left*vectorSize, vectorSize, 1)
		table = table[spanSize:]
	}
	return s.sampling.call(s.arena.addr, s.tables.addr, s.sums.addr, uint32(4*(right-left)), uint32(f.stride))
}

// inside says whether the spans lie within 0 to size-1, one after the other.
func inside(spans []vision.Span, size int) bool {
	var before vision.Span
	for _, s := range spans {
		if s.First < before.First || s.Last < before.Last || s.First > s.Last || s.Last >= size {
			return false
		}
		before = s
	}
	return true
}

// putSpan writes a span as the kernel reads it. Pixel i of the axis lies at origin + i*step, and white is as large as that.
func putSpan(b []byte, s *vision.Span, origin, step int, white float32) {
	tail := s.Tail
	if s.First == s.Last {
		tail = 0
	}
	put := func(at int, v uint32) { put32(b[at:], v) }
	put(spanFirst, uint32(origin+s.First*step))
	put(spanInner, uint32(max(s.Last-s.First-1, 0)))
	put(spanLast, uint32(origin+s.Last*step))
	put(spanHead, math.Float32bits(s.Head))
	put(spanTail, math.Float32bits(tail))
	put(spanWeight, math.Float32bits(1/(white*s.Length)))
}
