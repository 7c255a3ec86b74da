package ed25519

import (
	"crypto/ed25519"
	"crypto/sha512"
	"encoding/hex"
	"math/big"
	"math/rand/v2"
	"testing"

	"docent/internal/deps"
)

func TestDeps(t *testing.T) { deps.ForbidInPage(t, ".", nil) }

// source makes the same keys and messages at every run.
func source() *rand.ChaCha8 { return rand.NewChaCha8([32]byte{1}) }

// agree compares Verify with the standard library's, and returns what they say.
func agree(t *testing.T, what string, key, message, signature []byte) bool {
	t.Helper()
	got := Verify((*[KeySize]byte)(key), message, (*[SignatureSize]byte)(signature))
	if want := ed25519.Verify(key, message, signature); got != want {
		t.Errorf("%s: Verify = %v, crypto/ed25519 says %v (key %x, message %x, signature %x)", what, got, want, key, message, signature)
	}
	return got
}

// TestVerify signs messages, and changes a bit of each of the three in turn.
func TestVerify(t *testing.T) {
	r := source()
	for n := range 40 {
		public, private, err := ed25519.GenerateKey(r)
		if err != nil {
			t.Fatal(err)
		}
		message := make([]byte, 7*n)
		r.Read(message)
		signature := ed25519.Sign(private, message)
		if !agree(t, "right", public, message, signature) {
			t.Fatalf("a good signature over %d bytes is refused", len(message))
		}
		for _, b := range [][]byte{public, message, signature[:32], signature[32:]} {
			if len(b) == 0 {
				continue
			}
			bit := int(r.Uint64() % uint64(8*len(b)))
			b[bit/8] ^= 1 << (bit % 8)
			if agree(t, "changed", public, message, signature) {
				t.Error("a changed signature, key or message is accepted")
			}
			b[bit/8] ^= 1 << (bit % 8)
		}
	}
}

// TestEdges takes what honest signers do not write: S of the order and more, points of small order as key and as R, y of p
// and more, and both signs of x = 0.
func TestEdges(t *testing.T) {
	r := source()
	public, private, _ := ed25519.GenerateKey(r)
	message := []byte("a museum")
	signature := ed25519.Sign(private, message)
	s := [4]uint64{}
	for i, x := range signature[32:] {
		s[i/8] |= uint64(x) << (i % 8 * 8)
	}
	var carry uint64
	for i := range s {
		sum := new(big.Int).Add(new(big.Int).SetUint64(s[i]), new(big.Int).SetUint64(order[i]))
		sum.Add(sum, new(big.Int).SetUint64(carry))
		s[i], carry = new(big.Int).And(sum, new(big.Int).SetUint64(1<<64-1)).Uint64(), new(big.Int).Rsh(sum, 64).Uint64()
	}
	malleable := append([]byte(nil), signature...)
	for i := range 32 {
		malleable[32+i] = byte(s[i/8] >> (i % 8 * 8))
	}
	if agree(t, "S plus the order", public, message, malleable) {
		t.Error("a second signature of the same message is accepted")
	}

	var points [][]byte
	for _, h := range []string{
		"0100000000000000000000000000000000000000000000000000000000000000", // the neutral point
		"0100000000000000000000000000000000000000000000000000000000000080", // x = -0
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // order 2
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
		"0000000000000000000000000000000000000000000000000000000000000000", // order 4
		"0000000000000000000000000000000000000000000000000000000000000080",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", // order 8
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // y = p
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // y = p + 1
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
		"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // y = p + 18
		"0200000000000000000000000000000000000000000000000000000000000000", // no point
	} {
		p, err := hex.DecodeString(h)
		if err != nil {
			t.Fatal(err)
		}
		points = append(points, p)
	}
	points = append(points, public)
	accepted := 0
	for _, key := range points {
		for _, first := range points {
			for _, second := range [][]byte{make([]byte, 32), signature[32:]} {
				if agree(t, "edge", key, message, append(append([]byte(nil), first...), second...)) {
					accepted++
				}
			}
		}
	}
	if accepted == 0 {
		t.Error("no edge is accepted: these points test less than they should")
	}
}

func TestField(t *testing.T) {
	p := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 255), big.NewInt(19))
	number := func(a element) *big.Int {
		n := new(big.Int)
		for i := 9; i >= 0; i-- {
			n.Add(n.Lsh(n, 26), big.NewInt(a[i]))
		}
		return n.Mod(n, p)
	}
	r := source()
	random := func() (a element) {
		for i := range a {
			a[i] = int64(r.Uint64()>>36) - 1<<27 // as large as mul allows
		}
		return a
	}
	for range 200 {
		a, b := random(), random()
		var product, sum, difference element
		product.mul(&a, &b)
		sum.add(&a, &b)
		difference.sub(&a, &b)
		for _, c := range []struct {
			name string
			got  element
			want *big.Int
		}{
			{"mul", product, new(big.Int).Mul(number(a), number(b))},
			{"add", sum, new(big.Int).Add(number(a), number(b))},
			{"sub", difference, new(big.Int).Sub(number(a), number(b))},
		} {
			if c.want.Mod(c.want, p); number(c.got).Cmp(c.want) != 0 {
				t.Fatalf("%s of %v and %v is %v", c.name, a, b, c.got)
			}
		}
		a.mul(&a, &b)
		little := a.bytes()
		var back element
		back.parse(&little)
		if number(back).Cmp(number(a)) != 0 {
			t.Fatalf("%v changes when it is written", a)
		}
		digits := number(a).FillBytes(make([]byte, 32))
		for i := range digits {
			if digits[31-i] != little[i] {
				t.Fatalf("%v is written as %x, want %x", a, little, digits)
			}
		}
	}
	// Near p, and near its multiples.
	for n := int64(-40); n <= 40; n++ {
		for _, times := range []int64{0, 1, 2, 20} {
			v := new(big.Int).Add(new(big.Int).Mul(p, big.NewInt(times)), big.NewInt(n))
			if v.Sign() < 0 {
				continue
			}
			var a element
			for i := range a {
				a[i] = new(big.Int).And(new(big.Int).Rsh(v, uint(26*i)), big.NewInt(limb)).Int64()
			}
			little := a.bytes()
			want := new(big.Int).Mod(v, p).FillBytes(make([]byte, 32))
			for i := range want {
				if want[31-i] != little[i] {
					t.Fatalf("%d p %+d is written as %x, want %x", times, n, little, want)
				}
			}
		}
	}
}

func TestReduce(t *testing.T) {
	l := new(big.Int)
	for i := 3; i >= 0; i-- {
		l.Add(l.Lsh(l, 64), new(big.Int).SetUint64(order[i]))
	}
	r := source()
	for n := range 100 {
		var b [64]byte
		r.Read(b[:])
		if n == 0 {
			for i := range b {
				b[i] = 0xff
			}
		}
		got := reduce(&b)
		want := new(big.Int)
		for i := range b {
			want.Add(want.Lsh(want, 8), big.NewInt(int64(b[63-i])))
		}
		digits := want.Mod(want, l).FillBytes(make([]byte, 32))
		for i := range digits {
			if digits[31-i] != got[i] {
				t.Fatalf("%x reduced is %x, want %x", b, got, digits)
			}
		}
	}
}

func TestSum512(t *testing.T) {
	b := make([]byte, 600)
	source().Read(b)
	for n := range b {
		if got, want := sum512(b[:n]), sha512.Sum512(b[:n]); got != want {
			t.Fatalf("sum of %d bytes = %x, want %x", n, got, want)
		}
	}
}

func FuzzVerify(f *testing.F) {
	public, private, _ := ed25519.GenerateKey(source())
	f.Add([]byte(public), []byte("message"), ed25519.Sign(private, []byte("message")))
	f.Fuzz(func(t *testing.T, key, message, signature []byte) {
		if len(key) == KeySize && len(signature) == SignatureSize {
			agree(t, "fuzz", key, message, signature)
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	public, private, _ := ed25519.GenerateKey(source())
	message := make([]byte, 64)
	signature := [SignatureSize]byte(ed25519.Sign(private, message))
	for b.Loop() {
		Verify((*[KeySize]byte)(public), message, &signature)
	}
}
