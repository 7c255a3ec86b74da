//go:build !js

package evaluate

import "math"

// bins is how many equal ranges of confidence a Calibration has.
const bins = 10

// Bin is the pictures whose confidence lies in a range.
type Bin struct {
	From       float64 `json:"from"`
	To         float64 `json:"to"` // not in the range itself, but for 1
	N          int     `json:"n"`
	Confidence float64 `json:"confidence"` // mean; 0 without pictures
	Right      float64 `json:"right"`      // share; 0 without pictures
}

// Calibration says how far the stated confidence can be believed. A query's answer is right when its first candidate is
// the work that it shows, whether it is accepted or not; an answer to an unknown query is always wrong.
type Calibration struct {
	Bins []Bin `json:"bins"`
	// ECE is the expected calibration error: the mean over all pictures of how far the share right of their bin is from
	// its mean confidence (Guo et al. 2017, "On Calibration of Modern Neural Networks", section 2). 0 is perfect.
	ECE float64 `json:"ece"`
	// Brier is the mean square of confidence less 1 where the answer is right, and less 0 elsewhere (Brier 1950). 0 is perfect,
	// 0.25 is what a confidence of 1/2 for everything gets.
	Brier float64 `json:"brier"`
	// BalancedECE and BalancedBrier are the same with the queries and the unknown queries weighing one half each, however
	// many there are: the confidence is stated for a view that is as likely to show a work of the collection as
	// something else. They equal the others where one of the two kinds is missing.
	BalancedECE   float64 `json:"balanced_ece"`
	BalancedBrier float64 `json:"balanced_brier"`
}

// Calibrated compares the confidence of the answers to queries and unknown queries with how often they are right.
func Calibrated(queries, unknown []Answer) Calibration {
	var c Calibration
	known, others := fill(queries), fill(unknown)
	each := weighted{1, 1}
	half := weighted{1 / float64(max(1, len(queries))), 1 / float64(max(1, len(unknown)))}
	for i := range bins {
		b := Bin{From: float64(i) / bins, To: float64(i+1) / bins}
		b.N = int(known[i].n + others[i].n)
		if b.N > 0 {
			s := each.sum(known[i], others[i])
			b.Confidence, b.Right = s.confidence/s.n, s.right/s.n
		}
		c.Bins = append(c.Bins, b)
	}
	c.ECE, c.Brier = each.errors(known, others)
	c.BalancedECE, c.BalancedBrier = half.errors(known, others)
	return c
}

// sums are those over the answers of a bin.
type sums struct{ n, confidence, right, square float64 }

// fill sums answers up by bin.
func fill(answers []Answer) (s [bins]sums) {
	for _, a := range answers {
		b := &s[min(int(a.Confidence*bins), bins-1)]
		right := 0.0
		if a.Rank == 1 {
			right = 1
		}
		b.n++
		b.confidence += a.Confidence
		b.right += right
		b.square += (a.Confidence - right) * (a.Confidence - right)
	}
	return s
}

// weighted is what a query and an unknown query count.
type weighted struct{ query, unknown float64 }

func (w weighted) sum(q, u sums) sums {
	return sums{w.query*q.n + w.unknown*u.n, w.query*q.confidence + w.unknown*u.confidence,
		w.query*q.right + w.unknown*u.right, w.query*q.square + w.unknown*u.square}
}

// errors returns the expected calibration error and the Brier score, 0 without answers.
func (w weighted) errors(queries, unknown [bins]sums) (ece, brier float64) {
	var n float64
	for i := range bins {
		s := w.sum(queries[i], unknown[i])
		n += s.n
		ece += math.Abs(s.right - s.confidence)
		brier += s.square
	}
	if n == 0 {
		return 0, 0
	}
	return ece / n, brier / n
}
