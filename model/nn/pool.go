package nn

import "math"

// maxPooling takes the largest value of each window. Of what lies outside the picture it knows nothing.
type maxPooling struct {
	dst, src *tensor
	l        Layer
}

func (s *maxPooling) run() {
	for c := range s.dst.C {
		for i := range s.dst.H {
			top := i*s.l.Stride - s.l.Pad
			y0, y1 := max(top, 0), min(top+s.l.Kernel, s.src.H)
			dst := s.dst.line(c, i)
			for j := range dst {
				left := j*s.l.Stride - s.l.Pad
				x0, x1 := max(left, 0), min(left+s.l.Kernel, s.src.W)
				m := float32(math.Inf(-1))
				for y := y0; y < y1; y++ {
					for _, v := range s.src.line(c, y)[x0:x1] {
						if v > m {
							m = v
						}
					}
				}
				dst[j] = m
			}
		}
	}
}

// averaging takes the mean of each channel.
type averaging struct{ dst, src *tensor }

func (s *averaging) run() {
	for c := range s.dst.C {
		t := 0.0
		for y := range s.src.H {
			t += sum(s.src.line(c, y))
		}
		s.dst.data[s.dst.at(c, 0, 0)] = float32(t / float64(s.src.H*s.src.W))
	}
}

// generalisedMean takes the generalised mean of each channel.
type generalisedMean struct {
	dst, src *tensor
	p, eps   float32
}

func (s *generalisedMean) run() {
	p, eps := float64(s.p), float64(s.eps)
	for c := range s.dst.C {
		t := 0.0
		for y := range s.src.H {
			for _, v := range s.src.line(c, y) {
				v := float64(v)
				if !(v > eps) {
					v = eps
				}
				if s.p == 3 { // what training starts from, and often stays at
					t += v * v * v
				} else {
					t += power(v, p)
				}
			}
		}
		s.dst.data[s.dst.at(c, 0, 0)] = float32(math.Pow(t/float64(s.src.H*s.src.W), 1/p))
	}
}
