package ed25519

import "math/bits"

// order is the number of multiples of the base point, 2^252 + 27742317777372353535851937790883648493, lowest word first.
var order = [4]uint64{0x5812631a5cf5d3ed, 0x14def9dea2f79cd6, 0, 0x1000000000000000}

// lessOrder takes the order away from n where it is not below it, and reports whether it did.
func lessOrder(n *[4]uint64) bool {
	var less [4]uint64
	var borrow uint64
	for i := range less {
		less[i], borrow = bits.Sub64(n[i], order[i], borrow)
	}
	if borrow == 1 {
		return false
	}
	*n = less
	return true
}

// belowOrder reports whether a little-endian number is below the order.
func belowOrder(b *[32]byte) bool {
	var n [4]uint64
	for i, x := range b {
		n[i/8] |= uint64(x) << (i % 8 * 8)
	}
	return !lessOrder(&n)
}

// reduce returns a little-endian number modulo the order, bit by bit from the highest.
func reduce(b *[64]byte) (out [32]byte) {
	var n [4]uint64
	for i := 511; i >= 0; i-- {
		carry := uint64(b[i/8] >> (i % 8) & 1)
		for k := range n {
			n[k], carry = n[k]<<1|carry, n[k]>>63
		}
		lessOrder(&n) // n was below the order, so twice n and one is below twice the order
	}
	for i := range out {
		out[i] = byte(n[i/8] >> (i % 8 * 8))
	}
	return out
}
