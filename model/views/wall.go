package views

import "image"

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

// wallWeights are the weights of the wallTones.
var wallWeights = func() (w []float64) {
	for _, t := range wallTones {
		w = append(w, t.weight)
	}
	return w
}()

// Lengths are in longest sides of the work.
var (
	// photoShare is how often the background is a photo, if there are any, and photoPart how much of it is in view.
	// Outdoor scenes are no museum walls, but what teaches a network that anything may surround a work.
	photoShare = 0.12
	photoPart  = span{0.5, 1}

	// How much darker the dark parts of a material are: of plain ones, and of brick, boards and wallpaper.
	plainContrast   = span{0.03, 0.18}
	patternContrast = span{0.08, 0.45}

	// Half of the wallpapers are printed in another shade.
	printShare = 0.5
	printShade = span{0.6, 1.1}

	// A tile is this long on the wall: a wallpaper's motif, four bricks, four boards.
	tileLength = span{0.4, 1.8}

	// Few views show where another wall begins, beside the work, which is lit otherwise.
	cornerShare = 0.06
	cornerGap   = span{0.3, 0.8}
	cornerLight = span{0.45, 1.3}

	// Few views show the floor or a panelled lower part of the wall.
	floorShare = 0.08
	floorGap   = span{0.2, 0.9}
	floorTone  = span{0.5, 1.3}

	labelShare = 0.38
)

// wall is the background.
type wall struct {
	photo *image.RGBA // or nil
	crop  [4]float32  // the part of the photo in view: left, top, width and height in fractions

	a, b   rgb // the colours that the tile blends
	tile   *tile
	repeat float32 // tiles per length
	shift  [2]float32

	corner      float32 // where another wall begins: to the right of it if positive, to the left if negative; 0 for none
	cornerLight float32 // how light that one is
	floor       float32 // where the floor begins, 0 for none
	floorColour rgb

	labels []label
}

// newWall draws the wall behind a work of the given half sizes.
func newWall(d dice, halfW, halfH float64, o Options) wall {
	var w wall
	tone := &wallTones[d.pick(wallWeights)]
	t := float32(d.rng.Float64())
	w.a = mix(srgb(tone.a[0], tone.a[1], tone.a[2]), srgb(tone.b[0], tone.b[1], tone.b[2]), t)
	kind := material(d.pick(materialWeights[:]))
	w.tile = tiles[kind]
	contrast := d.in(plainContrast)
	if kind == brick || kind == planks || kind == damask {
		contrast = d.in(patternContrast)
	}
	w.b = w.a.scale(float32(1 - contrast))
	if kind == damask && d.chance(printShare) {
		w.b[d.rng.IntN(3)] *= float32(d.in(printShade))
	}
	w.repeat = float32(1 / d.in(tileLength))
	w.shift = [2]float32{float32(d.rng.Float64()), float32(d.rng.Float64())}

	if d.chance(cornerShare) {
		w.corner = float32(d.sign() * (halfW + d.in(cornerGap)))
		w.cornerLight = float32(d.in(cornerLight))
	}
	if d.chance(floorShare) {
		w.floor = float32(halfH + d.in(floorGap))
		w.floorColour = mix(darkWood.body, lightWood.body, float32(d.rng.Float64())).scale(float32(d.in(floorTone)))
	}
	if d.chance(labelShare) {
		w.labels = append(w.labels, newLabel(d, halfW, halfH))
	}
	if use := d.chance(photoShare); use && len(o.Walls) > 0 {
		w.photo = o.Walls[d.rng.IntN(len(o.Walls))]
		part := d.in(photoPart)
		w.crop = [4]float32{float32(d.between(0, 1-part)), float32(d.between(0, 1-part)), float32(part), float32(part)}
	}
	return w
}

// paint fills the canvas.
func (w *wall) paint(c *canvas, cam *camera) {
	if w.photo != nil {
		w.paintPhoto(c)
	} else {
		w.paintMaterial(c)
		if w.corner != 0 {
			w.paintCorner(c, cam)
		}
		if w.floor != 0 {
			w.paintFloor(c, cam)
		}
	}
	for i := range w.labels {
		w.labels[i].paint(c, cam)
	}
}

// paintMaterial draws the bare wall.
func (w *wall) paintMaterial(c *canvas) {
	if w.tile == nil {
		for i := range c.w * c.h {
			copy(c.px[3*i:3*i+3], w.a[:])
		}
		return
	}
	for i := range c.w * c.h {
		t := w.tile.at(c.u[i]*w.repeat+w.shift[0], c.v[i]*w.repeat+w.shift[1])
		colour := mix(w.a, w.b, t)
		copy(c.px[3*i:3*i+3], colour[:])
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
			c.darken(i, (1-w.cornerLight)*in)
		}
	}
}

// paintFloor draws what the wall stands on.
func (w *wall) paintFloor(c *canvas, cam *camera) {
	inv := float32(1 / cam.pixelY)
	for i, v := range c.v {
		if in := ramp(0.5 + (v-w.floor)*inv); in > 0 {
			c.mixIn(i, w.floorColour, in)
		}
	}
}
