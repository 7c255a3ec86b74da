package minisign

// alphabet is base64's (RFC 4648, section 4). encoding/base64 would bring reflect into the page.
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// decode reads exactly n bytes of padded base64; ok is false for anything else. Bits that are left over must be zero, so that
// the same bytes are never written in two ways.
func decode(s string, n int) (out []byte, ok bool) {
	if len(s) != (n+2)/3*4 {
		return nil, false
	}
	bits, held := 0, 0
	for i := range len(s) {
		digit := 0
		if i < (8*n+5)/6 {
			for digit < 64 && alphabet[digit] != s[i] {
				digit++
			}
			if digit == 64 {
				return nil, false
			}
		} else if s[i] != '=' {
			return nil, false
		}
		bits, held = bits<<6|digit, held+6
		if held >= 8 && len(out) < n {
			held -= 8
			out = append(out, byte(bits>>held))
			bits &= 1<<held - 1
		}
	}
	return out, bits == 0
}

// encode writes bytes in padded base64.
func encode(b []byte) string {
	var out []byte
	for ; len(b) > 0; b = b[min(3, len(b)):] {
		var group [3]byte
		n := copy(group[:], b)
		bits := int(group[0])<<16 | int(group[1])<<8 | int(group[2])
		for i := range 4 {
			if i <= n {
				out = append(out, alphabet[bits>>(18-6*i)&63])
			} else {
				out = append(out, '=')
			}
		}
	}
	return string(out)
}
