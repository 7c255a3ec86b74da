package proto

import (
	"errors"
	"math"
	"slices"

	"docent/model/internal/exact"
)

// Answer is the best answer to one view whose truth is known: the evidence for it, and whether it is right.
type Answer struct {
	Evidence
	Right bool
}

// Fit calibrates on the answers to views of works in the collection (known, some of them wrong) and to views of what
// is not in it, by kind (say works that were left out, and bare walls). The threshold accepts at most rate of each
// kind: a museum with many bare walls gains nothing by the works that they outnumber.
//
// The weights are those of logistic regression by Newton's method (Bishop 2006, section 4.3.3), known and unknown
// views counted as equally frequent, and so are the kinds of the unknown, with a small ridge: views that separate
// perfectly would otherwise drive the weights to infinity.
func Fit(known []Answer, unknown [][]Answer, rate float64) (Calibration, error) {
	unknown = slices.DeleteFunc(slices.Clone(unknown), func(kind []Answer) bool { return len(kind) == 0 })
	others := slices.Concat(unknown...)
	if len(known) == 0 || len(others) == 0 {
		return Calibration{}, errors.New("calibrate: needs views of works in the collection and of others")
	}
	if !(rate > 0 && rate < 1) {
		return Calibration{}, errors.New("calibrate: false-accept rate is not between 0 and 1")
	}
	c := Calibration{FalseAcceptRate: rate, Known: len(known), Unknown: len(others)}
	if c.Typical = median(others); c.Typical <= 0 {
		return Calibration{}, errors.New("calibrate: what is not in the collection lies on its prototypes; the embeddings are constant")
	}
	samples := make([]sample, 0, len(known)+len(others))
	for i, group := range append([][]Answer{known}, unknown...) {
		weight := 1 / float64(len(group))
		if i > 0 {
			weight /= float64(len(unknown))
		}
		for _, a := range group {
			if !finite(a.SquaredDistance) || a.Rival != a.Rival {
				return Calibration{}, errors.New("calibrate: a distance is not finite")
			}
			s := sample{weight: weight, right: a.Right}
			s.x[0] = 1
			f := c.features(a.Evidence)
			copy(s.x[1:], f[:])
			samples = append(samples, s)
		}
	}
	c.Intercept, c.Near, c.Ahead, c.Agreed = weights(samples)
	c.Threshold = math.Inf(-1)
	for _, kind := range unknown {
		c.Threshold = max(c.Threshold, c.threshold(kind))
	}
	return c, c.Check()
}

// weights fits the logistic regression of the distances, and where features were compared another one of those that agree. What both say is added,
// as if it were independent given the truth (naive Bayes), and the sum scaled and shifted to odds by a third (Platt 1999).
// Fitted at once, one that separates the views by itself would leave the other next to nothing, and a work that looks
// like the view as no other does would lose to a few features that agree by chance.
func weights(samples []sample) (intercept, near, ahead, agreed float64) {
	distances := signed(samples, [terms]bool{true, true, true, false})
	compared := false
	for _, s := range samples {
		compared = compared || s.x[3] > 0
	}
	if !compared {
		return distances[0], distances[1], distances[2], 0
	}
	sum := signed(samples, [terms]bool{true, false, false, true})
	for i, v := range distances {
		sum[i] += v
	}
	scores := make([]sample, len(samples))
	for i, s := range samples {
		scores[i] = sample{x: [terms]float64{1, -dot(sum, s.x)}, weight: s.weight, right: s.right}
	}
	scale := signed(scores, [terms]bool{true, true, false, false})
	if scale[1] == 0 {
		scale = [terms]float64{0, -1} // no answer is right
	}
	k := -scale[1]
	return scale[0] + k*sum[0], k * sum[1], k * sum[2], k * sum[3]
}

// signed fits the weights in use with the signs that sense demands: a nearer answer and one with more features that agree
// count for more. One that comes out with the other sign, which few views can bring about, is 0.
func signed(samples []sample, use [terms]bool) [terms]float64 {
	for {
		w := newton(samples, use)
		worst, most := 0, 0.0
		for i := 1; i < terms; i++ {
			v := w[i]
			if i == 3 {
				v = -v
			}
			if v > most {
				worst, most = i, v
			}
		}
		if worst == 0 {
			return w
		}
		use[worst] = false
	}
}

// threshold returns the lowest log-odds that accept at most FalseAcceptRate of the answers. With too few of them to
// tell (under 1/rate) it accepts none.
func (c Calibration) threshold(unknown []Answer) float64 {
	odds := make([]float64, len(unknown))
	for i, a := range unknown {
		odds[i] = c.LogOdds(a.Evidence)
	}
	return Threshold(odds, c.FalseAcceptRate)
}

// Threshold returns the lowest score from which at most rate of the scores, all of which should be refused, are
// accepted: the next number above the first one that has to stay out. The scores are sorted in place.
func Threshold(scores []float64, rate float64) float64 {
	slices.Sort(scores)
	accepted := int(rate * float64(len(scores)))
	return math.Nextafter(scores[len(scores)-1-accepted], math.Inf(1))
}

func median(answers []Answer) float64 {
	d := make([]float32, len(answers))
	for i, a := range answers {
		d[i] = a.SquaredDistance
	}
	slices.Sort(d)
	return float64(d[len(d)/2])
}

func finite(v float32) bool { return v-v == 0 }

// terms is how many weights the regression has.
const terms = 4

// sample is one row of the regression: x[0] is 1, for the intercept.
type sample struct {
	x      [terms]float64
	weight float64
	right  bool
}

// ridge pulls the slopes to zero, in units of the mean loss of a view. At 1e-3 separable views still reach a
// confidence of 0.99 and more, and the weights stay far from overflow.
const ridge = 1e-3

// newton minimises the weighted logistic loss plus the ridge over the weights in use; the others stay zero.
func newton(samples []sample, use [terms]bool) [terms]float64 {
	var w [terms]float64
	last := loss(samples, w)
	for range 100 { // it converges in about ten steps
		var g [terms]float64
		var h [terms][terms]float64
		for _, s := range samples {
			p := 1 / (1 + exact.Exp(-dot(w, s.x)))
			e := p
			if s.right {
				e = p - 1
			}
			for i := range terms {
				g[i] += s.weight * e * s.x[i]
				for j := range terms {
					h[i][j] += s.weight * p * (1 - p) * s.x[i] * s.x[j]
				}
			}
		}
		for i := range terms {
			if i > 0 {
				g[i] += ridge * w[i]
				h[i][i] += ridge
			}
			h[i][i] += 1e-12 // keeps the matrix regular where every p is 0 or 1
			if !use[i] {
				g[i], h[i] = 0, [terms]float64{}
				for j := range h {
					h[j][i] = 0
				}
				h[i][i] = 1
			}
		}
		step := solve(h, g)
		size := 1.0
		for ; size > 1e-6; size /= 2 {
			next := w
			for i := range next {
				next[i] -= size * step[i]
			}
			if l := loss(samples, next); l < last {
				w, last = next, l
				break
			}
		}
		if size <= 1e-6 || size*math.Sqrt(dot(step, step)) < 1e-9 {
			break
		}
	}
	return w
}

// loss is the weighted logistic loss plus the ridge.
func loss(samples []sample, w [terms]float64) float64 {
	sum := ridge / 2 * (dot(w, w) - w[0]*w[0])
	for _, s := range samples {
		z := dot(w, s.x)
		if s.right {
			z = -z
		}
		// log(1+exp(z)) without overflow
		sum += s.weight * (max(z, 0) + math.Log1p(exact.Exp(-math.Abs(z))))
	}
	return sum
}

func dot(a, b [terms]float64) float64 {
	var sum float64
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

// solve returns x with a·x = b for a symmetric positive definite matrix, by Gaussian elimination.
func solve(a [terms][terms]float64, b [terms]float64) [terms]float64 {
	for i := range terms {
		for j := i + 1; j < terms; j++ {
			f := a[j][i] / a[i][i]
			for k := i; k < terms; k++ {
				a[j][k] -= f * a[i][k]
			}
			b[j] -= f * b[i]
		}
	}
	var x [terms]float64
	for i := terms - 1; i >= 0; i-- {
		x[i] = b[i]
		for k := i + 1; k < terms; k++ {
			x[i] -= a[i][k] * x[k]
		}
		x[i] /= a[i][i]
	}
	return x
}
