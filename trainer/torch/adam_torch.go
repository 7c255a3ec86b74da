//go:build torch

package torch

import (
	"fmt"
	"math"
)

// Adam is the optimiser of Kingma and Ba 2015, algorithm 1. It is written here
// because gotch's cannot save its moments, and a training run that is killed
// has to resume where it was. Its state is plain memory.
type Adam struct {
	LearningRate          float64
	Beta1, Beta2, Epsilon float64
	Step                  int                  // steps taken
	M, V                  map[string][]float32 // first and second moments by parameter
}

// NewAdam returns Adam with the paper's constants.
func NewAdam(learningRate float64) *Adam {
	return &Adam{LearningRate: learningRate, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8,
		M: map[string][]float32{}, V: map[string][]float32{}}
}

// Update moves every trained parameter of the network by one step along its
// gradient, and zeroes the gradient. A gradient that is not finite is an
// error, and nothing is changed by it.
func (a *Adam) Update(n *Net) error {
	for i := range n.Params {
		if p := &n.Params[i]; p.Trained {
			if err := p.Gradient(func(g []float32) error { return finite(p.Name, g) }); err != nil {
				return err
			}
		}
	}
	a.Step++
	for i := range n.Params {
		p := &n.Params[i]
		if !p.Trained {
			continue
		}
		values, err := p.Values()
		if err != nil {
			return fmt.Errorf("update %s: %w", p.Name, err)
		}
		if a.M[p.Name] == nil {
			a.M[p.Name] = make([]float32, len(values))
			a.V[p.Name] = make([]float32, len(values))
		}
		err = p.Gradient(func(g []float32) error {
			if g != nil {
				a.move(values, g, a.M[p.Name], a.V[p.Name])
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("update %s: %w", p.Name, err)
		}
		if err := p.ZeroGradient(); err != nil {
			return fmt.Errorf("update %s: %w", p.Name, err)
		}
	}
	return nil
}

// move is the update of one parameter:
//
//	m = b1 m + (1-b1) g;  v = b2 v + (1-b2) g^2
//	x -= rate * sqrt(1-b2^t)/(1-b1^t) * m / (sqrt(v) + eps*sqrt(1-b2^t))
func (a *Adam) move(x, g, m, v []float32) {
	correction := math.Sqrt(1 - math.Pow(a.Beta2, float64(a.Step)))
	rate := float32(a.LearningRate * correction / (1 - math.Pow(a.Beta1, float64(a.Step))))
	eps := float32(a.Epsilon * correction)
	b1, b2 := float32(a.Beta1), float32(a.Beta2)
	for i, d := range g {
		m[i] = b1*m[i] + (1-b1)*d
		v[i] = b2*v[i] + (1-b2)*d*d
		x[i] -= rate * m[i] / (float32(math.Sqrt(float64(v[i]))) + eps)
	}
}

func finite(name string, g []float32) error {
	for _, d := range g {
		if d-d != 0 {
			return fmt.Errorf("gradient of %s is not finite: the learning rate is too high, or the pictures are broken", name)
		}
	}
	return nil
}
