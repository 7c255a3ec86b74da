//go:build !js

package evaluate

import (
	"math"
	"testing"

	"docent/model"
)

func TestCalibrated(t *testing.T) {
	right := func(c float64) Answer { return Answer{Rank: 1, Confidence: c} }
	wrong := func(c float64) Answer { return Answer{Rank: 2, Confidence: c} }
	for _, c := range []struct {
		name                                   string
		queries, unknown                       []Answer
		ece, brier, balancedECE, balancedBrier float64
	}{
		{"nothing", nil, nil, 0, 0, 0, 0},
		{"perfect", []Answer{right(1), wrong(0)}, []Answer{{}}, 0, 0, 0, 0},
		// one bin: mean confidence 0.75, half of them right
		{"too sure", []Answer{right(0.75), wrong(0.75)}, nil, 0.25, (0.0625 + 0.5625) / 2, 0.25, (0.0625 + 0.5625) / 2},
		// errors of two bins do not cancel: 0.5 of (0.9 - 0) and 0.5 of (1 - 0.1)
		{"two bins", []Answer{right(0.1), wrong(0.9)}, nil, 0.9, 0.81, 0.9, 0.81},
		// an unknown query is wrong, even when its first candidate has a rank. Balanced, the two at 0.5 weigh a half each, so
		// that half of the answers in their bin are right.
		{"unknown", []Answer{right(0.5)}, []Answer{{Confidence: 0.5}, {Confidence: 0.5}, {Confidence: 0.5}}, 0.25, 0.25, 0, 0.25},
		// the bin of 0.9 has one of two, or three of four in weight
		{"weights", []Answer{right(0.9)}, []Answer{{Confidence: 0.9}, {Confidence: 0}, {Confidence: 0}},
			0.8 / 4, 0.82 / 4, math.Abs(0.5 - 0.9*2/3), 0.01/2 + 0.81/6},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Calibrated(c.queries, c.unknown)
			for _, v := range []struct {
				name      string
				got, want float64
			}{{"error", got.ECE, c.ece}, {"Brier", got.Brier, c.brier}, {"balanced error", got.BalancedECE, c.balancedECE}, {"balanced Brier", got.BalancedBrier, c.balancedBrier}} {
				if !near(v.got, v.want) {
					t.Errorf("%s %g, want %g", v.name, v.got, v.want)
				}
			}
			if len(got.Bins) != 10 {
				t.Errorf("%d bins", len(got.Bins))
			}
		})
	}
}

func TestBins(t *testing.T) {
	c := Calibrated([]Answer{{Rank: 1, Confidence: 1}, {Rank: 1, Confidence: 0.9}, {Rank: 3, Confidence: 0.95}, {Rank: 1, Confidence: 0.89}}, []Answer{{Confidence: 0.05}})
	for i, b := range c.Bins {
		want := Bin{From: float64(i) / 10, To: float64(i+1) / 10}
		switch i {
		case 0:
			want.N, want.Confidence = 1, 0.05
		case 8:
			want.N, want.Confidence, want.Right = 1, 0.89, 1
		case 9:
			want.N, want.Confidence, want.Right = 3, 0.95, 2./3
		}
		if b.N != want.N || !near(b.Confidence, want.Confidence) || !near(b.Right, want.Right) || b.From != want.From || b.To != want.To {
			t.Errorf("bin %d is %+v, want %+v", i, b, want)
		}
	}
}

func TestConfusions(t *testing.T) {
	query := func(want, rank, got int, accepted bool) Outcome {
		return Outcome{Want: want, Answer: Answer{Rank: rank, Accepted: accepted}, Result: model.Result{Candidates: []model.Candidate{{Index: got}}}}
	}
	got := confusions([]Outcome{query(0, 1, 0, true), query(2, 0, 1, false), query(1, 2, 0, true), query(1, 0, 0, false), query(0, 3, 2, false),
		{Want: 1}}, []string{"a", "b", "c"})
	want := []Confusion{{"b", "a", 2, 1}, {"a", "c", 1, 0}, {"c", "b", 1, 0}}
	if len(got) != len(want) {
		t.Fatalf("%+v, want %+v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("confusion %d is %+v, want %+v", i, got[i], want[i])
		}
	}
}
