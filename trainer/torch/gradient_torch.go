//go:build torch

package torch

import (
	"fmt"

	"github.com/sugarme/gotch/ts"
)

// GradientStep trains a network on one batch with a loss that is computed
// outside of libtorch. gradient is given the outputs (N, D) and writes the
// loss's derivative by each of them to grad; libtorch carries it back through
// the network, and Adam moves the parameters.
func GradientStep(n *Net, a *Adam, in *Input, gradient func(out, grad []float32)) error {
	err := Run(func(s *Scope) error {
		out := s.keep(n.Forward(s, in.Tensor(), true).Contiguous(false))
		values := Floats(s, out)
		grad := make([]float32, len(values))
		gradient(values, grad)
		size, err := out.Size()
		check(err)
		weights := s.keep(s.keep(ts.OfSlice(grad)).View(size, false))
		// The derivative of sum(out * grad) by out is grad.
		return s.keep(s.keep(out.Mul(weights, false)).Sum(out.DType(), false)).Backward()
	})
	if err == nil {
		err = a.Update(n)
	}
	if err != nil {
		return fmt.Errorf("train step %d: %w", a.Step+1, err)
	}
	return nil
}
