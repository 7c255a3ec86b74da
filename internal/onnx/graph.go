//go:build !js

package onnx

import (
	"encoding/binary"
	"math"
	"strconv"
)

// Field numbers of onnx.proto's messages, as far as they are written.
const (
	modelIRVersion    = 1
	modelProducerName = 2
	modelGraph        = 7
	modelOpsetImport  = 8
	modelMetadata     = 14

	opsetVersion = 2 // OperatorSetIdProto; without a domain it is ONNX's own

	entryKey   = 1 // StringStringEntryProto
	entryValue = 2

	graphNode        = 1
	graphName        = 2
	graphInitializer = 5
	graphDoc         = 10
	graphInput       = 11
	graphOutput      = 12

	nodeInput     = 1
	nodeOutput    = 2
	nodeName      = 3
	nodeOp        = 4
	nodeAttribute = 5

	attributeName = 1
	attributeInt  = 3
	attributeInts = 8
	attributeType = 20

	tensorDims = 1
	tensorType = 2
	tensorName = 8
	tensorRaw  = 9

	valueName = 1 // ValueInfoProto
	valueType = 2

	typeTensor  = 1 // TypeProto
	tensorElem  = 1 // TypeProto.Tensor
	tensorShape = 2
	shapeDim    = 1 // TensorShapeProto
	dimValue    = 1
)

// Values of enums: AttributeProto.AttributeType and TensorProto.DataType.
const (
	attributeTypeInt  = 2
	attributeTypeInts = 7

	typeFloat = 1
	typeInt64 = 7
)

// A node is one operator. What it computes goes by the node's own name.
type node struct {
	op, name   string
	inputs     []string
	attributes []message
}

func (n *node) encode() message {
	var m message
	for _, s := range n.inputs {
		m.str(nodeInput, s)
	}
	m.str(nodeOutput, n.name)
	m.str(nodeName, n.name)
	m.str(nodeOp, n.op)
	for _, a := range n.attributes {
		m.bytes(nodeAttribute, a)
	}
	return m
}

// attrInt is an attribute that is an integer.
func attrInt(name string, v int) message {
	var m message
	m.str(attributeName, name)
	m.int(attributeInt, int64(v))
	m.int(attributeType, attributeTypeInt)
	return m
}

// attrInts is an attribute that is a list of integers.
func attrInts(name string, v ...int) message {
	var m message
	m.str(attributeName, name)
	for _, x := range v {
		m.int(attributeInts, int64(x))
	}
	m.int(attributeType, attributeTypeInts)
	return m
}

// A graph collects nodes, in the order in which they run, and the tensors that they need.
type graph struct {
	nodes   []*node
	tensors []message
	named   map[string]bool // tensors that are there
}

// add appends a node and returns the name of its output.
func (g *graph) add(op, name string, inputs []string, attributes ...message) string {
	g.nodes = append(g.nodes, &node{op, name, inputs, attributes})
	return name
}

// floats adds a float tensor and returns its name.
func (g *graph) floats(name string, dims []int, v []float32) string {
	raw := make([]byte, 0, 4*len(v))
	for _, f := range v {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(f))
	}
	return g.tensor(name, typeFloat, dims, raw)
}

// scalar adds a tensor of one number, once for each number, and returns its name. No tensor of a network has such a
// name: they may not have a colon.
func (g *graph) scalar(v float32) string {
	return g.floats("constant:"+strconv.FormatFloat(float64(v), 'g', -1, 32), nil, []float32{v})
}

// ints adds a tensor (N) of integers, as scalar does.
func (g *graph) ints(v ...int64) string {
	name, raw := "constant", make([]byte, 0, 8*len(v))
	for _, i := range v {
		name += ":" + strconv.FormatInt(i, 10)
		raw = binary.LittleEndian.AppendUint64(raw, uint64(i))
	}
	return g.tensor(name+":int", typeInt64, []int{len(v)}, raw)
}

func (g *graph) tensor(name string, elem int64, dims []int, raw []byte) string {
	if g.named[name] {
		return name
	}
	g.named[name] = true
	var m message
	for _, d := range dims {
		m.int(tensorDims, int64(d))
	}
	m.int(tensorType, elem)
	m.str(tensorName, name)
	m.bytes(tensorRaw, raw)
	g.tensors = append(g.tensors, m)
	return name
}

// encode returns the GraphProto.
func (g *graph) encode(name, doc string, input, output message) message {
	var m message
	for _, n := range g.nodes {
		m.bytes(graphNode, n.encode())
	}
	m.str(graphName, name)
	for _, t := range g.tensors {
		m.bytes(graphInitializer, t)
	}
	m.str(graphDoc, doc)
	m.bytes(graphInput, input)
	m.bytes(graphOutput, output)
	return m
}

// valueInfo describes an input or output of a graph: floats of the given dimensions.
func valueInfo(name string, dims []int) message {
	var shape message
	for _, d := range dims {
		var dim message
		dim.int(dimValue, int64(d))
		shape.bytes(shapeDim, dim)
	}
	var tensor, typ, m message
	tensor.int(tensorElem, typeFloat)
	tensor.bytes(tensorShape, shape)
	typ.bytes(typeTensor, tensor)
	m.str(valueName, name)
	m.bytes(valueType, typ)
	return m
}
