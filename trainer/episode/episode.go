// Package episode draws the episodes that a Prototypical Network is trained
// and tested in: a few works (way), a few pictures of each to make its
// prototype from (shot), and a few more to recognise (query). Vinyals et al.
// 2016, section 2; Snell et al. 2017, section 2.
package episode

import (
	"fmt"
	"math/rand/v2"

	"docent/model/proto"
)

// A Draw is one picture of an episode.
type Draw struct {
	Work    int    // index of the work in the data set
	Picture int    // index of the picture among the work's
	Seed    uint64 // for the view synthesised of it, where one is
}

// An Episode holds Way x Shot supports and Way x Query queries, work by work:
// Support[k*Shot+i] and Queries[k*Query+j] show the episode's k-th work.
type Episode struct {
	Way, Shot, Query int
	Support, Queries []Draw
}

// A Sampler draws episodes. The i-th is a function of the sampler's fields
// alone, so that it does not matter who draws it, when, or after which other.
type Sampler struct {
	Pictures []int // pictures per work; one means that each draw is a view of it
	Way      int   // works per episode
	Shot     int   // supports per work
	Query    int   // queries per work
	Seed     uint64
	// FirstSupports makes a work's first pictures its supports, as a museum's
	// reference is; otherwise every picture may be either.
	FirstSupports bool
	// Group and Neighbours make episodes hard: their works come in groups of
	// Group (the last may be smaller), one drawn and those that Neighbours
	// gives for it, the most easily mistaken ones. Without Neighbours all are
	// drawn.
	Group      int
	Neighbours func(work, n int) []int
}

// Check reports what keeps the sampler from drawing.
func (s *Sampler) Check() error {
	if s.Way < 2 || s.Shot < 1 || s.Query < 1 {
		return fmt.Errorf("draw episodes: way %d, shot %d, query %d: way must be 2 or more, shot and query 1 or more", s.Way, s.Shot, s.Query)
	}
	if len(s.Pictures) < s.Way {
		return fmt.Errorf("draw episodes: %d works are too few for %d ways", len(s.Pictures), s.Way)
	}
	for i, n := range s.Pictures {
		if n < 1 || n > 1 && n < s.Shot+1 {
			return fmt.Errorf("draw episodes: work %d has %d pictures, %d supports and a query need %d", i, n, s.Shot, s.Shot+1)
		}
	}
	return nil
}

// Sample draws the i-th episode. A work that has fewer pictures than
// Shot+Query shows some of its queries more than once, never a support among
// its queries.
func (s *Sampler) Sample(i int) Episode {
	r := rand.New(rand.NewPCG(s.Seed, uint64(i)))
	e := Episode{Way: s.Way, Shot: s.Shot, Query: s.Query}
	for _, work := range s.works(r) {
		n := s.Pictures[work]
		var order []int
		switch {
		case n == 1:
			order = []int{0}
		case s.FirstSupports:
			for p := range s.Shot {
				order = append(order, p)
			}
			for _, p := range r.Perm(n - s.Shot) {
				order = append(order, s.Shot+p)
			}
		default:
			order = r.Perm(n)
		}
		for k := range s.Shot + s.Query {
			d := Draw{Work: work, Seed: r.Uint64()}
			switch {
			case n == 1:
			case k < len(order):
				d.Picture = order[k]
			default:
				d.Picture = order[s.Shot+(k-s.Shot)%(n-s.Shot)]
			}
			if k < s.Shot {
				e.Support = append(e.Support, d)
			} else {
				e.Queries = append(e.Queries, d)
			}
		}
	}
	return e
}

// works draws the works of an episode.
func (s *Sampler) works(r *rand.Rand) []int {
	if s.Neighbours == nil || s.Group < 2 {
		return distinct(r, len(s.Pictures), s.Way)
	}
	seen := make(map[int]bool, s.Way)
	works := make([]int, 0, s.Way)
	add := func(work int) {
		if !seen[work] && len(works) < s.Way {
			seen[work] = true
			works = append(works, work)
		}
	}
	for len(works) < s.Way {
		first := r.IntN(len(s.Pictures))
		if seen[first] {
			continue
		}
		add(first)
		for _, work := range s.Neighbours(first, s.Group-1) {
			add(work)
		}
	}
	return works
}

// distinct draws k different numbers below n (Floyd's algorithm, Bentley and
// Floyd 1987), in random order.
func distinct(r *rand.Rand, n, k int) []int {
	seen := make(map[int]bool, k)
	out := make([]int, 0, k)
	for j := n - k; j < n; j++ {
		v := r.IntN(j + 1)
		if seen[v] {
			v = j
		}
		seen[v] = true
		out = append(out, v)
	}
	r.Shuffle(k, func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// Accuracy is the share of queries, over n episodes, whose nearest prototype
// by squared Euclidean distance is that of their own work. embed returns the
// embedding of a draw's picture.
func (s *Sampler) Accuracy(n int, embed func(Draw) []float32) float64 {
	right, total := 0, 0
	for i := range n {
		e := s.Sample(i)
		prototypes := make([][]float32, e.Way)
		for k := range prototypes {
			supports := make([][]float32, e.Shot)
			for j := range supports {
				supports[j] = embed(e.Support[k*e.Shot+j])
			}
			prototypes[k] = make([]float32, len(supports[0]))
			proto.Mean(prototypes[k], supports)
		}
		for j, q := range e.Queries {
			v := embed(q)
			best, nearest := -1, float32(0)
			for k, p := range prototypes {
				if d := proto.SquaredDistance(v, p); best < 0 || d < nearest {
					best, nearest = k, d
				}
			}
			if best == j/e.Query {
				right++
			}
			total++
		}
	}
	return float64(right) / float64(total)
}
