package vision

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"

	"docent/model/nn"
)

// plain is the normalisation that leaves values at v/255.
var plain = nn.Normalisation{Kind: nn.NormFixed, Std: [3]float32{1, 1, 1}}

// randomPicture is a picture of independent random pixels: every mistake in an average shows.
func randomPicture(seed uint64, w, h int) *image.RGBA {
	rng := rand.New(rand.NewPCG(seed, 0))
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		m.Pix[i] = uint8(rng.Uint32())
		if i%4 == 3 {
			m.Pix[i] = 255
		}
	}
	return m
}

// exactSample is the definition of Sample, computed slowly: the integral of the piecewise constant picture over
// the box of each output pixel, every source pixel weighted by the area it shares with the box.
func exactSample(frame *image.RGBA, r Rect, w, h int) []float64 {
	fw, fh := float64(frame.Rect.Dx()), float64(frame.Rect.Dy())
	box := func(lo, hi, size float64, i, n int) (a, b float64) {
		step := (hi - lo) * size / float64(n)
		centre := lo*size + (float64(i)+0.5)*step
		half := math.Max(step, 1) / 2
		return math.Max(centre-half, 0), math.Min(centre+half, size)
	}
	overlap := func(a, b float64, i int) float64 {
		return math.Max(0, math.Min(b, float64(i+1))-math.Max(a, float64(i)))
	}
	dst := make([]float64, 3*w*h)
	for y := range h {
		y0, y1 := box(r.Y0, r.Y1, fh, y, h)
		for x := range w {
			x0, x1 := box(r.X0, r.X1, fw, x, w)
			for c := range 3 {
				var sum, area float64
				for sy := range frame.Rect.Dy() {
					for sx := range frame.Rect.Dx() {
						a := overlap(x0, x1, sx) * overlap(y0, y1, sy)
						sum += a * float64(frame.Pix[sy*frame.Stride+sx*4+c])
						area += a
					}
				}
				dst[c*w*h+y*w+x] = sum / area / 255
			}
		}
	}
	return dst
}

func TestSampleAgainstExactArea(t *testing.T) {
	const guard = float32(12345)
	windows := []Rect{Whole, {0.1, 0.2, 0.9, 0.7}, {0.25, 0.25, 0.75, 0.75}, {0, 0.5, 0.33, 1}, {0.48, 0.48, 0.52, 0.52}}
	frames := [][2]int{{1, 1}, {2, 3}, {7, 5}, {16, 16}, {31, 17}, {40, 40}, {64, 23}}
	outputs := [][2]int{{1, 1}, {2, 2}, {5, 7}, {16, 16}, {8, 4}, {21, 13}}
	for i, f := range frames {
		frame := randomPicture(uint64(i), f[0], f[1])
		for _, o := range outputs {
			for _, r := range windows {
				n := 3 * o[0] * o[1]
				buf := make([]float32, n+2)
				buf[0], buf[n+1] = guard, guard
				Sample(buf[1:n+1], frame, r, o[0], o[1], plain)
				if buf[0] != guard || buf[n+1] != guard {
					t.Fatalf("frame %v, output %v, window %v: wrote outside dst", f, o, r)
				}
				for j, want := range exactSample(frame, r, o[0], o[1]) {
					if got := float64(buf[1+j]); math.Abs(got-want) > 1e-5 {
						t.Fatalf("frame %v, output %v, window %v: element %d is %v, want %v", f, o, r, j, got, want)
					}
				}
			}
		}
	}
}

func TestSampleKeepsAPictureOfTheSameSize(t *testing.T) {
	frame := randomPicture(1, 19, 11)
	dst := make([]float32, 3*19*11)
	Sample(dst, frame, Whole, 19, 11, plain)
	for i := range 19 * 11 {
		for c := range 3 {
			if got, want := dst[c*19*11+i], float32(frame.Pix[i*4+c])/255; math.Abs(float64(got-want)) > 1e-6 {
				t.Fatalf("pixel %d channel %d is %v, want %v", i, c, got, want)
			}
		}
	}
}

func TestSampleEnlargesBilinearly(t *testing.T) {
	frame := image.NewRGBA(image.Rect(0, 0, 2, 1))
	frame.SetRGBA(0, 0, color.RGBA{0, 0, 0, 255})
	frame.SetRGBA(1, 0, color.RGBA{255, 255, 255, 255})
	dst := make([]float32, 3*8)
	Sample(dst, frame, Whole, 8, 1, plain)
	// Centres at 0.125, 0.375, ... of two pixels whose own centres are 0.5 and 1.5.
	for i, want := range []float32{0, 0, 0.125, 0.375, 0.625, 0.875, 1, 1} {
		if math.Abs(float64(dst[i]-want)) > 1e-6 {
			t.Errorf("element %d is %v, want %v", i, dst[i], want)
		}
	}
}

func TestSampleOfASubImage(t *testing.T) {
	whole := randomPicture(2, 30, 20)
	sub := whole.SubImage(image.Rect(10, 5, 25, 17)).(*image.RGBA)
	got, want := make([]float32, 3*6*6), make([]float32, 3*6*6)
	Sample(got, sub, Whole, 6, 6, plain)
	Sample(want, whole, Rect{10. / 30, 5. / 20, 25. / 30, 17. / 20}, 6, 6, plain)
	for i := range got {
		if math.Abs(float64(got[i]-want[i])) > 1e-5 {
			t.Fatalf("element %d is %v, want %v", i, got[i], want[i])
		}
	}
}

func TestSampleNormalisations(t *testing.T) {
	frame := randomPicture(3, 24, 24)
	base := make([]float32, 3*9*9)
	Sample(base, frame, Whole, 9, 9, plain)

	t.Run("fixed", func(t *testing.T) {
		n := nn.Normalisation{Kind: nn.NormFixed, Mean: [3]float32{0.485, 0.456, 0.406}, Std: [3]float32{0.229, 0.224, 0.225}}
		dst := make([]float32, len(base))
		Sample(dst, frame, Whole, 9, 9, n)
		for i, v := range dst {
			c := i / 81
			if want := (base[i] - n.Mean[c]) / n.Std[c]; math.Abs(float64(v-want)) > 1e-5 {
				t.Fatalf("element %d is %v, want %v", i, v, want)
			}
		}
	})
	t.Run("image", func(t *testing.T) {
		dst := make([]float32, len(base))
		Sample(dst, frame, Whole, 9, 9, nn.Normalisation{Kind: nn.NormImage})
		var mean, squares float64
		for _, v := range dst {
			mean += float64(v) / float64(len(dst))
		}
		for _, v := range dst {
			squares += (float64(v) - mean) * (float64(v) - mean) / float64(len(dst))
		}
		if math.Abs(mean) > 1e-6 || math.Abs(math.Sqrt(squares)-1) > 0.02 {
			t.Errorf("mean %v and deviation %v, want 0 and nearly 1", mean, math.Sqrt(squares))
		}
	})
	t.Run("image of one colour", func(t *testing.T) {
		grey := image.NewRGBA(image.Rect(0, 0, 24, 24))
		for i := range grey.Pix {
			grey.Pix[i] = 77
		}
		dst := make([]float32, len(base))
		Sample(dst, grey, Whole, 9, 9, nn.Normalisation{Kind: nn.NormImage})
		for i, v := range dst {
			if math.Abs(float64(v)) > 1e-3 {
				t.Fatalf("element %d is %v, want 0", i, v)
			}
		}
	})
}

func TestSamplePanicsOnCallerBugs(t *testing.T) {
	frame := randomPicture(4, 4, 4)
	for name, call := range map[string]func(){
		"short slice":           func() { Sample(make([]float32, 11), frame, Whole, 2, 2, plain) },
		"empty frame":           func() { Sample(make([]float32, 12), image.NewRGBA(image.Rectangle{}), Whole, 2, 2, plain) },
		"unknown normalisation": func() { Sample(make([]float32, 12), frame, Whole, 2, 2, nn.Normalisation{Kind: "?"}) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			call()
		})
	}
}

func TestSampleDoesNotAllocate(t *testing.T) {
	frame := randomPicture(5, 320, 240)
	dst := make([]float32, 3*56*56)
	for _, kind := range []string{nn.NormFixed, nn.NormImage} {
		n := plain
		n.Kind = kind
		if got := testing.AllocsPerRun(5, func() { Sample(dst, frame, Whole, 56, 56, n) }); got != 0 {
			t.Errorf("%s: %v allocations, want none", kind, got)
		}
	}
}

func BenchmarkSample(b *testing.B) {
	for _, size := range [][2]int{{320, 240}, {96, 96}, {40, 30}} {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			frame := randomPicture(6, size[0], size[1])
			dst := make([]float32, 3*56*56)
			b.ReportAllocs()
			for b.Loop() {
				Sample(dst, frame, Whole, 56, 56, plain)
			}
		})
	}
}
