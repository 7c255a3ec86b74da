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
	above, below, two := small(-121665), small(121666), small(2)
	below = below.invert()
	c.d = above.mul(&below)
	c.d2 = c.d.mul(&two)
	c.root = two.power(253, 5) // 2^((p-1)/4): 2 is no square modulo p
	four, five := small(4), small(5)
	five = five.invert()
	y := four.mul(&five)
	b := y.bytes()
	c.base, _ = c.parse(&b)
	return c
}

// parse reads a point: y in 255 bits, and the sign of x in the last (RFC 8032, section 5.1.3). Like the standard library it
// takes y modulo p, and lets x = 0 have either sign.
func (c *curve) parse(b *[32]byte) (p point, ok bool) {
	one := small(1)
	y := parse(b)
	yy := y.square()
	u, v := yy.sub(&one), c.d.mul(&yy)
	v = v.add(&one)
	// x = u v³ (u v⁷)^((p-5)/8), or that times the root of -1.
	v3 := v.square()
	v3 = v3.mul(&v)
	uv3 := u.mul(&v3)
	v4 := v3.mul(&v)
	uv7 := uv3.mul(&v4)
	power := uv7.power(252, 3)
	x := uv3.mul(&power)
	check := x.square()
	check = check.mul(&v)
	if !check.equal(&u) {
		x = x.mul(&c.root)
		check = x.square()
		if check = check.mul(&v); !check.equal(&u) {
			return point{}, false
		}
	}
	if digits := x.bytes(); digits[0]&1 != b[31]>>7 {
		x = (&element{}).sub(&x)
	}
	return point{x, y, one, x.mul(&y)}, true
}

// bytes is the inverse of parse.
func (p *point) bytes() [32]byte {
	z := p.z.invert()
	x, y := p.x.mul(&z), p.y.mul(&z)
	out, digits := y.bytes(), x.bytes()
	out[31] |= digits[0] & 1 << 7
	return out
}

func (p *point) negate() point {
	zero := element{}
	return point{zero.sub(&p.x), p.y, p.z, zero.sub(&p.t)}
}

// add works for all pairs of points, equal ones too (section 3.1, with k = 2d).
func (c *curve) add(p, q *point) point {
	a1, a2 := p.y.sub(&p.x), q.y.sub(&q.x)
	b1, b2 := p.y.add(&p.x), q.y.add(&q.x)
	a, b := a1.mul(&a2), b1.mul(&b2)
	k := p.t.mul(&c.d2)
	k = k.mul(&q.t)
	d := p.z.mul(&q.z)
	d = d.add(&d)
	e, f, g, h := b.sub(&a), d.sub(&k), d.add(&k), b.add(&a)
	return point{e.mul(&f), g.mul(&h), f.mul(&g), e.mul(&h)}
}

// combine returns s times p plus r times q, both scalars of 32 bytes, little-endian (Straus 1964). Its time depends on all
// of them: none of them is a secret here.
func (c *curve) combine(s *[32]byte, p *point, r *[32]byte, q *point) point {
	one := small(1)
	sum := point{y: one, z: one}
	both := c.add(p, q)
	table := [4]*point{nil, p, q, &both}
	for i := 255; i >= 0; i-- {
		sum = c.add(&sum, &sum)
		if t := table[s[i/8]>>(i%8)&1|r[i/8]>>(i%8)&1<<1]; t != nil {
			sum = c.add(&sum, t)
		}
	}
	return sum
}
