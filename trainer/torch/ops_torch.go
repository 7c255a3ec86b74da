//go:build torch

package torch

import (
	"unsafe"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"docent/model/nn"
)

// gem is the generalised mean over each channel's pixels, (N, C, 1, 1):
// mean(max(x, eps)^p)^(1/p) with a trained p. Radenovic et al. 2018, eq. 3.
func (n *Net) gem(s *Scope, l nn.Layer, x *ts.Tensor) *ts.Tensor {
	p := n.byName[l.Name+".p"]
	eps, one := ts.FloatScalar(float64(l.Eps)), ts.FloatScalar(1)
	defer eps.MustDrop()
	defer one.MustDrop()
	clamped := s.keep(x.ClampMin(eps, false))
	mean := s.keep(s.keep(clamped.Pow(p, false)).MeanDim([]int64{2, 3}, true, gotch.Float, false))
	return s.keep(mean.Pow(s.keep(s.keep(p.Reciprocal(false)).MulScalar(one, false)), false))
}

// l2norm divides each row of x (N, D) by its length, at least eps.
func l2norm(s *Scope, x *ts.Tensor, eps float64) *ts.Tensor {
	floor := ts.FloatScalar(eps * eps)
	defer floor.MustDrop()
	squares := s.keep(s.keep(x.Mul(x, false)).SumDimIntlist([]int64{1}, true, gotch.Float, false))
	return s.keep(x.Mul(s.keep(s.keep(squares.ClampMin(floor, false)).Rsqrt(false)), false))
}

// SquaredDistances gives, for queries (Q, D) and prototypes (P, D), the
// squared Euclidean distances (Q, P) as |q|^2 + |p|^2 - 2 q.p.
func SquaredDistances(s *Scope, queries, prototypes *ts.Tensor) *ts.Tensor {
	two := ts.FloatScalar(2)
	defer two.MustDrop()
	norm := func(x *ts.Tensor) *ts.Tensor {
		return s.keep(s.keep(x.Mul(x, false)).SumDimIntlist([]int64{1}, true, gotch.Float, false))
	}
	q := norm(queries)
	p := s.keep(norm(prototypes).Transpose(0, 1, false))
	cross := s.keep(queries.Matmul(s.keep(prototypes.Transpose(0, 1, false)), false))
	return s.keep(s.keep(q.Add(p, false)).Sub(s.keep(cross.MulScalar(two, false)), false))
}

// Prototypes are the means (way, D) of embeddings (way*shot, D) whose rows are
// ordered by work. Snell et al. 2017, equation 1.
func Prototypes(s *Scope, supports *ts.Tensor, way, shot int) *ts.Tensor {
	size, err := supports.Size()
	check(err)
	grouped := s.keep(supports.View([]int64{int64(way), int64(shot), size[1]}, false))
	return s.keep(grouped.MeanDim([]int64{1}, false, gotch.Float, false))
}

// A Loss is an episode's loss and the share of queries answered rightly.
type Loss struct{ Loss, Accuracy float64 }

// EpisodeLoss is the cross-entropy of the softmax over negative squared
// distances to the prototypes (Snell et al. 2017, equation 2 and algorithm 1).
// embeddings (way*(shot+query), D): all supports first, each ordered by work.
func EpisodeLoss(s *Scope, embeddings *ts.Tensor, way, shot, query int) (*ts.Tensor, Loss) {
	return episodeLoss(s, embeddings, way, shot, query, 1)
}

// episodeLoss is EpisodeLoss with distances divided by a temperature.
func episodeLoss(s *Scope, embeddings *ts.Tensor, way, shot, query int, temperature float64) (*ts.Tensor, Loss) {
	supports := s.keep(embeddings.Narrow(0, 0, int64(way*shot), false))
	queries := s.keep(embeddings.Narrow(0, int64(way*shot), int64(way*query), false))
	distances := SquaredDistances(s, queries, Prototypes(s, supports, way, shot))
	logits := s.keep(over(s, distances, -temperature).LogSoftmax(1, gotch.Float, false))
	targets := make([]int64, way*query)
	for i := range targets {
		targets[i] = int64(i / query)
	}
	loss := s.keep(logits.NllLoss(s.keep(ts.OfSlice(targets)), ts.None, meanReduction, -100, false))
	flat, err := floats(s.keep(logits.Contiguous(false)))
	check(err)
	right := 0
	for i := range targets {
		if nearest(flat[i*way:][:way]) == i/query {
			right++
		}
	}
	value, err := loss.Float64Value([]int64{})
	check(err)
	return loss, Loss{value, float64(right) / float64(len(targets))}
}

const meanReduction = 1 // at::Reduction::Mean

// nearest is the index of the largest logit.
func nearest(logits []float32) int {
	best := 0
	for i, v := range logits {
		if v > logits[best] {
			best = i
		}
	}
	return best
}

// Floats copies a tensor's numbers out, in row-major order.
func Floats(s *Scope, t *ts.Tensor) []float32 {
	values, err := floats(s.keep(t.Contiguous(false)))
	check(err)
	return append([]float32(nil), values...)
}

// floats is a contiguous float tensor's own memory.
func floats(t *ts.Tensor) ([]float32, error) {
	p, err := t.DataPtr()
	if err != nil {
		return nil, err
	}
	return unsafe.Slice((*float32)(p), int(t.Numel())), nil
}

// requireGrad sets whether gradients are wanted for a parameter.
func requireGrad(t *ts.Tensor, want bool) error {
	same, err := t.SetRequiresGrad(want, false)
	if err != nil {
		return err
	}
	return same.Drop()
}
