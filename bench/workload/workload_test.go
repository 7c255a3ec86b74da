//go:build !js

package workload

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"testing"

	"docent/model/nn"
)

// network returns a model of layers on a picture of 2x2, its parameters counting up from 1.
func network(t *testing.T, layers ...nn.Layer) *nn.Model {
	t.Helper()
	n := nn.Network{Name: "test", Input: nn.Shape{C: 3, H: 2, W: 2}, Normalisation: nn.Normalisation{Kind: nn.NormImage}, Layers: layers}
	params, err := n.Params()
	if err != nil {
		t.Fatal(err)
	}
	m := &nn.Model{Network: n, Params: map[string][]float32{}}
	next := float32(1)
	for _, p := range params {
		for range p.Len() {
			m.Params[p.Name] = append(m.Params[p.Name], next)
			next++
		}
	}
	return m
}

func program(t *testing.T, m *nn.Model) (tfProgram, []float32) {
	t.Helper()
	text, raw, err := tensorflow(m)
	if err != nil {
		t.Fatal(err)
	}
	var p tfProgram
	if err := json.Unmarshal(text, &p); err != nil {
		t.Fatal(err)
	}
	data := make([]float32, len(raw)/4)
	for i := range data {
		data[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
	}
	return p, data
}

func TestTensorflowFilters(t *testing.T) {
	conv := nn.Layer{Op: nn.OpConv, Name: "a", Out: 2, Kernel: 1}
	p, data := program(t, network(t, conv, nn.Layer{Op: nn.OpReLU}))
	if len(p.Ops) != 1 || p.Ops[0].Act != nn.OpReLU || p.Input != [4]int{1, 2, 2, 3} {
		t.Errorf("the program is %+v, want one operation with its activation", p)
	}
	// Weights (2, 3, 1, 1) are 1 to 6, as (1, 1, 3, 2) they are the transposed matrix; then the bias.
	if want := []float32{1, 4, 2, 5, 3, 6, 7, 8}; !slices.Equal(data, want) {
		t.Errorf("weights and bias are %v, want %v", data, want)
	}
	if want := []int{1, 1, 3, 2}; !slices.Equal(p.Ops[0].Filter.Shape, want) {
		t.Errorf("the filter's shape is %v, want %v", p.Ops[0].Filter.Shape, want)
	}
	// The output (2, 2, 2): number 0 to 3 of the first channel are every other one with the channels last.
	if want := []int{0, 2, 4, 6, 1, 3, 5, 7}; !slices.Equal(p.Order, want) {
		t.Errorf("the order is %v, want %v", p.Order, want)
	}

	deep := nn.Layer{Op: nn.OpConv, Name: "a", Out: 6, Kernel: 2, Groups: 3}
	p, data = program(t, network(t, deep))
	// Weights (6, 1, 2, 2): the first pixel of all outputs, which are 1, 5, 9 and so on.
	if want := []float32{1, 5, 9, 13, 17, 21}; p.Ops[0].Op != "depthwise" || !slices.Equal(data[:6], want) {
		t.Errorf("%s has the weights %v, want %v", p.Ops[0].Op, data[:6], want)
	}
	if want := []int{2, 2, 3, 2}; !slices.Equal(p.Ops[0].Filter.Shape, want) {
		t.Errorf("the filter's shape is %v, want %v", p.Ops[0].Filter.Shape, want)
	}
}

// A flattened picture keeps its order, channels last, and the next weights' rows are put in it.
func TestTensorflowFlattened(t *testing.T) {
	flat := nn.Layer{Op: nn.OpFlatten}
	p, _ := program(t, network(t, flat))
	if want := []int{0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11}; !slices.Equal(p.Order, want) {
		t.Errorf("the order is %v, want %v", p.Order, want)
	}
	p, data := program(t, network(t, flat, nn.Layer{Op: nn.OpLinear, Name: "a", Out: 1}))
	if want := []float32{1, 5, 9, 2, 6, 10, 3, 7, 11, 4, 8, 12}; !slices.Equal(data[:12], want) {
		t.Errorf("the rows are %v, want %v", data[:12], want)
	}
	if !slices.Equal(p.Order, []int{0}) {
		t.Errorf("the order of one number is %v", p.Order)
	}
	if _, _, err := tensorflow(network(t, flat, nn.Layer{Op: nn.OpConv, Name: "a", Out: 1, Kernel: 1})); !errors.Is(err, errFlattened) {
		t.Errorf("a convolution of a flattened picture: %v", err)
	}
}

// What is added is the value that the layer's name stands for, before or after an activation.
func TestTensorflowAdd(t *testing.T) {
	conv := func(name string) nn.Layer { return nn.Layer{Op: nn.OpConv, Name: name, Out: 3, Kernel: 1} }
	relu := nn.Layer{Op: nn.OpReLU, Name: "r"}
	for _, c := range []struct {
		from string
		ops  []string
		add  int // the operation whose result is added
	}{
		{"r", []string{"conv", "conv", "add"}, 0},         // fused
		{"a", []string{"conv", "relu", "conv", "add"}, 0}, // the sum itself is needed
		{"b", []string{"conv", "conv", "add"}, 1},
	} {
		p, _ := program(t, network(t, conv("a"), relu, conv("b"), nn.Layer{Op: nn.OpAdd, From: c.from}))
		var ops []string
		for i, op := range p.Ops {
			ops = append(ops, op.Op)
			if op.Kept != (i == c.add) {
				t.Errorf("from %s: operation %d is kept: %v", c.from, i, op.Kept)
			}
		}
		if !slices.Equal(ops, c.ops) || p.Ops[len(p.Ops)-1].From != c.add {
			t.Errorf("from %s: operations %v, the last adds number %d", c.from, ops, p.Ops[len(p.Ops)-1].From)
		}
	}
}

func TestZoo(t *testing.T) {
	m, err := Zoo()
	if err != nil {
		t.Fatal(err)
	}
	if n, err := m.Network.OutputLen(); err != nil || n != 256 {
		t.Errorf("its output has %d numbers, want 256 (%v)", n, err)
	}
}
