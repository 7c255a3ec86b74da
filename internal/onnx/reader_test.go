//go:build !js

package onnx

import (
	"encoding/binary"
	"math"
	"testing"
)

// A reader of protocol buffers that knows nothing of the writer: fields by number, in their order.
type fields map[int][]field

type field struct {
	wire  int
	n     uint64 // varint, fixed
	bytes []byte
}

func parse(t testing.TB, b []byte) fields {
	t.Helper()
	f := fields{}
	varint := func() uint64 {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			t.Fatalf("a varint is cut off")
		}
		b = b[n:]
		return v
	}
	for len(b) > 0 {
		key := varint()
		v := field{wire: int(key & 7)}
		switch v.wire {
		case 0:
			v.n = varint()
		case 2:
			n := varint()
			if n > uint64(len(b)) {
				t.Fatalf("field %d of %d bytes ends beyond the message", key>>3, n)
			}
			v.bytes, b = b[:n], b[n:]
		case 5:
			if len(b) < 4 {
				t.Fatal("a number is cut off")
			}
			v.n, b = uint64(binary.LittleEndian.Uint32(b)), b[4:]
		default:
			t.Fatalf("field %d has wire type %d", key>>3, v.wire)
		}
		f[int(key>>3)] = append(f[int(key>>3)], v)
	}
	return f
}

// one returns the only field with a number.
func (f fields) one(t testing.TB, number int) field {
	t.Helper()
	if len(f[number]) != 1 {
		t.Fatalf("%d fields %d, want one", len(f[number]), number)
	}
	return f[number][0]
}

func (f fields) str(t testing.TB, number int) string { return string(f.one(t, number).bytes) }

// A file is an ONNX file, as its numbers in onnx.proto say.
type file struct {
	ir, opset uint64
	producer  string
	metadata  map[string]string
	name, doc string
	nodes     []readNode
	tensors   map[string]readTensor
	inputs    map[string][]uint64 // dimensions of float tensors
	outputs   map[string][]uint64
}

type readNode struct {
	op, name, output string
	inputs           []string
	ints             map[string][]int64 // attributes
}

type readTensor struct {
	dims []uint64
	elem uint64
	raw  []byte
}

func (r readTensor) floats() []float32 {
	v := make([]float32, len(r.raw)/4)
	for i := range v {
		v[i] = math.Float32frombits(binary.LittleEndian.Uint32(r.raw[4*i:]))
	}
	return v
}

func readFile(t testing.TB, b []byte) file {
	t.Helper()
	m := parse(t, b)
	graph := parse(t, m.one(t, 7).bytes)
	f := file{
		ir:       m.one(t, 1).n,
		producer: m.str(t, 2),
		opset:    parse(t, m.one(t, 8).bytes).one(t, 2).n,
		metadata: map[string]string{},
		name:     graph.str(t, 2),
		doc:      graph.str(t, 10),
		tensors:  map[string]readTensor{},
		inputs:   readValues(t, graph[11]),
		outputs:  readValues(t, graph[12]),
	}
	for _, e := range m[14] {
		entry := parse(t, e.bytes)
		f.metadata[entry.str(t, 1)] = entry.str(t, 2)
	}
	for _, e := range graph[1] {
		f.nodes = append(f.nodes, parseNode(t, e.bytes))
	}
	for _, e := range graph[5] {
		tensor := parse(t, e.bytes)
		r := readTensor{elem: tensor.one(t, 2).n, raw: tensor.one(t, 9).bytes}
		for _, d := range tensor[1] {
			r.dims = append(r.dims, d.n)
		}
		name := tensor.str(t, 8)
		if _, twice := f.tensors[name]; twice {
			t.Errorf("tensor %s is there twice", name)
		}
		f.tensors[name] = r
	}
	return f
}

func parseNode(t testing.TB, b []byte) readNode {
	t.Helper()
	m := parse(t, b)
	n := readNode{op: m.str(t, 4), name: m.str(t, 3), output: m.str(t, 2), ints: map[string][]int64{}}
	for _, in := range m[1] {
		n.inputs = append(n.inputs, string(in.bytes))
	}
	for _, a := range m[5] {
		attribute := parse(t, a.bytes)
		var v []int64
		for _, number := range []int{3, 8} {
			for _, i := range attribute[number] {
				v = append(v, int64(i.n))
			}
		}
		if kind, want := attribute.one(t, 20).n, map[bool]uint64{true: 2, false: 7}[len(attribute[3]) == 1]; kind != want {
			t.Errorf("attribute %s has type %d, want %d", attribute.str(t, 1), kind, want)
		}
		n.ints[attribute.str(t, 1)] = v
	}
	return n
}

func readValues(t testing.TB, list []field) map[string][]uint64 {
	t.Helper()
	values := map[string][]uint64{}
	for _, e := range list {
		info := parse(t, e.bytes)
		tensor := parse(t, parse(t, info.one(t, 2).bytes).one(t, 1).bytes)
		if elem := tensor.one(t, 1).n; elem != 1 {
			t.Errorf("a value has element type %d, want float", elem)
		}
		var dims []uint64
		for _, d := range parse(t, tensor.one(t, 2).bytes)[1] {
			dims = append(dims, parse(t, d.bytes).one(t, 1).n)
		}
		values[info.str(t, 1)] = dims
	}
	return values
}
