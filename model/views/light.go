package views

import "math"

// Light changes slowly over a view: it is computed on a coarse grid and interpolated.

const (
	// gridCells along the shorter side of the view: the sharpest light, a lamp's pool, is then still smooth.
	gridCells = 12

	// mirrorCells resolve the mirrored windows, whose edges are sharper.
	mirrorCells = 24
)

const (
	// Lamps above a work leave a pool of light around it: its size, in longest sides of the work, and how dark the wall is
	// outside of it.
	smallestPool, largestPool = 0.5, 1.5
	poolShare                 = 0.65
	darkestSurround           = 0.2

	// Even good light is not quite even: the relative change over the length of the work.
	usualSlope, steepSlope = 0.2, 0.7
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
		mirror(c, d, t, o)
	}
}

// lamps is the light in a room.
type lamps struct {
	slope, slopeX, slopeY float64 // change per length, and its direction
	pool                  float64 // size of the pool of light, 0 for none
	poolX, poolY, outside float64
	warm, warmX, warmY    float64 // difference of colour between the ends of the work, and its direction
	band, bandX, bandY    float64 // darkness of a shadow band, direction across it
	bandAt, bandWidth     float64
	bandSoft              float64
	vignette              float64
}

func newLamps(d dice, halfH float64, t *troubles) lamps {
	var l lamps
	angle := d.between(0, 2*math.Pi)
	l.slopeY, l.slopeX = math.Sincos(angle)
	l.slope = t.strength * (d.between(0, usualSlope) + t.slope*steepSlope)
	if d.chance(poolShare) {
		l.pool = d.between(smallestPool, largestPool)
		l.poolX, l.poolY = d.bell(0.5), d.between(-halfH-0.5, 0.2)
		l.outside = 1 - t.strength*d.between(0, 1-darkestSurround)
	}
	angle = d.between(0, 2*math.Pi)
	l.warmY, l.warmX = math.Sincos(angle)
	l.warm = t.strength * d.mild(2) * 0.25
	angle = d.between(0, 2*math.Pi)
	l.bandY, l.bandX = math.Sincos(angle)
	l.band = 0.75 * t.band
	l.bandAt, l.bandWidth, l.bandSoft = d.bell(0.8), d.between(0.1, 0.6), d.between(0.05, 0.3)
	l.vignette = t.strength*0.08*d.rng.Float64() + 0.5*t.vignette
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

	level := math.Exp(l.slope * (u*l.slopeX + v*l.slopeY) * 1.2)
	if l.pool > 0 {
		du, dv := (u-l.poolX)/l.pool, (v-l.poolY)/l.pool
		level *= l.outside + (1-l.outside)*math.Exp(-du*du-dv*dv)
	}
	if l.band > 0 {
		across := math.Abs(u*l.bandX + v*l.bandY - l.bandAt)
		level *= 1 - l.band*float64(ramp(float32((l.bandWidth-across)/l.bandSoft)))
	}
	// The vignette follows the view, not the wall.
	dx, dy := (x-cam.w/2)*cam.invDiag, (y-cam.h/2)*cam.invDiag
	level *= 1 - l.vignette*(dx*dx+dy*dy)
	warm := l.warm * (u*l.warmX + v*l.warmY)
	return rgb{float32(level * (1 + warm)), float32(level), float32(level * (1 - warm))}
}

// mirror adds what glass and varnish reflect: lamps, windows and the room.
func mirror(c *canvas, d dice, t *troubles, o Options) {
	w, h := float64(c.w), float64(c.h)
	side := math.Min(w, h)
	// A lamp: a bright core in a wide, faint halo.
	lampX, lampY := d.between(0.1, 0.9)*w, d.between(0.05, 0.8)*h
	lampSize, stretch := d.between(0.02, 0.09)*side, d.between(1, 3)
	lampSin, lampCos := math.Sincos(d.between(0, math.Pi))
	core := t.glare * d.between(0.5, 2.5)
	// A window: panes with bars between, blurred.
	winX, winY := d.between(0.1, 0.7)*w, d.between(0, 0.6)*h
	winW, winH := d.between(0.12, 0.4)*w, d.between(0.2, 0.6)*h
	lean := d.bell(0.4)
	panes, soft := float64(1+d.rng.IntN(3)), d.between(0.06, 0.2)
	pane := t.window * d.between(0.1, 0.7)
	tint := rgb{float32(d.between(0.9, 1.1)), 1, float32(d.between(0.85, 1.2))}
	// The room: a photo, or plain light.
	veil := t.veil * d.between(0.03, 0.16)
	var room texture
	if t.veil > 0 && len(o.Walls) > 0 {
		room = newTexture(o.Walls[d.rng.IntN(len(o.Walls))], mirrorCells, mirrorCells)
	}

	g := newGrid(c, mirrorCells, func(x, y float64) rgb {
		var level float64
		if core > 0 {
			dx, dy := x-lampX, y-lampY
			dx, dy = (dx*lampCos+dy*lampSin)/(lampSize*stretch), (dy*lampCos-dx*lampSin)/lampSize
			r := dx*dx + dy*dy
			level += core * (math.Exp(-r/2) + 0.12*math.Exp(-r/30))
		}
		if pane > 0 {
			v := (y - winY) / winH
			u := (x - winX - lean*(y-winY)) / winW
			in := edge(u, soft) * edge(1-u, soft) * edge(v, soft) * edge(1-v, soft)
			if in > 0 && panes > 1 {
				bar := math.Abs(math.Mod(u*panes, 1) - 0.5) // 0.5 at the bars
				in *= 1 - 0.7*edge(bar-0.44, 0.08)
			}
			level += pane * in
		}
		out := tint.scale(float32(level))
		if veil > 0 {
			back := rgb{0.5, 0.5, 0.5}
			if room.w > 0 {
				back = room.at(1-float32(x/w), float32(y/h)) // mirrored
			}
			for ch := range out {
				out[ch] += float32(veil) * back[ch]
			}
		}
		return out
	})
	g.each(c, func(i int, l rgb) {
		gloss := c.gloss[i]
		if gloss == 0 {
			return
		}
		p := c.px[3*i:][:3]
		p[0] += gloss * l[0]
		p[1] += gloss * l[1]
		p[2] += gloss * l[2]
	})
}

// edge rises smoothly around 0, within soft of it.
func edge(v, soft float64) float64 { return float64(ramp(float32(0.5 + v/(2*soft)))) }
