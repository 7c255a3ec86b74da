package nn

import "unsafe"

// quads2 computes some quads of two output channels, dst0 and dst1:
//
//	for _, q := range quads {
//		for j := range 4 {
//			s0, s1 := bias[0], bias[1]
//			for t, offset := range taps {
//				s0 += src[q.src[j]+offset] * w[t*2]
//				s1 += src[q.src[j]+offset] * w[t*2+1]
//			}
//			dst0[q.dst[j]], dst1[q.dst[j]] = clamp.of(s0), clamp.of(s1)
//		}
//	}
//
// The offsets are in bytes here; the caller makes sure that they stay within src. Four taps at a time, then those that
// are left: a loop's turn costs as much as several products in WebAssembly, since Go makes it a jump through a table.
func quads2(dst0, dst1, src []float32, quads []quad, taps []int32, w []float32, bias *[2]float32, clamp clamp) {
	for i := range quads {
		q := &quads[i]
		p0, p1, p2, p3 := unsafe.Pointer(&src[q.src[0]]), unsafe.Pointer(&src[q.src[1]]), unsafe.Pointer(&src[q.src[2]]), unsafe.Pointer(&src[q.src[3]])
		s00, s10 := bias[0], bias[1]
		s01, s02, s03, s11, s12, s13 := s00, s00, s00, s10, s10, s10
		taps, w := taps, w
		for len(taps) >= 4 && len(w) >= 8 {
			t, k := (*[4]int32)(taps), (*[8]float32)(w)
			o, a, b := uintptr(t[0]), k[0], k[1]
			x0, x1, x2, x3 := at(p0, o), at(p1, o), at(p2, o), at(p3, o)
			s00 += x0 * a
			s10 += x0 * b
			s01 += x1 * a
			s11 += x1 * b
			s02 += x2 * a
			s12 += x2 * b
			s03 += x3 * a
			s13 += x3 * b
			o, a, b = uintptr(t[1]), k[2], k[3]
			x0, x1, x2, x3 = at(p0, o), at(p1, o), at(p2, o), at(p3, o)
			s00 += x0 * a
			s10 += x0 * b
			s01 += x1 * a
			s11 += x1 * b
			s02 += x2 * a
			s12 += x2 * b
			s03 += x3 * a
			s13 += x3 * b
			o, a, b = uintptr(t[2]), k[4], k[5]
			x0, x1, x2, x3 = at(p0, o), at(p1, o), at(p2, o), at(p3, o)
			s00 += x0 * a
			s10 += x0 * b
			s01 += x1 * a
			s11 += x1 * b
			s02 += x2 * a
			s12 += x2 * b
			s03 += x3 * a
			s13 += x3 * b
			o, a, b = uintptr(t[3]), k[6], k[7]
			x0, x1, x2, x3 = at(p0, o), at(p1, o), at(p2, o), at(p3, o)
			s00 += x0 * a
			s10 += x0 * b
			s01 += x1 * a
			s11 += x1 * b
			s02 += x2 * a
			s12 += x2 * b
			s03 += x3 * a
			s13 += x3 * b
			taps, w = taps[4:], w[8:]
		}
		for i, t := range taps {
			o, a, b := uintptr(t), w[2*i], w[2*i+1]
			x0, x1, x2, x3 := at(p0, o), at(p1, o), at(p2, o), at(p3, o)
			s00 += x0 * a
			s10 += x0 * b
			s01 += x1 * a
			s11 += x1 * b
			s02 += x2 * a
			s12 += x2 * b
			s03 += x3 * a
			s13 += x3 * b
		}
		d := &q.dst
		dst0[d[0]], dst0[d[1]], dst0[d[2]], dst0[d[3]] = clamp.of(s00), clamp.of(s01), clamp.of(s02), clamp.of(s03)
		dst1[d[0]], dst1[d[1]], dst1[d[2]], dst1[d[3]] = clamp.of(s10), clamp.of(s11), clamp.of(s12), clamp.of(s13)
	}
}

// quads2Contiguous is quads2 where the 4 pixels of a quad follow each other in src and dst: a third faster in WebAssembly.
func quads2Contiguous(dst0, dst1, src []float32, quads []quad, taps []int32, w []float32, bias *[2]float32, clamp clamp) {
	for i := range quads {
		q := &quads[i]
		x := unsafe.Pointer(&src[q.src[0]])
		s00, s10 := bias[0], bias[1]
		s01, s02, s03, s11, s12, s13 := s00, s00, s00, s10, s10, s10
		taps, w := taps, w
		for len(taps) >= 4 && len(w) >= 8 {
			t, k := (*[4]int32)(taps), (*[8]float32)(w)
			o, a, b := uintptr(t[0]), k[0], k[1]
			p := (*[4]float32)(unsafe.Add(x, o))
			x0, x1, x2, x3 := p[0], p[1], p[2], p[3]
			s00 += x0 * a
			s10 += x0 * b
			s01 += x1 * a
			s11 += x1 * b
			s02 += x2 * a
			s12 += x2 * b
			s03 += x3 * a
			s13 += x3 * b
			o, a, b = uintptr(t[1]), k[2], k[3]
			p = (*[4]float32)(unsafe.Add(x, o))
			x0, x1, x2, x3 = p[0], p[1], p[2], p[3]
			s00 += x0 * a
			s10 += x0 * b
			s01 += x1 * a
			s11 += x1 * b
			s02 += x2 * a
			s12 += x2 * b
			s03 += x3 * a
			s13 += x3 * b
			o, a, b = uintptr(t[2]), k[4], k[5]
			p = (*[4]float32)(unsafe.Add(x, o))
			x0, x1, x2, x3 = p[0], p[1], p[2], p[3]
			s00 += x0 * a
			s10 += x0 * b
			s01 += x1 * a
			s11 += x1 * b
			s02 += x2 * a
			s12 += x2 * b
			s03 += x3 * a
			s13 += x3 * b
			o, a, b = uintptr(t[3]), k[6], k[7]
			p = (*[4]float32)(unsafe.Add(x, o))
			x0, x1, x2, x3 = p[0], p[1], p[2], p[3]
			s00 += x0 * a
			s10 += x0 * b
			s01 += x1 * a
			s11 += x1 * b
			s02 += x2 * a
			s12 += x2 * b
			s03 += x3 * a
			s13 += x3 * b
			taps, w = taps[4:], w[8:]
		}
		for i, t := range taps {
			o, a, b := uintptr(t), w[2*i], w[2*i+1]
			p := (*[4]float32)(unsafe.Add(x, o))
			x0, x1, x2, x3 := p[0], p[1], p[2], p[3]
			s00 += x0 * a
			s10 += x0 * b
			s01 += x1 * a
			s11 += x1 * b
			s02 += x2 * a
			s12 += x2 * b
			s03 += x3 * a
			s13 += x3 * b
		}
		*(*[4]float32)(dst0[q.dst[0]:]) = [4]float32{clamp.of(s00), clamp.of(s01), clamp.of(s02), clamp.of(s03)}
		*(*[4]float32)(dst1[q.dst[0]:]) = [4]float32{clamp.of(s10), clamp.of(s11), clamp.of(s12), clamp.of(s13)}
	}
}

// quads1 is quads2 for a single output channel.
func quads1(dst, src []float32, quads []quad, taps []int32, w []float32, bias float32, clamp clamp) {
	for i := range quads {
		q := &quads[i]
		p0, p1, p2, p3 := unsafe.Pointer(&src[q.src[0]]), unsafe.Pointer(&src[q.src[1]]), unsafe.Pointer(&src[q.src[2]]), unsafe.Pointer(&src[q.src[3]])
		s0, s1, s2, s3 := bias, bias, bias, bias
		taps, w := taps, w
		for len(taps) >= 4 && len(w) >= 4 {
			t, k := (*[4]int32)(taps), (*[4]float32)(w)
			o, a := uintptr(t[0]), k[0]
			s0 += at(p0, o) * a
			s1 += at(p1, o) * a
			s2 += at(p2, o) * a
			s3 += at(p3, o) * a
			o, a = uintptr(t[1]), k[1]
			s0 += at(p0, o) * a
			s1 += at(p1, o) * a
			s2 += at(p2, o) * a
			s3 += at(p3, o) * a
			o, a = uintptr(t[2]), k[2]
			s0 += at(p0, o) * a
			s1 += at(p1, o) * a
			s2 += at(p2, o) * a
			s3 += at(p3, o) * a
			o, a = uintptr(t[3]), k[3]
			s0 += at(p0, o) * a
			s1 += at(p1, o) * a
			s2 += at(p2, o) * a
			s3 += at(p3, o) * a
			taps, w = taps[4:], w[4:]
		}
		for i, t := range taps {
			o, a := uintptr(t), w[i]
			s0 += at(p0, o) * a
			s1 += at(p1, o) * a
			s2 += at(p2, o) * a
			s3 += at(p3, o) * a
		}
		d := &q.dst
		dst[d[0]], dst[d[1]], dst[d[2]], dst[d[3]] = clamp.of(s0), clamp.of(s1), clamp.of(s2), clamp.of(s3)
	}
}

// at returns the number o bytes after p.
func at(p unsafe.Pointer, o uintptr) float32 { return *(*float32)(unsafe.Add(p, o)) }
