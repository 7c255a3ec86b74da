// Package simd compiles a network of package nn to one WebAssembly module with SIMD instructions (v128), specialised to
// the network's shapes, and runs it.
//
// Go compiles to WebAssembly without SIMD: four products at a time are done one by one there. So this package writes
// the module itself. In the page, the module imports the memory of the Go program and works on Go's own slices: nothing
// is copied. Natively, wazero compiles it to machine code, with memory of its own.
//
// From a network to an embedding:
//
//	nn.Model -> plan: which layers are computed together, by which kernel, with which tile; where every buffer lies
//	         -> kernels: the plan's steps as WebAssembly, by package asm; the weights in the order that the kernels read
//	         -> Engine: instantiates the module; Runner: calls it
//
// Activations lie in memory pixel by pixel, (H, W, C), the channels filled up with zeros to a multiple of four: a vector
// holds four channels of a pixel. Around the pixels there is a border, as wide as the next layer's window reaches out,
// so that no kernel asks where the picture ends. See buffer.go.
//
// The plain Go of package nn computes the same and is what the kernels are tested against.
package simd

import "errors"

// ErrUnsupported says that SIMD modules cannot be run here: the browser is too old for them, or wazero has no compiler for
// the machine. nn.NewRunner does the same work without.
var ErrUnsupported = errors.New("this machine or browser does not run SIMD WebAssembly")

// opError puts the operation that failed before its error, as fmt.Errorf("%s: %w") would.
type opError struct {
	op  string
	err error
}

func (e *opError) Error() string { return e.op + ": " + e.err.Error() }
func (e *opError) Unwrap() error { return e.err }
