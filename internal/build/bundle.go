//go:build !js || curator

package build

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"

	"github.com/nfnt/resize"

	"docent/internal/catalog"
	"docent/model/bundle"
)

// Thumbnails: large enough to fill a phone's card, and some 30 KB.
const (
	thumbSide    = 480
	thumbQuality = 80
)

// Labels are what a bundle says about its works.
type Labels struct {
	Title    string           // of the collection, in Language; may be empty
	Language string           // of titles that come from nowhere else
	Catalog  *catalog.Catalog // may be nil
}

// Bundle makes a bundle of works. Every row of the catalog must have its picture; works without a row are called by
// their id, which is said in the warnings.
func Bundle(ctx context.Context, works []Source, labels Labels, o Options) (b *bundle.Bundle, warnings []string, err error) {
	b = &bundle.Bundle{
		Manifest: bundle.Manifest{
			Title:     map[string]string{},
			Languages: []string{labels.Language},
		},
		Thumbs: map[string][]byte{},
	}
	if labels.Title != "" {
		b.Title[labels.Language] = labels.Title
	}
	if labels.Catalog != nil {
		b.Languages = labels.Catalog.Languages
	}
	if b.Works, warnings, err = label(works, labels); err != nil {
		return nil, nil, err
	}
	thumbs := make([][]byte, len(works))
	visit := o.Visit
	o.Visit = func(i int, picture *image.RGBA) error {
		if visit != nil {
			if err := visit(i, picture); err != nil {
				return err
			}
		}
		var err error
		thumbs[i], err = Thumbnail(picture, thumbSide, thumbQuality)
		return err
	}
	p, err := Make(ctx, works, o)
	if err != nil {
		return nil, nil, err
	}
	p.Describe(&b.Manifest, o)
	b.Prototypes, b.Features = p.Set, p.Features
	for i, w := range b.Works {
		b.Thumbs[w.ID] = thumbs[i]
		b.Manifest.Works = append(b.Manifest.Works, w.WorkEntry)
	}
	return b, warnings, nil
}

// label returns the works with their texts, in the order of the pictures.
func label(works []Source, labels Labels) (labelled []bundle.Work, warnings []string, err error) {
	pictures := map[string]bool{}
	for _, w := range works {
		if err := bundle.CheckID(w.ID); err != nil {
			return nil, nil, fmt.Errorf("picture of a work: %w; rename it", err)
		}
		pictures[w.ID] = true
	}
	texts := map[string]map[string]bundle.Text{}
	if c := labels.Catalog; c != nil {
		for _, r := range c.Rows {
			if !pictures[r.ID] {
				return nil, nil, fmt.Errorf("catalog line %d: there is no picture of %s among the images: add %[2]s.jpg, or remove the line", r.Line, r.ID)
			}
			texts[r.ID] = r.Texts
		}
		warnings = append(warnings, c.Warnings...)
	}
	for _, w := range works {
		work := bundle.Work{WorkEntry: bundle.WorkEntry{ID: w.ID, Thumb: bundle.ThumbName(w.ID)}, Texts: map[string]bundle.Text{}}
		titled := false
		for l, t := range texts[w.ID] {
			work.Texts[l] = t
			titled = titled || t.Title != ""
		}
		if !titled {
			t := work.Texts[labels.Language]
			t.Title = w.ID
			work.Texts[labels.Language] = t
			if labels.Catalog != nil {
				warnings = append(warnings, fmt.Sprintf("%s has no title in the catalog: it is called %[1]s", w.ID))
			}
		}
		labelled = append(labelled, work)
	}
	return labelled, warnings, nil
}

// Thumbnail returns the picture as a JPEG whose longest side is at most side.
func Thumbnail(picture image.Image, side uint, quality int) ([]byte, error) {
	var buf bytes.Buffer
	small := resize.Thumbnail(side, side, picture, resize.Lanczos3)
	if err := jpeg.Encode(&buf, small, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("write thumbnail: %w", err)
	}
	return buf.Bytes(), nil
}
