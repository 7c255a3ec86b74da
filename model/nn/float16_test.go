package nn

import (
	"math"
	"testing"
)

// halfValue is F16ToF32 by the definition of the format.
func halfValue(h uint16) float64 {
	sign, exp, frac := 1.0, int(h>>10&31), float64(h&1023)
	if h>>15 == 1 {
		sign = -1
	}
	switch {
	case exp == 0:
		return sign * math.Ldexp(frac, -24)
	case exp == 31 && frac == 0:
		return math.Inf(int(sign))
	case exp == 31:
		return math.NaN()
	}
	return sign * math.Ldexp(1024+frac, exp-25)
}

func TestF16AllValues(t *testing.T) {
	for i := range 1 << 16 {
		h := uint16(i)
		f, want := F16ToF32(h), halfValue(h)
		if float64(f) != want && !(math.IsNaN(float64(f)) && math.IsNaN(want)) || math.Signbit(float64(f)) != (h>>15 == 1) {
			t.Fatalf("F16ToF32(%#04x) = %g, want %g", h, f, want)
		}
		back, ok := F32ToF16(f)
		if ok != finite(f) {
			t.Fatalf("F32ToF16(%g) says %v", f, ok)
		}
		if back != h && want == want {
			t.Fatalf("F32ToF16(%g) = %#04x, want %#04x", f, back, h)
		}
		if want != want && back&0x7c00 != 0x7c00 || want != want && back&0x3ff == 0 {
			t.Fatalf("F32ToF16(NaN) = %#04x", back)
		}
	}
}

// Between two neighbours, the number halfway goes to the even one, all others to the nearest.
func TestF16Rounding(t *testing.T) {
	for h := uint16(0); h < 0x7bff; h++ {
		low, high := F16ToF32(h), F16ToF32(h+1)
		mid := (low + high) / 2 // exact in a float32
		even := h + h&1
		for _, c := range []struct {
			f    float32
			want uint16
		}{
			{mid, even},
			{math.Nextafter32(mid, low), h},
			{math.Nextafter32(mid, high), h + 1},
		} {
			for _, sign := range []uint16{0, 0x8000} {
				f := c.f
				if sign != 0 {
					f = -f
				}
				if got, ok := F32ToF16(f); got != c.want|sign || !ok {
					t.Fatalf("F32ToF16(%g) = %#04x, %v, want %#04x", f, got, ok, c.want|sign)
				}
			}
		}
	}
}

func TestF16Overflow(t *testing.T) {
	inf := float32(math.Inf(1))
	for _, c := range []struct {
		f    float32
		want uint16
		ok   bool
	}{
		{65504, 0x7bff, true},
		{math.Nextafter32(65520, 0), 0x7bff, true},
		{65520, 0x7c00, false},
		{math.MaxFloat32, 0x7c00, false},
		{-65520, 0xfc00, false},
		{inf, 0x7c00, false},
		{-inf, 0xfc00, false},
		{math.SmallestNonzeroFloat32, 0, true},
		{float32(math.Ldexp(1, -25)), 0, true},
		{math.Nextafter32(float32(math.Ldexp(1, -25)), 1), 1, true},
	} {
		if got, ok := F32ToF16(c.f); got != c.want || ok != c.ok {
			t.Errorf("F32ToF16(%g) = %#04x, %v, want %#04x, %v", c.f, got, ok, c.want, c.ok)
		}
	}
}

func TestRound(t *testing.T) {
	v := []float32{1, 1.03, 1.04, -1.04, 0.3, 0, 1e-8, -65000, float32(math.Inf(1)), float32(math.NaN())}
	Round(v, 5)
	for i, want := range []float32{1, 1, 1.0625, -1.0625, 0.296875, 0, 0, -65536, float32(math.Inf(1))} {
		if i == 6 { // within half of the last bit
			if d := float64(v[i])/1e-8 - 1; math.Abs(d) > 1.0/32 {
				t.Errorf("1e-8 becomes %g", v[i])
			}
			continue
		}
		if v[i] != want {
			t.Errorf("number %d becomes %g, want %g", i, v[i], want)
		}
	}
	if v[9] == v[9] {
		t.Error("what is not a number becomes one")
	}
	w := []float32{1.2345678, -3e-5}
	Round(w, 24)
	if w[0] != 1.2345678 || w[1] != -3e-5 {
		t.Errorf("24 bits change %v", w)
	}
}
