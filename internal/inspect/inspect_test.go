//go:build !js

package inspect

import (
	"testing"

	"docent/model/nn"
)

func TestCount(t *testing.T) {
	n := &nn.Network{
		Name:          "test",
		Input:         nn.Shape{C: 3, H: 8, W: 6},
		Normalisation: nn.Normalisation{Kind: nn.NormImage},
		Layers: []nn.Layer{
			{Op: nn.OpConv, Name: "a", Out: 4, Kernel: 3, Pad: 1, Stride: 2},  // (4, 4, 3)
			{Op: nn.OpConv, Name: "ab", Out: 4, Kernel: 3, Pad: 1, Groups: 4}, // depthwise
			{Op: nn.OpReLU},
			{Op: nn.OpAdd, From: "a"},
			{Op: nn.OpGeM, Name: "pool"},
			{Op: nn.OpLinear, Name: "out", Out: 5},
		},
	}
	costs, err := count(n)
	if err != nil {
		t.Fatal(err)
	}
	want := []cost{
		{nn.Shape{C: 4, H: 4, W: 3}, 4*3*9 + 4, 4 * 4 * 3 * 3 * 9},
		{nn.Shape{C: 4, H: 4, W: 3}, 4*9 + 4, 4 * 4 * 3 * 9},
		{nn.Shape{C: 4, H: 4, W: 3}, 0, 0},
		{nn.Shape{C: 4, H: 4, W: 3}, 0, 0},
		{nn.Shape{C: 4, H: 1, W: 1}, 1, 0},
		{nn.Shape{C: 5, H: 1, W: 1}, 5*4 + 5, 20},
	}
	sum := cost{shape: nn.Shape{C: 5, H: 1, W: 1}}
	for i, w := range want {
		if costs[i] != w {
			t.Errorf("layer %d costs %+v, want %+v", i, costs[i], w)
		}
		sum.params += w.params
		sum.macs += w.macs
	}
	if costs[len(want)] != sum {
		t.Errorf("together %+v, want %+v", costs[len(want)], sum)
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		if got := thousands(n); got != want {
			t.Errorf("%d is written %s, want %s", n, got, want)
		}
	}
}
