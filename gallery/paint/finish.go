package paint

import "math"

// Finish is what happens to a picture when the painter is done: light rakes over the paint, the ground shows, varnish.
type Finish struct {
	Relief   float64 // strength of the light over thick paint; 1 is plain to see
	Weave    float64 // contrast of the linen's threads, e.g. 0.03
	Paper    float64 // contrast of paper fibre, e.g. 0.03
	Grain    float64 // contrast of fine pigment grain
	Vignette float64 // darkening of the corners
	Varnish  Color   // a glaze over everything; zero means none
}

// Finish applies it.
func (c *Canvas) Finish(f Finish) {
	var linen, fibre Noise = 4001, 4003
	// Details finer than a pixel would turn to moire in small pictures: they fade out instead.
	const pitch = 1.0 / 330
	weave := f.Weave * Smooth(1.6, 2.8, pitch*c.scale)
	grain := f.Grain * Smooth(250, 900, c.scale)
	relief := f.Relief * Smooth(60, 900, c.scale)
	long := max(1, c.Aspect)
	for j := range c.H {
		y := (float64(j) + 0.5) / c.scale
		for i := range c.W {
			x := (float64(i) + 0.5) / c.scale
			k := j*c.W + i
			l := 0.0
			if relief > 0 {
				// Light from the upper left; the slope saturates so that no edge burns out.
				dx := c.relief[j*c.W+min(i+1, c.W-1)] - c.relief[j*c.W+max(i-1, 0)]
				dy := c.relief[min(j+1, c.H-1)*c.W+i] - c.relief[max(j-1, 0)*c.W+i]
				s := float64(dx*0.6 + dy*0.8)
				l += relief * 0.32 * s / (1 + 1.6*math.Abs(s))
			}
			if weave > 0 {
				wx, wy := x+0.0011*linen.At(x*9, y*9), y+0.0011*(linen+777).At(x*9+31, y*9-17)
				a := math.Sin(2 * math.Pi * wx / pitch)
				b := math.Sin(2 * math.Pi * wy / pitch)
				l += weave * (0.5*a*b + 0.3*linen.At(x*60, y*420) + 0.3*linen.At(x*420, y*60))
			}
			if f.Paper > 0 {
				l += f.Paper * (0.6*fibre.FBM(x*90, y*90, 3) + 0.5*fibre.At(x*14, y*11))
			}
			if grain > 0 {
				l += grain * (Hash(i, j, 77) - 0.5)
			}
			g := 1 + l
			if f.Vignette > 0 {
				u, v := (x-c.Aspect/2)/long*2, (y-0.5)/long*2
				g *= 1 - f.Vignette*Smooth(0.45, 1.45, math.Sqrt(u*u+v*v))
			}
			p := c.pix[3*k:][:3]
			col := Color{p[0], p[1], p[2]}
			if f.Varnish != (Color{}) {
				col = col.Mul(f.Varnish)
			}
			g32 := float32(g)
			// Half multiplied, half added: dark paint shows its ridges too.
			add := float32(l) * 0.12
			col = Color{col.R*g32 + add, col.G*g32 + add, col.B*g32 + add}.clamp()
			p[0], p[1], p[2] = col.R, col.G, col.B
		}
	}
}

// Tangents returns the direction along the edges of a study (the minor axis of its structure tensor, averaged over
// radius): strokes that follow it follow form. Where there is no edge, the fallback field decides.
func (c *Canvas) Tangents(radius float64, fallback func(x, y float64) float64) func(x, y float64) float64 {
	n := c.W * c.H
	xx, xy, yy := &Mask{W: c.W, H: c.H, A: make([]float32, n)}, &Mask{W: c.W, H: c.H, A: make([]float32, n)}, &Mask{W: c.W, H: c.H, A: make([]float32, n)}
	l := make([]float32, n)
	for i := range l {
		l[i] = 0.3*c.pix[3*i] + 0.59*c.pix[3*i+1] + 0.11*c.pix[3*i+2] + 0.3*(c.pix[3*i]-c.pix[3*i+2])
	}
	for j := range c.H {
		for i := range c.W {
			gx := l[j*c.W+min(i+1, c.W-1)] - l[j*c.W+max(i-1, 0)]
			gy := l[min(j+1, c.H-1)*c.W+i] - l[max(j-1, 0)*c.W+i]
			k := j*c.W + i
			xx.A[k], xy.A[k], yy.A[k] = gx*gx, gx*gy, gy*gy
		}
	}
	for _, m := range []*Mask{xx, xy, yy} {
		m.blur(radius * c.scale)
	}
	return func(x, y float64) float64 {
		i := max(0, min(c.W-1, int(x*c.scale)))
		j := max(0, min(c.H-1, int(y*c.scale)))
		k := j*c.W + i
		a, b, d := float64(xx.A[k]), float64(xy.A[k]), float64(yy.A[k])
		base := fallback(x, y)
		// Mixed as doubled angles, because a direction and its opposite are the same.
		e := math.Sqrt((a-d)*(a-d) + 4*b*b)
		if e < 1e-9 {
			return base
		}
		w := Smooth(0, 0.0006, e)
		edge := 0.5*math.Atan2(2*b, a-d) + math.Pi/2
		s1, c1 := math.Sincos(2 * edge)
		s0, c0 := math.Sincos(2 * base)
		t := 0.5 * math.Atan2(w*s1+(1-w)*s0, w*c1+(1-w)*c0)
		// Keep to the half turn of the fallback, so that long strokes do not flip.
		if math.Cos(t-base) < 0 {
			t += math.Pi
		}
		return t
	}
}
