package nn

import "testing"

// TestEncoders checks that each encoder has the embedding that it promises, that it fits a phone, and that its batch
// norms all fold into the convolutions before them.
func TestEncoders(t *testing.T) {
	for _, c := range []struct {
		name   string
		make   func(Encoder) Network
		e      Encoder
		length int
		macs   int64 // at most
		params int
	}{
		{"residual-32-64-gem-192-unit", Residual, Encoder{Side: 64, Width: 32, Embedding: 192, Head: HeadGeM, Unit: true}, 192, 50e6, 500e3},
		{"residual-32-56-avg-128", Residual, Encoder{Side: 56, Width: 32, Embedding: 128, Head: HeadAvg, Unit: false}, 128, 40e6, 500e3},
		{"residual-32-64-flatten-256", Residual, Encoder{Side: 64, Width: 32, Embedding: 256, Head: HeadFlatten, Unit: false}, 256, 50e6, 500e3},
		{"residual-28-72-flatten-192-unit", Residual, Encoder{Side: 72, Width: 28, Embedding: 192, Head: HeadFlatten, Unit: true}, 175, 60e6, 500e3},
		{"residual-24-56-flatten-256-unit", Residual, Encoder{Side: 56, Width: 24, Embedding: 256, Head: HeadFlatten, Unit: true}, 256, 60e6, 500e3},
		{"residual-24x24x48x96x124-56-flatten-256-unit", Residual, Encoder{Side: 56, Width: 24, Stages: [4]int{24, 48, 96, 124}, Embedding: 256, Head: HeadFlatten, Unit: true}, 256, 25e6, 500e3},
		{"depthwise-32-64-flatten-256-unit", Depthwise, Encoder{Side: 64, Width: 32, Embedding: 256, Head: HeadFlatten, Unit: true}, 256, 40e6, 500e3},
		{"depthwise-32-64-gem-192", Depthwise, Encoder{Side: 64, Width: 32, Embedding: 192, Head: HeadGeM, Unit: false}, 192, 40e6, 500e3},
	} {
		n := c.make(c.e)
		if n.Name != c.name {
			t.Errorf("%s is called %s", c.name, n.Name)
		}
		length, err := n.OutputLen()
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if length != c.length {
			t.Errorf("%s: an embedding of %d, want %d", c.name, length, c.length)
		}
		macs, err := n.MACs()
		if err != nil {
			t.Fatal(err)
		}
		var sum int64
		for _, m := range macs {
			sum += m
		}
		m, err := NewRandom(n, 1)
		if err != nil {
			t.Fatal(err)
		}
		folded, err := Fold(m)
		if err != nil {
			t.Fatal(err)
		}
		weights := 0
		for _, v := range folded.Params {
			weights += len(v)
		}
		if sum > c.macs || weights > c.params {
			t.Errorf("%s: %d multiply-adds, %d weights, want at most %d and %d", c.name, sum, weights, c.macs, c.params)
		}
		t.Logf("%s: %d multiply-adds, %d weights", c.name, sum, weights)
		convs, foldedConvs := 0, 0
		for _, l := range n.Layers {
			if l.Op == OpConv {
				convs++
			}
		}
		for _, l := range folded.Network.Layers {
			if l.Op == OpConv {
				foldedConvs++
			}
			if l.Op == OpBatchNorm {
				t.Errorf("%s: %s is left when folded", c.name, l.Name)
			}
		}
		if convs != foldedConvs {
			t.Errorf("%s: %d convolutions when folded, %d before", c.name, foldedConvs, convs)
		}
	}
}
