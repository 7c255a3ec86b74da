//go:build !js

package inspect

import (
	"strings"
	"testing"

	"docent/model/bundle"
	"docent/model/nn"
	"docent/model/proto"
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

func TestBundle(t *testing.T) {
	b := &bundle.Bundle{
		Manifest: bundle.Manifest{
			Title: map[string]string{"fr": "Musée", "en": "Museum"}, Network: "conv4-64", Languages: []string{"en"},
			Calibration: proto.Calibration{Intercept: 1, Near: -2, Ahead: -3.5, Typical: 10, FalseAcceptRate: 0.01, Known: 4, Unknown: 5},
			Contents: bundle.Contents{Parts: map[string]bundle.Part{bundle.PrototypesName: {Bytes: 2304}, "texts/en.json": {Bytes: 50},
				"thumbs/a.jpg": {Bytes: 20000}, "thumbs/b.jpg": {Bytes: 10000}}},
		},
		Prototypes: &proto.Set{Dim: 576, Vectors: make([]float32, 2*576)},
		Works:      []bundle.Work{{WorkEntry: bundle.WorkEntry{ID: "a"}, Texts: map[string]bundle.Text{"en": {Title: "A"}}}, {WorkEntry: bundle.WorkEntry{ID: "b"}}},
		Thumbs:     map[string][]byte{"a": nil, "b": nil},
	}
	var out strings.Builder
	if err := Bundle(&out, b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Museum (en)\ntitle        Musée (fr)", "2, 2 with a thumbnail", "1 in en", "576 numbers each",
		"log-odds = 1 -2 log(d/impostor) -3.5 log(d/rival)", "1 % false accepts, from 4 views of works and 5 of other things",
		"30,000 bytes thumbs, 15000 a work", "2,304 bytes prototypes.safetensors, 1152 a work", "32,354 bytes together",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it does not say %q:\n%s", want, out.String())
		}
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		if got := thousands(n); got != want {
			t.Errorf("%d is written %s, want %s", n, got, want)
		}
	}
}
