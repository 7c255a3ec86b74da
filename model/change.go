package model

import "docent/model/proto"

// Change tells when the camera has been turned to another view, which is when evidence from earlier frames counts no more
// (proto.Vote). The zero value with Typical set is ready to use.
//
// A frame shows the view of the one before when what is located in both, or both whole frames, are alike: nearer to each other than Typical,
// the calibration's distance of what is not in a collection to its nearest prototype. Of synthesised views under a moving
// hand 1 % of the frames are farther than 0.95 of that from others of their view, and 1 % of those of other views nearer than
// 1.04; by whole frames alone it is 1.32 and 1.08. A single frame that differs may be blurred: it takes two.
type Change struct {
	Typical float64 // of the bundle's calibration

	whole, located []float32 // embeddings of the latest frame of the view; empty: none
	strange        bool      // the frame before differed
}

// Turned takes in what v sees in a frame, after v.View, which returned the looks, and reports whether the camera
// was turned away from the view that it held before.
func (c *Change) Turned(v *Viewer, looks []Look) bool {
	whole, located := -1, -1
	for i := len(looks) - 1; i >= 0; i-- {
		switch {
		case looks[i].Turn != 0:
		case looks[i].Located:
			located = i
		default:
			whole = i
		}
	}
	differs := len(c.whole)+len(c.located) > 0 && !c.alike(v, c.whole, whole) && !c.alike(v, c.located, located)
	if differs && !c.strange {
		c.strange = true
		return false
	}
	c.strange = false
	c.whole, c.located = remember(c.whole, v, whole), remember(c.located, v, located)
	return differs
}

// alike reports whether look i, or -1, is like one that is remembered.
func (c *Change) alike(v *Viewer, remembered []float32, i int) bool {
	return i >= 0 && len(remembered) > 0 && float64(proto.SquaredDistance(remembered, v.Embedding(i))) < c.Typical
}

// remember copies the embedding of look i, or nothing for -1, over the one before.
func remember(before []float32, v *Viewer, i int) []float32 {
	if i < 0 {
		return before[:0]
	}
	return append(before[:0], v.Embedding(i)...)
}
