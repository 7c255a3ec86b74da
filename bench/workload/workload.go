//go:build !js

// Package workload makes what everything that is measured works on: two networks, the same frames for each, and what
// the plain Go reference says to them.
package workload

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"sync"

	"docent/gallery"
	"docent/internal/onnx"
	"docent/model/nn"
	"docent/model/vision"
	"docent/model/weights"
)

// The networks' names, as they stand in results.
const (
	Conv4    = "conv4"    // Conv4-64 on 56x56, the field's yardstick, with random weights
	Released = "released" // the released weights
)

// Frames is how many frames there are. Their number is that of the forward passes between two looks at the clock, and
// the clocks of browsers tick every 5 microseconds at best.
const Frames = 4

// Network is a network with its frames.
type Network struct {
	Name   string
	Model  *nn.Model // folded
	Inputs [][]float32
	Wants  [][]float32 // what the plain Go reference computes of them
}

// Networks returns the two networks.
func Networks() ([]*Network, error) {
	conv4, err := nn.NewRandom(nn.Conv4(64), 1)
	if err != nil {
		return nil, fmt.Errorf("make %s: %w", Conv4, err)
	}
	released, err := nn.ReadModel(weights.Released())
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", Released, err)
	}
	frames := Pictures(Frames)
	var list []*Network
	for _, n := range []*Network{{Name: Conv4, Model: conv4}, {Name: Released, Model: released}} {
		if n.Model, err = nn.Fold(n.Model); err != nil {
			return nil, fmt.Errorf("fold %s: %w", n.Name, err)
		}
		in := n.Model.Network.Input
		for _, f := range frames {
			x := make([]float32, in.Len())
			vision.Sample(x, f, vision.Whole, in.W, in.H, n.Model.Network.Normalisation)
			y, err := n.Model.Reference(x)
			if err != nil {
				return nil, fmt.Errorf("run %s: %w", n.Name, err)
			}
			n.Inputs, n.Wants = append(n.Inputs, x), append(n.Wants, y)
		}
		list = append(list, n)
	}
	return list, nil
}

// Pictures returns the first works of the demo gallery, which the project draws, as frames.
func Pictures(count int) []*image.RGBA {
	works := gallery.Works()[:count]
	frames := make([]*image.RGBA, count)
	var wg sync.WaitGroup
	for i, w := range works {
		wg.Go(func() { frames[i] = vision.Frame(w.Render(2 * vision.FrameSide)) })
	}
	wg.Wait()
	return frames
}

// MACs returns the multiply-adds of a forward pass.
func (n *Network) MACs() (int64, error) {
	each, err := n.Model.Network.MACs()
	total := int64(0)
	for _, m := range each {
		total += m
	}
	return total, err
}

// Files returns what the page downloads, by name: the network in each runtime's form, frames and expected outputs as
// float32.
func (n *Network) Files() (map[string][]byte, error) {
	docent, err := n.Model.Encode(nn.F32, nil)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", n.Name, err)
	}
	peer, err := onnx.Encode(n.Model)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", n.Name, err)
	}
	program, data, err := tensorflow(n.Model)
	if err != nil {
		return nil, fmt.Errorf("encode %s for tfjs: %w", n.Name, err)
	}
	return map[string][]byte{
		"weights.safetensors": docent,
		"model.onnx":          peer,
		"tf.json":             program,
		"tf.bin":              data,
		"frames.bin":          floats(n.Inputs...),
		"wants.bin":           floats(n.Wants...),
	}, nil
}

// floats returns numbers as little-endian float32.
func floats(lists ...[]float32) []byte {
	var b bytes.Buffer
	for _, v := range lists {
		binary.Write(&b, binary.LittleEndian, v) // to memory: cannot fail
	}
	return b.Bytes()
}
