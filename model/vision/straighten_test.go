package vision

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"

	"docent/model/nn"
)

// outlineMap is the map from the unit square to an outline.
func outlineMap(t testing.TB, q Quad) Homography {
	t.Helper()
	m, err := QuadToQuad(RectQuad(1, 1), q)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// straightened is the result of Straighten between guard words.
func straightened(t testing.TB, frame *image.RGBA, m Homography, w, h int) []float32 {
	t.Helper()
	const guard = float32(12345)
	dst := make([]float32, 3*w*h+2)
	dst[0], dst[len(dst)-1] = guard, guard
	Straighten(dst[1:len(dst)-1:len(dst)-1], frame, m, w, h, plain)
	if dst[0] != guard || dst[len(dst)-1] != guard {
		t.Fatal("written outside of dst")
	}
	return dst[1 : len(dst)-1]
}

func TestStraightenIdentity(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {1, 5}, {5, 1}, {2, 2}, {19, 11}, {64, 64}} {
		w, h := size[0], size[1]
		frame := randomPicture(1, w, h)
		got := straightened(t, frame, outlineMap(t, RectQuad(float64(w), float64(h))), w, h)
		for i := range w * h {
			for c := range 3 {
				if want := float32(frame.Pix[4*i+c]) / 255; math.Abs(float64(got[c*w*h+i]-want)) > 1e-6 {
					t.Fatalf("%d x %d: pixel %d channel %d is %v, want %v", w, h, i, c, got[c*w*h+i], want)
				}
			}
		}
	}
}

// slowStraighten is the definition: at the same places, in float64, without subpixels.
func slowStraighten(frame *image.RGBA, m Homography, w, h int) []float64 {
	g := NewGrid(frame.Rect.Dx(), frame.Rect.Dy(), m, w, h)
	for range g.Level {
		frame = halve(frame)
	}
	fw, fh := frame.Rect.Dx(), frame.Rect.Dy()
	at := func(x, y, c int) float64 {
		x, y = min(max(x, 0), fw-1), min(max(y, 0), fh-1)
		return float64(frame.Pix[y*frame.Stride+4*x+c])
	}
	sign := m[6]/2 + m[7]/2 + m[8]
	dst := make([]float64, 3*w*h)
	for y := range h * g.Y {
		for x := range w * g.X {
			px, py := (float64(x)+0.5)/float64(w*g.X), (float64(y)+0.5)/float64(h*g.Y)
			d := max((m[6]*px+m[7]*py+m[8])/sign, float64(g.Horizon)) * sign
			u := (m[0]*px+m[1]*py+m[2])/d/float64(int(1)<<g.Level) - 0.5
			v := (m[3]*px+m[4]*py+m[5])/d/float64(int(1)<<g.Level) - 0.5
			u, v = min(max(u, 0), float64(fw-1)), min(max(v, 0), float64(fh-1))
			x0, y0 := int(u), int(v)
			fx, fy := u-float64(x0), v-float64(y0)
			for c := range 3 {
				colour := (at(x0, y0, c)*(1-fx)+at(x0+1, y0, c)*fx)*(1-fy) + (at(x0, y0+1, c)*(1-fx)+at(x0+1, y0+1, c)*fx)*fy
				dst[c*w*h+y/g.Y*w+x/g.X] += colour / float64(255*g.X*g.Y)
			}
		}
	}
	return dst
}

// randomOutline is a convex quadrilateral within and around a frame.
func randomOutline(rng *rand.Rand, w, h int) Quad {
	for {
		var q Quad
		for i, c := range RectQuad(1, 1) {
			q[i] = Point{(c.X*0.8 + 0.4*rng.Float64() - 0.1) * float64(w), (c.Y*0.8 + 0.4*rng.Float64() - 0.1) * float64(h)}
		}
		for range rng.IntN(4) { // turned
			q = Quad{q[1], q[2], q[3], q[0]}
		}
		if rng.IntN(2) == 0 { // mirrored
			q = Quad{q[1], q[0], q[3], q[2]}
		}
		if q.Convex() {
			return q
		}
	}
}

func TestStraighten(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range 200 {
		frame := randomPicture(uint64(i), 1+rng.IntN(200), 1+rng.IntN(150))
		m := outlineMap(t, randomOutline(rng, frame.Rect.Dx(), frame.Rect.Dy()))
		if i%2 == 0 { // the same map
			for j := range m {
				m[j] *= -3
			}
		}
		w, h := 1+rng.IntN(40), 1+rng.IntN(40)
		got := straightened(t, frame, m, w, h)
		for j, want := range slowStraighten(frame, m, w, h) {
			// Half a subpixel along each side, between black and white, and float32 in large frames.
			if math.Abs(float64(got[j])-want) > 1.1/subpixels {
				t.Fatalf("frame %v, %d x %d, map %v: element %d is %v, want %v", frame.Rect, w, h, m, j, got[j], want)
			}
		}
	}
}

// TestStraightenTurns: the corner that comes first in the outline comes first in the result.
func TestStraightenTurns(t *testing.T) {
	frame := image.NewRGBA(image.Rect(0, 0, 40, 40))
	for i, c := range []color.RGBA{{255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {255, 255, 0, 255}} { // clockwise
		x0, y0 := []int{0, 20, 20, 0}[i], []int{0, 0, 20, 20}[i]
		for y := range 20 {
			for x := range 20 {
				frame.SetRGBA(x0+x, y0+y, c)
			}
		}
	}
	q := RectQuad(40, 40)
	for i := range 4 {
		got := straightened(t, frame, outlineMap(t, Quad{q[i], q[(i+1)%4], q[(i+2)%4], q[(i+3)%4]}), 10, 10)
		corner := frame.RGBAAt([]int{0, 39, 39, 0}[i], []int{0, 0, 39, 39}[i])
		if want := []float32{float32(corner.R) / 255, float32(corner.G) / 255, float32(corner.B) / 255}; got[0] != want[0] ||
			got[100] != want[1] || got[200] != want[2] {
			t.Errorf("corner %d first: the first pixel is %v %v %v, want %v", i, got[0], got[100], got[200], want)
		}
	}
}

// TestStraightenDoesNotAlias: stripes and squares one pixel wide become grey when there are too many of them to show.
func TestStraightenDoesNotAlias(t *testing.T) {
	for name, at := range map[string]func(x, y int) bool{
		"columns": func(x, y int) bool { return x%2 == 0 },
		"rows":    func(x, y int) bool { return y%2 == 0 },
		"squares": func(x, y int) bool { return (x+y)%2 == 0 },
		"pairs":   func(x, y int) bool { return x%4 < 2 },
	} {
		frame := image.NewRGBA(image.Rect(0, 0, 320, 240))
		for y := range 240 {
			for x := range 320 {
				if at(x, y) {
					frame.SetRGBA(x, y, color.RGBA{255, 255, 255, 255})
				} else {
					frame.SetRGBA(x, y, color.RGBA{0, 0, 0, 255})
				}
			}
		}
		for outline, q := range map[string]Quad{
			"whole":       RectQuad(320, 240),
			"perspective": {{40, 20}, {300, 60}, {290, 190}, {30, 230}},
			"turned":      {{160, 5}, {280, 120}, {160, 235}, {40, 120}},
		} {
			const side = 40
			var squares float64
			for _, v := range straightened(t, frame, outlineMap(t, q), side, side) {
				squares += (float64(v) - 0.5) * (float64(v) - 0.5)
			}
			// One place for each pixel shows black and white at random: 0.5, or 0.35 where it is interpolated.
			if deviation := math.Sqrt(squares / (3 * side * side)); deviation > 0.1 {
				t.Errorf("%s, %s: deviation from grey %.3f, want under 0.1", name, outline, deviation)
			}
		}
	}
}

func TestGrid(t *testing.T) {
	for _, c := range []struct {
		name        string
		w, h        int
		q           Quad
		out         int
		level, x, y int
	}{
		{"same size", 60, 60, RectQuad(60, 60), 60, 0, 1, 1},
		{"enlarged", 320, 240, RectQuad(30, 30), 60, 0, 1, 1},
		{"nearly two pixels", 320, 240, RectQuad(119, 119), 60, 0, 2, 2},
		{"two pixels", 320, 240, RectQuad(120, 120), 60, 1, 1, 1},
		{"wide", 320, 240, RectQuad(240, 60), 60, 0, 4, 1},
		{"too wide", 640, 240, RectQuad(640, 60), 60, 2, 3, 1},
		{"large", 4096, 4096, RectQuad(4096, 4096), 60, 6, 1, 1},
		{"small frame", 20, 8, RectQuad(20, 8), 1, 0, 4, 4},
	} {
		g := NewGrid(c.w, c.h, outlineMap(t, c.q), c.out, c.out)
		if g.Level != c.level || g.X != c.x || g.Y != c.y {
			t.Errorf("%s: level %d, %d x %d, want %d, %d x %d", c.name, g.Level, g.X, g.Y, c.level, c.x, c.y)
		}
	}
}

func TestStraightenOfASubImage(t *testing.T) {
	whole := randomPicture(2, 30, 20)
	sub := whole.SubImage(image.Rect(10, 5, 25, 17)).(*image.RGBA)
	q := Quad{{2, 1}, {13, 3}, {12, 10}, {1, 11}}
	got := straightened(t, sub, outlineMap(t, q), 6, 6)
	for i := range q {
		q[i].X += 10
		q[i].Y += 5
	}
	want := straightened(t, whole, outlineMap(t, q), 6, 6)
	for i := range got {
		if math.Abs(float64(got[i]-want[i])) > 1.0/subpixels {
			t.Fatalf("element %d is %v, want %v", i, got[i], want[i])
		}
	}
}

// TestStraightenImage: the normalisation is that of Sample.
func TestStraightenImage(t *testing.T) {
	frame := randomPicture(3, 24, 24)
	m := outlineMap(t, RectQuad(24, 24))
	got, want := make([]float32, 3*24*24), make([]float32, 3*24*24)
	n := nn.Normalisation{Kind: nn.NormImage}
	Straighten(got, frame, m, 24, 24, n)
	Sample(want, frame, Whole, 24, 24, n)
	for i := range got {
		if math.Abs(float64(got[i]-want[i])) > 1e-5 {
			t.Fatalf("element %d is %v, want %v", i, got[i], want[i])
		}
	}
}

// FuzzStraighten: any map makes a picture of the frame's colours.
func FuzzStraighten(f *testing.F) {
	f.Add(10., 0., 0., 0., 10., 0., 0., 0., 1., 40, 30, 10)
	f.Add(math.NaN(), 0., 0., 0., 10., 0., 0., 0., 1., 40, 30, 10)
	f.Add(0., 0., 0., 0., 0., 0., 0., 0., 0., 40, 30, 10)
	f.Add(1., 1., 0., 1., 1., 0., 1., 1., -1., 5, 1, 3)
	f.Add(1e300, 0., 0., 0., 1e-300, 0., 0., 0., 1e-300, 1, 5, 3)
	f.Add(math.Inf(1), 0., 1e38, 0., 1e38, 0., 3., -7., 1., 100, 100, 1)
	f.Fuzz(func(t *testing.T, a, b, c, d, e, g, h, i, j float64, fw, fh, side int) {
		if fw < 1 || fh < 1 || side < 1 || fw > 200 || fh > 200 || side > 30 {
			t.Skip()
		}
		frame := randomPicture(1, fw, fh)
		for k, v := range straightened(t, frame, Homography{a, b, c, d, e, g, h, i, j}, side, side) {
			if !(v >= 0 && v <= 1.000001) {
				t.Fatalf("element %d is %v", k, v)
			}
		}
	})
}

func TestStraightenPanicsOnCallerBugs(t *testing.T) {
	frame := randomPicture(4, 4, 4)
	for name, call := range map[string]func(){
		"short slice":           func() { Straighten(make([]float32, 11), frame, Identity, 2, 2, plain) },
		"empty frame":           func() { Straighten(make([]float32, 12), image.NewRGBA(image.Rectangle{}), Identity, 2, 2, plain) },
		"unknown normalisation": func() { Straighten(make([]float32, 12), frame, Identity, 2, 2, nn.Normalisation{Kind: "?"}) },
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

func BenchmarkStraighten(b *testing.B) {
	frame := randomPicture(5, 320, 240)
	m := outlineMap(b, Quad{{40, 20}, {300, 60}, {290, 190}, {30, 230}})
	dst := make([]float32, 3*64*64)
	for b.Loop() {
		Straighten(dst, frame, m, 64, 64, plain)
	}
}
