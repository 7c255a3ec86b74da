package visit

import "docent/model/proto"

// Stage is how far the viewfinder has come. Its value is the body's data-phase in the HTML.
type Stage string

// Stages of aiming, in the order in which they usually come.
const (
	Looking Stage = "looking" // just begun
	Unsure  Stage = "unsure"  // a few seconds without an answer
	Maybe   Stage = "maybe"   // candidates, none of them accepted
	Nothing Stage = "nothing" // long enough without an answer that something else should be offered
	Found   Stage = "found"   // a work to show
	Seen    Stage = "seen"    // the work whose card was closed a moment ago is still in view
)

// Times and amounts of aiming.
const (
	unsureAfter  = 3.0 // seconds: shorter, and the hint changes before a hand is steady
	nothingAfter = 8.0 // seconds: about as long as people hold a phone up without help
	doubt        = 1.4 // log-odds under the threshold that one in ten frames of something else reaches: still a maybe
	maybeHold    = 2.5 // seconds for which shown candidates keep their places, so that a thumb can reach them
	maybeMost    = 3   // candidates that fit beside each other on a phone
	longestFrame = 1.0 // seconds that one frame may count for: a pause is no aiming
	leaveAfter   = 1.5 // seconds out of view after which a work that was shown counts as new
)

// Sight is what one frame says of one work.
type Sight = proto.Sight

// Advice is what the viewfinder shows after a frame.
type Advice struct {
	Stage      Stage
	Work       int   // with Found and Seen: the index of the work
	Candidates []int // with Maybe: indices, best first; valid until the next frame
}

// Aim follows one spell of aiming. The zero value is not ready: use NewAim.
type Aim struct {
	vote       *proto.Vote
	candidates []int
	shownAt    float64 // clock when the candidates were chosen
	clock      float64 // seconds of aiming
	quiet      float64 // clock when something was last found or the aiming began
	last       float64 // time of the last frame
	started    bool
	seen       int     // the work whose card was closed, or proto.None
	seenAt     float64 // clock when it was last in view
}

// NewAim returns an Aim that begins with the next frame, at a bundle's rate of false accepts.
func NewAim(rate float64) *Aim { return &Aim{vote: proto.NewVote(rate), seen: proto.None} }

// Reset begins anew after the card of a work was closed, or proto.None. That work is not Found again before it has been
// out of view: the visitor still stands in front of it, and has just sent its card away.
func (a *Aim) Reset(seen int) {
	a.vote.Reset()
	a.candidates = a.candidates[:0]
	a.clock, a.quiet, a.started = 0, 0, false
	a.seen, a.seenAt = seen, 0
}

// Frame counts a frame that was answered at a time in seconds, with its candidates, best first; turned says that the
// camera has been turned to another view (proto.Vote).
func (a *Aim) Frame(at float64, sights []Sight, turned bool) Advice {
	if a.started {
		a.clock += min(max(at-a.last, 0), longestFrame)
	}
	a.started, a.last = true, at

	// A frame that names the work without being sure of it still shows that it is there.
	if len(sights) > 0 && sights[0].Index == a.seen && sights[0].Margin >= -doubt {
		a.seenAt = a.clock
	} else if a.clock-a.seenAt > leaveAfter {
		a.seen = proto.None
	}
	if shown := a.vote.Add(sights, turned); shown != proto.None {
		a.quiet = a.clock
		a.candidates = a.candidates[:0]
		if shown == a.seen {
			return Advice{Stage: Seen, Work: shown}
		}
		return Advice{Stage: Found, Work: shown}
	}
	if len(a.candidates) == 0 || a.clock-a.shownAt >= maybeHold {
		a.candidates = a.vote.Maybe(a.candidates[:0])
		a.candidates = a.candidates[:min(len(a.candidates), maybeMost)]
		a.shownAt = a.clock
	}
	if len(a.candidates) > 0 {
		a.quiet = max(a.quiet, a.clock-unsureAfter)
		return Advice{Stage: Maybe, Candidates: a.candidates}
	}
	switch silent := a.clock - a.quiet; {
	case silent >= nothingAfter:
		return Advice{Stage: Nothing}
	case silent >= unsureAfter:
		return Advice{Stage: Unsure}
	}
	return Advice{Stage: Looking}
}

// Offers reports whether a sight alone is enough to offer its work to the visitor.
func Offers(s Sight) bool { return s.Margin >= -doubt }

// Verdict judges a single picture, where no further frame can help: the accepted work, or else the candidates that
// are near enough to be offered, at most three.
func Verdict(sights []Sight, accepted bool) Advice {
	if accepted && len(sights) > 0 {
		return Advice{Stage: Found, Work: sights[0].Index}
	}
	var near []int
	for _, s := range sights {
		if Offers(s) && len(near) < maybeMost {
			near = append(near, s.Index)
		}
	}
	if len(near) > 0 {
		return Advice{Stage: Maybe, Candidates: near}
	}
	return Advice{Stage: Nothing}
}

// Sureness returns the phrase (wasm/phrase) for an answer of a margin: words come first, the number only as a line.
func Sureness(margin float64) string {
	switch {
	case margin >= 1.5: // odds four times those that are asked for
		return "sure"
	case margin >= 0:
		return "fairlySure"
	}
	return "perhaps"
}

// Gauge returns the length of the line beside those words, 0 to 1, which grows with the margin and agrees with them.
func Gauge(margin float64) float64 { return min(max(0.5+margin/3.5, 0.1), 1) }
