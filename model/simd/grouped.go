package simd

import "docent/model/simd/asm"

// grouped is a convolution whose channels fall into groups in any other way than the kernels above can: one number
// at a time, without vectors. Such networks are rare, and slow here; they are right.
//
//	for y := range rows {
//		for x := range columns {
//			for o := range outputs {
//				s := bias[o]
//				for i, j := range window {
//					for c := range channels of o's group {
//						s += src[y*stride+i-pad][x*stride+j-pad][c] * weight[o][i][j][c]
//					}
//				}
//				dst[y][x][o] = act(s + sum[y][x][o])
//			}
//		}
//	}
type grouped struct{ convolution }

func (g *grouped) String() string { return "grouped, scalar" }

func (g *grouped) weightBytes() int {
	n := g.biasBytes() + 4*len(g.weight)
	return (n + vectorSize - 1) / vectorSize * vectorSize
}

// pack writes, after the bias, [o][i][j][c].
func (g *grouped) pack(dst []float32) {
	dst = g.packBias(dst)
	n, k := 0, g.l.Kernel
	for o := range g.l.Out {
		for t := range k * k {
			for c := range g.src.C / g.l.Groups {
				dst[n] = g.weightOf(o, c, t/k, t%k)
				n++
			}
		}
	}
}

func (g *grouped) emit(c *code) {
	c.clearBorder(g.dst)
	src, dst, k, stride := g.src, g.dst, g.l.Kernel, g.l.Stride
	ins, outs := src.C/g.l.Groups, g.l.Out/g.l.Groups
	inRow, outRow := c.Let(asm.I32, asm.Offset(c.arena, src.at(-g.l.Pad, -g.l.Pad))), c.Let(asm.I32, asm.Offset(c.arena, dst.at(0, 0)))
	in, out, group, to := c.Local(asm.I32), c.Local(asm.I32), c.Local(asm.I32), c.Local(asm.I32)
	at, bias, weight := c.Local(asm.I32), c.Local(asm.I32), c.Local(asm.I32)
	var sumRow, add asm.Local
	if g.sum != nil {
		sumRow, add = c.Let(asm.I32, asm.Offset(c.arena, g.sum.at(0, 0))), c.Local(asm.I32)
	}
	s := c.Local(asm.F32)
	c.Times(dst.H, func() {
		c.Set(in, inRow)
		c.Set(out, outRow)
		if g.sum != nil {
			c.Set(add, sumRow)
		}
		c.Times(dst.W, func() {
			c.Set(bias, c.weights)
			c.Set(weight, asm.Offset(c.weights, g.biasBytes()))
			c.Set(group, in)
			c.Set(to, out)
			c.Times(g.l.Groups, func() {
				c.Times(outs, func() {
					c.Set(s, asm.LoadF32(bias, 0))
					c.Set(at, group)
					c.Times(k, func() {
						c.Times(k, func() {
							c.Times(ins, func() {
								c.Set(s, asm.AddF32(s, asm.MulF32(asm.LoadF32(at, 0), asm.LoadF32(weight, 0))))
								c.Inc(at, 4)
								c.Inc(weight, 4)
							})
							c.Inc(at, src.pixel()-4*ins)
						})
						c.Inc(at, src.row()-k*src.pixel())
					})
					if g.sum != nil {
						c.Set(s, asm.AddF32(s, asm.LoadF32(add, 0)))
						c.Inc(add, 4)
					}
					c.StoreF32(to, 0, g.act.ofScalar(s))
					c.Inc(to, 4)
					c.Inc(bias, 4)
				})
				c.Inc(group, 4*ins)
			})
			// What fills up the last vector must be zeros: other buffers may have used the memory.
			for o := g.l.Out; o < lanes*vectors(g.l.Out); o++ {
				c.StoreF32(to, 0, asm.Float(0))
				c.Inc(to, 4)
			}
			c.Inc(in, stride*src.pixel())
			c.Inc(out, dst.pixel())
			if g.sum != nil {
				c.Inc(add, g.sum.pixel()-4*g.l.Out)
			}
		})
		c.Inc(inRow, stride*src.row())
		c.Inc(outRow, dst.row())
		if g.sum != nil {
			c.Inc(sumRow, g.sum.row())
		}
	})
}
