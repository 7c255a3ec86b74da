package ed25519

// element is a number modulo p = 2^255 - 19 in ten limbs of 26 bits, lowest first. Limbs may be negative or a little too
// large between operations: sums and differences of two results of mul can be multiplied without carrying.
type element [10]int64

const limb = 1<<26 - 1

// fold is 2^260 modulo p: what is above the tenth limb comes back at the bottom multiplied by it.
const fold = 19 << 5

func (r *element) set(n int64) { *r = element{n} }

func (r *element) add(a, b *element) {
	for i := range r {
		r[i] = a[i] + b[i]
	}
}

func (r *element) sub(a, b *element) {
	for i := range r {
		r[i] = a[i] - b[i]
	}
}

// mul sets r to a times b, which have limbs below 2^28: ten products below 2^56 fit into 64 bits. r may be one of them.
func (r *element) mul(a, b *element) {
	var t [20]int64
	for i, x := range a {
		for j, y := range b {
			t[i+j] += x * y
		}
	}
	for k := range 19 {
		t[k+1] += t[k] >> 26
		t[k] &= limb
	}
	for k := range r {
		r[k] = t[k] + fold*t[k+10]
	}
	r.carry()
}

// carry brings every limb but the second to 26 bits, and the second near to it.
func (a *element) carry() {
	for k := range 9 {
		a[k+1] += a[k] >> 26
		a[k] &= limb
	}
	a[0] += fold * (a[9] >> 26)
	a[9] &= limb
	a[1] += a[0] >> 26
	a[0] &= limb
}

// power sets r to a, which is another, to the power of 2^n - c, for n > 5 and c at most 32: all bits of such an exponent are
// ones but for some of the last five.
func (r *element) power(a *element, n, c int) {
	r.set(1)
	for i := n - 1; i >= 0; i-- {
		r.mul(r, r)
		if i >= 5 || (32-c)>>i&1 == 1 {
			r.mul(r, a)
		}
	}
}

// invert sets r to 1/a, and to 0 for 0 (Fermat). a is another.
func (r *element) invert(a *element) { r.power(a, 255, 21) }

// bytes returns the one number below p that a stands for, in little-endian order.
func (a *element) bytes() (out [32]byte) {
	t := *a
	// 2^255 is 19: what is above bit 255 comes back at the bottom. After three rounds t is in [0, 2^255).
	for range 3 {
		t[0] += 19 * (t[9] >> 21)
		t[9] &= 1<<21 - 1
		for k := range 9 {
			t[k+1] += t[k] >> 26
			t[k] &= limb
		}
	}
	// t >= p exactly where t + 19 reaches bit 255.
	over := int64(19)
	for _, x := range t[:9] {
		over = (x + over) >> 26
	}
	t[0] += 19 * ((t[9] + over) >> 21)
	for k := range 9 {
		t[k+1] += t[k] >> 26
		t[k] &= limb
	}
	t[9] &= 1<<21 - 1
	for i := range 255 {
		out[i/8] |= byte(t[i/26]>>(i%26)&1) << (i % 8)
	}
	return out
}

// parse reads the lower 255 bits, little-endian. Numbers of p and more are taken modulo p.
func (r *element) parse(b *[32]byte) {
	*r = element{}
	for i := range 255 {
		r[i/26] |= int64(b[i/8]>>(i%8)&1) << (i % 26)
	}
}

func (a *element) equal(b *element) bool { return a.bytes() == b.bytes() }
