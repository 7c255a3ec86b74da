// Package ed25519 checks Ed25519 signatures (RFC 8032), where the standard library's package is too large: in the page,
// whose visitors download it. It accepts what crypto/ed25519 accepts.
//
// It has no secrets: it does not sign, and its time depends on what it is given.
package ed25519

// Sizes in bytes.
const (
	KeySize       = 32
	SignatureSize = 64
)

// Verify reports whether signature is that of a key's owner over a message: that with k = SHA-512(R, key, message) the
// point S·B - k·A is R, byte for byte.
func Verify(key *[KeySize]byte, message []byte, signature *[SignatureSize]byte) bool {
	s := [32]byte(signature[32:])
	if !belowOrder(&s) {
		return false
	}
	c := newCurve()
	var a, r point
	if !c.parse(&a, key) {
		return false
	}
	a.negate()
	hashed := make([]byte, 0, 64+len(message))
	hashed = append(append(append(hashed, signature[:32]...), key[:]...), message...)
	digest := sum512(hashed)
	k := reduce(&digest)
	c.combine(&r, &s, &c.base, &k, &a)
	return r.bytes() == [32]byte(signature[:32])
}
