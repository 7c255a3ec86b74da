package locate

import (
	"strconv"
	"strings"

	"docent/model/locate"
	"docent/model/nn"
)

// side is the side of the locator's input in pixels, and three halvings lead
// to its grid. 64 pixels would do for the middle of a work; at 96 a corner of
// a work that fills a third of the frame can still be told from its frame's.
const side = 96

// GridSide is the number of cells along a side of the locator's output.
const GridSide = side / 8

// priorLogit starts the scores at a probability of 0.02: of 144 cells one has
// the middle of a work (Lin et al. 2017, "Focal Loss for Dense Object
// Detection", section 4.1).
const priorLogit = -4

// Network returns the description of the locator, (3, 96, 96) to (9, 12, 12):
// a stem, two residual stages (He et al. 2016), and blocks of a wide
// depthwise convolution and a pointwise one (Liu et al. 2022, "A ConvNet for
// the 2020s", section 2.5), through which every cell of the grid sees the
// whole frame: a cell in the middle of a work has to know where its corners
// are. Without them a cell sees 63 of the 96 pixels.
func Network() nn.Network {
	n := nn.Network{Name: "locator-96", Input: nn.Shape{C: 3, H: side, W: side}, Normalisation: nn.Normalisation{Kind: nn.NormImage}}
	add := func(layers ...nn.Layer) { n.Layers = append(n.Layers, layers...) }
	conv := func(name string, out, kernel, stride int) {
		add(nn.Layer{Op: nn.OpConv, Name: name, Out: out, Kernel: kernel, Stride: stride, Pad: kernel / 2},
			nn.Layer{Op: nn.OpBatchNorm, Name: name + "norm"})
	}
	relu := func(name string) { add(nn.Layer{Op: nn.OpReLU, Name: name}) }
	residual := func(name, from string, width int) {
		conv(name+"a", width, 3, 1)
		relu("")
		conv(name+"b", width, 3, 1)
		add(nn.Layer{Op: nn.OpAdd, From: from})
		relu(name)
	}
	conv("stem", 16, 3, 2)
	relu("")
	conv("down1", 24, 3, 2)
	relu("stage1")
	residual("block1", "stage1", 24)
	conv("down2", 64, 3, 2)
	relu("stage2")
	residual("block2", "stage2", 64)
	from := "block2"
	for i := 1; i <= 3; i++ {
		name := "context" + strconv.Itoa(i)
		add(nn.Layer{Op: nn.OpConv, Name: name + "wide", Out: 64, Kernel: 7, Pad: 3, Groups: 64},
			nn.Layer{Op: nn.OpBatchNorm, Name: name + "widenorm"})
		conv(name+"point", 64, 1, 1)
		relu("")
		add(nn.Layer{Op: nn.OpAdd, Name: name, From: from})
		from = name
	}
	conv("head", 64, 1, 1)
	relu("")
	add(nn.Layer{Op: nn.OpConv, Name: "grid", Out: locate.Channels, Kernel: 1})
	return n
}

// Initial returns a locator to start training from: convolutions as He et
// al. 2015 start theirs, batch norm as the identity, no biases but those of
// the last layer.
func Initial(seed uint64) (*nn.Model, error) {
	n := Network()
	m, err := nn.NewRandom(n, seed)
	if err != nil {
		return nil, err
	}
	params, err := n.Params()
	if err != nil {
		return nil, err
	}
	for _, p := range params {
		v := m.Params[p.Name]
		switch {
		case p.Optional && p.Name != "grid.bias":
			delete(m.Params, p.Name)
		case p.Name == "grid.weight":
			for i := range v {
				v[i] *= 0.1 // corners near the middle of the cell, scores near the prior
			}
		case len(p.Dims) > 1:
		case strings.HasSuffix(p.Name, ".weight"), strings.HasSuffix(p.Name, ".running_var"):
			fill(v, 1)
		default:
			fill(v, 0)
		}
	}
	m.Params["grid.bias"][0] = priorLogit
	return m, nil
}

func fill(x []float32, v float32) {
	for i := range x {
		x[i] = v
	}
}
