package nn

import "strconv"

// The ways in which an [Encoder] makes an embedding of its last feature map.
const (
	HeadGeM     = "gem"     // generalised mean over the map, then a linear layer: what is seen counts, where it is does not
	HeadAvg     = "avg"     // mean over the map, then a linear layer
	HeadFlatten = "flatten" // a 1x1 convolution to few channels, then the map as it is: each place has its share of the embedding
)

// An Encoder says how large a small encoder is. Its input is square, and halved by the stem and by each of three stages.
type Encoder struct {
	Side      int    // of the input in pixels
	Width     int    // channels of the stem
	Stages    [4]int `json:",omitzero"` // channels of the stages; by default once, twice, three and four times Width
	Embedding int    // numbers of the embedding; with HeadFlatten rounded down to a multiple of the last map's places
	Head      string // HeadGeM, HeadAvg or HeadFlatten
	Unit      bool   // whether embeddings are of length 1
}

// channels returns the channels of a stage, counted from 1.
func (e Encoder) channels(stage int) int {
	if e.Stages != [4]int{} {
		return e.Stages[stage-1]
	}
	return stage * e.Width
}

// layers collects the layers of an encoder.
type layers []Layer

// conv appends a convolution without bias and its normalisation, "<name>" and "<name>-norm".
func (ls *layers) conv(name string, out, kernel, stride, groups int) {
	*ls = append(*ls,
		Layer{Op: OpConv, Name: name, Out: out, Kernel: kernel, Stride: stride, Pad: kernel / 2, Groups: groups},
		Layer{Op: OpBatchNorm, Name: name + "-norm"})
}

// relu appends a rectifier, whose output later layers may add by name.
func (ls *layers) relu(name string) { *ls = append(*ls, Layer{Op: OpReLU, Name: name}) }

// Residual returns a residual network (He et al. 2016, section 3.3), as thin as a phone wants it. The stem is a 3x3
// convolution of stride 2. The first stage is a block of two 3x3 convolutions around which its input goes; each later
// one a 3x3 convolution of stride 2, and a 3x3 convolution around which that one's output goes. For 64x64 pixels, width
// 32: 48M multiply-adds, 470,000 weights, of which HeadGeM with 192 numbers takes 25,000 more.
func Residual(e Encoder) Network {
	var ls layers
	ls.conv("stem", e.Width, 3, 2, 0)
	ls.relu("stem-out")
	ls.conv("stage1-a", e.channels(1), 3, 0, 0)
	ls.relu("")
	ls.conv("stage1-b", e.Width, 3, 0, 0) // the stem's channels: its output goes around
	ls = append(ls, Layer{Op: OpAdd, From: "stem-out"})
	ls.relu("")
	for i := 2; i <= 4; i++ {
		stage := "stage" + strconv.Itoa(i)
		ls.conv(stage+"-a", e.channels(i), 3, 2, 0)
		ls.relu(stage + "-in")
		ls.conv(stage+"-b", e.channels(i), 3, 0, 0)
		ls = append(ls, Layer{Op: OpAdd, From: stage + "-in"})
		ls.relu("")
	}
	return e.network("residual", ls)
}

// expansion is how many times as many channels a depthwise block has inside.
const expansion = 3

// Depthwise returns a network of inverted residuals (Sandler et al. 2018, "MobileNetV2", section 3.3): each block widens
// its input by a 1x1 convolution, filters each channel by itself, and narrows it again without a rectifier. A stage is
// a block of stride 2 (1 in the first stage) and a block around which its input goes. It has fewer multiply-adds than
// Residual, and more of its time goes into moving memory.
func Depthwise(e Encoder) Network {
	var ls layers
	ls.conv("stem", e.Width, 3, 2, 0)
	ls.relu("")
	block := func(name string, in, out, stride int) {
		ls.conv(name+"-wide", in*expansion, 1, 0, 0)
		ls.relu("")
		ls.conv(name+"-each", in*expansion, 3, stride, in*expansion)
		ls.relu("")
		ls.conv(name+"-narrow", out, 1, 0, 0)
	}
	in := e.Width
	for i := 1; i <= 4; i++ {
		stage, stride := "stage"+strconv.Itoa(i), 2
		if i == 1 {
			stride = 0
		}
		block(stage+"-a", in, e.channels(i), stride)
		in = e.channels(i)
		from := stage + "-a-narrow-norm"
		block(stage+"-b", in, in, 0)
		ls = append(ls, Layer{Op: OpAdd, From: from})
	}
	ls.relu("")
	return e.network("depthwise", ls)
}

// widths names the channels: of the stem, and of the stages where they are not its multiples.
func (e Encoder) widths() string {
	s := strconv.Itoa(e.Width)
	if e.Stages != [4]int{} {
		for _, c := range e.Stages {
			s += "x" + strconv.Itoa(c)
		}
	}
	return s
}

// network appends the head and names the network for all that the encoder says.
func (e Encoder) network(kind string, ls layers) Network {
	n := Network{
		Name:          kind + "-" + e.widths() + "-" + strconv.Itoa(e.Side) + "-" + e.Head + "-" + strconv.Itoa(e.Embedding),
		Input:         Shape{3, e.Side, e.Side},
		Normalisation: Normalisation{Kind: NormImage},
		Layers:        ls,
	}
	switch e.Head {
	case HeadGeM:
		n.Layers = append(n.Layers, Layer{Op: OpGeM, Name: "pool"}, Layer{Op: OpLinear, Name: "embedding", Out: e.Embedding})
	case HeadAvg:
		n.Layers = append(n.Layers, Layer{Op: OpAvgPool}, Layer{Op: OpLinear, Name: "embedding", Out: e.Embedding})
	case HeadFlatten:
		side := (e.Side + 15) / 16 // of the last map: four halvings, each rounded up
		n.Layers = append(n.Layers, Layer{Op: OpConv, Name: "embedding", Out: max(e.Embedding/(side*side), 1), Kernel: 1}, Layer{Op: OpFlatten})
	}
	if e.Unit {
		n.Name += "-unit"
		n.Layers = append(n.Layers, Layer{Op: OpL2Norm})
	}
	return n
}
