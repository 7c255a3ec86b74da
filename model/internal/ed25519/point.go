package ed25519

// point is a point of the curve -x² + y² = 1 + d x² y² in extended coordinates: x = X/Z, y = Y/Z, T = XY/Z (Hisil, Wong,
// Carter, Dawson 2008: Twisted Edwards Curves Revisited).
type point struct{ x, y, z, t element }

// curve has the numbers of the curve that are computed once.
type curve struct {
	d, d2 element // -121665/121666, and twice that
	root  element // a square root of -1
	base  point   // the point with y = 4/5 and an even x
}

func newCurve() *curve {
	c := new(curve)
	var a, b element
	a.set(121666)
	b.invert(&a)
	a.set(-121665)
	c.d.mul(&a, &b)
	c.d2.add(&c.d, &c.d)
	a.set(2)
	c.root.power(&a, 253, 5) // 2^((p-1)/4): 2 is no square modulo p
	a.set(5)
	b.invert(&a)
	a.set(4)
	a.mul(&a, &b)
	y := a.bytes()
	c.parse(&c.base, &y)
	return c
}

// parse reads a point: y in 255 bits, and the sign of x in the last (RFC 8032, section 5.1.3). Like the standard library it
// takes y modulo p, and lets x = 0 have either sign. It reports whether there is such a point.
func (c *curve) parse(p *point, b *[32]byte) bool {
	var u, v, uv3, uv7, x, check element
	p.z.set(1)
	p.y.parse(b)
	v.mul(&p.y, &p.y)
	u.sub(&v, &p.z)
	v.mul(&c.d, &v)
	v.add(&v, &p.z)
	// x = u v³ (u v⁷)^((p-5)/8), or that times the root of -1.
	x.mul(&v, &v)
	x.mul(&x, &v)
	uv3.mul(&u, &x)
	uv7.mul(&uv3, &x)
	uv7.mul(&uv7, &v)
	x.power(&uv7, 252, 3)
	x.mul(&x, &uv3)
	for range 2 {
		check.mul(&x, &x)
		check.mul(&check, &v)
		if check.equal(&u) {
			if digits := x.bytes(); digits[0]&1 != b[31]>>7 {
				x.sub(&element{}, &x)
			}
			p.x = x
			p.t.mul(&x, &p.y)
			return true
		}
		x.mul(&x, &c.root)
	}
	return false
}

// bytes is the inverse of parse.
func (p *point) bytes() [32]byte {
	var z, x, y element
	z.invert(&p.z)
	x.mul(&p.x, &z)
	y.mul(&p.y, &z)
	out, digits := y.bytes(), x.bytes()
	out[31] |= digits[0] & 1 << 7
	return out
}

func (p *point) negate() {
	p.x.sub(&element{}, &p.x)
	p.t.sub(&element{}, &p.t)
}

// add sets sum to p + q. It works for all pairs of points, equal ones too, and sum may be one of them (section 3.1, with k = 2d).
func (c *curve) add(sum, p, q *point) {
	var a, b, k, d, e, f element
	a.sub(&p.y, &p.x)
	e.sub(&q.y, &q.x)
	a.mul(&a, &e)
	b.add(&p.y, &p.x)
	e.add(&q.y, &q.x)
	b.mul(&b, &e)
	k.mul(&p.t, &c.d2)
	k.mul(&k, &q.t)
	d.mul(&p.z, &q.z)
	d.add(&d, &d)
	e.sub(&b, &a)
	f.sub(&d, &k)
	d.add(&d, &k) // g
	b.add(&b, &a) // h
	sum.x.mul(&e, &f)
	sum.y.mul(&d, &b)
	sum.z.mul(&f, &d)
	sum.t.mul(&e, &b)
}

// combine sets sum to s times p plus r times q, both scalars of 32 bytes, little-endian (Straus 1964). Its time depends on
// all of them: none of them is a secret here.
func (c *curve) combine(sum *point, s *[32]byte, p *point, r *[32]byte, q *point) {
	*sum = point{}
	sum.y.set(1)
	sum.z.set(1)
	var both point
	c.add(&both, p, q)
	table := [4]*point{nil, p, q, &both}
	for i := 255; i >= 0; i-- {
		c.add(sum, sum, sum)
		if t := table[s[i/8]>>(i%8)&1|r[i/8]>>(i%8)&1<<1]; t != nil {
			c.add(sum, sum, t)
		}
	}
}
