//go:build !js

package onnx

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"docent/internal/fixture"
	"docent/model/nn"
)

func TestConv4(t *testing.T) {
	m := fixture.Model(t)
	b, err := Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Encode(m)
	if err != nil || !bytes.Equal(b, again) {
		t.Errorf("the same model gives other bytes (%v)", err)
	}
	f := readFile(t, b)
	if f.ir != 7 || f.opset != 13 || f.producer != "docent" || f.name != "conv4-8" {
		t.Errorf("IR %d, opset %d, producer %s, name %s", f.ir, f.opset, f.producer, f.name)
	}
	if got := fmt.Sprint(f.inputs, f.outputs); got != "map[x:[1 3 56 56]] map[y:[1 72]]" {
		t.Errorf("inputs and outputs are %s", got)
	}
	var ops []string
	for _, n := range f.nodes {
		ops = append(ops, n.op)
	}
	if got, want := strings.Join(ops, " "), strings.Repeat("Conv Relu MaxPool ", 4)+"Flatten"; got != want {
		t.Errorf("nodes are %s, want %s", got, want)
	}
	conv := f.nodes[0]
	if got, want := fmt.Sprint(conv), "{Conv 0:conv1 0:conv1 [x conv1.weight conv1.bias] map[group:[1] kernel_shape:[3 3] pads:[1 1 1 1] strides:[1 1]]}"; got != want {
		t.Errorf("the first node is %s, want %s", got, want)
	}
	if got := f.nodes[2].ints; fmt.Sprint(got) != "map[kernel_shape:[2 2] pads:[0 0 0 0] strides:[2 2]]" {
		t.Errorf("the first pool has %v", got)
	}
	folded, err := nn.Fold(m)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range folded.Params {
		if got := f.tensors[name]; !slices.Equal(got.floats(), want) {
			t.Errorf("tensor %s, dimensions %v, differs", name, got.dims)
		}
	}
	if got := fmt.Sprint(f.tensors["conv2.weight"].dims); got != "[8 8 3 3]" {
		t.Errorf("conv2.weight has dimensions %s", got)
	}
	if f.metadata[KeyHash] != fixture.Hash {
		t.Errorf("the hash is %q", f.metadata[KeyHash])
	}
	n, err := nn.ReadNetwork([]byte(f.metadata[KeyNetwork]))
	if err != nil || n.Name != m.Network.Name || n.Input != m.Network.Input || n.Normalisation != m.Network.Normalisation {
		t.Errorf("the metadata's network is %v (%v)", n, err)
	}
	if !strings.Contains(f.doc, "56 x 56") || !strings.Contains(f.doc, "0.485") {
		t.Errorf("the graph says %q", f.doc)
	}
}

// TestStructure checks what onnx.proto demands of every graph: names are unique, nodes come after what they need, tensors
// hold what their dimensions say.
func TestStructure(t *testing.T) {
	used := map[string]int{}
	for seed := range uint64(300) {
		m := randomModel(t, seed, used)
		b, err := Encode(m)
		if err != nil {
			t.Fatalf("%v: %+v", err, m.Network)
		}
		f := readFile(t, b)
		if _, ok := f.metadata[KeyHash]; ok {
			t.Error("a model without hash has one")
		}
		known := map[string]bool{Input: true}
		for name, r := range f.tensors {
			known[name] = true
			size := map[uint64]uint64{1: 4, 7: 8}[r.elem]
			for _, d := range r.dims {
				size *= d
			}
			if size == 0 || size != uint64(len(r.raw)) {
				t.Errorf("tensor %s of type %d, dimensions %v, has %d bytes", name, r.elem, r.dims, len(r.raw))
			}
		}
		for _, n := range f.nodes {
			for _, in := range n.inputs {
				if !known[in] {
					t.Errorf("node %s needs %s, which is not there: %+v", n.name, in, m.Network)
				}
			}
			if known[n.output] {
				t.Errorf("%s is computed twice: %+v", n.output, m.Network)
			}
			known[n.output] = true
		}
		shapes, err := m.Network.Shapes()
		if err != nil {
			t.Fatal(err)
		}
		size := uint64(1)
		for _, d := range f.outputs[Output] {
			size *= d
		}
		if !known[Output] || int(size) != shapes[len(shapes)-1].Len() {
			t.Errorf("the output has dimensions %v, the network gives %v", f.outputs[Output], shapes[len(shapes)-1])
		}
	}
	for _, op := range operators {
		if used[op] < 10 {
			t.Errorf("%s was tried %d times only", op, used[op])
		}
	}
}

func TestInvalid(t *testing.T) {
	m := fixture.Model(t)
	delete(m.Params, "conv2.weight")
	if _, err := Encode(m); err == nil || !strings.Contains(err.Error(), "encode ONNX: ") || !strings.Contains(err.Error(), "conv2.weight") {
		t.Errorf("without a tensor: %v", err)
	}
	if _, err := Encode(&nn.Model{}); err == nil {
		t.Error("an empty model is encoded")
	}
}

var operators = []string{nn.OpConv, nn.OpBatchNorm, nn.OpReLU, nn.OpReLU6, nn.OpMaxPool, nn.OpAvgPool, nn.OpGeM, nn.OpLinear, nn.OpFlatten, nn.OpAdd, nn.OpL2Norm}

// randomModel returns a model of a few layers, and counts their operators.
func randomModel(t testing.TB, seed uint64, used map[string]int) *nn.Model {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 3))
	n := nn.Network{Name: "random", Input: nn.Shape{C: 3, H: 1 + r.IntN(16), W: 1 + r.IntN(16)}, Normalisation: nn.Normalisation{Kind: nn.NormImage}}
	for want := 1 + r.IntN(7); len(n.Layers) < want; {
		n.Layers = append(n.Layers, randomLayer(r, &n))
		if _, err := n.Shapes(); err != nil {
			n.Layers = n.Layers[:len(n.Layers)-1] // it does not fit: another
		}
	}
	m, err := nn.NewRandom(n, seed)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range n.Layers {
		used[l.Op]++
		switch {
		case l.Op == nn.OpGeM:
			m.Params[l.Name+".p"][0] = []float32{0.5, 1, 3, 3.7, 8, 30}[r.IntN(6)]
		case (l.Op == nn.OpConv || l.Op == nn.OpLinear) && r.IntN(3) == 0:
			delete(m.Params, l.Name+".bias")
		}
	}
	return m
}

// randomLayer returns a layer that might follow those of n.
func randomLayer(r *rand.Rand, n *nn.Network) nn.Layer {
	name := fmt.Sprint("layer", len(n.Layers))
	in := n.Input
	if shapes, err := n.Shapes(); err == nil && len(shapes) > 0 {
		in = shapes[len(shapes)-1]
	}
	switch r.IntN(14) {
	case 0, 1:
		kernel := 1 + r.IntN(4)
		return nn.Layer{Op: nn.OpConv, Name: name, Out: 1 + r.IntN(9), Kernel: kernel, Stride: r.IntN(4), Pad: r.IntN(kernel)}
	case 2:
		groups := 1 + r.IntN(4)
		return nn.Layer{Op: nn.OpConv, Name: name, Out: groups * (1 + r.IntN(3)), Kernel: 1 + 2*r.IntN(2), Stride: r.IntN(3), Groups: groups}
	case 3: // depthwise
		return nn.Layer{Op: nn.OpConv, Name: name, Out: in.C, Kernel: 3, Stride: r.IntN(3), Pad: r.IntN(2), Groups: in.C}
	case 4:
		return nn.Layer{Op: nn.OpBatchNorm, Name: name}
	case 5:
		return nn.Layer{Op: nn.OpReLU, Name: name}
	case 6:
		return nn.Layer{Op: nn.OpReLU6, Name: name}
	case 7:
		kernel := 1 + r.IntN(4)
		return nn.Layer{Op: nn.OpMaxPool, Name: name, Kernel: kernel, Stride: 1 + r.IntN(2), Pad: r.IntN(kernel/2 + 1)}
	case 8:
		return nn.Layer{Op: nn.OpAvgPool}
	case 9:
		return nn.Layer{Op: nn.OpGeM, Name: name}
	case 10:
		return nn.Layer{Op: nn.OpFlatten, Name: name}
	case 11:
		return nn.Layer{Op: nn.OpLinear, Name: name, Out: 1 + r.IntN(9)}
	case 12:
		return nn.Layer{Op: nn.OpL2Norm, Name: name, Eps: []float32{0, 0.5}[r.IntN(2)]}
	}
	from := ""
	for _, l := range n.Layers { // the last one that has the right shape
		c := nn.Layer{Op: nn.OpAdd, Name: name, From: l.Name}
		with := *n
		with.Layers = append(slices.Clone(n.Layers), c)
		if _, err := with.Shapes(); err == nil {
			from = l.Name
		}
	}
	return nn.Layer{Op: nn.OpAdd, Name: name, From: from}
}
