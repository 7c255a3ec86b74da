package quality

import (
	"hash/fnv"
	"image"
	"math"
	"slices"

	"docent/model"
	"docent/model/proto"
	"docent/model/views"
	"docent/model/vision"
)

// seen is a synthesised view and what it was taken for.
type seen struct {
	work       int
	answer     int // index of the first candidate, proto.None without any
	accepted   bool
	confidence float32   // of the first candidate
	candidates []logOdds // those of the works that the view was taken for
}

type logOdds struct {
	work int
	odds float64
}

// pairViews is how many views each work of a suspicious pair gets.
const pairViews = 8

// view synthesises views of works and recognises them as a page does: the same number of all, or of a sample of the works; then more
// of the works that are near another.
func (c *checker) view() error {
	if c.Views == 0 || c.MostViews == 0 || c.Recognizer == nil {
		return nil
	}
	each := c.Views
	if n := len(c.Works); n*each > c.MostViews {
		each = max(1, c.MostViews/n) // fewer views of more works say more of the collection
	}
	c.sampled = sample(len(c.Works), c.MostViews/each)
	plan := map[int]span{}
	for _, i := range c.sampled {
		plan[i] = span{0, each}
	}
	if err := c.recognise(plan); err != nil {
		return err
	}
	c.measured = len(c.seen)
	c.confusedViews()

	more := map[int]span{}
	for _, s := range c.suspects[:min(len(c.suspects), c.pairsViewed())] {
		for _, w := range [2]int{s.a, s.b} {
			if from := plan[w].to; from < pairViews {
				more[w] = span{from, pairViews}
			}
		}
	}
	return c.recognise(more)
}

// pairsViewed is how many suspicious pairs get more views.
func (c *checker) pairsViewed() int {
	return min(max(len(c.Works)*viewedPairs/100, leastPairs), mostPairs)
}

// confusedViews puts the pairs of which views were taken for one another first among the suspects.
func (c *checker) confusedViews() {
	taken := map[[2]int]bool{}
	for _, s := range c.seen {
		if s.answer != proto.None && s.answer != s.work {
			taken[[2]int{min(s.work, s.answer), max(s.work, s.answer)}] = true
		}
	}
	for i := range c.suspects {
		s := &c.suspects[i]
		s.taken = taken[[2]int{s.a, s.b}]
		delete(taken, [2]int{s.a, s.b})
	}
	k := &seeker{checker: c}
	for p := range taken {
		s := k.compare(p[0], p[1], 0)
		s.taken, s.near = true, float64(s.distance)/c.usual(s.a, s.b)
		c.suspects = append(c.suspects, s)
	}
	c.sortSuspects()
}

// span is the views from one number up to another.
type span struct{ from, to int }

// recognise adds views to c.seen.
func (c *checker) recognise(plan map[int]span) error {
	var list []int
	for i := range plan {
		list = append(list, i)
	}
	slices.Sort(list)
	found := make([][]seen, len(list))
	c.more(len(list))
	err := c.each(len(list), func() (func(int) error, error) {
		r, err := c.Recognizer()
		return func(i int) error {
			w := list[i]
			picture, err := c.Works[w].Load()
			if err != nil {
				return err
			}
			frame := vision.Frame(picture)
			for v := plan[w].from; v < plan[w].to; v++ {
				found[i] = append(found[i], look(r, synthesise(frame, c.Works[w].ID, v), w))
			}
			return nil
		}, err
	})
	c.seen = append(c.seen, slices.Concat(found...)...)
	return err
}

// synthesise returns view v of a work, as large as a phone's frame, every second one upright. The seeds are no others' that synthesise views of it.
func synthesise(work *image.RGBA, id string, v int) *image.RGBA {
	h := fnv.New64a()
	h.Write([]byte("quality/" + id))
	o := views.Options{Width: vision.FrameSide, Height: vision.FrameSide * 3 / 4}
	if v%2 == 1 {
		o.Width, o.Height = o.Height, o.Width
	}
	return views.Synthesise(work, h.Sum64()+uint64(v), o).Image
}

func look(r *model.Recognizer, frame *image.RGBA, work int) seen {
	result := r.Recognize(frame)
	s := seen{work: work, answer: result.Best(), accepted: result.Accepted}
	for i, c := range result.Candidates {
		if i == 0 {
			s.confidence = c.Confidence
		}
		s.candidates = append(s.candidates, logOdds{c.Index, c.LogOdds})
	}
	return s
}

// odds returns the log-odds of a work, far below all others where it is no candidate.
func (s *seen) odds(work int) float64 {
	for _, c := range s.candidates {
		if c.work == work {
			return c.odds
		}
	}
	return math.Inf(-1)
}

// right says whether the first candidate is the work that the view shows.
func (s *seen) right() bool { return s.answer == s.work && s.answer != proto.None }
