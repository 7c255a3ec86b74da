//go:build !js

package onnx

import (
	"fmt"

	"docent/model/nn"
)

// Names of the graph's input and output, and of the entries of the file's metadata.
const (
	Input  = "x"
	Output = "y"

	KeyNetwork = "docent.network" // the network that the graph computes, as nn.Network.Describe writes it: name, input, normalisation, layers
	KeyHash    = "docent.weights" // SHA-256 of the weight file, lower-case hexadecimal; left out where it is unknown
)

// Encode returns m as an ONNX file. Batch normalisation is folded into the weights (see nn.Fold); tensors keep their
// names. The same model gives the same bytes.
func Encode(m *nn.Model) ([]byte, error) {
	folded, err := nn.Fold(m)
	if err != nil {
		return nil, fmt.Errorf("encode ONNX: %w", err)
	}
	network := &folded.Network
	shapes, err := network.Shapes()
	if err != nil {
		return nil, fmt.Errorf("encode ONNX: %w", err)
	}
	description, err := network.Describe()
	if err != nil {
		return nil, fmt.Errorf("encode ONNX: %w", err)
	}

	b := &builder{graph: graph{named: make(map[string]bool)}, m: folded, named: make(map[string]value)}
	x := value{name: Input, shape: network.Input}
	y := x
	for i, l := range network.Layers {
		y = b.layer(i, l, y, shapes[i])
	}
	b.nodes[len(b.nodes)-1].name = Output // nobody else has named it yet: it is the last

	var out, version message
	version.int(opsetVersion, opset)
	out.int(modelIRVersion, irVersion)
	out.str(modelProducerName, "docent")
	out.bytes(modelGraph, b.encode(network.Name, explain(network), valueInfo(Input, x.dims()), valueInfo(Output, y.dims())))
	out.bytes(modelOpsetImport, version)
	out.entry(KeyNetwork, string(description))
	if m.Hash != "" {
		out.entry(KeyHash, m.Hash)
	}
	return out, nil
}

// entry adds an entry of a model's metadata.
func (m *message) entry(key, value string) {
	var e message
	e.str(entryKey, key)
	e.str(entryValue, value)
	m.bytes(modelMetadata, e)
}

// explain says for people how a picture becomes the input.
func explain(n *nn.Network) string {
	s := fmt.Sprintf("%s is an RGB picture of %d x %d pixels, channel by channel: ", Input, n.Input.W, n.Input.H)
	if n.Normalisation.Kind == nn.NormImage {
		return s + "v/255 (v: 0 to 255), less the mean of the whole picture, divided by its standard deviation + 0.001"
	}
	return s + fmt.Sprintf("(v/255 - mean) / std (v: 0 to 255) with mean %v and std %v of R, G, B", n.Normalisation.Mean, n.Normalisation.Std)
}
