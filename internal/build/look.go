//go:build !js || curator

package build

import "context"

// A Looker looks at works one at a time, as Collect does with the same options: what it finds is found again in their Store. It
// is for one goroutine.
type Looker struct{ b *builder }

// NewLooker returns a Looker.
func NewLooker(o Options) (*Looker, error) {
	b, err := newBuilder(make([]Source, 1), o, true, []bool{false})
	return &Looker{b}, err
}

// Look returns what is found of a work, which has no thumbnail if it is hidden.
func (l *Looker) Look(ctx context.Context, w Source, hidden bool) (*Result, error) {
	l.b.works[0], l.b.ids[0], l.b.hidden[0] = w, w.ID, hidden
	r, _, err := l.b.resultOf(ctx, 0)
	return r, err
}
