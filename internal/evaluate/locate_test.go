//go:build !js

package evaluate

import (
	"encoding/json"
	"image"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"

	"docent/gallery"
	"docent/internal/engine"
	"docent/model/locate"
	"docent/model/nn"
	"docent/model/views"
	"docent/model/vision"
	"docent/model/weights"
)

// released is the released locator, run by an engine.
func released(t testing.TB, name string) *locate.Locator {
	t.Helper()
	m, err := nn.ReadModel(weights.Locator())
	if err != nil {
		t.Fatal(err)
	}
	e, err := engine.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	encoder, err := e.Encoder(m)
	if err != nil {
		t.Fatal(err)
	}
	l, err := locate.New(encoder)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestReleasedLocator looks for pictures of the demo gallery that hang framed on a wall, and for nothing on bare walls.
func TestReleasedLocator(t *testing.T) {
	l, fast := released(t, engine.Scalar), released(t, engine.Auto)
	found, sure, n := 0, 0, 0
	for i, w := range gallery.Works() {
		if i%3 != 0 {
			continue
		}
		n++
		o := views.Options{Width: 320, Height: 240, Fill: [2]float64{0.5, 0.8}, Strength: views.NoTrouble}
		v := views.Synthesise(w.Render(300), uint64(i), o)
		list := append([]locate.Found(nil), l.Locate(v.Image)...)
		if len(list) == 0 {
			t.Logf("%s: nothing found", w.ID)
			continue
		}
		overlap := locate.Overlap(list[0].Outline, v.Corners)
		t.Logf("%s: IoU %.2f, confidence %.2f", w.ID, overlap, list[0].Confidence)
		if overlap >= 0.7 {
			found++
		}
		if list[0].Confidence >= 0.5 {
			sure++
		}
		again := fast.Locate(v.Image)
		if len(again) == 0 || locate.Overlap(again[0].Outline, list[0].Outline) < 0.99 {
			t.Errorf("%s: %s finds %v, plain Go %v", w.ID, engine.Auto, again, list)
		}
	}
	if found < n-1 || sure < n-1 {
		t.Errorf("%d of %d works are found with an IoU of 0.7, %d with a confidence of 1/2: all but one should be", found, n, sure)
	}
	wrong := 0
	const walls = 20
	for i := range walls {
		for _, f := range l.Locate(views.Wall(uint64(i), views.Options{Width: 320, Height: 240})) {
			if f.Confidence >= 0.5 {
				wrong++
				break
			}
		}
	}
	if wrong > 2 {
		t.Errorf("a work is found on %d of %d bare walls", wrong, walls)
	}
}

// BenchmarkLocate finds the works in a frame with each engine.
func BenchmarkLocate(b *testing.B) {
	frame := views.Synthesise(gallery.Works()[0].Render(300), 1, views.Options{Width: 320, Height: 240}).Image
	for _, name := range []string{engine.Scalar, engine.Auto} {
		b.Run(name, func(b *testing.B) {
			l := released(b, name)
			for b.Loop() {
				l.Locate(frame)
			}
		})
	}
}

// TestSharedFrames measures the released locator on frames of a real gallery.
func TestSharedFrames(t *testing.T) {
	file := "../../../shared/data/eval/estense/frames.json"
	if _, err := os.Stat(file); err != nil {
		t.Skipf("%s is not there: real frames are not tested", file)
	}
	l := released(t, engine.Auto)
	r, err := Locate(l, file, 0.65)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(r)
	again, err := Locate(twice{l}, file, 0.65)
	if err != nil {
		t.Fatal(err)
	}
	t.Log("looked at twice: ", again)
	if r.Found50 < 0.7 {
		t.Errorf("%.2f of %d works are found, want 0.7 at least", r.Found50, r.Works)
	}
}

// known is a locator that says what it is told.
type known map[int][]locate.Found

func (k known) Locate(frame *image.RGBA) []locate.Found { return k[int(frame.Pix[0])] }

func TestLocate(t *testing.T) {
	dir := t.TempDir()
	type painting struct {
		ID   string        `json:"id"`
		Quad [4][2]float64 `json:"quad"`
	}
	type frame struct {
		File      string     `json:"file"`
		Paintings []painting `json:"paintings"`
	}
	square := func(x, y, side float64) [4][2]float64 {
		return [4][2]float64{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}}
	}
	pixels := func(x, y, side float64) (q vision.Quad) {
		for i, c := range square(x, y, side) {
			q[i] = vision.Point{X: 100 * c[0], Y: 50 * c[1]}
		}
		return q
	}
	frames := []frame{
		{"1.png", []painting{{"a", square(0.1, 0.1, 0.4)}, {"mostly out of view", square(-0.5, 0, 0.6)}}},
		{"2.png", []painting{{"b", square(0.5, 0.5, 0.4)}, {"c", square(0, 0, 0.4)}}},
	}
	turned := pixels(0.1, 0.1, 0.4)
	turned = vision.Quad{turned[1], turned[2], turned[3], turned[0]}
	l := known{
		1: {{Outline: turned, Confidence: 0.9}},
		2: {{Outline: pixels(0.1, 0.1, 0.1), Confidence: 0.9}, {Outline: pixels(0.5, 0.5, 0.3), Confidence: 0.3}},
	}
	for i, f := range frames {
		img := image.NewRGBA(image.Rect(0, 0, 100, 50))
		for p := range img.Pix {
			img.Pix[p] = uint8(i + 1)
			if p%4 == 3 {
				img.Pix[p] = 255
			}
		}
		w, err := os.Create(filepath.Join(dir, f.File))
		if err == nil {
			err = png.Encode(w, img)
		}
		if err == nil {
			err = w.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	b, err := json.Marshal(frames)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "frames.json")
	if err := os.WriteFile(file, b, 0o644); err != nil {
		t.Fatal(err)
	}
	r, err := Locate(l, file, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	near := func(name string, got, want float64) {
		if math.Abs(got-want) > 1e-6 {
			t.Errorf("%s %.4f, want %.4f", name, got, want)
		}
	}
	if r.Works != 3 {
		t.Fatalf("%d works, want 3: %+v", r.Works, r.List)
	}
	small := 0.3 * 0.3 / (0.4 * 0.4) // b's outline lies within the work
	tiny := 0.1 * 0.1 / (0.4 * 0.4)  // c's too
	near("found at 0.5", r.Found50, 2.0/3)
	near("found at 0.75", r.Found75, 1.0/3)
	near("first", r.First50, 1.0/3)
	near("mean", r.MeanIoU, (1+small+tiny)/3)
	near("median", r.MedianIoU, small)
	near("sure", r.Sure, 0.5)
	// Of b, three corners are off: two by a quarter of a side each, one by a quarter of the diagonal.
	diagonal := math.Hypot(40, 20)
	near("corner error", r.CornerError, (10+5+diagonal/4)/4/diagonal/2)
	if _, err := Locate(l, filepath.Join(dir, "none.json"), 0.5); err == nil {
		t.Error("a file that is not there is read")
	}
}
