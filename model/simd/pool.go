package simd

import (
	"math"

	"docent/model/nn"
	"docent/model/simd/asm"
)

// maxPooling takes the largest of each window. Around the picture lies the lowest number, which never is.
//
//	dst[y][x][c] = max of src[y*stride+i-pad][x*stride+j-pad][c] over the window
type maxPooling struct {
	weightless
	dst, src *buffer
	l        nn.Layer
}

func (k *maxPooling) String() string { return "vectors" }

func (k *maxPooling) emit(c *code) {
	c.clearBorder(k.dst)
	src, dst, window := k.src, k.dst, k.l.Kernel
	row, out := c.Let(asm.I32, asm.Offset(c.arena, src.at(-k.l.Pad, -k.l.Pad))), c.Let(asm.I32, asm.Offset(c.arena, dst.at(0, 0)))
	in, at, most := c.Local(asm.I32), c.Local(asm.I32), c.Local(asm.V128)
	c.Times(dst.H, func() {
		c.Set(in, row)
		c.Times(dst.W, func() {
			c.Times(vectors(dst.C), func() {
				c.Set(most, asm.Same(-math.MaxFloat32))
				c.Set(at, in)
				c.Times(window, func() {
					c.Times(window, func() {
						c.Set(most, asm.VMax(most, asm.Load(at, 0)))
						c.Inc(at, src.pixel())
					})
					c.Inc(at, src.row()-window*src.pixel())
				})
				c.Store(out, 0, most)
				c.Inc(in, vectorSize)
				c.Inc(out, vectorSize)
			})
			c.Inc(in, (k.l.Stride-1)*src.pixel())
		})
		c.Inc(row, k.l.Stride*src.row())
		c.Inc(out, dst.row()-dst.W*dst.pixel())
	})
}

// tail returns the mask of the lanes of vector v that hold channels of a value with c of them.
func tail(c, v int) [lanes]uint32 {
	var mask [lanes]uint32
	for l := range mask {
		if v*lanes+l < c {
			mask[l] = math.MaxUint32
		}
	}
	return mask
}

// eachPixel runs the body for each pixel of b, at pointing to the place from, in bytes, of the picture's first one and
// then of the others.
func (c *code) eachPixel(b *buffer, from asm.Expr, at asm.Local, body func()) {
	c.Set(at, from)
	c.Times(b.H, func() {
		c.Times(b.W, func() {
			body()
			c.Inc(at, b.pixel())
		})
		c.Inc(at, b.row()-b.W*b.pixel())
	})
}

// averaging takes the mean of each channel. The sums are doubles: a picture has many pixels.
//
//	dst[c] = sum of src[y][x][c] / (H*W)
type averaging struct {
	weightless
	dst, src *buffer
}

func (k *averaging) String() string { return "vectors" }

func (k *averaging) emit(c *code) {
	c.clearBorder(k.dst)
	in, out := c.Let(asm.I32, asm.Offset(c.arena, k.src.at(0, 0))), c.Let(asm.I32, asm.Offset(c.arena, k.dst.at(0, 0)))
	at := c.Local(asm.I32)
	s := newDoubles(c)
	c.Times(vectors(k.src.C), func() {
		s.reset()
		c.eachPixel(k.src, in, at, func() { s.add(asm.Load(at, 0)) })
		c.Store(out, 0, s.scaled(1/float64(k.src.H*k.src.W)))
		c.Inc(in, vectorSize)
		c.Inc(out, vectorSize)
	})
}

// doubles is the sum of vectors of four float32, as four float64.
type doubles struct {
	c              *code
	low, high, val asm.Local
}

func newDoubles(c *code) *doubles {
	return &doubles{c, c.Local(asm.V128), c.Local(asm.V128), c.Local(asm.V128)}
}

func (d *doubles) reset() {
	d.c.Set(d.low, asm.Zero())
	d.c.Set(d.high, asm.Zero())
}

func (d *doubles) add(v asm.Expr) {
	d.c.Set(d.val, v)
	d.c.Set(d.low, asm.AddF64x2(d.low, asm.LowDouble(d.val)))
	d.c.Set(d.high, asm.AddF64x2(d.high, asm.HighDouble(d.val)))
}

// addSquare adds v*v.
func (d *doubles) addSquare(v asm.Expr) {
	d.c.Set(d.val, v)
	square := func(v asm.Expr) asm.Expr { return asm.MulF64x2(v, v) }
	d.c.Set(d.low, asm.AddF64x2(d.low, square(asm.LowDouble(d.val))))
	d.c.Set(d.high, asm.AddF64x2(d.high, square(asm.HighDouble(d.val))))
}

// scaled returns the sums times by, as four float32.
func (d *doubles) scaled(by float64) asm.Expr {
	low, high := asm.SingleLow(asm.MulF64x2(d.low, asm.SplatF64(asm.Double(by)))), asm.SingleLow(asm.MulF64x2(d.high, asm.SplatF64(asm.Double(by))))
	return asm.Shuffle(low, high, [16]byte{0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23})
}

// total returns the sum of all four, an f64.
func (d *doubles) total() asm.Expr {
	both := d.c.Let(asm.V128, asm.AddF64x2(d.low, d.high))
	return asm.AddF64(asm.ExtractF64(both, 0), asm.ExtractF64(both, 1))
}

// l2Norm scales the whole value to length 1:
//
//	dst = src / max(sqrt(sum of src*src), eps)
type l2Norm struct {
	weightless
	dst, src *buffer
	eps      float32
}

func (k *l2Norm) String() string { return "vectors" }

func (k *l2Norm) emit(c *code) {
	c.clearBorder(k.dst)
	at, out := c.Local(asm.I32), c.Let(asm.I32, asm.Offset(c.arena, k.dst.at(0, 0)))
	from := asm.Offset(c.arena, k.src.at(0, 0))
	s := newDoubles(c)
	s.reset()
	c.eachPixel(k.src, from, at, func() {
		c.Times(vectors(k.src.C), func() {
			s.addSquare(asm.Load(at, 0))
			c.Inc(at, vectorSize)
		})
		c.Inc(at, -k.src.pixel())
	})
	scale := c.Let(asm.V128, asm.SplatF64(asm.DivF64(asm.Double(1), asm.MaxF64(asm.SqrtF64(s.total()), asm.Double(float64(k.eps))))))
	x := c.Local(asm.V128)
	c.Set(at, from)
	c.Times(k.src.H, func() {
		c.Times(k.src.W*vectors(k.src.C), func() {
			c.Set(x, asm.Load(at, 0))
			low, high := asm.SingleLow(asm.MulF64x2(asm.LowDouble(x), scale)), asm.SingleLow(asm.MulF64x2(asm.HighDouble(x), scale))
			c.Store(out, 0, asm.Shuffle(low, high, [16]byte{0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23}))
			c.Inc(at, vectorSize)
			c.Inc(out, vectorSize)
		})
		c.Inc(at, k.src.row()-k.src.W*k.src.pixel())
		c.Inc(out, k.dst.row()-k.dst.W*k.dst.pixel())
	})
}
