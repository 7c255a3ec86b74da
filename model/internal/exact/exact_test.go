package exact

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"
)

// special are arguments with a rule of their own. (At the ends of the range the assembly of amd64 has rules that are wrong.)
var special = []float64{0, math.Copysign(0, -1), 1, -1, 1e-9, -1e-9, 700, 710, -700, -746, -5e-324, math.MaxFloat64,
	math.Inf(1), math.Inf(-1), math.NaN()}

// agree reports whether two numbers differ by two units in the last place at most.
func agree(a, b float64) bool {
	return a == b || math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= 2*(math.Nextafter(math.Abs(b), math.Inf(1))-math.Abs(b))
}

func TestAgainstMath(t *testing.T) {
	arguments := append([]float64(nil), special...)
	r := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		arguments = append(arguments, (r.Float64()-0.5)*20, math.Ldexp(r.Float64(), r.IntN(60)-30))
	}
	for i, x := range arguments {
		if got, want := Exp(x), math.Exp(x); !agree(got, want) {
			t.Errorf("Exp(%g) = %g, want %g", x, got, want)
		}
		if got, want := Log(x), math.Log(x); !agree(got, want) {
			t.Errorf("Log(%g) = %g, want %g", x, got, want)
		}
		y := arguments[len(arguments)-1-i]
		if got, want := Hypot(x, y), math.Hypot(x, y); !agree(got, want) {
			t.Errorf("Hypot(%g, %g) = %g, want %g", x, y, got, want)
		}
	}
}

// fuses tells whether this build rounds x*y + z once instead of twice.
func fuses(x, y, z float64) bool { return x*y+z != float64(x*y)+z }

// TestSameEverywhere compares the bits of many results with those of every other processor, WebAssembly among them.
func TestSameEverywhere(t *testing.T) {
	const e = 1.0 / (1 << 30)
	if fuses(1+e, 1+e, -1) {
		t.Skip(runtime.GOARCH, " fuses multiplications with additions")
	}
	h := fnv.New64a()
	r := rand.New(rand.NewPCG(3, 4))
	var b [8]byte
	for range 20000 {
		x, y := (r.Float64()-0.5)*40, r.Float64()*100
		for _, v := range []float64{Exp(x), Log(y), Hypot(x, y)} {
			bits := math.Float64bits(v)
			for i := range b {
				b[i] = byte(bits >> (8 * i))
			}
			h.Write(b[:])
		}
	}
	if got := h.Sum64(); got != 0xd0a4d539063f8a63 {
		t.Errorf("the results' bits have another hash, %#x", got)
	}
}
