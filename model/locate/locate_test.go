package locate

import (
	"image"
	"math"
	"testing"

	"docent/model/nn"
	"docent/model/vision"
)

// said is an encoder that always gives the same grid.
type said struct {
	grid  []float32
	input []float32
}

func (s *said) Forward(dst, x []float32) error {
	s.input = append(s.input[:0], x...)
	copy(dst, s.grid)
	return nil
}
func (s *said) InputSize() (w, h int)           { return 24, 24 }
func (s *said) OutputLen() int                  { return len(s.grid) }
func (s *said) Normalisation() nn.Normalisation { return nn.Normalisation{Kind: nn.NormImage} }

// sampling is one that looks at frames by itself.
type sampling struct {
	said
	frame  *image.RGBA
	window vision.Rect
}

func (s *sampling) SetFrame(frame *image.RGBA) { s.frame = frame }
func (s *sampling) EmbedWindow(dst []float32, window vision.Rect) error {
	s.window = window
	copy(dst, s.grid)
	return nil
}

func TestLocate(t *testing.T) {
	g := emptyGrid()
	q := rect(0.25, 0.25, 0.75, 0.75)
	draw(g, q, 3)
	frame := image.NewRGBA(image.Rect(0, 0, 320, 200))
	for i := range frame.Pix {
		frame.Pix[i] = uint8(i * 7)
	}
	plain, own := &said{grid: g}, &sampling{said: said{grid: g}}
	for name, e := range map[string]Encoder{"sampled": plain, "samples by itself": own} {
		l, err := New(e)
		if err != nil {
			t.Fatal(err)
		}
		found := l.Locate(frame)
		if len(found) != 1 {
			t.Fatalf("%s: found %v, want one", name, found)
		}
		for k, want := range []vision.Point{{X: 80, Y: 50}, {X: 240, Y: 50}, {X: 240, Y: 150}, {X: 80, Y: 150}} {
			if c := found[0].Outline[k]; math.Hypot(c.X-want.X, c.Y-want.Y) > 0.01 {
				t.Errorf("%s: corner %d at %v, want %v", name, k, c, want)
			}
		}
	}
	want := make([]float32, 3*24*24)
	vision.Sample(want, frame, vision.Whole, 24, 24, plain.Normalisation())
	for i, v := range want {
		if plain.input[i] != v {
			t.Fatalf("the network saw %v as its number %d, want %v", plain.input[i], i, v)
		}
	}
	if own.frame != frame || own.window != vision.Whole {
		t.Errorf("the network looked at %v, want the whole frame", own.window)
	}
}

// TestRefine takes the outline that the second look gives, in the frame's pixels, and nothing else.
func TestRefine(t *testing.T) {
	frame := image.NewRGBA(image.Rect(0, 0, 320, 200))
	f := Found{Outline: rect(80, 50, 240, 150), Confidence: 0.6}
	// The window is 48 to 272 and 30 to 170.
	part := vision.Rect{X0: 0.15, Y0: 0.15, X1: 0.85, Y1: 0.85}
	within := func(q vision.Quad) vision.Quad {
		for i, c := range q {
			q[i] = vision.Point{X: (c.X - 48) / 224, Y: (c.Y - 30) / 140}
		}
		return q
	}
	better, other := rect(90, 55, 235, 160), rect(50, 32, 100, 80)
	for _, test := range []struct {
		name string
		seen []vision.Quad
		want vision.Quad
	}{
		{"better", []vision.Quad{better}, better},
		{"better, and another", []vision.Quad{other, better}, better},
		{"another", []vision.Quad{other}, f.Outline},
		{"nothing", nil, f.Outline},
	} {
		g := emptyGrid()
		for _, q := range test.seen {
			draw(g, within(q), 3)
		}
		own := &sampling{said: said{grid: g}}
		l, err := New(own)
		if err != nil {
			t.Fatal(err)
		}
		got := l.Refine(frame, f)
		if o := Overlap(got.Outline, test.want); o < 0.999 || got.Confidence != f.Confidence {
			t.Errorf("%s: %v, want the outline %v", test.name, got, test.want)
		}
		if own.window != part {
			t.Errorf("%s: the network looked at %v, want %v", test.name, own.window, part)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for _, n := range []int{0, 1, 512, Channels * 2, Channels*144 + 1} {
		if _, err := New(&said{grid: make([]float32, n)}); err == nil {
			t.Errorf("a network that gives %d numbers is taken for a locator", n)
		}
	}
	for _, n := range []int{Channels, Channels * 144} {
		if _, err := New(&said{grid: make([]float32, n)}); err != nil {
			t.Error(err)
		}
	}
}
