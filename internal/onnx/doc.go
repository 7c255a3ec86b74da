//go:build !js

// Package onnx writes networks as ONNX files, for the programs that read those: onnxruntime, converters, viewers.
//
// An ONNX file is one protocol buffer, a ModelProto of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto. Its graph is a
// list of nodes, each an operator with named inputs and one named output, and a list of tensors, which the nodes name
// as inputs too. The package has its own writer of protocol buffers (message.go): what an encoder needs of them is a
// page, and a library with generated code for the whole of ONNX would be the largest thing in the program.
//
// The graph has the input "x", a normalised picture (1, 3, H, W), and the output "y": (1, N) after a flatten or a linear
// layer, (1, C, H, W) otherwise. Operators are those of opset 13, which every runtime since 2021 has.
package onnx

// Versions. Opset 13 is the first whose operators all of docent's can be said in, and IR version 7 is the one that came
// with it (https://github.com/onnx/onnx/blob/main/docs/Versioning.md).
const (
	opset     = 13
	irVersion = 7
)
