package simd

import (
	"math"
	"strconv"

	"docent/model/simd/asm"
)

// generalisedMean takes the generalised mean of each channel (Radenovic et al. 2018, section 3.2):
//
//	dst[c] = (sum of max(src[y][x][c], eps)^p / (H*W))^(1/p)
//
// The largest value is taken out before the power, which float32 could not hold for large p, and put back after the root:
//
//	most := max of src[y][x][c], and eps
//	dst[c] = most * (sum of (max(src[y][x][c], eps) / most)^p / (H*W))^(1/p)
//
// p is a weight, known when the code is written: whole ones, as the 3 that training starts from, are multiplied out.
type generalisedMean struct {
	weightless
	dst, src *buffer
	p, eps   float32
}

func (k *generalisedMean) String() string {
	return "p = " + strconv.FormatFloat(float64(k.p), 'g', 4, 32)
}

func (k *generalisedMean) emit(c *code) {
	c.clearBorder(k.dst)
	in, out := c.Let(asm.I32, asm.Offset(c.arena, k.src.at(0, 0))), c.Let(asm.I32, asm.Offset(c.arena, k.dst.at(0, 0)))
	at, most, inverse, x := c.Local(asm.I32), c.Local(asm.V128), c.Local(asm.V128), c.Local(asm.V128)
	s, pow := newDoubles(c), newPower(c)
	channels := func(mask [lanes]uint32) {
		c.Set(most, asm.Same(k.eps))
		c.eachPixel(k.src, in, at, func() { c.Set(most, asm.VMax(most, asm.Load(at, 0))) })
		c.Set(inverse, asm.VDiv(asm.Same(1), most))
		s.reset()
		c.eachPixel(k.src, in, at, func() {
			c.Set(x, asm.VMul(asm.VMax(asm.Same(k.eps), asm.Load(at, 0)), inverse))
			s.add(pow.of(x, k.p))
		})
		c.Set(x, s.scaled(1/float64(k.src.H*k.src.W)))
		v := asm.VMul(most, pow.of(x, 1/k.p))
		if mask != tail(lanes, 0) {
			v = asm.VectorAnd(v, asm.Bits(mask[0], mask[1], mask[2], mask[3]))
		}
		c.Store(out, 0, v)
		c.Inc(in, vectorSize)
		c.Inc(out, vectorSize)
	}
	c.Times(k.src.C/lanes, func() { channels(tail(lanes, 0)) })
	if k.src.C%lanes > 0 { // eps is no channel
		channels(tail(k.src.C, k.src.C/lanes))
	}
}

// power writes powers of vectors, of numbers from 0 to 1.
type power struct {
	c             *code
	x, e, m, s, y asm.Local
}

func newPower(c *code) *power {
	l := c.Locals(asm.V128, 5)
	return &power{c, l[0], l[1], l[2], l[3], l[4]}
}

// wholePowers is up to which p powers are products.
const wholePowers = 8

// of returns v^p: a product for small whole p, otherwise 2^(p*log2(v)). 0^p comes out near 2^(-126p), which is nothing.
func (w *power) of(v asm.Expr, p float32) asm.Expr {
	if n := int(p); float32(n) == p && n >= 1 && n <= wholePowers {
		w.c.Set(w.x, v)
		var product asm.Expr = w.x
		for range n - 1 {
			product = asm.VMul(product, w.x)
		}
		return product
	}
	w.log2(v)
	return w.exp2(asm.VMul(w.y, asm.Same(p)))
}

// log2 sets y to the logarithm of v >= 0, to 1e-7 of it or 1e-7. With v = 2^e * m, m between sqrt(1/2) and sqrt(2), and
// s = (m-1)/(m+1), it is e + 2/ln(2) * (s + s^3/3 + s^5/5 + ...); |s| < 0.172.
func (w *power) log2(v asm.Expr) {
	c := w.c
	c.Set(w.x, asm.VMax(v, asm.Same(0x1p-126)))
	// The bits of sqrt(1/2) are taken off, so that the exponent changes there and not at 1.
	const root = 0x3f3504f3
	c.Set(w.e, asm.ShrI32x4(asm.SubI32x4(w.x, asm.Bits(root, root, root, root)), 23))
	c.Set(w.m, asm.SubI32x4(w.x, asm.ShlI32x4(w.e, 23)))
	c.Set(w.s, asm.VDiv(asm.VSub(w.m, asm.Same(1)), asm.VAdd(w.m, asm.Same(1))))
	c.Set(w.m, asm.VMul(w.s, w.s))
	c.Set(w.y, asm.Same(1./9))
	for _, n := range []float32{7, 5, 3, 1} {
		c.Set(w.y, asm.VAdd(asm.VMul(w.y, w.m), asm.Same(1/n)))
	}
	c.Set(w.y, asm.VAdd(asm.ToFloat(w.e), asm.VMul(asm.VMul(w.y, w.s), asm.Same(2/math.Ln2))))
}

// exp2 returns 2^v for v <= 0, to 1e-7 of it: the whole part becomes the exponent, the rest, up to 1/2, goes through the
// series of e^(v ln 2). What is below float32's normal numbers becomes the smallest of them.
func (w *power) exp2(v asm.Expr) asm.Expr {
	c := w.c
	c.Set(w.x, asm.VMin(asm.VMax(v, asm.Same(-126)), asm.Same(126)))
	c.Set(w.e, asm.VNearest(w.x))
	c.Set(w.m, asm.VMul(asm.VSub(w.x, w.e), asm.Same(math.Ln2)))
	c.Set(w.y, asm.Same(1./5040))
	for _, n := range []float32{720, 120, 24, 6, 2, 1, 1} {
		c.Set(w.y, asm.VAdd(asm.VMul(w.y, w.m), asm.Same(1/n)))
	}
	return asm.AddI32x4(w.y, asm.ShlI32x4(asm.ToInt(w.e), 23))
}
