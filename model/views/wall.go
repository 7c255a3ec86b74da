package views

import (
	"image"
	"math"
)

// material is what a wall is made of: a tile, repeated, whose values blend two colours.
type material int

const (
	plain material = iota
	plaster
	fabric
	concrete
	brick
	planks
	damask
	materials // how many there are
)

// materialWeights say how often walls are made of what: rooms that show paintings are mostly painted smoothly.
var materialWeights = [materials]float64{plain: 0.52, plaster: 0.16, fabric: 0.1, concrete: 0.06, brick: 0.04, planks: 0.05, damask: 0.07}

// wallTone is a range of wall colours, as 8-bit sRGB of its two ends.
type wallTone struct {
	weight float64
	a, b   [3]uint8
}

// wallTones: white cube, grey, beige and the strong colours of old galleries.
var wallTones = []wallTone{
	{0.32, [3]uint8{205, 202, 196}, [3]uint8{250, 249, 246}},
	{0.22, [3]uint8{150, 147, 143}, [3]uint8{205, 202, 197}},
	{0.17, [3]uint8{190, 175, 150}, [3]uint8{232, 220, 198}},
	{0.06, [3]uint8{40, 40, 42}, [3]uint8{110, 110, 112}},
	{0.06, [3]uint8{92, 24, 22}, [3]uint8{160, 62, 52}},
	{0.05, [3]uint8{44, 66, 48}, [3]uint8{120, 140, 108}},
	{0.05, [3]uint8{48, 66, 98}, [3]uint8{140, 160, 184}},
	{0.05, [3]uint8{150, 128, 60}, [3]uint8{205, 185, 120}},
	{0.02, [3]uint8{6, 6, 7}, [3]uint8{28, 28, 30}}, // a dark room, or the screen around a picture
}

const (
	// photoShare is how often the background is a photo, if there are any.
	photoShare = 0.12

	// mostContrast is the relative difference of lightness within plain materials; brick and the like have more.
	leastContrast, mostContrast       = 0.03, 0.18
	leastPatternStep, mostPatternStep = 0.08, 0.45

	// A tile is this long on the wall, in longest sides of the work.
	smallestTile, largestTile = 0.4, 1.8

	// Shares of views that show another wall, a floor or dado, a label beside the work.
	cornerShare = 0.06
	floorShare  = 0.08
	labelShare  = 0.38
)

// wall is the background.
type wall struct {
	photo *image.RGBA // or nil
	crop  [4]float32  // the part of the photo in view: left, top, width and height in fractions

	a, b   rgb // the colours that the tile blends
	tile   *tile
	repeat float32 // tiles per length
	shift  [2]float32

	corner, cornerLight float32 // where another wall begins, right of it if cornerLight > 0, left if < 0; how light it is
	floor               float32 // where the floor begins, if hasFloor
	hasFloor            bool
	floorColour         rgb

	plates []plate
}

// plate is a label: a small light or dark rectangle with lines of text.
type plate struct {
	x0, y0, x1, y1 float64
	colour, ink    rgb
	lines          float32 // lines of text, 0 for none
}

func newWall(d dice, halfW, halfH float64, o Options) wall {
	var w wall
	weights := make([]float64, len(wallTones))
	for i := range wallTones {
		weights[i] = wallTones[i].weight
	}
	tone := wallTones[d.pick(weights)]
	t := float32(d.rng.Float64())
	w.a = mix(srgb(tone.a[0], tone.a[1], tone.a[2]), srgb(tone.b[0], tone.b[1], tone.b[2]), t)
	kind := material(d.pick(materialWeights[:]))
	w.tile = tiles[kind]
	contrast := float32(d.between(leastContrast, mostContrast))
	if kind == brick || kind == planks || kind == damask {
		contrast = float32(d.between(leastPatternStep, mostPatternStep))
	}
	w.b = w.a.scale(1 - contrast)
	if kind == damask && d.chance(0.5) { // printed in another shade
		w.b[d.rng.IntN(3)] *= float32(d.between(0.6, 1.1))
	}
	w.repeat = float32(1 / d.between(smallestTile, largestTile))
	w.shift = [2]float32{float32(d.rng.Float64()), float32(d.rng.Float64())}

	if d.chance(cornerShare) {
		w.corner = float32(d.sign() * (halfW + d.between(0.3, 0.8)))
		w.cornerLight = float32(d.between(0.45, 1.3))
	}
	if d.chance(floorShare) {
		w.hasFloor = true
		w.floor = float32(halfH + d.between(0.2, 0.9))
		w.floorColour = mix(darkWood.body, lightWood.body, float32(d.rng.Float64())).scale(float32(d.between(0.5, 1.3)))
	}
	if d.chance(labelShare) {
		w.plates = append(w.plates, newLabel(d, halfW, halfH))
	}
	if use := d.chance(photoShare); use && len(o.Walls) > 0 {
		w.photo = o.Walls[d.rng.IntN(len(o.Walls))]
		size := d.between(0.5, 1)
		w.crop = [4]float32{float32(d.between(0, 1-size)), float32(d.between(0, 1-size)), float32(size), float32(size)}
	}
	return w
}

// newLabel puts a label beside or below a work.
func newLabel(d dice, halfW, halfH float64) plate {
	const room = 0.08 // for the frame
	w, h := d.between(0.06, 0.16), d.between(0.05, 0.14)
	x := halfW + room + d.between(0.02, 0.3)
	y := d.between(-0.1, halfH)
	if d.chance(0.4) {
		x = -x - w
	}
	if d.chance(0.15) { // below
		x, y = d.between(-halfW, halfW-w), halfH+room+d.between(0.02, 0.2)
	}
	p := plate{x, y, x + w, y + h, white.body, black.body, float32(2 + d.rng.IntN(4))}
	if d.chance(0.2) {
		p.colour, p.ink = p.ink, p.colour
	}
	p.colour = p.colour.scale(float32(d.between(0.75, 1.15)))
	if d.chance(0.2) {
		p.lines = 0
	}
	return p
}

// paint fills the canvas.
func (w *wall) paint(c *canvas, cam *camera) {
	if w.photo != nil {
		w.paintPhoto(c)
		return
	}
	if w.tile == nil {
		for i := range c.w * c.h {
			copy(c.px[3*i:3*i+3], w.a[:])
		}
	} else {
		for i := range c.w * c.h {
			t := w.tile.at(c.u[i]*w.repeat+w.shift[0], c.v[i]*w.repeat+w.shift[1])
			p := c.px[3*i:][:3]
			p[0] = w.a[0] + (w.b[0]-w.a[0])*t
			p[1] = w.a[1] + (w.b[1]-w.a[1])*t
			p[2] = w.a[2] + (w.b[2]-w.a[2])*t
		}
	}
	if w.cornerLight != 0 {
		w.paintCorner(c, cam)
	}
	if w.hasFloor {
		w.paintFloor(c, cam)
	}
}

// paintPhoto stretches the cropped photo over the view.
func (w *wall) paintPhoto(c *canvas) {
	t := newTexture(w.photo, int(float32(c.w)/w.crop[2]), int(float32(c.h)/w.crop[3]))
	stepX, stepY := w.crop[2]/float32(c.w), w.crop[3]/float32(c.h)
	for y := range c.h {
		for x := range c.w {
			v := t.at(w.crop[0]+(float32(x)+0.5)*stepX, w.crop[1]+(float32(y)+0.5)*stepY)
			copy(c.px[3*(y*c.w+x):][:3], v[:])
		}
	}
}

// paintCorner makes what lies beyond the corner lighter or darker.
func (w *wall) paintCorner(c *canvas, cam *camera) {
	inv := float32(1 / cam.pixelX)
	if w.corner < 0 {
		inv = -inv
	}
	for i, u := range c.u {
		if in := ramp(0.5 + (u-w.corner)*inv); in > 0 {
			f := 1 + (w.cornerLight-1)*in
			p := c.px[3*i:][:3]
			p[0], p[1], p[2] = p[0]*f, p[1]*f, p[2]*f
		}
	}
}

// paintFloor draws what the wall stands on.
func (w *wall) paintFloor(c *canvas, cam *camera) {
	inv := float32(1 / cam.pixelY)
	for i, v := range c.v {
		if in := ramp(0.5 + (v-w.floor)*inv); in > 0 {
			p := c.px[3*i:][:3]
			was := rgb{p[0], p[1], p[2]}
			now := mix(was, w.floorColour, in)
			p[0], p[1], p[2] = now[0], now[1], now[2]
		}
	}
}

// paintPlates draws the labels.
func (w *wall) paintPlates(c *canvas, cam *camera) {
	for _, l := range w.plates {
		r := cam.bounds(l.x0, l.y0, l.x1, l.y1)
		x0, x1, y0, y1 := float32(l.x0), float32(l.x1), float32(l.y0), float32(l.y1)
		invX, invY := float32(1/cam.pixelX), float32(1/cam.pixelY)
		for py := r.y0; py < r.y1; py++ {
			for px := r.x0; px < r.x1; px++ {
				i := py*c.w + px
				u, v := c.u[i], c.v[i]
				in := ramp(0.5+(u-x0)*invX) * ramp(0.5+(x1-u)*invX) * ramp(0.5+(v-y0)*invY) * ramp(0.5+(y1-v)*invY)
				if in == 0 {
					continue
				}
				colour := l.colour
				if l.lines > 0 {
					// Lines of text, grey from afar, ragged on the right.
					at := (v - y0) / (y1 - y0) * (l.lines + 1)
					line := int(at)
					end := 0.9 - 0.3*float32(line*7%5)/4
					if at-float32(line) > 0.5 && line < int(l.lines) && (u-x0)/(x1-x0) > 0.1 && (u-x0)/(x1-x0) < end {
						colour = mix(colour, l.ink, 0.25)
					}
				}
				p := c.px[3*i:][:3]
				p[0] += (colour[0] - p[0]) * in
				p[1] += (colour[1] - p[1]) * in
				p[2] += (colour[2] - p[2]) * in
			}
		}
	}
}

// tileSide is the resolution of a material's tile, a power of two.
const tileSide = 64

// tile holds values from 0 to 1 that repeat seamlessly.
type tile [tileSide * tileSide]float32

// at interpolates at a place in tiles.
func (t *tile) at(x, y float32) float32 {
	x, y = x*tileSide, y*tileSide
	fx, fy := float32(math.Floor(float64(x))), float32(math.Floor(float64(y)))
	x0, y0 := int(fx)&(tileSide-1), int(fy)&(tileSide-1)
	x1, y1 := (x0+1)&(tileSide-1), (y0+1)&(tileSide-1)
	x, y = x-fx, y-fy
	top := t[y0*tileSide+x0] + (t[y0*tileSide+x1]-t[y0*tileSide+x0])*x
	bottom := t[y1*tileSide+x0] + (t[y1*tileSide+x1]-t[y1*tileSide+x0])*x
	return top + (bottom-top)*y
}

// tiles are the materials' patterns, the same in every process; plain has none.
var tiles = func() (all [materials]*tile) {
	d := newDice(1, streamTiles)
	for kind := plaster; kind < materials; kind++ {
		t := new(tile)
		switch kind {
		case plaster:
			t.addNoise(d, 8, 0.5)
			t.addNoise(d, 16, 0.5)
			t.addNoise(d, 32, 0.6)
		case concrete:
			t.addNoise(d, 2, 0.8)
			t.addNoise(d, 4, 0.6)
			t.addNoise(d, 32, 0.3)
		case fabric:
			t.addNoise(d, 64, 0.6)
			t.each(func(x, y int) float64 { return 0.2 * float64((x+y)%2) })
		case brick:
			t.addNoise(d, 32, 0.25)
			t.each(brickwork(d))
		case planks:
			t.each(boards(d))
		case damask:
			t.each(motif)
		}
		t.stretch()
		all[kind] = t
	}
	return all
}()

// each adds a value to every place of the tile.
func (t *tile) each(value func(x, y int) float64) {
	for y := range tileSide {
		for x := range tileSide {
			t[y*tileSide+x] += float32(value(x, y))
		}
	}
}

// addNoise adds smooth noise with the given number of cells along each side.
func (t *tile) addNoise(d dice, cells int, amplitude float64) {
	knots := make([]float64, cells*cells)
	for i := range knots {
		knots[i] = d.bell(amplitude)
	}
	t.each(func(x, y int) float64 {
		fx, fy := float64(x*cells)/tileSide, float64(y*cells)/tileSide
		x0, y0 := int(fx), int(fy)
		fx, fy = fx-float64(x0), fy-float64(y0)
		x1, y1 := (x0+1)%cells, (y0+1)%cells
		return (knots[y0*cells+x0]*(1-fx)+knots[y0*cells+x1]*fx)*(1-fy) +
			(knots[y1*cells+x0]*(1-fx)+knots[y1*cells+x1]*fx)*fy
	})
}

// brickwork is a running bond of 4 x 8 bricks with light joints.
func brickwork(d dice) func(x, y int) float64 {
	const wide, high = tileSide / 4, tileSide / 8
	var shade [8][4]float64
	for r := range shade {
		for b := range shade[r] {
			shade[r][b] = 0.6 + d.bell(0.4)
		}
	}
	return func(x, y int) float64 {
		row := y / high
		x = (x + row%2*wide/2) % tileSide
		if x%wide == 0 || y%high == 0 {
			return 0
		}
		return shade[row][x/wide]
	}
}

// boards are six upright boards with grain and dark joints.
func boards(d dice) func(x, y int) float64 {
	var grain [tileSide]float64
	for x := range grain {
		grain[x] = 0.3 + d.bell(0.3)
		if x%(tileSide/4) == 0 {
			grain[x] = 1.2
		}
	}
	return func(x, y int) float64 { return grain[x] + 0.05*math.Sin(float64(y)*2*math.Pi/tileSide+float64(x)) }
}

// motif is a wallpaper with two staggered lozenges of leaves.
func motif(x, y int) float64 {
	shape := func(x, y int) float64 {
		fx := math.Abs(float64((x+tileSide)%tileSide) - tileSide/2)
		fy := math.Abs(float64((y+tileSide)%tileSide) - tileSide/2)
		r := fx/13 + fy/22
		if r > 1 {
			return 0
		}
		return 0.5 + 0.5*math.Cos(r*12)
	}
	return shape(x, y) + shape(x+tileSide/2, y+tileSide/2)
}

// stretch brings the values to 0..1.
func (t *tile) stretch() {
	lo, hi := t[0], t[0]
	for _, v := range t {
		lo, hi = min(lo, v), max(hi, v)
	}
	for i, v := range t {
		t[i] = (v - lo) / (hi - lo)
	}
}
