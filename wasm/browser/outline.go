//go:build js && wasm

package browser

import (
	"math"
	"strconv"
	"syscall/js"

	"docent/model/vision"
	"docent/wasm/visit"
)

// Outline draws the outline of a work over the viewfinder. It asks step before each repaint where it is to be drawn,
// from Animate until step says that nothing moves any more.
type Outline struct {
	step     func(at float64) (q vision.Quad, shown, moving bool)
	svg      element
	sides    []element // polygons: halo and line
	corners  []element // paths: halo and line
	points   string    // that the polygons have
	shown    bool
	callback js.Func // lives as long as the page
	waiting  bool    // for the browser to call it
}

// bracket is how long the two legs of the stronger stroke at a corner are, in CSS pixels.
const bracket = 22

// Outline returns the drawing. step must not wait for anything; its time is that of Now.
func (d *Document) Outline(step func(at float64) (q vision.Quad, shown, moving bool)) *Outline {
	return newOutline(d.element("outline"), step)
}

func newOutline(svg element, step func(at float64) (q vision.Quad, shown, moving bool)) *Outline {
	o := &Outline{step: step, svg: svg, sides: svg.all("polygon"), corners: svg.all("path")}
	o.callback = js.FuncOf(func(_ js.Value, args []js.Value) any {
		o.waiting = false
		q, shown, moving := o.step(args[0].Float() / 1000)
		o.draw(q, shown)
		if moving {
			o.Animate()
		}
		return nil
	})
	return o
}

// Animate draws before the next repaint, and goes on as long as the outline moves.
func (o *Outline) Animate() {
	if !o.waiting {
		o.waiting = true
		js.Global().Call("requestAnimationFrame", o.callback)
	}
}

// draw changes attributes alone: the browser has nothing to lay out anew.
func (o *Outline) draw(q vision.Quad, shown bool) {
	if shown != o.shown {
		o.shown = shown
		if shown {
			o.svg.Class().Add("on")
		} else {
			o.svg.Class().Remove("on")
		}
	}
	points := make([]byte, 0, 64)
	for _, c := range q {
		points = appendPoint(points, c)
	}
	if string(points) == o.points {
		return
	}
	o.points = string(points)
	for _, e := range o.sides {
		e.SetAttribute("points", o.points)
	}
	path := make([]byte, 0, 192)
	for _, leg := range visit.Brackets(q, bracket) {
		path = appendPoint(append(path, 'M'), leg[0])
		path = appendPoint(append(path, 'L'), leg[1])
		path = appendPoint(append(path, 'L'), leg[2])
	}
	for _, e := range o.corners {
		e.SetAttribute("d", string(path))
	}
}

// appendPoint writes a point in whole tenths of a pixel: formatting floats would link 20 KB.
func appendPoint(b []byte, p vision.Point) []byte {
	b = strconv.AppendInt(b, int64(math.Round(10*p.X)), 10)
	b = append(b, ' ')
	b = strconv.AppendInt(b, int64(math.Round(10*p.Y)), 10)
	return append(b, ' ')
}

// Still reports whether the visitor prefers that nothing moves.
func (d *Document) Still() bool {
	return js.Global().Call("matchMedia", "(prefers-reduced-motion: reduce)").Get("matches").Bool()
}
