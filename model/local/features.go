// Package local describes a picture by a few dozen of its corners, and tells by them whether two pictures show the same work.
//
// An embedding says which works a view resembles; the corners say whether it is the work, point for point. Both pictures
// are squeezed to a square of 160 pixels, a view after it has been straightened: what is the same lies in about the same
// place, nearly upright, nearly of the same size. So the features need neither an orientation nor many scales, and
// are few: 3.9 KB a work. Of a picture that is turned by quarter turns they are the same, turned (Turn).
//
// All numbers are integers but for roots and quotients, which every machine rounds alike. The package is linked into the
// page's WebAssembly binary.
package local

import (
	"image"
	"math/bits"

	"docent/model/vision"
)

// Side is the size of the square that pictures are squeezed to, in pixels.
const Side = 160

// Most is how many features a picture is described by at most.
const Most = 112

// A Feature is a corner of a picture: where it is, in pixels of the square, at which level of detail, and what is around
// it: 256 comparisons of brightness (Calonder et al. 2010, "BRIEF"), 64 in each of four directions. Of Extract's
// features, level 0 is all of the detail and level 1 half, where X and Y are of the first of two pixels each way; of
// ExtractLoose's it is 2, 4 and 6.
type Feature struct {
	X, Y       uint8
	Level      uint8
	Descriptor [4]uint64
}

// Distance returns the number of comparisons that come out another way.
func (f *Feature) Distance(g *Feature) int {
	return bits.OnesCount64(f.Descriptor[0]^g.Descriptor[0]) + bits.OnesCount64(f.Descriptor[1]^g.Descriptor[1]) +
		bits.OnesCount64(f.Descriptor[2]^g.Descriptor[2]) + bits.OnesCount64(f.Descriptor[3]^g.Descriptor[3])
}

// Turn appends to dst the features that Extract finds with the outline q[t], q[t+1], q[t+2], q[t+3] (indices modulo 4), given
// those that it finds with the outline q: of the picture turned counterclockwise by t quarter turns. Which of equally
// strong corners are kept may differ, and so may places that round to another pixel. So it is with those of ExtractLoose. dst may
// be features[:0].
func Turn(dst, features []Feature, t int) []Feature {
	t &= 3
	for _, f := range features {
		last := Side - f.pixel()
		switch x, y := int(f.X), int(f.Y); t { // the first corner, once at (0, 0), was at the second, (last, 0), after a turn
		case 1:
			f.X, f.Y = uint8(y), uint8(last-x)
		case 2:
			f.X, f.Y = uint8(last-x), uint8(last-y)
		case 3:
			f.X, f.Y = uint8(last-y), uint8(x)
		}
		d := f.Descriptor
		for w := range d {
			f.Descriptor[w] = d[(w+t)&3]
		}
		dst = append(dst, f)
	}
	return dst
}

// pixel returns how many pixels of the square one of the feature's level is wide.
func (f *Feature) pixel() int { return 1 << (f.Level & 1) }

// Extractor finds features. It owns its buffers and is not safe for concurrent use.
type Extractor struct {
	source source
	levels [levels]plane
	loose  plane
	peaks  []uint64
	found  []Feature
}

const levels = 2

// NewExtractor returns an Extractor.
func NewExtractor() *Extractor { return new(Extractor) }

// Extract returns the features of what an outline in a picture encloses, most of them at most, the strongest first within
// each level. The slice is valid until the next call. It is empty if the outline is no convex quadrilateral.
func (e *Extractor) Extract(m *image.RGBA, outline vision.Quad, most int) []Feature {
	e.found = e.found[:0]
	top := &e.levels[0]
	top.resize(Side, Side)
	e.source.set(m, outline)
	if !e.source.straighten(top) {
		return e.found
	}
	e.levels[1].halve(top)
	for l, share := range [levels]int{most - most/4, most / 4} {
		p := &e.levels[l]
		p.even()
		e.peaks = p.corners(e.peaks[:0], share)
		for _, c := range e.peaks {
			x, y := place(c)
			e.found = append(e.found, Feature{X: uint8(x << l), Y: uint8(y << l), Level: uint8(l), Descriptor: p.describe(x, y)})
		}
	}
	return e.found
}
