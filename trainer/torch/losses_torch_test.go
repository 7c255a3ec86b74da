//go:build torch

package torch

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/sugarme/gotch/ts"
)

// plainLoss is an objective's loss of embeddings, in float64 and plain loops.
func plainLoss(o Objective, x [][]float64) float64 {
	distance := func(a, b []float64) (d float64) {
		for i := range a {
			d += (a[i] - b[i]) * (a[i] - b[i])
		}
		return d / o.Temperature
	}
	var sum float64
	if o.Loss == LossProto {
		supports, queries := x[:o.Way*o.Shot], x[o.Way*o.Shot:]
		for i, q := range queries {
			var all, own float64
			for k := range o.Way {
				prototype := make([]float64, len(q))
				for _, v := range supports[k*o.Shot:][:o.Shot] {
					for j := range v {
						prototype[j] += v[j] / float64(o.Shot)
					}
				}
				e := math.Exp(-distance(q, prototype))
				all += e
				if k == i/o.Query {
					own = e
				}
			}
			sum -= math.Log(own / all)
		}
		return sum / float64(len(queries))
	}
	for i := range x {
		var all, same, logs float64
		for j := range x {
			if i != j {
				e := math.Exp(-distance(x[i], x[j]))
				all += e
				if o.work(i) == o.work(j) {
					same += e
				}
			}
		}
		for j := range x {
			if i != j && o.work(i) == o.work(j) {
				logs += math.Log(math.Exp(-distance(x[i], x[j])) / all)
			}
		}
		if o.Loss == LossNCA {
			sum -= math.Log(same / all)
		} else {
			sum -= logs / float64(o.Shot+o.Query-1)
		}
	}
	return sum / float64(len(x))
}

// TestLosses compares every loss with its plain loops, and its gradient with
// their central differences.
func TestLosses(t *testing.T) {
	locked(t)
	for _, o := range []Objective{
		{LossProto, 1, 3, 1, 2}, {LossProto, 0.3, 3, 2, 1},
		{LossNCA, 1, 4, 1, 1}, {LossNCA, 0.5, 3, 1, 2},
		{LossSupCon, 1, 4, 1, 1}, {LossSupCon, 0.5, 3, 2, 2},
	} {
		const d = 4
		n := o.Way * (o.Shot + o.Query)
		r := rand.New(rand.NewPCG(1, 2))
		x, flat := make([][]float64, n), make([]float32, 0, n*d)
		for i := range x {
			x[i] = make([]float64, d)
			for j := range x[i] {
				flat = append(flat, float32(0.7*r.NormFloat64()))
				x[i][j] = float64(flat[len(flat)-1])
			}
		}
		var got Loss
		var gradient []float32
		err := Run(func(s *Scope) error {
			leaf := s.keep(s.keep(ts.OfSlice(flat)).View([]int64{int64(n), d}, false))
			if err := requireGrad(leaf, true); err != nil {
				return err
			}
			loss, l := o.loss(s, leaf)
			got = l
			if err := loss.Backward(); err != nil {
				return err
			}
			gradient = Floats(s, s.keep(leaf.Grad(false)))
			return nil
		})
		if err != nil {
			t.Fatalf("%+v: %v", o, err)
		}
		if want := plainLoss(o, x); math.Abs(got.Loss-want) > 1e-5*(1+want) {
			t.Errorf("%+v: loss %v, want %v", o, got.Loss, want)
		}
		for i := range x {
			for j := range x[i] {
				const h = 1e-5
				v := x[i][j]
				x[i][j] = v + h
				up := plainLoss(o, x)
				x[i][j] = v - h
				down := plainLoss(o, x)
				x[i][j] = v
				if want := (up - down) / (2 * h); math.Abs(float64(gradient[i*d+j])-want) > 1e-4 {
					t.Errorf("%+v: gradient (%d, %d) is %v, want %v", o, i, j, gradient[i*d+j], want)
				}
			}
		}
	}
}

// TestObjective checks that what is no loss is refused.
func TestObjective(t *testing.T) {
	for _, o := range []Objective{{"triplet", 1, 4, 1, 1}, {LossNCA, 0, 4, 1, 1}} {
		if o.Check() == nil {
			t.Errorf("%+v is accepted", o)
		}
	}
}
