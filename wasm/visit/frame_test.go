package visit

import (
	"math"
	"testing"
)

func TestFrame(t *testing.T) {
	for _, c := range []struct {
		name                           string
		w, h, sw, sh, head, foot       float64
		cover                          bool
		region                         Box
		finderBelow, finderNotBeneathY float64
	}{
		// 720x1280 covers 390x844 at 0.659: 591 of 720 columns are seen, and 3:4 of that is 789 rows.
		{"phone", 720, 1280, 390, 844, 40, 204, true, Box{64.3, 121.4, 591.5, 788.6}, 40, 640},
		{"desktop", 1280, 720, 1280, 800, 0, 200, true, Box{64, 0, 1152, 720}, 0, 600},
		{"webcam in an upright window", 1280, 720, 390, 844, 40, 204, false, Box{0, 0, 1280, 720}, 40, 640},
		{"very wide window", 1280, 720, 1600, 600, 0, 150, true, Box{213.3, 120, 853.3, 480}, 0, 450},
	} {
		f := Frame(c.w, c.h, c.sw, c.sh, c.head, c.foot)
		if f.Cover != c.cover {
			t.Errorf("%s: cover %v", c.name, f.Cover)
		}
		for i, d := range []float64{f.Region.X - c.region.X, f.Region.Y - c.region.Y, f.Region.W - c.region.W, f.Region.H - c.region.H} {
			if math.Abs(d) > 0.6 {
				t.Errorf("%s: region %v, want %v (number %d)", c.name, f.Region, c.region, i)
				break
			}
		}
		if f.Finder.Y < c.finderBelow || f.Finder.Y+f.Finder.H > c.finderNotBeneathY+0.01 || f.Finder.W <= 0 || f.Finder.H <= 0 {
			t.Errorf("%s: finder %v", c.name, f.Finder)
		}
	}
}

// TestFrameStaysInside tries sizes of all sorts: the region lies in the picture, the finder on the stage.
func TestFrameStaysInside(t *testing.T) {
	sizes := []float64{1, 7, 180, 320, 480, 720, 1280, 1920}
	for _, w := range sizes {
		for _, h := range sizes {
			for _, sw := range sizes {
				for _, sh := range sizes {
					f := Frame(w, h, sw, sh, 40, 200)
					r, e := f.Region, 1e-6*(w+h+sw+sh)
					if r.X < -e || r.Y < -e || r.X+r.W > w+e || r.Y+r.H > h+e || r.W <= 0 || r.H <= 0 {
						t.Fatalf("%gx%g on %gx%g: region %v", w, h, sw, sh, r)
					}
					if b := f.Finder; b.X < -e || b.Y < -e || b.X+b.W > sw+e || b.Y+b.H > max(sh, 40)+e {
						t.Fatalf("%gx%g on %gx%g: finder %v", w, h, sw, sh, b)
					}
				}
			}
		}
	}
	if f := Frame(0, 0, 100, 100, 0, 0); f.Region.W != 0 {
		t.Errorf("no picture: %v", f)
	}
}
