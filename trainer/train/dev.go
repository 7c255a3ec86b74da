package train

import (
	"image"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"

	"docent/model/nn"
	"docent/model/proto"
	"docent/model/views"
	"docent/model/vision"
	"docent/trainer/dataset"
)

// Dev is what recipes are compared by: how well works held out from training
// are recognised among one another, each by its clean picture alone. It is the
// same whatever the recipe: none of it depends on a run's settings, and a
// change to any constant here makes former figures void.
type Dev struct {
	works   []dataset.Work
	queries [devSets][]devQuery
}

// The sets of queries, one query a work each.
const (
	devLocated = iota // straightened by corners that are off as a locator's are
	devHard           // the same, of the worst of several views: dark, oblique, glaring, blurred, behind somebody
	devWhole          // views that the work fills, not straightened
	devSets
)

// DevSets are the names of the sets.
var DevSets = [devSets]string{"located", "hard", "whole"}

const (
	devSide       = 128  // of the views in pixels
	devCandidates = 6    // views that the worst is taken of
	devCompare    = 32   // pixels along the sides of the pictures that tell which is the worst
	devJitter     = 0.05 // the most that a corner is off, in sides of the work; a third of it is the standard deviation
	devHardJitter = 0.08
	devWild       = 0.05 // share of queries that are off by wildness times as much
	devFramed     = 0.15 // share of queries straightened along the frame
	devSeed       = 0x6465765f
)

var (
	devLocatedFill = [2]float64{0.5, 0.95}
	devWholeFill   = [2]float64{0.75, 1.1}
	devAspect      = [2]float64{1 / 1.3, 1.3}
	devNormal      = nn.Normalisation{Kind: nn.NormImage}
)

// A devQuery is a picture and where it is looked at.
type devQuery struct {
	img     *image.RGBA
	corners vision.Quad
	errs    vision.Quad // in the work's own lengths
}

// NewDev makes the queries, on every core.
func NewDev(works []dataset.Work, walls []*image.RGBA) *Dev {
	d := &Dev{works: works}
	for i := range d.queries {
		d.queries[i] = make([]devQuery, len(works))
	}
	var neighbours []*image.RGBA
	for i := range min(len(works), 256) {
		neighbours = append(neighbours, works[i].Pictures[0])
	}
	o := views.Options{Width: devSide, Height: devSide, Walls: walls, Neighbours: neighbours, Aspect: devAspect}
	next := make(chan int)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := range next {
				d.draw(i, o)
			}
		})
	}
	for i := range works {
		next <- i
	}
	close(next)
	workers.Wait()
	return d
}

// draw makes the queries of a work.
func (d *Dev) draw(work int, o views.Options) {
	img := d.works[work].Pictures[0]
	r := rand.New(rand.NewPCG(devSeed, uint64(work)))
	o.Fill = devLocatedFill
	v := views.Synthesise(img, r.Uint64(), o)
	d.queries[devLocated][work] = devQuery{v.Image, v.Corners, errs(r, devJitter, devWild, devFramed)}

	clean := make([]float32, 3*devCompare*devCompare)
	vision.Sample(clean, img, vision.Whole, devCompare, devCompare, devNormal)
	seen := make([]float32, len(clean))
	worst := math.Inf(1)
	for range devCandidates {
		v := views.Synthesise(img, r.Uint64(), o)
		if !straighten(seen, v.Image, v.Corners, unit, devCompare, devCompare, devNormal) {
			continue
		}
		var alike float64
		for i, s := range seen {
			alike += float64(s * clean[i])
		}
		if alike < worst {
			worst = alike
			d.queries[devHard][work] = devQuery{v.Image, v.Corners, vision.Quad{}}
		}
	}
	if math.IsInf(worst, 1) { // no view could be straightened: none has been seen
		d.queries[devHard][work] = d.queries[devLocated][work]
	}
	d.queries[devHard][work].errs = errs(r, devHardJitter, devWild, devFramed)

	o.Fill = devWholeFill
	v = views.Synthesise(img, r.Uint64(), o)
	d.queries[devWhole][work] = devQuery{img: v.Image}
}

// reference writes the i-th reference as a network input, (C, H, W).
func (d *Dev) reference(dst []float32, i int, network nn.Network) {
	vision.Sample(dst, d.works[i].Pictures[0], vision.Whole, network.Input.W, network.Input.H, network.Normalisation)
}

// query writes the i-th query of a set as a network input, (C, H, W).
func (d *Dev) query(dst []float32, set, i int, network nn.Network) {
	q := d.queries[set][i]
	in := network.Input
	if set == devWhole || !straighten(dst, q.img, q.corners, q.errs, in.W, in.H, network.Normalisation) {
		vision.Sample(dst, q.img, vision.Whole, in.W, in.H, network.Normalisation)
	}
}

// A DevFigure is how one set of queries is recognised.
type DevFigure struct {
	Top1 float64 // share whose nearest reference is their own
	// Recall is the share that is right and accepted, at a threshold that one
	// in a hundred queries of left-out works passes. What is thresholded is how
	// much farther the second nearest reference is than the nearest.
	Recall float64
}

// devFigure computes a set's figures: query i shows the work of reference i.
// Each query is also one of a left-out work, when its own reference is taken
// out of the gallery.
func devFigure(refs, queries [][]float32) DevFigure {
	right, unknown := []float64{}, make([]float64, 0, len(queries))
	for i, q := range queries {
		own, first, second := proto.SquaredDistance(q, refs[i]), float32(math.Inf(1)), float32(math.Inf(1))
		for j, r := range refs {
			if j == i {
				continue
			}
			if d := proto.SquaredDistance(q, r); d < first {
				first, second = d, first
			} else if d < second {
				second = d
			}
		}
		unknown = append(unknown, float64(second)/(float64(first)+1e-12))
		if own < first {
			right = append(right, float64(first)/(float64(own)+1e-12))
		}
	}
	slices.Sort(unknown)
	threshold := unknown[len(unknown)-1-len(unknown)/100]
	accepted := 0
	for _, v := range right {
		if v > threshold {
			accepted++
		}
	}
	n := float64(len(queries))
	return DevFigure{float64(len(right)) / n, float64(accepted) / n}
}
