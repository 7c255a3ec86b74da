package quality

import (
	"image"

	"docent/model/bundle"
)

// InputOf returns what a report needs of a bundle, whose works have the given references, in its order.
func InputOf(b *bundle.Bundle, references []func() (*image.RGBA, error)) Input {
	in := Input{Languages: b.Languages, Set: b.Prototypes}
	for _, l := range b.Languages {
		if in.Title == "" {
			in.Title = b.Title[l]
		}
	}
	if b.Features != nil {
		in.Features = b.Features.Row
	}
	for i, w := range b.Works {
		in.Works = append(in.Works, Work{ID: w.ID, Load: references[i], Texts: w.Texts, Licence: b.Manifest.Works[i].Licence, Thumb: w.Thumb != ""})
	}
	return in
}
