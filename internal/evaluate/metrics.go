//go:build !js

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
	MSPerQuery float64  `json:"ms_per_query"` // median, frame to answer, one thread
	MSP95      float64  `json:"ms_p95"`       // 95 of 100 queries take at most as long
	Queries    int      `json:"queries"`      // of works in the gallery
	Gallery    int      `json:"gallery"`      // works, distractors among them
	// What becomes of the queries at the gallery's own threshold; the three shares add up to 1.
	AcceptedRight float64 `json:"accepted_right"`
	AcceptedWrong float64 `json:"accepted_wrong"`
	Refused       float64 `json:"refused"`
}

// UnknownSet is the figures of a folder of unknown queries.
type UnknownSet struct {
	Dir      string  `json:"-"`
	Pictures int     `json:"pictures"`
	Accepted float64 `json:"accepted"` // share, at the gallery's own threshold
	// AcceptedAt1 is the share accepted where the threshold is set so that one percent of the unknown queries of all
	// folders are.
	AcceptedAt1 float64 `json:"accepted_at_1pct"`
}

// falseAccepts is the share of unknown queries that Recall lets pass.
const falseAccepts = 0.01

// Answer is what counts of the answer to a query.
type Answer struct {
	Rank       int     // of the right work among the candidates, from 1; 0 when it is not there or there is none
	Score      float64 // of the first candidate, higher is better; -Inf when there is no candidate
	Confidence float64 // that the first candidate is right, as it is stated, 0 to 1
	Accepted   bool    // at the gallery's own threshold
	MS         float64 // milliseconds
}

// Measure computes the figures of queries, given the answers to unknown queries, which have no right answer.
func Measure(queries, unknown []Answer, gallery int) Metrics {
	m := Metrics{Queries: len(queries), Gallery: gallery}
	if len(queries) == 0 {
		return m
	}
	m.Top1 = share(queries, func(q Answer) bool { return q.Rank == 1 })
	m.Top5 = share(queries, func(q Answer) bool { return q.Rank >= 1 && q.Rank <= 5 })
	m.GAP = gap(queries, unknown)
	if len(unknown) > 0 {
		limit := threshold(unknown)
		recall := share(queries, func(q Answer) bool { return q.Rank == 1 && q.Score >= limit })
		m.Recall = &recall
	}
	m.AcceptedRight = share(queries, func(q Answer) bool { return q.Accepted && q.Rank == 1 })
	m.AcceptedWrong = share(queries, func(q Answer) bool { return q.Accepted && q.Rank != 1 })
	m.Refused = share(queries, func(q Answer) bool { return !q.Accepted })
	ms := make([]float64, len(queries))
	for i, q := range queries {
		ms[i] = q.MS
	}
	slices.Sort(ms)
	m.MSPerQuery = (ms[(len(ms)-1)/2] + ms[len(ms)/2]) / 2
	m.MSP95 = ms[(95*len(ms)+99)/100-1]
	return m
}

// measureUnknown computes the figures of the unknown queries of a folder; all are those of every folder.
func measureUnknown(dir string, unknown, all []Answer) UnknownSet {
	limit := threshold(all)
	return UnknownSet{
		Dir:         dir,
		Pictures:    len(unknown),
		Accepted:    share(unknown, func(u Answer) bool { return u.Accepted }),
		AcceptedAt1: share(unknown, func(u Answer) bool { return u.Score >= limit }),
	}
}

// share is the share of at least one answer that counts.
func share(answers []Answer, counts func(Answer) bool) float64 {
	n := 0
	for _, a := range answers {
		if counts(a) {
			n++
		}
	}
	return float64(n) / float64(len(answers))
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
