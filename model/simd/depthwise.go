package simd

import (
	"strconv"

	"docent/model/nn"
	"docent/model/simd/asm"
)

// depthwise is a convolution in which every channel sees itself alone (Howard et al. 2017, "MobileNets", section 3.1).
// There is one multiply-add for each weight and pixel, and nothing is shared between channels: loads decide. The weights
// of four channels stay in registers for a row, and what neighbouring outputs have in common is loaded once.
//
//	for y := range rows {
//		for each vector v of channels {
//			for each few pixels x of row y {
//				s := bias[v]
//				for each tap (i, j) { s += src[y*stride+i-pad][x*stride+j-pad][v] * weight[i][j][v] }
//				dst[y][x][v] = act(s)
//			}
//		}
//	}
type depthwise struct {
	convolution
	pixels int // of the output at a time
}

// maxDepthwise is the largest window whose taps are written out.
const maxDepthwise = 7

// depthwiseTile returns how many pixels are computed at a time: as many as sixteen registers allow beside the weights.
func depthwiseTile(l nn.Layer) int {
	if l.Kernel <= 3 {
		return 4
	}
	return 8 // the weights do not fit anyway
}

func (d *depthwise) String() string {
	return "depthwise " + strconv.Itoa(min(d.pixels, d.dst.W)) + "x4"
}

func (d *depthwise) weightBytes() int {
	return d.biasBytes() * (1 + d.l.Kernel*d.l.Kernel)
}

// pack writes [vector][bias, taps][channel].
func (d *depthwise) pack(dst []float32) {
	k := d.l.Kernel
	each := lanes * (1 + k*k)
	for o := range d.l.Out {
		at := dst[o/lanes*each+o%lanes:]
		if d.bias != nil {
			at[0] = d.bias[o]
		}
		for t := range k * k {
			at[lanes*(1+t)] = d.weightOf(o, 0, t/k, t%k)
		}
	}
}

func (d *depthwise) emit(c *code) {
	c.clearBorder(d.dst)
	src, dst, k, stride := d.src, d.dst, d.l.Kernel, d.l.Stride
	inRow, outRow := c.Let(asm.I32, asm.Offset(c.arena, src.at(-d.l.Pad, -d.l.Pad))), c.Let(asm.I32, asm.Offset(c.arena, dst.at(0, 0)))
	in, out, weight := c.Local(asm.I32), c.Local(asm.I32), c.Local(asm.I32)
	var sumRow, add asm.Local
	if d.sum != nil {
		sumRow, add = c.Let(asm.I32, asm.Offset(c.arena, d.sum.at(0, 0))), c.Local(asm.I32)
	}
	bias, w, x := c.Local(asm.V128), c.Locals(asm.V128, k*k), c.Local(asm.V128)
	some := func(n, pixels int) {
		sum := c.Locals(asm.V128, pixels)
		c.Times(n, func() {
			for _, s := range sum {
				c.Set(s, bias)
			}
			for i := range k {
				for column := range (pixels-1)*stride + k {
					used := false
					for q, s := range sum {
						j := column - q*stride
						if j < 0 || j >= k {
							continue
						}
						if !used {
							c.Set(x, asm.Load(in, i*src.row()+column*src.pixel()))
							used = true
						}
						c.Set(s, asm.VAdd(s, asm.VMul(x, w[i*k+j])))
					}
				}
			}
			for q, s := range sum {
				var v asm.Expr = s
				if d.sum != nil {
					v = asm.VAdd(v, asm.Load(add, q*d.sum.pixel()))
				}
				c.Store(out, q*dst.pixel(), d.act.of(v))
			}
			c.Inc(in, pixels*stride*src.pixel())
			c.Inc(out, pixels*dst.pixel())
			if d.sum != nil {
				c.Inc(add, pixels*d.sum.pixel())
			}
		})
	}
	all := vectors(d.l.Out)
	c.Times(dst.H, func() {
		c.Set(weight, c.weights)
		c.Times(all, func() {
			c.Set(bias, asm.Load(weight, 0))
			for t := range w {
				c.Set(w[t], asm.Load(weight, (1+t)*vectorSize))
			}
			c.Inc(weight, (1+k*k)*vectorSize)
			c.Set(in, inRow)
			c.Set(out, outRow)
			if d.sum != nil {
				c.Set(add, sumRow)
				c.Inc(sumRow, vectorSize)
			}
			for _, r := range runs(dst.W, d.pixels) {
				some(r.tiles, r.pixels)
			}
			c.Inc(inRow, vectorSize)
			c.Inc(outRow, vectorSize)
		})
		c.Inc(inRow, stride*src.row()-all*vectorSize)
		c.Inc(outRow, dst.row()-all*vectorSize)
		if d.sum != nil {
			c.Inc(sumRow, d.sum.row()-all*vectorSize)
		}
	})
}
