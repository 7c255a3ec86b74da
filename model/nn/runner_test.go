package nn

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
)

// tolerance between the runner and the reference, relative to the largest value of the output: both add up the same
// products, in different orders. What is usual is 1e-6.
const tolerance = 1e-4

// guard is a number that no test computes.
const guard = -12345.678

// guarded returns a slice of n values that lies between guard words, and a function that reports whether they are whole.
func guarded(n int) (v []float32, whole func() bool) {
	const margin = 16
	all := make([]float32, n+2*margin)
	for i := range all {
		all[i] = guard
	}
	return all[margin : margin+n : margin+n], func() bool {
		for i, v := range all {
			if (i < margin || i >= margin+n) && v != guard {
				return false
			}
		}
		return true
	}
}

// checkRunner compares a runner with the reference, twice in a row, on random pictures.
func checkRunner(t *testing.T, m *Model, r *rand.Rand) {
	t.Helper()
	run, err := NewRunner(m)
	if err != nil {
		t.Fatalf("%v: %+v", err, m.Network)
	}
	buffersWhole := fence(run)
	x, xWhole := guarded(m.Network.Input.Len())
	dst, dstWhole := guarded(run.OutputLen())
	for range 2 {
		copy(x, randomInput(r, len(x)))
		want, err := m.Reference(x)
		if err != nil {
			t.Fatalf("%v: %+v", err, m.Network)
		}
		if err := run.Forward(dst, x); err != nil {
			t.Fatal(err)
		}
		if !xWhole() || !dstWhole() || !buffersWhole() {
			t.Fatalf("it writes around its buffers: %+v", m.Network)
		}
		if d := distance(t, dst, want); d > tolerance {
			t.Fatalf("differs from the reference by %g: %+v", d, m.Network)
		}
	}
	checkBorders(t, run)
}

// tensors returns all buffers of a runner. Some share their data.
func tensors(run *Runner) []*tensor {
	all := []*tensor{run.in, run.out}
	for _, s := range run.steps {
		switch s := s.(type) {
		case *conv3x3:
			all = append(all, s.dst, s.src)
		case *convAny:
			all = append(all, s.dst, s.src)
		case *depthwise3x3:
			all = append(all, s.dst, s.src)
		case *linear:
			all = append(all, s.dst, s.src)
		case *maxPooling:
			all = append(all, s.dst, s.src)
		case *averaging:
			all = append(all, s.dst, s.src)
		case *generalisedMean:
			all = append(all, s.dst, s.src)
		case *clamping:
			all = append(all, s.dst, s.src)
		case *adding:
			all = append(all, s.dst, s.a, s.b)
		case *flattening:
			all = append(all, s.dst, s.src)
		case *l2Norm:
			all = append(all, s.dst, s.src)
		default:
			panic("unknown step")
		}
	}
	return all
}

// fence moves all buffers and packed weights of a runner between NaNs, so that whatever is read around them shows in the
// result. It returns a function that reports whether the NaNs are still there.
func fence(run *Runner) (whole func() bool) {
	const margin = 64
	nan := float32(math.NaN())
	var fields [][]float32
	moved := make(map[*float32][]float32)
	move := func(v *[]float32) {
		key := &(*v)[0]
		if moved[key] == nil {
			field := make([]float32, len(*v)+2*margin)
			for i := range field {
				field[i] = nan
			}
			copy(field[margin:], *v)
			moved[key] = field[margin : margin+len(*v) : margin+len(*v)]
			fields = append(fields, field)
		}
		*v = moved[key]
	}
	seen := make(map[*tensor]bool)
	for _, t := range tensors(run) {
		if !seen[t] {
			seen[t] = true
			move(&t.data)
		}
	}
	for _, s := range run.steps {
		var blocks []convBlock
		switch s := s.(type) {
		case *conv3x3:
			blocks = s.blocks
		case *convAny:
			blocks = s.blocks
		}
		for i := range blocks {
			move(&blocks[i].weight)
		}
	}
	return func() bool {
		for _, f := range fields {
			for i := range margin {
				if f[i] == f[i] || f[len(f)-1-i] == f[len(f)-1-i] {
					return false
				}
			}
		}
		return true
	}
}

// checkBorders makes sure that the borders, which convolutions read as zeros, are zeros still.
func checkBorders(t *testing.T, run *Runner) {
	t.Helper()
	for _, v := range tensors(run) {
		inside := make([]bool, len(v.data))
		for c := range v.C {
			for y := range v.H {
				for x := range v.W {
					inside[v.at(c, y, x)] = true
				}
			}
		}
		for i, f := range v.data {
			if !inside[i] && f != 0 {
				t.Fatal("something was written to a border")
			}
		}
	}
}

func TestRunnerOnRandomNetworks(t *testing.T) {
	rounds := 1500
	if testing.Short() {
		rounds = 300
	}
	used := make(map[string]int)
	for seed := range rounds {
		r := rand.New(rand.NewPCG(uint64(seed), 17))
		n := RandomNetwork(r)
		m, err := NewRandom(n, uint64(seed))
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range n.Layers {
			used[l.Op]++
			if r.IntN(3) == 0 {
				delete(m.Params, l.Name+".bias")
				if l.Op == OpBatchNorm {
					m.Params[l.Name+".bias"] = make([]float32, len(m.Params[l.Name+".weight"]))
				}
			}
		}
		checkRunner(t, m, r)
	}
	for _, op := range []string{OpConv, OpBatchNorm, OpReLU, OpReLU6, OpMaxPool, OpAvgPool, OpGeM, OpLinear, OpFlatten, OpAdd, OpL2Norm} {
		if used[op] < rounds/100 {
			t.Errorf("%s was tried %d times only", op, used[op])
		}
	}
}

// Every size of picture near the tiles' own, on every path that has tiles.
func TestRunnerOnSmallPictures(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for h := 1; h <= 9; h++ {
		for w := 1; w <= 11; w++ {
			for _, layers := range [][]Layer{
				{{Op: OpConv, Name: "a", Out: 3, Kernel: 3, Pad: 1}},
				{{Op: OpConv, Name: "a", Out: 4, Kernel: 3, Pad: 1}, {Op: OpReLU}, {Op: OpMaxPool, Kernel: 2, Stride: 2}},
				{{Op: OpConv, Name: "a", Out: 3, Kernel: 3, Pad: 2}, {Op: OpMaxPool, Kernel: 2, Stride: 2}},
				{{Op: OpConv, Name: "a", Out: 3, Kernel: 1}, {Op: OpReLU6}},
				{{Op: OpConv, Name: "a", Out: 3, Kernel: 3, Pad: 1, Stride: 2}},
				{{Op: OpConv, Name: "a", Out: 3, Kernel: 3, Pad: 1, Groups: 3}},
				{{Op: OpConv, Name: "a", Out: 3, Kernel: 3, Pad: 1, Groups: 3, Stride: 2}, {Op: OpReLU}},
				{{Op: OpConv, Name: "a", Out: 3, Kernel: 5, Pad: 2, Groups: 3}},
				{{Op: OpFlatten}, {Op: OpLinear, Name: "a", Out: 5}},
			} {
				n := Network{Name: "small", Input: Shape{3, h, w}, Normalisation: Normalisation{Kind: NormImage}, Layers: layers}
				if _, err := n.Shapes(); err != nil {
					continue // the window is larger than the picture
				}
				m, err := NewRandom(n, 5)
				if err != nil {
					t.Fatal(err)
				}
				checkRunner(t, m, r)
			}
		}
	}
}

func TestRunnerOnConv4(t *testing.T) {
	m, err := NewRandom(Conv4(64), 1)
	if err != nil {
		t.Fatal(err)
	}
	checkRunner(t, m, rand.New(rand.NewPCG(1, 2)))
	run, err := NewRunner(m)
	if err != nil {
		t.Fatal(err)
	}
	if len(run.steps) != 4 {
		t.Errorf("%d steps, want one per block", len(run.steps))
	}
}

// Values that an add needs must outlive fusion.
func TestRunnerKeepsWhatIsAdded(t *testing.T) {
	conv := func(name string, pad int) Layer { return Layer{Op: OpConv, Name: name, Out: 3, Kernel: 3, Pad: pad} }
	pool := Layer{Op: OpMaxPool, Name: "pool", Kernel: 2, Stride: 2}
	for _, layers := range [][]Layer{
		{conv("a", 1), {Op: OpReLU, Name: "r"}, pool, conv("b", 2), {Op: OpAdd, From: "r"}},
		{conv("a", 1), {Op: OpReLU, Name: "r"}, pool, conv("b", 2), {Op: OpAdd, From: "a"}},
		{conv("a", 1), {Op: OpReLU, Name: "r"}, pool, conv("b", 1), {Op: OpAdd, From: "pool"}, {Op: OpReLU}},
		{conv("a", 1), {Op: OpReLU6, Name: "r"}, {Op: OpAdd, Name: "s", From: "a"}, {Op: OpReLU}, {Op: OpAdd, From: "s"}, {Op: OpAdd, From: "r"}},
	} {
		n := Network{Name: "add", Input: Shape{3, 4, 4}, Normalisation: Normalisation{Kind: NormImage}, Layers: layers}
		m, err := NewRandom(n, 5)
		if err != nil {
			t.Fatal(err)
		}
		checkRunner(t, m, rand.New(rand.NewPCG(3, 3)))
	}
}

// GeM has a way of its own for the power 3.
func TestRunnerOnPowers(t *testing.T) {
	n := Network{Name: "gem", Input: Shape{3, 5, 7}, Normalisation: Normalisation{Kind: NormImage}, Layers: []Layer{{Op: OpGeM, Name: "g"}}}
	for _, p := range []float32{0.1, 1, 2, 3, 3.5, 10} {
		m, err := NewRandom(n, 1)
		if err != nil {
			t.Fatal(err)
		}
		m.Params["g.p"][0] = p
		checkRunner(t, m, rand.New(rand.NewPCG(3, 3)))
	}
}

func TestRunnerKeepsNoWeights(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	for seed := range uint64(100) {
		m, err := NewRandom(RandomNetwork(r), seed)
		if err != nil {
			t.Fatal(err)
		}
		run, err := NewRunner(m)
		if err != nil {
			t.Fatal(err)
		}
		x := randomInput(r, run.in.Len())
		before, after := make([]float32, run.OutputLen()), make([]float32, run.OutputLen())
		if err := run.Forward(before, x); err != nil {
			t.Fatal(err)
		}
		for _, v := range m.Params {
			clear(v)
		}
		if err := run.Forward(after, x); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(before, after) {
			t.Fatalf("a change of the model changed its runner: %+v", m.Network)
		}
	}
}

func TestForwardErrors(t *testing.T) {
	m, err := NewRandom(Conv4(2), 1)
	if err != nil {
		t.Fatal(err)
	}
	run, err := NewRunner(m)
	if err != nil {
		t.Fatal(err)
	}
	if w, h := run.InputSize(); w != 56 || h != 56 {
		t.Errorf("InputSize is %d, %d", w, h)
	}
	if run.Normalisation() != m.Network.Normalisation {
		t.Error("another normalisation")
	}
	x, dst := make([]float32, 3*56*56), make([]float32, 18)
	for _, c := range []struct{ dst, x []float32 }{{dst, x[1:]}, {dst[1:], x}, {nil, nil}} {
		if run.Forward(c.dst, c.x) == nil {
			t.Errorf("no error for %d values in, %d out", len(c.x), len(c.dst))
		}
	}
}

func TestForwardDoesNotAllocate(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for seed := range uint64(200) {
		m, err := NewRandom(RandomNetwork(r), seed)
		if err != nil {
			t.Fatal(err)
		}
		run, err := NewRunner(m)
		if err != nil {
			t.Fatal(err)
		}
		x, dst := randomInput(r, run.in.Len()), make([]float32, run.OutputLen())
		if n := testing.AllocsPerRun(1, func() { run.Forward(dst, x) }); n != 0 {
			t.Fatalf("%g allocations: %+v", n, m.Network)
		}
	}
}

func TestNewRunnerRefusesHugeBuffers(t *testing.T) {
	// The activations are within bounds; with a border of 30 pixels around each single one they are not.
	n := Network{Name: "huge", Input: Shape{3, 1, 1}, Normalisation: Normalisation{Kind: NormImage}, Layers: []Layer{
		{Op: OpConv, Name: "a", Out: 8192, Kernel: 1}, {Op: OpConv, Name: "b", Out: 8192, Kernel: 31, Pad: 30, Stride: 31, Groups: 8192},
		{Op: OpConv, Name: "c", Out: 8192, Kernel: 31, Pad: 30, Stride: 31, Groups: 8192},
		{Op: OpConv, Name: "d", Out: 8192, Kernel: 31, Pad: 30, Stride: 31, Groups: 8192},
	}}
	m, err := NewRandom(n, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewRunner(m); err == nil {
		t.Error("no error")
	}
}

func benchmarkForward(b *testing.B, n Network, forward func(m *Model) func(dst, x []float32)) {
	m, err := NewRandom(n, 1)
	if err != nil {
		b.Fatal(err)
	}
	m, err = Fold(m)
	if err != nil {
		b.Fatal(err)
	}
	size, _ := n.OutputLen()
	x, dst := randomInput(rand.New(rand.NewPCG(1, 2)), n.Input.Len()), make([]float32, size)
	f := forward(m)
	for b.Loop() {
		f(dst, x)
	}
	macs, _ := n.MACs()
	total := int64(0)
	for _, v := range macs {
		total += v
	}
	b.ReportMetric(float64(total)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GMAC/s")
}

// mobile is a network of depthwise and 1x1 convolutions with residuals, as small encoders have them.
func mobile() Network {
	n := Network{Name: "mobile", Input: Shape{3, 96, 96}, Normalisation: Normalisation{Kind: NormImage}}
	add := func(l ...Layer) { n.Layers = append(n.Layers, l...) }
	add(Layer{Op: OpConv, Name: "stem", Out: 32, Kernel: 3, Stride: 2, Pad: 1}, Layer{Op: OpReLU6, Name: "act0"})
	last := "act0"
	for i := range 4 {
		no := strconv.Itoa(i + 1)
		add(Layer{Op: OpConv, Name: "expand" + no, Out: 128, Kernel: 1}, Layer{Op: OpReLU6},
			Layer{Op: OpConv, Name: "depth" + no, Out: 128, Kernel: 3, Pad: 1, Groups: 128}, Layer{Op: OpReLU6},
			Layer{Op: OpConv, Name: "project" + no, Out: 32, Kernel: 1}, Layer{Op: OpAdd, Name: "add" + no, From: last})
		last = "add" + no
	}
	add(Layer{Op: OpGeM, Name: "pool"}, Layer{Op: OpLinear, Name: "embed", Out: 256}, Layer{Op: OpL2Norm})
	return n
}

func BenchmarkForward(b *testing.B) {
	reference := func(m *Model) func(dst, x []float32) {
		return func(dst, x []float32) { m.Reference(x) }
	}
	tuned := func(m *Model) func(dst, x []float32) {
		r, err := NewRunner(m)
		if err != nil {
			b.Fatal(err)
		}
		return func(dst, x []float32) { r.Forward(dst, x) }
	}
	b.Run("conv4-64/reference", func(b *testing.B) { benchmarkForward(b, Conv4(64), reference) })
	b.Run("conv4-64/runner", func(b *testing.B) { benchmarkForward(b, Conv4(64), tuned) })
	b.Run("mobile/reference", func(b *testing.B) { benchmarkForward(b, mobile(), reference) })
	b.Run("mobile/runner", func(b *testing.B) { benchmarkForward(b, mobile(), tuned) })
}
