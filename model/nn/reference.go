package nn

import (
	"errors"
	"math"
	"strconv"
)

// Reference runs the network as its description reads, one plain loop per operator: what every faster implementation is
// tested against. x is a normalised picture (C, H, W), the result the last layer's output.
func (m *Model) Reference(x []float32) ([]float32, error) {
	outs, err := m.Activations(x)
	if err != nil {
		return nil, err
	}
	return outs[len(outs)-1], nil
}

// Activations is Reference with the output of every layer.
func (m *Model) Activations(x []float32) ([][]float32, error) {
	shapes, err := m.Network.Shapes()
	if err != nil {
		return nil, err
	}
	params, err := m.Network.Params()
	if err == nil {
		err = m.check(params)
	}
	if err != nil {
		return nil, err
	}
	in := m.Network.Input
	if len(x) != in.Len() {
		return nil, errors.New("the input has " + strconv.Itoa(len(x)) + " values, the network wants " + in.String())
	}
	outs := make([][]float32, len(shapes))
	named := make(map[string][]float32)
	for i, l := range m.Network.Layers {
		x = m.apply(l.WithDefaults(), in, x, shapes[i], named)
		outs[i], in = x, shapes[i]
		named[l.Name] = x
	}
	return outs, nil
}

// apply returns the output of one layer, of shape out.
func (m *Model) apply(l Layer, in Shape, x []float32, out Shape, named map[string][]float32) []float32 {
	param := func(suffix string) []float32 { return m.Params[l.Name+suffix] }
	y := make([]float32, out.Len())
	switch l.Op {
	case OpConv:
		conv(y, x, param(".weight"), param(".bias"), l, in, out)
	case OpBatchNorm:
		weight, bias, mean, variance := param(".weight"), param(".bias"), param(".running_mean"), param(".running_var")
		for i := range y {
			c := i / (in.H * in.W)
			y[i] = (x[i]-mean[c])/float32(math.Sqrt(float64(variance[c]+l.Eps)))*weight[c] + bias[c]
		}
	case OpReLU:
		for i := range y {
			y[i] = max(x[i], 0)
		}
	case OpReLU6:
		for i := range y {
			y[i] = min(max(x[i], 0), 6)
		}
	case OpMaxPool:
		maxPool(y, x, l, in, out)
	case OpAvgPool:
		for c := range y {
			y[c] = float32(sum(plane(x, c, in)) / float64(in.H*in.W))
		}
	case OpGeM:
		p := float64(param(".p")[0])
		for c := range y {
			s := 0.0
			for _, v := range plane(x, c, in) {
				s += math.Pow(float64(max(v, l.Eps)), p)
			}
			y[c] = float32(math.Pow(s/float64(in.H*in.W), 1/p))
		}
	case OpLinear:
		weight, bias := param(".weight"), param(".bias")
		for o := range y {
			s := float32(0)
			for i, v := range x {
				s += weight[o*in.C+i] * v
			}
			if bias != nil {
				s += bias[o]
			}
			y[o] = s
		}
	case OpFlatten:
		copy(y, x)
	case OpAdd:
		for i, v := range named[l.From] {
			y[i] = x[i] + v
		}
	case OpL2Norm:
		s := 0.0
		for _, v := range x {
			s += float64(v) * float64(v)
		}
		norm := max(math.Sqrt(s), float64(l.Eps))
		for i, v := range x {
			y[i] = float32(float64(v) / norm)
		}
	default:
		panic("nn: unknown op " + l.Op) // Shapes has refused it
	}
	return y
}

// plane returns channel c of x.
func plane(x []float32, c int, s Shape) []float32 { return x[c*s.H*s.W:][:s.H*s.W] }

func sum(x []float32) float64 {
	s := 0.0
	for _, v := range x {
		s += float64(v)
	}
	return s
}

// conv computes y (out) from x (in): for each output channel o and pixel (i, j), the sum over o's input channels c and
// the window's rows and columns (u, v) of x times weight (o, c, u, v), plus bias. Outside the picture x is zero.
func conv(y, x, weight, bias []float32, l Layer, in, out Shape) {
	inGroup, outGroup := in.C/l.Groups, l.Out/l.Groups
	for o := range out.C {
		first := o / outGroup * inGroup // of o's input channels
		for i := range out.H {
			for j := range out.W {
				s := float32(0)
				for c := range inGroup {
					for u := range l.Kernel {
						for v := range l.Kernel {
							a, b := i*l.Stride+u-l.Pad, j*l.Stride+v-l.Pad
							if a >= 0 && a < in.H && b >= 0 && b < in.W {
								s += x[((first+c)*in.H+a)*in.W+b] * weight[((o*inGroup+c)*l.Kernel+u)*l.Kernel+v]
							}
						}
					}
				}
				if bias != nil {
					s += bias[o]
				}
				y[(o*out.H+i)*out.W+j] = s
			}
		}
	}
}

// maxPool computes y (out) from x (in): the largest x in each window, which always has a pixel inside the picture.
func maxPool(y, x []float32, l Layer, in, out Shape) {
	for c := range out.C {
		for i := range out.H {
			for j := range out.W {
				s := float32(math.Inf(-1))
				for u := range l.Kernel {
					for v := range l.Kernel {
						a, b := i*l.Stride+u-l.Pad, j*l.Stride+v-l.Pad
						if a >= 0 && a < in.H && b >= 0 && b < in.W {
							s = max(s, x[(c*in.H+a)*in.W+b])
						}
					}
				}
				y[(c*out.H+i)*out.W+j] = s
			}
		}
	}
}
