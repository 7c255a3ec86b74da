//go:build !js

package evaluate

import (
	"encoding/json"
	"fmt"
	"image"
	"math"
	"os"
	"path/filepath"
	"slices"

	"docent/internal/engine"
	"docent/model"
	"docent/model/locate"
	"docent/model/nn"
	"docent/model/picture"
	"docent/model/vision"
)

// A Locator finds works in frames, the likeliest first. locate.Locator is one.
type Locator interface {
	Locate(frame *image.RGBA) []locate.Found
}

// A Location is a work that a frame is known to show, and what was found of it.
type Location struct {
	File, ID string
	Truth    vision.Quad // in pixels of the frame
	Visible  float64     // share of the work that is in view

	// Rank of the outline that overlaps the truth most, from 1; 0 if none does.
	Rank        int
	Found       locate.Found
	Overlap     float64 // intersection over union
	CornerError float64 // mean distance of the corners in diagonals of the truth, whichever corner is the first
}

// Locations are the figures of frames whose works are known.
type Locations struct {
	Works       int     `json:"works"`
	Found50     float64 `json:"found_iou50"`  // share of the works that an outline overlaps by 1/2
	Found75     float64 `json:"found_iou75"`  // by 3/4
	First50     float64 `json:"first_iou50"`  // share of the works that the frame's first outline overlaps by 1/2
	MeanIoU     float64 `json:"mean_iou"`     // works that are not found count as 0
	MedianIoU   float64 `json:"median_iou"`   // likewise
	CornerError float64 `json:"corner_error"` // mean over the works found by 1/2
	Sure        float64 `json:"sure"`         // share of outlines of confidence 1/2 among those of works found by 1/2

	List []Location `json:"-"`
}

// LeastVisible is the share of a work's area that has to be in view for it to count in LocateTwice.
const LeastVisible = 0.65

// LocateTwice measures a network that finds works as recognition uses it, with a second look at a frame's first outline,
// on the works of Locate that are in view by LeastVisible at least.
func LocateTwice(e engine.Engine, m *nn.Model, file string) (*Locations, error) {
	encoder, err := e.Encoder(m)
	if err != nil {
		return nil, err
	}
	l, err := locate.New(encoder)
	if err != nil {
		return nil, err
	}
	return Locate(twice{l}, file, LeastVisible)
}

// twice looks again at the first outline of a frame.
type twice struct{ model.Locator }

func (t twice) Locate(frame *image.RGBA) []locate.Found {
	found := slices.Clone(t.Locator.Locate(frame))
	if len(found) > 0 {
		found[0] = t.Refine(frame, found[0])
	}
	return found
}

// String is the figures in a line.
func (l *Locations) String() string {
	return fmt.Sprintf("%d works: found at IoU 0.5 %.1f %%, at 0.75 %.1f %%, as the first outline %.1f %%; IoU %.3f in the mean, %.3f in the middle; corner error %.2f %%; sure of %.1f %%",
		l.Works, 100*l.Found50, 100*l.Found75, 100*l.First50, l.MeanIoU, l.MedianIoU, 100*l.CornerError, 100*l.Sure)
}

// Locate measures a locator on the frames that a JSON file beside them lists: for each its file, and the quadrilaterals
// of works in it, as fractions of its sides. Works that are in view by less than visible, a share of their area, are left
// out. Frames may show works that the file does not know, so that what else is found is not held against the locator.
func Locate(l Locator, file string, visible float64) (*Locations, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read frames: %w", err)
	}
	var frames []struct {
		File      string
		Paintings []struct {
			ID   string
			Quad [4][2]float64
		}
	}
	if err := json.Unmarshal(b, &frames); err != nil {
		return nil, fmt.Errorf("read frames %s: %w", file, err)
	}
	result := &Locations{}
	for _, f := range frames {
		img, err := picture.Load(filepath.Join(filepath.Dir(file), filepath.FromSlash(f.File)))
		if err != nil {
			return nil, err
		}
		frame := vision.Frame(img)
		found := l.Locate(frame)
		w, h := float64(frame.Rect.Dx()), float64(frame.Rect.Dy())
		for _, p := range f.Paintings {
			at := Location{File: f.File, ID: p.ID}
			for i, c := range p.Quad {
				at.Truth[i] = vision.Point{X: c[0] * w, Y: c[1] * h}
			}
			if at.Visible = visibleShare(at.Truth, w, h); at.Visible < visible {
				continue
			}
			at.match(found)
			result.List = append(result.List, at)
		}
	}
	if len(result.List) == 0 {
		return nil, fmt.Errorf("read frames %s: it lists no work that is in view by %.0f %%", file, 100*visible)
	}
	result.measure()
	return result, nil
}

// visibleShare is the share of an outline's area that lies within the frame.
func visibleShare(q vision.Quad, w, h float64) float64 {
	frame := vision.RectQuad(w, h)
	o := locate.Overlap(q, frame)
	return o / (1 + o) * (q.Area() + frame.Area()) / q.Area()
}

// match chooses the outline that overlaps the work most.
func (l *Location) match(found []locate.Found) {
	for i, f := range found {
		if o := locate.Overlap(f.Outline, l.Truth); o > l.Overlap {
			l.Rank, l.Found, l.Overlap = i+1, f, o
		}
	}
	l.CornerError = math.Inf(1)
	if l.Rank == 0 {
		return
	}
	diagonal := (length(l.Truth[0], l.Truth[2]) + length(l.Truth[1], l.Truth[3])) / 2
	for first := range 4 {
		var sum float64
		for i, c := range l.Truth {
			sum += length(l.Found.Outline[(i+first)%4], c)
		}
		l.CornerError = min(l.CornerError, sum/4/diagonal)
	}
}

func length(a, b vision.Point) float64 { return math.Hypot(a.X-b.X, a.Y-b.Y) }

// measure computes the figures of the list, which is not empty.
func (l *Locations) measure() {
	l.Works = len(l.List)
	n := float64(l.Works)
	var half, sure float64
	overlaps := make([]float64, 0, l.Works)
	for _, at := range l.List {
		overlaps = append(overlaps, at.Overlap)
		l.MeanIoU += at.Overlap / n
		if at.Overlap >= 0.75 {
			l.Found75 += 1 / n
		}
		if at.Overlap < 0.5 {
			continue
		}
		half++
		l.CornerError += at.CornerError
		if at.Rank == 1 {
			l.First50 += 1 / n
		}
		if at.Found.Confidence >= 0.5 {
			sure++
		}
	}
	slices.Sort(overlaps)
	l.MedianIoU = (overlaps[(l.Works-1)/2] + overlaps[l.Works/2]) / 2
	l.Found50 = half / n
	if half > 0 {
		l.CornerError /= half
		l.Sure = sure / half
	}
}
