//go:build !js

package onnx

import (
	"strconv"

	"docent/model/nn"
)

// A value is what a layer computes: one picture's activations. ONNX keeps the batch's dimension, which is 1.
type value struct {
	name  string // of the node that computes it
	shape nn.Shape
	flat  bool // it is (1, C) rather than (1, C, H, W)
}

func (v value) dims() []int {
	if v.flat {
		return []int{1, v.shape.C}
	}
	return []int{1, v.shape.C, v.shape.H, v.shape.W}
}

// A builder turns layers into nodes, one after the other.
type builder struct {
	graph
	m     *nn.Model        // folded
	named map[string]value // what the named layers have computed
}

// layer adds the nodes of layer i, whose output has shape out, and returns what they compute.
func (b *builder) layer(i int, l nn.Layer, in value, out nn.Shape) value {
	l = l.WithDefaults()
	title := strconv.Itoa(i) + ":" // node names are unique, and unlike those of tensors
	if l.Name != "" {
		title += l.Name
	} else {
		title += l.Op
	}
	v := value{shape: out, flat: in.flat}
	switch l.Op {
	case nn.OpConv:
		in, v.flat = b.picture(title, in), false
		inputs := append([]string{in.name, b.param(l, ".weight", l.Out, in.shape.C/l.Groups, l.Kernel, l.Kernel)}, b.bias(l)...)
		v.name = b.add("Conv", title, inputs, append(window(l), attrInt("group", l.Groups))...)
	case nn.OpReLU:
		v.name = b.add("Relu", title, []string{in.name})
	case nn.OpReLU6:
		v.name = b.add("Clip", title, []string{in.name, b.scalar(0), b.scalar(6)})
	case nn.OpMaxPool: // its padding counts as minus infinity, as docent's does
		in, v.flat = b.picture(title, in), false
		v.name = b.add("MaxPool", title, []string{in.name}, window(l)...)
	case nn.OpAvgPool:
		in, v.flat = b.picture(title, in), false
		v.name = b.add("GlobalAveragePool", title, []string{in.name})
	case nn.OpGeM:
		in, v.flat = b.picture(title, in), false
		v.name = b.gem(title, l, in)
	case nn.OpLinear:
		in, v.flat = b.vector(title, in), true
		inputs := append([]string{in.name, b.param(l, ".weight", l.Out, in.shape.C)}, b.bias(l)...)
		v.name = b.add("Gemm", title, inputs, attrInt("transB", 1))
	case nn.OpFlatten:
		v.name, v.flat = b.add("Flatten", title, []string{in.name}, attrInt("axis", 1)), true
	case nn.OpAdd:
		from := b.named[l.From]
		if from.flat || in.flat { // of shape (C, 1, 1) both
			from, in, v.flat = b.vector(title+":from", from), b.vector(title, in), true
		}
		v.name = b.add("Add", title, []string{in.name, from.name})
	case nn.OpL2Norm:
		v.name = b.l2norm(title, l, in)
	default:
		panic("onnx: no nodes for " + l.Op) // Shapes has refused it, or Fold removed it
	}
	if l.Name != "" {
		b.named[l.Name] = v
	}
	return v
}

// window returns the attributes that convolutions and pools share. The padding is top, left, bottom, right.
func window(l nn.Layer) []message {
	return []message{
		attrInts("kernel_shape", l.Kernel, l.Kernel),
		attrInts("pads", l.Pad, l.Pad, l.Pad, l.Pad),
		attrInts("strides", l.Stride, l.Stride),
	}
}

// param adds a tensor of the layer under its own name.
func (b *builder) param(l nn.Layer, suffix string, dims ...int) string {
	return b.floats(l.Name+suffix, dims, b.m.Params[l.Name+suffix])
}

// bias returns the layer's bias as a list of inputs, which is empty where it has none.
func (b *builder) bias(l nn.Layer) []string {
	if b.m.Params[l.Name+".bias"] == nil {
		return nil
	}
	return []string{b.param(l, ".bias", l.Out)}
}

// picture returns v as (1, C, H, W).
func (b *builder) picture(title string, v value) value {
	if v.flat {
		v.name, v.flat = b.add("Reshape", title+":picture", []string{v.name, b.ints(1, -1, 1, 1)}), false
	}
	return v
}

// vector returns v, of shape (C, 1, 1), as (1, C).
func (b *builder) vector(title string, v value) value {
	if !v.flat {
		v.name, v.flat = b.add("Flatten", title+":vector", []string{v.name}, attrInt("axis", 1)), true
	}
	return v
}

// plainPower is the largest p whose powers are computed as they are: a float32 holds the 8th power of 60,000.
const plainPower = 8

// gem adds mean(max(x, eps)^p)^(1/p) over all pixels. Beyond plainPower all is divided by the largest pixel first, so that
// no power is beyond a float32.
func (b *builder) gem(title string, l nn.Layer, in value) string {
	p := b.m.Params[l.Name+".p"][0]
	x := b.add("Clip", title+":clip", []string{in.name, b.scalar(l.Eps)})
	largest := ""
	if p > plainPower {
		largest = b.add("GlobalMaxPool", title+":largest", []string{x})
		x = b.add("Div", title+":share", []string{x, largest})
	}
	x = b.add("Pow", title+":power", []string{x, b.scalar(p)})
	x = b.add("GlobalAveragePool", title+":mean", []string{x})
	if p > plainPower {
		x = b.add("Pow", title+":root", []string{x, b.scalar(1 / p)})
		return b.add("Mul", title, []string{x, largest})
	}
	return b.add("Pow", title, []string{x, b.scalar(1 / p)})
}

// l2norm adds x / max(|x|, eps). ONNX's own LpNormalization has no eps.
func (b *builder) l2norm(title string, l nn.Layer, in value) string {
	axes := []int{1, 2, 3}
	if in.flat {
		axes = axes[:1]
	}
	norm := b.add("ReduceL2", title+":norm", []string{in.name}, attrInts("axes", axes...), attrInt("keepdims", 1))
	norm = b.add("Max", title+":floor", []string{norm, b.scalar(l.Eps)})
	return b.add("Div", title, []string{in.name, norm})
}
