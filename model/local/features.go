// Package local describes a picture by a few dozen of its corners, and tells by them whether two pictures show the same work.
//
// An embedding says which works a view resembles; the corners say whether it is the work, point for point. Both pictures
// are squeezed to a square of 160 pixels, a view after it has been straightened: what is the same lies in about the same
// place, nearly upright, nearly of the same size. So the features need neither an orientation nor many scales, and
// are few: 3.8 KB a work.
//
// The package is linked into the page's WebAssembly binary.
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

// A Feature is a corner of a picture: where it is, in pixels of the square, at which level of detail (0: all of it, 1:
// half), and what is around it: 256 comparisons of brightness (Calonder et al. 2010, "BRIEF").
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

// Extractor finds features. It owns its buffers and is not safe for concurrent use.
type Extractor struct {
	square *image.RGBA
	levels [levels]plane
	peaks  []corner
	found  []Feature
}

const levels = 2

// NewExtractor returns an Extractor.
func NewExtractor() *Extractor {
	e := &Extractor{square: image.NewRGBA(image.Rect(0, 0, Side, Side))}
	for l := range e.levels {
		e.levels[l] = newPlane(Side >> l)
	}
	return e
}

// Extract returns the features of what an outline in a picture encloses, most of them at most, the strongest first within
// each level. The slice is valid until the next call. It is empty if the outline is no convex quadrilateral.
func (e *Extractor) Extract(m *image.RGBA, outline vision.Quad, most int) []Feature {
	h, err := vision.QuadToQuad(vision.RectQuad(Side, Side), outline)
	if err != nil {
		return nil
	}
	vision.Warp(e.square, m, h, vision.Clamp)
	top := &e.levels[0]
	for i := range top.light {
		p := e.square.Pix[4*i : 4*i+3 : 4*i+3]
		top.light[i] = 0.299*float32(p[0]) + 0.587*float32(p[1]) + 0.114*float32(p[2])
	}
	e.levels[1].halve(top)
	e.found = e.found[:0]
	for l, share := range [levels]int{most - most/4, most / 4} {
		p := &e.levels[l]
		p.even()
		e.peaks = p.corners(e.peaks[:0], share)
		for _, c := range e.peaks {
			e.found = append(e.found, Feature{X: uint8(c.x << l), Y: uint8(c.y << l), Level: uint8(l), Descriptor: p.describe(c.x, c.y)})
		}
	}
	return e.found
}
