package episode

import (
	"reflect"
	"testing"
)

func TestSample(t *testing.T) {
	many := make([]int, 40)
	for i := range many {
		many[i] = 6
	}
	mixed := []int{1, 2, 3, 6, 2, 4}
	for _, test := range []struct {
		name string
		s    Sampler
	}{
		{"as the seed", Sampler{Pictures: many, Way: 20, Shot: 1, Query: 5, Seed: 1}},
		{"few pictures", Sampler{Pictures: mixed, Way: 4, Shot: 1, Query: 5, Seed: 2}},
		{"references support", Sampler{Pictures: mixed, Way: 6, Shot: 1, Query: 2, Seed: 3, FirstSupports: true}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if err := test.s.Check(); err != nil {
				t.Fatal(err)
			}
			seen := map[int]bool{}
			for i := range 300 {
				e := test.s.Sample(i)
				if again := test.s.Sample(i); !reflect.DeepEqual(e, again) {
					t.Fatalf("episode %d differs when drawn again", i)
				}
				if len(e.Support) != e.Way*e.Shot || len(e.Queries) != e.Way*e.Query {
					t.Fatalf("episode %d: %d supports, %d queries", i, len(e.Support), len(e.Queries))
				}
				works := map[int]bool{}
				for k := range e.Way {
					work := e.Support[k*e.Shot].Work
					works[work], seen[work] = true, true
					supports := map[int]bool{}
					for _, d := range e.Support[k*e.Shot:][:e.Shot] {
						supports[d.Picture] = true
						if d.Work != work || test.s.FirstSupports && d.Picture >= e.Shot {
							t.Fatalf("episode %d: support %+v of work %d", i, d, work)
						}
					}
					for _, d := range e.Queries[k*e.Query:][:e.Query] {
						if d.Work != work || d.Picture >= test.s.Pictures[work] {
							t.Fatalf("episode %d: query %+v of work %d", i, d, work)
						}
						if test.s.Pictures[work] > 1 && supports[d.Picture] {
							t.Fatalf("episode %d: picture %d of work %d is support and query", i, d.Picture, work)
						}
					}
				}
				if len(works) != e.Way {
					t.Fatalf("episode %d has %d different works, want %d", i, len(works), e.Way)
				}
			}
			if len(seen) != len(test.s.Pictures) {
				t.Errorf("300 episodes drew %d of %d works", len(seen), len(test.s.Pictures))
			}
		})
	}
}

// TestHard checks that hard episodes are made of groups of neighbours, each
// work once.
func TestHard(t *testing.T) {
	pictures := make([]int, 100)
	for i := range pictures {
		pictures[i] = 1
	}
	s := Sampler{Pictures: pictures, Way: 24, Shot: 1, Query: 1, Seed: 1, Group: 4, Neighbours: func(work, n int) (near []int) {
		for i := 1; i <= n; i++ {
			near = append(near, (work+i)%100)
		}
		return near
	}}
	for i := range 50 {
		e := s.Sample(i)
		works, together := map[int]bool{}, 0
		for k, d := range e.Support {
			works[d.Work] = true
			if k > 0 && d.Work == (e.Support[k-1].Work+1)%100 {
				together++
			}
		}
		if len(works) != 24 || together < 12 {
			t.Errorf("episode %d: %d works, %d beside a neighbour", i, len(works), together)
		}
	}
}

func TestCheck(t *testing.T) {
	for _, s := range []Sampler{
		{Pictures: []int{1, 1}, Way: 1, Shot: 1, Query: 1},
		{Pictures: []int{1, 1}, Way: 3, Shot: 1, Query: 1},
		{Pictures: []int{2, 2}, Way: 2, Shot: 2, Query: 1},
		{Pictures: []int{1, 0}, Way: 2, Shot: 1, Query: 1},
		{Pictures: []int{1, 1}, Way: 2, Shot: 0, Query: 1},
	} {
		if s.Check() == nil {
			t.Errorf("%+v is accepted", s)
		}
	}
}

// TestAccuracy counts right answers where they are known: embeddings that give
// work 0 away always, and mistake 1 for 0.
func TestAccuracy(t *testing.T) {
	s := Sampler{Pictures: []int{4, 4}, Way: 2, Shot: 1, Query: 3, Seed: 9, FirstSupports: true}
	got := s.Accuracy(50, func(d Draw) []float32 {
		if d.Work == 1 && d.Picture == 0 {
			return []float32{10, 0}
		}
		return []float32{0, 1}
	})
	if got != 0.5 {
		t.Errorf("accuracy %v, want 0.5", got)
	}
}
