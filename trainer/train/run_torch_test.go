//go:build torch

package train

import (
	"image"
	"image/color"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"testing"

	"docent/model/nn"
	"docent/trainer/dataset"
	"docent/trainer/episode"
	"docent/trainer/torch"
)

func TestMain(m *testing.M) {
	torch.Setup(0)
	os.Exit(m.Run())
}

// drawn are works that the test draws: coloured rectangles on a ground.
func drawn(n int) []dataset.Work {
	works := make([]dataset.Work, n)
	for i := range works {
		r := rand.New(rand.NewPCG(uint64(i), 8))
		img := image.NewRGBA(image.Rect(0, 0, 60+r.IntN(40), 60+r.IntN(40)))
		for range 8 {
			c := color.RGBA{uint8(r.IntN(256)), uint8(r.IntN(256)), uint8(r.IntN(256)), 255}
			box := image.Rect(r.IntN(100), r.IntN(100), r.IntN(100), r.IntN(100)).Intersect(img.Rect)
			for y := box.Min.Y; y < box.Max.Y; y++ {
				for x := box.Min.X; x < box.Max.X; x++ {
					img.SetRGBA(x, y, c)
				}
			}
		}
		for i := 3; i < len(img.Pix); i += 4 {
			img.Pix[i] = 255
		}
		works[i] = dataset.Work{ID: strconv.Itoa(i), Pictures: []*image.RGBA{img}}
	}
	return works
}

type silent struct{}

func (silent) Start(int, int)   {}
func (silent) Step(Point)       {}
func (silent) Epoch(int, Point) {}
func (silent) Close()           {}

func small() Config {
	c := Default()
	c.Way, c.Query, c.Epochs, c.EpisodesPerEpoch, c.Normalisation = 5, 2, 2, 12, "image"
	return c
}

// TestResume stops a run in the middle and goes on: the weights must be those
// of a run that was never stopped, whatever runs beside the training.
func TestResume(t *testing.T) {
	works, held := drawn(12), drawn(20)[12:]
	whole := &Run{Config: small(), Dir: t.TempDir(), Works: works, Held: held, Workers: 2, Ahead: 4, Report: silent{}}
	want, err := whole.Train()
	if err != nil {
		t.Fatal(err)
	}
	if want.Step != 24 {
		t.Fatalf("the run ended after %d episodes, want 24", want.Step)
	}
	dir := t.TempDir()
	stop := make(chan struct{})
	stopped := &Run{Config: small(), Dir: dir, Works: works, Held: held, Workers: 1, Ahead: 0, Stop: stop, Report: stopAt{stop, 12}}
	cp, err := stopped.Train()
	if err != nil {
		t.Fatal(err)
	}
	if cp.Step == 0 || cp.Step >= 24 {
		t.Fatalf("stopped after %d episodes, want within", cp.Step)
	}
	resumed := &Run{Config: small(), Dir: dir, Works: works, Held: held, Workers: 3, Ahead: 2, Report: silent{}}
	got, err := resumed.Train()
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got.Params, want.Params) || got.Step != want.Step {
		t.Error("the resumed run's weights differ from the whole run's")
	}
	for _, name := range []string{"loss.png", "accuracy.png", "settings.json"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s is missing or empty (%v)", name, err)
		}
	}
	if v := got.Points[len(got.Points)-1].Validation; v == nil || v.Works != 8 {
		t.Errorf("validation %+v, want one of 8 works", v)
	}

	other := small()
	other.LearningRate /= 2
	if _, err := (&Run{Config: other, Dir: dir, Works: works, Report: silent{}}).Train(); err == nil {
		t.Error("a run went on under other settings")
	}
}

// stopAt stops the run at an episode.
type stopAt struct {
	stop chan struct{}
	step int
}

func (stopAt) Start(int, int) {}
func (s stopAt) Step(p Point) {
	if p.Step == s.step {
		close(s.stop)
	}
}
func (stopAt) Epoch(int, Point) {}
func (stopAt) Close()           {}

// TestEpisodesFigures checks that the same picture is recognised always, with
// frozen statistics, with the episode's, and folded in.
func TestEpisodesFigures(t *testing.T) {
	m, err := initial(nn.Conv4(16), 1)
	if err != nil {
		t.Fatal(err)
	}
	folded, err := nn.Fold(m)
	if err != nil {
		t.Fatal(err)
	}
	works := drawn(8)
	for i := range works {
		works[i].Pictures = append(works[i].Pictures, works[i].Pictures[0])
	}
	for name, m := range map[string]*nn.Model{"unfolded": m, "folded": folded} {
		net, err := torch.NewNet(m)
		if err != nil {
			t.Fatal(err)
		}
		a, err := TestEpisodes(net, works, episode.Sampler{Way: 5, Shot: 1, Query: 1, Seed: 1, FirstSupports: true}, 20)
		net.Drop()
		if err != nil {
			t.Fatal(err)
		}
		if a.Frozen != 1 || a.Batch < 0.999 {
			t.Errorf("%s: the same picture is recognised %v (frozen) and %v (batch) of the time, want always", name, a.Frozen, a.Batch)
		}
	}
}
