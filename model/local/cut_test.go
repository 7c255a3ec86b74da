//go:build !js

package local

import (
	"flag"
	"image"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"docent/model/views"
	"docent/model/vision"
)

var without = flag.String("without", "", "folder of pictures without works, to measure on")

// cutOff makes a photo of each of the first n works that the photo's border cuts off: 0.35 to 0.65 of the work are in
// it, at a side or a corner, beside wall, frame, label and neighbours. Its sides are 0.35 to 3 in proportion, the longest 320 pixels,
// the work's 0.5 to 1.5 of it; it is dark.
func cutOff(works, neighbours []*image.RGBA, n int) []aView {
	result := make([]aView, n)
	var wait sync.WaitGroup
	for part := range 2 {
		wait.Go(func() {
			for i := part; i < n; i += 2 {
				r := rand.New(rand.NewPCG(uint64(i), 17))
				v := views.Synthesise(works[i], uint64(i)+5000, views.Options{
					Width: 640, Height: 640, Fill: [2]float64{0.55, 0.85}, Neighbours: []*image.RGBA{neighbours[i%len(neighbours)], neighbours[(i+1)%len(neighbours)]},
				})
				cut := partOf(v, r)
				photo := image.NewRGBA(image.Rect(0, 0, cut.Dx(), cut.Dy()))
				light := 0.3 + 0.7*r.Float64()
				for y := range cut.Dy() {
					row := photo.Pix[y*photo.Stride:][:4*cut.Dx()]
					copy(row, v.Image.Pix[v.Image.PixOffset(cut.Min.X, cut.Min.Y+y):])
					for x := range row {
						if x%4 != 3 {
							row[x] = uint8(light*float64(row[x]) + 0.5)
						}
					}
				}
				photo = vision.Frame(photo)
				result[i] = aView{i, photo, whole(photo)}
			}
		})
	}
	wait.Wait()
	return result
}

// partOf draws a window of a view that cuts the work off.
func partOf(v views.View, r *rand.Rand) image.Rectangle {
	lo, hi := v.Corners.Bounds()
	side := max(hi.X-lo.X, hi.Y-lo.Y)
	bounds := v.Image.Rect
	for {
		aspect := math.Exp(math.Log(0.35) + r.Float64()*math.Log(3/0.35))
		longest := side / (0.5 + r.Float64())
		w, h := int(longest*min(aspect, 1)), int(longest/max(aspect, 1))
		if w >= bounds.Dx() || h >= bounds.Dy() || max(w, h) < 240 {
			continue
		}
		cut := image.Rect(0, 0, w, h).Add(image.Pt(r.IntN(bounds.Dx()-w), r.IntN(bounds.Dy()-h)))
		if s := shown(v.Corners, cut); s > 0.35 && s < 0.65 {
			return cut
		}
	}
}

// shown returns the share of what an outline encloses that a window shows.
func shown(q vision.Quad, window image.Rectangle) float64 {
	const n = 24
	h, err := vision.QuadToQuad(vision.RectQuad(n, n), q)
	if err != nil {
		return 0
	}
	in := 0
	for y := range n {
		for x := range n {
			at := h.Apply(vision.Point{X: float64(x) + 0.5, Y: float64(y) + 0.5})
			if image.Pt(int(math.Floor(at.X)), int(math.Floor(at.Y))).In(window) {
				in++
			}
		}
	}
	return float64(in) / (n * n)
}

// TestFiguresCut looks for works in whole views the way it is done where no outline settles what is seen: the index's
// best are compared. The others are those of the first 24 that are not the view's: of all works those that are likest.
func TestFiguresCut(t *testing.T) {
	works := works(t, *count+20)
	works, neighbours := works[:len(works)-20], works[len(works)-20:]
	e, c := NewExtractor(), Checker{}
	rows := make([][]byte, len(works))
	refs := make([][]Feature, len(works))
	for i, w := range works {
		refs[i] = slices.Clone(e.Extract(w, whole(w), Most))
		rows[i] = AppendRow(nil, refs[i])
	}
	x := NewIndex(len(rows), func(i int) []byte { return rows[i] })
	n := min(len(works), 200)
	for _, s := range []struct {
		name  string
		views func() []aView
	}{
		{"cut off", func() []aView { return cutOff(works, neighbours, n) }},
		{"fill 0.5 to 1", func() []aView { return synthesise(works, n, [2]float64{0.5, 1}, -1, false) }},
		{"fill 1 to 1.4", func() []aView { return synthesise(works, n, [2]float64{1, 1.4}, -1, false) }},
		{"fill 1.4 to 1.9", func() []aView { return synthesise(works, n, [2]float64{1.4, 1.9}, -1, false) }},
		{"no work", func() []aView { return nothing(t) }},
	} {
		var own, found, others []int
		var first, eight, twentyfour, features int
		var extract, index, check time.Duration
		seen := s.views()
		if len(seen) == 0 {
			t.Log("no -without to measure on")
			continue
		}
		for _, v := range seen {
			start := time.Now()
			view := slices.Clone(e.ExtractLoose(v.photo, v.outline, 2*Most))
			extract += time.Since(start)
			features += len(view)
			start = time.Now()
			hits := x.BestLoose(view, 24, 0, 1, 2, 3)
			index += time.Since(start)
			agreed := 0
			start = time.Now()
			for r, h := range hits {
				turned := Turn(nil, view, h.Turn)
				n := c.CheckLoose(refs[h.Work], turned)
				if h.Work != v.work {
					others = append(others, n)
					continue
				}
				if r < 8 {
					agreed = max(agreed, n)
				}
			}
			check += time.Since(start)
			if at := slices.IndexFunc(hits, func(h Hit) bool { return h.Work == v.work }); at >= 0 {
				twentyfour++
				if at < 8 {
					eight++
				}
				if at == 0 {
					first++
				}
			}
			if v.work >= 0 {
				own = append(own, c.CheckLoose(refs[v.work], view))
				found = append(found, agreed)
			}
		}
		of := time.Duration(len(seen))
		if own != nil {
			p := func(n int) float64 { return 100 * float64(n) / float64(len(seen)) }
			t.Logf("%-16s first %.1f%% 8: %.1f%% 24: %.1f%%; %d features", s.name, p(first), p(eight), p(twentyfour), features/len(seen))
			report(t, s.name, own, others)
			report(t, s.name+", 8", found, others)
		} else {
			report(t, s.name, []int{0}, others)
		}
		t.Logf("%v, %v, 24 checks %v", extract/of, index/of, check/of)
	}
}

// nothing returns pictures without works.
func nothing(t *testing.T) (result []aView) {
	if *without == "" {
		return nil
	}
	for _, m := range read(t, *without, 600) {
		result = append(result, aView{-1, m, whole(m)})
	}
	return result
}
