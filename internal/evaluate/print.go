//go:build !js

package evaluate

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
)

// MarshalJSON writes the overall figures and, as "sets", those of each folder of queries.
func (run *Run) MarshalJSON() ([]byte, error) {
	sets := map[string]Metrics{}
	for _, s := range run.Sets {
		sets[s.Dir] = s.Metrics
	}
	return json.Marshal(struct {
		Metrics
		Sets map[string]Metrics `json:"sets"`
	}{run.Metrics, sets})
}

// Table prints the figures for people.
func (run *Run) Table(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 3, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "queries\ttop-1\ttop-5\tGAP\trecall at 1 % FA\tms/query\t  ")
	row := func(name string, m Metrics) {
		recall := "-"
		if m.Recall != nil {
			recall = percent(*m.Recall)
		}
		fmt.Fprintf(t, "%d\t%s\t%s\t%.3f\t%s\t%.1f\t  %s\n", m.Queries, percent(m.Top1), percent(m.Top5), m.GAP, recall, m.MSPerQuery, name)
	}
	for _, s := range run.Sets {
		row(s.Dir, s.Metrics)
	}
	if len(run.Sets) > 1 {
		row("all", run.Metrics)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "gallery of %d works; %d pictures of unknown things\n", run.Gallery, len(run.Unknown))
	return err
}

func percent(share float64) string { return fmt.Sprintf("%.1f %%", 100*share) }
