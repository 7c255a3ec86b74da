package locate

import (
	"image"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"docent/internal/fixture"
	"docent/model/locate"
	"docent/model/nn"
	"docent/model/vision"
	"docent/trainer/dataset"
)

func source(t *testing.T, c Config) *Source {
	t.Helper()
	var works []dataset.Work
	for i := range 4 {
		works = append(works, dataset.Work{Pictures: []*image.RGBA{fixture.Work(uint64(i), 60+20*i, 100)}})
	}
	return NewSource(works, []*image.RGBA{fixture.Work(9, 90, 60)}, c)
}

// TestGradient compares the loss's derivative with differences.
func TestGradient(t *testing.T) {
	const side = 6
	r := rand.New(rand.NewPCG(1, 2))
	truths := []Truth{
		{Present: true, Corners: vision.Quad{{X: 0.2, Y: 0.1}, {X: 0.9, Y: 0.2}, {X: 0.8, Y: 0.8}, {X: 0.1, Y: 0.7}}},
		{},
		{Present: true, Corners: vision.Quad{{X: -0.3, Y: 0.1}, {X: 0.5, Y: 0.2}, {X: 0.4, Y: 1.2}, {X: -0.2, Y: 0.9}}},
	}
	out := make([]float32, len(truths)*locate.Channels*side*side)
	for i := range out {
		out[i] = float32(r.NormFloat64())
	}
	grad, scratch := make([]float32, len(out)), make([]float32, len(out))
	const weight = 3
	total := func() float64 {
		l := GridLoss(out, scratch, truths, side, weight)
		return l.Score + weight*l.Corner
	}
	GridLoss(out, grad, truths, side, weight)
	for range 400 {
		i := r.IntN(len(out))
		const h = 1e-2
		was := out[i]
		out[i] = was + h
		up := total()
		out[i] = was - h
		down := total()
		out[i] = was
		if got, want := float64(grad[i]), (up-down)/(2*h); math.Abs(got-want) > 1e-3*(1+math.Abs(want)) {
			t.Errorf("derivative by number %d is %g, by differences %g", i, got, want)
		}
	}
}

// TestLossOfTruth gives no loss of corners to a grid that is right, and one to others.
func TestLossOfTruth(t *testing.T) {
	q := vision.Quad{{X: 0.3, Y: 0.2}, {X: 0.8, Y: 0.25}, {X: 0.75, Y: 0.8}, {X: 0.3, Y: 0.85}}
	const side = 12
	out := make([]float32, locate.Channels*side*side)
	for i := range side * side {
		out[i] = -12
		for k, c := range q {
			out[(1+2*k)*side*side+i] = float32(c.X - (float64(i%side)+0.5)/side)
			out[(2+2*k)*side*side+i] = float32(c.Y - (float64(i/side)+0.5)/side)
		}
	}
	const middle = 6*side + 6
	out[middle] = 12
	grad := make([]float32, len(out))
	truths := []Truth{{Present: true, Corners: q}}
	if l := GridLoss(out, grad, truths, side, 1); l.Score > 0.01 || l.Corner > 1e-6 {
		t.Errorf("loss of a right grid: %+v", l)
	}
	out[middle] = -12
	if l := GridLoss(out, grad, truths, side, 1); l.Score < 10 {
		t.Errorf("loss of a work that is not found: %+v", l)
	}
	out[0] = 12
	if l := GridLoss(out, grad, []Truth{{}}, side, 1); l.Score < 10 || l.Corner != 0 {
		t.Errorf("loss of a work on an empty wall: %+v", l)
	}
}

func TestAsSeen(t *testing.T) {
	want := vision.Quad{{X: 0.1, Y: 0.2}, {X: 0.8, Y: 0.1}, {X: 0.9, Y: 0.7}, {X: 0.2, Y: 0.8}}
	for first := range 4 {
		var turned, mirrored vision.Quad
		for i := range want {
			turned[i] = want[(i+first)%4]
			mirrored[i] = want[(4+first-i)%4]
		}
		if got := AsSeen(turned); got != want {
			t.Errorf("turned by %d: %v", first, got)
		}
		if got := AsSeen(mirrored); got != want {
			t.Errorf("mirrored, from corner %d: %v", first, got)
		}
	}
}

// TestBatch draws the same batch again, and truths that belong to its pictures.
func TestBatch(t *testing.T) {
	c := Default()
	c.Batch, c.Walls, c.Photos = 24, 0.2, 0.2
	s := source(t, c)
	size := s.Network.Input.Len()
	batch := func(step int) []float32 {
		b := make([]float32, s.batchLen())
		s.Batch(b, make([]float32, size), step)
		return b
	}
	first := batch(3)
	if !reflect.DeepEqual(first, batch(3)) {
		t.Error("the same step gives other pictures")
	}
	if reflect.DeepEqual(first, batch(4)) {
		t.Error("another step gives the same pictures")
	}
	present := 0
	for i := range c.Batch {
		truth := readTruth(first[c.Batch*size+i*truthLen:])
		if !truth.Present {
			continue
		}
		present++
		if !truth.Corners.Convex() || AsSeen(truth.Corners) != truth.Corners {
			t.Errorf("corners %v are not convex, or not as seen", truth.Corners)
		}
	}
	if present == 0 || present == c.Batch {
		t.Errorf("%d of %d pictures show a work: some should and some not", present, c.Batch)
	}
	for i, v := range first {
		if v-v != 0 {
			t.Fatalf("number %d is %v", i, v)
		}
	}
}

// TestNetwork checks what the budget allows, and that a locator can be made of it.
func TestNetwork(t *testing.T) {
	m, err := Initial(1)
	if err != nil {
		t.Fatal(err)
	}
	shapes, err := m.Network.Shapes()
	if err != nil {
		t.Fatal(err)
	}
	if got := shapes[len(shapes)-1]; got != (nn.Shape{C: locate.Channels, H: GridSide, W: GridSide}) {
		t.Errorf("the output is %v", got)
	}
	values := 0
	for _, v := range m.Params {
		values += len(v)
	}
	if values > 150_000 {
		t.Errorf("%d parameters, want at most 150,000", values)
	}
	r, err := nn.NewRunner(m)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := locate.New(r); err != nil {
		t.Error(err)
	}
}

func TestCalibrate(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var answers []Answer
	for range 20000 {
		score := 3 * r.NormFloat64()
		p := 1 / (1 + math.Exp(-(0.7*score - 0.4)))
		answers = append(answers, Answer{score, r.Float64() < p})
	}
	scale, shift, err := Calibrate(answers)
	if err != nil || math.Abs(scale-0.7) > 0.05 || math.Abs(shift+0.4) > 0.1 {
		t.Errorf("scale %.3f, shift %.3f, %v: want 0.7 and -0.4", scale, shift, err)
	}
	for i := range answers { // a shift so far off that Newton's first step leads astray
		answers[i].Score += 15
	}
	scale, shift, err = Calibrate(answers)
	if err != nil || math.Abs(scale-0.7) > 0.05 || math.Abs(shift+0.4+15*0.7) > 0.8 {
		t.Errorf("scale %.3f, shift %.3f, %v: want 0.7 and -10.9", scale, shift, err)
	}
	if _, _, err := Calibrate([]Answer{{2, false}, {-2, true}, {1, false}, {-1, true}, {0, true}, {0, false}, {3, true}}); err == nil {
		t.Error("scores that say the opposite are taken")
	}
}

// TestCalibrated scales the scores of the last layer, and nothing else.
func TestCalibrated(t *testing.T) {
	m, err := Initial(1)
	if err != nil {
		t.Fatal(err)
	}
	x := make([]float32, m.Network.Input.Len())
	for i := range x {
		x[i] = float32(i%17)/8 - 1
	}
	before, err := m.Reference(x)
	if err != nil {
		t.Fatal(err)
	}
	after, err := calibrated(m, 0.5, 2).Reference(x)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range before {
		want := v
		if i < GridSide*GridSide {
			want = 0.5*v + 2
		}
		if math.Abs(float64(after[i]-want)) > 1e-4 {
			t.Fatalf("number %d is %v, want %v", i, after[i], want)
		}
	}
}

func TestTally(t *testing.T) {
	q := vision.RectQuad(0.5, 0.5)
	moved := vision.Quad{{X: 0.05}, {X: 0.55}, {X: 0.55, Y: 0.5}, {X: 0.05, Y: 0.5}} // IoU 0.818
	far := vision.Quad{{X: 0.6}, {X: 0.9}, {X: 0.9, Y: 0.5}, {X: 0.6, Y: 0.5}}
	var f tally
	work := Truth{Present: true, Corners: q}
	f.add(work, []locate.Found{{Outline: moved, Confidence: 0.9}})
	f.add(work, []locate.Found{{Outline: far, Confidence: 0.9}, {Outline: q, Confidence: 0.2}})
	f.add(work, nil)
	f.add(work, []locate.Found{{Outline: q, Confidence: 0.2}})
	f.add(Truth{}, nil)
	f.add(Truth{}, []locate.Found{{Outline: q, Confidence: 0.3}})
	f.add(Truth{}, []locate.Found{{Outline: far, Confidence: 0.6}, {Outline: q, Confidence: 0.6}})
	got := f.figures()
	if math.Abs(got.CornerError-0.05/math.Sqrt(0.5)/2) > 1e-9 {
		t.Errorf("corner error %v", got.CornerError)
	}
	got.CornerError = 0
	if want := (Figures{Views: 4, First50: 0.5, First75: 0.5, Any50: 0.75, Sure: 0.25, Empty: 3, FalseDetections: 1.0 / 3}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestCheckpoint(t *testing.T) {
	dir := t.TempDir()
	if cp, err := ReadCheckpoint(dir); cp != nil || err != nil {
		t.Fatalf("empty folder: %v, %v", cp, err)
	}
	c := &Checkpoint{Config: Default(), Step: 42, Points: []Point{{Step: 40, Loss: Loss{1, 2}, Held: &Figures{Views: 3, First50: 0.5}}},
		Params: map[string][]float32{"a.weight": {1, 2, 3}, "b": {4}},
		M:      map[string][]float32{"a.weight": {0.1, 0.2, 0.3}}, V: map[string][]float32{"a.weight": {0.4, 0.5, 0.6}}}
	if err := c.Write(dir); err != nil {
		t.Fatal(err)
	}
	got, err := ReadCheckpoint(dir)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, c) {
		t.Errorf("read %+v, want %+v", got, c)
	}
}

func TestReadConfig(t *testing.T) {
	for _, test := range []struct{ json, want string }{
		{`{}`, ""},
		{`{"Stepps": 30}`, "unknown field"},
		{`{"Batch": 1}`, "1 pictures"},
		{`{"LearningRate": 0}`, "learning rate"},
		{`{"Restart": 100}`, "restart"},
		{`{"Walls": 0.5, "Photos": 0.5}`, "room for works"},
		{`{"FillMin": 0.9, "FillMax": 0.5}`, "fill"},
		{`{"CornerWeight": 0}`, "corner weight"},
		{`{`, "unexpected EOF"},
	} {
		path := filepath.Join(t.TempDir(), "settings.json")
		if err := os.WriteFile(path, []byte(test.json), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := ReadConfig(path)
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: %v, want %q", test.json, err, test.want)
		}
	}
	if _, err := ReadConfig("../locator.json"); err != nil {
		t.Errorf("settings of the released locator: %v", err)
	}
}

func TestRate(t *testing.T) {
	once := Config{LearningRate: 1, Warm: 10, Steps: 1000}
	twice := Config{LearningRate: 1, Warm: 10, Steps: 1500, Restart: 1000, RestartRate: 0.5}
	for _, test := range []struct {
		config Config
		step   int
		want   float64
	}{
		{once, 0, 0.1}, {once, 4, 0.5}, {once, 500, 0.5}, {once, 1000, 0},
		{twice, 0, 0.1}, {twice, 500, 0.5}, {twice, 999, 0}, {twice, 1000, 0.05}, {twice, 1250, 0.25}, {twice, 1499, 0},
	} {
		if got := test.config.Rate(test.step); math.Abs(got-test.want) > 1e-3 {
			t.Errorf("step %d of %d: rate %g, want %g", test.step, test.config.Steps, got, test.want)
		}
	}
}
