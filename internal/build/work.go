//go:build !js || curator

package build

import (
	"context"
	"errors"
	"hash/fnv"
	"image"
	"math"
	"slices"

	"docent/internal/quality/facts"
	"docent/model"
	"docent/model/bundle"
	"docent/model/local"
	"docent/model/locate"
	"docent/model/proto"
	"docent/model/vision"
)

// A maker looks at one work at a time.
type maker struct {
	*builder
	*model.Embedder
	extractor *local.Extractor
	locator   model.Locator // nil without
	visitor   *model.Viewer // looks at photos as the page will; nil until the first
}

func (b *builder) newMaker() (*maker, error) {
	v, err := b.Engine.Viewer(b.Model, nil)
	if err != nil {
		return nil, err
	}
	m := &maker{builder: b, Embedder: v.Embedder, extractor: local.NewExtractor()}
	if b.shown && b.Locator != nil {
		e, err := b.Engine.Encoder(b.Locator)
		if err != nil {
			return nil, err
		}
		if m.locator, err = locate.New(e); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// work returns what is found of work i: from the store, or by looking at its pictures. kept says which.
func (m *maker) work(ctx context.Context, i int) (r *Result, kept bool, err error) {
	w := &m.works[i]
	var pictures []*opened
	var photos []Photo
	for _, p := range w.photos() {
		o, err := p.open()
		if err != nil {
			return nil, false, err
		}
		pictures = append(pictures, o)
		photos = append(photos, Photo{SHA256: o.sum})
	}
	k := key(m.common, w.ID, m.thumbnail(i), photos)
	m.keys[i] = k
	if b, ok := m.store.Get(k); ok && m.Visit == nil {
		if r, err := decode(b); err == nil && m.fits(r, i) {
			return r, true, nil
		}
	}
	if r, err = m.look(ctx, i, pictures, photos); err != nil {
		return nil, false, err
	}
	return r, false, m.store.Put(k, r.encode())
}

// fits refuses a result that the settings do not give: somebody has written it by other means.
func (b *builder) fits(r *Result, i int) bool {
	return len(r.Prototype) == b.dim && (b.Features == bundle.FeaturesNone) == (r.Row == nil) &&
		b.thumbnail(i) == (r.Thumb != nil) && len(r.Photos) == 1+len(b.works[i].More) && len(r.Extras) == len(b.works[i].More)
}

// thumbnail reports whether work i gets a thumbnail.
func (b *builder) thumbnail(i int) bool { return b.shown && (b.hidden == nil || !b.hidden[i]) }

// look looks at the pictures of work i. Its support set is its reference, views of it, and the same of each other photo.
func (m *maker) look(ctx context.Context, i int, pictures []*opened, photos []Photo) (*Result, error) {
	r := &Result{Prototype: make([]float32, m.dim), Photos: photos}
	id := m.works[i].ID
	var support [][][]float32 // of each photo
	for j, p := range pictures {
		picture, err := p.load()
		if err != nil {
			return nil, err
		}
		if m.shown {
			photos[j].Facts = facts.Of(picture, m.locator)
		}
		if ctx.Err() != nil {
			return nil, errInterrupted
		}
		if j > 0 {
			x, work, err := m.locate(picture, support[0])
			if err != nil {
				return nil, err
			}
			r.Extras = append(r.Extras, Extra{Looks: x})
			support = append(support, m.support(ctx, work, seedOf(id)+uint64(j)<<32))
			continue
		}
		if m.Visit != nil {
			if err := m.Visit(i, picture); err != nil {
				return nil, err
			}
		}
		frame := vision.Frame(picture)
		if m.Features != bundle.FeaturesNone {
			all := vision.Whole.Quad(float64(frame.Rect.Dx()), float64(frame.Rect.Dy()))
			r.Row = local.AppendRow(nil, m.extractor.Extract(frame, all, local.Most))
		}
		if m.thumbnail(i) {
			if r.Thumb, err = Thumbnail(picture, thumbSide, thumbQuality); err != nil {
				return nil, err
			}
		}
		support = append(support, m.support(ctx, frame, seedOf(id)))
	}
	if ctx.Err() != nil {
		return nil, errInterrupted // the last support set may be short of views
	}
	mean(r.Prototype, slices.Concat(support...))
	for j := range r.Extras {
		r.Extras[j].Without = make([]float32, m.dim)
		mean(r.Extras[j].Without, slices.Concat(slices.Delete(slices.Clone(support), j+1, j+2)...))
	}
	r.Impostor = m.impostor(r.Prototype)
	return r, nil
}

// mean writes the prototype of a support set to dst.
func mean(dst []float32, support [][]float32) {
	proto.Mean(dst, support)
	if unit(support) {
		normalise(dst)
	}
}

// unit reports whether all embeddings are of length 1.
func unit(embeddings [][]float32) bool {
	for _, e := range embeddings {
		if l := length(e); l < 0.999 || l > 1.001 {
			return false
		}
	}
	return true
}

// normalise gives a prototype of unit embeddings their length: the mean of views that differ is short, and would be nearer
// to everything than one of views that are alike.
func normalise(v []float32) {
	if l := length(v); l > 0 {
		for i := range v {
			v[i] /= float32(l)
		}
	}
}

func length(v []float32) float64 {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	return math.Sqrt(sum)
}

// impostorShare is the share of other pictures that come nearer to a prototype than its impostor distance.
const impostorShare = 0.01

// impostor returns the squared distance from a prototype that impostorShare of the others undercut; 0 without others.
func (b *builder) impostor(prototype []float32) float32 {
	if !b.hasImpostors() {
		return 0
	}
	distances := make([]float32, b.Impostors.Len())
	b.Impostors.Distances(distances, prototype)
	slices.Sort(distances)
	return distances[int(impostorShare*float64(len(distances)))]
}

func (b *builder) hasImpostors() bool { return b.Impostors != nil && b.Impostors.Len() > 0 }

// seedOf makes the views of a work depend on its id alone: adding a work changes no other.
func seedOf(id string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(id))
	return h.Sum64()
}

func (m *maker) embed(frame *image.RGBA, window vision.Rect) []float32 {
	dst := make([]float32, m.dim)
	m.Embed(dst, frame, window)
	return dst
}

var errInterrupted = errors.New("interrupted")
