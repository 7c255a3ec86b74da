package locate

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"testing"

	"docent/model/vision"
)

const side = 12

// emptyGrid scores nothing anywhere.
func emptyGrid() []float32 {
	g := make([]float32, Channels*side*side)
	for i := range side * side {
		g[i] = -20
	}
	return g
}

// draw writes what a perfect network says of a work, in sides of the frame, with a score in its middle's cell.
func draw(g []float32, q vision.Quad, score float32) {
	var mx, my float64
	for _, c := range q {
		mx, my = mx+c.X/4, my+c.Y/4
	}
	lo, hi := q.Bounds()
	for i := range side * side {
		x, y := (float64(i%side)+0.5)/side, (float64(i/side)+0.5)/side
		if x < lo.X-0.1 || y < lo.Y-0.1 || x > hi.X+0.1 || y > hi.Y+0.1 {
			continue
		}
		for k, c := range q {
			g[(1+2*k)*side*side+i] = float32(c.X - x)
			g[(2+2*k)*side*side+i] = float32(c.Y - y)
		}
	}
	g[int(my*side)*side+int(mx*side)] = score
}

func rect(x0, y0, x1, y1 float64) vision.Quad {
	return vision.Quad{{X: x0, Y: y0}, {X: x1, Y: y0}, {X: x1, Y: y1}, {X: x0, Y: y1}}
}

func TestDecode(t *testing.T) {
	middle, left := rect(0.35, 0.3, 0.7, 0.72), rect(0.02, 0.3, 0.25, 0.6)
	oblique := vision.Quad{{X: 0.2, Y: 0.25}, {X: 0.8, Y: 0.1}, {X: 0.78, Y: 0.9}, {X: 0.23, Y: 0.8}}
	type drawn struct {
		q     vision.Quad
		score float32
	}
	for _, test := range []struct {
		name  string
		works []drawn
		want  []vision.Quad
	}{
		{"nothing", nil, nil},
		{"one", []drawn{{oblique, 3}}, []vision.Quad{oblique}},
		{"too unsure", []drawn{{oblique, -3.5}}, nil},
		{"the central one first", []drawn{{left, 2}, {middle, 2}}, []vision.Quad{middle, left}},
		{"the likelier one first", []drawn{{left, 4}, {middle, -2}}, []vision.Quad{left, middle}},
		{"the complete one first", []drawn{{rect(-0.15, 0.1, 0.4, 0.9), 2}, {rect(0.6, 0.2, 0.95, 0.8), 2}},
			[]vision.Quad{rect(0.6, 0.2, 0.95, 0.8), rect(-0.15, 0.1, 0.4, 0.9)}},
		{"larger than the frame", []drawn{{rect(-0.1, -0.1, 1.1, 1.1), 1}}, []vision.Quad{rect(-0.1, -0.1, 1.1, 1.1)}},
		{"tiny", []drawn{{rect(0.5, 0.5, 0.55, 0.55), 4}}, nil},
		{"far beyond the frame", []drawn{{rect(-2, -2, 3, 3), 4}}, nil},
		{"not convex", []drawn{{vision.Quad{{X: 0.2, Y: 0.2}, {X: 0.8, Y: 0.8}, {X: 0.8, Y: 0.2}, {X: 0.2, Y: 0.8}}, 4}}, nil},
		{"mirrored", []drawn{{vision.Quad{middle[1], middle[0], middle[3], middle[2]}, 4}}, nil},
	} {
		g := emptyGrid()
		for _, w := range test.works {
			draw(g, w.q, w.score)
		}
		d := Decoder{Side: side}
		found := d.Decode(g, 320, 180)
		if len(found) != len(test.want) {
			t.Errorf("%s: %d found, want %d: %v", test.name, len(found), len(test.want), found)
			continue
		}
		for i, want := range test.want {
			for k, c := range want {
				if p := found[i].Outline[k]; math.Hypot(p.X-320*c.X, p.Y-180*c.Y) > 1e-3 {
					t.Errorf("%s: outline %d, corner %d at %v, want (%v, %v)", test.name, i, k, p, 320*c.X, 180*c.Y)
				}
			}
		}
	}
}

// TestDecodeOnce gives each work once, however many cells see its middle.
func TestDecodeOnce(t *testing.T) {
	g := emptyGrid()
	q := rect(0.2, 0.2, 0.8, 0.8)
	draw(g, q, 2)
	for _, cell := range []int{3*side + 3, 8*side + 8, 6*side + 3} {
		g[cell] = 1.5
	}
	d := Decoder{Side: side}
	found := d.Decode(g, 100, 100)
	if len(found) != 1 || math.Abs(float64(found[0].Confidence)-1/(1+math.Exp(-2))) > 1e-6 {
		t.Errorf("found %v, want one of confidence 0.88", found)
	}
}

// TestReread takes corners from the cells that are near to them.
func TestReread(t *testing.T) {
	g := emptyGrid()
	q := rect(0.15, 0.2, 0.85, 0.8)
	draw(g, q, 2)
	middle := 6*side + 6
	g[middle] = 3
	for k := range 4 { // the cell in the middle is a little wrong
		g[(1+2*k)*side*side+middle] += 0.05
	}
	d := Decoder{Side: side}
	found := d.Decode(g, 1, 1)
	if len(found) != 1 || Overlap(found[0].Outline, q) < 0.999 {
		t.Errorf("found %v, want the outline %v", found, q)
	}
}

// check reports what must hold of works found, whatever the network says.
func check(t *testing.T, found []Found, w, h float64) {
	t.Helper()
	if len(found) > MaxFound {
		t.Fatalf("%d works found, at most %d are promised", len(found), MaxFound)
	}
	for i, f := range found {
		if !(f.Confidence >= leastConfidence && f.Confidence <= 1) {
			t.Errorf("confidence %v", f.Confidence)
		}
		if !f.Outline.Convex() || f.Outline.Area() < 0.99*leastArea*w*h {
			t.Errorf("outline %v is not convex, or tiny", f.Outline)
		}
		lo, hi := f.Outline.Bounds()
		if !(lo.X >= -1.001*farthest*w && lo.Y >= -1.001*farthest*h && hi.X <= 1.001*(1+farthest)*w && hi.Y <= 1.001*(1+farthest)*h) {
			t.Errorf("outline %v is far out of the frame of %v x %v", f.Outline, w, h)
		}
		for _, g := range found[:i] {
			if o := Overlap(f.Outline, g.Outline); o > same+1e-6 {
				t.Errorf("two outlines overlap by %v", o)
			}
		}
	}
}

func TestDecodeRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	total := 0
	for i := range 3000 {
		d := Decoder{Side: 1 + r.IntN(16)}
		g := make([]float32, Channels*d.Side*d.Side)
		spread := math.Exp(r.NormFloat64() * 2)
		for j := range g {
			g[j] = float32(r.NormFloat64() * spread)
			if i%3 == 0 && r.IntN(40) == 0 {
				g[j] = []float32{float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1)), math.MaxFloat32, -math.MaxFloat32}[r.IntN(5)]
			}
		}
		if i%3 == 1 { // corners that make outlines
			for c := range 8 {
				for j := range d.Side * d.Side {
					g[(1+c)*d.Side*d.Side+j] = float32([]float64{-1, -1, 1, -1, 1, 1, -1, 1}[c]*0.2 + 0.1*r.NormFloat64())
				}
			}
		}
		found := d.Decode(g, 320, 180)
		total += len(found)
		check(t, found, 320, 180)
	}
	if total < 1000 {
		t.Errorf("%d works found in all: too few to say anything", total)
	}
}

func FuzzDecode(f *testing.F) {
	g := emptyGrid()
	draw(g, rect(0.2, 0.3, 0.7, 0.9), 3)
	seed := make([]byte, 4*len(g))
	for i, v := range g {
		binary.LittleEndian.PutUint32(seed[4*i:], math.Float32bits(v))
	}
	f.Add(seed)
	f.Fuzz(func(t *testing.T, b []byte) {
		g := make([]float32, Channels*side*side)
		for i := range min(len(g), len(b)/4) {
			g[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		}
		d := Decoder{Side: side}
		check(t, d.Decode(g, 240, 320), 240, 320)
	})
}

func BenchmarkDecode(b *testing.B) {
	g := emptyGrid()
	draw(g, rect(0.35, 0.3, 0.7, 0.72), 2)
	draw(g, rect(0.02, 0.3, 0.25, 0.6), 1)
	d := Decoder{Side: side}
	b.ReportAllocs()
	for b.Loop() {
		d.Decode(g, 320, 240)
	}
}
