//go:build torch

package torch

import (
	"errors"
	"fmt"
	"math"
	"reflect"

	"github.com/sugarme/gotch/ts"

	"docent/model/nn"
)

// Unfold gives a folded model its batch norms back, so that it can be trained
// on: network is its description with them. Each norm takes the statistics of
// the given pictures, and the weight and bias that undo them, so that the
// result computes what the folded model does.
func Unfold(folded *nn.Model, network nn.Network, in *Input) (*nn.Model, error) {
	m, shifts, err := unfolded(folded, network)
	if err != nil {
		return nil, fmt.Errorf("unfold: %w", err)
	}
	n, err := NewNet(m)
	if err != nil {
		return nil, fmt.Errorf("unfold: %w", err)
	}
	defer n.Drop()
	err = noGrad(func(s *Scope) error {
		x := in.Tensor()
		named := map[string]*ts.Tensor{}
		for i, l := range network.Layers {
			if l.Op == nn.OpBatchNorm {
				if err := n.settle(s, l.WithDefaults(), x, n.shapes[i], shifts[l.Name]); err != nil {
					return err
				}
			}
			x = n.layer(s, l, x, named, false, false)
			if l.Name != "" {
				named[l.Name] = x
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("unfold: %w", err)
	}
	return n.Model()
}

// unfolded returns the model with batch norms that do nothing yet, and what
// each of them adds: the bias that it left to the layer before it.
func unfolded(folded *nn.Model, network nn.Network) (*nn.Model, map[string][]float32, error) {
	random, err := nn.NewRandom(network, 1)
	if err != nil {
		return nil, nil, err
	}
	like, err := nn.Fold(random)
	if err != nil {
		return nil, nil, err
	}
	like.Network.Name = folded.Network.Name
	if !reflect.DeepEqual(like.Network, folded.Network) {
		return nil, nil, fmt.Errorf("the weights are of %s, another network than %s", folded.Network.Name, network.Name)
	}
	m := &nn.Model{Network: network, Params: map[string][]float32{}}
	shifts := map[string][]float32{}
	for i, l := range network.Layers {
		if l.Op == nn.OpBatchNorm {
			if i == 0 || network.Layers[i-1].Op != nn.OpConv && network.Layers[i-1].Op != nn.OpLinear {
				return nil, nil, errors.New("batch norm " + l.Name + " follows no convolution")
			}
			shifts[l.Name] = folded.Params[network.Layers[i-1].Name+".bias"]
			for _, suffix := range []string{".weight", ".bias", ".running_mean", ".running_var"} {
				m.Params[l.Name+suffix] = make([]float32, len(random.Params[l.Name+suffix]))
			}
		}
		normed := i+1 < len(network.Layers) && network.Layers[i+1].Op == nn.OpBatchNorm
		for _, suffix := range []string{".weight", ".bias", ".p"} {
			if v, ok := folded.Params[l.Name+suffix]; ok && l.Op != nn.OpBatchNorm && !(normed && suffix == ".bias") {
				m.Params[l.Name+suffix] = v
			}
		}
	}
	return m, shifts, nil
}

// settle gives a batch norm the statistics of x (N, C, H, W), and the weight
// and bias with which it only adds shift.
func (n *Net) settle(s *Scope, l nn.Layer, x *ts.Tensor, shape nn.Shape, shift []float32) error {
	values := Floats(s, x)
	plane := shape.H * shape.W
	pictures := len(values) / shape.Len()
	params := [4][]float32{}
	for i, suffix := range []string{".weight", ".bias", ".running_mean", ".running_var"} {
		v, err := floats(n.byName[l.Name+suffix])
		if err != nil {
			return err
		}
		params[i] = v
	}
	for c := range shape.C {
		var sum, squares float64
		for i := range pictures {
			for _, v := range values[(i*shape.C+c)*plane:][:plane] {
				sum += float64(v)
				squares += float64(v) * float64(v)
			}
		}
		mean := sum / float64(pictures*plane)
		variance := max(squares/float64(pictures*plane)-mean*mean, 0)
		params[0][c] = float32(math.Sqrt(variance + float64(l.Eps)))
		params[1][c] = float32(mean)
		if shift != nil {
			params[1][c] += shift[c]
		}
		params[2][c], params[3][c] = float32(mean), float32(variance)
	}
	return nil
}
