//go:build !js || curator

package build

import (
	"image"
	"slices"

	"docent/model"
	"docent/model/bundle"
	"docent/model/proto"
)

// together is the number of works up to which their features are in memory all at once: 39 MB. A recogniser indexes no
// more of them.
const together = 10_000

// A witness recognises views for the calibration.
type witness struct {
	b        *builder
	r        *model.Recognizer
	features *bundle.Features // nil without
}

func (b *builder) newWitness(m *bundle.Manifest) (*witness, error) {
	v, err := b.Engine.Viewer(b.Model, b.Locator)
	if err != nil {
		return nil, err
	}
	b.aim(v)
	ranking, err := b.ranking()
	if err != nil {
		return nil, err
	}
	r := model.NewRanked(v, b.Engine.Name(), m, ranking, b.table.impostors)
	r.SetFeatures(b.result.Features)
	return &witness{b: b, r: r, features: b.result.Features}, nil
}

// ranking returns a ranking of the works; of very many, one in which they are int8.
func (b *builder) ranking() (*proto.Ranking, error) {
	if b.result.Set != nil {
		return b.Engine.Ranking(b.result.Set)
	}
	return b.Engine.Int8Ranking(&b.table.Int8Set, &proto.Set{Dim: b.dim, Background: b.table.background})
}

// look recognises a frame that shows a work, or none of them (-1). Of more works than fit into memory together it fetches
// the features of those that are shortlisted.
func (w *witness) look(frame *image.RGBA, work int) (seen, error) {
	features := w.features
	if features == nil && w.b.Features != bundle.FeaturesNone {
		features = bundle.NewFeatures(len(w.b.ids))
		w.r.SetFeatures(features)
	}
	for {
		s := seen{work: work}
		w.r.Look(frame)
		candidates, _ := w.r.Shortlist(proto.None)
		s.known = slices.Clone(candidates)
		if work >= 0 {
			candidates, _ = w.r.Shortlist(work)
			s.leftOut = slices.Clone(candidates)
		}
		missing := w.r.Missing()
		if len(missing) == 0 {
			return s, nil
		}
		for _, i := range missing {
			r, err := w.b.again(i)
			if err != nil {
				return s, err
			}
			if err := features.Set(i, r.Row); err != nil {
				return s, err
			}
		}
	}
}
