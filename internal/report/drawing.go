//go:build !js

package report

import (
	"fmt"
	"image"
	"math"
	"strings"

	"docent/model"
	"docent/model/vision"
)

// drawing is what is drawn over the photo of a query, in pixels of its frame.
type drawing struct {
	W, H      int
	TextSize  int // of the numbers
	Outlines  []outline
	Corners   []corner
	Top       *line // the side of the work that is up, by the answer
	Says      string
	Answer    string // where the answer was found
	FrameText string // what the locator found
}

// outline is a closed line: of the work that was located, or of the window in which the answer was found.
type outline struct {
	Class  string // "located" or "window"
	Points string // of an SVG polygon
}

// corner is a number beside a corner of the work.
type corner struct {
	Number int
	X, Y   string
}

type line struct{ X1, Y1, X2, Y2 string }

// draw draws the located outline, the look that the first candidate was found in, the corners 1 to 4 in the work's own order,
// and its upper side.
func draw(r *model.Result, size image.Point) drawing {
	d := drawing{W: size.X, H: size.Y, TextSize: max(size.X, size.Y) / 14, FrameText: "nothing located"}
	if r.Located.Located {
		d.FrameText = fmt.Sprintf("located, %.0f %% sure", 100*r.Located.Confidence)
		d.Outlines = append(d.Outlines, outline{"located", points(r.Located.Outline)})
		d.Corners = corners(r.Located.Outline, size)
	}
	if len(r.Candidates) > 0 {
		answer := r.Candidates[0].Look
		d.Answer = "found in " + where(answer, size) + turned(answer.Turn)
		seen := within(answer.Outline, size)
		if !answer.Located {
			d.Outlines = append(d.Outlines, outline{"window", points(seen)})
		}
		if answer.Located || !r.Located.Located {
			d.Corners = corners(answer.Outline, size) // of a located work that is turned, in another order
		}
		d.Top = &line{number(seen[0].X), number(seen[0].Y), number(seen[1].X), number(seen[1].Y)}
	}
	d.Says = d.FrameText
	if d.Answer != "" {
		d.Says += "; " + d.Answer
	}
	return d
}

// where says in words what part of the frame a look is.
func where(l model.Look, size image.Point) string {
	if l.Located {
		return "the located work"
	}
	lo, hi := l.Outline.Bounds()
	w, h := (hi.X-lo.X)/float64(size.X), (hi.Y-lo.Y)/float64(size.Y)
	if w > 0.995 && h > 0.995 {
		return "the whole frame"
	}
	return fmt.Sprintf("a window of %.0f x %.0f %%", 100*w, 100*h)
}

// turned says in words how a work is turned in a look.
func turned(turn int) string {
	return [4]string{"", ", turned right", ", upside down", ", turned left"}[turn&3]
}

// within moves corners that are out of view, or so near to the frame's edge that half of a line would be cut off, into it.
func within(q vision.Quad, size image.Point) vision.Quad {
	for i, p := range q {
		q[i] = vision.Point{X: keep(p.X, size.X, 0.01), Y: keep(p.Y, size.Y, 0.01)}
	}
	return q
}

// keep returns x, or the nearest number at least a share of the length from both of its ends.
func keep(x float64, length int, share float64) float64 {
	margin := share * float64(length)
	return min(max(x, margin), float64(length)-margin)
}

// corners returns numbers a little inside of an outline's corners, in view even where the corners are not.
func corners(q vision.Quad, size image.Point) (list []corner) {
	var middle vision.Point
	for _, p := range q {
		middle.X += p.X / 4
		middle.Y += p.Y / 4
	}
	inwards := 0.07 * float64(max(size.X, size.Y))
	for i, p := range q {
		if d := math.Hypot(middle.X-p.X, middle.Y-p.Y); d > inwards {
			p.X += inwards * (middle.X - p.X) / d
			p.Y += inwards * (middle.Y - p.Y) / d
		}
		list = append(list, corner{i + 1, number(keep(p.X, size.X, 0.05)), number(keep(p.Y, size.Y, 0.06))})
	}
	return list
}

// points writes an outline as an SVG polygon's points.
func points(q vision.Quad) string {
	var list []string
	for _, p := range q {
		list = append(list, number(p.X)+","+number(p.Y))
	}
	return strings.Join(list, " ")
}

func number(v float64) string { return fmt.Sprintf("%.1f", v) }
