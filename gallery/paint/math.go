// Package paint is a small painter's box: a canvas with paint thickness, brush strokes with bristles, glazes, filled shapes,
// noise and point patterns, all driven by seeded generators so that a picture is the same each time it is drawn.
//
// Coordinates are normalised by the height of the canvas: y runs from 0 (top) to 1 (bottom), x from 0 to the aspect
// ratio, and every width or radius is in the same unit. A picture therefore looks the same at every size.
package paint

import "math"

// Pt is a point in canvas units.
type Pt struct{ X, Y float64 }

// P is short for Pt{x, y}.
func P(x, y float64) Pt { return Pt{x, y} }

// Add returns p + q.
func (p Pt) Add(q Pt) Pt { return Pt{p.X + q.X, p.Y + q.Y} }

// Sub returns p - q.
func (p Pt) Sub(q Pt) Pt { return Pt{p.X - q.X, p.Y - q.Y} }

// Mul returns p scaled by k.
func (p Pt) Mul(k float64) Pt { return Pt{p.X * k, p.Y * k} }

// Len returns the length of p as a vector.
func (p Pt) Len() float64 { return math.Sqrt(p.X*p.X + p.Y*p.Y) }

// Polar returns the point at the given angle (radians, clockwise on screen) and distance from p.
func (p Pt) Polar(angle, r float64) Pt {
	s, c := math.Sincos(angle)
	return Pt{p.X + c*r, p.Y + s*r}
}

// Clamp limits v to lo..hi.
func Clamp(v, lo, hi float64) float64 { return max(lo, min(hi, v)) }

// Lerp goes from a (t = 0) to b (t = 1).
func Lerp(a, b, t float64) float64 { return a + (b-a)*t }

// Smooth is the smoothstep of x between the edges a and b; a may be greater than b.
func Smooth(a, b, x float64) float64 {
	t := Clamp((x-a)/(b-a), 0, 1)
	return t * t * (3 - 2*t)
}

// Bump is a bell of height 1 around c that falls to zero at distance w.
func Bump(x, c, w float64) float64 {
	d := (x - c) / w
	if d <= -1 || d >= 1 {
		return 0
	}
	d = 1 - d*d
	return d * d
}

// Exp is e to the power x. The standard library's amd64 version takes another path on processors with fused
// multiply-add, and pictures should not differ between them; 1e-9 relative is far more than a pixel needs.
func Exp(x float64) float64 {
	if x < -60 {
		return 0
	}
	const ln2 = math.Ln2
	k := math.Floor(x/ln2 + 0.5)
	r := x - k*ln2
	p := 1 + r*(1+r/2*(1+r/3*(1+r/4*(1+r/5*(1+r/6*(1+r/7*(1+r/8)))))))
	return math.Ldexp(p, int(k))
}

// Pow is x to the power y for x >= 0, on Exp.
func Pow(x, y float64) float64 {
	if x <= 0 {
		return 0
	}
	return Exp(y * math.Log(x))
}

// Gauss is the unnormalised normal bell exp(-(d/s)^2 / 2).
func Gauss(d, s float64) float64 { return Exp(-d * d / (2 * s * s)) }
