package visit

import (
	"math"
	"testing"

	"docent/model/vision"
)

// square returns an upright outline with its middle at x, y.
func square(x, y, side float64) vision.Quad {
	q := vision.RectQuad(side, side)
	for i := range q {
		q[i].X += x - side/2
		q[i].Y += y - side/2
	}
	return q
}

func near(a, b vision.Quad, most float64) bool { return apart(a, b) <= most }

// run steps an outline 60 times a second from one time to another, and fails the test when a corner leaps between two
// repaints in sight.
func run(t *testing.T, o *Outline, from, to float64) (q vision.Quad, shown, moving bool) {
	t.Helper()
	before, sight, first := vision.Quad{}, false, true
	for at := from; at <= to; at += 1.0 / 60 {
		q, shown, moving = o.Step(at)
		if !first && sight && shown && apart(before, q) > 40 {
			t.Errorf("at %.2f s a corner leaps by %.0f pixels", at, apart(before, q))
		}
		before, sight, first = q, shown, false
	}
	return q, shown, moving
}

func TestOutlineSlides(t *testing.T) {
	var o Outline
	if _, shown, moving := o.Step(0); shown || moving {
		t.Error("there is an outline before any was seen")
	}
	a, b := square(200, 300, 180), square(240, 310, 190)
	o.See(1, a)
	if q, shown, moving := o.Step(1); q != a || !shown || moving {
		t.Errorf("the first outline is drawn at %v, %v, %v", q, shown, moving)
	}
	o.See(1.5, b) // long after the last step, but the way begins now
	q, _, moving := o.Step(1.5 + slide)
	if share := apart(a, q) / apart(a, b); math.Abs(share-(1-1/math.E)) > 1e-6 || !moving {
		t.Errorf("after the time constant %.3f of the way is done", share)
	}
	if q, shown, moving := run(t, &o, 1.5+slide, 3); q != b || !shown || moving {
		t.Errorf("it does not arrive: %v", q)
	}
}

func TestOutlineDoesNotSpin(t *testing.T) {
	var o Outline
	a := square(200, 300, 180)
	o.See(0, a)
	for turn := range 4 {
		o.See(float64(turn), vision.Quad{a[turn], a[(turn+1)%4], a[(turn+2)%4], a[(turn+3)%4]})
		if q, shown, moving := o.Step(float64(turn)); q != a || !shown || moving {
			t.Errorf("corners named from number %d on: %v", turn, q)
		}
	}
}

func TestOutlineJumps(t *testing.T) {
	var o Outline
	a, b := square(200, 300, 180), square(500, 300, 180)
	o.See(0, a)
	o.See(0.14, b)
	if q, shown, moving := run(t, &o, 0.14, 0.14+Fade-0.01); q != a || shown || !moving || !o.Shown() {
		t.Errorf("while it fades out it is at %v, shown %v", q, shown)
	}
	if q, shown, moving := run(t, &o, 0.14+Fade, 0.14+Fade+0.02); q != b || !shown || moving {
		t.Errorf("after that it is at %v, shown %v", q, shown)
	}
	// Away and back again before it has faded out: it stays.
	o.See(2, a)
	o.See(2.05, b)
	if q, shown, _ := run(t, &o, 2.06, 2.5); q != b || !shown {
		t.Errorf("back again it is at %v, shown %v", q, shown)
	}
	// Away, and then nothing: it does not come back.
	o.See(3, a)
	o.Hide(3.01)
	if _, shown, moving := run(t, &o, 3.01, 4); shown || moving || o.Shown() {
		t.Error("it is shown after it was hidden")
	}
}

func TestOutlineHolds(t *testing.T) {
	var o Outline
	a := square(200, 300, 180)
	o.See(0, a)
	for _, c := range []struct {
		at    float64
		shown bool
	}{{0.14, true}, {0.28, true}, {0.42, false}, {0.56, false}} {
		o.Miss(c.at)
		if _, shown, _ := o.Step(c.at); shown != c.shown {
			t.Errorf("after %.2f s without it: shown %v", c.at, shown)
		}
	}
	// Seen again elsewhere, before it has faded out: it appears there and not here.
	b := square(600, 300, 180)
	o.Hide(1)
	o.See(1, a)
	o.Hide(2)
	o.See(2+Fade/2, b)
	if q, shown, _ := o.Step(2 + Fade/2); q != a || shown {
		t.Errorf("it leaps to %v, shown %v", q, shown)
	}
	if q, shown, _ := run(t, &o, 2+Fade/2, 3); q != b || !shown {
		t.Errorf("it is at %v, shown %v", q, shown)
	}
}

func TestOutlineStill(t *testing.T) {
	o := Outline{Still: true}
	a, b := square(200, 300, 180), square(600, 300, 180)
	for i, q := range []vision.Quad{a, square(220, 300, 180), b, a} {
		o.See(float64(i)*0.14, q)
		if got, shown, moving := o.Step(float64(i) * 0.14); got != q || !shown || moving {
			t.Errorf("outline %d is drawn at %v, shown %v, moving %v", i, got, shown, moving)
		}
	}
	o.Hide(1)
	o.See(1.01, b)
	if got, shown, moving := o.Step(1.01); got != b || !shown || moving {
		t.Errorf("at once again: %v, %v, %v", got, shown, moving)
	}
}

func TestBrackets(t *testing.T) {
	q := square(100, 100, 100)
	for i, leg := range Brackets(q, 20) {
		if leg[1] != q[i] || math.Abs(math.Hypot(leg[0].X-q[i].X, leg[0].Y-q[i].Y)-20) > 1e-9 || math.Abs(math.Hypot(leg[2].X-q[i].X, leg[2].Y-q[i].Y)-20) > 1e-9 {
			t.Errorf("corner %d: %v", i, leg)
		}
	}
	for _, leg := range Brackets(square(0, 0, 40), 20) {
		if d := math.Hypot(leg[0].X-leg[1].X, leg[0].Y-leg[1].Y); d != 10 {
			t.Errorf("legs of %v on a side of 40", d)
		}
	}
	Brackets(vision.Quad{}, 20) // of no size
}

// TestOnStage compares the way of an outline to the screen with what object-fit does to pixels of the picture.
func TestOnStage(t *testing.T) {
	for _, c := range []struct{ w, h, sw, sh float64 }{{720, 1280, 390, 844}, {1280, 720, 1280, 800}, {1280, 720, 390, 844}, {640, 480, 1600, 600}} {
		f := Frame(c.w, c.h, c.sw, c.sh, 24, 180)
		scale := max(c.sw/c.w, c.sh/c.h)
		if !f.Cover {
			scale = min(c.sw/c.w, c.sh/c.h)
		}
		pixels := vision.Quad{{X: 310, Y: 200}, {X: 420, Y: 210}, {X: 415, Y: 460}, {X: 290, Y: 450}} // of the camera
		var shares, want vision.Quad
		for i, p := range pixels {
			shares[i] = vision.Point{X: (p.X - f.Region.X) / f.Region.W, Y: (p.Y - f.Region.Y) / f.Region.H}
			want[i] = vision.Point{X: c.sw/2 + scale*(p.X-c.w/2), Y: c.sh/2 + scale*(p.Y-c.h/2)}
		}
		if got := f.OnStage(shares); !near(got, want, 1e-6) {
			t.Errorf("%v: %v, want %v", c, got, want)
		}
	}
}
