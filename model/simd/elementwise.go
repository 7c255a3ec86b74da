package simd

import "docent/model/simd/asm"

// weightless is what kernels without weights have in common.
type weightless struct{}

func (weightless) weightBytes() int { return 0 }
func (weightless) pack([]float32)   {}
func (weightless) macs() int        { return 0 }

// adding is a sum of two values, if b is not nil, and the activation after it:
//
//	dst[y][x][c] = act(a[y][x][c] + b[y][x][c])
type adding struct {
	weightless
	dst, a, b *buffer
	act       activation
}

func (k *adding) String() string { return "vectors" }

func (k *adding) emit(c *code) {
	c.clearBorder(k.dst)
	a, dst := c.Let(asm.I32, asm.Offset(c.arena, k.a.at(0, 0))), c.Let(asm.I32, asm.Offset(c.arena, k.dst.at(0, 0)))
	var b asm.Local
	if k.b != nil {
		b = c.Let(asm.I32, asm.Offset(c.arena, k.b.at(0, 0)))
	}
	line := k.dst.W * k.dst.pixel()
	c.Times(k.dst.H, func() {
		c.Times(line/vectorSize, func() {
			v := asm.Load(a, 0)
			if k.b != nil {
				v = asm.VAdd(v, asm.Load(b, 0))
			}
			c.Store(dst, 0, k.act.of(v))
			c.Inc(a, vectorSize)
			c.Inc(dst, vectorSize)
			if k.b != nil {
				c.Inc(b, vectorSize)
			}
		})
		c.Inc(a, k.a.row()-line)
		c.Inc(dst, k.dst.row()-line)
		if k.b != nil {
			c.Inc(b, k.b.row()-line)
		}
	})
}

// flattening brings a value into the order (C, H, W), one number at a time:
//
//	dst[(c*H+y)*W+x] = src[y][x][c]
type flattening struct {
	weightless
	dst, src *buffer
}

func (k *flattening) String() string { return "transposed" }

func (k *flattening) emit(c *code) {
	c.clearBorder(k.dst)
	src := k.src
	channel, dst := c.Let(asm.I32, asm.Offset(c.arena, src.at(0, 0))), c.Let(asm.I32, asm.Offset(c.arena, k.dst.at(0, 0)))
	at := c.Local(asm.I32)
	c.Times(src.C, func() {
		c.Set(at, channel)
		c.Times(src.H, func() {
			c.Times(src.W, func() {
				c.StoreF32(dst, 0, asm.LoadF32(at, 0))
				c.Inc(at, src.pixel())
				c.Inc(dst, 4)
			})
			c.Inc(at, src.row()-src.W*src.pixel())
		})
		c.Inc(channel, 4)
	})
	for n := k.dst.C; n < lanes*vectors(k.dst.C); n++ { // the rest of the last vector
		c.StoreF32(dst, 0, asm.Float(0))
		c.Inc(dst, 4)
	}
}
