package model

import (
	"image"

	"docent/model/bundle"
	"docent/model/local"
)

// A check compares the local features of works with those of the places that a frame was looked at in.
type check struct {
	features *bundle.Features
	*local.Extractor
	local.Checker

	picture *image.RGBA
	seen    [MaxLooks][]local.Feature // by place, upright; found when first asked for
	has     [MaxLooks]bool
	turned  []local.Feature
	work    []local.Feature
	missing []int // works of the last frame whose features were not there
}

// SetFeatures lets the recogniser compare the local features of works, as far as they are there: it keeps f, to which more
// may be added between frames. Where those of a shortlisted work are not there, the whole frame is judged by
// distances alone.
func (r *Recognizer) SetFeatures(f *bundle.Features) {
	if f == nil {
		r.check = nil
		return
	}
	r.check = &check{features: f, Extractor: local.NewExtractor()}
}

// Missing returns the indices of shortlisted works whose features were not there since the last frame was looked at.
func (r *Recognizer) Missing() []int {
	if r.check == nil {
		return nil
	}
	return r.check.missing
}

// frame begins a frame.
func (c *check) frame(picture *image.RGBA) {
	c.picture, c.missing = picture, c.missing[:0]
	clear(c.has[:])
}

// agreed returns how many features of a work agree with a look, -1 where they are not there.
func (c *check) agreed(work int, l Look) int {
	row := c.features.Row(work)
	if row == nil {
		c.missing = append(c.missing, work)
		return -1
	}
	var err error
	if c.work, err = local.DecodeRow(c.work[:0], row); err != nil {
		return 0 // damaged: nothing can agree with it
	}
	if !c.has[l.place] {
		upright := l.Outline
		for i, p := range l.Outline {
			upright[(i+l.Turn)&3] = p
		}
		extract := c.ExtractLoose
		if l.Located {
			extract = c.Extract
		}
		c.seen[l.place] = append(c.seen[l.place][:0], extract(c.picture, upright, 2*local.Most)...)
		c.has[l.place] = true
	}
	view := c.seen[l.place]
	if l.Turn != 0 {
		c.turned = local.Turn(c.turned[:0], view, l.Turn)
		view = c.turned
	}
	if l.Located {
		return c.Check(c.work, view)
	}
	return c.CheckLoose(c.work, view)
}
