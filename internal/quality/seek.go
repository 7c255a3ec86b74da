package quality

import (
	"cmp"
	"slices"

	"docent/model/local"
	"docent/model/proto"
)

// suspect is a pair of works that may be taken for one another.
type suspect struct {
	a, b     int     // a < b
	distance float32 // squared, of their prototypes
	near     float64 // that distance, in the distance that 99 of 100 other pictures keep from both
	agreed   int     // local features of the one that agree with the other's
	turn     int     // quarter turns, clockwise, of b against a, by which they agree
	least    int     // features of the work that has fewer
	same     bool    // the same file
	taken    bool    // a view of the one was taken for the other
}

// duplicate says whether the two are the same picture: the same file, or features that agree almost entirely.
func (s *suspect) duplicate() bool {
	return s.same || s.agreed >= local.Enough && s.agreed >= duplicateShare*s.least/100
}

// akin says whether something is to be seen in both.
func (s *suspect) akin() bool { return s.agreed >= local.Enough }

const (
	// duplicateShare is the percent of its features in which a picture agrees with another of the same work. See docs/quality.md.
	duplicateShare = 50
	// neighbours is how many of the nearest works of each, by prototypes and by features, are compared with it.
	neighbours = 4
	// mostIndexed is up to how many works are sought by their features, too, as the page does.
	mostIndexed = 10_000
	// viewedPairs is how many pairs of works, the nearest first, are compared by more views: for each hundred works, at least and at most.
	viewedPairs, leastPairs, mostPairs = 10, 20, 100
)

// seek finds the pairs of works that are near one another, without looking at a picture: by files, prototypes and features.
func (c *checker) seek() error {
	pairs := map[[2]int]suspect{}
	pair := func(a, b int) suspect {
		if a > b {
			a, b = b, a
		}
		s, ok := pairs[[2]int{a, b}]
		if !ok {
			s = suspect{a: a, b: b, distance: proto.SquaredDistance(c.Set.At(a), c.Set.At(b))}
		}
		return s
	}
	keep := func(s suspect) { pairs[[2]int{s.a, s.b}] = s }

	first := map[string]int{}
	for i, w := range c.Works {
		if before, ok := first[w.File]; ok && w.File != "" {
			s := pair(before, i)
			s.same = true
			keep(s)
		} else {
			first[w.File] = i
		}
	}

	sought := sample(len(c.Works), c.MostSought)
	c.report.Sought = len(sought)
	found := make([][]suspect, len(sought))
	c.more(len(sought))
	err := c.each(len(sought), func() (func(int) error, error) {
		ranking, err := c.newRanking()
		if err != nil {
			return nil, err
		}
		s := &seeker{checker: c, ranking: ranking}
		if c.Features != nil && len(c.Works) <= mostIndexed {
			s.index = local.NewIndex(len(c.Works), c.Features)
		}
		return func(i int) error {
			found[i] = s.around(sought[i])
			return nil
		}, nil
	})
	if err != nil {
		return err
	}
	for _, list := range found {
		for _, s := range list {
			s.same = pair(s.a, s.b).same
			if known, ok := pairs[[2]int{s.a, s.b}]; !ok || known.agreed <= s.agreed {
				keep(s)
			}
		}
	}
	for _, s := range pairs {
		s.near = float64(s.distance) / c.usual(s.a, s.b)
		c.suspects = append(c.suspects, s)
	}
	c.sortSuspects()
	return nil
}

// sortSuspects puts first what was taken for one another, then what shows the same, then what is near.
func (c *checker) sortSuspects() {
	slices.SortFunc(c.suspects, func(s, t suspect) int {
		return cmp.Or(trueFirst(s.taken, t.taken), trueFirst(s.akin(), t.akin()), cmp.Compare(s.near, t.near), cmp.Compare(s.a, t.a), cmp.Compare(s.b, t.b))
	})
}

// trueFirst compares two truths, for sorting.
func trueFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// usual returns how far other pictures keep from the prototypes of two works: 99 of 100 are farther from both.
func (c *checker) usual(a, b int) float64 {
	if c.Set.Impostors == nil {
		return 1
	}
	return float64(min(c.Set.Impostors[a], c.Set.Impostors[b]))
}

// sample returns n of the numbers 0 to of-1, evenly spread; all of them where there are no more.
func sample(of, n int) []int {
	n = min(n, of)
	list := make([]int, n)
	for i := range list {
		list[i] = i * of / n
	}
	return list
}

// A seeker finds what is near a work.
type seeker struct {
	*checker
	ranking *proto.Ranking
	index   *local.Index
	local.Checker
	best       []proto.Match
	own, other []local.Feature
	turned     []local.Feature
}

// around returns the pairs of a work and those nearest to it.
func (s *seeker) around(work int) []suspect {
	s.ranking.Reset()
	s.ranking.Add(s.Set.At(work), 0)
	s.best = s.ranking.Best(s.best, neighbours+1)
	var list []suspect
	for _, m := range s.best {
		if m.Index != work {
			list = append(list, s.compare(work, m.Index, 0))
		}
	}
	if s.index == nil {
		return list
	}
	s.own = s.features(s.own, work)
	for _, h := range s.index.Best(s.own, neighbours+1, 0, 1, 2, 3) {
		if h.Work != work {
			if p := s.compare(work, h.Work, h.Turn); p.akin() {
				list = append(list, p)
			}
		}
	}
	return list
}

// compare compares the features of two works, those of the first turned.
func (s *seeker) compare(work, with, turn int) suspect {
	p := suspect{a: min(work, with), b: max(work, with), distance: proto.SquaredDistance(s.Set.At(work), s.Set.At(with)), turn: turn}
	if p.a == work { // it is the first that is turned back to look like the second
		p.turn = -turn & 3
	}
	if s.Features == nil {
		return p
	}
	s.own, s.other = s.features(s.own, work), s.features(s.other, with)
	s.turned = local.Turn(s.turned[:0], s.own, turn)
	p.agreed, p.least = s.Check(s.other, s.turned), min(len(s.own), len(s.other))
	return p
}

// features returns a work's features in dst; none where they are not there or are damaged.
func (s *seeker) features(dst []local.Feature, work int) []local.Feature {
	dst, err := local.DecodeRow(dst[:0], s.Features(work))
	if err != nil {
		return dst[:0]
	}
	return dst
}
