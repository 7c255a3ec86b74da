package views

import (
	"image"
	"image/color"
	"math"
	"runtime"
	"slices"
	"sync"
	"testing"

	"docent/model/vision"
)

// drawnWork is a self-drawn picture with structure at several scales.
func drawnWork(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{uint8(x * 255 / w), uint8(y * 255 / h), uint8((x*8/w + y*8/h) % 2 * 160), 255}
			if dx, dy := x-w/3, y-h/2; dx*dx+dy*dy < w*h/30 {
				c = color.RGBA{230, 210, 40, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

// oneColour is a picture of one colour.
func oneColour(w, h int, c color.RGBA) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range w * h {
		m.SetRGBA(i%w, i/w, c)
	}
	return m
}

// filled is the share of the view's sides that the corners span.
func filled(v View) float64 {
	lo, hi := v.Corners.Bounds()
	return max((hi.X-lo.X)/float64(v.Image.Rect.Dx()), (hi.Y-lo.Y)/float64(v.Image.Rect.Dy()))
}

func TestSynthesiseIsDeterministic(t *testing.T) {
	work := drawnWork(144, 110)
	o := Options{Walls: []*image.RGBA{drawnWork(90, 60)}, Neighbours: []*image.RGBA{drawnWork(60, 90)}, Turns: true}
	const n = 40
	want := make([]View, n)
	for i := range want {
		want[i] = Synthesise(work, uint64(i), o)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	got := make([]View, n)
	var wg sync.WaitGroup
	for i := n - 1; i >= 0; i-- { // in another order, side by side, with other sizes between
		wg.Go(func() {
			Synthesise(work, uint64(i), Options{Width: 33, Height: 140})
			got[i] = Synthesise(work, uint64(i), o)
		})
	}
	wg.Wait()
	for i := range want {
		if !slices.Equal(want[i].Image.Pix, got[i].Image.Pix) || want[i].Corners != got[i].Corners {
			t.Errorf("seed %d: two views of the same work, seed and options differ", i)
		}
		if i > 0 && slices.Equal(want[i].Image.Pix, want[i-1].Image.Pix) {
			t.Errorf("seeds %d and %d made the same view", i-1, i)
		}
	}
}

func TestSynthesiseLeavesTheWorkAlone(t *testing.T) {
	work := drawnWork(60, 80)
	before := slices.Clone(work.Pix)
	for seed := range uint64(20) {
		Synthesise(work, seed, Options{Neighbours: []*image.RGBA{work}, Walls: []*image.RGBA{work}})
	}
	if !slices.Equal(before, work.Pix) {
		t.Error("the work was written to")
	}
}

// TestStrengthKeepsTheGeometry relies on each stage having its own random stream.
func TestStrengthKeepsTheGeometry(t *testing.T) {
	work := drawnWork(144, 100)
	for seed := range uint64(20) {
		calm := Synthesise(work, seed, Options{Strength: NoTrouble})
		if rough := Synthesise(work, seed, Options{}); rough.Corners != calm.Corners {
			t.Errorf("seed %d: corners %v with trouble, %v without", seed, rough.Corners, calm.Corners)
		}
	}
}

// TestCornersShowTheCorners hangs works whose corners are marked by colours, and looks for these in the view.
func TestCornersShowTheCorners(t *testing.T) {
	marks := [4]color.RGBA{{255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {255, 255, 0, 255}}
	for _, size := range [][2]int{{144, 100}, {70, 144}} {
		w, h := size[0], size[1]
		work := oneColour(w, h, color.RGBA{128, 128, 128, 255})
		for y := range h {
			for x := range w {
				right, bottom := x >= w*4/5, y >= h*4/5
				if !(x < w/5 || right) || !(y < h/5 || bottom) {
					continue
				}
				i := 0
				switch {
				case right && bottom:
					i = 2
				case right:
					i = 1
				case bottom:
					i = 3
				}
				work.SetRGBA(x, y, marks[i])
			}
		}
		var found, hidden int
		for seed := range uint64(200) {
			v := Synthesise(work, seed, Options{Strength: NoTrouble, Turns: true})
			h, err := vision.QuadToQuad(vision.RectQuad(1, 1), v.Corners)
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			// A tenth into the work from its corners.
			inner := vision.Quad{{X: 0.1, Y: 0.1}, {X: 0.9, Y: 0.1}, {X: 0.9, Y: 0.9}, {X: 0.1, Y: 0.9}}
			for i, p := range inner {
				at := h.Apply(p)
				x, y := int(math.Floor(at.X)), int(math.Floor(at.Y))
				if !image.Pt(x, y).In(v.Image.Rect) {
					continue
				}
				if hue(v.Image.RGBAAt(x, y)) == hue(marks[i]) {
					found++
				} else {
					hidden++
				}
			}
		}
		// Oval and eight-sided frames hide the corners of one or two works in a hundred.
		if share := float64(hidden) / float64(found+hidden); share > 0.04 || found < 400 {
			t.Errorf("%v: %d corners in view show their mark, %d do not", size, found, hidden)
		}
	}
}

// hue tells which channels are well above the least one.
func hue(c color.RGBA) [3]bool {
	least := min(c.R, c.G, c.B)
	above := func(v uint8) bool { return int(v)-int(least) > 60 }
	return [3]bool{above(c.R), above(c.G), above(c.B)}
}

// straighten cuts the work out of a view by its corners.
func straighten(t *testing.T, v View, corners vision.Quad, w, h int) *image.RGBA {
	t.Helper()
	m, err := vision.QuadToQuad(vision.RectQuad(float64(w), float64(h)), corners)
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	vision.Warp(out, v.Image, m, vision.Clamp)
	return out
}

// correlation of two pictures of the same size, over all channels.
func correlation(a, b *image.RGBA) float64 {
	var n, sa, sb, saa, sbb, sab float64
	for i := range a.Pix {
		if i%4 == 3 {
			continue
		}
		x, y := float64(a.Pix[i]), float64(b.Pix[i])
		n++
		sa, sb, saa, sbb, sab = sa+x, sb+y, saa+x*x, sbb+y*y, sab+x*y
	}
	return (sab - sa*sb/n) / math.Sqrt((saa-sa*sa/n)*(sbb-sb*sb/n)+1e-9)
}

// TestViewsStayRecognisable straightens views by their corners and compares them with the work.
func TestViewsStayRecognisable(t *testing.T) {
	work := drawnWork(64, 48)
	tests := []struct {
		name            string
		strength        float64
		median, decimus float64 // floors for the correlation of the median view and of the worst tenth's best
	}{
		{"without trouble", NoTrouble, 0.93, 0.85},
		{"with trouble", 1, 0.8, 0.5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var all []float64
			for seed := range uint64(200) {
				v := Synthesise(work, seed, Options{Strength: tt.strength, Fill: [2]float64{0.5, 0.85}})
				lo, hi := v.Corners.Bounds()
				if lo.X < 0 || lo.Y < 0 || hi.X > 96 || hi.Y > 96 {
					continue // cut off
				}
				all = append(all, correlation(work, straighten(t, v, v.Corners, 64, 48)))
			}
			slices.Sort(all)
			t.Logf("%d whole works; correlation: worst %.2f, a tenth below %.2f, median %.2f", len(all), all[0], all[len(all)/10], all[len(all)/2])
			if len(all) < 120 || all[len(all)/2] < tt.median || all[len(all)/10] < tt.decimus {
				t.Errorf("want a median of %v and a tenth at most below %v", tt.median, tt.decimus)
			}
		})
	}
}

// TestCornersAreExact straightens views by their corners, and by corners a little beside them, which must not fit better.
func TestCornersAreExact(t *testing.T) {
	work := drawnWork(80, 60)
	const off = 1.5 // pixels
	var exact, better int
	for seed := range uint64(60) {
		v := Synthesise(work, seed, Options{Strength: NoTrouble, Fill: [2]float64{0.7, 0.85}})
		lo, hi := v.Corners.Bounds()
		if lo.X < 0 || lo.Y < 0 || hi.X > 96 || hi.Y > 96 {
			continue
		}
		best := correlation(work, straighten(t, v, v.Corners, 80, 60))
		for _, by := range []vision.Point{{X: off}, {X: -off}, {Y: off}, {Y: -off}} {
			moved := v.Corners
			for i := range moved {
				moved[i].X += by.X
				moved[i].Y += by.Y
			}
			exact++
			if correlation(work, straighten(t, v, moved, 80, 60)) >= best {
				better++
			}
		}
	}
	if exact < 100 || better > exact/50 {
		t.Errorf("%d of %d corners fit better when moved by %v pixels", better, exact, off)
	}
}

func TestFillIsHonoured(t *testing.T) {
	for _, fill := range [][2]float64{{0.3, 0.4}, {0.55, 1.1}, {0.9, 0.9}, {1.5, 2}} {
		for _, size := range [][2]int{{144, 144}, {144, 50}, {40, 144}} {
			work := oneColour(size[0], size[1], color.RGBA{200, 30, 30, 255})
			for seed := range uint64(40) {
				v := Synthesise(work, seed, Options{Fill: fill, Turns: true, Aspect: [2]float64{0.6, 1.6}, Width: 40, Height: 48})
				if got := filled(v); got < fill[0]-0.005 || got > fill[1]+0.005 {
					t.Errorf("work %v, seed %d: fills %.3f, want %v", size, seed, got, fill)
				}
			}
		}
	}
}

func TestTurns(t *testing.T) {
	work := drawnWork(100, 80)
	count := func(turns bool) (seen [4]int) {
		for seed := range uint64(120) {
			c := Synthesise(work, seed, Options{Turns: turns, Width: 24, Height: 24}).Corners
			// Where the work's top points: 0 up, 1 right, 2 down, 3 left.
			x := c[0].X + c[1].X - c[2].X - c[3].X
			y := c[0].Y + c[1].Y - c[2].Y - c[3].Y
			switch {
			case math.Abs(x) > math.Abs(y) && x > 0:
				seen[1]++
			case math.Abs(x) > math.Abs(y):
				seen[3]++
			case y > 0:
				seen[2]++
			default:
				seen[0]++
			}
		}
		return seen
	}
	if got := count(false); got != [4]int{120, 0, 0, 0} {
		t.Errorf("without turns: %v works show upright and turned, want all upright", got)
	}
	for way, n := range count(true) {
		if n < 15 {
			t.Errorf("with turns: %d of 120 works show turned %d times", n, way)
		}
	}
}

func TestSizes(t *testing.T) {
	work := drawnWork(50, 70)
	for _, tt := range []struct {
		o    Options
		w, h int
	}{
		{Options{}, 96, 96},
		{Options{Width: 64}, 64, 96},
		{Options{Width: 120, Height: 90}, 120, 90},
		{Options{Width: -3, Height: 0}, 96, 96},
	} {
		if got := Synthesise(work, 1, tt.o).Image.Rect; got != image.Rect(0, 0, tt.w, tt.h) {
			t.Errorf("%dx%d: view of %v", tt.o.Width, tt.o.Height, got)
		}
		if got := Wall(1, tt.o).Rect; got != image.Rect(0, 0, tt.w, tt.h) {
			t.Errorf("%dx%d: wall of %v", tt.o.Width, tt.o.Height, got)
		}
	}
}

// TestWallHasNoWork makes every picture that could hang pure magenta, a colour that nothing else has.
func TestWallHasNoWork(t *testing.T) {
	magenta := oneColour(80, 80, color.RGBA{255, 0, 255, 255})
	o := Options{Neighbours: []*image.RGBA{magenta}, Strength: NoTrouble}
	shows := func(m *image.RGBA) bool {
		for i := 0; i < len(m.Pix); i += 4 {
			if m.Pix[i] > 150 && m.Pix[i+1] < 90 && m.Pix[i+2] > 150 {
				return true
			}
		}
		return false
	}
	for seed := range uint64(100) {
		if shows(Wall(seed, o)) {
			t.Errorf("seed %d: a work on the empty wall", seed)
		}
		if !shows(Synthesise(magenta, seed, o).Image) {
			t.Errorf("seed %d: no work in a view of one", seed)
		}
	}
}

func TestNeighboursShow(t *testing.T) {
	o := Options{Neighbours: []*image.RGBA{oneColour(80, 80, color.RGBA{255, 0, 255, 255})}, Strength: NoTrouble, Fill: [2]float64{0.4, 0.5}}
	work := oneColour(80, 80, color.RGBA{128, 128, 128, 255})
	views := 0
	for seed := range uint64(60) {
		m := Synthesise(work, seed, o).Image
		for i := 0; i < len(m.Pix); i += 4 {
			if m.Pix[i] > 150 && m.Pix[i+1] < 90 && m.Pix[i+2] > 150 {
				views++
				break
			}
		}
	}
	if views < 10 {
		t.Errorf("%d of 60 distant views show a neighbour", views)
	}
}

func TestOddInput(t *testing.T) {
	nan := math.NaN()
	works := []*image.RGBA{drawnWork(1, 1), drawnWork(1, 400), drawnWork(3000, 1), drawnWork(2, 2)}
	part := drawnWork(40, 40).SubImage(image.Rect(7, 9, 30, 25)).(*image.RGBA)
	options := []Options{
		{},
		{Width: 1, Height: 1},
		{Width: 2, Height: 300},
		{Fill: [2]float64{0, 0.001}},
		{Fill: [2]float64{900, -5}},
		{Fill: [2]float64{nan, nan}, Aspect: [2]float64{nan, math.Inf(1)}, Strength: nan},
		{Aspect: [2]float64{1e-9, 1e9}, Strength: 50},
		{Walls: []*image.RGBA{nil, image.NewRGBA(image.Rectangle{}), drawnWork(1, 1)}, Neighbours: []*image.RGBA{nil, drawnWork(1, 9)}},
		{Walls: []*image.RGBA{nil}, Neighbours: []*image.RGBA{image.NewRGBA(image.Rectangle{})}, Turns: true},
	}
	for i, o := range options {
		for _, work := range append(works, part) {
			for seed := range uint64(4) {
				v := Synthesise(work, seed, o)
				if v.Image.Rect.Empty() || !v.Image.Opaque() {
					t.Errorf("options %d, work %v: view of %v", i, work.Rect, v.Image.Rect)
				}
				for _, p := range v.Corners {
					if math.IsNaN(p.X+p.Y) || math.IsInf(p.X+p.Y, 0) {
						t.Errorf("options %d, work %v: corners %v", i, work.Rect, v.Corners)
					}
				}
				Wall(seed, o)
			}
		}
	}
}

func TestSubImagesAreSeenFromTheirOrigin(t *testing.T) {
	whole := drawnWork(90, 90)
	part := whole.SubImage(image.Rect(20, 30, 80, 75)).(*image.RGBA)
	alone := image.NewRGBA(image.Rect(0, 0, 60, 45))
	for y := range 45 {
		copy(alone.Pix[y*alone.Stride:][:240], part.Pix[y*part.Stride:][:240])
	}
	for seed := range uint64(5) {
		if !slices.Equal(Synthesise(part, seed, Options{}).Image.Pix, Synthesise(alone, seed, Options{}).Image.Pix) {
			t.Errorf("seed %d: a part of a picture looks different from a copy of it", seed)
		}
	}
}

func TestSynthesisePanicsWithoutPixels(t *testing.T) {
	for _, work := range []*image.RGBA{nil, image.NewRGBA(image.Rectangle{})} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			Synthesise(work, 1, Options{})
		}()
	}
}

func BenchmarkSynthesise(b *testing.B) {
	work := drawnWork(144, 110)
	pictures := []*image.RGBA{drawnWork(144, 96), drawnWork(96, 144)}
	o := Options{Walls: pictures, Neighbours: pictures}
	b.ReportAllocs()
	for i := uint64(0); b.Loop(); i++ {
		Synthesise(work, i, o)
	}
}

func BenchmarkSynthesiseWithoutTrouble(b *testing.B) {
	work := drawnWork(144, 110)
	for i := uint64(0); b.Loop(); i++ {
		Synthesise(work, i, Options{Strength: NoTrouble})
	}
}
