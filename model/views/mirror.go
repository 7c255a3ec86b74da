package views

import (
	"math"

	"docent/model/internal/exact"
)

// mirrorCells is the resolution of reflections along the shorter side of the view; they are never sharp.
const mirrorCells = 24

// Lengths are in shares of the view's width, height or shorter side.
var (
	// A lamp's reflection: its place, size, how much longer than wide it is, and its brightness at worst. Its halo is wider
	// and fainter than the core.
	lampX, lampY = span{0.1, 0.9}, span{0.05, 0.8}
	lampSize     = span{0.02, 0.09}
	lampStretch  = span{1, 3}
	worstLamp    = span{0.5, 2.5}
	haloReach    = 15.0
	haloShare    = 0.12
	lampTintRed  = span{0.9, 1.1}
	lampTintBlue = span{0.85, 1.2}
	windowX      = span{0.1, 0.7}
	windowY      = span{0, 0.6}
	windowW      = span{0.12, 0.4}
	windowH      = span{0.2, 0.6}
	windowLean   = 0.4
	windowSoft   = span{0.06, 0.2} // of the window's size
	windowBar    = 0.06            // half a bar's width, of a pane's
	worstWindow  = span{0.1, 0.7}
	mostPanes    = 3
	worstRoom    = span{0.03, 0.16}
	roomWithout  = rgb{0.5, 0.5, 0.5} // the room's mean colour, when there is no photo of one
)

// reflections are what glass and varnish mirror.
type reflections struct {
	w, h float64
	tint rgb

	lamp                  float64 // brightness of a lamp's core, 0 for none
	lampX, lampY          float64
	lampLength, lampWidth float64
	lampSin, lampCos      float64

	window                 float64 // brightness of a window, 0 for none
	winX, winY, winW, winH float64
	lean, soft, panes      float64

	room  float64 // brightness of the room, 0 for none
	photo texture // of the room, if it has any pixels
}

func newReflections(c *canvas, d dice, t *troubles, o Options) *reflections {
	w, h := float64(c.w), float64(c.h)
	side := min(w, h)
	r := &reflections{w: w, h: h}
	r.tint = rgb{float32(d.in(lampTintRed)), 1, float32(d.in(lampTintBlue))}

	r.lamp = t.glare * d.in(worstLamp)
	r.lampX, r.lampY = w*d.in(lampX), h*d.in(lampY)
	r.lampWidth = side * d.in(lampSize)
	r.lampLength = r.lampWidth * d.in(lampStretch)
	r.lampSin, r.lampCos = math.Sincos(d.angle())

	r.window = t.window * d.in(worstWindow)
	r.winX, r.winY = w*d.in(windowX), h*d.in(windowY)
	r.winW, r.winH = w*d.in(windowW), h*d.in(windowH)
	r.lean, r.soft, r.panes = d.bell(windowLean), d.in(windowSoft), float64(1+d.rng.IntN(mostPanes))

	r.room = t.veil * d.in(worstRoom)
	if r.room > 0 && len(o.Walls) > 0 {
		r.photo = newTexture(o.Walls[d.rng.IntN(len(o.Walls))], mirrorCells, mirrorCells)
	}
	return r
}

// at is the light mirrored at a place in the view.
func (r *reflections) at(x, y float64) rgb {
	light := r.tint.scale(float32(r.lampAt(x, y) + r.windowAt(x, y)))
	if r.room == 0 {
		return light
	}
	room := roomWithout
	if r.photo.w > 0 {
		room = r.photo.at(1-float32(x/r.w), float32(y/r.h)) // left and right exchanged
	}
	for c := range light {
		light[c] += float32(r.room) * room[c]
	}
	return light
}

// lampAt is a bright oval core in a wide, faint halo.
func (r *reflections) lampAt(x, y float64) float64 {
	if r.lamp == 0 {
		return 0
	}
	x, y = x-r.lampX, y-r.lampY
	x, y = (x*r.lampCos+y*r.lampSin)/r.lampLength, (y*r.lampCos-x*r.lampSin)/r.lampWidth
	squared := (x*x + y*y) / 2
	return r.lamp * (exact.Exp(-squared) + haloShare*exact.Exp(-squared/haloReach))
}

// windowAt is a leaning rectangle with bars between its panes.
func (r *reflections) windowAt(x, y float64) float64 {
	if r.window == 0 {
		return 0
	}
	u, v := (x-r.winX-r.lean*(y-r.winY))/r.winW, (y-r.winY)/r.winH
	in := edge(u, r.soft) * edge(1-u, r.soft) * edge(v, r.soft) * edge(1-v, r.soft)
	if in > 0 && r.panes > 1 {
		fromBar := 0.5 - math.Abs(math.Mod(u*r.panes, 1)-0.5)
		in *= 0.3 + 0.7*edge(fromBar-windowBar, 0.08)
	}
	return r.window * in
}

// edge rises smoothly around 0, within soft of it.
func edge(v, soft float64) float64 { return float64(ramp(float32(0.5 + v/(2*soft)))) }

// mirror adds the reflections to what is glossy.
func mirror(c *canvas, r *reflections) {
	g := newGrid(c, mirrorCells, r.at)
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
