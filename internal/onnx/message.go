//go:build !js

package onnx

import (
	"encoding/binary"
	"math"
)

// A message is the bytes of a protocol buffer's message: fields one after the other, each a key, field number<<3 |
// wire type, and a value (https://protobuf.dev/programming-guides/encoding/). Of the wire types ONNX needs three.
type message []byte

// The wire types.
const (
	wireVarint = 0 // an integer, 7 bits a byte, the lowest first
	wireBytes  = 2 // a varint of the length, and so many bytes: strings, messages within messages, raw data
	wireFixed  = 5 // 4 bytes, little-endian
)

func (m *message) key(field, wire int) {
	*m = binary.AppendUvarint(*m, uint64(field)<<3|uint64(wire))
}

// int writes an int32, int64 or enum field. A repeated one is written by several calls.
func (m *message) int(field int, v int64) {
	m.key(field, wireVarint)
	*m = binary.AppendUvarint(*m, uint64(v)) // negative ones in two's complement, 10 bytes
}

// float writes a float field.
func (m *message) float(field int, v float32) {
	m.key(field, wireFixed)
	*m = binary.LittleEndian.AppendUint32(*m, math.Float32bits(v))
}

// bytes writes a bytes field, or that of a message.
func (m *message) bytes(field int, b []byte) {
	m.key(field, wireBytes)
	*m = binary.AppendUvarint(*m, uint64(len(b)))
	*m = append(*m, b...)
}

// str writes a string field.
func (m *message) str(field int, s string) { m.bytes(field, []byte(s)) }
