package simd

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"docent/model/nn"
)

// tolerance between a runner and the reference, relative to the largest value of the output.
const tolerance = 1e-4

// targets are all of them: what is planned for the one run-time runs on the other.
var targets = []*target{&browserTarget, &wazeroTarget}

// newTestRunner returns a runner planned for a target, with fences.
func newTestRunner(t testing.TB, e *Engine, m *nn.Model, target *target) (r *Runner, whole func() bool) {
	t.Helper()
	r, p, err := e.newRunner(m, target)
	if err != nil {
		t.Fatalf("%v: %+v", err, m.Network)
	}
	return r, fence(t, r, p)
}

// fence fills everything in the arena that a kernel must not read before it is written, and all that lies around
// buffers and weights, with NaN, which would show in the result. It returns a function that reports whether what lies
// around the buffers is still as it was.
func fence(t testing.TB, r *Runner, p *plan) (whole func() bool) {
	t.Helper()
	behind, err := r.instance.alloc(256)
	if err != nil {
		t.Fatal(err)
	}
	for i := range behind.floats() {
		behind.floats()[i] = float32(math.NaN())
	}
	arena := r.arena.floats()
	for i := range arena {
		arena[i] = float32(math.NaN())
	}
	covered := make([]bool, len(arena))
	for i, b := range p.buffers {
		for j := b.offset / 4; j < (b.offset+b.size())/4; j++ {
			covered[j] = true
			if i == 0 || b.bordered() && !b.clear {
				arena[j] = 0
			}
		}
	}
	r.in.fillBorder(arena)
	return func() bool {
		for i, v := range r.arena.floats() {
			if !covered[i] && v == v {
				return false
			}
		}
		for _, v := range behind.floats() {
			if v == v {
				return false
			}
		}
		return true
	}
}

// checkRunner compares a runner for each target with the reference, twice in a row, on random pictures, and with each
// other: those to the last bit.
func checkRunner(t *testing.T, e *Engine, m *nn.Model, r *rand.Rand) {
	t.Helper()
	var pictures, wants, firsts [2][]float32
	for i := range pictures {
		pictures[i] = make([]float32, m.Network.Input.Len())
		for j := range pictures[i] {
			pictures[i][j] = float32(r.NormFloat64())
		}
		var err error
		if wants[i], err = m.Reference(pictures[i]); err != nil {
			t.Fatalf("%v: %+v", err, m.Network)
		}
	}
	for _, target := range targets {
		run, whole := newTestRunner(t, e, m, target)
		dst := make([]float32, run.OutputLen())
		for i, x := range pictures {
			want := wants[i]
			if err := run.Forward(dst, x); err != nil {
				t.Fatalf("%s: %v: %+v", target.name, err, m.Network)
			}
			if d := distance(dst, want); !(d <= tolerance) {
				t.Fatalf("%s: differs from the reference by %g: %+v\n%v\n%v", target.name, d, m.Network, dst[:min(len(dst), 8)], want[:min(len(dst), 8)])
			}
			if firsts[i] == nil {
				firsts[i] = slices.Clone(dst)
			}
			if !slices.Equal(dst, firsts[i]) {
				t.Fatalf("%s: not the bits of the other target: %+v", target.name, m.Network)
			}
			if !whole() {
				t.Fatalf("%s: it writes around its buffers: %+v", target.name, m.Network)
			}
		}
		if err := run.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// distance returns the largest difference of two values, relative to the largest of want.
func distance(got, want []float32) float64 {
	most, difference := 1e-6, 0.0
	for i, w := range want {
		most = max(most, math.Abs(float64(w)))
		difference = max(difference, math.Abs(float64(got[i])-float64(w))) // NaN stays
	}
	return difference / most
}

func newRandom(t testing.TB, n nn.Network, seed uint64) *nn.Model {
	t.Helper()
	m, err := nn.NewRandom(n, seed)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestRunnerOnRandomNetworks(t *testing.T) {
	e := openTest(t)
	rounds := 1000
	if testing.Short() {
		rounds = 100
	}
	for seed := range rounds {
		r := rand.New(rand.NewPCG(uint64(seed), 19))
		m := newRandom(t, nn.RandomNetwork(r), uint64(seed))
		for _, l := range m.Network.Layers {
			if l.Op != nn.OpBatchNorm && r.IntN(3) == 0 {
				delete(m.Params, l.Name+".bias")
			}
		}
		checkRunner(t, e, m, r)
	}
}

// picture returns a network of these layers.
func picture(h, w int, layers ...nn.Layer) nn.Network {
	return nn.Network{Name: "test", Input: nn.Shape{C: 3, H: h, W: w}, Normalisation: nn.Normalisation{Kind: nn.NormImage}, Layers: layers}
}

// Every size of picture near the tiles' own, on every kernel that has tiles.
func TestRunnerOnSmallPictures(t *testing.T) {
	e := openTest(t)
	r := rand.New(rand.NewPCG(1, 2))
	relu, pool := nn.Layer{Op: nn.OpReLU}, nn.Layer{Op: nn.OpMaxPool, Kernel: 2, Stride: 2}
	wide := nn.Layer{Op: nn.OpConv, Name: "wide", Out: 37, Kernel: 3, Pad: 1}
	conv := func(l nn.Layer) nn.Layer {
		l.Op, l.Name = nn.OpConv, "a"
		return l
	}
	for h := 1; h <= 10; h++ {
		for w := 1; w <= 11; w += 1 + r.IntN(2) {
			for _, layers := range [][]nn.Layer{
				{wide, relu, conv(nn.Layer{Out: 35, Kernel: 3, Pad: 1}), relu, pool},
				{wide, relu, conv(nn.Layer{Out: 40, Kernel: 3}), relu},
				{wide, relu, conv(nn.Layer{Out: 37, Kernel: 3, Pad: 2}), {Op: nn.OpReLU6}, pool},
				{wide, conv(nn.Layer{Out: 37, Kernel: 3, Pad: 1}), {Op: nn.OpAdd, From: "wide"}, relu},
				{wide, conv(nn.Layer{Out: 37, Kernel: 1}), {Op: nn.OpAdd, From: "wide"}},
				{wide, relu, conv(nn.Layer{Out: 33, Kernel: 1, Stride: 2})},
				{wide, relu, conv(nn.Layer{Out: 5, Kernel: 3, Pad: 1, Stride: 2}), relu},
				{wide, conv(nn.Layer{Out: 37, Kernel: 3, Pad: 1, Groups: 37}), {Op: nn.OpAdd, From: "wide"}, {Op: nn.OpReLU6}},
				{wide, conv(nn.Layer{Out: 37, Kernel: 3, Pad: 1, Groups: 37, Stride: 2}), relu},
				{wide, conv(nn.Layer{Out: 37, Kernel: 5, Pad: 2, Groups: 37})},
				{wide, conv(nn.Layer{Out: 37, Kernel: 9, Pad: 8, Groups: 37})},
				{wide, conv(nn.Layer{Out: 3, Kernel: 7, Pad: 3, Stride: 2})},
				{wide, {Op: nn.OpMaxPool, Kernel: 3, Stride: 2, Pad: 1}, conv(nn.Layer{Out: 3, Kernel: 3, Pad: 1})},
				{wide, relu, {Op: nn.OpGeM, Name: "gem"}, {Op: nn.OpLinear, Name: "a", Out: 34}, {Op: nn.OpL2Norm}},
				{wide, relu, {Op: nn.OpAvgPool}, {Op: nn.OpLinear, Name: "a", Out: 101}, relu},
				{wide, relu, {Op: nn.OpFlatten}, {Op: nn.OpLinear, Name: "a", Out: 5}},
			} {
				n := picture(h, w, layers...)
				if _, err := n.Shapes(); err != nil {
					continue // the window is larger than the picture
				}
				checkRunner(t, e, newRandom(t, n, 5), r)
			}
		}
	}
}

func TestRunnerOnConv4(t *testing.T) {
	e := openTest(t)
	checkRunner(t, e, newRandom(t, nn.Conv4(64), 1), rand.New(rand.NewPCG(1, 2)))
	checkRunner(t, e, newRandom(t, residual(), 1), rand.New(rand.NewPCG(1, 2)))
	checkRunner(t, e, newRandom(t, mobile(), 1), rand.New(rand.NewPCG(1, 2)))
}

// The powers of GeM: products, and by way of the logarithm; and values that span what a float32 holds.
func TestRunnerOnPowers(t *testing.T) {
	e := openTest(t)
	for _, p := range []float32{0.1, 0.5, 1, 2, 2.7, 3, 3.5, 8, 9, 10, 100} {
		for _, scale := range []float32{1e-4, 1, 30} { // the reference takes powers of the values themselves, which must fit a float64
			m := newRandom(t, picture(5, 7, nn.Layer{Op: nn.OpConv, Name: "a", Out: 6, Kernel: 3, Pad: 1}, nn.Layer{Op: nn.OpGeM, Name: "g"}), 1)
			for i := range m.Params["a.weight"] {
				m.Params["a.weight"][i] *= scale
			}
			m.Params["g.p"][0] = p
			checkRunner(t, e, m, rand.New(rand.NewPCG(3, 3)))
		}
	}
}

// residual is an encoder of residual blocks, with a stem of stride 2.
func residual() nn.Network {
	n := picture(64, 64)
	n.Name = "residual"
	add := func(l ...nn.Layer) { n.Layers = append(n.Layers, l...) }
	add(nn.Layer{Op: nn.OpConv, Name: "stem", Out: 32, Kernel: 3, Stride: 2, Pad: 1}, nn.Layer{Op: nn.OpReLU, Name: "act0"})
	from := "act0"
	for i, width := range []int{32, 64, 96, 128} {
		no := strconv.Itoa(i + 1)
		if i > 0 {
			add(nn.Layer{Op: nn.OpConv, Name: "down" + no, Out: width, Kernel: 3, Stride: 2, Pad: 1}, nn.Layer{Op: nn.OpReLU, Name: "act" + no})
			from = "act" + no
		}
		add(nn.Layer{Op: nn.OpConv, Name: "a" + no, Out: width, Kernel: 3, Pad: 1}, nn.Layer{Op: nn.OpReLU},
			nn.Layer{Op: nn.OpConv, Name: "b" + no, Out: width, Kernel: 3, Pad: 1}, nn.Layer{Op: nn.OpAdd, From: from}, nn.Layer{Op: nn.OpReLU})
	}
	add(nn.Layer{Op: nn.OpGeM, Name: "pool"}, nn.Layer{Op: nn.OpLinear, Name: "embed", Out: 192}, nn.Layer{Op: nn.OpL2Norm})
	return n
}

// mobile is an encoder of depthwise and 1x1 convolutions with residuals.
func mobile() nn.Network {
	n := picture(96, 96)
	n.Name = "mobile"
	add := func(l ...nn.Layer) { n.Layers = append(n.Layers, l...) }
	add(nn.Layer{Op: nn.OpConv, Name: "stem", Out: 32, Kernel: 3, Stride: 2, Pad: 1}, nn.Layer{Op: nn.OpReLU6, Name: "add0"})
	for i := range 4 {
		no := strconv.Itoa(i + 1)
		add(nn.Layer{Op: nn.OpConv, Name: "expand" + no, Out: 128, Kernel: 1}, nn.Layer{Op: nn.OpReLU6},
			nn.Layer{Op: nn.OpConv, Name: "depth" + no, Out: 128, Kernel: 3, Pad: 1, Groups: 128}, nn.Layer{Op: nn.OpReLU6},
			nn.Layer{Op: nn.OpConv, Name: "project" + no, Out: 32, Kernel: 1}, nn.Layer{Op: nn.OpAdd, Name: "add" + no, From: "add" + strconv.Itoa(i)})
	}
	add(nn.Layer{Op: nn.OpGeM, Name: "pool"}, nn.Layer{Op: nn.OpLinear, Name: "embed", Out: 256}, nn.Layer{Op: nn.OpL2Norm})
	return n
}

func BenchmarkForward(b *testing.B) {
	e := openTest(b)
	for _, n := range []nn.Network{nn.Conv4(64), residual(), mobile()} {
		b.Run(n.Name, func(b *testing.B) {
			r, err := e.NewRunner(newRandom(b, n, 1))
			if err != nil {
				b.Fatal(err)
			}
			x, dst := make([]float32, n.Input.Len()), make([]float32, r.OutputLen())
			for i := range x {
				x[i] = rand.Float32()
			}
			for b.Loop() {
				if err := r.Forward(dst, x); err != nil {
					b.Fatal(err)
				}
			}
			macs, _ := n.MACs()
			total := int64(0)
			for _, v := range macs {
				total += v
			}
			b.ReportMetric(float64(total)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GMAC/s")
		})
	}
}
