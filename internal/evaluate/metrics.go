//go:build !js

// Package evaluate measures recognition: it builds a gallery of references, matches queries whose answer is known, and
// counts.
package evaluate

import (
	"slices"

	"docent/model/proto"
)

// Metrics are the figures of a set of queries; shares are 0 to 1.
type Metrics struct {
	Top1 float64 `json:"top1"` // share of queries whose first candidate is right
	Top5 float64 `json:"top5"` // share of queries with the right work among the first five
	GAP  float64 `json:"gap"`  // see gap
	// Recall is the share of queries that are answered rightly and accepted, when the threshold is set so that one
	// percent of the unknown queries are accepted; nil without unknown queries.
	Recall     *float64 `json:"recall_at_1pct_false_accepts"`
	MSPerQuery float64  `json:"ms_per_query"` // median, decoded picture to answer, one thread
	Queries    int      `json:"queries"`      // of works in the gallery
	Gallery    int      `json:"gallery"`      // works, distractors among them
}

// falseAccepts is the share of unknown queries that Recall lets pass.
const falseAccepts = 0.01

// Answer is what counts of the answer to a query.
type Answer struct {
	Rank  int     // of the right work among the candidates, from 1; 0 when it is not there or there is none
	Score float64 // of the first candidate, higher is better; -Inf when there is no candidate
	MS    float64 // milliseconds
}

// Measure computes the figures of queries, given the answers to unknown queries, which have no right answer.
func Measure(queries, unknown []Answer, gallery int) Metrics {
	m := Metrics{Queries: len(queries), Gallery: gallery}
	if len(queries) == 0 {
		return m
	}
	share := func(counts func(Answer) bool) float64 {
		n := 0
		for _, q := range queries {
			if counts(q) {
				n++
			}
		}
		return float64(n) / float64(len(queries))
	}
	m.Top1 = share(func(q Answer) bool { return q.Rank == 1 })
	m.Top5 = share(func(q Answer) bool { return q.Rank >= 1 && q.Rank <= 5 })
	m.GAP = gap(queries, unknown)
	if len(unknown) > 0 {
		limit := threshold(unknown)
		recall := share(func(q Answer) bool { return q.Rank == 1 && q.Score >= limit })
		m.Recall = &recall
	}
	ms := make([]float64, len(queries))
	for i, q := range queries {
		ms[i] = q.MS
	}
	m.MSPerQuery = median(ms)
	return m
}

// threshold returns the lowest score that accepts at most one percent of the unknown queries.
func threshold(unknown []Answer) float64 {
	var scores []float64
	for _, u := range unknown {
		scores = append(scores, u.Score)
	}
	return proto.Threshold(scores, falseAccepts)
}

// gap is the global average precision, or micro-AP, of the first candidates: with all answers sorted by score, those to
// unknown queries among them as wrong ones, the sum over right answers of the precision up to there, divided by the
// number of queries that have an answer (Perronnin, Liu and Renders 2009; as used by Weyand et al., "Google Landmarks
// Dataset v2", 2020, section 5, and by Ypsilantis et al., "The Met Dataset", 2021). Among equal scores wrong answers
// come first, so that a constant score earns nothing.
func gap(queries, unknown []Answer) float64 {
	all := slices.Concat(queries, unknown)
	slices.SortStableFunc(all, func(a, b Answer) int {
		switch {
		case a.Score > b.Score, a.Score == b.Score && a.Rank != 1 && b.Rank == 1:
			return -1
		case a.Score < b.Score, a.Score == b.Score && a.Rank == 1 && b.Rank != 1:
			return 1
		}
		return 0
	})
	right, sum := 0, 0.0
	for i, a := range all {
		if a.Rank == 1 {
			right++
			sum += float64(right) / float64(i+1)
		}
	}
	return sum / float64(len(queries))
}

// median returns the median of at least one number.
func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}
