package nn

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
	bias = orZeros(bias, l.Out)
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
				b.bias[c] = bias[b.out+c]
				for t := range taps {
					b.weight[t*width+c] = weight[(b.out+c)*taps+t]
				}
			}
			blocks = append(blocks, b)
		}
	}
	return blocks
}

// orZeros returns a copy of a bias, n zeros if there is none.
func orZeros(bias []float32, n int) []float32 {
	b := make([]float32, n)
	copy(b, bias)
	return b
}

// convAny is a convolution of any kind, with the activation after it. It computes quads of pixels in 2 output channels,
// or in the one that is left over.
type convAny struct {
	dst, src   *tensor
	clamp      clamp
	blocks     []convBlock
	taps       []int32 // for each weight of an output channel: where its input is, from the window's first pixel on, in bytes
	reach      int     // the last of them, which is the largest, in values
	quads      []quad
	contiguous bool // the pixels of each quad are neighbours in a line, here and there
	chunk      int  // so many quads go through all output channels before the next ones
}

// A quad is 4 output pixels.
type quad struct {
	src [4]int32 // place of the window's first pixel in the first channel; they ascend
	dst [4]int32 // place of the output pixel in the first channel
}

// convChunk is the number of inputs that a chunk of quads may need: 16 KB, half of a first-level cache.
const convChunk = 4096

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
	s.plan(l)
	s.chunk = max(1, convChunk/(src.C/l.Groups*4))
	return s
}

// plan cuts the output into quads.
func (s *convAny) plan(l Layer) {
	h, w := s.dst.H, s.dst.W
	if l.Kernel == 1 && l.Stride == 1 && s.src.border == 0 && s.dst.border == 0 {
		h, w = 1, h*w // lines follow each other: all are one
	}
	add := func(pixel func(j int) (y, x int)) {
		var q quad
		for j := range 4 {
			y, x := pixel(j)
			q.src[j] = int32(s.src.at(0, y*l.Stride-l.Pad, x*l.Stride-l.Pad))
			q.dst[j] = int32(s.dst.at(0, y, x))
		}
		s.quads = append(s.quads, q)
	}
	if l.Stride == 1 && w >= 4 {
		s.contiguous = true
		for y := range h {
			for x := 0; x < w; x += 4 {
				x := min(x, w-4) // the last quad of a line may overlap the one before it
				add(func(j int) (int, int) { return y, x + j })
			}
		}
		return
	}
	for i := 0; i < h*w; i += 4 {
		add(func(j int) (int, int) {
			p := min(i+j, h*w-1) // the last pixel may come several times
			return p / w, p % w
		})
	}
}

func (s *convAny) run() {
	for rest := s.quads; len(rest) > 0; {
		quads := rest[:min(s.chunk, len(rest))]
		rest = rest[len(quads):]
		for i := range s.blocks {
			b := &s.blocks[i]
			src, dst := s.src.data[b.in*s.src.plane:], s.dst.data[b.out*s.dst.plane:]
			_ = src[int(quads[len(quads)-1].src[3])+s.reach] // all that the kernels read lies before this
			switch {
			case b.n == 1:
				quads1(dst, src, quads, s.taps, b.weight, b.bias[0], s.clamp)
			case s.contiguous:
				quads2Contiguous(dst, dst[s.dst.plane:], src, quads, s.taps, b.weight, &b.bias, s.clamp)
			default:
				quads2(dst, dst[s.dst.plane:], src, quads, s.taps, b.weight, &b.bias, s.clamp)
			}
		}
	}
}
