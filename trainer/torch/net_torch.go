//go:build torch

package torch

import (
	"fmt"
	"strings"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"docent/model/nn"
)

// momentum of batch norm's running statistics, PyTorch's default.
const momentum = 0.1

// A Net is a network whose parameters are libtorch tensors: the same
// description as everywhere else, run by other code.
type Net struct {
	Network nn.Network
	Params  []Param
	byName  map[string]*ts.Tensor
	shapes  []nn.Shape
}

// A Param is one tensor of a Net. Trained ones have a gradient after
// Backward; the others are batch norm's running statistics.
type Param struct {
	Name    string
	Dims    []int
	Trained bool
	tensor  *ts.Tensor
}

// NewNet copies a model's parameters into libtorch.
func NewNet(m *nn.Model) (*Net, error) {
	shapes, err := m.Network.Shapes()
	if err != nil {
		return nil, err
	}
	params, err := m.Network.Params()
	if err != nil {
		return nil, err
	}
	n := &Net{Network: m.Network, byName: map[string]*ts.Tensor{}, shapes: shapes}
	for _, p := range params {
		values, ok := m.Params[p.Name]
		if !ok && p.Optional {
			continue
		}
		if !ok {
			n.Drop()
			return nil, fmt.Errorf("build network: no values for tensor %s", p.Name)
		}
		dims := make([]int64, len(p.Dims))
		for i, d := range p.Dims {
			dims[i] = int64(d)
		}
		t, err := ts.Empty(dims, gotch.Float, gotch.CPU)
		if err != nil {
			n.Drop()
			return nil, fmt.Errorf("build network: tensor %s: %w", p.Name, err)
		}
		param := Param{Name: p.Name, Dims: p.Dims, tensor: t,
			Trained: !strings.HasSuffix(p.Name, ".running_mean") && !strings.HasSuffix(p.Name, ".running_var")}
		n.Params = append(n.Params, param)
		n.byName[p.Name] = t
		dst, err := floats(t)
		if err == nil && len(dst) != len(values) {
			err = fmt.Errorf("%d values, want %d", len(values), len(dst))
		}
		if err == nil {
			copy(dst, values)
			err = requireGrad(t, param.Trained)
		}
		if err != nil {
			n.Drop()
			return nil, fmt.Errorf("build network: tensor %s: %w", p.Name, err)
		}
	}
	return n, nil
}

// Drop frees the network's tensors.
func (n *Net) Drop() {
	for _, p := range n.Params {
		_ = p.tensor.Drop() // nothing is left to do if libtorch cannot free it
	}
	n.Params = nil
}

// Values is a parameter's memory inside libtorch: writing to it changes the
// network.
func (p *Param) Values() ([]float32, error) { return floats(p.tensor) }

// Gradient calls f with a parameter's gradient, nil where Backward has not
// reached it.
func (p *Param) Gradient(f func(g []float32) error) error {
	return Run(func(s *Scope) error {
		g := s.keep(p.tensor.Grad(false))
		defined, err := g.Defined()
		check(err)
		if !defined {
			return f(nil)
		}
		g = s.keep(g.Contiguous(false))
		values, err := floats(g)
		check(err)
		return f(values)
	})
}

// ZeroGradient sets a parameter's gradient to zero for the next Backward.
func (p *Param) ZeroGradient() error {
	return Run(func(s *Scope) error {
		g := s.keep(p.tensor.Grad(false))
		defined, err := g.Defined()
		if err != nil || !defined {
			return err
		}
		return g.Zero_()
	})
}

// Model copies the network's parameters out of libtorch.
func (n *Net) Model() (*nn.Model, error) {
	m := &nn.Model{Network: n.Network, Params: map[string][]float32{}}
	for i := range n.Params {
		values, err := n.Params[i].Values()
		if err != nil {
			return nil, fmt.Errorf("read tensor %s: %w", n.Params[i].Name, err)
		}
		m.Params[n.Params[i].Name] = append([]float32(nil), values...)
	}
	return m, nil
}

// Forward runs the network on x (N, C, H, W). With train set, batch norm uses
// the batch's own statistics and updates its running ones; otherwise it uses
// the running ones, which are then frozen.
func (n *Net) Forward(s *Scope, x *ts.Tensor, train bool) *ts.Tensor {
	return n.forward(s, x, train, train)
}

// ForwardBatchStats runs the network with the batch's own statistics and
// leaves the running ones alone: how the seed's experiment is tested.
func (n *Net) ForwardBatchStats(s *Scope, x *ts.Tensor) *ts.Tensor {
	return n.forward(s, x, true, false)
}

func (n *Net) forward(s *Scope, x *ts.Tensor, batchStats, update bool) *ts.Tensor {
	named := map[string]*ts.Tensor{}
	for i, l := range n.Network.Layers {
		x = n.layer(s, l, x, named, batchStats, update)
		if l.Op == "flatten" && i == len(n.Network.Layers)-1 {
			// A flat view of a channels-last tensor is copied in C, H, W order.
			x = s.keep(x.Contiguous(false))
		}
		if l.Name != "" {
			named[l.Name] = x
		}
	}
	return x
}

func (n *Net) layer(s *Scope, l nn.Layer, x *ts.Tensor, named map[string]*ts.Tensor, batchStats, update bool) *ts.Tensor {
	l = l.WithDefaults()
	param := func(suffix string) *ts.Tensor { return n.byName[l.Name+suffix] }
	pair := func(v int) []int64 { return []int64{int64(v), int64(v)} }
	switch l.Op {
	case "conv":
		bias := param(".bias")
		if bias == nil {
			bias = ts.None
		}
		return s.keep(ts.Conv2d(x, param(".weight"), bias, pair(l.Stride), pair(l.Pad), pair(1), int64(l.Groups)))
	case "linear":
		bias := param(".bias")
		if bias == nil {
			bias = ts.None
		}
		return s.keep(ts.Linear(s.keep(x.Flatten(1, -1, false)), param(".weight"), bias))
	case "batchnorm":
		mean, variance, rate := param(".running_mean"), param(".running_var"), momentum
		if batchStats && !update {
			rate = 0
		}
		return s.keep(ts.BatchNorm(x, param(".weight"), param(".bias"), mean, variance, batchStats, rate, float64(l.Eps), false))
	case "relu":
		return s.keep(x.Relu(false))
	case "relu6":
		lo, hi := ts.FloatScalar(0), ts.FloatScalar(6)
		defer lo.MustDrop()
		defer hi.MustDrop()
		return s.keep(x.Clamp(lo, hi, false))
	case "maxpool":
		stride := l.Stride
		if stride == 0 {
			stride = l.Kernel
		}
		return s.keep(x.MaxPool2d(pair(l.Kernel), pair(stride), pair(l.Pad), pair(1), false, false))
	case "avgpool":
		return s.keep(x.AdaptiveAvgPool2d(pair(1), false))
	case "gem":
		return n.gem(s, l, x)
	case "flatten":
		return s.keep(x.Flatten(1, -1, false))
	case "add":
		return s.keep(x.Add(named[l.From], false))
	case "l2norm":
		return l2norm(s, x, float64(l.Eps))
	}
	check(fmt.Errorf("run network: no operator %q here", l.Op))
	return nil
}
