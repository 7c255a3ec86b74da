package model

import (
	"errors"
	"image"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"docent/internal/fixture"
	"docent/model/bundle"
	"docent/model/nn"
	"docent/model/proto"
	"docent/model/vision"
)

// gallery returns a bundle of n sketches for the network, from their references alone.
func gallery(t testing.TB, m *nn.Model, n int) (*bundle.Manifest, *proto.Set) {
	t.Helper()
	r, err := nn.NewRunner(m)
	if err != nil {
		t.Fatal(err)
	}
	e := NewEmbedder(r)
	man := &bundle.Manifest{Network: m.Network.Name, WeightsHash: m.Hash,
		Calibration: proto.Calibration{Near: -1, Ahead: -20, Typical: 1, FalseAcceptRate: 0.01}}
	set := &proto.Set{Dim: e.Len(), Vectors: make([]float32, n*e.Len())}
	for i := range n {
		man.Works = append(man.Works, bundle.WorkEntry{ID: "work" + strconv.Itoa(i)})
		e.Embed(set.At(i), vision.Frame(fixture.Work(uint64(i), 120, 90)), vision.Whole)
	}
	return man, set
}

func recognizer(t testing.TB, n int) *Recognizer {
	t.Helper()
	m := fixture.Model(t)
	man, set := gallery(t, m, n)
	r, err := New(m, man, set)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRecognize(t *testing.T) {
	r := recognizer(t, 6)
	for i := range 6 {
		work := fixture.Work(uint64(i), 120, 90)
		for _, c := range []struct {
			name   string
			frame  *image.RGBA
			window vision.Rect
		}{
			{"whole", vision.Frame(work), Windows[0]},
			{"on a wall", fixture.OnWall(work, 320, 240, 0.8), Windows[1]},
			{"small on a wall", fixture.OnWall(work, 240, 320, 0.65), Windows[2]},
		} {
			res := r.Recognize(c.frame)
			if len(res.Candidates) != MaxCandidates || res.Engine != "scalar" {
				t.Fatalf("result %+v", res)
			}
			best := res.Candidates[0]
			if best.Index != i || best.ID != "work"+strconv.Itoa(i) || best.Look.Outline != c.window.Quad(float64(c.frame.Rect.Dx()), float64(c.frame.Rect.Dy())) || res.Best() != i {
				t.Errorf("%s: work %d is taken for %+v", c.name, i, best)
			}
			if !slices.IsSortedFunc(res.Candidates, func(a, b Candidate) int {
				return int(math.Copysign(1, float64(a.SquaredDistance-b.SquaredDistance)))
			}) {
				t.Errorf("%s: candidates of work %d are not sorted: %+v", c.name, i, res.Candidates)
			}
			for j, cand := range res.Candidates {
				rival := res.Candidates[0].SquaredDistance
				if j == 0 {
					rival = res.Candidates[1].SquaredDistance
				} // there is no background here
				odds := r.calibration.LogOdds(proto.Evidence{SquaredDistance: cand.SquaredDistance, Rival: rival, Agreed: -1})
				if cand.LogOdds != odds || cand.Confidence != proto.Confidence(odds) {
					t.Errorf("candidate %+v, want log-odds %g", cand, odds)
				}
			}
			if res.Accepted != (res.Margin >= 0) || res.Margin != best.LogOdds-r.calibration.Threshold {
				t.Errorf("margin %g, accepted %v", res.Margin, res.Accepted)
			}
		}
	}
}

func TestSetWindows(t *testing.T) {
	r := recognizer(t, 3)
	r.SetWindows([]vision.Rect{vision.Whole})
	frame := fixture.OnWall(fixture.Work(1, 120, 90), 320, 240, 0.8)
	whole := r.Recognize(frame)
	if len(whole.Candidates) != 3 {
		t.Errorf("%d candidates of 3 works", len(whole.Candidates))
	}
	r.SetWindows(Windows)
	all := r.Recognize(frame)
	for _, c := range all.Candidates {
		for _, w := range whole.Candidates {
			if w.Index == c.Index && c.SquaredDistance > w.SquaredDistance {
				t.Errorf("%s is farther with more windows", c.ID)
			}
		}
	}
	if all.Candidates[0].SquaredDistance >= whole.Candidates[0].SquaredDistance {
		t.Error("a window that fits the work brings it no nearer")
	}
	defer func() {
		if recover() == nil {
			t.Error("no windows at all are accepted")
		}
	}()
	r.SetWindows(nil)
}

func TestOneWork(t *testing.T) {
	res := recognizer(t, 1).Recognize(fixture.Work(0, 120, 90))
	if len(res.Candidates) != 1 || math.IsNaN(res.Candidates[0].LogOdds) {
		t.Errorf("result %+v", res)
	}
}

func TestOnePixel(t *testing.T) {
	res := recognizer(t, 3).Recognize(fixture.Work(0, 1, 1))
	if len(res.Candidates) != 3 {
		t.Errorf("result %+v", res)
	}
}

// broken is an encoder whose embeddings are not numbers.
type broken struct{ Encoder }

func (broken) Forward(dst, _ []float32) error {
	for i := range dst {
		dst[i] = float32(math.NaN())
	}
	return nil
}

func TestNaN(t *testing.T) {
	m := fixture.Model(t)
	man, set := gallery(t, m, 3)
	run, err := nn.NewRunner(m)
	if err != nil {
		t.Fatal(err)
	}
	r, err := NewWith(NewViewer(broken{run}, nil), "broken", man, set)
	if err != nil {
		t.Fatal(err)
	}
	res := r.Recognize(fixture.Work(0, 120, 90))
	if len(res.Candidates) != 0 || res.Accepted || res.Best() != proto.None || res.Engine != "broken" {
		t.Errorf("result %+v, want no candidate", res)
	}
}

type failing struct{ Encoder }

func (failing) Forward(_, _ []float32) error { return errors.New("out of paint") }

func TestEncoderFails(t *testing.T) {
	run, err := nn.NewRunner(fixture.Model(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if recover() == nil {
			t.Error("an encoder that fails is not noticed")
		}
	}()
	e := NewEmbedder(failing{run})
	e.Embed(make([]float32, e.Len()), fixture.Work(0, 9, 9), vision.Whole)
}

func TestNewRefuses(t *testing.T) {
	m := fixture.Model(t)
	for _, c := range []struct {
		name   string
		change func(m *nn.Model, man *bundle.Manifest, set *proto.Set)
		want   string
	}{
		{"other weights", func(m *nn.Model, _ *bundle.Manifest, _ *proto.Set) { m.Hash = strings.Repeat("6", 64) },
			"made for other weights (555555555555, not 666666666666)"},
		{"other network", func(_ *nn.Model, man *bundle.Manifest, _ *proto.Set) { man.Network = "conv4-64" },
			"made for the network conv4-64, not for conv4-8"},
		{"other length", func(_ *nn.Model, _ *bundle.Manifest, set *proto.Set) { set.Dim, set.Vectors = 4, make([]float32, 8) },
			"prototypes have 4 numbers, the network's embeddings 72"},
		{"missing work", func(_ *nn.Model, man *bundle.Manifest, _ *proto.Set) { man.Works = man.Works[:1] },
			"1 works, but 2 prototypes"},
		{"missing tensor", func(m *nn.Model, _ *bundle.Manifest, _ *proto.Set) { m.Params = nil }, ""},
		{"other network, hash not known", func(m *nn.Model, man *bundle.Manifest, _ *proto.Set) { m.Hash, man.Network = "", "x" },
			"made for the network x"},
	} {
		t.Run(c.name, func(t *testing.T) {
			changed := *m
			man, set := gallery(t, m, 2)
			c.change(&changed, man, set)
			if _, err := New(&changed, man, set); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one that says %q", err, c.want)
			}
		})
	}
}

// TestRecognizeAllocates only its Result: the page calls it several times a second for hours.
func TestRecognizeAllocates(t *testing.T) {
	r, frame := recognizer(t, 20), fixture.Work(0, 320, 240)
	if n := testing.AllocsPerRun(3, func() { r.Recognize(frame) }); n > 1 {
		t.Errorf("%g allocations, want the candidates alone", n)
	}
}

func BenchmarkRecognize(b *testing.B) {
	m, err := nn.NewRandom(nn.Conv4(64), 1)
	if err != nil {
		b.Fatal(err)
	}
	man, set := gallery(b, m, 100)
	r, err := New(m, man, set)
	if err != nil {
		b.Fatal(err)
	}
	frame := fixture.Work(0, 320, 240)
	for b.Loop() {
		r.Recognize(frame)
	}
}
