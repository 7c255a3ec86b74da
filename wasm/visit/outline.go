package visit

import (
	"math"

	"docent/model/vision"
)

// Outline follows the outline of the work that the camera is aimed at, from answers that come several times a second to
// what is drawn before each repaint. It slides where the outline moves, fades out and in where it jumps, and stays where
// it is for a moment when a frame finds nothing. Times are in seconds of one clock, places in CSS pixels of the stage.
// The zero value has nothing to draw.
type Outline struct {
	Still bool // the visitor prefers that nothing moves: no sliding, no fading

	drawn, goal vision.Quad // where it is, and where it goes
	shown       bool
	turned      float64 // when it was shown or hidden last
	jumping     bool    // faded out, to appear at the goal
	seen        float64 // when an answer last had an outline
	stepped     float64 // when it was moved last
}

const (
	// Fade is how many seconds the style sheet takes to fade the outline in or out.
	Fade = 0.16
	// slide is the time constant of its way to where it was seen last: after three of these it is there.
	slide = 0.12
	// hold is for how long an outline stays after frames have stopped finding it: two or three frames that are blurred.
	hold = 0.4
	// farthest is how far a corner slides, in mean diagonals of the outline; what moved further is another work.
	farthest = 0.5
	// arrived is how near a corner is when it is there, in pixels.
	arrived = 0.1
)

// SureOutline is the least confidence of the locator's of which an outline is drawn. (Less is still worth recognising: a wrong
// outline costs a look, but a drawn one is taken for a claim.)
const SureOutline = 0.5

// See takes an answer's outline.
func (o *Outline) See(at float64, q vision.Quad) {
	o.seen = at
	if never := o.drawn == (vision.Quad{}); never || !o.shown && !o.jumping && o.fading(at) <= 0 { // nothing is on the screen
		o.drawn, o.goal, o.stepped = q, q, at
		o.turn(at, true)
		return
	}
	o.goal, o.stepped = alike(o.drawn, q), max(o.stepped, at) // where it had arrived, no time has passed
	if jump := apart(o.drawn, o.goal) > farthest*diagonal(o.drawn); jump && !o.Still {
		o.jumping = true
		o.turn(at, false)
	} else if !o.jumping || !jump { // also back to where it fades out
		o.jumping = false
		o.turn(at, true)
	}
}

// Miss takes an answer that has no outline.
func (o *Outline) Miss(at float64) {
	if at-o.seen >= hold {
		o.Hide(at)
	}
}

// Hide fades the outline out, whatever comes next.
func (o *Outline) Hide(at float64) {
	o.jumping = false
	o.turn(at, false)
}

// Shown reports whether the outline is there, or on its way to another place.
func (o *Outline) Shown() bool { return o.shown || o.jumping }

// turn shows or hides the outline.
func (o *Outline) turn(at float64, shown bool) {
	if o.shown != shown {
		o.shown, o.turned = shown, at
	}
}

// fading is how long it still takes until the outline is out of sight.
func (o *Outline) fading(at float64) float64 {
	if o.shown || o.Still {
		return 0
	}
	return o.turned + Fade - at
}

// Step moves the outline on to a time, and returns where it is to be drawn and whether it is shown; it fades, by the style
// sheet, when that changes. moving is false when nothing will change until the next answer.
func (o *Outline) Step(at float64) (q vision.Quad, shown, moving bool) {
	passed := max(at-o.stepped, 0)
	o.stepped = max(at, o.stepped)
	switch {
	case o.jumping && o.fading(at) <= 0:
		o.jumping = false
		o.drawn = o.goal
		o.turn(at, true)
	case o.jumping:
	case o.Still || apart(o.drawn, o.goal) <= arrived:
		o.drawn = o.goal
	default:
		part := 1 - math.Exp(-passed/slide)
		for i, g := range o.goal {
			o.drawn[i].X += part * (g.X - o.drawn[i].X)
			o.drawn[i].Y += part * (g.Y - o.drawn[i].Y)
		}
	}
	return o.drawn, o.shown, o.jumping || o.shown && o.drawn != o.goal
}

// alike returns q beginning at the corner with which it lies nearest to an outline before it, so that a work whose corners
// are named in another order does not spin.
func alike(before, q vision.Quad) vision.Quad {
	best, least := q, math.Inf(1)
	for range q {
		sum := 0.0
		for i, c := range q {
			dx, dy := c.X-before[i].X, c.Y-before[i].Y
			sum += dx*dx + dy*dy
		}
		if sum < least {
			best, least = q, sum
		}
		q = vision.Quad{q[1], q[2], q[3], q[0]}
	}
	return best
}

// apart is the largest distance between corners of the same place.
func apart(a, b vision.Quad) (most float64) {
	for i := range a {
		most = max(most, math.Hypot(a[i].X-b[i].X, a[i].Y-b[i].Y))
	}
	return most
}

// diagonal is the mean length of the two diagonals.
func diagonal(q vision.Quad) float64 {
	return (math.Hypot(q[2].X-q[0].X, q[2].Y-q[0].Y) + math.Hypot(q[3].X-q[1].X, q[3].Y-q[1].Y)) / 2
}

// Brackets returns, for each corner of an outline, the three points of the stronger stroke around it: on the side before,
// the corner, on the side after. length is that of its two legs, which are at most a quarter of the sides.
func Brackets(q vision.Quad, length float64) [4][3]vision.Point {
	var out [4][3]vision.Point
	for i, c := range q {
		out[i] = [3]vision.Point{towards(c, q[(i+3)%4], length), c, towards(c, q[(i+1)%4], length)}
	}
	return out
}

// towards is the point at a distance from c on the way to d, a quarter of the way at most.
func towards(c, d vision.Point, distance float64) vision.Point {
	share := 0.25
	if whole := math.Hypot(d.X-c.X, d.Y-c.Y); whole*share > distance {
		share = distance / whole
	}
	return vision.Point{X: c.X + share*(d.X-c.X), Y: c.Y + share*(d.Y-c.Y)}
}
