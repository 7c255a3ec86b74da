//go:build !js

package evaluate

import (
	"cmp"
	"slices"
)

// Confusion is a work that queries take for another one.
type Confusion struct {
	Want     string `json:"want"` // the work shown
	Got      string `json:"got"`  // the first candidate
	Count    int    `json:"count"`
	Accepted int    `json:"accepted"` // how many of these answers are accepted
}

// confusions counts what queries are taken for, the most frequent pair first, then by name.
func confusions(queries []Outcome, works []string) []Confusion {
	at := map[[2]int]int{}
	list := []Confusion{}
	for _, q := range queries {
		if q.Rank == 1 || len(q.Result.Candidates) == 0 {
			continue
		}
		pair := [2]int{q.Want, q.Result.Best()}
		i, ok := at[pair]
		if !ok {
			i = len(list)
			at[pair] = i
			list = append(list, Confusion{Want: works[pair[0]], Got: works[pair[1]]})
		}
		list[i].Count++
		if q.Accepted {
			list[i].Accepted++
		}
	}
	slices.SortFunc(list, func(a, b Confusion) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Want, b.Want), cmp.Compare(a.Got, b.Got))
	})
	return list
}
