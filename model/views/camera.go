package views

import (
	"math"

	"docent/model/internal/exact"
	"docent/model/vision"
)

// The camera's pose. Lengths on the wall are measured in the longest side of the work, whose centre is the origin; x goes
// right, y down, z away from the camera.
const (
	degree = math.Pi / 180

	// Visitors mostly stand in front of a work, and to its side when others stand there. Beyond 45 degrees views are
	// hopeless to match: the page asks people to step in front.
	maxYaw       = 45 * degree
	frontalYaw   = 14 * degree
	frontalShare = 0.5

	// Works hang above the eye more often than below it.
	maxPitch     = 25 * degree
	frontalPitch = 10 * degree
	lookUpShare  = 0.65

	// Phones are held nearly upright, rarely askew.
	usualRoll  = 6 * degree
	askewRoll  = 22 * degree
	askewShare = 0.08

	// Focal lengths in longest sides of the photo: 0.65 is an action or ultra-wide camera, 0.75 a phone's main one, above
	// that it is zoomed or the window was cut from the middle of a photo.
	shortestFocal, longestFocal = 0.65, 2.2

	// Most people hold the phone upright for upright works and sideways for wide ones, or cut the photo to the work:
	// this share of the photos has the better suited of two shapes.
	suitedShare = 0.75

	// The nearest corner of a work is at least at this share of its centre's distance: closer up, a visitor cannot hold
	// the work in view. Angles that bring it nearer are made straighter in steps of this factor.
	nearestCorner = 0.5
	straighter    = 0.85

	// Fill outside of these makes a work a dot or a flat colour.
	leastFill, mostFill = 0.02, 4

	// Works are off the middle of the view by at most this share of the room that is left. Works larger than the view may
	// show this share of the view beyond their edge.
	offCentre    = 0.8
	overflowRoom = 0.04

	// Now and then a work is not in view completely: this much of its width or height is not. Works smaller than
	// a third of the view are exempt: too little would be left.
	cutShare          = 0.12
	leastCut, mostCut = 0.05, 0.35
	cutNeedsFill      = 0.3

	// Radial distortion: phones correct their lenses well, action cameras do not, and these have wide angles.
	usualDistortion = 0.03
	wideDistortion  = 0.14
	wideShare       = 0.12
	longestWide     = 1

	// Rounds after which distances and distorted radii have settled to far below a pixel.
	distanceRounds = 24
	distortRounds  = 12

	// Depth, in distances of the work, under which the wall counts as behind the camera.
	nearPlane = 1e-3
)

// camera is a pinhole camera with a little radial distortion.
type camera struct {
	w, h    float64           // size of the view in pixels
	toView  vision.Homography // wall to undistorted view
	toWall  vision.Homography // undistorted view to wall
	k       float64           // a pixel at radius r from the middle shows what a pinhole would show at r(1 + k r^2)
	invDiag float64           // the radius is measured in half diagonals of the view

	// Wall lengths that one pixel covers at the work's centre, along the wall's x and y.
	pixelX, pixelY float64
}

// newCamera places a camera so that a work of the given half sizes fills the view as the options ask.
func newCamera(d dice, halfW, halfH float64, o Options) camera {
	cam := camera{w: float64(o.Width), h: float64(o.Height)}
	cam.invDiag = 2 / exact.Hypot(cam.w, cam.h)
	fill := d.between(o.Fill[0], o.Fill[1])
	p := drawPose(d, halfW/halfH, o)
	spot := drawSpot(d, fill)
	cam.k = p.k

	// Pixels per unit of the image plane, along both axes; the longest side of the photo is 1 there.
	scaleX, scaleY := p.focal*cam.w, p.focal*cam.h
	if p.aspect > 1 {
		scaleY *= p.aspect
	} else {
		scaleX /= p.aspect
	}

	// The distance that makes the work as large as wanted: its size falls nearly as the inverse of the distance, so a few
	// corrections by the ratio settle it.
	work := vision.Quad{{X: -halfW, Y: -halfH}, {X: halfW, Y: -halfH}, {X: halfW, Y: halfH}, {X: -halfW, Y: halfH}}
	distance := p.focal / fill
	for range distanceRounds {
		h, nearest := p.project(distance, scaleX, scaleY, work)
		if nearest < nearestCorner*distance {
			p.yaw, p.pitch = p.yaw*straighter, p.pitch*straighter
			continue
		}
		// Shifting the photo, rather than turning the camera, keeps the shape as it is: a part cut from a larger photo.
		lo, hi := h.ApplyQuad(work).Bounds()
		shift := vision.Homography{1, 0, spot.x.shift(lo.X, hi.X, cam.w), 0, 1, spot.y.shift(lo.Y, hi.Y, cam.h), 0, 0, 1}
		cam.toView = shift.Mul(h)
		lo, hi = cam.corners(halfW, halfH).Bounds()
		distance *= max((hi.X-lo.X)/cam.w, (hi.Y-lo.Y)/cam.h) / fill
	}
	cam.toWall = invert(cam.toView)
	cam.measurePixels()
	return cam
}

// pose is how a camera is held and what camera it is.
type pose struct {
	yaw, pitch, roll float64 // in radians; pitch is negative when it looks up
	focal            float64 // in longest sides of the photo
	aspect           float64 // of the photo, width over height
	k                float64 // distortion
}

// drawPose draws the pose for a work of the given shape, width over height.
func drawPose(d dice, shape float64, o Options) pose {
	var p pose
	aspects := [2]float64{d.between(o.Aspect[0], o.Aspect[1]), d.between(o.Aspect[0], o.Aspect[1])}
	suited := d.chance(suitedShare)
	// Halving the focal length is as likely as doubling it.
	p.focal = shortestFocal * math.Pow(longestFocal/shortestFocal, d.rng.Float64())
	if d.chance(frontalShare) {
		p.yaw, p.pitch = d.bell(frontalYaw), d.bell(frontalPitch)
	} else {
		p.yaw, p.pitch = d.between(-maxYaw, maxYaw), math.Abs(d.bell(maxPitch))
		if d.chance(lookUpShare) {
			p.pitch = -p.pitch
		}
	}
	if p.roll = d.bell(usualRoll); d.chance(askewShare) {
		p.roll = d.between(-askewRoll, askewRoll)
	}
	if o.Turns {
		turns := d.rng.IntN(4)
		p.roll += math.Pi / 2 * float64(turns)
		if turns%2 == 1 {
			shape = 1 / shape
		}
	}
	misfit := func(aspect float64) float64 { return math.Abs(exact.Log(aspect / shape)) }
	p.aspect = aspects[0]
	if suited && misfit(aspects[1]) < misfit(aspects[0]) {
		p.aspect = aspects[1]
	}
	if p.k = d.bell(usualDistortion); d.chance(wideShare) {
		p.k = d.between(usualDistortion, wideDistortion)
		p.focal = min(p.focal, longestWide)
	}
	return p
}

// project returns the map from the wall to the view for a camera at the given distance, its optical axis through the
// origin of both, and the depth of the work's nearest corner.
func (p *pose) project(distance, scaleX, scaleY float64, work vision.Quad) (h vision.Homography, nearest float64) {
	sy, cy := math.Sincos(p.yaw)
	sp, cp := math.Sincos(p.pitch)
	sr, cr := math.Sincos(p.roll)
	// Columns of the rotation roll * pitch * yaw for the wall's x and y axes.
	xx, xy, xz := cy, sp*sy, -cp*sy
	yx, yy, yz := 0.0, cp, sp
	xx, xy = cr*xx-sr*xy, sr*xx+cr*xy
	yx, yy = cr*yx-sr*yy, sr*yx+cr*yy
	h = vision.Homography{
		scaleX * xx, scaleX * yx, 0,
		scaleY * xy, scaleY * yy, 0,
		xz, yz, distance,
	}
	nearest = math.Inf(1)
	for _, c := range work {
		nearest = min(nearest, xz*c.X+yz*c.Y+distance)
	}
	return h, nearest
}

// placing says where along one axis of the view the work is.
type placing struct {
	at  float64 // -1 to 1: from one end of the room that there is to the other
	out float64 // if not 0: the share of the work beyond the view's end (> 0) or start (< 0)
}

// spot is the work's place in the view.
type spot struct{ x, y placing }

// drawSpot draws the place of a work that fills the given share of the view.
func drawSpot(d dice, fill float64) spot {
	s := spot{placing{at: d.bell(1)}, placing{at: d.bell(1)}}
	if fill >= cutNeedsFill && d.chance(cutShare) {
		out := d.between(leastCut, mostCut) * d.sign()
		if d.chance(0.5) {
			s.x.out = out
		} else {
			s.y.out = out
		}
	}
	return s
}

// shift says how far to move what spans lo to hi into a view of the given size.
func (p placing) shift(lo, hi, size float64) float64 {
	switch {
	case p.out > 0:
		return size - hi + p.out*(hi-lo)
	case p.out < 0:
		return -lo + p.out*(hi-lo)
	}
	room := offCentre * (size - (hi - lo)) / 2
	if room < 0 { // too large: any part of it may be in view
		room -= overflowRoom * size
	}
	return size/2 - (lo+hi)/2 + p.at*room
}

// invert inverts a camera's map, which is never singular: the camera stands in front of the wall, less than 90 degrees
// to its side.
func invert(h vision.Homography) vision.Homography {
	inv, err := h.Inverse()
	if err != nil {
		panic("views: " + err.Error())
	}
	return inv
}

// measurePixels sets pixelX and pixelY.
func (cam *camera) measurePixels() {
	const step = 0.01 // of the work: small enough to be local
	o := cam.toView.Apply(vision.Point{})
	x := cam.toView.Apply(vision.Point{X: step})
	y := cam.toView.Apply(vision.Point{Y: step})
	cam.pixelX = step / exact.Hypot(x.X-o.X, x.Y-o.Y)
	cam.pixelY = step / exact.Hypot(y.X-o.X, y.Y-o.Y)
}

// project maps a place on the wall to the view, through the lens.
func (cam *camera) project(p vision.Point) vision.Point {
	q := cam.toView.Apply(p)
	dx, dy := q.X-cam.w/2, q.Y-cam.h/2
	r := exact.Hypot(dx, dy) * cam.invDiag
	if cam.k == 0 || r == 0 {
		return q
	}
	// Solve s(1 + k s^2) = r for the distorted radius s by Newton's method. For k < 0 the left side has a maximum,
	// beyond which nothing is ever seen; s stays below it.
	s, most := r, math.Inf(1)
	if cam.k < 0 {
		most = 0.99 / math.Sqrt(-3*cam.k)
		s = min(s, most)
	}
	for range distortRounds {
		s -= (s*(1+cam.k*s*s) - r) / (1 + 3*cam.k*s*s)
		s = min(max(s, 0), most)
	}
	return vision.Point{X: cam.w/2 + dx*s/r, Y: cam.h/2 + dy*s/r}
}

// corners are the corners of the work in the view.
func (cam *camera) corners(halfW, halfH float64) vision.Quad {
	return vision.Quad{
		cam.project(vision.Point{X: -halfW, Y: -halfH}),
		cam.project(vision.Point{X: halfW, Y: -halfH}),
		cam.project(vision.Point{X: halfW, Y: halfH}),
		cam.project(vision.Point{X: -halfW, Y: halfH}),
	}
}

// see notes for every pixel which place on the wall it shows.
func (cam *camera) see(c *canvas) {
	m := cam.toWall
	// m may be any multiple of the map: choose the one whose denominator is 1 in the middle of the work, so that places
	// behind the horizon have a negative one.
	at := cam.toView.Apply(vision.Point{})
	unit := 1 / (m[6]*at.X + m[7]*at.Y + m[8])
	for i := range m {
		m[i] *= unit
	}
	k := cam.k * cam.invDiag * cam.invDiag
	for y := range c.h {
		dy := float64(y) + 0.5 - cam.h/2
		for x := range c.w {
			dx := float64(x) + 0.5 - cam.w/2
			bend := 1 + k*(dx*dx+dy*dy)
			px, py := cam.w/2+dx*bend, cam.h/2+dy*bend
			inv := 1 / max(m[6]*px+m[7]*py+m[8], nearPlane)
			i := y*c.w + x
			c.u[i] = float32((m[0]*px + m[1]*py + m[2]) * inv)
			c.v[i] = float32((m[3]*px + m[4]*py + m[5]) * inv)
		}
	}
}

// pixelRect is a rectangle of pixels: x0 <= x < x1 and y0 <= y < y1.
type pixelRect struct{ x0, y0, x1, y1 int }

func (r pixelRect) empty() bool { return r.x0 >= r.x1 || r.y0 >= r.y1 }

// bounds is a rectangle of pixels that holds the part of the wall from (x0, y0) to (x1, y1): the whole view if part of
// it is behind the camera.
func (cam *camera) bounds(x0, y0, x1, y1 float64) pixelRect {
	q := vision.Quad{{X: x0, Y: y0}, {X: x1, Y: y0}, {X: x1, Y: y1}, {X: x0, Y: y1}}
	m := cam.toView
	front := m[8] > 0 // the origin, the middle of the work, is in front
	for i, p := range q {
		if depth := m[6]*p.X + m[7]*p.Y + m[8]; (depth > 0) != front || math.Abs(depth) < nearPlane*math.Abs(m[8]) {
			return pixelRect{0, 0, int(cam.w), int(cam.h)}
		}
		q[i] = cam.project(p)
	}
	lo, hi := q.Bounds()
	// Distortion bends the edges outwards of their corners' bounds, by less than k of the view's half diagonal.
	margin := 1 + math.Abs(cam.k)/cam.invDiag
	clip := func(v, size float64) int { return int(min(max(v, 0), size)) }
	return pixelRect{
		clip(lo.X-margin, cam.w), clip(lo.Y-margin, cam.h),
		clip(math.Ceil(hi.X+margin), cam.w), clip(math.Ceil(hi.Y+margin), cam.h),
	}
}
