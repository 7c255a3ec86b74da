//go:build !js || curator

package nn

import (
	"crypto/sha256"
	"encoding/hex"
)

// fileHash returns the SHA-256 of b in lower-case hexadecimal.
func fileHash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
