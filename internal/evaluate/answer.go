//go:build !js

package evaluate

import (
	"context"
	"errors"
	"image"
	"math"
	"runtime"
	"slices"
	"sync"
	"time"

	"docent/model"
	"docent/model/picture"
	"docent/model/vision"
)

// batch is how many queries are decoded before they are answered: a frame takes a third of a megabyte.
const batch = 32

// answer answers all queries, one after the other, and calls shown after each. Their pictures are decoded in batches, on
// all cores, and nothing but recognition runs while recognition is timed.
func (run *Run) answer(ctx context.Context, r *model.Recognizer, shown func(o *Outcome, frame *image.RGBA) error) error {
	var all []*Outcome
	for _, list := range [][]Outcome{run.Queries, run.Unknown} {
		for i := range list {
			all = append(all, &list[i])
		}
	}
	for list := range slices.Chunk(all, batch) {
		frames, err := decode(list)
		if err != nil {
			return err
		}
		runtime.GC() // what decoding leaves behind is not collected on recognition's time
		for i, o := range list {
			if ctx.Err() != nil {
				return errors.New("interrupted")
			}
			o.answer(r, frames[i])
			if err := shown(o, frames[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// decode returns the frames of the queries' pictures, or the error of the first that cannot be read.
func decode(list []*Outcome) ([]*image.RGBA, error) {
	frames, errs := make([]*image.RGBA, len(list)), make([]error, len(list))
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(len(list), runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := range next {
				var img *image.RGBA
				if img, errs[i] = picture.Load(list[i].Path); errs[i] == nil {
					frames[i] = vision.Frame(img)
				}
			}
		})
	}
	for i := range list {
		next <- i
	}
	close(next)
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return frames, nil
}

// answer recognises the query in its frame.
func (o *Outcome) answer(r *model.Recognizer, frame *image.RGBA) {
	start := time.Now()
	o.Result = r.Recognize(frame)
	o.Answer = Answer{Score: math.Inf(-1), Accepted: o.Result.Accepted, MS: float64(time.Since(start).Microseconds()) / 1000}
	for i, c := range o.Result.Candidates {
		if i == 0 {
			o.Score, o.Confidence = c.LogOdds, float64(c.Confidence)
		}
		if c.Index == o.Want {
			o.Rank = i + 1
		}
	}
}
