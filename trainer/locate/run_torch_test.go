//go:build torch

package locate

import (
	"io"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"testing"

	"docent/model/nn"
	"docent/model/weights"
	"docent/trainer/torch"
)

func run(t *testing.T, dir string, stop <-chan struct{}) *Run {
	c := Default()
	c.Steps, c.Batch, c.Warm, c.ReportEvery = 6, 4, 2, 0
	s := source(t, c)
	return &Run{Config: c, Dir: dir, Works: s.Works, Held: s.Works, Photos: s.Photos, HeldPhotos: s.Photos, Ahead: 2, Workers: 2, Stop: stop, Log: io.Discard}
}

// TestResume stops a run twice, and goes on to the very weights of a run that
// was not stopped.
func TestResume(t *testing.T) {
	whole, err := run(t, t.TempDir(), nil).Train()
	if err != nil {
		t.Fatal(err)
	}
	if whole.Step != 6 || len(whole.Points) != 1 || whole.Points[0].Held == nil {
		t.Fatalf("step %d, points %+v", whole.Step, whole.Points)
	}
	dir := t.TempDir()
	var parts *Checkpoint
	for _, steps := range []int{2, 1, 6} {
		r := run(t, dir, nil)
		if steps < 6 {
			stop := make(chan struct{})
			r.Stop = stop
			r.afterStep = func(done int) {
				if done == steps {
					close(stop)
				}
			}
		}
		if parts, err = r.Train(); err != nil {
			t.Fatal(err)
		}
	}
	if !reflect.DeepEqual(parts.Params, whole.Params) || !reflect.DeepEqual(parts.V, whole.V) {
		t.Error("a run that was stopped twice has other weights than one that was not")
	}
	other := run(t, dir, nil)
	other.Config.Seed = 2
	if _, err := other.Train(); err == nil {
		t.Error("a run goes on under other settings")
	}
}

// TestReleasedParity compares libtorch with plain Go on the released locator.
func TestReleasedParity(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	torch.Setup(0)
	m, err := nn.ReadModel(weights.Locator())
	if err != nil {
		t.Fatal(err)
	}
	net, err := torch.NewNet(m)
	if err != nil {
		t.Fatal(err)
	}
	defer net.Drop()
	shape := m.Network.Input
	in, err := torch.NewInput(2, shape.C, shape.H, shape.W)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Drop()
	r := rand.New(rand.NewPCG(1, 2))
	inputs := make([][]float32, 2)
	for i := range inputs {
		inputs[i] = make([]float32, shape.Len())
		for j := range inputs[i] {
			v := float32(r.NormFloat64())
			inputs[i][j] = v
			plane := shape.H * shape.W
			in.Images[i*shape.Len()+j%plane*shape.C+j/plane] = v
		}
	}
	got, err := torch.Embed(net, in)
	if err != nil {
		t.Fatal(err)
	}
	runner, err := nn.NewRunner(m)
	if err != nil {
		t.Fatal(err)
	}
	want := make([]float32, runner.OutputLen())
	for i, x := range inputs {
		if err := runner.Forward(want, x); err != nil {
			t.Fatal(err)
		}
		var diff, scale float64
		for j, v := range want {
			diff = max(diff, math.Abs(float64(v-got[i*len(want)+j])))
			scale = max(scale, math.Abs(float64(v)))
		}
		if diff > 1e-4*scale {
			t.Errorf("input %d: libtorch and plain Go differ by %.2g of the largest output", i, diff/scale)
		}
	}
}
