package views

import (
	"math"

	"docent/model/internal/exact"
)

// Light changes slowly over a view: it is computed at the nodes of a coarse grid and interpolated between them.

// gridCells along the shorter side of the view: the sharpest light, a lamp's pool, is still smooth then.
const gridCells = 12

// Lengths are in longest sides of the work, strengths relative to full light.
var (
	// Even good light is not quite even: the relative change over the length of a work, always and at worst.
	usualSlope = span{0, 0.24}
	worstSlope = 0.84

	// Lamps leave a pool of light around a work, often above its middle, and the wall outside of it darker.
	poolShare   = 0.65
	poolSize    = span{0.5, 1.5}
	poolOffside = 0.5
	poolAbove   = span{-0.2, 0.5} // of the work's upper edge; negative: below
	surround    = span{0, 0.8}    // how much darker

	// Daylight from one side and lamps from another: how much the colour changes over a work, at most.
	mostMixed = 0.25

	// Shadows of window bars, door posts and visitors: their place, width, softness, and how dark they are at worst.
	bandPlace = 0.8
	bandWidth = span{0.1, 0.6}
	bandSoft  = span{0.05, 0.3}
	worstBand = 0.75

	// Loss of light in the corners of the view, always and at worst.
	usualVignette = span{0, 0.08}
	worstVignette = 0.5
)

// grid holds light at (n+1) x (m+1) nodes.
type grid struct {
	n, m  int
	nodes []rgb
}

// newGrid evaluates light at the nodes, whose places are given in pixels.
func newGrid(c *canvas, cells int, at func(x, y float64) rgb) grid {
	n, m := cells, cells
	if c.w > c.h {
		n = cells * c.w / c.h
	} else {
		m = cells * c.h / c.w
	}
	n, m = min(n, c.w), min(m, c.h)
	g := grid{n, m, make([]rgb, (n+1)*(m+1))}
	for j := range m + 1 {
		for i := range n + 1 {
			g.nodes[j*(n+1)+i] = at(float64(i)/float64(n)*float64(c.w), float64(j)/float64(m)*float64(c.h))
		}
	}
	return g
}

// each calls do with every pixel's light.
func (g *grid) each(c *canvas, do func(i int, l rgb)) {
	stepX, stepY := float32(g.n)/float32(c.w), float32(g.m)/float32(c.h)
	row := make([]rgb, g.n+1)
	for y := range c.h {
		fy := (float32(y) + 0.5) * stepY
		j := min(int(fy), g.m-1)
		fy -= float32(j)
		above, below := g.nodes[j*(g.n+1):][:g.n+1], g.nodes[(j+1)*(g.n+1):][:g.n+1]
		for i := range row {
			row[i] = mix(above[i], below[i], fy)
		}
		for x := range c.w {
			fx := (float32(x) + 0.5) * stepX
			i := min(int(fx), g.n-1)
			do(y*c.w+x, mix(row[i], row[i+1], fx-float32(i)))
		}
	}
}

// light lights the scene: lamps and their falloff, the colour of light, shadow bands, the lens's vignette; then what
// glass and varnish mirror.
func light(c *canvas, cam *camera, d dice, halfH float64, t *troubles, o Options) {
	if t.strength == 0 {
		return
	}
	lamp := newLamps(d, halfH, t)
	g := newGrid(c, gridCells, func(x, y float64) rgb { return lamp.at(cam, x, y) })
	g.each(c, func(i int, l rgb) {
		p := c.px[3*i:][:3]
		p[0] *= l[0]
		p[1] *= l[1]
		p[2] *= l[2]
	})
	if t.glare > 0 || t.window > 0 || t.veil > 0 {
		mirror(c, newReflections(c, d, t, o))
	}
}

// lamps is the light in a room.
type lamps struct {
	slope, slopeX, slopeY float64 // change per length, and its direction
	pool                  float64 // size of the pool of light, 0 for none
	poolX, poolY, outside float64 // its middle, and the light outside of it
	warm, warmX, warmY    float64 // difference of colour between the ends of the work, and its direction
	band, bandX, bandY    float64 // darkness of a shadow band, direction across it
	bandAt, bandWidth     float64 // its distance from the origin, and half its width
	bandSoft              float64
	vignette              float64 // loss of light in the corners
}

func newLamps(d dice, halfH float64, t *troubles) lamps {
	var l lamps
	l.slopeY, l.slopeX = math.Sincos(d.angle())
	l.slope = t.strength*d.in(usualSlope) + worstSlope*t.slope
	if d.chance(poolShare) {
		l.pool = d.in(poolSize)
		l.poolX, l.poolY = d.bell(poolOffside), -halfH-d.in(poolAbove)
		l.outside = 1 - t.strength*d.in(surround)
	}
	l.warmY, l.warmX = math.Sincos(d.angle())
	l.warm = t.strength * d.mild(2) * mostMixed
	l.bandY, l.bandX = math.Sincos(d.angle())
	l.band = worstBand * t.band
	l.bandAt, l.bandWidth, l.bandSoft = d.bell(bandPlace), d.in(bandWidth), d.in(bandSoft)
	l.vignette = t.strength*d.in(usualVignette) + worstVignette*t.vignette
	return l
}

// farthest bounds places on the wall that light is computed for: beyond lies the horizon.
const farthest = 6

// at is the light on what pixel (x, y) shows.
func (l *lamps) at(cam *camera, x, y float64) rgb {
	h := &cam.toWall
	inv := 1 / (h[6]*x + h[7]*y + h[8])
	bound := func(v float64) float64 { return min(max(v, -farthest), farthest) }
	u := bound((h[0]*x + h[1]*y + h[2]) * inv)
	v := bound((h[3]*x + h[4]*y + h[5]) * inv)

	level := exact.Exp(l.slope * (u*l.slopeX + v*l.slopeY))
	if l.pool > 0 {
		du, dv := (u-l.poolX)/l.pool, (v-l.poolY)/l.pool
		level *= l.outside + (1-l.outside)*exact.Exp(-du*du-dv*dv)
	}
	if l.band > 0 {
		across := math.Abs(u*l.bandX + v*l.bandY - l.bandAt)
		level *= 1 - l.band*float64(ramp(float32((l.bandWidth-across)/l.bandSoft)))
	}
	// The vignette follows the view, not the wall.
	dx, dy := (x-cam.w/2)*cam.invDiag, (y-cam.h/2)*cam.invDiag
	level *= 1 - l.vignette*(dx*dx+dy*dy)
	warm := exact.Exp(l.warm * (u*l.warmX + v*l.warmY))
	return rgb{float32(level * warm), float32(level), float32(level / warm)}
}
