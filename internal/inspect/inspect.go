//go:build !js

// Package inspect says in words what is in a weight file or a bundle.
package inspect

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"docent/model/bundle"
	"docent/model/nn"
)

// maxWeights bounds a weight file: nn reads networks of at most 256 MB.
const maxWeights = 300 << 20

// File writes to w what is in a file, or in the folder of a bundle. A safetensors file starts with the length of its
// header and a brace; everything else is taken to be a bundle.
func File(w io.Writer, path string) error {
	f, err := os.Open(path)
	if err != nil {
		if p, ok := errors.AsType[*fs.PathError](err); ok {
			err = p.Err
		}
		return fmt.Errorf("read %s: %w", path, err)
	}
	defer f.Close()
	var start [9]byte
	if n, _ := io.ReadFull(f, start[:]); n < len(start) || start[8] != '{' {
		a, err := bundle.Open(path)
		if err != nil {
			return err
		}
		defer a.Close()
		return Bundle(w, a)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	b, err := io.ReadAll(io.LimitReader(f, maxWeights+1))
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	if len(b) > maxWeights {
		return fmt.Errorf("read %s: it has more than %d bytes", path, maxWeights)
	}
	m, err := nn.ReadModel(b)
	if err != nil {
		return fmt.Errorf("read weights %s: %w", path, err)
	}
	return Weights(w, m, int64(len(b)))
}

// Weights writes what a weight file of size bytes holds: its layers, their output shapes, parameters and
// multiply-adds, and the metadata.
func Weights(w io.Writer, m *nn.Model, size int64) error {
	n := &m.Network
	costs, err := count(n)
	if err != nil {
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "network\t%s\n", n.Name)
	fmt.Fprintf(t, "sha256\t%s\n", m.Hash)
	fmt.Fprintf(t, "size\t%s\n", bytesText(size))
	fmt.Fprintf(t, "input\t%s, normalisation %s\n", n.Input, normalisation(n.Normalisation))
	total := costs[len(costs)-1]
	fmt.Fprintf(t, "embedding\t%d numbers\n", total.shape.Len())
	for _, k := range slices.Sorted(maps.Keys(m.Metadata)) {
		fmt.Fprintf(t, "%s\t%s\n", k, m.Metadata[k])
	}
	if err := t.Flush(); err != nil {
		return err
	}
	t = tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "\nlayer\toperator\tname\toutput\tparameters\tMACs\t\n")
	for i, l := range n.Layers {
		c := costs[i]
		fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%s\t%s\t\n", i+1, l.Op, l.Name, c.shape, thousands(c.params), thousands(c.macs))
	}
	fmt.Fprintf(t, "\t\t\ttotal\t%s\t%s\t\n", thousands(total.params), thousands(total.macs))
	return t.Flush()
}

// cost is what a layer costs.
type cost struct {
	shape        nn.Shape
	params, macs int64
}

// count returns the cost of each layer, and behind them the sum with the shape of the embedding.
func count(n *nn.Network) ([]cost, error) {
	shapes, err := n.Shapes()
	if err != nil {
		return nil, err
	}
	params, err := n.Params()
	if err != nil {
		return nil, err
	}
	costs := make([]cost, len(shapes)+1)
	total := &costs[len(shapes)]
	total.shape = shapes[len(shapes)-1]
	in := n.Input
	for i, l := range n.Layers {
		c := &costs[i]
		c.shape = shapes[i]
		for _, p := range params {
			if l.Name != "" && strings.HasPrefix(p.Name, l.Name+".") {
				c.params += int64(p.Len())
			}
		}
		outputs := int64(c.shape.Len())
		switch l.Op {
		case nn.OpConv:
			c.macs = outputs * int64(l.Kernel*l.Kernel*in.C/l.WithDefaults().Groups)
		case nn.OpLinear:
			c.macs = outputs * int64(in.C)
		}
		total.params += c.params
		total.macs += c.macs
		in = c.shape
	}
	return costs, nil
}

func normalisation(n nn.Normalisation) string {
	if n.Kind == nn.NormFixed {
		return fmt.Sprintf("%s (mean %v, standard deviation %v)", n.Kind, n.Mean, n.Std)
	}
	return n.Kind
}

// bytesText writes a size for people, and exactly.
func bytesText(n int64) string { return thousands(n) + " bytes" }

// thousands writes a number with commas.
func thousands(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
