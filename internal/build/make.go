//go:build !js || curator

package build

import (
	"context"
	"fmt"
	"image"
	"runtime"
	"sync"

	"docent/model"
	"docent/model/bundle"
	"docent/model/vision"
)

// builder holds what the steps share.
type builder struct {
	Options
	ids    []string // of the works
	works  []Source // none where they have been looked at elsewhere
	shown  bool     // thumbnails and facts are wanted
	hidden []bool   // by work: it gets no thumbnail; nil for none
	dim    int      // of an embedding
	common []byte   // see settings
	store  Store
	keys   []Key // of the works' results
	makers chan *maker
	table  *table
	result *Prototypes

	// What is known of a work, and its reference as a frame; set by whoever knows where they are.
	resultOf func(ctx context.Context, i int) (r *Result, kept bool, err error)
	frame    func(i int) (*image.RGBA, error)

	mu          sync.Mutex // for Progress and the counts
	done, total int
}

// Make embeds the works' references and synthesised views of them, takes each work's mean for its prototype, and
// calibrates on other views: of each work, of the same without that work among the prototypes (the visitor looks at
// something that the collection does not have), and of bare walls. It uses all cores, and the result depends on the
// pictures and ids alone.
func Make(ctx context.Context, works []Source, o Options) (*Prototypes, error) {
	b, err := newBuilder(works, o, false, nil)
	if err != nil {
		return nil, err
	}
	if err := b.make(ctx, true); err != nil {
		return nil, err
	}
	return b.result, nil
}

// newBuilder returns a builder that looks at the works: shown, for a bundle, in which those that are hidden have no thumbnail.
func newBuilder(works []Source, o Options, shown bool, hidden []bool) (*builder, error) {
	if o.Store == nil {
		o.Store = &memory{}
	}
	b := &builder{Options: o, works: works, shown: shown, hidden: hidden, store: o.Store, keys: make([]Key, len(works))}
	for _, w := range works {
		b.ids = append(b.ids, w.ID)
	}
	if err := b.open(); err != nil {
		return nil, err
	}
	b.resultOf = func(ctx context.Context, i int) (*Result, bool, error) {
		m := <-b.makers
		defer func() { b.makers <- m }()
		return m.work(ctx, i)
	}
	b.frame = func(i int) (*image.RGBA, error) {
		p, err := b.works[i].photos()[0].open()
		if err != nil {
			return nil, err
		}
		picture, err := p.load()
		if err != nil {
			return nil, err
		}
		return vision.Frame(picture), nil
	}
	return b, nil
}

// open checks the number of works, and makes what looks at them.
func (b *builder) open() error {
	if len(b.ids) == 0 || len(b.ids) > bundle.MaxWorks {
		return fmt.Errorf("a bundle has 1 to %d works, not %d", bundle.MaxWorks, len(b.ids))
	}
	if b.CalibrationViews == 0 {
		b.CalibrationViews = defaultCalibrationViews
	}
	b.common = b.settings()
	b.result = &Prototypes{}
	cores := runtime.GOMAXPROCS(0)
	b.makers = make(chan *maker, cores)
	for range cores {
		m, err := b.newMaker()
		if err != nil {
			return err
		}
		b.dim = m.Len()
		b.makers <- m
	}
	return nil
}

// walls is how many walls join a set as background that is calibrated on so many views.
func walls(calibrationViews int) int { return min(backgroundWalls, calibrationViews) }

// make looks at all works, unless they have been looked at, and calibrates. The features of all works are in the result if
// whole is set or they are few.
func (b *builder) make(ctx context.Context, whole bool) error {
	list := calibrationViews(b.ids, b.CalibrationViews)
	n, others := len(b.ids), walls(b.CalibrationViews)
	b.total = n + others + len(list)
	b.table = newTable(n, others, b.dim, b.hasImpostors())
	if b.Features != bundle.FeaturesNone && (whole || n <= together) {
		b.result.Features = bundle.NewFeatures(n)
	}
	b.result.Photos = make([]int, n)
	members := make([]int, n)
	for i := range members {
		members[i] = i
	}
	if err := b.collect(ctx, members, func(i int, r *Result) error {
		if err := b.table.put(i, r); err != nil {
			return fmt.Errorf("%s: %w", b.ids[i], err)
		}
		b.result.Photos[i] = len(r.Photos)
		if b.result.Features == nil {
			return nil
		}
		return b.result.Features.Set(i, r.Row)
	}); err != nil {
		return err
	}
	if err := parallel(ctx, others, func(i int) error {
		defer b.step()
		m := <-b.makers
		defer func() { b.makers <- m }()
		m.Embed(b.table.background[i*b.dim:(i+1)*b.dim], wall(uint64(i)), model.Windows[i%len(model.Windows)])
		return nil
	}); err != nil {
		return err
	}
	// What the page will use is what is calibrated, rounded as the bundle stores it.
	if err := b.table.round(); err != nil {
		return err
	}
	if whole || n <= together {
		b.result.Set = b.table.set(members)
		b.result.Set.Background = b.table.background
	}
	return b.calibrate(ctx, list)
}

// collect calls take with what is found of each of the members, in no order, from several goroutines.
func (b *builder) collect(ctx context.Context, members []int, take func(i int, r *Result) error) error {
	return parallel(ctx, len(members), func(i int) error {
		defer b.step()
		i = members[i]
		r, kept, err := b.resultOf(ctx, i)
		if err != nil {
			return err
		}
		b.mu.Lock()
		if kept {
			b.result.Kept++
		} else {
			b.result.Embedded++
		}
		b.mu.Unlock()
		return take(i, r)
	})
}

// again returns what was found of a work before.
func (b *builder) again(i int) (*Result, error) {
	if b.keys != nil {
		if kept, ok := b.store.Get(b.keys[i]); ok {
			if r, err := decode(kept); err == nil {
				return r, nil
			}
		}
	}
	r, _, err := b.resultOf(context.Background(), i)
	return r, err
}

// step counts a step of the progress.
func (b *builder) step() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.done++
	if b.Progress != nil {
		b.Progress(b.done, b.total)
	}
}
