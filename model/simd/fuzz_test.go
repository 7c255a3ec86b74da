package simd

import (
	"math/rand/v2"
	"testing"

	"docent/model/nn"
)

// A description with any value in any place is either refused or computed right; it never traps.
func FuzzNetwork(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed, uint8(seed), uint8(seed/2), int16(seed))
	}
	f.Add(uint64(3), uint8(0), uint8(1), int16(31))
	f.Add(uint64(4), uint8(1), uint8(5), int16(-1))
	e := openTest(f)
	f.Fuzz(func(t *testing.T, seed uint64, layer, field uint8, value int16) {
		r := rand.New(rand.NewPCG(seed, 23))
		n := nn.RandomNetwork(r)
		l := &n.Layers[int(layer)%len(n.Layers)]
		v := int(value)
		switch field % 10 {
		case 0:
			l.Out = v
		case 1:
			l.Kernel = v
		case 2:
			l.Stride = v
		case 3:
			l.Pad = v
		case 4:
			l.Groups = v
		case 5:
			n.Input.H = v
		case 6:
			n.Input.W = v
		case 7:
			l.Eps = float32(v) / 1000
		case 8:
			l.From = n.Layers[v&0xff%len(n.Layers)].Name
		case 9:
			l.Op = n.Layers[v&0xff%len(n.Layers)].Op
		}
		m, err := nn.NewRandom(n, seed)
		if err != nil {
			if _, err := e.NewRunner(&nn.Model{Network: n}); err == nil {
				t.Fatalf("an invalid network was compiled: %+v", n)
			}
			return
		}
		macs, err := n.MACs()
		if err != nil {
			t.Fatal(err)
		}
		total := int64(n.Input.Len())
		for _, v := range macs {
			total += v
		}
		if total > 1<<22 {
			return // the reference would take long
		}
		checkRunner(t, e, m, r)
	})
}

func TestNewRunnerErrors(t *testing.T) {
	e := openTest(t)
	m := newRandom(t, nn.Conv4(2), 1)
	delete(m.Params, "conv2.weight")
	if _, err := e.NewRunner(m); err == nil {
		t.Error("no error for a network without weights")
	}
	if testing.Short() || browser {
		return
	}
	// The activations are within nn's bounds; with a border of 30 pixels around each single one they are not.
	wide := func(name string) nn.Layer {
		return nn.Layer{Op: nn.OpConv, Name: name, Out: 8192, Kernel: 31, Pad: 30, Stride: 31, Groups: 8192}
	}
	n := picture(1, 1, nn.Layer{Op: nn.OpConv, Name: "a", Out: 8192, Kernel: 1}, wide("b"), wide("c"), wide("d"), wide("e"), wide("f"), wide("g"), wide("h"), wide("i"))
	if _, err := n.Shapes(); err != nil {
		t.Fatal(err)
	}
	if _, err := e.NewRunner(newRandom(t, n, 1)); err == nil {
		t.Error("no error for a network that needs gigabytes")
	}
}

func TestForwardErrors(t *testing.T) {
	e := openTest(t)
	m := newRandom(t, nn.Conv4(2), 1)
	run, err := e.NewRunner(m)
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
	if n := testing.AllocsPerRun(3, func() { run.Forward(dst, x) }); n != 0 && !browser {
		t.Errorf("Forward makes %g allocations", n)
	}
}

func TestDescribe(t *testing.T) {
	for _, target := range Targets() {
		m := newRandom(t, nn.Conv4(64), 1)
		p, err := Describe(m, target)
		if err != nil {
			t.Fatal(err)
		}
		macs, err := m.Network.MACs()
		if err != nil {
			t.Fatal(err)
		}
		var want, got int64
		for _, v := range macs {
			want += v
		}
		for _, s := range p.Steps {
			got += int64(s.MACs)
			if s.Kernel == "" || s.Layers == "" || s.CodeBytes == 0 || s.BufferBytes < s.Output.Len()*4 {
				t.Errorf("%s: a step lacks something: %+v", target, s)
			}
		}
		if got != want {
			t.Errorf("%s: %d MACs, the network has %d", target, got, want)
		}
		if len(p.Steps) != 5 {
			t.Errorf("%s: %d steps, want one per block, and the flattening", target, len(p.Steps))
		}
	}
	if _, err := Describe(newRandom(t, nn.Conv4(2), 1), "abacus"); err == nil {
		t.Error("no error for a target that is not there")
	}
}
