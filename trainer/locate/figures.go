package locate

import (
	"fmt"
	"math"

	"docent/model/locate"
	"docent/model/vision"
)

// Figures are how well works are found in held-out views, and not found where
// there are none.
type Figures struct {
	Views           int
	First50         float64 // share of views whose first outline overlaps the work by 1/2, with whatever confidence
	First75         float64 // by 3/4
	Any50           float64 // share of views one of whose outlines overlaps by 1/2
	CornerError     float64 // mean distance of the corners of the first outlines that overlap by 1/2, in the work's diagonals
	Sure            float64 // share of views whose first outline has a confidence of 1/2, and overlaps by 3/4
	Empty           int     // walls and photos
	FalseDetections float64 // share of them with an outline of confidence 1/2 or more
}

// String is one line.
func (f Figures) String() string {
	return fmt.Sprintf("first outline IoU>=0.5 %.3f, >=0.75 %.3f; any >=0.5 %.3f; corner error %.4f; sure and >=0.75 %.3f (%d views); false on %.3f of %d empty",
		f.First50, f.First75, f.Any50, f.CornerError, f.Sure, f.Views, f.FalseDetections, f.Empty)
}

// tally gathers Figures.
type tally struct {
	Figures
	near int // first outlines that overlap by half
}

// add counts what was found in a picture that shows t, all in sides of the
// picture.
func (f *tally) add(t Truth, found []locate.Found) {
	if !t.Present {
		f.Empty++
		for _, d := range found {
			if d.Confidence >= 0.5 {
				f.FalseDetections++
				break
			}
		}
		return
	}
	f.Views++
	for i, d := range found {
		o := locate.Overlap(d.Outline, t.Corners)
		if o >= 0.5 {
			f.Any50++
		}
		if i == 0 && o >= 0.5 {
			f.First50++
			f.near++
			f.CornerError += CornerError(d.Outline, t.Corners)
		}
		if i == 0 && o >= 0.75 {
			f.First75++
			if d.Confidence >= 0.5 {
				f.Sure++
			}
		}
		if o >= 0.5 {
			break
		}
	}
}

// figures are the shares of what was counted.
func (f *tally) figures() Figures {
	r := f.Figures
	n, e, near := max(1, float64(r.Views)), max(1, float64(r.Empty)), max(1, float64(f.near))
	r.First50, r.First75, r.Any50, r.Sure = r.First50/n, r.First75/n, r.Any50/n, r.Sure/n
	r.CornerError /= near
	r.FalseDetections /= e
	return r
}

// CornerError is the mean distance of an outline's corners from the true ones,
// in diagonals of the true outline.
func CornerError(got, want vision.Quad) float64 {
	diagonal := (distance(want[0], want[2]) + distance(want[1], want[3])) / 2
	var sum float64
	for i := range want {
		sum += distance(got[i], want[i])
	}
	return sum / 4 / diagonal
}

func distance(a, b vision.Point) float64 { return math.Hypot(a.X-b.X, a.Y-b.Y) }
