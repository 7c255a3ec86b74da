//go:build !js

package build

import (
	"context"
	"fmt"
	"image"
	"math"
	"runtime"
	"strconv"

	"docent/model"
	"docent/model/proto"
	"docent/model/views"
	"docent/model/vision"
)

// A view is a picture to calibrate on: of a work (-1: of a wall), synthesised from a seed.
type view struct {
	work int
	seed uint64
}

// seen is what recognition found in a view: the shortlist in the collection, and in the collection without the work.
type seen struct {
	work           int
	known, leftOut []model.Candidate
	checked        bool
}

// calibrationViews lists the views to calibrate on: CalibrationViews of works, spread evenly, and half as many of walls.
func (b *builder) calibrationViews() []view {
	var list []view
	for i := range b.works {
		for v := range viewsOf(i, len(b.works), b.CalibrationViews) {
			// From the other half of the seeds: a view that is part of the prototype would flatter it.
			list = append(list, view{i, seedOf(b.works[i].ID) + 1<<63 + uint64(v)})
		}
	}
	for i := range max(1, b.CalibrationViews/2) {
		list = append(list, view{-1, uint64(b.background + i)})
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

// calibrate recognises all views as the page will, and fits the calibrations to the answers.
func (b *builder) calibrate(ctx context.Context, list []view) error {
	ids := make([]string, len(b.works))
	for i := range ids {
		ids[i] = strconv.Itoa(i)
	}
	cores := runtime.GOMAXPROCS(0)
	recognizers := make(chan *model.Recognizer, cores)
	for range cores {
		r, err := b.result.Recognizer(ids, b.Options)
		if err != nil {
			return err
		}
		recognizers <- r
	}
	found := make([]seen, len(list))
	if err := parallel(ctx, len(list), func(i int) error {
		defer b.step()
		frame, err := b.frame(list[i])
		if err != nil {
			return err
		}
		r := <-recognizers
		defer func() { recognizers <- r }()
		r.Look(frame)
		s := seen{work: list[i].work}
		var candidates []model.Candidate
		candidates, s.checked = r.Shortlist(proto.None)
		s.known = append(s.known, candidates...)
		if s.work >= 0 {
			candidates, _ = r.Shortlist(s.work)
			s.leftOut = append(s.leftOut, candidates...)
		}
		found[i] = s
		return nil
	}); err != nil {
		return err
	}
	var err error
	if b.result.Calibration, err = fit(found, false, proto.Calibration{}); err == nil && b.result.Features != nil {
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

// frame returns a view as the camera would.
func (b *builder) frame(v view) (*image.RGBA, error) {
	if v.work < 0 {
		return wall(v.seed), nil
	}
	picture, err := b.works[v.work].Load()
	if err != nil {
		return nil, err
	}
	return views.Synthesise(vision.Frame(picture), v.seed, viewOptions(v.seed)).Image, nil
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
		if len(s.leftOut) > 0 {
			others = append(others, answer(s.leftOut))
		}
	}
	return proto.Fit(right, [][]proto.Answer{others, walls}, FalseAcceptRate)
}
