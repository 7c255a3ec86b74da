//go:build !js

// Package report writes an evaluation as one HTML file that needs nothing else: the figures, and each query beside its
// candidates with what was located drawn on it, what went wrong first.
package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"path/filepath"

	"docent/internal/evaluate"
)

// shownConfusions is how many confusions the report lists.
const shownConfusions = 50

// page is what the template shows.
type page struct {
	Style       template.CSS
	Rows        []row
	Gallery     int
	Unknown     int
	UnknownRows []unknownRow
	Calibration calibration
	Confusions  []evaluate.Confusion
	Pairs       int // of works that are confused, those that are not listed too
	Locator     *locator
	Kinds       []kindCount
	Sets        []string
	Cards       []card
	Images      []string // data URIs; those of works are shared between cards
}

// row is the figures of a folder of queries.
type row struct {
	Name                          string
	Queries                       int
	Top1, Top5, GAP, Recall       string
	AcceptedRight, Wrong, Refused string
	MS, P95                       string
}

type unknownRow struct {
	Name            string
	Pictures        int
	Accepted, AtOne string
}

type calibration struct {
	Bins                                   []bin
	ECE, Brier, BalancedECE, BalancedBrier string
}

// bin is a range of confidence; Confidence and Right are percents, as numbers for a bar and as text.
type bin struct {
	Range                   string
	N                       int
	ConfidenceBar, RightBar string
	Confidence, Right       string
}

type locator struct {
	Works                                                  int
	Found50, Found75, First50, MeanIoU, MedianIoU, Corners string
}

//go:embed report.html
var source string

var tmpl = template.Must(template.New("report").Parse(source))

// HTML writes the report of a run.
func HTML(w io.Writer, run *evaluate.Run, pictures *Pictures) error {
	p := page{Style: Style, Gallery: run.Gallery, Unknown: len(run.Unknown), Pairs: len(run.Confusions)}
	for _, s := range run.Sets {
		p.Rows = append(p.Rows, rowOf(s.Dir, s.Metrics))
	}
	if len(run.Sets) > 1 {
		p.Rows = append(p.Rows, rowOf("all", run.Metrics))
	}
	for _, s := range run.UnknownSets {
		p.UnknownRows = append(p.UnknownRows, unknownRow{s.Dir, s.Pictures, percent(s.Accepted), percent(s.AcceptedAt1)})
	}
	p.Calibration = calibrationOf(run.Calibration)
	for _, c := range run.Confusions[:min(shownConfusions, len(run.Confusions))] {
		c.Want, c.Got = filepath.Base(c.Want), filepath.Base(c.Got)
		p.Confusions = append(p.Confusions, c)
	}
	if l := run.Locations; l != nil {
		p.Locator = &locator{l.Works, percent(l.Found50), percent(l.Found75), percent(l.First50), three(l.MeanIoU), three(l.MedianIoU), percent(l.CornerError)}
	}
	p.cards(run, pictures)
	if err := tmpl.Execute(w, p); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

func rowOf(name string, m evaluate.Metrics) row {
	return row{Name: name, Queries: m.Queries, Top1: percent(m.Top1), Top5: percent(m.Top5), GAP: three(m.GAP), Recall: evaluate.Percent(m.Recall),
		AcceptedRight: percent(m.AcceptedRight), Wrong: percent(m.AcceptedWrong), Refused: percent(m.Refused),
		MS: fmt.Sprintf("%.1f", m.MSPerQuery), P95: fmt.Sprintf("%.1f", m.MSP95)}
}

func calibrationOf(c evaluate.Calibration) calibration {
	r := calibration{ECE: three(c.ECE), Brier: three(c.Brier), BalancedECE: three(c.BalancedECE), BalancedBrier: three(c.BalancedBrier)}
	for _, b := range c.Bins {
		if b.N > 0 {
			r.Bins = append(r.Bins, bin{fmt.Sprintf("%.0f–%.0f %%", 100*b.From, 100*b.To), b.N,
				fmt.Sprintf("%.1f", 100*b.Confidence), fmt.Sprintf("%.1f", 100*b.Right), percent(b.Confidence), percent(b.Right)})
		}
	}
	return r
}

func percent(share float64) string { return evaluate.Percent(&share) }

func three(v float64) string { return fmt.Sprintf("%.3f", v) }
