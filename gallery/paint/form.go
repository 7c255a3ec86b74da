package paint

import "math"

// Light falls from a direction (pointing to the lamp; x right, y down, z to the viewer) on round things.
type LightFrom struct{ X, Y, Z float64 }

// Shine gives the tone of a surface with a normal: 0 in the dark, about 0.8 in full light, with a touch of light
// thrown back into the shadow's edge, and how strong the highlight is.
func (l LightFrom) Shine(nx, ny, nz float64) (tone, gloss float64) {
	k := 1 / math.Sqrt(l.X*l.X+l.Y*l.Y+l.Z*l.Z)
	d := (nx*l.X + ny*l.Y + nz*l.Z) * k
	tone = 0.12 + 0.80*Smooth(-0.25, 1.0, d)
	// Thrown back from the table: the lower rim, away from the lamp.
	tone += 0.16 * Smooth(0.1, -0.8, d) * Smooth(0.75, 0.1, nz)
	// Halfway between lamp and eye.
	hx, hy, hz := l.X*k, l.Y*k, l.Z*k+1
	h := 1 / math.Sqrt(hx*hx+hy*hy+hz*hz)
	s := max(0, (nx*hx+ny*hy+nz*hz)*h)
	s *= s
	s *= s
	s *= s
	s *= s
	return Clamp(tone, 0, 1), s * s
}

// Ball shades an ellipse as a ball: col is asked for the tone and the gloss at each point.
func (c *Canvas) Ball(x, y, rx, ry float64, l LightFrom, col func(x, y, tone, gloss float64) Color) {
	c.Paint(Ellipse(x, y, rx, ry, 0), func(px, py float64) Color {
		u, v := (px-x)/rx, (py-y)/ry
		z := math.Sqrt(max(0.0004, 1-u*u-v*v))
		t, g := l.Shine(u, v, z)
		return col(px, py, t, g)
	})
}

// Lathe shades a turned body: its axis leaves foot at an angle (straight up: -pi/2), it is tall units long and its
// radius at t (0 foot, 1 top) is given.
func (c *Canvas) Lathe(foot Pt, angle, tall float64, radius func(t float64) float64, l LightFrom, col func(x, y, tone, gloss float64) Color) {
	c.Lay(c.Mask(LathePath(foot, angle, tall, radius), 0), Cover, nil, func(x, y float64) Color {
		s, cs := math.Sincos(angle)
		dx, dy := x-foot.X, y-foot.Y
		t := Clamp((dx*cs+dy*s)/tall, 0, 1)
		v := -dx*s + dy*cs
		r := max(1e-4, radius(t))
		u := Clamp(v/r, -0.999, 0.999)
		slope := (radius(min(1, t+0.02)) - radius(max(0, t-0.02))) / (0.04 * tall)
		z := math.Sqrt(1 - u*u)
		// Normal in the body's frame: across, along (leaning by the slope), towards the viewer.
		k := 1 / math.Sqrt(1+slope*slope)
		na, nv, nz := -slope*k, u*k, z*k
		tone, gloss := l.Shine(na*cs-nv*s, na*s+nv*cs, nz)
		return col(x, y, tone, gloss)
	})
}

// LathePath is the outline of a turned body.
func LathePath(foot Pt, angle, tall float64, radius func(t float64) float64) Path {
	const n = 60
	line := make([]Pt, n+1)
	for i := range line {
		line[i] = foot.Polar(angle, tall*float64(i)/n)
	}
	return Ribbon(line, radius)
}
