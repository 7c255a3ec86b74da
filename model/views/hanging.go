package views

import (
	"image"
	"math"
)

// hanging is a picture on the wall.
type hanging struct {
	x, y         float64 // its centre
	halfW, halfH float64 // without the frame
	picture      texture
	frame        frame
}

// scene is what the camera is pointed at.
type scene struct {
	halfW, halfH float64 // of the work, or of the place where one might hang
	wall         wall
	hangings     []hanging // the work last, if there is one
	sideLight    float32   // -1 to 1: from which side light falls in
	softness     float64   // of shadows, in frame depths
	shadow       float64   // how dark shadows are, 0 to 1
	dice         dice
}

// Lengths are in longest sides of the work.
var (
	// Shadows of frames fall downwards, since lamps hang from the ceiling, and sideways by less: by how many frame depths.
	shadowDrop, shadowSide = 1.6, 0.7

	// The softness of a shadow's edge in frame depths, and how dark it is.
	shadowSoftness = span{0.6, 2.5}
	shadowDarkness = span{0.1, 0.75}

	// neighbourShare is the share of the places beside, above and below a work where another one hangs.
	neighbourShare = 0.28

	// Neighbours' sizes, the gaps to them, and how far off the line through the work's middle they hang. Gaps are between
	// the works; wide ones leave more room for frames.
	neighbourSize = span{0.6, 1.2}
	neighbourGap  = span{0.12, 0.85}
	neighbourOff  = 0.2

	// widestFrame bounds how far a frame and its mat reach beyond the work.
	widestFrame = 0.35
)

// sharpness is how many texture pixels a work keeps per pixel of the view: a little more than 1 keeps bilinear
// interpolation from blurring.
const sharpness = 1.15

// newScene draws the wall and its light.
func newScene(seed uint64, halfW, halfH float64, o Options) scene {
	d := newDice(seed, streamScene)
	s := scene{halfW: halfW, halfH: halfH, dice: d}
	s.sideLight = float32(d.bell(1))
	s.softness, s.shadow = d.in(shadowSoftness), d.in(shadowDarkness)
	s.wall = newWall(d, halfW, halfH, o)
	return s
}

// addWork hangs the work in the middle.
func (s *scene) addWork(work *image.RGBA, cam *camera) {
	s.hang(s.dice, work, 0, 0, s.halfW, s.halfH, cam)
}

// hang frames a picture and hangs it with its centre at (x, y).
func (s *scene) hang(d dice, m *image.RGBA, x, y, halfW, halfH float64, cam *camera) {
	s.hangings = append(s.hangings, hanging{
		x: x, y: y, halfW: halfW, halfH: halfH,
		picture: newTexture(m, int(sharpness*2*halfW/cam.pixelX), int(sharpness*2*halfH/cam.pixelY)),
		frame:   newFrame(d, float32(cam.pixelX), float32(cam.pixelY), s.sideLight),
	})
}

// addNeighbours hangs works beside, above and below the one in the middle, where the camera sees them.
func (s *scene) addNeighbours(d dice, cam *camera, o Options) {
	for side := range 4 {
		if !d.chance(neighbourShare) {
			continue
		}
		m := neighbourPicture(d, o)
		size := d.in(neighbourSize)
		halfW, halfH := halfSizes(m.Rect.Dx(), m.Rect.Dy())
		halfW, halfH = halfW*size, halfH*size
		gap, off := d.in(neighbourGap), d.bell(neighbourOff)
		var x, y float64
		switch side {
		case sideTop:
			x, y = off, -(s.halfH + gap + halfH)
		case sideBottom:
			x, y = off, s.halfH+gap+halfH
		case sideLeft:
			x, y = -(s.halfW + gap + halfW), off
		case sideRight:
			x, y = s.halfW+gap+halfW, off
		}
		reachX, reachY := halfW+widestFrame, halfH+widestFrame
		if !cam.bounds(x-reachX, y-reachY, x+reachX, y+reachY).empty() {
			s.hang(d, m, x, y, halfW, halfH, cam)
		}
	}
}

// neighbourPicture is one of the given pictures, or a drawn one: at the edge of a view a picture is hardly more than a few
// colours, so waves of random direction around a random tone do.
func neighbourPicture(d dice, o Options) *image.RGBA {
	if len(o.Neighbours) > 0 {
		return o.Neighbours[d.rng.IntN(len(o.Neighbours))]
	}
	const longest = 16
	w, h := longest, longest
	if short := int(d.between(longest/2, longest)); d.chance(0.5) {
		w = short
	} else {
		h = short
	}
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	var base, height, fx, fy, phase [3]float64
	dark := d.between(0.3, 1)
	for c := range 3 {
		base[c], height[c] = dark*d.between(80, 180), dark*d.between(36, 120)
		fx[c], fy[c], phase[c] = d.bell(0.9), d.bell(0.9), d.angle()
	}
	for y := range h {
		for x := range w {
			p := m.Pix[y*m.Stride+4*x:][:4]
			for c := range 3 {
				wave := math.Sin(fx[c]*float64(x)+phase[c]) * math.Cos(fy[c]*float64(y)+phase[c])
				p[c] = uint8(min(max(base[c]+height[c]*wave+d.bell(25), 0), 255))
			}
			p[3] = 255
		}
	}
	return m
}

// paint draws the framed picture over what is on the canvas.
func (h *hanging) paint(c *canvas, cam *camera) {
	outer := float64(h.frame.outer)
	r := cam.bounds(h.x-h.halfW-outer, h.y-h.halfH-outer, h.x+h.halfW+outer, h.y+h.halfH+outer)
	f := &h.frame
	halfW, halfH := float32(h.halfW), float32(h.halfH)
	cx, cy := float32(h.x), float32(h.y)
	invW, invH := 1/(2*halfW), 1/(2*halfH)
	for py := r.y0; py < r.y1; py++ {
		for px := r.x0; px < r.x1; px++ {
			i := py*c.w + px
			x, y := c.u[i]-cx, c.v[i]-cy
			// The distance outwards from the work's edge; lines of equal distance meet in the mitres.
			dx, dy := abs32(x)-halfW, abs32(y)-halfH
			side, dist, along := sideTop, dy, x
			switch {
			case dx > dy && x > 0:
				side, dist, along = sideRight, dx, y
			case dx > dy:
				side, dist, along = sideLeft, dx, y
			case y > 0:
				side = sideBottom
			}
			s := &f.strips[side]
			if dist >= s.end {
				continue
			}
			e := stripEntry{keep: 1}
			if dist >= s.start {
				e = *s.at(dist)
			}
			if f.opening != rectangle && e.keep > 0 {
				if out := f.outside(x, y, halfW, halfH); out >= f.spandrel.start {
					o := f.spandrel.at(out)
					for ch := range 3 {
						e.colour[ch] += e.keep * o.colour[ch]
					}
					e.keep *= o.keep
				}
			}
			if f.ornament != nil && dist > f.carved && e.keep+e.wall < 0.5 {
				e.colour = e.colour.scale(f.ornament.at(along, dist-f.carved))
			}
			p := c.px[3*i:][:3]
			var work rgb
			if e.keep > 0 {
				work = h.picture.at((x+halfW)*invW, (y+halfH)*invH)
			}
			p[0] = e.colour[0] + e.keep*work[0] + e.wall*p[0]
			p[1] = e.colour[1] + e.keep*work[1] + e.wall*p[1]
			p[2] = e.colour[2] + e.keep*work[2] + e.wall*p[2]
			c.gloss[i] = e.keep + e.wall*c.gloss[i]
		}
	}
}

// paintShadows darkens the wall behind what hangs on it.
func (s *scene) paintShadows(c *canvas, cam *camera) {
	for i := range s.hangings {
		h := &s.hangings[i]
		depth := float64(h.frame.depth)
		soft := max(depth*s.softness, cam.pixelX, cam.pixelY)
		dropX := -float64(s.sideLight) * shadowSide * depth
		dropY := shadowDrop * depth
		outer := float64(h.frame.outer)
		x0, x1 := h.x-h.halfW-outer+dropX, h.x+h.halfW+outer+dropX
		y0, y1 := h.y-h.halfH-outer+dropY, h.y+h.halfH+outer+dropY
		r := cam.bounds(x0-soft, y0-soft, x1+soft, y1+soft)
		fx0, fx1, fy0, fy1 := float32(x0), float32(x1), float32(y0), float32(y1)
		for py := r.y0; py < r.y1; py++ {
			for px := r.x0; px < r.x1; px++ {
				i := py*c.w + px
				if in := softBox(c.u[i], fx0, fx1, float32(2*soft)) * softBox(c.v[i], fy0, fy1, float32(2*soft)); in > 0 {
					c.darken(i, float32(s.shadow)*in)
				}
			}
		}
	}
}
