//go:build !js

// Package stats sums up measured times.
//
// A time on a shared machine has a floor, what the work takes, and a long tail, what others took away meanwhile. So the
// middle is told by the median, the spread by the 10th and the 90th percentile, and two things are compared by the ratio
// of their medians, taken in the same rounds.
package stats

import (
	"math"
	"slices"
)

// Summary is what is told of a list of times, in the unit of the list.
type Summary struct {
	Median float64 `json:"median"`
	P10    float64 `json:"p10"`
	P90    float64 `json:"p90"`
	Count  int     `json:"count"`
}

// Summarise sums up a list, which it leaves alone. Of an empty one every number is NaN, but for the count.
func Summarise(times []float64) Summary {
	s := slices.Sorted(slices.Values(times))
	return Summary{Quantile(s, 0.5), Quantile(s, 0.1), Quantile(s, 0.9), len(s)}
}

// Quantile returns the value below which the share q (0 to 1) of an ascending list lies, on the straight line between
// neighbours; NaN of an empty list.
func Quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	at := q * float64(len(sorted)-1)
	i := min(int(at), len(sorted)-1)
	j := min(i+1, len(sorted)-1)
	return sorted[i] + (at-float64(i))*(sorted[j]-sorted[i])
}

// Ratio returns how many times shorter than other s is, by their medians.
func (s Summary) Ratio(other Summary) float64 { return other.Median / s.Median }
