package nn

import "math"

// clamping is an activation that no step before it took in.
type clamping struct {
	dst, src *tensor
	clamp    clamp
}

func (s *clamping) run() {
	for c := range s.dst.C {
		for y := range s.dst.H {
			dst := s.dst.line(c, y)
			for i, v := range s.src.line(c, y) {
				dst[i] = s.clamp.of(v)
			}
		}
	}
}

// adding is the sum of two values, with the activation after it.
type adding struct {
	dst, a, b *tensor
	clamp     clamp
}

func (s *adding) run() {
	for c := range s.dst.C {
		for y := range s.dst.H {
			dst, b := s.dst.line(c, y), s.b.line(c, y)
			for i, v := range s.a.line(c, y) {
				dst[i] = s.clamp.of(v + b[i])
			}
		}
	}
}

// flattening copies a value that has a border, or must get one.
type flattening struct{ dst, src *tensor }

func (s *flattening) run() {
	o := 0
	for c := range s.src.C {
		for y := range s.src.H {
			for _, v := range s.src.line(c, y) {
				s.dst.data[s.dst.at(o, 0, 0)] = v
				o++
			}
		}
	}
}

// l2Norm scales the whole value to length 1.
type l2Norm struct {
	dst, src *tensor
	eps      float32
}

func (s *l2Norm) run() {
	t := 0.0
	for c := range s.src.C {
		for y := range s.src.H {
			for _, v := range s.src.line(c, y) {
				t += float64(v) * float64(v)
			}
		}
	}
	scale := 1 / max(math.Sqrt(t), float64(s.eps))
	for c := range s.dst.C {
		for y := range s.dst.H {
			dst := s.dst.line(c, y)
			for i, v := range s.src.line(c, y) {
				dst[i] = float32(float64(v) * scale)
			}
		}
	}
}
