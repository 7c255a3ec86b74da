//go:build !js || curator

package build

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"image"
	"math"
	"runtime"
	"slices"
	"sync"

	"docent/internal/engine"
	"docent/model"
	"docent/model/bundle"
	"docent/model/local"
	"docent/model/nn"
	"docent/model/proto"
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
	Model    *nn.Model
	Locator  *nn.Model     // that finds works in frames; nil for windows alone
	Engine   engine.Engine // that runs the models; scalar if not set
	Views    int           // synthesised views in each support set; zero for the reference alone
	Windows  []vision.Rect // that recognition will look at; nil for those of model.NewViewer
	Turns    []int         // in which it will look at places; nil for those of model.NewViewer
	Features string        // how the works' local features travel; bundle.FeaturesNone for none
	// Impostors are embeddings of other pictures by the model, by which prototypes are compared to one another; may be nil.
	Impostors *proto.Set
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
	Features    *bundle.Features  // nil without
	Checked     proto.Calibration // of answers whose features are compared
}

// Describe writes to the manifest what it says of the prototypes.
func (p *Prototypes) Describe(m *bundle.Manifest, o Options) {
	m.Network, m.WeightsHash = o.Model.Network.Name, o.Model.Hash
	if o.Locator != nil {
		m.LocatorHash = o.Locator.Hash
	}
	m.Calibration, m.Features, m.Checked = p.Calibration, o.Features, p.Checked
}

// Recognizer returns a recogniser of works that looks as the options say.
func (p *Prototypes) Recognizer(ids []string, o Options) (*model.Recognizer, error) {
	m := &bundle.Manifest{}
	p.Describe(m, o)
	for _, id := range ids {
		m.Works = append(m.Works, bundle.WorkEntry{ID: id})
	}
	r, err := o.Engine.Recognizer(o.Model, o.Locator, m, p.Set, p.Features)
	if err == nil {
		o.aim(r.Viewer)
	}
	return r, err
}

// aim sets where a viewer looks.
func (o *Options) aim(v *model.Viewer) {
	if o.Windows != nil {
		v.SetWindows(o.Windows)
	}
	if o.Turns != nil {
		v.SetTurns(o.Turns)
	}
}

var errInterrupted = errors.New("interrupted")

// builder holds what the steps share.
type builder struct {
	Options
	works      []Source
	dim        int         // of an embedding
	background int         // walls that join the set
	makers     chan *maker // one for each core
	result     *Prototypes

	mu          sync.Mutex // for Progress
	done, total int
}

// A maker makes one work's prototype at a time.
type maker struct {
	*model.Viewer
	*local.Extractor
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
	b := &builder{Options: o, works: works, result: &Prototypes{}}
	cores := runtime.GOMAXPROCS(0)
	b.makers = make(chan *maker, cores)
	for range cores {
		v, err := o.Engine.Viewer(o.Model, nil)
		if err != nil {
			return nil, err
		}
		b.dim = v.Len()
		b.makers <- &maker{v, local.NewExtractor()}
	}
	b.background = min(backgroundWalls, o.CalibrationViews)
	groups := b.calibrationViews()
	b.total = len(works) + b.background + len(groups)

	set := &proto.Set{Dim: b.dim, Vectors: make([]float32, len(works)*b.dim), Background: make([]float32, b.background*b.dim)}
	if o.Features != bundle.FeaturesNone {
		b.result.Features = bundle.NewFeatures(len(works))
	}
	if err := parallel(ctx, len(works)+b.background, func(i int) error {
		defer b.step()
		m := <-b.makers
		defer func() { b.makers <- m }()
		if i < len(works) {
			return b.work(ctx, set.At(i), m, i)
		}
		i -= len(works)
		m.Embed(set.Background[i*b.dim:(i+1)*b.dim], wall(uint64(i)), model.Windows[i%len(model.Windows)])
		return nil
	}); err != nil {
		return nil, err
	}
	set.Impostors = impostors(set, o.Impostors)
	// What the page will use is what is calibrated, rounded as the bundle stores it.
	var err error
	if b.result.Set, err = rounded(set); err != nil {
		return nil, err
	}
	return b.result, b.calibrate(ctx, groups)
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

// work writes the prototype of work i to dst, and its features to the result.
func (b *builder) work(ctx context.Context, dst []float32, m *maker, i int) error {
	picture, err := b.works[i].Load()
	if err != nil {
		return err
	}
	if b.Visit != nil {
		if err := b.Visit(i, picture); err != nil {
			return err
		}
	}
	frame := vision.Frame(picture)
	if f := b.result.Features; f != nil {
		all := vision.Whole.Quad(float64(frame.Rect.Dx()), float64(frame.Rect.Dy()))
		if err := f.Set(i, local.AppendRow(nil, m.Extract(frame, all, local.Most))); err != nil {
			return err
		}
	}
	seed := seedOf(b.works[i].ID)
	support := [][]float32{b.embed(m, frame, vision.Whole)}
	for v := range b.Views {
		if ctx.Err() != nil {
			return errInterrupted
		}
		support = append(support, b.support(m, frame, seed+uint64(v)))
	}
	proto.Mean(dst, support)
	if unit(support) {
		normalise(dst)
	}
	return nil
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

// impostors returns for each prototype the squared distance that impostorShare of the others undercut; nil without others.
func impostors(set, others *proto.Set) []float32 {
	if others == nil || others.Len() == 0 {
		return nil
	}
	out := make([]float32, set.Len())
	distances := make([]float32, others.Len())
	for i := range out {
		others.Distances(distances, set.At(i))
		slices.Sort(distances)
		out[i] = distances[int(impostorShare*float64(len(distances)))]
	}
	return out
}

// seedOf makes the views of a work depend on its id alone: adding a work changes no other.
func seedOf(id string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(id))
	return h.Sum64()
}

func (b *builder) embed(e *maker, frame *image.RGBA, window vision.Rect) []float32 {
	dst := make([]float32, b.dim)
	e.Embed(dst, frame, window)
	return dst
}
