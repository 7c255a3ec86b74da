package proto

// Vote adds up the evidence of frames, so that what the page shows does not flicker: one frame convinces nobody, a
// blurred one in between takes nothing away, and a work leaves when it is no longer seen.
//
// Each frame names a work and a margin, the log-odds of the answer above the bundle's threshold. Evidence is a leaky
// sum of what the frames count: every frame multiplies all of it by Keep. A work is shown from the moment its evidence
// reaches Show; it stays until its evidence falls under Hide, or another has Switch times as much.
type Vote struct {
	Keep, Show, Hide, Switch float64
	// Most is what a frame counts whose margin is as much or more, so that no single frame is enough; an answer that
	// is only just accepted counts half of it.
	Most float64

	shown    int
	evidence []evidence
}

type evidence struct {
	index int
	sum   float64
}

// None is the index of no work.
const None = -1

// NewVote returns a vote for several frames a second: two clear frames in a row show a work, two or three of another
// show that one instead, and three to five frames without any hide it.
func NewVote() *Vote {
	return &Vote{Keep: 0.7, Show: 1.5, Hide: 0.6, Switch: 1.5, Most: 1, shown: None}
}

// Standing is the state of a vote after a frame.
type Standing struct {
	// Index is the work to show, or None.
	Index int
	// Evidence is the sum that it stands on; zero when there is none.
	Evidence float64
	// Changed is true when the work to show is another one than a frame before.
	Changed bool
}

// Add counts one frame. index is the frame's best answer and margin its log-odds less the threshold; a frame whose
// answer is not accepted (margin below zero, or index None) is a frame that shows nothing.
func (v *Vote) Add(index int, margin float64) Standing {
	kept := v.evidence[:0]
	found := false
	for _, e := range v.evidence {
		e.sum *= v.Keep
		if e.index == index && margin >= 0 {
			e.sum += v.weight(margin)
			found = true
		}
		if e.sum > 0.01 || e.index == v.shown {
			kept = append(kept, e)
		}
	}
	if !found && index >= 0 && margin >= 0 {
		kept = append(kept, evidence{index, v.weight(margin)})
	}
	v.evidence = kept

	best, current := evidence{index: None}, evidence{index: None}
	for _, e := range v.evidence {
		if e.sum > best.sum {
			best = e
		}
		if e.index == v.shown {
			current = e
		}
	}
	before := v.shown
	switch {
	case best.index != v.shown && best.sum >= v.Show && best.sum >= v.Switch*current.sum:
		v.shown, current = best.index, best
	case current.sum < v.Hide:
		v.shown, current = None, evidence{index: None}
	}
	return Standing{Index: v.shown, Evidence: current.sum, Changed: v.shown != before}
}

// weight is what a frame of this margin, zero or more, counts.
func (v *Vote) weight(margin float64) float64 { return (v.Most + min(margin, v.Most)) / 2 }

// Reset forgets everything, as when the camera starts again.
func (v *Vote) Reset() { v.shown, v.evidence = None, v.evidence[:0] }
