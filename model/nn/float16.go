package nn

import "math"

// F16ToF32 converts an IEEE 754 half-precision number, given by its bits. Every one has an exact float32, infinities and
// NaNs included.
func F16ToF32(h uint16) float32 {
	sign := uint32(h&0x8000) << 16
	exp := uint32(h>>10) & 0x1f
	frac := uint32(h) & 0x3ff
	switch exp {
	case 0: // zero or subnormal: frac * 2^-24
		f := float32(frac) * (1.0 / (1 << 24))
		return math.Float32frombits(math.Float32bits(f) | sign)
	case 0x1f:
		return math.Float32frombits(sign | 0x7f800000 | frac<<13)
	}
	return math.Float32frombits(sign | (exp+127-15)<<23 | frac<<13)
}

// F32ToF16 converts to half precision, rounding to nearest, ties to even. ok is false if f is a NaN or infinite, or
// rounds to more than the largest half-precision number, 65504; the result is a NaN or an infinity then.
func F32ToF16(f float32) (h uint16, ok bool) {
	b := math.Float32bits(f)
	sign := uint16(b>>16) & 0x8000
	b &= 0x7fffffff
	switch {
	case b > 0x7f800000:
		return sign | 0x7e00, false
	case b >= 0x477ff000: // 65520, halfway between 65504 and the 65536 that does not exist
		return sign | 0x7c00, false
	case b < 0x38800000: // below 2^-14: a subnormal, a whole number of 2^-24
		// Adding 0.5, whose unit in the last place is 2^-24, rounds to that as the processor rounds: to nearest even.
		r := math.Float32frombits(b) + 0.5
		return sign | uint16(math.Float32bits(r)-math.Float32bits(0.5)), true
	}
	// 13 bits go: add just less than half of what they count for, and the last bit that stays to break ties to even.
	b += 0xfff + b>>13&1
	return sign | uint16((b-(127-15)<<23)>>13), true
}

// Round rounds each number to so many significant bits, 1 to 24, to nearest, away from zero on ties; numbers that are not finite stay. Weights of
// 5 bits are about as exact as those of 8-bit integers with a scale for each channel (half a percent of each instead of half a percent of the
// largest), need no other format, and take half of the download once they are compressed.
func Round(v []float32, bits int) {
	drop := 24 - bits
	for i, f := range v {
		b := math.Float32bits(f)
		if drop <= 0 || b>>23&0xff == 0xff {
			continue
		}
		b += 1 << (drop - 1)
		v[i] = math.Float32frombits(b &^ (1<<drop - 1))
	}
}
