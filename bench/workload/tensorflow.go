//go:build !js

package workload

import (
	"encoding/json"
	"errors"

	"docent/model/nn"
)

// tfjs gets the network in the form that suits it best: pictures and weights with the channels last, as its WebAssembly
// kernels want them; bias and activation fused into convolutions and matrix products; no transposition of a flattened
// picture, because the weights that follow, or the expected output, are put in its order here.

// tfOp is one operation of site/tf.js.
type tfOp struct {
	Op     string  `json:"op"`
	Kernel int     `json:"kernel,omitempty"`
	Stride int     `json:"stride,omitempty"`
	Pad    int     `json:"pad,omitempty"`
	Act    string  `json:"act,omitempty"` // fused: relu or relu6
	Filter *tfData `json:"filter,omitempty"`
	Bias   *tfData `json:"bias,omitempty"`
	Groups int     `json:"groups,omitempty"`
	From   int     `json:"from,omitempty"` // add: the operation whose result is added, counting from 0
	P      float32 `json:"p,omitempty"`
	Eps    float32 `json:"eps,omitempty"`
	Kept   bool    `json:"kept,omitempty"` // an add needs its result
}

// tfData is a tensor in tf.bin.
type tfData struct {
	Offset int   `json:"offset"` // in numbers
	Shape  []int `json:"shape"`
}

// tfProgram is tf.json.
type tfProgram struct {
	Input [4]int `json:"input"` // (1, H, W, C)
	Ops   []tfOp `json:"ops"`
	Order []int  `json:"order"` // Order[i] is the place in tfjs's output of docent's number i
}

// tfWriter makes a program, operation by operation.
type tfWriter struct {
	m       *nn.Model
	program tfProgram
	data    []float32
	order   []int // of the channels of the present value, if it is a flattened picture: as Order
}

func tensorflow(m *nn.Model) (program, data []byte, err error) {
	shapes, err := m.Network.Shapes()
	if err != nil {
		return nil, nil, err
	}
	in := m.Network.Input
	w := &tfWriter{m: m, program: tfProgram{Input: [4]int{1, in.H, in.W, in.C}}}
	layers := m.Network.Layers
	kept := map[string]bool{}
	for _, l := range layers {
		kept[l.From] = true
	}
	made := map[string]int{} // the operation of a named layer
	for i := 0; i < len(layers); i++ {
		l := layers[i].WithDefaults()
		op, err := w.op(l, in, made)
		if err != nil {
			return nil, nil, err
		}
		made[l.Name] = len(w.program.Ops)
		op.Kept = l.Name != "" && kept[l.Name]
		in = shapes[i]
		if i+1 < len(layers) && (l.Op == nn.OpConv || l.Op == nn.OpLinear) && !op.Kept {
			if next := layers[i+1]; next.Op == nn.OpReLU || next.Op == nn.OpReLU6 {
				op.Act = next.Op
				op.Kept = next.Name != "" && kept[next.Name]
				made[next.Name] = len(w.program.Ops)
				i++
			}
		}
		w.program.Ops = append(w.program.Ops, op)
	}
	if w.order == nil {
		w.order = lastOrder(in)
	}
	w.program.Order = w.order
	program, err = json.Marshal(w.program)
	return program, floats(w.data), err
}

// lastOrder returns where the numbers of a picture (C, H, W) are once its channels come last.
func lastOrder(s nn.Shape) []int {
	order := make([]int, 0, s.Len())
	for c := range s.C {
		for p := range s.H * s.W {
			order = append(order, p*s.C+c)
		}
	}
	return order
}

// errFlattened is the answer to networks that nobody has made yet.
var errFlattened = errors.New("a layer other than linear looks at the places of a flattened picture")

// op returns the operation of a layer, whose input has shape in.
func (w *tfWriter) op(l nn.Layer, in nn.Shape, made map[string]int) (tfOp, error) {
	op := tfOp{Op: l.Op, Kernel: l.Kernel, Stride: l.Stride, Pad: l.Pad, Eps: l.Eps}
	param := func(suffix string) []float32 { return w.m.Params[l.Name+suffix] }
	switch l.Op {
	case nn.OpConv:
		if w.order != nil {
			return op, errFlattened
		}
		op.Groups = l.Groups
		if l.Groups == in.C && l.Groups > 1 {
			op.Op = "depthwise"
		}
		op.Filter = w.filter(param(".weight"), l, in.C/l.Groups, op.Op == "depthwise")
		op.Bias = w.vector(param(".bias"))
	case nn.OpLinear:
		op.Filter = w.matrix(param(".weight"), l.Out, in.C)
		op.Bias = w.vector(param(".bias"))
	case nn.OpGeM:
		op.P = param(".p")[0]
	case nn.OpFlatten:
		if w.order == nil {
			w.order = lastOrder(in)
		}
	case nn.OpAdd:
		op.From = made[l.From]
		if w.order != nil {
			return op, errFlattened // the other might lie otherwise
		}
	}
	return op, nil
}

// put appends numbers to tf.bin.
func (w *tfWriter) put(v []float32, shape ...int) *tfData {
	d := &tfData{len(w.data), shape}
	w.data = append(w.data, v...)
	return d
}

func (w *tfWriter) vector(v []float32) *tfData {
	if v == nil {
		return nil
	}
	return w.put(v, len(v))
}

// filter puts weights (Out, C, K, K) as (K, K, C, Out), or as tfjs wants those of a convolution that keeps C channels
// apart, of which each has so many outputs: (K, K, C, Out/C).
func (w *tfWriter) filter(v []float32, l nn.Layer, in int, depthwise bool) *tfData {
	k := l.Kernel
	t := make([]float32, 0, len(v))
	for i := range k * k {
		for c := range in {
			for o := range l.Out {
				t = append(t, v[(o*in+c)*k*k+i])
			}
		}
	}
	if depthwise { // of (K, K, 1, Out), the outputs of a channel being neighbours, the numbers stay where they are
		return w.put(t, k, k, l.Groups, l.Out/l.Groups)
	}
	return w.put(t, k, k, in, l.Out)
}

// matrix puts weights (Out, C) as (C, Out), the rows in the order of the input.
func (w *tfWriter) matrix(v []float32, out, in int) *tfData {
	t := make([]float32, len(v))
	for c := range in {
		row := c
		if w.order != nil {
			row = w.order[c]
		}
		for o := range out {
			t[row*out+o] = v[o*in+c]
		}
	}
	w.order = nil
	return w.put(t, in, out)
}
