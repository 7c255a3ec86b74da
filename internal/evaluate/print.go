//go:build !js

package evaluate

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
)

// shownConfusions is how many confusions the table has at most.
const shownConfusions = 10

// figures is what is written of a run as JSON.
type figures struct {
	Metrics
	Sets            map[string]Metrics    `json:"sets"` // by folder of queries
	UnknownAccepted *float64              `json:"unknown_accepted"`
	Unknown         map[string]UnknownSet `json:"unknown"` // by folder
	Calibration     Calibration           `json:"calibration"`
	Confusions      []Confusion           `json:"confusions"`
	Locator         *Locations            `json:"locator,omitempty"`
}

func (run *Run) figures() figures {
	f := figures{Metrics: run.Metrics, Sets: map[string]Metrics{}, UnknownAccepted: run.UnknownAccepted, Unknown: map[string]UnknownSet{},
		Calibration: run.Calibration, Confusions: run.Confusions, Locator: run.Locations}
	for _, s := range run.Sets {
		f.Sets[s.Dir] = s.Metrics
	}
	for _, s := range run.UnknownSets {
		f.Unknown[s.Dir] = s
	}
	return f
}

// MarshalJSON writes all figures: the overall ones by themselves, those of each folder of queries under "sets" and of
// unknown queries under "unknown".
func (run *Run) MarshalJSON() ([]byte, error) { return json.Marshal(run.figures()) }

// Table prints the figures for people.
func (run *Run) Table(w io.Writer) error {
	p := printer{w: w}
	p.table("queries\ttop-1\ttop-5\tGAP\trecall at 1 % FA\taccepted, right\taccepted, wrong\trefused\tms/query\t95 %\t  ", func(row func(string, ...any)) {
		line := func(name string, m Metrics) {
			row("%d\t%s\t%s\t%.3f\t%s\t%s\t%s\t%s\t%.1f\t%.1f\t  %s", m.Queries, percent(m.Top1), percent(m.Top5), m.GAP, Percent(m.Recall),
				percent(m.AcceptedRight), percent(m.AcceptedWrong), percent(m.Refused), m.MSPerQuery, m.MSP95, name)
		}
		for _, s := range run.Sets {
			line(s.Dir, s.Metrics)
		}
		if len(run.Sets) > 1 {
			line("all", run.Metrics)
		}
	})
	p.printf("gallery of %d works; %d pictures of unknown things\n", run.Gallery, len(run.Unknown))
	if len(run.UnknownSets) > 0 {
		p.printf("\n")
		p.table("unknown\taccepted\taccepted at 1 % FA\t  ", func(row func(string, ...any)) {
			for _, s := range run.UnknownSets {
				row("%d\t%s\t%s\t  %s", s.Pictures, percent(s.Accepted), percent(s.AcceptedAt1), s.Dir)
			}
		})
	}
	run.printCalibration(&p)
	if len(run.Confusions) > 0 {
		p.printf("\ntaken for another work (%d of %d pairs):\n", min(shownConfusions, len(run.Confusions)), len(run.Confusions))
		for _, c := range run.Confusions[:min(shownConfusions, len(run.Confusions))] {
			p.printf("%4d  %s -> %s", c.Count, c.Want, c.Got)
			if c.Accepted > 0 {
				p.printf(" (%d accepted)", c.Accepted)
			}
			p.printf("\n")
		}
	}
	if run.Locations != nil {
		p.printf("\nlocator: %s\n", run.Locations)
	}
	return p.err
}

func (run *Run) printCalibration(p *printer) {
	p.printf("\n")
	p.table("confidence\tpictures\tmean\tright\t", func(row func(string, ...any)) {
		for _, b := range run.Calibration.Bins {
			if b.N > 0 {
				row("%.0f-%.0f %%\t%d\t%s\t%s\t", 100*b.From, 100*b.To, b.N, percent(b.Confidence), percent(b.Right))
			}
		}
	})
	c := run.Calibration
	p.printf("expected calibration error %.3f, Brier score %.3f; with queries and unknown pictures weighing the same, %.3f and %.3f\n",
		c.ECE, c.Brier, c.BalancedECE, c.BalancedBrier)
}

// printer prints until the first error.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}

// table prints aligned columns: the head, and the rows that fill gives.
func (p *printer) table(head string, fill func(row func(format string, args ...any))) {
	t := tabwriter.NewWriter(p.w, 0, 0, 3, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, head)
	fill(func(format string, args ...any) { fmt.Fprintf(t, format+"\n", args...) })
	if err := t.Flush(); p.err == nil {
		p.err = err
	}
}

func percent(share float64) string { return fmt.Sprintf("%.1f %%", 100*share) }

// Percent is a share in percent, or "-" where there is none.
func Percent(share *float64) string {
	if share == nil {
		return "-"
	}
	return percent(*share)
}
