//go:build !js

package report

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"

	"docent/bench/stats"
)

// DocentSIMD is the name of the engine that all others are compared with.
const DocentSIMD = "docent simd"

// WriteTable writes the report for people.
func (r *Report) WriteTable(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	m := r.Machine
	fmt.Fprintf(t, "%s, %d cores, %s, Chromium %s, %s; %d rounds; medians, and from the 10th to the 90th percentile\n", m.CPU, m.Cores, m.System, m.Chromium, m.Go, r.Rounds)
	for _, name := range slices.Sorted(maps.Keys(r.Networks)) {
		n := r.Networks[name]
		fmt.Fprintf(t, "\n%s: %s, %s, %.1f million multiply-adds\t ms\tspread\ttimes docent's\tdifference\n", name, n.Name, n.Input, float64(n.MACs)/1e6)
		ours := n.Engines[DocentSIMD].Millis
		for _, e := range n.sorted() {
			v := n.Engines[e]
			fmt.Fprintf(t, "  %s\t%s\t%.2f\t%.0e\n", versioned(e, r.Peers), millis(v.Millis), ours.Ratio(v.Millis), v.Difference)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.Native)) {
		fmt.Fprintf(t, "\n%s, natively\t ms\tspread\ttimes wazero's\n", name)
		engines := r.Native[name].Engines
		for _, e := range sorted(engines) {
			fmt.Fprintf(t, "  %s\t%s\t%.2f\n", e, millis(engines[e]), engines["wazero"].Ratio(engines[e]))
		}
	}
	if k := r.Kernels; k != nil {
		fmt.Fprintf(t, "\nkernels in the browser; the peak is %.1f GMAC/s\t ms\tspread\tGMAC/s\tof the peak\n", k.Peak)
		for _, v := range k.Kernels {
			fmt.Fprintf(t, "  %s: %s: %s\t%s\t%.1f\t%.0f %%\n", v.Group, v.Layers, v.Name, millis(v.Millis), v.GMACs, 100*v.Share)
		}
	}
	if len(r.Scans) > 0 {
		fmt.Fprint(t, "\nthe 5 nearest of int8 prototypes\t ms\tspread\n")
	}
	for _, s := range r.Scans {
		fmt.Fprintf(t, "  %d x %d in %s\t%s\n", s.Works, s.Dim, s.Where, millis(s.Nearest))
		fmt.Fprintf(t, "  the same bytes, only read\t%s\n", millis(s.Read))
	}
	for _, f := range r.Frames {
		fmt.Fprintf(t, "\na frame among %d works, %s, %d windows\t ms\tspread\n", f.Works, f.Engine, f.Passes)
		for _, l := range []struct {
			name string
			s    stats.Summary
		}{{"from the grab to the answer", f.Millis}, {"of that: reading its pixels", f.Draw}, {"sampling, network, matching", f.Look}, {"one forward pass alone", f.Network}} {
			fmt.Fprintf(t, "  %s\t%s\n", l.name, millis(l.s))
		}
	}
	c := r.ColdStart
	fmt.Fprintf(t, "\nfirst visit, %d times\t ms\tspread\n", c.Answer.Count)
	fmt.Fprintf(t, "  ready to start\t%s\n  first frame answered\t%s\n  card open\t%s\n", millis(c.Ready), millis(c.Answer), millis(c.Card))
	fmt.Fprint(t, "\ndownloads, KB\traw\tgzip\tbrotli\n")
	for _, name := range sorted(r.Bytes) {
		for _, kind := range sorted(r.Bytes[name]) {
			fmt.Fprintf(t, "  %s: %s\t%s\n", name, kind, r.Bytes[name][kind].kilobytes())
		}
	}
	fmt.Fprintf(t, "  docent's first visit, as it was sent\t\t\t%.1f\n", float64(c.Served)/1000)
	fmt.Fprint(t, "\nratios\n")
	for _, k := range sorted(r.Ratios) {
		fmt.Fprintf(t, "  %s\t%.2f\n", k, r.Ratios[k])
	}
	return t.Flush()
}

// sorted returns the engines, the fastest first.
func (n *Network) sorted() []string {
	return slices.SortedFunc(maps.Keys(n.Engines), func(a, b string) int {
		return cmp.Or(cmp.Compare(n.Engines[a].Millis.Median, n.Engines[b].Millis.Median), cmp.Compare(a, b))
	})
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// versioned returns an engine's name with its version, if it has one.
func versioned(engine string, versions map[string]string) string {
	if v := versions[engine]; v != "" {
		return engine + " " + v
	}
	return engine
}

func millis(s stats.Summary) string { return fmt.Sprintf("%.3f\t%.3f-%.3f", s.Median, s.P10, s.P90) }

func (s Size) kilobytes() string {
	kb := func(n int) float64 { return float64(n) / 1000 }
	return fmt.Sprintf("%.1f\t%.1f\t%.1f", kb(s.Raw), kb(s.Gzip), kb(s.Brotli))
}
