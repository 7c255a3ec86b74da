package quality

import (
	"cmp"
	"math"
	"slices"

	"docent/model/proto"
)

// judge turns what was found into the report.
func (c *checker) judge() error {
	c.recognition()
	c.pairs()
	c.pictures()
	if err := c.photos(); err != nil {
		return err
	}
	c.texts()
	c.advise()
	c.titles()
	return nil
}

// titles fills in Titles.
func (c *checker) titles() {
	r := c.report
	r.Titles = map[string]string{}
	name := func(index int) {
		w := &c.Works[index]
		for _, l := range c.Languages {
			if t := w.Texts[l].Title; t != "" && t != w.ID {
				r.Titles[w.ID] = t
				return
			}
		}
	}
	for _, list := range [][]Pair{r.Pairs, r.Duplicates} {
		for _, p := range list {
			name(p.IndexA)
			name(p.IndexB)
		}
	}
	for _, w := range r.Weak {
		name(w.Index)
	}
	for _, f := range r.Pictures {
		name(f.Index)
	}
	for _, p := range r.Photos {
		name(p.Index)
	}
}

// recognition gives the figures of the views.
func (c *checker) recognition() {
	r := c.report
	all := c.seen[:c.measured]
	r.Views, r.Viewed = len(all), len(c.sampled)
	if len(all) == 0 {
		return
	}
	r.Recognised = c.share(func(s *seen) bool { return s.accepted && s.right() })
	r.Refused = c.share(func(s *seen) bool { return !s.accepted })
	r.Wrong = c.share(func(s *seen) bool { return s.accepted && !s.right() })
	for from := 0; from < len(all); {
		to := from
		for to < len(all) && all[to].work == all[from].work {
			to++
		}
		if w := c.weak(all[from:to]); w.Recognised < w.Views {
			r.Weak = append(r.Weak, w)
		}
		from = to
	}
	slices.SortStableFunc(r.Weak, func(a, b Weak) int {
		return cmp.Or(cmp.Compare(a.Recognised*b.Views, b.Recognised*a.Views), cmp.Compare(a.Refused, b.Refused))
	})
}

// weak counts what the views of one work were taken for.
func (c *checker) weak(list []seen) Weak {
	w := Weak{ID: c.Works[list[0].work].ID, Index: list[0].work, Views: len(list)}
	for _, s := range list {
		if !s.accepted {
			w.Refused++
		} else if s.right() {
			w.Recognised++
		}
		if s.answer == proto.None || s.right() {
			continue
		}
		at := slices.IndexFunc(w.Taken, func(t Taken) bool { return t.Index == s.answer })
		if at < 0 {
			at = len(w.Taken)
			w.Taken = append(w.Taken, Taken{ID: c.Works[s.answer].ID, Index: s.answer})
		}
		w.Taken[at].Count++
		if s.accepted {
			w.Taken[at].Accepted++
		}
	}
	slices.SortStableFunc(w.Taken, func(a, b Taken) int { return cmp.Compare(b.Count, a.Count) })
	return w
}

// share returns the share of the measured views that count, with Wilson's confidence interval (1927). Views of one work are not
// independent of each other: where works differ more than chance lets them, the views count for as many as would differ as much
// (Kish 1965, "Survey Sampling", design effect).
func (c *checker) share(counts func(s *seen) bool) Share {
	byWork := map[int]float64{}
	sum, n := 0.0, float64(c.measured)
	for i := range c.seen[:c.measured] {
		if counts(&c.seen[i]) {
			byWork[c.seen[i].work]++
			sum++
		}
	}
	p, works := sum/n, float64(len(c.sampled))
	if p > 0 && p < 1 && works > 1 {
		per := n / works
		squares := (works - float64(len(byWork))) * p * p
		for _, i := range c.sampled {
			if k, ok := byWork[i]; ok {
				squares += (k/per - p) * (k/per - p)
			}
		}
		between := squares / (works - 1) / works
		n = min(n, p*(1-p)/max(between, 1e-12))
	}
	low, high := wilson(p, n)
	return Share{p, low, high}
}

// wilson returns the 95 % confidence interval of a share p of n.
func wilson(p, n float64) (low, high float64) {
	const z = 1.96
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	low, high = max(middle-half, 0), min(middle+half, 1)
	if p == 0 {
		low = 0 // but for rounding
	}
	if p == 1 {
		high = 1
	}
	return low, high
}

const (
	// certainShare is the share of views above which two works will be confused for certain.
	certainShare = 0.1
	// leastConfused is the probability of confusion from which a pair is worth a line, and fairlyConfused that from which something is to be done.
	leastConfused, fairlyConfused = 0.05, 0.1
)

// pairs fills in Pairs and Duplicates.
func (c *checker) pairs() {
	views := map[int][]*seen{}
	for i := range c.seen {
		views[c.seen[i].work] = append(views[c.seen[i].work], &c.seen[i])
	}
	r := c.report
	for _, s := range c.suspects {
		p := Pair{A: c.Works[s.a].ID, B: c.Works[s.b].ID, IndexA: s.a, IndexB: s.b, ViewsA: len(views[s.a]), ViewsB: len(views[s.b]),
			SquaredDistance: float64(s.distance), Agreed: s.agreed, Turn: s.turn, Same: s.same}
		if c.Features == nil {
			p.Agreed = -1
		}
		var odds float64
		count := func(list []*seen, own, other int) (taken int) {
			for _, v := range list {
				if v.answer == other {
					taken++
					if v.accepted {
						p.Accepted++
					}
				}
				odds += confused(v.odds(own), v.odds(other))
			}
			return taken
		}
		p.TakenA, p.TakenB = count(views[s.a], s.a, s.b), count(views[s.b], s.b, s.a)
		n := p.ViewsA + p.ViewsB
		if n > 0 {
			p.Confused = odds / float64(n)
			low, _ := wilson(p.Share(), float64(n))
			p.Certain = low > certainShare
		}
		switch {
		case s.duplicate():
			r.Duplicates = append(r.Duplicates, p)
		case p.Accepted > 0 || p.TakenA+p.TakenB > 1 || p.Confused >= leastConfused || p.Alike():
			r.Pairs = append(r.Pairs, p)
		}
	}
	slices.SortStableFunc(r.Duplicates, func(p, q Pair) int {
		return cmp.Or(trueFirst(p.Same, q.Same), cmp.Compare(q.Agreed, p.Agreed))
	})
	slices.SortStableFunc(r.Pairs, func(p, q Pair) int {
		return cmp.Or(cmp.Compare(q.Confused, p.Confused), cmp.Compare(p.SquaredDistance, q.SquaredDistance))
	})
}

// confused returns the probability of the other of two works, by the log-odds of both against a view of neither.
func confused(own, other float64) float64 {
	if math.IsInf(other, -1) {
		return 0
	}
	return 1 / (1 + math.Exp(-other) + math.Exp(own-other))
}
