//go:build !js

package build

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"image"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"docent/internal/engine"
	"docent/model"
	"docent/model/bundle"
	"docent/model/nn"
	"docent/model/proto"
	"docent/model/views"
	"docent/model/vision"
)

// DefaultViews is how many synthesised views join the reference in a work's support set.
const DefaultViews = 8

// FalseAcceptRate is the share of views of other things that a bundle may take for one of its works.
const FalseAcceptRate = 0.01

// How many views calibrate a bundle: with 600 views of left-out works, one percent is six. More would change the
// threshold less than the difference between synthesised and real views does.
const (
	defaultCalibrationViews = 600
	mostViews               = 40 // of one work
)

// backgroundWalls is how many walls join the set as background. With 16 nearly twice as many views are recognised at
// 1 % false accepts as with none, with 64 a tenth more than with 16.
const backgroundWalls = 32

// Options say how prototypes are made.
type Options struct {
	Model   *nn.Model
	Locator *nn.Model     // that finds works in frames; nil for windows alone
	Engine  engine.Engine // that runs the models; scalar if not set
	Views   int           // synthesised views in each support set; zero for the reference alone
	Windows []vision.Rect // that recognition will look at; nil for those of model.NewViewer
	// CalibrationViews is how many views of works are calibrated on, spread over the collection, and half as many of
	// walls; 0 means 600. With few of them (in tests) the background is no larger than they are many.
	CalibrationViews int
	// Visit is called with each work's picture, from several goroutines at once; may be nil.
	Visit func(index int, picture *image.RGBA) error
	// Progress is called from one goroutine at a time with the steps done and their number; may be nil.
	Progress func(done, total int)
}

// Prototypes is what Make makes.
type Prototypes struct {
	Set         *proto.Set
	Calibration proto.Calibration
}

var errInterrupted = errors.New("interrupted")

// builder holds what the steps share.
type builder struct {
	Options
	works      []Source
	dim        int                // of an embedding
	background int                // walls that join the set
	viewers    chan *model.Viewer // one for each core

	mu          sync.Mutex // for Progress
	done, total int
}

// view is a picture to calibrate on: its embeddings, one for each look, and the work that it shows (-1: none).
type view struct {
	work  int
	looks [][]float32
}

// Make embeds the works' references and synthesised views of them, takes each work's mean for its prototype, and
// calibrates on other views: of each work, of the same without that work among the prototypes (the visitor looks at
// something that the collection does not have), and of bare walls. It uses all cores, and the result depends on the
// pictures and ids alone.
func Make(ctx context.Context, works []Source, o Options) (*Prototypes, error) {
	if len(works) == 0 || len(works) > bundle.MaxWorks {
		return nil, fmt.Errorf("a bundle has 1 to %d works, not %d", bundle.MaxWorks, len(works))
	}
	if o.CalibrationViews == 0 {
		o.CalibrationViews = defaultCalibrationViews
	}
	b := &builder{Options: o, works: works}
	cores := runtime.GOMAXPROCS(0)
	b.viewers = make(chan *model.Viewer, cores)
	for range cores {
		v, err := o.Engine.Viewer(o.Model, o.Locator)
		if err != nil {
			return nil, err
		}
		if o.Windows != nil {
			v.SetWindows(o.Windows)
		}
		b.dim = v.Len()
		b.viewers <- v
	}
	b.background = min(backgroundWalls, o.CalibrationViews)
	walls := b.background + max(1, o.CalibrationViews/2)
	b.total = len(works) + walls

	set := &proto.Set{Dim: b.dim, Vectors: make([]float32, len(works)*b.dim), Background: make([]float32, b.background*b.dim)}
	seen := make([][]view, b.total)
	if err := parallel(ctx, b.total, func(i int) error {
		defer b.step()
		e := <-b.viewers
		defer func() { b.viewers <- e }()
		if i >= len(works) {
			b.wall(set, e, i-len(works), &seen[i])
			return nil
		}
		var err error
		seen[i], err = b.work(ctx, set.At(i), e, i)
		return err
	}); err != nil {
		return nil, err
	}
	// What the page will use is what is calibrated, rounded as the bundle stores it.
	set, err := rounded(set)
	if err != nil {
		return nil, err
	}
	c, err := b.calibrate(ctx, set, seen)
	if err != nil {
		return nil, err
	}
	return &Prototypes{Set: set, Calibration: c}, nil
}

// rounded returns the set as it comes back from a bundle.
func rounded(s *proto.Set) (*proto.Set, error) {
	part, err := bundle.EncodePrototypes(s)
	if err != nil {
		return nil, err
	}
	return bundle.ReadPrototypes(part)
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

// work writes the prototype of work i to dst, and returns the views of it to calibrate on.
func (b *builder) work(ctx context.Context, dst []float32, e *model.Viewer, i int) ([]view, error) {
	picture, err := b.works[i].Load()
	if err != nil {
		return nil, err
	}
	if b.Visit != nil {
		if err := b.Visit(i, picture); err != nil {
			return nil, err
		}
	}
	frame := vision.Frame(picture)
	seed := seedOf(b.works[i].ID)
	support := [][]float32{b.embed(e, frame, vision.Whole)}
	for v := range b.Views {
		if ctx.Err() != nil {
			return nil, errInterrupted
		}
		support = append(support, b.support(e, frame, seed+uint64(v)))
	}
	proto.Mean(dst, support)

	// From the other half of the seeds: a view that is part of the prototype would flatter it.
	var seen []view
	for v := range calibrationViews(i, len(b.works), b.CalibrationViews) {
		s := seed + 1<<63 + uint64(v)
		seen = append(seen, b.view(e, i, views.Synthesise(frame, s, viewOptions(s)).Image))
	}
	return seen, nil
}

// wall embeds wall i: one window of each of the first walls joins the background, the others are calibrated on.
func (b *builder) wall(set *proto.Set, e *model.Viewer, i int, seen *[]view) {
	frame := views.Wall(uint64(i), viewOptions(uint64(i)))
	if i < b.background {
		e.Embed(set.Background[i*b.dim:(i+1)*b.dim], frame, model.Windows[i%len(model.Windows)])
		return
	}
	*seen = []view{b.view(e, -1, frame)}
}

// calibrationViews returns how many views of work i of n are calibrated on: sum altogether, spread evenly.
func calibrationViews(i, n, sum int) int {
	return min((i+1)*sum/n-i*sum/n, mostViews)
}

// support embeds a view of a work for its support set: as its best window would show it, or, with a locator, straightened
// by its corners, which the locator will not find exactly.
func (b *builder) support(e *model.Viewer, frame *image.RGBA, seed uint64) []float32 {
	if b.Locator == nil {
		return b.embed(e, views.Synthesise(frame, seed, supportOptions()).Image, vision.Whole)
	}
	v := views.Synthesise(frame, seed, locatedOptions(seed))
	r := rand.New(rand.NewPCG(seed, 0x6c6f63)) // not the numbers that made the view
	lo, hi := v.Corners.Bounds()
	outline := v.Corners
	for i := range outline {
		outline[i].X += cornerError * r.NormFloat64() * (hi.X - lo.X)
		outline[i].Y += cornerError * r.NormFloat64() * (hi.Y - lo.Y)
	}
	dst := make([]float32, b.dim)
	if !e.EmbedOutline(dst, v.Image, outline) && !e.EmbedOutline(dst, v.Image, v.Corners) {
		e.Embed(dst, frame, vision.Whole) // a view from the side, of which nothing is left
	}
	return dst
}

// cornerError is the standard deviation of a located corner, in sides of the work.
const cornerError = 0.02

// locatedOptions are those of views that are straightened for a support set: large, so that they are as sharp as photos.
func locatedOptions(seed uint64) views.Options {
	o := viewOptions(seed)
	o.Width, o.Height = 2*o.Width, 2*o.Height
	o.Fill, o.Strength = [2]float64{0.5, 0.9}, 0.5
	return o
}

// supportOptions are those of views that join a support set: the work fills them, as it fills the best window, and the
// trouble is mild, so that a picture like the reference stays near. With eight of them, five windows and Conv4, 75 %
// of other synthesised views are recognised among 350 works, with the reference alone 65 %; with views that show more
// wall or more trouble as many, but fewer photos that are cropped to the painting.
func supportOptions() views.Options {
	return views.Options{Fill: [2]float64{0.9, 1.1}, Strength: 0.5}
}

// viewOptions are those of a view to calibrate on: a phone's picture, upright or wide.
func viewOptions(seed uint64) views.Options {
	if seed%2 == 0 {
		return views.Options{Width: 120, Height: 160}
	}
	return views.Options{Width: 160, Height: 120}
}

// seedOf makes the views of a work depend on its id alone: adding a work changes no other.
func seedOf(id string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(id))
	return h.Sum64()
}

func (b *builder) embed(e *model.Viewer, frame *image.RGBA, window vision.Rect) []float32 {
	dst := make([]float32, b.dim)
	e.Embed(dst, frame, window)
	return dst
}

// view looks at a frame as recognition will.
func (b *builder) view(e *model.Viewer, work int, frame *image.RGBA) view {
	v := view{work: work}
	for i := range e.View(frame) {
		v.looks = append(v.looks, slices.Clone(e.Embedding(i)))
	}
	return v
}

// calibrate finds the answers to all views and fits a calibration to them.
func (b *builder) calibrate(ctx context.Context, set *proto.Set, seen [][]view) (proto.Calibration, error) {
	var all []view
	for _, s := range seen {
		all = append(all, s...)
	}
	known, leftOut := make([]proto.Answer, len(all)), make([]proto.Answer, len(all))
	cores := runtime.GOMAXPROCS(0)
	rankings := make(chan *proto.Ranking, cores)
	for range cores {
		r, err := b.Engine.Ranking(set)
		if err != nil {
			return proto.Calibration{}, err
		}
		rankings <- r
	}
	if err := parallel(ctx, len(all), func(i int) error {
		r := <-rankings
		defer func() { rankings <- r }()
		known[i], leftOut[i] = answers(r, all[i])
		return nil
	}); err != nil {
		return proto.Calibration{}, err
	}
	var right, others, walls []proto.Answer
	for i, v := range all {
		if v.work < 0 {
			walls = append(walls, known[i])
			continue
		}
		right = append(right, known[i])
		if set.Len() > 1 {
			others = append(others, leftOut[i])
		}
	}
	c, err := proto.Fit(right, [][]proto.Answer{others, walls}, FalseAcceptRate)
	if err != nil {
		return c, fmt.Errorf("%w; are these weights trained?", err)
	}
	return c, nil
}

// answers returns the answer to a view, and the one when its work is left out of the collection.
func answers(r *proto.Ranking, v view) (known, leftOut proto.Answer) {
	r.Reset()
	for _, l := range v.looks {
		r.Add(l, 0)
	}
	best := r.Best(nil, 3)
	known = answer(r, best, v.work)
	best = slices.DeleteFunc(best, func(m proto.Match) bool { return m.Index == v.work })
	return known, answer(r, best, -1)
}

// answer makes an answer of the nearest works to a view of one of them.
func answer(r *proto.Ranking, best []proto.Match, work int) proto.Answer {
	if len(best) == 0 {
		return proto.Answer{SquaredDistance: float32(math.Inf(1))}
	}
	return proto.Answer{SquaredDistance: best[0].SquaredDistance, Rival: r.Rival(best, 0), Right: best[0].Index == work}
}

// parallel calls f for 0 to n-1 on all cores, in no order, and returns the error of the lowest index that failed, or
// the context's. After a failure no more calls are started.
func parallel(ctx context.Context, n int, f func(i int) error) error {
	var next atomic.Int64
	var failed atomic.Bool
	errs := make([]error, n)
	var wg sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for ctx.Err() == nil && !failed.Load() {
				i := int(next.Add(1) - 1)
				if i >= n {
					return
				}
				if errs[i] = f(i); errs[i] != nil {
					failed.Store(true)
				}
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	if ctx.Err() != nil {
		return errInterrupted
	}
	return nil
}
