//go:build torch

package train

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"docent/model/nn"
	"docent/trainer/episode"
	"docent/trainer/torch"
)

func TestMain(m *testing.M) {
	torch.Setup(0)
	os.Exit(m.Run())
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
	t.Run("as the seed", func(t *testing.T) { testResume(t, small(), 12) })
	c := small()
	c.Network, c.Encoder = "residual", nn.Encoder{Side: 32, Width: 4, Stages: [4]int{6, 8, 10, 14}, Embedding: 16, Head: nn.HeadFlatten, Unit: true}
	c.Loss, c.Temperature, c.HalveEvery, c.Warmup, c.Group = "nca", 0.2, 0, 3, 3
	c.Epochs, c.EpisodesPerEpoch = 2, 25
	c.Located = Located{Share: 0.7, Jitter: 0.05, Wild: 0.1, Framed: 0.2, Clean: 0.03, Min: 0.6, Max: 1, Side: 64}
	t.Run("located, with hard episodes", func(t *testing.T) { testResume(t, c, 45) })
}

// testResume stops a run at a point of its curves.
func testResume(t *testing.T, config Config, at int) {
	works, held := drawn(12), drawn(20)[12:]
	whole := &Run{Config: config, Dir: t.TempDir(), Works: works, Held: held, Workers: 2, Ahead: 4, Report: silent{}}
	want, err := whole.Train()
	if err != nil {
		t.Fatal(err)
	}
	if want.Step != config.Steps() {
		t.Fatalf("the run ended after %d episodes, want %d", want.Step, config.Steps())
	}
	dir := t.TempDir()
	stop := make(chan struct{})
	stopped := &Run{Config: config, Dir: dir, Works: works, Held: held, Workers: 1, Ahead: 0, Stop: stop, Report: stopAt{stop: stop, step: at}}
	cp, err := stopped.Train()
	if err != nil {
		t.Fatal(err)
	}
	if cp.Step != at {
		t.Fatalf("stopped after %d episodes, want %d", cp.Step, at)
	}
	resumed := &Run{Config: config, Dir: dir, Works: works, Held: held, Workers: 3, Ahead: 2, Report: silent{}}
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

	other := config
	other.LearningRate /= 2
	if _, err := (&Run{Config: other, Dir: dir, Works: works, Report: silent{}}).Train(); err == nil || !strings.Contains(err.Error(), "LearningRate was") {
		t.Errorf("a run went on under other settings, or the error does not name them: %v", err)
	}
}

// stopAt stops the run at an episode.
type stopAt struct {
	silent
	stop chan struct{}
	step int
}

func (s stopAt) Step(p Point) {
	if p.Step == s.step {
		close(s.stop)
	}
}

// TestStart checks that a run can start from folded weights, and goes on from
// where they are.
func TestStart(t *testing.T) {
	works := drawn(12)
	c := small()
	c.Network, c.Encoder = "residual", nn.Encoder{Side: 32, Width: 4, Stages: [4]int{6, 8, 10, 14}, Embedding: 16, Head: nn.HeadFlatten, Unit: true}
	c.Temperature, c.Epochs, c.EpisodesPerEpoch = 0.2, 1, 60
	cp, err := (&Run{Config: c, Dir: t.TempDir(), Works: works, Report: silent{}}).Train()
	if err != nil {
		t.Fatal(err)
	}
	m, err := cp.Model()
	if err != nil {
		t.Fatal(err)
	}
	folded, err := nn.Fold(m)
	if err != nil {
		t.Fatal(err)
	}
	c.EpisodesPerEpoch, c.Start = 5, "hash"
	cold, err := (&Run{Config: c, Dir: t.TempDir(), Works: works, Report: silent{}}).Train()
	if err == nil {
		t.Errorf("a run whose settings name weights started without them, with loss %g", cold.Points[0].Loss)
	}
	again, err := (&Run{Config: c, Dir: t.TempDir(), Start: folded, Works: works, Report: silent{}}).Train()
	if err != nil {
		t.Fatal(err)
	}
	c.Start = ""
	if cold, err = (&Run{Config: c, Dir: t.TempDir(), Works: works, Report: silent{}}).Train(); err != nil {
		t.Fatal(err)
	}
	if !(again.Points[0].Loss < 0.8*cold.Points[0].Loss) {
		t.Errorf("loss %g from trained weights, %g from random ones", again.Points[0].Loss, cold.Points[0].Loss)
	}
}

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
