package blake2b

import (
	"math/rand/v2"
	"testing"

	"golang.org/x/crypto/blake2b"

	"docent/internal/deps"
)

func TestSum(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	b := make([]byte, 700)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	for n := range b {
		if got, want := Sum(b[:n]), blake2b.Sum512(b[:n]); got != want {
			t.Fatalf("Sum of %d bytes = %x, want %x", n, got, want)
		}
	}
}

func TestDeps(t *testing.T) { deps.ForbidInPage(t, ".", nil) }

func BenchmarkSum(b *testing.B) {
	p := make([]byte, 1<<20)
	b.SetBytes(int64(len(p)))
	for b.Loop() {
		Sum(p)
	}
}
