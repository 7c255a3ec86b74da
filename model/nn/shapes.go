package nn

import (
	"errors"
	"math"
	"strconv"
)

// Bounds of what Shapes accepts. They are far above what a phone can run, and low enough that no size computed from a
// description overflows an int or allocates more than a few hundred megabytes.
const (
	maxLayers      = 512
	maxSide        = 4096
	maxChannels    = 8192
	maxKernel      = 31
	maxName        = 64      // bytes
	maxActivations = 1 << 25 // values, over all layers: 128 MB
	maxParams      = 1 << 26 // values, over all tensors: 256 MB
)

// A Param is a tensor that a network needs.
type Param struct {
	Name     string
	Dims     []int
	Optional bool // may be left out, and is zero then: biases of conv and linear
}

// Len returns the number of values.
func (p Param) Len() int {
	n := 1
	for _, d := range p.Dims {
		n *= d
	}
	return n
}

// Shapes checks the whole description and returns the output shape of each layer. It accepts up to 512 layers, pictures
// of 4096 pixels a side, 8192 channels, windows of 31 pixels a side, 2^25 values in all layers' outputs together and 2^26
// in all tensors.
func (n *Network) Shapes() ([]Shape, error) {
	if err := n.checkHead(); err != nil {
		return nil, &opError{"network", err}
	}
	shapes := make([]Shape, len(n.Layers))
	named := make(map[string]Shape)
	in := n.Input
	activations, params := int64(in.C)*int64(in.H)*int64(in.W), int64(0)
	for i, l := range n.Layers {
		out, weights, err := l.shape(in, named)
		if err == nil {
			// Each term is below 2^50 and there are at most 512 of them.
			activations += int64(out.C) * int64(out.H) * int64(out.W)
			params += weights
			switch {
			case activations > maxActivations:
				err = errors.New("the layers' outputs add up to more than " + strconv.Itoa(maxActivations) + " values")
			case params > maxParams:
				err = errors.New("the tensors add up to more than " + strconv.Itoa(maxParams) + " values")
			}
		}
		if err != nil {
			return nil, &opError{"network: layer " + strconv.Itoa(i) + l.title(), err}
		}
		shapes[i], in = out, out
		if l.Name != "" {
			named[l.Name] = out
		}
	}
	return shapes, nil
}

// title returns " (op name)", as far as they are fit to be shown.
func (l Layer) title() string {
	switch {
	case !validName(l.Op):
		return ""
	case !validName(l.Name):
		return " (" + l.Op + ")"
	}
	return " (" + l.Op + " " + l.Name + ")"
}

// checkHead checks all but the layers.
func (n *Network) checkHead() error {
	in, norm := n.Input, n.Normalisation
	switch {
	case !validName(n.Name):
		return errors.New("its name is not 1 to 64 letters, digits, '.', '_' or '-'")
	case in.C != 3:
		return errors.New("the input has " + strconv.Itoa(in.C) + " channels, want 3")
	case in.H < 1 || in.H > maxSide || in.W < 1 || in.W > maxSide:
		return errors.New("the input's sides are not between 1 and " + strconv.Itoa(maxSide))
	case len(n.Layers) == 0:
		return errors.New("it has no layers")
	case len(n.Layers) > maxLayers:
		return errors.New("it has more than " + strconv.Itoa(maxLayers) + " layers")
	}
	switch norm.Kind {
	case NormFixed:
		for c := range 3 {
			if !finite(norm.Mean[c]) || !finite(norm.Std[c]) || norm.Std[c] < 1e-6 {
				return errors.New("normalisation: a mean is not finite, or a standard deviation is not positive")
			}
		}
	case NormImage:
		if norm != (Normalisation{Kind: NormImage}) {
			return errors.New("normalisation: kind image has no mean and std")
		}
	default:
		return errors.New("normalisation: its kind is neither fixed nor image")
	}
	return nil
}

// shape checks l and returns its output shape and the number of values in its tensors. in is a valid shape, named holds
// the outputs of the named layers so far.
func (l Layer) shape(in Shape, named map[string]Shape) (out Shape, weights int64, err error) {
	if err := l.checkFields(named); err != nil {
		return out, 0, err
	}
	l = l.WithDefaults()
	switch l.Op {
	case OpConv, OpMaxPool:
		out = Shape{in.C, window(in.H, l), window(in.W, l)}
		if out.H < 1 || out.W < 1 {
			return out, 0, errors.New("its window is larger than its input of " + in.String())
		}
		if l.Op == OpConv {
			if in.C%l.Groups != 0 || l.Out%l.Groups != 0 {
				return out, 0, errors.New("its groups do not divide its " + strconv.Itoa(in.C) + " input and " + strconv.Itoa(l.Out) + " output channels")
			}
			out.C = l.Out
			weights = int64(l.Out)*int64(in.C/l.Groups)*int64(l.Kernel*l.Kernel) + int64(l.Out)
		}
	case OpLinear:
		if in.H != 1 || in.W != 1 {
			return out, 0, errors.New("its input of " + in.String() + " is not flat")
		}
		out = Shape{l.Out, 1, 1}
		weights = int64(l.Out)*int64(in.C) + int64(l.Out)
	case OpAvgPool, OpGeM:
		out = Shape{in.C, 1, 1}
		if l.Op == OpGeM {
			weights = 1
		}
	case OpFlatten:
		out = Shape{in.Len(), 1, 1} // in counts among the activations: it is small enough
	case OpAdd:
		if from := named[l.From]; from != in {
			return out, 0, errors.New("it adds " + from.String() + " to " + in.String())
		}
		out = in
	default:
		out = in
		if l.Op == OpBatchNorm {
			if in.C > maxChannels {
				return out, 0, errors.New("it has more than " + strconv.Itoa(maxChannels) + " channels")
			}
			weights = 4 * int64(in.C)
		}
	}
	return out, weights, nil
}

// window returns how often the window of l fits in a side of the given length.
func window(side int, l Layer) int {
	if side+2*l.Pad < l.Kernel {
		return 0
	}
	return (side+2*l.Pad-l.Kernel)/l.Stride + 1
}

// checkFields checks what does not depend on the input's shape: each field that the operator has is within its bounds,
// each other one is zero.
func (l Layer) checkFields(named map[string]Shape) error {
	var conv, pool, needsName, linear, add, eps bool
	switch l.Op {
	case OpConv:
		conv, needsName = true, true
	case OpMaxPool:
		pool = true
	case OpLinear:
		linear, needsName = true, true
	case OpBatchNorm, OpGeM:
		eps, needsName = true, true
	case OpL2Norm:
		eps = true
	case OpAdd:
		add = true
	case OpReLU, OpReLU6, OpAvgPool, OpFlatten:
	default:
		return errors.New("unknown op")
	}

	if l.Name != "" || needsName {
		if !validName(l.Name) {
			return errors.New("its name is not 1 to 64 letters, digits, '.', '_' or '-'")
		}
		if _, taken := named[l.Name]; taken {
			return errors.New("an earlier layer has the same name")
		}
	}
	if add {
		if _, ok := named[l.From]; !ok {
			return errors.New("from names no earlier layer")
		}
	} else if l.From != "" {
		return errors.New("it cannot have from")
	}
	maxPad := l.Kernel - 1
	if pool {
		maxPad = l.Kernel / 2
	}
	for _, f := range []struct {
		name         string
		has          bool
		v, low, high int
	}{
		{"out", conv || linear, l.Out, 1, maxChannels},
		{"kernel", conv || pool, l.Kernel, 1, maxKernel},
		{"stride", conv || pool, l.Stride, 0, maxKernel},
		{"pad", conv || pool, l.Pad, 0, maxPad},
		{"groups", conv, l.Groups, 0, maxChannels},
	} {
		switch {
		case !f.has && f.v != 0:
			return errors.New("it cannot have " + f.name)
		case f.has && (f.v < f.low || f.v > f.high):
			return errors.New(f.name + " is " + strconv.Itoa(f.v) + ", not between " + strconv.Itoa(f.low) + " and " + strconv.Itoa(f.high))
		}
	}
	if !eps && l.Eps != 0 {
		return errors.New("it cannot have eps")
	}
	if l.Eps != 0 && !(l.Eps >= 1e-15 && l.Eps <= 1) {
		return errors.New("eps is not between 1e-15 and 1")
	}
	return nil
}

// validName reports whether s is fit for a network, a layer or an operator.
func validName(s string) bool {
	if len(s) < 1 || len(s) > maxName {
		return false
	}
	for _, c := range []byte(s) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '.', c == '_', c == '-':
		default:
			return false
		}
	}
	return true
}

func finite(v float32) bool { return math.Abs(float64(v)) <= math.MaxFloat32 }

// OutputLen returns the length of the last layer's output.
func (n *Network) OutputLen() (int, error) {
	shapes, err := n.Shapes()
	if err != nil {
		return 0, err
	}
	return shapes[len(shapes)-1].Len(), nil
}

// Params checks the description and returns the tensors that the network needs, layer by layer.
func (n *Network) Params() ([]Param, error) {
	shapes, err := n.Shapes()
	if err != nil {
		return nil, err
	}
	var ps []Param
	in := n.Input
	for i, l := range n.Layers {
		ps = append(ps, l.WithDefaults().params(in)...)
		in = shapes[i]
	}
	return ps, nil
}

// params returns the tensors of l, a valid layer with its defaults.
func (l Layer) params(in Shape) []Param {
	switch l.Op {
	case OpConv:
		return []Param{
			{Name: l.Name + ".weight", Dims: []int{l.Out, in.C / l.Groups, l.Kernel, l.Kernel}},
			{Name: l.Name + ".bias", Dims: []int{l.Out}, Optional: true},
		}
	case OpLinear:
		return []Param{
			{Name: l.Name + ".weight", Dims: []int{l.Out, in.C}},
			{Name: l.Name + ".bias", Dims: []int{l.Out}, Optional: true},
		}
	case OpBatchNorm:
		var ps []Param
		for _, s := range []string{".weight", ".bias", ".running_mean", ".running_var"} {
			ps = append(ps, Param{Name: l.Name + s, Dims: []int{in.C}})
		}
		return ps
	case OpGeM:
		return []Param{{Name: l.Name + ".p", Dims: []int{1}}}
	}
	return nil
}

// MACs checks the description and returns the multiply-adds of each layer: those of convolutions, borders included, and
// of linear layers; none for the others.
func (n *Network) MACs() ([]int64, error) {
	shapes, err := n.Shapes()
	if err != nil {
		return nil, err
	}
	macs := make([]int64, len(n.Layers))
	in := n.Input
	for i, l := range n.Layers {
		l = l.WithDefaults()
		switch l.Op {
		case OpConv:
			macs[i] = int64(shapes[i].Len()) * int64(in.C/l.Groups) * int64(l.Kernel*l.Kernel)
		case OpLinear:
			macs[i] = int64(l.Out) * int64(in.C)
		}
		in = shapes[i]
	}
	return macs, nil
}
