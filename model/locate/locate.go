// Package locate finds a painting in a camera frame: its four corners, and how likely it is that they are right.
//
// A small network looks at the whole frame, squeezed to its square input, and answers on a grid: for each cell a score
// that the middle of a work lies in it, and where the corners of the work that it lies in are. The form is that of
// one-stage detectors (Tian et al. 2019, "FCOS", section 3), with corners for the sides of a box. What the page draws and
// what is straightened before it is embedded comes from here.
package locate

import (
	"errors"
	"image"
	"math"
	"strconv"

	"docent/model/nn"
	"docent/model/vision"
)

// Channels is the number of values of a cell: the score, as log-odds, then x and y of the top left, top right, bottom
// right and bottom left corner as the work is seen, from the middle of the cell, in sides of the frame.
const Channels = 9

// MaxFound is how many works a frame gives at most.
const MaxFound = 4

// Found is a work in a frame.
type Found struct {
	// Outline is the work without its frame, in pixels of the camera's frame, clockwise from the corner that is at the
	// top left as it is seen: a work on its side has its own first corner elsewhere. Corners may lie outside of the frame.
	Outline vision.Quad
	// Confidence is the probability that the outline is right, 0 to 1: that it overlaps the work's true one by 3/4.
	Confidence float32
}

// Encoder runs a network. nn.Runner is one.
type Encoder interface {
	Forward(dst, x []float32) error
	InputSize() (w, h int)
	OutputLen() int
	Normalisation() nn.Normalisation
}

// FrameEncoder is an Encoder that makes its input from a frame by itself. simd.Runner is one.
type FrameEncoder interface {
	Encoder
	SetFrame(frame *image.RGBA)
	EmbedWindow(dst []float32, window vision.Rect) error
}

// Locator finds works in frames. It owns its buffers and is not safe for concurrent use.
type Locator struct {
	encoder  Encoder
	sampling FrameEncoder // the same, if it is one
	input    []float32
	grid     []float32
	decoder  Decoder
}

// New returns a Locator over an encoder, which it then owns. It refuses a network whose output is not a square grid of
// cells with Channels values each.
func New(e Encoder) (*Locator, error) {
	side := gridSide(e.OutputLen())
	if side == 0 {
		return nil, errors.New("locate: the network gives " + strconv.Itoa(e.OutputLen()) + " numbers, not a square grid of " +
			strconv.Itoa(Channels) + " each: it is no locator")
	}
	l := &Locator{encoder: e, grid: make([]float32, e.OutputLen()), decoder: Decoder{Side: side}}
	if s, ok := e.(FrameEncoder); ok {
		l.sampling = s
	} else {
		w, h := e.InputSize()
		l.input = make([]float32, 3*w*h)
	}
	return l, nil
}

// gridSide is the number of cells along a side of a grid of n numbers, 0 if it is not square.
func gridSide(n int) int {
	side := int(math.Sqrt(float64(n/Channels)) + 0.5)
	if n <= 0 || side*side*Channels != n {
		return 0
	}
	return side
}

// Locate returns the works found in a frame, the one that it is most likely aimed at first, which is the most central
// complete one. There may be none. The slice is valid until the next call of Locate or Refine.
func (l *Locator) Locate(frame *image.RGBA) []Found {
	l.look(frame, vision.Whole)
	return l.decoder.Decode(l.grid, float64(frame.Rect.Dx()), float64(frame.Rect.Dy()))
}

// Refine looks again at the part of the frame around a work that Locate has found, at the price of another forward pass:
// its corners are then about a quarter nearer to the true ones. What is found there has to be the same work; f is
// returned as it is otherwise. The confidence stays that of the first look.
func (l *Locator) Refine(frame *image.RGBA, f Found) Found {
	w, h := float64(frame.Rect.Dx()), float64(frame.Rect.Dy())
	lo, hi := f.Outline.Bounds()
	x, y := around*(hi.X-lo.X), around*(hi.Y-lo.Y)
	part := vision.Rect{X0: max(0, (lo.X-x)/w), Y0: max(0, (lo.Y-y)/h), X1: min(1, (hi.X+x)/w), Y1: min(1, (hi.Y+y)/h)}
	if !(part.X1-part.X0 >= leastPart && part.Y1-part.Y0 >= leastPart) || part == vision.Whole {
		return f
	}
	l.look(frame, part)
	best := f.Outline
	most := sameRefined
	for _, again := range l.decoder.Decode(l.grid, w*(part.X1-part.X0), h*(part.Y1-part.Y0)) {
		for i, c := range again.Outline {
			again.Outline[i] = vision.Point{X: c.X + w*part.X0, Y: c.Y + h*part.Y0}
		}
		if o := Overlap(again.Outline, f.Outline); o >= most {
			best, most = again.Outline, o
		}
	}
	f.Outline = best
	return f
}

const (
	// around is how much of a work's width and height Refine leaves on each side: as views that the network was trained on
	// mostly have it.
	around = 0.2
	// leastPart is the share of the frame's sides under which there is nothing left to see better.
	leastPart = 0.05
	// sameRefined is the overlap under which the second look has seen something else.
	sameRefined = 0.5
)

// look runs the network on a window of the frame.
func (l *Locator) look(frame *image.RGBA, window vision.Rect) {
	var err error
	if l.sampling != nil {
		l.sampling.SetFrame(frame)
		err = l.sampling.EmbedWindow(l.grid, window)
	} else {
		w, h := l.encoder.InputSize()
		vision.Sample(l.input, frame, window, w, h, l.encoder.Normalisation())
		err = l.encoder.Forward(l.grid, l.input)
	}
	if err != nil {
		panic("locate: " + err.Error()) // only lengths can be wrong, and they come from the encoder
	}
}
