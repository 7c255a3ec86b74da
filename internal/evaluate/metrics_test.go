//go:build !js

package evaluate

import (
	"encoding/json"
	"math"
	"testing"
)

// near compares shares that are sums of fractions.
func near(a, b float64) bool { return math.Abs(a-b) < 1e-12 }

func TestMeasure(t *testing.T) {
	for _, c := range []struct {
		name             string
		queries, unknown []Answer
		top1, top5, gap  float64
		recall           float64 // below zero: none
	}{
		{"all right", []Answer{{Rank: 1, Score: 3}, {Rank: 1, Score: 2}}, nil, 1, 1, 1, -1},
		{"all wrong", []Answer{{Rank: 0, Score: 3}, {Rank: 6, Score: 2}, {Rank: 2, Score: 1}}, nil, 0, 1. / 3, 0, -1},
		// sorted: right (1/1), wrong, right (2/3), wrong: (1 + 2/3)/4
		{"mixed", []Answer{{Rank: 2, Score: 3}, {Rank: 1, Score: 4}, {Rank: 0, Score: 1}, {Rank: 1, Score: 2}}, nil, 0.5, 0.75, (1 + 2./3) / 4, -1},
		// sorted: right, unknown, right, unknown: (1 + 2/3)/2; only the first is above the best unknown
		{"unknown", []Answer{{Rank: 1, Score: 2}, {Rank: 1, Score: 4}}, []Answer{{Rank: 0, Score: 3}, {Rank: 0, Score: 1}}, 1, 1, (1 + 2./3) / 2, 0.5},
		// the wrong one first: 1/2 of one query
		{"equal scores", []Answer{{Rank: 1, Score: 1}, {Rank: 0, Score: 1}}, nil, 0.5, 0.5, 0.25, -1},
		// a score as high as the best unknown's is not above it
		{"equal to unknown", []Answer{{Rank: 1, Score: 1}}, []Answer{{Rank: 0, Score: 1}}, 1, 1, 0.5, 0},
		{"no candidates", []Answer{{Rank: 0, Score: math.Inf(-1)}, {Rank: 1, Score: 1}}, []Answer{{Rank: 0, Score: math.Inf(-1)}}, 0.5, 0.5, 0.5, 0.5},
		// a wrong answer above the threshold is not recall
		{"wrong and sure", []Answer{{Rank: 2, Score: 9}, {Rank: 1, Score: 5}}, []Answer{{Rank: 0, Score: 1}}, 0.5, 1, 0.25, 0.5},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := Measure(c.queries, c.unknown, 7)
			if !near(m.Top1, c.top1) || !near(m.Top5, c.top5) || !near(m.GAP, c.gap) {
				t.Errorf("top-1 %g, top-5 %g, GAP %g, want %g, %g, %g", m.Top1, m.Top5, m.GAP, c.top1, c.top5, c.gap)
			}
			if (m.Recall == nil) != (c.recall < 0) || m.Recall != nil && !near(*m.Recall, c.recall) {
				t.Errorf("recall %v, want %g", m.Recall, c.recall)
			}
			if m.Queries != len(c.queries) || m.Gallery != 7 {
				t.Errorf("%d queries, %d works", m.Queries, m.Gallery)
			}
		})
	}
}

func TestRecallLetsOnePercentPass(t *testing.T) {
	unknown := make([]Answer, 200)
	for i := range unknown {
		unknown[i].Score = float64(i) // 199 and 198 may pass
	}
	m := Measure([]Answer{{Rank: 1, Score: 197}, {Rank: 1, Score: 197.5}, {Rank: 1, Score: 198}, {Rank: 1, Score: 1000}}, unknown, 1)
	if !near(*m.Recall, 0.75) {
		t.Errorf("recall %g, want 0.75", *m.Recall)
	}
}

func TestTimes(t *testing.T) {
	var list []Answer
	for i := range 40 { // 40 down to 1
		list = append(list, Answer{MS: float64(40 - i)})
	}
	if m := Measure(list, nil, 1); m.MSPerQuery != 20.5 || m.MSP95 != 38 {
		t.Errorf("median %g, 95 %% %g, want 20.5 and 38", m.MSPerQuery, m.MSP95)
	}
	if m := Measure(list[:1], nil, 1); m.MSPerQuery != 40 || m.MSP95 != 40 {
		t.Errorf("median %g, 95 %% %g of one query that took 40", m.MSPerQuery, m.MSP95)
	}
}

func TestAccepted(t *testing.T) {
	m := Measure([]Answer{{Rank: 1, Accepted: true}, {Rank: 1}, {Rank: 2, Accepted: true}, {Rank: 0, Accepted: true}, {Rank: 0}}, nil, 1)
	if !near(m.AcceptedRight, 0.2) || !near(m.AcceptedWrong, 0.4) || !near(m.Refused, 0.4) {
		t.Errorf("%g accepted and right, %g accepted and wrong, %g refused", m.AcceptedRight, m.AcceptedWrong, m.Refused)
	}
}

// TestUnknownSets has two folders of unknown queries: the threshold for one percent is that of both together.
func TestUnknownSets(t *testing.T) {
	high, low := make([]Answer, 100), make([]Answer, 100)
	for i := range high {
		high[i] = Answer{Score: float64(100 + i), Accepted: i >= 75}
		low[i] = Answer{Score: float64(i)}
	}
	all := append(append([]Answer(nil), high...), low...)
	if got, want := measureUnknown("high", high, all), (UnknownSet{"high", 100, 0.25, 0.02}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got, want := measureUnknown("low", low, all), (UnknownSet{"low", 100, 0, 0}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestMetricsJSON(t *testing.T) {
	b, err := json.Marshal(Measure([]Answer{{Rank: 1, Score: 1, MS: 2}}, nil, 3))
	want := `{"top1":1,"top5":1,"gap":1,"recall_at_1pct_false_accepts":null,"ms_per_query":2,"ms_p95":2,"queries":1,"gallery":3,"accepted_right":0,"accepted_wrong":0,"refused":1}`
	if err != nil || string(b) != want {
		t.Errorf("%s, %v, want %s", b, err, want)
	}
}
