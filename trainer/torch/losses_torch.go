//go:build torch

package torch

import (
	"fmt"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"
)

// The losses that a network can be trained with, on the same batches.
const (
	LossProto  = "proto"  // prototypical: queries against prototypes, EpisodeLoss
	LossNCA    = "nca"    // neighbourhood components: every picture against all others
	LossSupCon = "supcon" // supervised contrastive: every positive pair against all others
)

// An Objective is a loss on batches of Way works with Shot supports and Query
// queries each. Each loss is of logits -d/Temperature, d being the squared
// distance. Of embeddings of length 1, d is 2 - 2 cos: a temperature T
// is 2T on this scale where papers divide the cosine by it.
type Objective struct {
	Loss             string
	Temperature      float64
	Way, Shot, Query int
}

// Check reports an objective that is none.
func (o Objective) Check() error {
	switch o.Loss {
	case LossProto, LossNCA, LossSupCon:
	default:
		return fmt.Errorf("no loss called %q: there are %s, %s and %s", o.Loss, LossProto, LossNCA, LossSupCon)
	}
	if !(o.Temperature > 0) {
		return fmt.Errorf("temperature %g is not above 0", o.Temperature)
	}
	return nil
}

// loss is the loss of embeddings (Way*(Shot+Query), D), all supports first,
// each ordered by work. The accuracy is that of queries among prototypes for
// LossProto, and otherwise the share of pictures whose nearest other one shows
// the same work.
func (o Objective) loss(s *Scope, embeddings *ts.Tensor) (*ts.Tensor, Loss) {
	if o.Loss == LossProto {
		return episodeLoss(s, embeddings, o.Way, o.Shot, o.Query, o.Temperature)
	}
	n := o.Way * (o.Shot + o.Query)
	// own marks the diagonal: a picture is no neighbour of itself. same marks
	// the other pictures of a row's work.
	own, same := make([]float32, n*n), make([]float32, n*n)
	for i := range n {
		own[i*n+i] = 1
		for j := range n {
			if i != j && o.work(i) == o.work(j) {
				same[i*n+j] = 1
			}
		}
	}
	logits := s.keep(over(s, SquaredDistances(s, embeddings, embeddings), -o.Temperature).Sub(matrix(s, own, n, never), false))
	logs := s.keep(logits.LogSoftmax(1, gotch.Float, false))

	var rows *ts.Tensor // each picture's loss, negated
	switch o.Loss {
	case LossNCA:
		// log of the sum over the work's other pictures of their share (Goldberger et al. 2004, equation 2; on
		// batches: Laenen and Bertinetto 2021, arXiv 2012.09831, equation 6).
		other := make([]float32, n*n)
		for i, v := range same {
			other[i] = 1 - v
		}
		rows = s.keep(s.keep(logs.Sub(matrix(s, other, n, never), false)).Logsumexp([]int64{1}, false, false))
	case LossSupCon:
		// mean over them of the log of their share (Khosla et al. 2020, equation 2).
		positives := o.Shot + o.Query - 1
		weights := matrix(s, same, n, 1/float64(positives))
		rows = s.keep(s.keep(logs.Mul(weights, false)).SumDimIntlist([]int64{1}, false, gotch.Float, false))
	}
	loss := s.keep(s.keep(rows.Mean(gotch.Float, false)).Neg(false))
	flat, err := floats(s.keep(logits.Contiguous(false)))
	check(err)
	right := 0
	for i := range n {
		if o.work(nearest(flat[i*n:][:n])) == o.work(i) {
			right++
		}
	}
	value, err := loss.Float64Value([]int64{})
	check(err)
	return loss, Loss{value, float64(right) / float64(n)}
}

// work is the work that picture i of a batch shows.
func (o Objective) work(i int) int {
	if supports := o.Way * o.Shot; i >= supports {
		return (i - supports) / o.Query
	}
	return i / o.Shot
}

// never is what logits are lowered by so that their share is 0: far below what
// squared distances reach, and far above where float32 ends.
const never = 1e12

// matrix is an n x n constant, times factor.
func matrix(s *Scope, values []float32, n int, factor float64) *ts.Tensor {
	f := ts.FloatScalar(factor)
	defer f.MustDrop()
	square := s.keep(s.keep(ts.OfSlice(values)).View([]int64{int64(n), int64(n)}, false))
	return s.keep(square.MulScalar(f, false))
}

// over is x divided by v.
func over(s *Scope, x *ts.Tensor, v float64) *ts.Tensor {
	f := ts.FloatScalar(1 / v)
	defer f.MustDrop()
	return s.keep(x.MulScalar(f, false))
}
