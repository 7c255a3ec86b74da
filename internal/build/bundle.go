//go:build !js || curator

package build

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"

	"github.com/nfnt/resize"

	"docent/model/bundle"
)

// Thumbnails: large enough to fill a phone's card, and some 30 KB.
const (
	thumbSide    = 480
	thumbQuality = 80
)

// A Collection is works that have been looked at and calibrated, of which a bundle can be made.
type Collection struct {
	*builder
	title     map[string]string
	languages []string
	rooms     []string // by work
	groups    []cell   // none where the works are few
	coarse    *bundle.Coarse

	// What is said about a work, and its speech in a language; set by whoever knows where they are.
	label func(i int) (label, error)
	audio func(i int, l *label, language string) ([]byte, error)
}

// Bundle makes a bundle of works, in memory. Every row of the catalog must have its picture; works without a row are called by
// their id, which is said in the warnings.
func Bundle(ctx context.Context, works []Source, labels Labels, o Options) (b *bundle.Bundle, warnings []string, err error) {
	c, warnings, err := Collect(ctx, works, labels, o)
	if err != nil {
		return nil, nil, err
	}
	b, err = c.Bundle(ctx)
	return b, warnings, err
}

// Collect looks at works, calibrates and groups them.
func Collect(ctx context.Context, works []Source, labels Labels, o Options) (c *Collection, warnings []string, err error) {
	c, warnings, err = prepare(works, labels, o)
	if err != nil {
		return nil, nil, err
	}
	if err := c.make(ctx, false); err != nil {
		return nil, nil, err
	}
	c.cut()
	return c, warnings, nil
}

// prepare returns a collection of works that have not been looked at.
func prepare(works []Source, labels Labels, o Options) (c *Collection, warnings []string, err error) {
	c = &Collection{title: map[string]string{}, languages: labels.languages()}
	if labels.Title != "" {
		c.title[labels.Language] = labels.Title
	}
	rows, warnings, err := labels.check(works)
	if err != nil {
		return nil, nil, err
	}
	hidden := make([]bool, len(works))
	c.rooms = make([]string, len(works))
	for i, r := range rows {
		if r != nil {
			hidden[i], c.rooms[i] = r.Hidden, r.Room
		}
	}
	c.label = func(i int) (label, error) { return labels.one(works[i].ID, rows[i]) }
	c.audio = func(_ int, l *label, language string) ([]byte, error) { return labels.audio(l, language) }
	c.builder, err = newBuilder(works, o, true, hidden)
	return c, warnings, err
}

// Works returns the number of works.
func (c *Collection) Works() int { return len(c.ids) }

// Groups returns the number of groups, 0 for a plain bundle.
func (c *Collection) Groups() int { return len(c.groups) }

// Counts says how many works were looked at, and how many the store had.
type Counts struct{ Embedded, Kept int }

// Counts says how many works were looked at.
func (c *Collection) Counts() Counts { return Counts{c.result.Embedded, c.result.Kept} }

// cut groups the works.
func (c *Collection) cut() {
	g := &grouping{set: c.table.rows(), ids: c.ids, rooms: c.rooms, language: c.languages[0], former: c.Former, used: map[string]bool{}}
	if c.groups = g.group(c.Group); len(c.groups) > 0 {
		order, groups := c.order()
		c.coarse = bundle.NewCoarse(c.table.Dim, groups, func(work int) []float32 { return g.set.At(order[work]) })
	}
}

// order returns the works in the order of the bundle, and its groups.
func (c *Collection) order() (works []int, groups []bundle.Group) {
	for _, g := range c.groups {
		works, groups = append(works, g.members...), append(groups, g.Group)
	}
	if groups == nil {
		for i := range c.ids {
			works = append(works, i)
		}
	}
	return works, groups
}

// Bundle returns the collection as a bundle in memory.
func (c *Collection) Bundle(ctx context.Context) (*bundle.Bundle, error) {
	order, groups := c.order()
	b, err := c.run(ctx, order)
	if err != nil {
		return nil, err
	}
	b.Groups, b.Coarse = groups, c.coarse
	b.Prototypes.Background = c.table.background
	for _, w := range b.Works {
		b.Manifest.Works = append(b.Manifest.Works, w.WorkEntry)
	}
	return b, nil
}

// manifest returns what the manifest says of the whole collection.
func (c *Collection) manifest() bundle.Manifest {
	m := bundle.Manifest{Title: c.title, Languages: c.languages}
	c.result.Describe(&m, c.Options)
	return m
}

// run returns some of the works as a bundle of their own, without background.
func (c *Collection) run(ctx context.Context, members []int) (*bundle.Bundle, error) {
	b := &bundle.Bundle{Manifest: c.manifest(), Prototypes: c.table.set(members), Thumbs: map[string][]byte{}}
	if c.Features != bundle.FeaturesNone {
		b.Features = bundle.NewFeatures(len(members))
	}
	for i, m := range members {
		if ctx.Err() != nil {
			return nil, errInterrupted
		}
		l, err := c.label(m)
		if err != nil {
			return nil, err
		}
		w := l.Work
		if n := c.result.Photos[m]; n > 1 {
			w.Pictures = n
		}
		b.Works = append(b.Works, w)
		r, err := c.again(m)
		if err != nil {
			return nil, err
		}
		if w.Thumb != "" {
			b.Thumbs[w.ID] = r.Thumb
		}
		if b.Features != nil {
			if err := b.Features.Set(i, r.Row); err != nil {
				return nil, err
			}
		}
		if len(w.Audio) > 0 && b.Audio == nil {
			b.Audio = map[string][]byte{}
		}
		for language, name := range w.Audio {
			if b.Audio[name], err = c.audio(m, &l, language); err != nil {
				return nil, err
			}
		}
	}
	return b, nil
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
