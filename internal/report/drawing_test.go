//go:build !js

package report

import (
	"image"
	"strconv"
	"strings"
	"testing"

	"docent/model"
	"docent/model/vision"
)

// turn returns the look at the same outline of a work that is turned.
func turn(l model.Look, turn int) model.Look {
	r := l
	r.Turn = turn
	for i := range r.Outline {
		r.Outline[i] = l.Outline[(i+turn)%4]
	}
	return r
}

func TestDraw(t *testing.T) {
	size := image.Pt(320, 240)
	located := model.Look{Outline: vision.Quad{{X: 40, Y: 30}, {X: 280, Y: 30}, {X: 280, Y: 210}, {X: 40, Y: 210}}, Located: true, Confidence: 0.93}
	out := located
	out.Outline[0].Y, out.Outline[1].Y = -50, -50
	whole := model.Look{Outline: vision.RectQuad(320, 240)}
	window := model.Look{Outline: vision.Quad{{X: 32, Y: 24}, {X: 288, Y: 24}, {X: 288, Y: 216}, {X: 32, Y: 216}}}
	result := func(located model.Look, answer ...model.Look) model.Result {
		r := model.Result{Located: located}
		for _, l := range answer {
			r.Candidates = append(r.Candidates, model.Candidate{Look: l})
		}
		return r
	}
	const outlined = "40.0,30.0 280.0,30.0 280.0,210.0 40.0,210.0"
	for _, c := range []struct {
		name     string
		result   model.Result
		says     string
		outlines []string // class and points
		top      string   // ends of the upper side
		first    string   // corner that the number 1 is nearest to
	}{
		{"upright", result(located, located, whole), "located, 93 % sure; found in the located work",
			[]string{"located " + outlined}, "40.0,30.0 280.0,30.0", "top left"},
		{"turned right", result(located, turn(located, 1)), "located, 93 % sure; found in the located work, turned right",
			[]string{"located " + outlined}, "280.0,30.0 280.0,210.0", "top right"},
		{"turned left", result(located, turn(located, 3)), "located, 93 % sure; found in the located work, turned left",
			[]string{"located " + outlined}, "40.0,210.0 40.0,30.0", "bottom left"},
		{"located, but found in the whole frame", result(located, whole), "located, 93 % sure; found in the whole frame",
			[]string{"located " + outlined, "window 3.2,2.4 316.8,2.4 316.8,237.6 3.2,237.6"}, "3.2,2.4 316.8,2.4", "top left"},
		{"whole frame, upside down", result(model.Look{}, turn(whole, 2)), "nothing located; found in the whole frame, upside down",
			[]string{"window 316.8,237.6 3.2,237.6 3.2,2.4 316.8,2.4"}, "316.8,237.6 3.2,237.6", "bottom right"},
		{"window", result(model.Look{}, window), "nothing located; found in a window of 80 x 80 %",
			[]string{"window 32.0,24.0 288.0,24.0 288.0,216.0 32.0,216.0"}, "32.0,24.0 288.0,24.0", "top left"},
		{"upper side out of view", result(out, out), "located, 93 % sure; found in the located work",
			[]string{"located 40.0,-50.0 280.0,-50.0 280.0,210.0 40.0,210.0"}, "40.0,2.4 280.0,2.4", "top left"},
		{"located, no candidates", result(located), "located, 93 % sure", []string{"located " + outlined}, "", "top left"},
		{"nothing at all", model.Result{}, "nothing located", nil, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := draw(&c.result, size)
			if d.Says != c.says {
				t.Errorf("it says %q, want %q", d.Says, c.says)
			}
			var got []string
			for _, o := range d.Outlines {
				got = append(got, o.Class+" "+o.Points)
			}
			if strings.Join(got, "\n") != strings.Join(c.outlines, "\n") {
				t.Errorf("outlines %q, want %q", got, c.outlines)
			}
			top := ""
			if d.Top != nil {
				top = d.Top.X1 + "," + d.Top.Y1 + " " + d.Top.X2 + "," + d.Top.Y2
			}
			if top != c.top {
				t.Errorf("upper side %s, want %s", top, c.top)
			}
			if (c.first == "") != (len(d.Corners) == 0) {
				t.Fatalf("%d corners", len(d.Corners))
			}
			if c.first == "" {
				return
			}
			if len(d.Corners) != 4 || d.Corners[0].Number != 1 || d.Corners[3].Number != 4 {
				t.Fatalf("corners %+v", d.Corners)
			}
			if got := place(d.Corners[0], size); got != c.first {
				t.Errorf("corner 1 is at the %s, want the %s: %+v", got, c.first, d.Corners[0])
			}
		})
	}
}

// place says in which quarter of the frame a number stands, and is empty when it is out of view.
func place(c corner, size image.Point) string {
	x, errX := strconv.ParseFloat(c.X, 64)
	y, errY := strconv.ParseFloat(c.Y, 64)
	if errX != nil || errY != nil || x < 0 || y < 0 || x > float64(size.X) || y > float64(size.Y) {
		return ""
	}
	name := "top"
	if y > float64(size.Y)/2 {
		name = "bottom"
	}
	if x > float64(size.X)/2 {
		return name + " right"
	}
	return name + " left"
}
