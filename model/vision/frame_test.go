package vision

import (
	"image"
	"image/color"
	"testing"
)

func TestFrameSizes(t *testing.T) {
	tests := []struct {
		name  string
		w, h  int
		wantW int
		wantH int
	}{
		{"landscape", 640, 480, 320, 240},
		{"portrait", 480, 640, 240, 320},
		{"small keeps its size", 144, 100, 144, 100},
		{"exact", 320, 320, 320, 320},
		{"one pixel more", 321, 200, 320, 199},
		{"very long", 4000, 3, 320, 1},
		{"one pixel", 1, 1, 1, 1},
		{"empty", 0, 0, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Frame(image.NewRGBA(image.Rect(0, 0, tt.w, tt.h))).Rect
			if want := image.Rect(0, 0, tt.wantW, tt.wantH); got != want {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

func TestFrameLaysTransparencyOverWhite(t *testing.T) {
	for _, size := range []int{10, 1000} {
		src := image.NewNRGBA(image.Rect(3, 3, 3+size, 3+size)) // an origin elsewhere, and all transparent
		for y := 3; y < 3+size; y++ {
			for x := 3; x < 3+size/2; x++ {
				src.SetNRGBA(x, y, color.NRGBA{200, 0, 0, 128})
			}
		}
		m := Frame(src)
		side := m.Rect.Dx()
		left, right := m.RGBAAt(side/4, side/2), m.RGBAAt(side-2, side/2)
		if right != (color.RGBA{255, 255, 255, 255}) {
			t.Errorf("size %d: transparent pixels became %v, want white", size, right)
		}
		if want := (color.RGBA{227, 127, 127, 255}); !near(left, want, 1) {
			t.Errorf("size %d: half transparent red became %v, want %v", size, left, want)
		}
	}
}

func TestFrameDoesNotAlias(t *testing.T) {
	src := image.NewGray(image.Rect(0, 0, 1600, 400))
	for i := range src.Pix {
		src.Pix[i] = uint8(i%2) * 255 // columns of black and white: grey from afar
	}
	m := Frame(src)
	for x := 2; x < m.Rect.Dx()-2; x++ {
		if got := m.RGBAAt(x, 10); !near(got, color.RGBA{127, 127, 127, 255}, 6) {
			t.Fatalf("column %d is %v, want an even grey", x, got)
		}
	}
}

func TestFrameSharesNoMemory(t *testing.T) {
	src := randomPicture(1, 10, 10)
	before := src.RGBAAt(0, 0)
	m := Frame(src)
	m.SetRGBA(0, 0, color.RGBA{^before.R, 0, 0, 255})
	if src.RGBAAt(0, 0) != before {
		t.Error("writing to the frame changed the picture")
	}
}

func TestOrient(t *testing.T) {
	// A 3 x 2 picture whose pixels are numbered row by row: 1 2 3 / 4 5 6.
	src := image.NewRGBA(image.Rect(0, 0, 3, 2))
	for i := range 6 {
		src.SetRGBA(i%3, i/3, color.RGBA{uint8(i + 1), 0, 0, 255})
	}
	tests := []struct {
		orientation int
		want        [][]uint8
	}{
		{0, [][]uint8{{1, 2, 3}, {4, 5, 6}}},
		{1, [][]uint8{{1, 2, 3}, {4, 5, 6}}},
		{2, [][]uint8{{3, 2, 1}, {6, 5, 4}}},
		{3, [][]uint8{{6, 5, 4}, {3, 2, 1}}},
		{4, [][]uint8{{4, 5, 6}, {1, 2, 3}}},
		{5, [][]uint8{{1, 4}, {2, 5}, {3, 6}}},
		{6, [][]uint8{{4, 1}, {5, 2}, {6, 3}}},
		{7, [][]uint8{{6, 3}, {5, 2}, {4, 1}}},
		{8, [][]uint8{{3, 6}, {2, 5}, {1, 4}}},
		{9, [][]uint8{{1, 2, 3}, {4, 5, 6}}},
	}
	for _, tt := range tests {
		m := Orient(src, tt.orientation)
		if m.Rect.Dy() != len(tt.want) || m.Rect.Dx() != len(tt.want[0]) {
			t.Errorf("orientation %d: size %v", tt.orientation, m.Rect)
			continue
		}
		for y, row := range tt.want {
			for x, want := range row {
				if got := m.RGBAAt(x, y); got != (color.RGBA{want, 0, 0, 255}) {
					t.Errorf("orientation %d: pixel (%d, %d) is %v, want %d", tt.orientation, x, y, got, want)
				}
			}
		}
	}
}

// near tells whether no channel of a and b differs by more than tolerance.
func near(a, b color.RGBA, tolerance int) bool {
	for _, d := range []int{int(a.R) - int(b.R), int(a.G) - int(b.G), int(a.B) - int(b.B), int(a.A) - int(b.A)} {
		if d < -tolerance || d > tolerance {
			return false
		}
	}
	return true
}

func BenchmarkFrame(b *testing.B) {
	src := randomPicture(1, 1280, 960)
	for b.Loop() {
		Frame(src)
	}
}
