//go:build torch

package train

import (
	"testing"

	"docent/model/nn"
	"docent/trainer/torch"
)

// TestFigures checks that works are told apart even by random weights, better
// straightened than whole, and that measuring leaves the network as it is.
func TestFigures(t *testing.T) {
	m, err := initial(nn.Residual(nn.Encoder{Side: 32, Width: 8, Embedding: 64, Head: nn.HeadFlatten, Unit: true}), 1)
	if err != nil {
		t.Fatal(err)
	}
	net, err := torch.NewNet(m)
	if err != nil {
		t.Fatal(err)
	}
	defer net.Drop()
	dev := NewDev(drawn(60), nil)
	first, err := dev.Figures(net)
	if err != nil {
		t.Fatal(err)
	}
	again, err := dev.Figures(net)
	if err != nil {
		t.Fatal(err)
	}
	if first != again {
		t.Errorf("figures %+v, then %+v", first, again)
	}
	if first[devLocated].Top1 < 0.3 || first[devLocated].Top1 <= first[devWhole].Top1 {
		t.Errorf("located %+v, whole %+v: want 0.3 or more right, and more than whole", first[devLocated], first[devWhole])
	}
	for i, f := range first {
		if f.Recall > f.Top1 {
			t.Errorf("%s: recall %g above top-1 %g", DevSets[i], f.Recall, f.Top1)
		}
	}
}
