package paint

import (
	"math"
	"math/rand/v2"
)

// Color is an sRGB-encoded colour, each part 0..1. Paint is mixed in this space: it is closer to what pigments do
// than mixing light would be.
type Color struct{ R, G, B float32 }

// Hex makes a colour of 0xrrggbb.
func Hex(v uint32) Color {
	return Color{float32(v>>16&255) / 255, float32(v>>8&255) / 255, float32(v&255) / 255}
}

// Gray makes a neutral colour.
func Gray(v float64) Color { return Color{float32(v), float32(v), float32(v)} }

// Mix goes from c (t = 0) to d (t = 1).
func (c Color) Mix(d Color, t float64) Color {
	k := float32(Clamp(t, 0, 1))
	return Color{c.R + (d.R-c.R)*k, c.G + (d.G-c.G)*k, c.B + (d.B-c.B)*k}
}

// Mul multiplies two colours, as a transparent glaze does.
func (c Color) Mul(d Color) Color { return Color{c.R * d.R, c.G * d.G, c.B * d.B} }

// Scale makes a colour lighter (k > 1) or darker.
func (c Color) Scale(k float64) Color {
	f := float32(k)
	return Color{c.R * f, c.G * f, c.B * f}
}

// Add adds k times d, as light does.
func (c Color) Add(d Color, k float64) Color {
	f := float32(k)
	return Color{c.R + d.R*f, c.G + d.G*f, c.B + d.B*f}
}

// Luma is the lightness of a colour, 0..1.
func (c Color) Luma() float64 {
	return 0.299*float64(c.R) + 0.587*float64(c.G) + 0.114*float64(c.B)
}

func (c Color) clamp() Color {
	return Color{min(1, max(0, c.R)), min(1, max(0, c.G)), min(1, max(0, c.B))}
}

func decode(v float32) float64 {
	f := float64(v)
	if f <= 0.04045 {
		return max(0, f) / 12.92
	}
	return Pow((f+0.055)/1.055, 2.4)
}

func encode(f float64) float32 {
	if f <= 0.0031308 {
		return float32(max(0, f) * 12.92)
	}
	return float32(1.055*Pow(min(1, f), 1/2.4) - 0.055)
}

// Shift moves a colour in OKLab (Ottosson 2020): dl in lightness, factor in chroma, turn in hue (radians).
func (c Color) Shift(dl, factor, turn float64) Color {
	r, g, b := decode(c.R), decode(c.G), decode(c.B)
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	ll := 0.2104542553*l + 0.7936177850*m - 0.0040720468*s + dl
	aa := 1.9779984951*l - 2.4285922050*m + 0.4505937099*s
	bb := 0.0259040371*l + 0.7827717662*m - 0.8086757660*s
	sn, cs := math.Sincos(turn)
	aa, bb = factor*(cs*aa-sn*bb), factor*(sn*aa+cs*bb)
	l = ll + 0.3963377774*aa + 0.2158037573*bb
	m = ll - 0.1055613458*aa - 0.0638541728*bb
	s = ll - 0.0894841775*aa - 1.2914855480*bb
	l, m, s = l*l*l, m*m*m, s*s*s
	return Color{
		encode(4.0767416621*l - 3.3077115913*m + 0.2309699292*s),
		encode(-1.2684380046*l + 2.6097574011*m - 0.3413193965*s),
		encode(-0.0041960863*l - 0.7034186147*m + 1.7076147010*s),
	}
}

// Jitter moves a colour by chance: lightness by up to l, chroma by up to the factor 1 +- ch, hue by up to h radians.
func (c Color) Jitter(r *rand.Rand, l, ch, h float64) Color {
	return c.Shift(l*(2*r.Float64()-1), 1+ch*(2*r.Float64()-1), h*(2*r.Float64()-1))
}

// Ramp is a colour scale through its stops, evenly spaced.
type Ramp []Color

// Hexes makes a ramp.
func Hexes(v ...uint32) Ramp {
	r := make(Ramp, len(v))
	for i, h := range v {
		r[i] = Hex(h)
	}
	return r
}

// At returns the colour at t, 0..1.
func (r Ramp) At(t float64) Color {
	t = Clamp(t, 0, 1) * float64(len(r)-1)
	i := min(int(t), len(r)-2)
	if i < 0 {
		return r[0]
	}
	return r[i].Mix(r[i+1], t-float64(i))
}

// Pick returns one of the stops.
func (r Ramp) Pick(rng *rand.Rand) Color { return r[rng.IntN(len(r))] }
