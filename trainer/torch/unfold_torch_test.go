//go:build torch

package torch

import (
	"testing"

	"docent/model/nn"
)

// TestUnfold checks that an unfolded model computes what the folded one did,
// and that its norms have the statistics of the pictures: with the batch's own
// it computes the same again.
func TestUnfold(t *testing.T) {
	locked(t)
	network := nn.Residual(nn.Encoder{Side: 32, Width: 4, Embedding: 8, Head: nn.HeadGeM, Unit: true})
	m, err := nn.NewRandom(network, 3)
	if err != nil {
		t.Fatal(err)
	}
	folded, err := nn.Fold(m)
	if err != nil {
		t.Fatal(err)
	}
	in, planar := input(t, network, 6)
	again, err := Unfold(folded, network, in)
	if err != nil {
		t.Fatal(err)
	}
	net, err := NewNet(again)
	if err != nil {
		t.Fatal(err)
	}
	defer net.Drop()
	var frozen, batch []float32
	if frozen, err = Embed(net, in); err != nil {
		t.Fatal(err)
	}
	err = noGrad(func(s *Scope) error {
		batch = Floats(s, net.ForwardBatchStats(s, in.Tensor()))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range planar {
		want, err := m.Reference(x)
		if err != nil {
			t.Fatal(err)
		}
		if e := relative(frozen[i*len(want):][:len(want)], want); e > 1e-3 {
			t.Errorf("picture %d: relative error %g", i, e)
		}
		if e := relative(batch[i*len(want):][:len(want)], want); e > 1e-3 {
			t.Errorf("picture %d, statistics of the batch: relative error %g", i, e)
		}
	}
	other := nn.Residual(nn.Encoder{Side: 32, Width: 8, Embedding: 8, Head: nn.HeadGeM, Unit: true})
	if _, err := Unfold(folded, other, in); err == nil {
		t.Error("weights of another network are accepted")
	}
}
