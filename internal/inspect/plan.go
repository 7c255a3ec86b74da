//go:build !js

package inspect

import (
	"fmt"
	"io"
	"text/tabwriter"

	"docent/model/nn"
	"docent/model/simd"
)

// Plan writes how the SIMD compiler computes a network: for the browser and for wazero, which kernel computes which
// layers, its multiply-adds, and the bytes of its weights, its code and its output.
func Plan(w io.Writer, m *nn.Model) error {
	for i, target := range simd.Targets() {
		p, err := simd.Describe(m, target)
		if err != nil {
			return err
		}
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "%s, compiled for %s\n\n", m.Network.Name, target)
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
		fmt.Fprint(t, "step\tlayers\tkernel, tile\toutput\tMACs\tweights\tcode\tbuffer\t\n")
		macs, code := 0, 0
		for i, s := range p.Steps {
			fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t\n", i+1, s.Layers, s.Kernel, s.Output, thousands(int64(s.MACs)),
				thousands(int64(s.WeightBytes)), thousands(int64(s.CodeBytes)), thousands(int64(s.BufferBytes)))
			macs += s.MACs
			code += s.CodeBytes
		}
		fmt.Fprintf(t, "\ttotal\t\t\t%s\t%s\t%s\t\t\n", thousands(int64(macs)), thousands(int64(p.WeightBytes)), thousands(int64(code)))
		if err := t.Flush(); err != nil {
			return err
		}
		fmt.Fprintf(w, "\narena of all activations and scratch memory: %s; module: %s\n", bytesText(int64(p.ArenaBytes)), bytesText(int64(p.ModuleBytes)))
	}
	_, err := fmt.Fprint(w, "\nMACs are multiply-adds by definition: Winograd's kernels get by with a quarter (4x4) or four ninths (2x2) of them.\n"+
		"A tile is pixels x channels kept in registers. Weights, code, buffers and arena are in bytes.\n")
	return err
}
