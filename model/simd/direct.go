package simd

import (
	"strconv"

	"docent/model/simd/asm"
)

// direct is a dense convolution as it is defined, with any window and stride; a fully connected layer is one with a
// window of one pixel. The output is cut in tiles: for each row of it, for each block of output channels, for each few
// pixels of the row, the sums are kept in registers over all input channels and taps.
//
//	for y := range rows {
//		for each block of 4*vectors output channels {
//			for each few pixels of row y {
//				sum := bias
//				product: sum += input * weights, over channels and taps
//				dst = act(sum)
//			}
//		}
//	}
//
// With pooling, a tile's pixels are windows of 2x2, of which the largest is kept: a quarter of the stores, and
// no second pass.
type direct struct {
	convolution
	tile   tile
	taps   int // in one turn of the innermost loop: the whole window's, a row's or one
	unroll int
}

// maxTaps is how many taps of a window are at most in one turn of the innermost loop.
const maxTaps = 9

func newDirect(c convolution, t *target) *direct {
	d := &direct{convolution: c, tile: t.direct, unroll: t.unroll}
	switch {
	case c.pool:
		d.tile = t.pooled
	case c.l.Kernel == 1:
		d.tile = t.product
	}
	if c.dst.H*c.dst.W == 1 && !c.pool {
		d.tile = tile{1, t.flat}
	}
	d.tile.vectors = min(d.tile.vectors, vectors(c.l.Out))
	if !c.pool {
		d.tile.pixels = min(d.tile.pixels, c.dst.W)
	}
	k := c.l.Kernel
	switch {
	case k*k <= maxTaps:
		d.taps = k * k
	case k <= maxTaps:
		d.taps = k
	default:
		d.taps = 1
	}
	return d
}

func (d *direct) String() string {
	return "direct " + d.tile.String()
}

func (t tile) String() string { return strconv.Itoa(t.pixels) + "x" + strconv.Itoa(lanes*t.vectors) }

// cost estimates the time in multiply-adds of vectors.
func (d *direct) cost() float64 {
	out := d.dst.H * d.dst.W
	if d.pool {
		out *= 4
	}
	return float64(out) * float64(vectors(d.l.Out)) * float64(d.src.C*d.l.Kernel*d.l.Kernel)
}

func (d *direct) weightBytes() int {
	return d.biasBytes() + vectors(d.l.Out)*vectorSize*d.src.C*d.l.Kernel*d.l.Kernel
}

// pack writes, after the bias, [block][turn of taps][c][tap][o].
func (d *direct) pack(dst []float32) {
	dst = d.packBias(dst)
	k, n := d.l.Kernel, 0
	for o0 := 0; o0 < lanes*vectors(d.l.Out); {
		width := lanes * min(d.tile.vectors, vectors(d.l.Out)-o0/lanes)
		for first := 0; first < k*k; first += d.taps {
			for c := range d.src.C {
				for t := first; t < first+d.taps; t++ {
					for o := o0; o < o0+width; o++ {
						if o < d.l.Out {
							dst[n] = d.weightOf(o, c, t/k, t%k)
						}
						n++
					}
				}
			}
		}
		o0 += width
	}
}

func (d *direct) emit(c *code) {
	c.clearBorder(d.dst)
	src, dst, stride := d.src, d.dst, d.l.Stride
	step := 1 // rows and columns of the convolution for one of the output
	if d.pool {
		step = 2
	}
	perTile := d.tile.pixels
	if d.pool {
		perTile = max(d.tile.pixels/4, 1)
	}
	perTile = min(perTile, dst.W)

	inRow := c.Let(asm.I32, asm.Offset(c.arena, src.at(-d.l.Pad, -d.l.Pad)))
	outRow := c.Let(asm.I32, asm.Offset(c.arena, dst.at(0, 0)))
	in, out, weight, block, bias := c.Local(asm.I32), c.Local(asm.I32), c.Local(asm.I32), c.Local(asm.I32), c.Local(asm.I32)
	var sumRow, sum asm.Local
	if d.sum != nil {
		sumRow, sum = c.Let(asm.I32, asm.Offset(c.arena, d.sum.at(0, 0))), c.Local(asm.I32)
	}

	// pixels of one row and a block of so many vectors
	along := func(vectors int) {
		c.Set(in, inRow)
		c.Set(out, outRow)
		if d.sum != nil {
			c.Set(sum, sumRow)
		}
		tiles := func(n, pixels int) {
			c.Times(n, func() {
				c.Set(weight, block)
				d.tileOf(c, pixels, vectors, in, weight, bias, out, sum)
				c.Inc(in, pixels*step*stride*src.pixel())
				c.Inc(out, pixels*dst.pixel())
				if d.sum != nil {
					c.Inc(sum, pixels*d.sum.pixel())
				}
			})
		}
		for _, r := range runs(dst.W, perTile) {
			tiles(r.tiles, r.pixels)
		}
		c.Set(block, weight)
		c.Inc(bias, vectors*vectorSize)
		c.Inc(outRow, vectors*vectorSize)
		if d.sum != nil {
			c.Inc(sumRow, vectors*vectorSize)
		}
	}
	all := vectors(d.l.Out)
	c.Times(dst.H, func() {
		c.Set(bias, c.weights)
		c.Set(block, asm.Offset(c.weights, d.biasBytes()))
		c.Times(all/d.tile.vectors, func() { along(d.tile.vectors) })
		if rest := all % d.tile.vectors; rest > 0 {
			along(rest)
		}
		c.Inc(inRow, step*stride*src.row())
		c.Inc(outRow, dst.row()-all*vectorSize)
		if d.sum != nil {
			c.Inc(sumRow, d.sum.row()-all*vectorSize)
		}
	})
}

// tileOf writes the code of one tile: so many pixels of the output and vectors of output channels.
func (d *direct) tileOf(c *code, pixels, vectors int, in, weight, bias, out, add asm.Local) {
	src, stride, k := d.src, d.l.Stride, d.l.Kernel
	p := product{channels: src.C, vectors: vectors, unroll: d.unroll}
	for q := range pixels {
		if !d.pool {
			p.pixels = append(p.pixels, q*stride*src.pixel())
			continue
		}
		for i := range 4 { // the window's four
			p.pixels = append(p.pixels, (i/2)*stride*src.row()+(2*q+i%2)*stride*src.pixel())
		}
	}
	for t := range d.taps {
		p.taps = append(p.taps, t/k*src.row()+t%k*src.pixel())
	}

	sum := c.Locals(asm.V128, len(p.pixels)*vectors)
	for o := range vectors {
		c.Set(sum[o], asm.Load(bias, o*vectorSize))
		for q := 1; q < len(p.pixels); q++ {
			c.Set(sum[q*vectors+o], sum[o])
		}
	}
	at := c.Let(asm.I32, in)
	turn := func() { p.emit(c.Func, at, weight, sum) }
	switch d.taps {
	case k * k:
		turn()
	case k:
		c.Times(k, func() {
			turn()
			c.Inc(at, src.row())
		})
	default:
		c.Times(k, func() {
			c.Times(k, func() {
				turn()
				c.Inc(at, src.pixel())
			})
			c.Inc(at, src.row()-k*src.pixel())
		})
	}
	for q := range pixels {
		for o := range vectors {
			at := q*d.dst.pixel() + o*vectorSize
			var v asm.Expr = sum[q*vectors+o]
			if d.pool {
				s := func(i int) asm.Expr { return sum[(4*q+i)*vectors+o] }
				v = asm.VMax(asm.VMax(s(0), s(1)), asm.VMax(s(2), s(3)))
			}
			if d.sum != nil {
				v = asm.VAdd(v, asm.Load(add, at))
			}
			c.Store(out, at, d.act.of(v))
		}
	}
}
