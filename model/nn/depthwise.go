package nn

import "slices"

// depthwise3x3 is a 3x3 convolution that keeps channels apart, with the activation after it.
type depthwise3x3 struct {
	dst, src     *tensor
	stride, pad  int
	clamp        clamp
	weight, bias []float32 // (C, 3, 3), (C)
}

// fitsDepthwise3x3 reports whether depthwise3x3 can compute l on an input of shape in.
func fitsDepthwise3x3(l Layer, in Shape) bool {
	return l.Kernel == 3 && l.Groups == in.C && l.Out == in.C
}

func newDepthwise3x3(dst, src *tensor, l Layer, weight, bias []float32, clamp clamp) *depthwise3x3 {
	return &depthwise3x3{dst, src, l.Stride, l.Pad, clamp, slices.Clone(weight), orZeros(bias, l.Out)}
}

func (s *depthwise3x3) run() {
	for c := range s.dst.C {
		k := (*[9]float32)(s.weight[9*c:])
		for y := range s.dst.H {
			first := s.src.at(c, y*s.stride-s.pad, -s.pad)
			line := func(u int) []float32 { return s.src.data[first+u*s.src.row:][:s.src.row] }
			depthwiseLine(s.dst.line(c, y), line(0), line(1), line(2), s.stride, k, s.bias[c], s.clamp)
		}
	}
}

// depthwiseLine computes a line of output from three of input:
//
//	dst[j] = clamp(bias + sum over u, v of line_u[j*stride+v] * k[u*3+v])
func depthwiseLine(dst, line0, line1, line2 []float32, stride int, k *[9]float32, bias float32, clamp clamp) {
	k0, k1, k2, k3, k4, k5, k6, k7, k8 := k[0], k[1], k[2], k[3], k[4], k[5], k[6], k[7], k[8]
	i := 0
	for j := range dst {
		a, b, c := (*[3]float32)(line0[i:]), (*[3]float32)(line1[i:]), (*[3]float32)(line2[i:])
		dst[j] = clamp.of(bias +
			(a[0]*k0 + a[1]*k1 + a[2]*k2) +
			(b[0]*k3 + b[1]*k4 + b[2]*k5) +
			(c[0]*k6 + c[1]*k7 + c[2]*k8))
		i += stride
	}
}
