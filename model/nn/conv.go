package nn

import "unsafe"

// A convBlock is what one or two neighbouring output channels of a group need.
type convBlock struct {
	in     int // first input channel of the group
	out, n int // first output channel, and how many: 1 or 2
	bias   [tileC]float32
	weight []float32 // (C/Groups, Kernel, Kernel, n)
}

// packBlocks packs the weights of l. If pairs is set, a block of one channel gets a second with zero weights, which is
// to be thrown away.
func packBlocks(l Layer, channels int, weight, bias []float32, pairs bool) []convBlock {
	in, out := channels/l.Groups, l.Out/l.Groups // of a group
	taps := in * l.Kernel * l.Kernel
	var blocks []convBlock
	for g := range l.Groups {
		for o := 0; o < out; o += tileC {
			b := convBlock{in: g * in, out: g*out + o, n: min(tileC, out-o)}
			width := b.n
			if pairs {
				width = tileC
			}
			b.weight = make([]float32, taps*width)
			for c := range b.n {
				if bias != nil {
					b.bias[c] = bias[b.out+c]
				}
				for t := range taps {
					b.weight[t*width+c] = weight[(b.out+c)*taps+t]
				}
			}
			blocks = append(blocks, b)
		}
	}
	return blocks
}

// convAny is a convolution of any kind, with the activation after it. It computes 4 pixels, wherever they are, in 2
// output channels, or in the one that is left over.
type convAny struct {
	dst, src *tensor
	clamp    clamp
	blocks   []convBlock
	taps     []int32 // for each weight of an output channel: where its input is, from the window's first pixel on, in bytes
	reach    int     // the largest of them, in values
	quads    []quad
}

// A quad is 4 output pixels. Some come twice where there are not enough.
type quad struct {
	src [4]int32 // the window's first pixel in the first channel, in values
	dst [4]int32 // the output pixel in the first channel
}

func newConv(dst, src *tensor, l Layer, weight, bias []float32, clamp clamp) *convAny {
	s := &convAny{dst: dst, src: src, clamp: clamp, blocks: packBlocks(l, src.C, weight, bias, false)}
	for c := range src.C / l.Groups {
		for u := range l.Kernel {
			for v := range l.Kernel {
				s.reach = c*src.plane + u*src.row + v
				s.taps = append(s.taps, int32(s.reach)*4) // below 2^31: see maxBuffers
			}
		}
	}
	for i := 0; i < dst.H*dst.W; i += 4 {
		var q quad
		for j := range 4 {
			y, x := min(i+j, dst.H*dst.W-1)/dst.W, min(i+j, dst.H*dst.W-1)%dst.W
			q.src[j] = int32(src.at(0, y*l.Stride-l.Pad, x*l.Stride-l.Pad))
			q.dst[j] = int32(dst.at(0, y, x))
		}
		s.quads = append(s.quads, q)
	}
	return s
}

func (s *convAny) run() {
	var sums [8]float32
	for i := range s.blocks {
		b := &s.blocks[i]
		src := s.src.data[b.in*s.src.plane:]
		for j := range s.quads {
			q := &s.quads[j]
			_ = src[int(q.src[3])+s.reach] // the last pixel's last input is the farthest
			p0, p1, p2, p3 := unsafe.Pointer(&src[q.src[0]]), unsafe.Pointer(&src[q.src[1]]), unsafe.Pointer(&src[q.src[2]]), unsafe.Pointer(&src[q.src[3]])
			if b.n == 2 {
				quad2(p0, p1, p2, p3, s.taps, b.weight, &sums)
			} else {
				quad1(p0, p1, p2, p3, s.taps, b.weight, &sums)
			}
			for c := range b.n {
				dst := s.dst.data[(b.out+c)*s.dst.plane:]
				for k, v := range sums[4*c : 4*c+4] {
					dst[q.dst[k]] = s.clamp.of(v + b.bias[c])
				}
			}
		}
	}
}

// quad2 computes 4 pixels of 2 output channels:
//
//	for o := range 2 {
//		for j := range 4 {
//			sums[o*4+j] = 0
//			for t, offset := range taps {
//				sums[o*4+j] += p[j][offset] * w[t*2+o]
//			}
//		}
//	}
//
// Four taps at a time, and those that are left.
func quad2(p0, p1, p2, p3 unsafe.Pointer, taps []int32, w []float32, sums *[8]float32) {
	var s00, s01, s02, s03, s10, s11, s12, s13 float32
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
	*sums = [8]float32{s00, s01, s02, s03, s10, s11, s12, s13}
}

// quad1 is quad2 for a single output channel: it sets the first 4 sums.
func quad1(p0, p1, p2, p3 unsafe.Pointer, taps []int32, w []float32, sums *[8]float32) {
	var s0, s1, s2, s3 float32
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
	sums[0], sums[1], sums[2], sums[3] = s0, s1, s2, s3
}

// at returns the number o bytes after p.
func at(p unsafe.Pointer, o uintptr) float32 { return *(*float32)(unsafe.Add(p, o)) }
