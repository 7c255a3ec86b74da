package nn

import "slices"

// linear is a fully connected layer with the activation after it.
type linear struct {
	dst, src     *tensor // (Out, 1, 1), (C, 1, 1)
	weight, bias []float32
	clamp        clamp
}

func newLinear(dst, src *tensor, weight, bias []float32, clamp clamp) *linear {
	// The output may have a border, should a padded convolution come next; the input has none, since this comes next.
	return &linear{dst, src, slices.Clone(weight), orZeros(bias, dst.C), clamp}
}

func (s *linear) run() {
	x := s.src.data[:s.src.C]
	n := len(x)
	for o := 0; o < s.dst.C; o += 4 {
		// The last of four rows may come several times.
		row := func(i int) []float32 { return s.weight[min(o+i, s.dst.C-1)*n:][:n] }
		sums := dot4(x, row(0), row(1), row(2), row(3))
		for i := range min(4, s.dst.C-o) {
			s.dst.data[s.dst.at(o+i, 0, 0)] = s.clamp.of(sums[i] + s.bias[o+i])
		}
	}
}

// dot4 returns the products of x with four rows of the same length.
func dot4(x, a, b, c, d []float32) [4]float32 {
	var s0, s1, s2, s3 float32
	a, b, c, d = a[:len(x)], b[:len(x)], c[:len(x)], d[:len(x)]
	for i, v := range x {
		s0 += v * a[i]
		s1 += v * b[i]
		s2 += v * c[i]
		s3 += v * d[i]
	}
	return [4]float32{s0, s1, s2, s3}
}
