//go:build torch

package torch

import (
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"

	"docent/model/nn"
)

func TestMain(m *testing.M) {
	runtime.LockOSThread()
	Setup(0)
	os.Exit(m.Run())
}

// locked runs the rest of a test on one thread, as grad mode needs.
func locked(t *testing.T) {
	runtime.LockOSThread()
	t.Cleanup(runtime.UnlockOSThread)
}

// everyOp uses each operator that a network may have.
func everyOp() nn.Network {
	return nn.Network{Name: "every-op", Input: nn.Shape{C: 3, H: 17, W: 13}, Normalisation: nn.Normalisation{Kind: nn.NormImage},
		Layers: []nn.Layer{
			{Op: nn.OpConv, Name: "stem", Out: 8, Kernel: 3, Stride: 2, Pad: 1},
			{Op: nn.OpBatchNorm, Name: "stemnorm"},
			{Op: nn.OpReLU6, Name: "a"},
			{Op: nn.OpConv, Name: "depth", Out: 8, Kernel: 3, Pad: 1, Groups: 8},
			{Op: nn.OpReLU},
			{Op: nn.OpConv, Name: "point", Out: 8, Kernel: 1},
			{Op: nn.OpAdd, From: "a"},
			{Op: nn.OpMaxPool, Kernel: 2, Stride: 2},
			{Op: nn.OpGeM, Name: "gem"},
			{Op: nn.OpLinear, Name: "fc", Out: 5},
			{Op: nn.OpL2Norm},
		}}
}

func input(t *testing.T, network nn.Network, n int) (in *Input, planar [][]float32) {
	t.Helper()
	c, h, w := network.Input.C, network.Input.H, network.Input.W
	in, err := NewInput(n, c, h, w)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(in.Drop)
	r := rand.New(rand.NewPCG(5, 6))
	for i := range n {
		x := make([]float32, c*h*w)
		for j := range x {
			x[j] = float32(r.NormFloat64())
			in.Images[i*len(x)+j%(h*w)*c+j/(h*w)] = x[j]
		}
		planar = append(planar, x)
	}
	return in, planar
}

// TestForwardParity compares libtorch's frozen forward pass with the plain-Go
// reference, unfolded and folded.
func TestForwardParity(t *testing.T) {
	locked(t)
	average := everyOp()
	average.Layers[8] = nn.Layer{Op: nn.OpAvgPool}
	places := nn.Residual(nn.Encoder{Side: 64, Width: 32, Embedding: 256, Head: nn.HeadFlatten, Unit: true})
	for _, network := range []nn.Network{nn.Conv4(64), everyOp(), average, places, nn.Depthwise(nn.Encoder{Side: 56, Width: 8, Embedding: 32, Head: nn.HeadGeM})} {
		m, err := nn.NewRandom(network, 3)
		if err != nil {
			t.Fatal(err)
		}
		folded, err := nn.Fold(m)
		if err != nil {
			t.Fatal(err)
		}
		in, planar := input(t, network, 3)
		for name, m := range map[string]*nn.Model{"unfolded": m, "folded": folded} {
			net, err := NewNet(m)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Embed(net, in)
			net.Drop()
			if err != nil {
				t.Fatal(err)
			}
			for i, x := range planar {
				want, err := m.Reference(x)
				if err != nil {
					t.Fatal(err)
				}
				if e := relative(got[i*len(want):][:len(want)], want); e > 1e-4 {
					t.Errorf("%s %s, picture %d: relative error %g, want at most 1e-4", network.Name, name, i, e)
				}
			}
		}
	}
}

// relative is the largest difference over the largest magnitude.
func relative(got, want []float32) float64 {
	var diff, scale float64
	for i := range want {
		diff = max(diff, math.Abs(float64(got[i]-want[i])))
		scale = max(scale, math.Abs(float64(want[i])))
	}
	return diff / scale
}

// TestTraining checks that steps lower the loss, that running statistics move
// in training and in nothing else, and that the same seed gives the same
// weights.
func TestTraining(t *testing.T) {
	locked(t)
	train := func() (first, last Loss, m *nn.Model) {
		m, err := nn.NewRandom(nn.Conv4(8), 1)
		if err != nil {
			t.Fatal(err)
		}
		net, err := NewNet(m)
		if err != nil {
			t.Fatal(err)
		}
		defer net.Drop()
		adam := NewAdam(1e-3)
		in, _ := input(t, m.Network, 4*(1+2))
		for i := range 15 {
			l, err := TrainStep(net, adam, in, Objective{LossProto, 1, 4, 1, 2})
			if err != nil {
				t.Fatal(err)
			}
			if i == 0 {
				first = l
			}
			last = l
		}
		before, err := net.Model()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := TestEpisode(net, in, 4, 1, 2); err != nil {
			t.Fatal(err)
		}
		if _, err := Embed(net, in); err != nil {
			t.Fatal(err)
		}
		m, err = net.Model()
		if err != nil {
			t.Fatal(err)
		}
		for name, v := range m.Params {
			if relative(v, before.Params[name]) != 0 {
				t.Errorf("testing changed %s", name)
			}
		}
		return first, last, m
	}
	first, last, m := train()
	if !(last.Loss < first.Loss/2) {
		t.Errorf("15 steps on one episode: loss %.3f, was %.3f: want less than half", last.Loss, first.Loss)
	}
	start, _ := nn.NewRandom(nn.Conv4(8), 1)
	for name, v := range m.Params {
		// Batch norm takes away what a bias before it adds, so that its gradient is nil but for rounding.
		if !strings.HasPrefix(name, "conv") && relative(v, start.Params[name]) == 0 {
			t.Errorf("training left %s as it was", name)
		}
	}
	_, _, again := train()
	for name, v := range m.Params {
		if e := relative(again.Params[name], v); e != 0 {
			t.Errorf("%s differs between two runs of one seed by %g", name, e)
		}
	}
}

// TestAdam compares two steps with the numbers of Kingma and Ba's algorithm 1
// worked by hand for one parameter: g = 0.5, then -1.
func TestAdam(t *testing.T) {
	a := NewAdam(0.1)
	x, m, v := []float32{1}, []float32{0}, []float32{0}
	a.Step = 1
	a.move(x, []float32{0.5}, m, v)
	if math.Abs(float64(x[0])-0.9) > 1e-6 { // the first step is the rate, whatever the gradient
		t.Errorf("after one step %v, want 0.9", x[0])
	}
	a.Step = 2
	a.move(x, []float32{-1}, m, v)
	// m = 0.9*0.05 - 0.1 = -0.055, /0.19 = -0.289474; v = 0.999*0.00025 + 0.001 = 0.00124975, /0.001999 = 0.625188
	want := 0.9 + 0.1*0.2894737/math.Sqrt(0.6251876)
	if math.Abs(float64(x[0])-want) > 1e-5 {
		t.Errorf("after two steps %v, want %v", x[0], want)
	}
}

// TestScopeError checks that an error inside a scope is returned, not fatal.
func TestScopeError(t *testing.T) {
	locked(t)
	network := nn.Conv4(8)
	m, err := nn.NewRandom(network, 1)
	if err != nil {
		t.Fatal(err)
	}
	net, err := NewNet(m)
	if err != nil {
		t.Fatal(err)
	}
	defer net.Drop()
	in, err := NewInput(2, 5, 56, 56) // five channels
	if err != nil {
		t.Fatal(err)
	}
	defer in.Drop()
	if _, err := Embed(net, in); err == nil {
		t.Error("a picture of 5 channels was embedded")
	}
}

// BenchmarkTrainStep trains encoders on batches of the released weights' size,
// without making pictures.
func BenchmarkTrainStep(b *testing.B) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for _, network := range []nn.Network{
		nn.Conv4(64),
		nn.Residual(nn.Encoder{Side: 64, Width: 32, Embedding: 256, Head: nn.HeadFlatten, Unit: true}),
		nn.Residual(nn.Encoder{Side: 64, Width: 32, Embedding: 192, Head: nn.HeadGeM, Unit: true}),
		nn.Residual(nn.Encoder{Side: 56, Width: 24, Embedding: 256, Head: nn.HeadFlatten, Unit: true}),
		nn.Depthwise(nn.Encoder{Side: 64, Width: 32, Embedding: 256, Head: nn.HeadFlatten, Unit: true}),
	} {
		b.Run(network.Name, func(b *testing.B) { trainSteps(b, network) })
	}
}

func trainSteps(b *testing.B, network nn.Network) {
	o := Objective{Loss: LossSupCon, Temperature: 0.2, Way: 96, Shot: 1, Query: 1}
	m, err := nn.NewRandom(network, 1)
	if err != nil {
		b.Fatal(err)
	}
	net, err := NewNet(m)
	if err != nil {
		b.Fatal(err)
	}
	defer net.Drop()
	pictures := o.Way * (o.Shot + o.Query)
	in, err := NewInput(pictures, 3, network.Input.H, network.Input.W)
	if err != nil {
		b.Fatal(err)
	}
	defer in.Drop()
	r := rand.New(rand.NewPCG(1, 2))
	for i := range in.Images {
		in.Images[i] = float32(r.NormFloat64())
	}
	adam := NewAdam(1e-4)
	for b.Loop() {
		if _, err := TrainStep(net, adam, in, o); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(pictures*b.N)/b.Elapsed().Seconds(), "images/s")
}
