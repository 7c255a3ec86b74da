package train

import (
	"strings"

	"docent/model/nn"
)

// gemStart is the power that GeM's training starts from (Radenovic et al.
// 2018, section 5.1).
const gemStart = 3

// initial returns a network to start training from: convolutions and linear
// layers as He et al. 2015 start theirs, batch norm as the identity. A
// convolution before a batch norm has no bias, which the norm would undo.
func initial(network nn.Network, seed uint64) (*nn.Model, error) {
	m, err := nn.NewRandom(network, seed)
	if err != nil {
		return nil, err
	}
	params, err := network.Params()
	if err != nil {
		return nil, err
	}
	for _, p := range params {
		switch {
		case p.Optional && beforeNorm(network, strings.TrimSuffix(p.Name, ".bias")):
			delete(m.Params, p.Name)
		case len(p.Dims) > 1: // as NewRandom has it
		case strings.HasSuffix(p.Name, ".p"):
			fill(m.Params[p.Name], gemStart)
		case strings.HasSuffix(p.Name, ".weight"), strings.HasSuffix(p.Name, ".running_var"):
			fill(m.Params[p.Name], 1)
		default:
			fill(m.Params[p.Name], 0)
		}
	}
	return m, nil
}

func beforeNorm(network nn.Network, layer string) bool {
	for i, l := range network.Layers {
		if l.Name == layer {
			return i+1 < len(network.Layers) && network.Layers[i+1].Op == nn.OpBatchNorm
		}
	}
	return false
}

func fill(x []float32, v float32) {
	for i := range x {
		x[i] = v
	}
}
