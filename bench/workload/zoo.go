//go:build !js

package workload

import "docent/model/nn"

// Zoo returns a network with one layer of every kind that docent has kernels for, each of a size that is usual, with
// random weights. It recognises nothing: its kernels are timed one by one.
func Zoo() (*nn.Model, error) {
	conv := func(name string, out, kernel, stride, groups int) nn.Layer {
		return nn.Layer{Op: nn.OpConv, Name: name, Out: out, Kernel: kernel, Stride: stride, Pad: kernel / 2, Groups: groups}
	}
	return nn.NewRandom(nn.Network{
		Name:          "zoo",
		Input:         nn.Shape{C: 3, H: 112, W: 112},
		Normalisation: nn.Normalisation{Kind: nn.NormImage},
		Layers: []nn.Layer{
			conv("stem.3x3.stride2", 32, 3, 2, 1), // 56x56
			{Op: nn.OpReLU6},
			conv("depthwise.3x3", 32, 3, 1, 32),
			{Op: nn.OpReLU6},
			conv("conv.1x1", 64, 1, 1, 1),
			conv("conv.3x3", 64, 3, 1, 1),
			{Op: nn.OpReLU, Name: "relu"},
			conv("conv.3x3.add", 64, 3, 1, 1),
			{Op: nn.OpAdd, From: "relu"},
			conv("depthwise.3x3.stride2", 64, 3, 2, 64), // 28x28
			conv("conv.3x3.stride2", 128, 3, 2, 1),      // 14x14
			{Op: nn.OpReLU},
			conv("grouped.3x3", 128, 3, 1, 4),
			conv("conv.1x1.wide", 256, 1, 1, 1),
			{Op: nn.OpGeM, Name: "gem"},
			{Op: nn.OpLinear, Name: "linear", Out: 256},
			{Op: nn.OpL2Norm},
		},
	}, 1)
}
