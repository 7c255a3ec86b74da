package model

import (
	"image"

	"docent/model/locate"
	"docent/model/vision"
)

// MaxLooks is how many looks a frame gets at most.
const MaxLooks = 256

// A Look is a part of a frame that is embedded.
type Look struct {
	Outline    vision.Quad // in pixels of the frame, in the work's own orientation; what it encloses is straightened
	Located    bool        // a locator has found it; it is a window otherwise
	Turn       int         // quarter turns, clockwise, by which the work is turned in the frame, for this look: 0 to 3
	Confidence float32     // of the locator
	place      int         // index of the look at the same outline that is not turned
}

// A Locator finds works in a frame, the one aimed at first, and looks again at one of them. locate.Locator does; an interface
// keeps it out of programs that have none.
type Locator interface {
	Locate(frame *image.RGBA) []locate.Found
	Refine(frame *image.RGBA, f locate.Found) locate.Found
}

// Turns are the quarter turns in which a place of the frame is looked at when there is a locator: upright, and as a
// phone shows a work that is held across. Nobody holds it upside down.
var Turns = []int{0, 1, 3}

// A Viewer turns a frame into the embeddings that are compared to prototypes: of the work that the locator has found in
// it, straightened, and of windows of it, for the visitor who stands so near that the work has no outline. Works are
// taken to be what their best look says. It is not safe for concurrent use.
type Viewer struct {
	*Embedder
	locator    Locator
	windows    []vision.Rect
	turns      []int // beside upright ones
	looks      []Look
	embeddings []float32 // (MaxLooks, Len), as far as needed
}

// NewViewer returns a Viewer over an encoder and a locator, which it then owns. Without a locator, nil, it looks at Windows;
// with one, at what is located in Turns and at the whole frame, which is turned where nothing is located.
func NewViewer(e Encoder, l Locator) *Viewer {
	v := &Viewer{Embedder: NewEmbedder(e), locator: l}
	if l == nil {
		v.SetWindows(Windows)
	} else {
		v.SetWindows([]vision.Rect{vision.Whole})
		v.SetTurns(Turns)
	}
	return v
}

// SetWindows replaces the windows, with at most 60; at least 1 without a locator. The whole frame alone, without a
// locator, is how the seed of this project looked at a picture.
func (v *Viewer) SetWindows(windows []vision.Rect) {
	if len(windows) >= MaxLooks/4 || len(windows) == 0 && v.locator == nil {
		panic("model: no windows, or more than 60")
	}
	v.windows = windows
}

// SetTurns replaces the quarter turns, 0 to 3, in which a place is looked at; it always is upright.
func (v *Viewer) SetTurns(turns []int) {
	v.turns = v.turns[:0]
	for _, t := range turns {
		if t&3 != 0 {
			v.turns = append(v.turns, t&3)
		}
	}
}

// View looks at a frame, made by vision.Frame or of its size. Embedding gives the looks' embeddings. Both are valid until the
// next call.
func (v *Viewer) View(frame *image.RGBA) []Look {
	v.looks = v.looks[:0]
	v.embeddings = v.embeddings[:0]
	v.setFrame(frame)
	if v.locator != nil {
		if found := v.locator.Locate(frame); len(found) > 0 {
			f := v.locator.Refine(frame, found[0])
			v.place(Look{Outline: f.Outline, Located: true, Confidence: f.Confidence}, v.turns)
		}
	}
	turns := v.turns
	if len(v.looks) > 0 {
		turns = nil // a place of its own shows how the work is turned
	}
	w, h := float64(frame.Rect.Dx()), float64(frame.Rect.Dy())
	for _, r := range v.windows {
		v.embedWindow(v.room(), r)
		whole := Look{Outline: r.Quad(w, h), place: len(v.looks)}
		v.looks = append(v.looks, whole)
		v.turned(whole, turns)
	}
	return v.looks
}

// place looks at an outline upright and in turns, unless it is no convex quadrilateral.
func (v *Viewer) place(l Look, turns []int) {
	if !v.embedOutline(v.room(), l.Outline) {
		return
	}
	l.place = len(v.looks)
	v.looks = append(v.looks, l)
	v.turned(l, turns)
}

// turned looks at the outline of an upright look in turns.
func (v *Viewer) turned(upright Look, turns []int) {
	for _, t := range turns {
		l := upright
		l.Turn = t
		for i := range l.Outline {
			l.Outline[i] = upright.Outline[(i+t)&3]
		}
		if v.embedOutline(v.room(), l.Outline) {
			v.looks = append(v.looks, l)
		}
	}
}

// room makes room for the embedding of the look that comes next.
func (v *Viewer) room() []float32 {
	from, to := len(v.looks)*v.Len(), (len(v.looks)+1)*v.Len()
	for len(v.embeddings) < to {
		v.embeddings = append(v.embeddings, 0)
	}
	return v.embeddings[from:to]
}

// Embedding returns the embedding of look i of the last frame.
func (v *Viewer) Embedding(i int) []float32 { return v.embeddings[i*v.Len():][:v.Len()] }
