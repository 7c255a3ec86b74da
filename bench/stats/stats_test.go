//go:build !js

package stats

import (
	"math"
	"slices"
	"testing"
)

func TestSummarise(t *testing.T) {
	hundred := make([]float64, 101)
	for i := range hundred {
		hundred[i] = float64(100 - i) // descending
	}
	for _, c := range []struct {
		name  string
		times []float64
		want  Summary
	}{
		{"one", []float64{7}, Summary{7, 7, 7, 1}},
		{"two: half way", []float64{3, 1}, Summary{2, 1.2, 2.8, 2}},
		{"odd", []float64{5, 1, 3}, Summary{3, 1.4, 4.6, 3}},
		{"an outlier moves no median", []float64{1, 1, 1, 1, 1000}, Summary{1, 1, 600.4, 5}},
		{"hundred", hundred, Summary{50, 10, 90, 101}},
	} {
		before := slices.Clone(c.times)
		got := Summarise(c.times)
		if math.Abs(got.Median-c.want.Median)+math.Abs(got.P10-c.want.P10)+math.Abs(got.P90-c.want.P90) > 1e-9 || got.Count != c.want.Count {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
		if !slices.Equal(before, c.times) {
			t.Errorf("%s: the list was changed", c.name)
		}
	}
	if s := Summarise(nil); !math.IsNaN(s.Median) || !math.IsNaN(s.P90) || s.Count != 0 {
		t.Errorf("nothing sums up to %+v", s)
	}
}

func TestRatio(t *testing.T) {
	if r := (Summary{Median: 0.5}).Ratio(Summary{Median: 2}); r != 4 {
		t.Errorf("2 ms is %g times 0.5 ms, want 4", r)
	}
}
