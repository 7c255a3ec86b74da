//go:build !js

package local

import (
	"image"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"docent/model/views"
	"docent/model/vision"
)

// noise returns a picture of random pixels, some of them alike.
func noise(seed uint64, w, h int) *image.RGBA {
	r := rand.New(rand.NewPCG(seed, 1))
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		m.Pix[i] = uint8(r.IntN(4) * r.IntN(85))
	}
	return m
}

// The planes of the extractor against their definitions, at sizes around those of the windows.
func TestPlane(t *testing.T) {
	for _, size := range [][2]int{{5, 5}, {5, 9}, {12, 13}, {25, 24}, {26, 40}, {70, 33}, {160, 160}} {
		var p plane
		p.resize(size[0], size[1])
		w, h := p.w, p.h
		r := rand.New(rand.NewPCG(3, 4))
		for i := range p.light {
			p.light[i] = uint16(r.IntN(lightScale + 1))
			if i%w > w/2 { // a dark half, and one pixel that stands out of it
				p.light[i] = uint16(r.IntN(5))
			}
		}
		p.light[h/2*w+w-1] = lightScale
		p.even()
		p.measure()
		contrast := func(x, y int) int {
			x, y = min(max(x, 0), w-1), min(max(y, 0), h-1)
			var n, sum, squares int
			for j := max(y-surroundings, 0); j <= min(y+surroundings, h-1); j++ {
				for i := max(x-surroundings, 0); i <= min(x+surroundings, w-1); i++ {
					v := int(p.light[j*w+i])
					n, sum, squares = n+1, sum+v, squares+v*v
				}
			}
			return int(float64(unit*(n*int(p.light[y*w+x])-sum)) / math.Sqrt(float64(n*squares-sum*sum+n*n*floor*floor)))
		}
		var plain []int // contrast, with blur pixels beyond the edges
		for y := -blur; y < h+blur; y++ {
			for x := -blur; x < w+blur; x++ {
				plain = append(plain, contrast(x, y))
			}
		}
		smooth := func(x, y int) int {
			x, y = min(max(x, 0), w-1), min(max(y, 0), h-1)
			sum := 0
			for j := range 2*blur + 1 {
				for i := range 2*blur + 1 {
					sum += plain[(y+j)*(w+2*blur)+x+i]
				}
			}
			return sum / finer
		}
		for y := -reach; y < h+reach; y++ {
			for x := -reach; x < w+reach; x++ {
				if got, want := int(p.smooth[(y+reach)*p.stride+x+reach]), smooth(x, y); got != want {
					t.Fatalf("%d x %d: smooth(%d, %d) is %d, want %d", w, h, x, y, got, want)
				}
			}
		}
		for y := window; y < h-window; y++ {
			for x := window; x < w-window; x++ {
				var xx, xy, yy int
				for j := y - window; j <= y+window; j++ {
					for i := x - window; i <= x+window; i++ {
						gx, gy := smooth(i+1, j)-smooth(i-1, j), smooth(i, j+1)-smooth(i, j-1)
						xx, xy, yy = xx+gx*gx, xy+gx*gy, yy+gy*gy
					}
				}
				want := float64(xx+yy)/2 - math.Hypot(float64(xx-yy)/2, float64(xy))
				if got := float64(p.strength[y*w+x]); math.Abs(got-want) > 1 {
					t.Fatalf("%d x %d: strength(%d, %d) is %g, want %g", w, h, x, y, got, want)
				}
			}
		}
		for _, c := range [][2]int{{0, 0}, {w - 1, h - 1}, {w / 2, h / 3}} {
			d := p.describe(c[0], c[1])
			for word := range d {
				for i, q := range pairs {
					dx, dy, ex, ey := q[0], q[1], q[2], q[3]
					for range word {
						dx, dy, ex, ey = -dy, dx, -ey, ex
					}
					want := smooth(c[0]+dx, c[1]+dy) < smooth(c[0]+ex, c[1]+ey)
					if got := d[word]>>i&1 == 1; got != want {
						t.Fatalf("%d x %d: comparison %d of word %d at %v is %t", w, h, i, word, c, got)
					}
				}
			}
		}
		if found := p.corners(nil, 50); !slices.IsSortedFunc(found, func(a, b uint64) int { return int(b>>32) - int(a>>32) }) {
			t.Errorf("%d x %d: the corners are not sorted", w, h)
		}
	}
}

// straighten against vision.Warp, which rounds to levels of 8 bits.
func TestStraighten(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for _, size := range [][2]int{{1, 1}, {2, 3}, {40, 30}, {144, 100}, {320, 240}, {600, 900}} {
		frame := vision.Fit(noise(1, size[0]*2, size[1]*2), max(size[0], size[1]))
		frame = frame.SubImage(image.Rect(1, 0, size[0], size[1]-size[1]/9)).(*image.RGBA)
		if frame.Rect.Empty() {
			frame = noise(1, 1, 1)
		}
		for range 6 {
			q := whole(frame)
			for i := range q {
				q[i].X += float64(size[0]) * (r.Float64() - 0.5) / 5
				q[i].Y += float64(size[1]) * (r.Float64() - 0.5) / 5
			}
			h, err := vision.QuadToQuad(vision.RectQuad(Side, Side), q)
			if err != nil {
				continue
			}
			var s source
			var p plane
			p.resize(Side, Side)
			s.set(frame, q)
			if !s.straighten(&p) {
				t.Fatal("it refuses an outline")
			}
			want := image.NewRGBA(image.Rect(0, 0, Side, Side))
			vision.Warp(want, moved(frame), h, vision.Clamp)
			var off, most float64
			for i := range p.light {
				px := want.Pix[4*i:]
				d := math.Abs(float64(p.light[i])/8 - (77*float64(px[0])+150*float64(px[1])+29*float64(px[2]))/256)
				off, most = off+d/Side/Side, max(most, d)
			}
			// Warp chooses how often to halve for each pixel.
			if off > 4 || most > 4 && size[0] < 200 {
				t.Errorf("%v: off by %.2f on average, %.2f at most", size, off, most)
			}
		}
	}
}

// moved copies a picture to one whose pixels begin at (0, 0).
func moved(m *image.RGBA) *image.RGBA {
	to := image.NewRGBA(image.Rect(0, 0, m.Rect.Dx(), m.Rect.Dy()))
	for y := range to.Rect.Dy() {
		copy(to.Pix[y*to.Stride:][:to.Stride], m.Pix[y*m.Stride:])
	}
	return to
}

// TestTurn: what Turn makes of the features of a picture, Extract finds with a turned outline.
func TestTurn(t *testing.T) {
	e := NewExtractor()
	for name, extract := range map[string]func(*image.RGBA, vision.Quad, int) []Feature{"Extract": e.Extract, "ExtractLoose": e.ExtractLoose} {
		t.Run(name, func(t *testing.T) { turn(t, extract) })
	}
}

func turn(t *testing.T, extract func(*image.RGBA, vision.Quad, int) []Feature) {
	var same, all int
	for i, w := range drawn(6) {
		v := views.Synthesise(w, uint64(i), views.Options{Width: 320, Height: 240, Fill: [2]float64{0.5, 0.9}})
		upright := slices.Clone(extract(v.Image, v.Corners, Most))
		for turn := range 4 {
			q := v.Corners
			for j := range q {
				q[j] = v.Corners[(j+turn)&3]
			}
			got := Turn(nil, upright, turn)
			want := extract(v.Image, q, Most)
			all += len(want)
			if len(want) < Most/2 {
				t.Errorf("only %d features", len(want))
			}
			for _, f := range want {
				for _, g := range got {
					near := max(f.X, g.X)-min(f.X, g.X) <= 1 && max(f.Y, g.Y)-min(f.Y, g.Y) <= 1
					if near && f.Level == g.Level && f.Distance(&g) <= 4 {
						same++
						break
					}
				}
			}
			if turn == 0 && !slices.Equal(got, upright) {
				t.Error("no turn changes features")
			}
			if back := Turn(got[:0], got, -turn); !slices.Equal(back, upright) {
				t.Errorf("turned by %d and back they are others", turn)
			}
		}
	}
	if same < all*98/100 {
		t.Errorf("%d of %d features are the same", same, all)
	}
	t.Logf("%d of %d features are the same", same, all)
}
