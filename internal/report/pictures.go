//go:build !js

package report

import (
	"fmt"
	"image"
	"sync"

	"docent/internal/build"
	"docent/internal/evaluate"
	"docent/model/bundle"
	"docent/model/picture"
)

// Longest sides of the pictures in the report, and their JPEG quality: some 4 and 7 KB each.
const (
	workSide  = 120
	querySide = 256
	quality   = 70
)

// Pictures collects the pictures of an evaluation in the size that the report shows. Its methods are what
// evaluate.Options calls.
type Pictures struct {
	mu      sync.Mutex
	works   map[int][]byte
	queries map[string]photo
}

// photo is the frame of a query, small, and the size that it had.
type photo struct {
	jpeg []byte
	size image.Point
}

// Work takes the picture of a work of the gallery.
func (p *Pictures) Work(index int, picture *image.RGBA) error {
	b, err := build.Thumbnail(picture, workSide, quality)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.works == nil {
		p.works = map[int][]byte{}
	}
	p.works[index] = b
	return err
}

// Bundle takes the thumbnails of a bundle's works.
func (p *Pictures) Bundle(b *bundle.Bundle) error {
	for i, w := range b.Works {
		thumb := b.Thumbs[w.ID]
		if thumb == nil {
			continue // not to be shown
		}
		m, err := picture.Decode(thumb)
		if err != nil {
			return fmt.Errorf("thumbnail of %s: %w", w.ID, err)
		}
		if err := p.Work(i, m); err != nil {
			return err
		}
	}
	return nil
}

// Query takes the frame of a query, in whose pixels the outlines are.
func (p *Pictures) Query(o *evaluate.Outcome, frame *image.RGBA) error {
	b, err := build.Thumbnail(frame, querySide, quality)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.queries == nil {
		p.queries = map[string]photo{}
	}
	p.queries[o.Path] = photo{b, frame.Rect.Size()}
	return err
}
