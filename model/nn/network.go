package nn

import "strconv"

// A Shape is the size of one picture's activations: (C, H, W).
type Shape struct{ C, H, W int }

// Len returns the number of values, C*H*W.
func (s Shape) Len() int { return s.C * s.H * s.W }

// String returns the shape as "CxHxW".
func (s Shape) String() string {
	return strconv.Itoa(s.C) + "x" + strconv.Itoa(s.H) + "x" + strconv.Itoa(s.W)
}

// The kinds of [Normalisation].
const (
	NormFixed = "fixed" // (v/255 - Mean[c]) / Std[c], v being a channel's value, 0 to 255
	NormImage = "image" // v/255, less the picture's mean over all channels and pixels, divided by its standard deviation + 1e-3
)

// A Normalisation says how 8-bit RGB pixels become a network's input.
type Normalisation struct {
	Kind      string     // NormFixed or NormImage
	Mean, Std [3]float32 // of R, G and B on a scale of 0 to 1; zero for NormImage
}

// The operators: the values of [Layer.Op].
const (
	OpConv      = "conv"      // 2-D convolution. Tensors: Name.weight (Out, C/Groups, Kernel, Kernel) and Name.bias (Out), which may be left out: zero
	OpBatchNorm = "batchnorm" // (x - running_mean) / sqrt(running_var + Eps) * weight + bias, per channel. Tensors: Name.weight, .bias, .running_mean, .running_var, each (C)
	OpReLU      = "relu"      // max(x, 0)
	OpReLU6     = "relu6"     // min(max(x, 0), 6)
	OpMaxPool   = "maxpool"   // maximum of each window of Kernel x Kernel; what lies outside the picture does not take part
	OpAvgPool   = "avgpool"   // mean over all pixels: (C, 1, 1)
	OpGeM       = "gem"       // generalised mean over all pixels, mean(max(x, Eps)^p)^(1/p): (C, 1, 1). Tensor: Name.p (1). Radenovic et al. 2018, section 3.2
	OpLinear    = "linear"    // fully connected, of a (C, 1, 1) input: (Out, 1, 1). Tensors: Name.weight (Out, C) and Name.bias (Out), which may be left out
	OpFlatten   = "flatten"   // (C, H, W) to (C*H*W, 1, 1), in that order
	OpAdd       = "add"       // the previous layer's output plus that of the layer called From
	OpL2Norm    = "l2norm"    // x / max(|x|, Eps), |x| being the Euclidean norm over all of x
)

// A Layer is one operator, applied to the output of the layer before it. Fields that its operator does not have are zero.
type Layer struct {
	Op   string // OpConv to OpL2Norm
	Name string // what its tensors and From go by; layers without tensors may have none

	Out    int // conv, linear: output channels
	Kernel int // conv, maxpool: side of the window
	Stride int // conv, maxpool: step of the window; 0 means 1
	Pad    int // conv, maxpool: pixels added at each of the four edges (zeros for conv); less than Kernel for conv, at most half of it for maxpool
	Groups int // conv: the input and output channels fall into so many groups that do not see each other; 0 means 1

	From string  // add: name of an earlier layer whose output is added
	Eps  float32 // batchnorm, gem, l2norm: a small positive number; 0 means 1e-5, 1e-6, 1e-12
}

// WithDefaults returns l with the values that its zero Stride, Groups and Eps stand for.
func (l Layer) WithDefaults() Layer {
	switch l.Op {
	case OpConv, OpMaxPool:
		if l.Stride == 0 {
			l.Stride = 1
		}
		if l.Op == OpConv && l.Groups == 0 {
			l.Groups = 1
		}
	case OpBatchNorm:
		l.Eps = orDefault(l.Eps, 1e-5) // PyTorch's own
	case OpGeM:
		l.Eps = orDefault(l.Eps, 1e-6) // Radenovic et al.'s code
	case OpL2Norm:
		l.Eps = orDefault(l.Eps, 1e-12) // PyTorch's own
	}
	return l
}

func orDefault(v, def float32) float32 {
	if v == 0 {
		return def
	}
	return v
}

// A Network is a list of layers, each fed by the one before it, the first by a picture.
type Network struct {
	Name          string // for example "conv4-64"
	Input         Shape  // of the picture; C is 3: R, G, B
	Normalisation Normalisation
	Layers        []Layer
}

// Mean and standard deviation of ImageNet's R, G and B, which the field's fixed normalisation uses.
var (
	imageNetMean = [3]float32{0.485, 0.456, 0.406}
	imageNetStd  = [3]float32{0.229, 0.224, 0.225}
)

// Conv4 returns the encoder of Snell et al. 2017 ("Prototypical Networks for Few-shot Learning", section 3.1) for
// pictures of 3x56x56: four blocks of a 3x3 convolution to width channels, batch norm, ReLU and 2x2 max pooling. Its
// output is (width*3*3, 1, 1). The paper's width is 64.
func Conv4(width int) Network {
	n := Network{
		Name:          "conv4-" + strconv.Itoa(width),
		Input:         Shape{3, 56, 56},
		Normalisation: Normalisation{Kind: NormFixed, Mean: imageNetMean, Std: imageNetStd},
	}
	for i := 1; i <= 4; i++ {
		no := strconv.Itoa(i)
		n.Layers = append(n.Layers,
			Layer{Op: OpConv, Name: "conv" + no, Out: width, Kernel: 3, Pad: 1},
			Layer{Op: OpBatchNorm, Name: "norm" + no},
			Layer{Op: OpReLU},
			Layer{Op: OpMaxPool, Kernel: 2, Stride: 2})
	}
	n.Layers = append(n.Layers, Layer{Op: OpFlatten})
	return n
}
