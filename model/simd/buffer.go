package simd

import (
	"math"

	"docent/model/nn"
)

// vectorSize is the size of a vector in bytes, lanes the number of float32 in it.
const (
	vectorSize = 16
	lanes      = 4
)

// vectors returns how many vectors c channels take.
func vectors(c int) int { return (c + lanes - 1) / lanes }

// A buffer is the place of one activation in the arena: rows of pixels, each of them its channels, filled up with zeros
// to whole vectors.
//
//	          left              W              right
//	     +--------+------------------------+--------+
//	top  |        .                        .        |
//	     + . . . .+------------------------+. . . . +
//	  H  |        |  pixel  pixel  pixel   |        |   a pixel: vectors(C) vectors
//	     + . . . .+------------------------+. . . . +
//	     |        .                        .        |  bottom
//	     +--------+------------------------+--------+
//
// The border is what the layer that reads the buffer sees around the picture: zeros for a convolution, the lowest number
// for max pooling. No step writes to it but the one that clears it.
type buffer struct {
	nn.Shape
	left, right, top, bottom int // width of the border, in pixels

	first, last int  // the steps between which it is in use: written by first, last read by last
	offset      int  // in the arena, in bytes
	lowest      bool // its border is -MaxFloat32, not 0
	clear       bool // other buffers use its memory at other times: the border has to be written anew by each run
}

// pixel returns the size of a pixel in bytes.
func (b *buffer) pixel() int { return vectors(b.C) * vectorSize }

// row returns the distance of two rows in bytes.
func (b *buffer) row() int { return (b.left + b.W + b.right) * b.pixel() }

// size returns the buffer's size in bytes.
func (b *buffer) size() int { return (b.top + b.H + b.bottom) * b.row() }

// at returns the place of a pixel, which may lie on the border, in the arena.
func (b *buffer) at(y, x int) int { return b.offset + (b.top+y)*b.row() + (b.left+x)*b.pixel() }

// bordered says whether there is a border.
func (b *buffer) bordered() bool { return b.left+b.right+b.top+b.bottom > 0 }

// widen makes the border at least as wide as this.
func (b *buffer) widen(top, left, bottom, right int) {
	b.top, b.left = max(b.top, top), max(b.left, left)
	b.bottom, b.right = max(b.bottom, bottom), max(b.right, right)
}

// fillBorder writes the border, of the network's input: no step does that.
func (b *buffer) fillBorder(arena []float32) {
	var v float32
	if b.lowest {
		v = -math.MaxFloat32
	}
	for y := -b.top; y < b.H+b.bottom; y++ {
		row := arena[b.at(y, -b.left)/4:][:b.row()/4]
		for i := range row {
			if x := i/(b.pixel()/4) - b.left; y < 0 || y >= b.H || x < 0 || x >= b.W {
				row[i] = v
			}
		}
	}
}
