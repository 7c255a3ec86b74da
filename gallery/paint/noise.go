package paint

import "math"

// Noise is gradient noise (Perlin 2002) over an integer hash: smooth, without a table, different for each seed.
type Noise uint32

// hash mixes lattice coordinates and a seed (the finaliser of MurmurHash3).
func hash(x, y int32, seed uint32) uint32 {
	h := uint32(x)*0x8da6b343 ^ uint32(y)*0xd8163841 ^ seed*0xcb1ab31f
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	return h ^ h>>16
}

// Hash returns a number in 0..1 that belongs to the cell (x, y) and the seed.
func Hash(x, y int, seed uint32) float64 {
	return float64(hash(int32(x), int32(y), seed)>>8) / (1 << 24)
}

var gradients = func() (g [32][2]float64) {
	for i := range g {
		s, c := math.Sincos(2 * math.Pi * (float64(i) + 0.5) / 32)
		g[i] = [2]float64{c * 1.41, s * 1.41}
	}
	return
}()

// At returns the noise at a point, about -1..1.
func (n Noise) At(x, y float64) float64 {
	fx, fy := math.Floor(x), math.Floor(y)
	ix, iy := int32(fx), int32(fy)
	x -= fx
	y -= fy
	u := x * x * x * (x*(x*6-15) + 10)
	v := y * y * y * (y*(y*6-15) + 10)
	s := uint32(n)
	g00 := &gradients[hash(ix, iy, s)&31]
	g10 := &gradients[hash(ix+1, iy, s)&31]
	g01 := &gradients[hash(ix, iy+1, s)&31]
	g11 := &gradients[hash(ix+1, iy+1, s)&31]
	a := g00[0]*x + g00[1]*y
	b := g10[0]*(x-1) + g10[1]*y
	c := g01[0]*x + g01[1]*(y-1)
	d := g11[0]*(x-1) + g11[1]*(y-1)
	a += (b - a) * u
	c += (d - c) * u
	return a + (c-a)*v
}

// FBM sums octaves of noise, each twice as fine and half as strong; about -1..1.
func (n Noise) FBM(x, y float64, octaves int) float64 {
	sum, amp, norm := 0.0, 1.0, 0.0
	for o := range octaves {
		sum += amp * (n+Noise(o)*101).At(x, y)
		norm += amp
		amp *= 0.5
		// Turned by an angle each time, so that lattice lines do not add up.
		x, y = 1.6*x+1.2*y+11.3, 1.6*y-1.2*x+5.7
	}
	return sum / norm
}

// Ridge is noise with sharp crests: 1 on a crest, near 0 in a valley.
func (n Noise) Ridge(x, y float64, octaves int) float64 {
	sum, amp, norm := 0.0, 1.0, 0.0
	for o := range octaves {
		sum += amp * (1 - math.Abs((n+Noise(o)*101).At(x, y)))
		norm += amp
		amp *= 0.5
		x, y = 1.6*x+1.2*y+11.3, 1.6*y-1.2*x+5.7
	}
	return sum / norm
}

// Warp returns the point moved by noise of the given frequency and reach.
func (n Noise) Warp(x, y, frequency, reach float64) (float64, float64) {
	return x + reach*n.FBM(x*frequency, y*frequency, 3), y + reach*(n+777).FBM(x*frequency+31, y*frequency-17, 3)
}

// Curl is the angle of a divergence-free flow made from the noise: strokes along it swirl and never pile up.
func (n Noise) Curl(x, y, frequency float64) float64 {
	const e = 0.01
	x *= frequency
	y *= frequency
	a := n.At(x, y+e) - n.At(x, y-e)
	b := n.At(x+e, y) - n.At(x-e, y)
	return math.Atan2(-b, a)
}
