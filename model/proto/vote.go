package proto

import "docent/model/internal/exact"

// Vote is a sequential test over the frames of a view (Wald, "Sequential Tests of Statistical Hypotheses", 1945): the view
// shows work w, for each of the few works that its frames name, against the view showing something else. A work is shown
// as soon as the evidence for it suffices, and goes when the evidence against it does, so that the answer does not flicker.
//
// A frame says of a work by how much its log-odds are above the bundle's threshold: its margin. Frames of one view are
// no independent witnesses: the same light and the same likeness deceive all of them. Of n normally distributed
// margins, any two of which are correlated by rho, the log-likelihood ratio is the sum divided by 1 + (n-1)rho (Kish's design
// effect): however long one looks, a view says as much as 1/rho independent frames. Such a sum, of frames that fade by a fifth
// each, is the evidence. Its zero is laid where a view whose margins stay at zero would need endless
// memory to come to Wald's bound, log(1/rate). So frames that are all wrong in the same way are accepted no more often than
// one frame alone by the bundle's threshold, which was measured; and frames that are wrong independently, much less.
//
// A frame in which nothing looks like a work may be blurred, or somebody walks through it: it counts for a quarter. No
// frame counts for more than nine tenths of the bound: it takes two. TestVoteErrors simulates the rate of errors.
type Vote struct {
	show, maybe, hide float64 // bounds of the evidence
	zero, most        float64 // what a frame of margin 0 counts, and any frame at most

	shown    int
	frames   float64 // that count: the sum of their weights, faded
	evidence []tally
}

// Sight is what one frame says of one work: its index, and the log-odds of being right above the bundle's threshold.
type Sight struct {
	Index  int
	Margin float64
}

type tally struct {
	index int
	sum   float64 // over frames, faded
}

// None is the index of no work.
const None = -1

const (
	// correlated is rho. On synthesised views seen by a moving hand (docs/design.md) it is 0.7 where works are judged by
	// distances, and 0.3 where by local features too; neighbouring frames are not more alike than any two. The less it is,
	// the more the first frames have to say, and the later ones add.
	correlated = 0.5

	keep   = 0.8  // of a frame's weight after the next: five frames are remembered, two thirds of a second
	hazy   = 0.25 // weight of a frame in which nothing is near a work
	rivals = 2.0  // evidence by which what it may be lags behind the best at most: an eighth as likely
	absent = -1.0 // what a frame counts for a work that it does not name, or names without any likeness
)

// NewVote returns a vote that shows a wrong work in at most this share, above 0 and below 1, of the views that show none,
// when the threshold of the margins accepts the same share of single frames: Calibration.FalseAcceptRate.
func NewVote(rate float64) *Vote {
	show := exact.Log(1 / rate)
	return &Vote{show: show, maybe: show / 2, hide: absent / 2, zero: correlated * show, most: 0.9 * show, shown: None}
}

// discounted returns how many independent frames n frames are worth.
func discounted(n float64) float64 { return n / (1 + (n-1)*correlated) }

// Add counts one frame, with the works that it names. turned says that the camera has been turned to another view: what
// earlier frames said is forgotten, and what is shown stays until the new view speaks against it. It
// returns the work to show, or None.
func (v *Vote) Add(frame []Sight, turned bool) int {
	if turned {
		v.frames, v.evidence = 0, v.evidence[:0]
	}
	if v.shown != None {
		v.of(v.shown)
	}
	weight := hazy
	for _, s := range frame {
		if count := s.Margin + v.zero; count > 0 {
			v.of(s.Index)
			if count >= v.zero/2 {
				weight = 1
			}
		}
	}
	v.frames = keep*v.frames + weight
	for i := range v.evidence {
		e := &v.evidence[i]
		count := absent
		for _, s := range frame {
			if s.Index == e.index {
				count = min(max(s.Margin+v.zero, absent), v.most)
				break
			}
		}
		e.sum = keep*e.sum + weight*count
	}
	return v.decide()
}

// of returns the evidence of a work, which begins at zero.
func (v *Vote) of(index int) *tally {
	for i := range v.evidence {
		if v.evidence[i].index == index {
			return &v.evidence[i]
		}
	}
	v.evidence = append(v.evidence, tally{index: index})
	return &v.evidence[len(v.evidence)-1]
}

// decide sorts the works by their evidence, chooses the one to show, and forgets those that have lost.
func (v *Vote) decide() int {
	kept := v.evidence[:0]
	for _, e := range v.evidence {
		if v.level(e) > v.hide {
			kept = append(kept, e)
		} else if e.index == v.shown {
			v.shown = None
		}
	}
	v.evidence = kept
	for i := range kept { // insertion sort: there are a handful, and it keeps the order of equals
		for j := i; j > 0 && kept[j].sum > kept[j-1].sum; j-- {
			kept[j], kept[j-1] = kept[j-1], kept[j]
		}
	}
	// The one that is shown stays until another has more, and has won its own test.
	if len(kept) > 0 && v.level(kept[0]) >= v.show {
		v.shown = kept[0].index
	}
	return v.shown
}

// level is the evidence of a work, in natural logarithms.
func (v *Vote) level(e tally) float64 { return e.sum * discounted(v.frames) / v.frames }

// Maybe appends the works that it may be to dst, best first: the best one, if its evidence is over half of the bound, so
// that it is wrong in the square root of the rate, one view in ten for one in a hundred, and those that are not much less
// likely. It names none before three frames have said something.
func (v *Vote) Maybe(dst []int) []int {
	if v.frames < 1+keep+keep*keep-1e-9 || len(v.evidence) == 0 || v.level(v.evidence[0]) < v.maybe {
		return dst
	}
	for _, e := range v.evidence {
		if v.level(e) >= v.level(v.evidence[0])-rivals {
			dst = append(dst, e.index)
		}
	}
	return dst
}

// Reset forgets everything, as when the camera starts again.
func (v *Vote) Reset() { v.shown, v.frames, v.evidence = None, 0, v.evidence[:0] }
