package simd

import (
	"image"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"docent/model/nn"
	"docent/model/simd/asm"
	"docent/model/vision"
)

// plainNorm leaves values at v/255, as fixedNorm does not.
var (
	plainNorm = nn.Normalisation{Kind: nn.NormFixed, Std: [3]float32{1, 1, 1}}
	fixedNorm = nn.Normalisation{Kind: nn.NormFixed, Mean: [3]float32{0.485, 0.456, 0.406}, Std: [3]float32{0.229, 0.224, 0.225}}
	imageNorm = nn.Normalisation{Kind: nn.NormImage}

	norms = map[string]nn.Normalisation{"plain": plainNorm, "fixed": fixedNorm, "image": imageNorm}
)

// samplerGuard is what memory around the pixels of the input has.
const samplerGuard = -12345

// testSampler returns a sampler of its own module, for an input of w x h pixels with a border in a larger arena.
func testSampler(t testing.TB, e *Engine, w, h int, n nn.Normalisation) *sampler {
	t.Helper()
	input := &buffer{Shape: nn.Shape{C: 3, H: h, W: w}, left: 1, right: 2, top: 2, bottom: 1, offset: 192}
	var m asm.Module
	emitSampler(&m, input, n)
	in, err := e.instantiate(&m, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.close() })
	arena, err := in.alloc(input.offset + input.size() + 64)
	if err != nil {
		t.Fatal(err)
	}
	for i := range arena.floats() {
		arena.floats()[i] = samplerGuard
	}
	s, err := newSampler(in, input, arena)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// result returns the input as (C, H, W), having checked that nothing else was written.
func (s *sampler) result(t testing.TB) []float32 {
	t.Helper()
	arena, b := s.arena.floats(), s.input
	written := make(map[int]bool)
	for y := range b.H {
		for x := range b.W {
			at := b.at(y, x) / 4
			for c := range lanes {
				written[at+c] = true
			}
			if arena[at+3] != 0 {
				t.Fatalf("pixel %d, %d: the fourth lane is %v, want 0", x, y, arena[at+3])
			}
		}
	}
	for i, v := range arena {
		if !written[i] && v != samplerGuard {
			t.Fatalf("number %d of the arena is %v, outside of the input's pixels", i, v)
		}
	}
	dst := make([]float32, b.Len())
	b.read(dst, arena)
	return dst
}

// randomFrame is a picture of independent random pixels: every mistake in an average shows. Some are part of a larger one.
func randomFrame(rng *rand.Rand, w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	if rng.IntN(2) == 0 {
		m = image.NewRGBA(image.Rect(-3, 2, w+rng.IntN(5), h+2+rng.IntN(5)))
	}
	for i := range m.Pix {
		m.Pix[i] = uint8(rng.Uint32())
	}
	return m.SubImage(image.Rectangle{m.Rect.Min, m.Rect.Min.Add(image.Pt(w, h))}).(*image.RGBA)
}

// compare finds the first difference above the tolerance. of says what is compared.
func compare(t testing.TB, got, want []float32, tolerance float64, of ...any) {
	t.Helper()
	for i, w := range want {
		if !(math.Abs(float64(got[i]-w)) <= tolerance) {
			t.Fatalf("%v: element %d is %v, want %v", of, i, got[i], w)
		}
	}
}

func TestSample(t *testing.T) {
	e := openTest(t)
	rng := rand.New(rand.NewPCG(1, 2))
	frames := [][2]int{{1, 1}, {1, 9}, {9, 1}, {2, 3}, {7, 5}, {8, 2}, {9, 3}, {16, 16}, {31, 17}, {64, 23}, {100, 75}, {320, 240}, {5, 1500}}
	windows := []vision.Rect{vision.Whole, {X0: 0.1, Y0: 0.2, X1: 0.9, Y1: 0.7}, {X0: 0.25, Y0: 0.25, X1: 0.75, Y1: 0.75},
		{X0: 0, Y0: 0.5, X1: 0.33, Y1: 1}, {X0: 0.48, Y0: 0.48, X1: 0.52, Y1: 0.52}, {X0: 0.9, Y0: 0, X1: 1, Y1: 1}}
	for _, out := range [][2]int{{1, 1}, {2, 5}, {21, 13}, {56, 56}} {
		w, h := out[0], out[1]
		for _, kind := range []string{"plain", "fixed", "image"} {
			n := norms[kind]
			s := testSampler(t, e, w, h, n)
			for _, f := range frames {
				frame := randomFrame(rng, f[0], f[1])
				if err := s.setFrame(frame); err != nil {
					t.Fatal(err)
				}
				for i := range len(windows) + 2 {
					r := vision.Rect{X0: rng.Float64() * 0.5, Y0: rng.Float64() * 0.5, X1: 0.5 + rng.Float64()*0.5, Y1: 0.5 + rng.Float64()*0.5}
					if i < len(windows) {
						r = windows[i]
					}
					if err := s.sample(r); err != nil {
						t.Fatal(err)
					}
					want := make([]float32, 3*w*h)
					vision.Sample(want, frame, r, w, h, n)
					tolerance := 1e-6
					if kind != "plain" {
						tolerance = 1e-5
					}
					if kind == "image" { // the average of many random pixels is nearly grey: differences grow as it is divided by its contrast
						tolerance = max(tolerance, 2e-6/contrast(frame, r, w, h))
					}
					compare(t, s.result(t), want, tolerance, kind, frame.Rect, r, w, h)
				}
			}
		}
	}
}

// contrast is what the image normalisation divides by.
func contrast(frame *image.RGBA, r vision.Rect, w, h int) float64 {
	x := make([]float32, 3*w*h)
	vision.Sample(x, frame, r, w, h, plainNorm)
	var mean, squares float64
	for _, v := range x {
		mean += float64(v) / float64(len(x))
	}
	for _, v := range x {
		squares += (float64(v) - mean) * (float64(v) - mean) / float64(len(x))
	}
	return math.Sqrt(squares) + vision.ImageStdFloor
}

// TestSampleLarge: the largest frames, and more rows for a pixel than fit in uint16.
func TestSampleLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes 200 MB")
	}
	e := openTest(t)
	frame := image.NewRGBA(image.Rect(0, 0, 4096, 4096))
	for i := range frame.Pix {
		frame.Pix[i] = uint8(255 - (i*i>>7)&31) // nearly white: sums are as large as they get
	}
	for _, side := range []int{1, 3, 56} {
		s := testSampler(t, e, side, side, plainNorm)
		if err := s.setFrame(frame); err != nil {
			t.Fatal(err)
		}
		for _, r := range []vision.Rect{vision.Whole, {X0: 0.3, Y0: 0.1, X1: 0.31, Y1: 0.9}} {
			if err := s.sample(r); err != nil {
				t.Fatal(err)
			}
			want := make([]float32, 3*side*side)
			vision.Sample(want, frame, r, side, side, plainNorm)
			tolerance := 1e-5
			if side < 56 {
				tolerance = 5e-5 // plain Go adds up thousands of rows in float32, one after the other
			}
			compare(t, s.result(t), want, tolerance)
		}
	}
}

// TestSampleOneColour: a picture without contrast becomes zeros, not noise.
func TestSampleOneColour(t *testing.T) {
	e := openTest(t)
	frame := image.NewRGBA(image.Rect(0, 0, 50, 40))
	for i := range frame.Pix {
		frame.Pix[i] = 77
	}
	s := testSampler(t, e, 9, 9, imageNorm)
	if err := s.setFrame(frame); err != nil {
		t.Fatal(err)
	}
	if err := s.sample(vision.Whole); err != nil {
		t.Fatal(err)
	}
	compare(t, s.result(t), make([]float32, 3*81), 1e-3)
}

// TestSetFrame: frames of different sizes follow each other; what is none is refused, and so are windows.
func TestSetFrame(t *testing.T) {
	e := openTest(t)
	rng := rand.New(rand.NewPCG(3, 4))
	s := testSampler(t, e, 8, 8, plainNorm)
	if s.sample(vision.Whole) == nil || s.straighten(vision.Identity) == nil {
		t.Error("no error without a frame")
	}
	for range 50 {
		frame := randomFrame(rng, 1+rng.IntN(100), 1+rng.IntN(100))
		if err := s.setFrame(frame); err != nil {
			t.Fatal(err)
		}
		if err := s.sample(vision.Whole); err != nil {
			t.Fatal(err)
		}
		want := make([]float32, 3*64)
		vision.Sample(want, frame, vision.Whole, 8, 8, plainNorm)
		compare(t, s.result(t), want, 1e-6)
	}
	for name, frame := range map[string]*image.RGBA{
		"empty":         image.NewRGBA(image.Rectangle{}),
		"no rows":       image.NewRGBA(image.Rect(0, 0, 5, 0)),
		"short stride":  {Pix: make([]byte, 400), Stride: 39, Rect: image.Rect(0, 0, 10, 10)},
		"missing bytes": {Pix: make([]byte, 399), Stride: 40, Rect: image.Rect(0, 0, 10, 10)},
	} {
		if s.setFrame(frame) == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := newSampler(s.in, &buffer{Shape: nn.Shape{C: 1, H: 2, W: 2}}, s.arena); err == nil {
		t.Error("no error for a network of grey pictures")
	}
}

// FuzzSample: any window is sampled as vision.Sample does, or refused.
func FuzzSample(f *testing.F) {
	f.Add(0., 0., 1., 1., 40, 30)
	f.Add(1., 0., 0., 1., 40, 30)
	f.Add(math.NaN(), 0., 1., 1., 40, 30)
	f.Add(0., -1e300, 1., 1e300, 3, 2)
	f.Add(0.5, 0.5, 0.5, 0.5, 1, 100)
	f.Add(-0.3, 0.2, 1.7, 0.4, 9, 9)
	e := openTest(f)
	s := testSampler(f, e, 7, 5, plainNorm)
	f.Fuzz(func(t *testing.T, x0, y0, x1, y1 float64, w, h int) {
		if w < 1 || h < 1 || w > 300 || h > 300 {
			t.Skip()
		}
		frame := randomFrame(rand.New(rand.NewPCG(uint64(w), uint64(h))), w, h)
		if err := s.setFrame(frame); err != nil {
			t.Fatal(err)
		}
		r := vision.Rect{X0: x0, Y0: y0, X1: x1, Y1: y1}
		proper := x0 >= 0 && x1 <= 1 && y0 >= 0 && y1 <= 1 && x0 < x1 && y0 < y1
		if err := s.sample(r); err != nil {
			if proper {
				t.Fatal(err)
			}
			return
		}
		got := s.result(t)
		if proper {
			want := make([]float32, len(got))
			vision.Sample(want, frame, r, 7, 5, plainNorm)
			compare(t, got, want, 1e-6)
		}
	})
}

func TestSamplerAllocatesNothing(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("a call from Go to JavaScript allocates")
	}
	e := openTest(t)
	s := testSampler(t, e, 56, 56, imageNorm)
	frame := randomFrame(rand.New(rand.NewPCG(5, 6)), 320, 240)
	m := outlineMap(t, vision.RectQuad(320, 240))
	run := func() {
		if s.setFrame(frame) != nil || s.sample(vision.Whole) != nil || s.straighten(m) != nil {
			t.Error("it failed")
		}
	}
	run()
	if n := testing.AllocsPerRun(10, run); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkSample(b *testing.B) {
	e := openTest(b)
	frame := randomFrame(rand.New(rand.NewPCG(7, 8)), 320, 240)
	for kind, n := range map[string]nn.Normalisation{"fixed": fixedNorm, "image": imageNorm} {
		s := testSampler(b, e, 56, 56, n)
		b.Run("frame/"+kind, func(b *testing.B) {
			for b.Loop() {
				s.setFrame(frame)
			}
		})
		for name, r := range map[string]vision.Rect{"whole": vision.Whole, "middle": {X0: 0.175, Y0: 0.175, X1: 0.825, Y1: 0.825}} {
			b.Run(name+"/"+kind, func(b *testing.B) {
				for b.Loop() {
					s.sample(r)
				}
			})
		}
		dst := make([]float32, 3*56*56)
		b.Run("plain Go/"+kind, func(b *testing.B) {
			for b.Loop() {
				vision.Sample(dst, frame, vision.Whole, 56, 56, n)
			}
		})
	}
}
