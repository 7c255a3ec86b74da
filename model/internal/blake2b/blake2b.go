// Package blake2b computes BLAKE2b-512 without a key (RFC 7693), where golang.org/x/crypto's package is too large: in the
// page, whose visitors download it.
package blake2b

import "math/bits"

// Size of a sum in bytes.
const Size = 64

var start = [8]uint64{
	0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
	0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
}

// order has the words of the message that each round takes, in hexadecimal; rounds 10 and 11 are 0 and 1 again.
const order = "0123456789abcdefea489fd61c02b753" +
	"b8c052fdae3671947931dcbe265a40f8" +
	"905724afe1bc683d2c6a0b834d75fe19" +
	"c51fed4a0763928bdb7ec13950f4862a" +
	"6fe9b308c2d714a5a2847615fb9e3cd0"

// Sum returns the BLAKE2b-512 of b.
func Sum(b []byte) (sum [Size]byte) {
	state := start
	state[0] ^= 0x01010000 ^ Size
	at := 0
	for ; len(b)-at > 128; at += 128 { // the last block is never empty, but for an empty message
		block(&state, (*[128]byte)(b[at:]), uint64(at+128), false)
	}
	var last [128]byte
	copy(last[:], b[at:])
	block(&state, &last, uint64(len(b)), true)
	for i := range sum {
		sum[i] = byte(state[i/8] >> (i % 8 * 8))
	}
	return sum
}

// block takes 128 bytes into the state. count is the number of bytes so far.
func block(state *[8]uint64, b *[128]byte, count uint64, last bool) {
	var m [16]uint64
	for i, x := range b {
		m[i/8] |= uint64(x) << (i % 8 * 8)
	}
	var v [16]uint64
	copy(v[:8], state[:])
	copy(v[8:], start[:])
	v[12] ^= count
	if last {
		v[14] = ^v[14]
	}
	for round := range 12 {
		row := order[round%10*16:]
		// Four columns, then four diagonals.
		for i := range 8 {
			a, turn := i&3, i>>2
			b, c, d := 4+(a+turn)&3, 8+(a+2*turn)&3, 12+(a+3*turn)&3
			for j, by := range [2][2]int{{-32, -24}, {-16, -63}} {
				v[a] += v[b] + m[digit(row[2*i+j])]
				v[d] = bits.RotateLeft64(v[d]^v[a], by[0])
				v[c] += v[d]
				v[b] = bits.RotateLeft64(v[b]^v[c], by[1])
			}
		}
	}
	for i := range state {
		state[i] ^= v[i] ^ v[i+8]
	}
}

func digit(c byte) byte {
	if c >= 'a' {
		return c - 'a' + 10
	}
	return c - '0'
}
