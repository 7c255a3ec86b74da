package model

import (
	"image"

	"docent/model/bundle"
	"docent/model/local"
	"docent/model/proto"
)

// A check compares the local features of works with those of the places that a frame was looked at in.
type check struct {
	features *bundle.Features
	index    *local.Index // nil where not all features are there, or too many
	*local.Extractor
	local.Checker

	picture *image.RGBA
	seen    [MaxLooks][]local.Feature // by place, upright; found when first asked for
	has     [MaxLooks]bool
	turned  []local.Feature
	work    []local.Feature
	missing []int // works of the last frame whose features were not there
}

const (
	// mostIndexed is the number of works up to which features are indexed: 70 MB.
	mostIndexed = 10_000
	// hits is how many works the index adds to the shortlist for a place.
	hits = 16
)

// SetFeatures lets the recogniser compare the local features of works, as far as they are there: it keeps f, to which more
// may be added between frames. Where those of a shortlisted work are not there, the whole frame is judged by
// distances alone. Where all are there, works are shortlisted by their features too.
func (r *Recognizer) SetFeatures(f *bundle.Features) {
	if f == nil {
		r.check = nil
		return
	}
	r.check = &check{features: f, Extractor: local.NewExtractor()}
	for i := range f.Len() {
		if f.Row(i) == nil || f.Len() > mostIndexed {
			return
		}
	}
	r.check.index = local.NewIndex(f.Len(), f.Row)
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

// compare counts the features of the shortlisted works that agree with the frame, and shortlists the works, but one, whose features
// are seen in it: in what is located, and unless that settles it, anywhere in the windows. It reports false where
// features are not there.
func (r *Recognizer) compare(without int) bool {
	enough := false
	for _, located := range [...]bool{true, false} {
		if enough {
			break
		}
		for i, l := range r.looks {
			if l.Located != located || l.Turn != 0 {
				continue
			}
			for j := range r.short {
				c := &r.short[j]
				if at := c.Look; at.place == i {
					r.agree(c, at)
				} else if located || r.check.index == nil {
					r.agree(c, l.turn(at.Turn))
				}
			}
			r.add(l, without)
		}
		for _, c := range r.short {
			enough = enough || c.Agreed >= local.Enough
		}
	}
	checked := len(r.check.missing) == 0
	for i := range r.short {
		c := &r.short[i]
		if c.Agreed = max(c.Agreed, 0); !checked {
			c.Agreed = -1
		}
	}
	return checked
}

// turn returns an upright look turned.
func (l Look) turn(turns int) Look {
	t := l
	t.Turn = turns
	for i := range t.Outline {
		t.Outline[i] = l.Outline[(i+turns)&3]
	}
	return t
}

// agree counts the features of a candidate that agree with a look; the look that most agree with stands.
func (r *Recognizer) agree(c *Candidate, l Look) {
	if n := r.check.agreed(c.Index, l); n > c.Agreed {
		c.Agreed, c.Look = n, l
	}
}

// add puts the works on the shortlist, but one, whose features are seen in an upright look, whichever way it is turned.
func (r *Recognizer) add(l Look, without int) {
	if r.check.index == nil {
		return
	}
	best := r.check.index.BestLoose
	if l.Located {
		best = r.check.index.Best
	}
	for _, h := range best(r.check.view(l), hits, 0, 1, 2, 3) {
		if h.Work == without {
			continue
		}
		i := 0
		for i < len(r.short) && r.short[i].Index != h.Work {
			i++
		}
		if i == len(r.short) {
			m := proto.Match{Index: h.Work, SquaredDistance: r.ranking.Distance(h.Work)}
			r.short = append(r.short, r.candidate(m, r.ranking.Rival(r.best, len(r.best))))
		}
		r.agree(&r.short[i], l.turn(h.Turn))
	}
}

// view returns the features of an upright look.
func (c *check) view(l Look) []local.Feature {
	if !c.has[l.place] {
		extract := c.ExtractLoose
		if l.Located {
			extract = c.Extract
		}
		c.seen[l.place] = append(c.seen[l.place][:0], extract(c.picture, l.Outline, 2*local.Most)...)
		c.has[l.place] = true
	}
	return c.seen[l.place]
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
	view := c.view(l.turn(-l.Turn)) // its place upright
	if l.Turn != 0 {
		c.turned = local.Turn(c.turned[:0], view, l.Turn)
		view = c.turned
	}
	if l.Located {
		return c.Check(c.work, view)
	}
	return c.CheckLoose(c.work, view)
}
