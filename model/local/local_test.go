//go:build !js

package local

import (
	"bytes"
	"image"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"docent/gallery"
	"docent/internal/deps"
	"docent/model/views"
	"docent/model/vision"
)

func TestDeps(t *testing.T) { deps.ForbidInPage(t, "docent/model/local", nil) }

// drawn returns pictures of the demo gallery.
func drawn(n int) []*image.RGBA {
	var works []*image.RGBA
	for _, w := range gallery.Works()[:n] {
		works = append(works, vision.Frame(w.Render(320)))
	}
	return works
}

func whole(m *image.RGBA) vision.Quad {
	return vision.RectQuad(float64(m.Rect.Dx()), float64(m.Rect.Dy()))
}

// TestCheck recognises drawn works in phone-like views, straightened by corners that are up to some percent off, among one
// another: the right one agrees in many more features than any other.
func TestCheck(t *testing.T) {
	works := drawn(12)
	e, c := NewExtractor(), Checker{}
	var refs [][]Feature
	for _, w := range works {
		f := slices.Clone(e.Extract(w, whole(w), Most))
		if len(f) < Most/2 || len(f) > Most {
			t.Errorf("a drawn work has %d features", len(f))
		}
		refs = append(refs, f)
	}
	r := rand.New(rand.NewPCG(1, 2))
	lost := 0
	for i, w := range works {
		for seed := range uint64(3) {
			v := views.Synthesise(w, seed, views.Options{Width: 320, Height: 240, Fill: [2]float64{0.5, 0.9}})
			lo, hi := v.Corners.Bounds()
			outline := v.Corners
			for j := range outline {
				outline[j].X += 0.04 * r.NormFloat64() * (hi.X - lo.X)
				outline[j].Y += 0.04 * r.NormFloat64() * (hi.Y - lo.Y)
			}
			seen := slices.Clone(e.Extract(v.Image, outline, 2*Most))
			own, other := c.Check(refs[i], seen), 0
			for j := range works {
				if j != i {
					other = max(other, c.Check(refs[j], seen))
				}
			}
			if other >= Enough {
				t.Errorf("view %d of work %d agrees with another work in %d features", seed, i, other)
			}
			if own < Enough || own <= other {
				lost++
			}
		}
	}
	if lost > 2 { // one may be hidden behind a visitor
		t.Errorf("%d of %d views are not recognised", lost, 3*len(works))
	}
}

// TestCheckLoose recognises drawn works of which a view shows a part, among one another.
func TestCheckLoose(t *testing.T) {
	works := drawn(12)
	e, c := NewExtractor(), Checker{}
	var refs [][]Feature
	for _, w := range works {
		refs = append(refs, slices.Clone(e.Extract(w, whole(w), Most)))
	}
	lost := 0
	for i, w := range works {
		v := views.Synthesise(w, uint64(i), views.Options{Width: 240, Height: 320, Fill: [2]float64{1.3, 1.7}})
		seen := slices.Clone(e.ExtractLoose(v.Image, whole(v.Image), 2*Most))
		own, other := c.CheckLoose(refs[i], seen), 0
		for j := range works {
			if j != i {
				other = max(other, c.CheckLoose(refs[j], seen))
			}
		}
		if other >= EnoughLoose {
			t.Errorf("the view of work %d agrees with another work in %d features", i, other)
		}
		if own < EnoughLoose || own <= other {
			lost++
		}
		if n := c.Check(refs[i], seen[:0]) + c.CheckLoose(refs[i], nil) + c.CheckLoose(nil, seen); n != 0 {
			t.Errorf("%d features agree with none", n)
		}
		across := Turn(nil, refs[i], 1)
		if n := c.CheckLoose(across, Turn(nil, seen, 1)); max(n, own)-min(n, own) > 5 {
			t.Errorf("turned, %d features agree, upright %d", n, own)
		}
	}
	if lost > 1 {
		t.Errorf("%d of %d views are not recognised", lost, len(works))
	}
}

// TestExtract: the same picture has the same features, whatever its brightness and size.
func TestExtract(t *testing.T) {
	w := drawn(1)[0]
	e, c := NewExtractor(), Checker{}
	bright := slices.Clone(e.Extract(w, whole(w), Most))
	if again := e.Extract(w, whole(w), Most); !slices.Equal(again, bright) {
		t.Error("it finds other features the second time")
	}
	dark := image.NewRGBA(w.Rect)
	for i, v := range w.Pix {
		dark.Pix[i] = v/4 + 5
	}
	if n := c.Check(bright, e.Extract(dark, whole(dark), Most)); n < len(bright)/2 {
		t.Errorf("in the dark %d of %d features agree", n, len(bright))
	}
	small := vision.Fit(w, 120)
	if n := c.Check(bright, e.Extract(small, whole(small), 2*Most)); n < len(bright)/3 {
		t.Errorf("in a small picture %d of %d features agree", n, len(bright))
	}
	for name, q := range map[string]vision.Quad{
		"line":         {{X: 0, Y: 0}, {X: 1, Y: 1}, {X: 2, Y: 2}, {X: 3, Y: 3}},
		"not a number": {{X: math.NaN()}, {X: 9}, {X: 9, Y: 9}, {Y: 9}},
	} {
		if f := e.Extract(w, q, Most); len(f) != 0 {
			t.Errorf("an outline that is a %s has %d features", name, len(f))
		}
	}
	if f := e.Extract(image.NewRGBA(image.Rect(0, 0, 50, 50)), vision.RectQuad(50, 50), Most); len(f) != 0 {
		t.Errorf("a picture of one colour has %d features", len(f))
	}
	if n := c.Check(nil, bright) + c.Check(bright, nil) + c.Check(bright[:2], bright); n != 0 {
		t.Errorf("too few features agree in %d", n)
	}
	if n := testing.AllocsPerRun(3, func() { c.Check(bright, bright) }); n != 0 {
		t.Errorf("a check makes %g allocations", n)
	}
}

// What can be decoded encodes to the same bytes; nothing else is accepted.
func FuzzDecode(f *testing.F) {
	w := drawn(1)[0]
	b := Append(nil, NewExtractor().Extract(w, whole(w), Most))
	f.Add(b)
	f.Add(b[:FeatureSize])
	f.Add(b[:FeatureSize-1])
	f.Add(append(slices.Clone(b), b...))
	f.Fuzz(func(t *testing.T, b []byte) {
		features, err := Decode(nil, b)
		if err != nil {
			return
		}
		if len(features) > Most || !bytes.Equal(Append(nil, features), b) {
			t.Fatalf("%d features do not encode to the bytes that they came from", len(features))
		}
		(&Checker{}).Check(features, features)
	})
}

// Rows decode to the features that they were made of; what can be decoded encodes to the same bytes.
func FuzzDecodeRow(f *testing.F) {
	w := drawn(1)[0]
	features := NewExtractor().Extract(w, whole(w), Most)
	for _, n := range []int{0, 1, Most / 2, Most} {
		row := AppendRow([]byte{7}, features[:n])[1:]
		if got, err := DecodeRow(nil, row); err != nil || !slices.Equal(got, features[:n]) {
			f.Fatalf("a row of %d features has %d (%v)", n, len(got), err)
		}
		f.Add(row)
		f.Add(row[1:])
	}
	half := AppendRow(nil, features[:3])
	half[4*FeatureSize] = 0
	if _, err := DecodeRow(nil, half); err == nil {
		f.Error("a row with a feature behind its end is accepted")
	}
	f.Fuzz(func(t *testing.T, row []byte) {
		features, err := DecodeRow(nil, row)
		if err == nil && !bytes.Equal(AppendRow(nil, features), row) {
			t.Fatalf("%d features do not encode to the row that they came from", len(features))
		}
	})
}

func BenchmarkExtract(b *testing.B) {
	w := drawn(1)[0]
	e := NewExtractor()
	for b.Loop() {
		e.Extract(w, whole(w), 2*Most)
	}
}

func BenchmarkCheck(b *testing.B) {
	w := drawn(1)[0]
	e, c := NewExtractor(), Checker{}
	view := slices.Clone(e.Extract(w, whole(w), 2*Most))
	work := slices.Clone(e.Extract(w, whole(w), Most))
	for b.Loop() {
		c.Check(work, view)
	}
}

func BenchmarkExtractLoose(b *testing.B) {
	w := drawn(1)[0]
	e := NewExtractor()
	for b.Loop() {
		e.ExtractLoose(w, whole(w), 2*Most)
	}
}

func BenchmarkCheckLoose(b *testing.B) {
	w := drawn(1)[0]
	e, c := NewExtractor(), Checker{}
	view := slices.Clone(e.ExtractLoose(w, whole(w), 2*Most))
	work := slices.Clone(e.Extract(w, whole(w), Most))
	for b.Loop() {
		c.CheckLoose(work, view)
	}
}
