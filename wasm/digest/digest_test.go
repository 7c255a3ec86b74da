package digest

import (
	"crypto/sha256"
	"encoding/hex"
	"math/rand/v2"
	"testing"
)

func TestSum(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	b := make([]byte, 1000)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	for n := range b {
		if got, want := Sum(b[:n]), sha256.Sum256(b[:n]); got != want {
			t.Fatalf("Sum of %d bytes = %x, want %x", n, got, want)
		}
	}
}

func TestHex(t *testing.T) {
	s := Sum([]byte("abc"))
	if got, want := Hex(s[:]), hex.EncodeToString(s[:]); got != want {
		t.Errorf("Hex = %s, want %s", got, want)
	}
}

func BenchmarkSum(b *testing.B) {
	p := make([]byte, 300_000)
	b.SetBytes(int64(len(p)))
	for b.Loop() {
		Sum(p)
	}
}
