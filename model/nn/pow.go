package nn

import "math"

// power returns x^p for a positive, normal x and a p of moderate size, to 1e-7 or better: 2^(p*log2 x), both by their
// series. math.Pow takes ten times as long in WebAssembly, and a generalised mean needs one per pixel.
func power(x, p float64) float64 {
	// x = m * 2^e with m between 1/sqrt 2 and sqrt 2, so that the series below has small terms.
	bits := math.Float64bits(x)
	const half = 0x3fe6a09e667f3bcd // the bits of 1/sqrt 2
	e := int64(bits-half) >> 52
	m := math.Float64frombits(bits - uint64(e)<<52)
	// ln m = 2 artanh s = 2(s + s^3/3 + s^5/5 + ...) with s = (m-1)/(m+1), |s| < 0.172
	s := (m - 1) / (m + 1)
	q := s * s
	ln := 2 * s * (1 + q*(1./3+q*(1./5+q*(1./7+q*(1./9+q*(1./11))))))
	// y = n + f with |f| <= 1/2; 2^f = exp(f ln 2) = 1 + z + z^2/2! + ..., |z| < 0.347
	y := p * (float64(e) + ln*math.Log2E)
	n := math.Floor(y + 0.5)
	z := (y - n) * math.Ln2
	exp := 1 + z*(1+z*(1./2+z*(1./6+z*(1./24+z*(1./120+z*(1./720+z*(1./5040)))))))
	switch {
	case n > 1000:
		return math.Inf(1)
	case n < -1000:
		return 0
	}
	return exp * math.Float64frombits(uint64(int64(n)+1023)<<52)
}
