//go:build !js || curator

package build

import (
	"context"
	"fmt"
	"image"
	"math"
	"runtime"
	"slices"

	"docent/model"
	"docent/model/bundle"
	"docent/model/local"
	"docent/model/proto"
	"docent/model/views"
	"docent/model/vision"
)

// A series is pictures to calibrate on, synthesised of one work from seeds, or one wall (work -1).
type series struct {
	work  int
	seeds []uint64
}

// seen is what recognition found in a view: the shortlist in the collection, and in the collection without the work.
type seen struct {
	work           int
	known, leftOut []model.Candidate
}

// calibrationViews lists what to calibrate on: CalibrationViews of works, spread evenly, and half as many walls.
func calibrationViews(ids []string, sum int) []series {
	var list []series
	for i, id := range ids {
		v := series{work: i}
		for j := range viewsOf(i, len(ids), sum) {
			// From the other half of the seeds: a view that is part of the prototype would flatter it.
			v.seeds = append(v.seeds, seedOf(id)+1<<63+uint64(j))
		}
		if len(v.seeds) > 0 {
			list = append(list, v)
		}
	}
	for i := range max(1, sum/2) {
		list = append(list, series{-1, []uint64{uint64(walls(sum) + i)}})
	}
	return list
}

// viewsOf returns how many views of work i of n are calibrated on: sum altogether, spread evenly.
func viewsOf(i, n, sum int) int {
	return min((i+1)*sum/n-i*sum/n, mostViews)
}

// viewOptions are those of a view to calibrate on: a phone's picture, upright or wide, as large as a frame.
func viewOptions(seed uint64) views.Options {
	if seed%2 == 0 {
		return views.Options{Width: vision.FrameSide * 3 / 4, Height: vision.FrameSide}
	}
	return views.Options{Width: vision.FrameSide, Height: vision.FrameSide * 3 / 4}
}

// wall returns a picture of wall i.
func wall(i uint64) *image.RGBA { return views.Wall(i, viewOptions(i)) }

// severalIndexes is the number of works up to which each core has an index of their features: of 10,000 it takes some hundred MB.
const severalIndexes = 2000

// calibrate recognises all views as the page will, and fits the calibrations to the answers.
func (b *builder) calibrate(ctx context.Context, list []series) error {
	m := &bundle.Manifest{}
	b.result.Describe(m, b.Options)
	for _, id := range b.ids {
		m.Works = append(m.Works, bundle.WorkEntry{ID: id})
	}
	cores := runtime.GOMAXPROCS(0)
	if b.result.Features != nil && len(b.ids) > severalIndexes {
		cores = 1
	}
	witnesses := make(chan *witness, cores)
	for range cores {
		w, err := b.newWitness(m)
		if err != nil {
			return err
		}
		witnesses <- w
	}
	answers := make([][]seen, len(list))
	if err := parallel(ctx, len(list), func(i int) error {
		defer b.step()
		w := <-witnesses
		defer func() { witnesses <- w }()
		return b.frames(list[i], func(frame *image.RGBA) error {
			s, err := w.look(frame, list[i].work)
			answers[i] = append(answers[i], s)
			return err
		})
	}); err != nil {
		return err
	}
	found := slices.Concat(answers...)
	var err error
	if b.result.Calibration, err = fit(found, false, proto.Calibration{}); err == nil && b.Features != bundle.FeaturesNone {
		// By their features another candidate may be the answer: which one, the calibration says that is being fitted.
		c := b.result.Calibration
		c.Agreed = 1
		for range 3 {
			if c, err = fit(found, true, c); err != nil {
				break
			}
		}
		b.result.Checked = c
	}
	if err != nil {
		return fmt.Errorf("%w; are these weights trained?", err)
	}
	return nil
}

// frames calls do with each of the views, as the camera would see it.
func (b *builder) frames(v series, do func(frame *image.RGBA) error) error {
	draw := wall
	if v.work >= 0 {
		work, err := b.frame(v.work)
		if err != nil {
			return err
		}
		draw = func(seed uint64) *image.RGBA { return views.Synthesise(work, seed, viewOptions(seed)).Image }
	}
	for _, seed := range v.seeds {
		if err := do(draw(seed)); err != nil {
			return err
		}
	}
	return nil
}

// twin reports whether a view of a work shows another work of the collection, too: more of that one's features agree with it than
// ever do by chance, so it is the same picture, there twice. Such views do not say how far strangers come; three pairs among 300 works would
// raise the threshold beyond what most photos reach.
func (s *seen) twin() bool {
	return slices.ContainsFunc(s.leftOut, func(c model.Candidate) bool { return c.Agreed >= local.Enough })
}

// fit fits a calibration to the answers to views: to each its best candidate, by distance, or where features are compared
// by the calibration that is given.
func fit(found []seen, checked bool, by proto.Calibration) (proto.Calibration, error) {
	var right, others, walls []proto.Answer
	for _, s := range found {
		answer := func(candidates []model.Candidate) proto.Answer {
			if len(candidates) == 0 {
				return proto.Answer{Evidence: proto.Evidence{SquaredDistance: float32(math.Inf(1))}}
			}
			best := candidates[0]
			if checked {
				for i := range candidates {
					candidates[i].LogOdds = by.LogOdds(candidates[i].Evidence)
					if i == 0 || candidates[i].LogOdds > best.LogOdds {
						best = candidates[i]
					}
				}
			} else {
				best.Agreed = -1
			}
			return proto.Answer{Evidence: best.Evidence, Right: best.Index == s.work}
		}
		if s.work < 0 {
			walls = append(walls, answer(s.known))
			continue
		}
		right = append(right, answer(s.known))
		if len(s.leftOut) > 0 && !s.twin() {
			others = append(others, answer(s.leftOut))
		}
	}
	return proto.Fit(right, [][]proto.Answer{others, walls}, FalseAcceptRate)
}
