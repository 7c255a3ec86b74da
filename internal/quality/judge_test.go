package quality

import (
	"context"
	"math"
	"strings"
	"testing"

	"docent/model/proto"
)

// judged returns a checker of works on a line, a unit apart.
func judged(ids ...string) *checker {
	c := &checker{ctx: context.Background(), report: &Report{}}
	c.Set = &proto.Set{Dim: 1}
	for i, id := range ids {
		c.Works = append(c.Works, Work{ID: id})
		c.Set.Vectors = append(c.Set.Vectors, float32(i))
	}
	return c
}

func TestPairs(t *testing.T) {
	c := judged("a", "b", "c")
	view := func(work, answer int, accepted bool, own, other float64) {
		c.seen = append(c.seen, seen{work: work, answer: answer, accepted: accepted, candidates: []logOdds{{work, own}, {1 - work, other}}})
	}
	for range 4 { // a coin's toss, and both are sure
		view(0, 1, true, 10, 10)
		view(1, 1, true, 10, 10)
	}
	c.suspects = []suspect{{a: 0, b: 2, distance: 1, agreed: 3}, {a: 0, b: 1, distance: 1, agreed: 5}, {a: 1, b: 2, agreed: 40, least: 50}}
	c.pairs()
	r := c.report
	if len(r.Pairs) != 1 || len(r.Duplicates) != 1 || r.Duplicates[0].A != "b" {
		t.Fatalf("pairs %+v, duplicates %+v", r.Pairs, r.Duplicates)
	}
	p := r.Pairs[0]
	if p.A != "a" || p.B != "b" || p.TakenA != 4 || p.TakenB != 0 || p.Accepted != 4 || p.Share() != 0.5 || !p.Certain || math.Abs(p.Confused-0.5) > 1e-3 {
		t.Errorf("pair %+v", p)
	}
	if got := r.Fails(); !strings.Contains(got, "1 pair of works will be confused") {
		t.Errorf("strict says %q", got)
	}

	// One view of many that resembles the other a little is no pair.
	c = judged("a", "b")
	for range 15 {
		c.seen = append(c.seen, seen{work: 0, answer: 0, accepted: true, candidates: []logOdds{{0, 8}, {1, -4}}})
	}
	c.seen = append(c.seen, seen{work: 1, answer: 0, candidates: []logOdds{{0, -2}, {1, -3}}})
	c.suspects = []suspect{{a: 0, b: 1, distance: 1}}
	if c.pairs(); len(c.report.Pairs) != 0 {
		t.Errorf("pairs %+v", c.report.Pairs)
	}
}

func TestRecognition(t *testing.T) {
	c := judged("a", "b")
	c.seen = []seen{{work: 0, answer: 0, accepted: true}, {work: 0, answer: 0, accepted: true}, {work: 1, answer: 0, accepted: true}, {work: 1, answer: proto.None}}
	c.measured, c.sampled = 4, []int{0, 1}
	c.recognition()
	r := c.report
	if r.Recognised.Value != 0.5 || r.Wrong.Value != 0.25 || r.Refused.Value != 0.25 || r.Views != 4 || r.Viewed != 2 {
		t.Errorf("report %+v", r)
	}
	if len(r.Weak) != 1 || r.Weak[0].ID != "b" || r.Weak[0].Recognised != 0 || len(r.Weak[0].Taken) != 1 || r.Weak[0].Taken[0].ID != "a" {
		t.Errorf("weak works %+v", r.Weak)
	}
	// Views of a work that all fare alike count once.
	if low, high := wilson(0.5, 4); r.Recognised.Low >= low || r.Recognised.High <= high {
		t.Errorf("the interval %+v is narrower than of independent views, %.3f to %.3f", r.Recognised, low, high)
	}
	if low, high := wilson(0, 10); low != 0 || math.Abs(high-0.2775) > 1e-3 {
		t.Errorf("none of 10: %.4f to %.4f", low, high)
	}
}

// TestPhotos has a photo of work b that its other pictures would take for a, and one that shows a.
func TestPhotos(t *testing.T) {
	c := judged("a", "b")
	c.Calibration = proto.Calibration{Near: -2, Ahead: -2, Typical: 1, FalseAcceptRate: 0.01}
	c.Works[1].Photos = []Photo{
		{Name: "good.jpg", Looks: [][]float32{{0.9}, {5}}, Without: []float32{2}},
		{Name: "swapped.jpg", Looks: [][]float32{{0.1}}, Without: []float32{1}},
	}
	c.Works[1].Photos[1].Without[0] = 0.5 // with the photo of another work, b is farther from what it shows
	if err := c.photos(); err != nil {
		t.Fatal(err)
	}
	p := c.report.Photos
	if len(p) != 2 || p[0].Name != "swapped.jpg" || p[0].Gain >= 0 || p[0].With.ID != "a" {
		t.Errorf("photos %+v", p)
	}
	if g := p[1]; g.Gain <= 0 || g.Without.ID != "a" || g.With.ID != "b" || !g.With.Accepted {
		t.Errorf("good photo %+v", g)
	}
	c.advise()
	if a := c.report.Advice; len(a) != 1 || !strings.HasPrefix(a[0].Says, "Leave swapped.jpg out") {
		t.Errorf("advice %+v", a)
	}
}
