package nn

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestPower(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	check := func(x, p float64) {
		want := math.Pow(x, p)
		if want < 1e-300 || want > 1e300 {
			return
		}
		if got := power(x, p); math.Abs(got-want) > 1e-7*want {
			t.Errorf("power(%g, %g) = %g, want %g", x, p, got, want)
		}
	}
	for range 100000 {
		check(math.Exp(20*(r.Float64()-0.5)), math.Exp(8*r.Float64()-2.3))
	}
	for _, x := range []float64{1e-15, 1e-6, 0.5, math.Sqrt2 / 2, math.Nextafter(math.Sqrt2/2, 0), 1, math.Sqrt2, 2, 3, math.MaxFloat32} {
		for _, p := range []float64{0.1, 1. / 3, 1, 2, 3, 3.05, 10} {
			check(x, p)
		}
	}
	if got := power(math.MaxFloat32, 100); !math.IsInf(got, 1) {
		t.Errorf("a power beyond all numbers is %g", got)
	}
	if got := power(1e-15, 100); got != 0 {
		t.Errorf("a power below all numbers is %g", got)
	}
}
