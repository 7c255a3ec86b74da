package nn

import "unsafe"

// conv3x3 is a convolution with a 3x3 window and stride 1, any padding and groups, with the activation after it and, if
// pool is set, 2x2 max pooling after that. It computes tiles of 4 pixels of a line in 2 output channels: the 8 sums,
// the pixels that a weight meets and the weight itself fit the registers that Go's WebAssembly and amd64 back ends keep
// floats in, 16 and 15.
type conv3x3 struct {
	dst, src     *tensor
	pad          int
	clamp        clamp
	pool         bool
	blocks       []convBlock
	width        int // of a line before pooling, as far as it is needed
	upper, lower []tile
}

const (
	tileW = 4 // pixels of a tile
	tileC = 2 // channels of a tile
)

// A tile holds the sums of 4 pixels in one channel, and then in another.
type tile [tileC * tileW]float32

// fitsConv3x3 reports whether conv3x3 can compute l, whose output without pooling has shape out.
func fitsConv3x3(l Layer, out Shape) bool {
	return l.Kernel == 3 && l.Stride == 1 && out.W >= tileW
}

func newConv3x3(dst, src *tensor, l Layer, weight, bias []float32, clamp clamp, pool bool) *conv3x3 {
	s := &conv3x3{dst: dst, src: src, pad: l.Pad, clamp: clamp, pool: pool, width: dst.W,
		blocks: packBlocks(l, src.C, weight, bias, true)}
	if pool {
		s.width = 2 * dst.W
	}
	n := (s.width + tileW - 1) / tileW
	s.upper, s.lower = make([]tile, n), make([]tile, n)
	return s
}

func (s *conv3x3) run() {
	for i := range s.blocks {
		b := &s.blocks[i]
		for y := range s.dst.H {
			if s.pool {
				s.line(b, 2*y, s.upper)
				s.line(b, 2*y+1, s.lower)
				for c := range b.n {
					s.storePooled(s.dst.line(b.out+c, y), c*tileW)
				}
			} else {
				s.line(b, y, s.upper)
				for c := range b.n {
					s.store(s.dst.line(b.out+c, y), c*tileW)
				}
			}
		}
	}
}

// store ends a line of one channel, whose sums begin at the given one of each tile.
func (s *conv3x3) store(dst []float32, first int) {
	for i := range s.upper {
		d := (*[tileW]float32)(dst[min(i*tileW, len(dst)-tileW):]) // the last tile may overlap the one before it
		v := (*[tileW]float32)(s.upper[i][first:])
		for j := range d {
			d[j] = s.clamp.of(v[j])
		}
	}
}

// storePooled does the same with 2x2 max pooling.
func (s *conv3x3) storePooled(dst []float32, first int) {
	for i := range s.upper {
		d := (*[tileW / 2]float32)(dst[min(i*tileW, s.width-tileW)/2:])
		u, v := (*[tileW]float32)(s.upper[i][first:]), (*[tileW]float32)(s.lower[i][first:])
		d[0] = s.clamp.ofMax(u[0], u[1], v[0], v[1])
		d[1] = s.clamp.ofMax(u[2], u[3], v[2], v[3])
	}
}

// line computes the sums of line y of the output before pooling.
func (s *conv3x3) line(b *convBlock, y int, tiles []tile) {
	n := len(b.weight) / (9 * tileC) // input channels
	first, last := s.src.at(b.in, y-s.pad, -s.pad), s.width-tileW
	_ = s.src.data[first+(n-1)*s.src.plane+2*s.src.row+last+tileW+1] // all that line3x3 reads lies before this
	line3x3(tiles, last, unsafe.Pointer(&s.src.data[first]), uintptr(s.src.row)*4, uintptr(s.src.plane)*4, unsafe.Pointer(&b.weight[0]), n, &b.bias)
}

// line3x3 computes the tiles of a line, 4 neighbouring pixels of 2 output channels each, from n >= 1 input channels. They
// begin at pixels 0, 4, 8 and so on, but at last at the most:
//
//	for i := range tiles {
//		for o := range 2 {
//			for j := range 4 {
//				s := bias[o]
//				for c := range n {
//					for u := range 3 {
//						for v := range 3 {
//							s += x[c*plane+u*row+min(4*i, last)+j+v] * w[(c*9+u*3+v)*2+o]
//						}
//					}
//				}
//				tiles[i][o*4+j] = s
//			}
//		}
//	}
//
// row and plane are in bytes here. Pixels come in when they are first needed. With slices instead of pointers it takes
// a quarter longer natively, a tenth in WebAssembly.
func line3x3(tiles []tile, last int, x unsafe.Pointer, row, plane uintptr, w unsafe.Pointer, n int, bias *[2]float32) {
	for i := range tiles {
		x, w, n := unsafe.Add(x, 4*min(tileW*i, last)), w, n
		s00, s10 := bias[0], bias[1]
		s01, s02, s03, s11, s12, s13 := s00, s00, s00, s10, s10, s10
		for {
			k := (*[18]float32)(w)
			p := (*[6]float32)(x)
			x0, x1, x2, x3 := p[0], p[1], p[2], p[3]
			a, b := k[0], k[1]
			s00 += x0 * a
			s01 += x1 * a
			s02 += x2 * a
			s03 += x3 * a
			s10 += x0 * b
			s11 += x1 * b
			s12 += x2 * b
			s13 += x3 * b
			x4 := p[4]
			a, b = k[2], k[3]
			s00 += x1 * a
			s01 += x2 * a
			s02 += x3 * a
			s03 += x4 * a
			s10 += x1 * b
			s11 += x2 * b
			s12 += x3 * b
			s13 += x4 * b
			x5 := p[5]
			a, b = k[4], k[5]
			s00 += x2 * a
			s01 += x3 * a
			s02 += x4 * a
			s03 += x5 * a
			s10 += x2 * b
			s11 += x3 * b
			s12 += x4 * b
			s13 += x5 * b

			q := unsafe.Add(x, row)
			p = (*[6]float32)(q)
			x0, x1, x2, x3 = p[0], p[1], p[2], p[3]
			a, b = k[6], k[7]
			s00 += x0 * a
			s01 += x1 * a
			s02 += x2 * a
			s03 += x3 * a
			s10 += x0 * b
			s11 += x1 * b
			s12 += x2 * b
			s13 += x3 * b
			x4 = p[4]
			a, b = k[8], k[9]
			s00 += x1 * a
			s01 += x2 * a
			s02 += x3 * a
			s03 += x4 * a
			s10 += x1 * b
			s11 += x2 * b
			s12 += x3 * b
			s13 += x4 * b
			x5 = p[5]
			a, b = k[10], k[11]
			s00 += x2 * a
			s01 += x3 * a
			s02 += x4 * a
			s03 += x5 * a
			s10 += x2 * b
			s11 += x3 * b
			s12 += x4 * b
			s13 += x5 * b

			p = (*[6]float32)(unsafe.Add(q, row))
			x0, x1, x2, x3 = p[0], p[1], p[2], p[3]
			a, b = k[12], k[13]
			s00 += x0 * a
			s01 += x1 * a
			s02 += x2 * a
			s03 += x3 * a
			s10 += x0 * b
			s11 += x1 * b
			s12 += x2 * b
			s13 += x3 * b
			x4 = p[4]
			a, b = k[14], k[15]
			s00 += x1 * a
			s01 += x2 * a
			s02 += x3 * a
			s03 += x4 * a
			s10 += x1 * b
			s11 += x2 * b
			s12 += x3 * b
			s13 += x4 * b
			x5 = p[5]
			a, b = k[16], k[17]
			s00 += x2 * a
			s01 += x3 * a
			s02 += x4 * a
			s03 += x5 * a
			s10 += x2 * b
			s11 += x3 * b
			s12 += x4 * b
			s13 += x5 * b

			if n--; n == 0 { // here, not above: the pointers never leave their buffers
				break
			}
			x = unsafe.Add(x, plane)
			w = unsafe.Add(w, 18*4)
		}
		tiles[i] = tile{s00, s01, s02, s03, s10, s11, s12, s13}
	}
}
