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
		{"all right", []Answer{{1, 3, 0}, {1, 2, 0}}, nil, 1, 1, 1, -1},
		{"all wrong", []Answer{{0, 3, 0}, {6, 2, 0}, {2, 1, 0}}, nil, 0, 1. / 3, 0, -1},
		// sorted: right (1/1), wrong, right (2/3), wrong: (1 + 2/3)/4
		{"mixed", []Answer{{2, 3, 0}, {1, 4, 0}, {0, 1, 0}, {1, 2, 0}}, nil, 0.5, 0.75, (1 + 2./3) / 4, -1},
		// sorted: right, unknown, right, unknown: (1 + 2/3)/2; only the first is above the best unknown
		{"unknown", []Answer{{1, 2, 0}, {1, 4, 0}}, []Answer{{0, 3, 0}, {0, 1, 0}}, 1, 1, (1 + 2./3) / 2, 0.5},
		// the wrong one first: 1/2 of one query
		{"equal scores", []Answer{{1, 1, 0}, {0, 1, 0}}, nil, 0.5, 0.5, 0.25, -1},
		// a score as high as the best unknown's is not above it
		{"equal to unknown", []Answer{{1, 1, 0}}, []Answer{{0, 1, 0}}, 1, 1, 0.5, 0},
		{"no candidates", []Answer{{0, math.Inf(-1), 0}, {1, 1, 0}}, []Answer{{0, math.Inf(-1), 0}}, 0.5, 0.5, 0.5, 0.5},
		// a wrong answer above the threshold is not recall
		{"wrong and sure", []Answer{{2, 9, 0}, {1, 5, 0}}, []Answer{{0, 1, 0}}, 0.5, 1, 0.25, 0.5},
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
	m := Measure([]Answer{{1, 197, 0}, {1, 197.5, 0}, {1, 198, 0}, {1, 1000, 0}}, unknown, 1)
	if !near(*m.Recall, 0.75) {
		t.Errorf("recall %g, want 0.75", *m.Recall)
	}
}

func TestMedian(t *testing.T) {
	m := Measure([]Answer{{1, 1, 9}, {1, 1, 1}, {1, 1, 2}, {1, 1, 3}}, nil, 1)
	if m.MSPerQuery != 2.5 {
		t.Errorf("median %g, want 2.5", m.MSPerQuery)
	}
}

func TestMetricsJSON(t *testing.T) {
	b, err := json.Marshal(Measure([]Answer{{1, 1, 2}}, nil, 3))
	want := `{"top1":1,"top5":1,"gap":1,"recall_at_1pct_false_accepts":null,"ms_per_query":2,"queries":1,"gallery":3}`
	if err != nil || string(b) != want {
		t.Errorf("%s, %v, want %s", b, err, want)
	}
}
