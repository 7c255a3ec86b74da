//go:build !js

package model

import (
	"image"
	"slices"
	"testing"

	demo "docent/gallery"
	"docent/internal/fixture"
	"docent/model/bundle"
	"docent/model/local"
	"docent/model/nn"
	"docent/model/proto"
	"docent/model/vision"
)

// pictures returns works of the demo gallery.
func pictures(n int) []*image.RGBA {
	var works []*image.RGBA
	for _, w := range demo.Works()[:n] {
		works = append(works, vision.Frame(w.Render(320)))
	}
	return works
}

// blind returns a recogniser of works to which all embeddings are the same: only features can tell them apart.
func blind(t *testing.T, works []*image.RGBA) (*Recognizer, *bundle.Features) {
	t.Helper()
	m := fixture.Model(t)
	run, err := nn.NewRunner(m)
	if err != nil {
		t.Fatal(err)
	}
	man := &bundle.Manifest{Calibration: proto.Calibration{Near: -1, Ahead: -1, Typical: 1, Threshold: 1},
		Checked: proto.Calibration{Near: -1, Ahead: -1, Agreed: 2, Typical: 1, Threshold: 4}}
	set := &proto.Set{Dim: run.OutputLen(), Vectors: make([]float32, len(works)*run.OutputLen())}
	f := bundle.NewFeatures(len(works))
	e := local.NewExtractor()
	for i, w := range works {
		man.Works = append(man.Works, bundle.WorkEntry{ID: demo.Works()[i].ID})
		if err := f.Set(i, local.AppendRow(nil, e.Extract(w, whole(w), local.Most))); err != nil {
			t.Fatal(err)
		}
	}
	r, err := NewWith(NewViewer(constant{run}, nil), "scalar", man, set)
	if err != nil {
		t.Fatal(err)
	}
	r.SetWindows([]vision.Rect{vision.Whole})
	return r, f
}

func whole(m *image.RGBA) vision.Quad {
	return vision.RectQuad(float64(m.Rect.Dx()), float64(m.Rect.Dy()))
}

// constant is an encoder to which everything looks the same.
type constant struct{ Encoder }

func (constant) Forward(dst, _ []float32) error {
	for i := range dst {
		dst[i] = 1
	}
	return nil
}

// turned returns a picture that is turned clockwise by a quarter.
func turned(m *image.RGBA) *image.RGBA {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, h, w))
	for y := range h {
		for x := range w {
			out.SetRGBA(h-1-y, x, m.RGBAAt(x, y))
		}
	}
	return out
}

// TestFeatures recognises works by their features alone: as they are, turned, and in part; and refuses what it does not know.
func TestFeatures(t *testing.T) {
	works := pictures(9)
	known := works[:8]
	r, f := blind(t, known)
	r.SetFeatures(f)
	for i, w := range known {
		part := w.SubImage(image.Rect(w.Rect.Dx()/4, w.Rect.Dy()/5, w.Rect.Dx(), w.Rect.Dy()))
		for name, frame := range map[string]*image.RGBA{"whole": w, "turned": turned(w), "part": vision.Frame(part)} {
			res := r.Recognize(frame)
			best := res.Candidates[0]
			want := 0
			if name == "turned" {
				want = 1
			}
			if best.Index != i || best.Agreed < local.EnoughLoose || !res.Accepted || best.Look.Turn != want || res.Threshold != 4 {
				t.Errorf("work %d, %s: taken for %+v, accepted %v", i, name, best, res.Accepted)
			}
		}
	}
	if res := r.Recognize(works[8]); res.Accepted {
		t.Errorf("another work is taken for %+v", res.Candidates[0])
	}
	// As if the collection did not have it.
	r.Look(known[3])
	if res := r.Judge(3); res.Accepted || slices.ContainsFunc(res.Candidates, func(c Candidate) bool { return c.Index == 3 }) {
		t.Errorf("without the work: %+v", res.Candidates)
	}
	if res := r.Judge(proto.None); !res.Accepted || res.Candidates[0].Index != 3 {
		t.Errorf("with the work: %+v", res.Candidates)
	}
}

// TestFeaturesMissing judges by distances alone until the features of all candidates are there, and names those that are not.
func TestFeaturesMissing(t *testing.T) {
	works := pictures(4)
	r, all := blind(t, works)
	some := bundle.NewFeatures(4)
	for _, i := range []int{0, 2} {
		if err := some.Set(i, all.Row(i)); err != nil {
			t.Fatal(err)
		}
	}
	r.SetFeatures(some)
	res := r.Recognize(works[2])
	missing := slices.Clone(r.Missing())
	slices.Sort(missing)
	if !slices.Equal(slices.Compact(missing), []int{1, 3}) || res.Threshold != 1 || res.Candidates[0].Agreed != -1 {
		t.Errorf("missing %v, threshold %g, %+v", missing, res.Threshold, res.Candidates[0])
	}
	for _, i := range missing {
		if err := some.Set(i, all.Row(i)); err != nil {
			t.Fatal(err)
		}
	}
	if res := r.Recognize(works[2]); len(r.Missing()) != 0 || !res.Accepted || res.Candidates[0].Index != 2 {
		t.Errorf("all there: missing %v, %+v", r.Missing(), res.Candidates[0])
	}
	r.SetFeatures(nil)
	if res := r.Recognize(works[2]); r.Missing() != nil || res.Threshold != 1 {
		t.Error("features are compared that were taken away")
	}
	// A damaged row agrees with nothing.
	if err := some.Set(2, make([]byte, bundle.RowSize-1)); err == nil {
		t.Error("a short row is taken")
	}
	bad := slices.Repeat([]byte{200}, bundle.RowSize)
	if err := some.Set(2, bad); err != nil {
		t.Fatal(err)
	}
	r.SetFeatures(some)
	if res := r.Recognize(works[2]); res.Accepted {
		t.Errorf("a damaged row: %+v", res.Candidates[0])
	}
}
