package nn

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
)

// NewRandom returns a model with random weights, the same for the same seed: convolutions and linear layers as He et al.
// 2015 (section 2.2) start theirs, everything else near what training leaves, so that no term can be forgotten unseen.
func NewRandom(n Network, seed uint64) (*Model, error) {
	params, err := n.Params()
	if err != nil {
		return nil, err
	}
	r := rand.New(rand.NewPCG(seed, 0))
	m := &Model{Network: n, Params: make(map[string][]float32, len(params))}
	for _, p := range params {
		v := make([]float32, p.Len())
		mean, deviation := 0.0, 0.1 // biases, running means
		switch {
		case len(p.Dims) > 1: // weights of conv and linear: dims after the first count the inputs of an output
			deviation = math.Sqrt(2 * float64(p.Dims[0]) / float64(len(v)))
		case strings.HasSuffix(p.Name, ".weight"):
			mean = 1
		case strings.HasSuffix(p.Name, ".p"):
			mean = 3 // Radenovic et al. 2018 start from it
		}
		for i := range v {
			v[i] = float32(mean + deviation*r.NormFloat64())
			if strings.HasSuffix(p.Name, ".running_var") {
				v[i] = 0.5 + r.Float32()
			}
		}
		m.Params[p.Name] = v
	}
	return m, nil
}

// RandomNetwork returns a valid network of a few layers: what everything that runs networks is tested with. Over many of
// them, every operator comes up, in every neighbourhood, with small pictures and odd numbers of channels.
func RandomNetwork(r *rand.Rand) Network {
	n := Network{Name: "random", Input: Shape{3, 1 + r.IntN(20), 1 + r.IntN(20)}, Normalisation: Normalisation{Kind: NormImage}}
	for want := 1 + r.IntN(7); len(n.Layers) < want; {
		n.Layers = append(n.Layers, n.randomLayer(r))
		if _, err := n.Shapes(); err != nil {
			n.Layers = n.Layers[:len(n.Layers)-1] // it does not fit: another
		}
	}
	return n
}

// randomLayer returns a layer that might follow those of n.
func (n *Network) randomLayer(r *rand.Rand) Layer {
	name := "layer" + strconv.Itoa(len(n.Layers))
	in := n.Input
	if shapes, err := n.Shapes(); err == nil {
		in = shapes[len(shapes)-1]
	}
	switch k := r.IntN(24); k {
	case 0, 1, 2: // what conv3x3 is for
		return Layer{Op: OpConv, Name: name, Out: 1 + r.IntN(9), Kernel: 3, Pad: r.IntN(3)}
	case 3, 4:
		return Layer{Op: OpConv, Name: name, Out: 1 + r.IntN(9), Kernel: 1, Stride: r.IntN(3)}
	case 5, 6:
		kernel := 1 + r.IntN(6)
		return Layer{Op: OpConv, Name: name, Out: 1 + r.IntN(9), Kernel: kernel, Stride: r.IntN(4), Pad: r.IntN(kernel)}
	case 7, 8: // grouped
		groups := []int{1, 2, 3, 4}[r.IntN(4)]
		return Layer{Op: OpConv, Name: name, Out: groups * (1 + r.IntN(4)), Kernel: 1 + 2*r.IntN(2), Stride: r.IntN(3), Pad: r.IntN(2), Groups: groups}
	case 9, 10: // depthwise
		kernel := []int{3, 3, 3, 2, 5}[r.IntN(5)]
		return Layer{Op: OpConv, Name: name, Out: in.C, Kernel: kernel, Stride: r.IntN(4), Pad: r.IntN(kernel), Groups: in.C}
	case 11, 12:
		return Layer{Op: OpBatchNorm, Name: name}
	case 13, 14, 15:
		return Layer{Op: OpReLU, Name: name}
	case 16:
		return Layer{Op: OpReLU6}
	case 17, 18:
		kernel := []int{2, 2, 2, 1, 3, 4}[r.IntN(6)]
		return Layer{Op: OpMaxPool, Name: name, Kernel: kernel, Stride: 2 - r.IntN(2), Pad: r.IntN(kernel/2 + 1)}
	case 19:
		return []Layer{{Op: OpAvgPool}, {Op: OpGeM, Name: name}}[r.IntN(2)]
	case 20:
		return []Layer{{Op: OpFlatten}, {Op: OpL2Norm}}[r.IntN(2)]
	case 21:
		return Layer{Op: OpLinear, Name: name, Out: 1 + r.IntN(11)}
	default:
		from := ""
		for _, l := range n.Layers { // one that has the right shape
			if c := (Layer{Op: OpAdd, Name: name, From: l.Name}); l.Name != "" && r.IntN(2) == 0 {
				m := *n
				m.Layers = append(m.Layers[:len(m.Layers):len(m.Layers)], c)
				if _, err := m.Shapes(); err == nil {
					from = l.Name
				}
			}
		}
		return Layer{Op: OpAdd, Name: name, From: from}
	}
}
