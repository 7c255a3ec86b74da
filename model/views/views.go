// Package views synthesises phone-like views of a picture: how it looks when it hangs framed on a wall and somebody
// photographs it in passing. From one clean picture per work it makes the training data of the encoder, the true outlines
// that locating a work is trained on, and support for prototypes.
//
// A view is made in the order in which a real one comes about, a file for each stage: a pinhole camera is placed
// (camera.go), the wall is painted (wall.go), the work and its neighbours are framed and hung (frame.go, hanging.go), lamps
// and reflections light the scene (light.go), somebody may stand in the way (occluder.go), the lens blurs it (lens.go) and the sensor turns it into 8-bit pixels
// (sensor.go). Colours are linear light until the sensor.
//
// Views are deterministic in the picture, the seed and the options. Every stage draws from its own random stream, so the
// same seed keeps its geometry when the strength of the trouble changes. Floating-point rounding may differ between
// processor architectures, and so may single levels of single pixels.
package views

import (
	"image"

	"docent/model/vision"
)

// Options say what the views look like. The zero value is ready to use.
type Options struct {
	// Width and Height of the output in pixels, 96 x 96 by default.
	Width, Height int

	// Walls are photos without a work, used as backgrounds now and then and as what glass reflects. Without them all
	// walls are drawn.
	Walls []*image.RGBA

	// Neighbours are pictures that may hang beside the work. Without them neighbours are drawn.
	Neighbours []*image.RGBA

	// Turns lets the camera be held in any of the four directions: the work shows upright, on a side or upside down.
	Turns bool

	// Fill is the range of the share of the view's sides that the work spans, measured without its frame along the side
	// that it fills more; default 0.55 to 1.1. Above 1 the work is cut off.
	Fill [2]float64

	// Aspect is the range of the camera's aspect ratio, width over height. The photo is squashed to Width x Height, as
	// a network with a square input squashes a whole frame. By default pixels are square.
	Aspect [2]float64

	// Strength scales the photometric trouble from 0 to 1: 1, the default, is what visitors' photos show; [NoTrouble]
	// gives evenly lit, sharp and noiseless views with nothing in front of the work. Geometry, wall and frame do not
	// depend on it.
	Strength float64
}

// NoTrouble is the Strength without any photometric trouble. It is not 0 because 0 stands for the default.
const NoTrouble = -1

const (
	// defaultSide leaves a margin over the 56 and 64 pixels of the networks' inputs, for windows cut from the view.
	defaultSide = 96

	// From small enough to show frame, wall and label to so near that the frame is out of view. Smaller than half of the
	// view a work keeps too few pixels to be told apart on a 56 pixel input.
	defaultFillLow, defaultFillHigh = 0.55, 1.1

	// maxSide bounds the output: views feed small networks, and memory grows with the square.
	maxSide = 4096

	// widestAspect bounds the camera's aspect ratio: panoramas are no single view.
	widestAspect = 4
)

// View is a synthesised photo.
type View struct {
	Image *image.RGBA

	// Corners of the work without its frame, in pixels of Image, in the work's own orientation. They may lie outside of
	// the image.
	Corners vision.Quad
}

// withDefaults fills in what is left out and bounds the rest.
func (o Options) withDefaults() Options {
	if o.Width <= 0 {
		o.Width = defaultSide
	}
	if o.Height <= 0 {
		o.Height = defaultSide
	}
	o.Width, o.Height = min(o.Width, maxSide), min(o.Height, maxSide)
	if o.Fill == ([2]float64{}) {
		o.Fill = [2]float64{defaultFillLow, defaultFillHigh}
	}
	if o.Aspect == ([2]float64{}) {
		square := float64(o.Width) / float64(o.Height)
		o.Aspect = [2]float64{square, square}
	}
	for i := range 2 {
		o.Fill[i] = within(o.Fill[i], leastFill, mostFill)
		o.Aspect[i] = within(o.Aspect[i], 1/widestAspect, widestAspect)
	}
	if o.Strength == 0 {
		o.Strength = 1
	}
	o.Strength = within(o.Strength, 0, 1)
	o.Walls = withPixels(o.Walls)
	o.Neighbours = withPixels(o.Neighbours)
	return o
}

// within brings v into lo..hi; what is not a number becomes lo.
func within(v, lo, hi float64) float64 {
	if !(v > lo) {
		return lo
	}
	return min(v, hi)
}

// withPixels leaves out empty pictures; it copies only if there are any.
func withPixels(pictures []*image.RGBA) []*image.RGBA {
	usable := func(m *image.RGBA) bool { return m != nil && !m.Rect.Empty() }
	for i, m := range pictures {
		if usable(m) {
			continue
		}
		kept := append([]*image.RGBA(nil), pictures[:i]...)
		for _, m := range pictures[i+1:] {
			if usable(m) {
				kept = append(kept, m)
			}
		}
		return kept
	}
	return pictures
}

// Synthesise makes a view of the work. The same work, seed and options make the same view. It panics if the work has no
// pixels.
func Synthesise(work *image.RGBA, seed uint64, o Options) View {
	if work == nil || work.Rect.Empty() {
		panic("views: a work without pixels")
	}
	o = o.withDefaults()
	halfW, halfH := halfSizes(work.Rect.Dx(), work.Rect.Dy())
	cam := newCamera(newDice(seed, streamCamera), halfW, halfH, o)
	scene := newScene(seed, halfW, halfH, o)
	scene.addNeighbours(newDice(seed, streamNeighbours), &cam, o)
	scene.addWork(work, &cam)
	return View{Image: render(&scene, &cam, seed, o), Corners: cam.corners(halfW, halfH)}
}

// Wall makes a view of a wall that no work hangs on, in the same light and through the same camera as the views with one.
func Wall(seed uint64, o Options) *image.RGBA {
	o = o.withDefaults()
	d := newDice(seed, streamEmpty)
	// The camera is aimed at the place where a work might hang.
	halfW, halfH := halfSizes(int(d.between(50, 100)), int(d.between(50, 100)))
	cam := newCamera(newDice(seed, streamCamera), halfW, halfH, o)
	scene := newScene(seed, halfW, halfH, o)
	return render(&scene, &cam, seed, o)
}

// halfSizes are half the width and height of a work on the wall, where lengths are measured in its longest side.
func halfSizes(w, h int) (halfW, halfH float64) {
	longest := float64(max(w, h))
	return float64(w) / longest / 2, float64(h) / longest / 2
}

// render takes the photo.
func render(s *scene, cam *camera, seed uint64, o Options) *image.RGBA {
	c := newCanvas(o.Width, o.Height)
	defer c.release()
	t := drawTroubles(newDice(seed, streamTroubles), o.Strength)
	cam.see(c)
	s.wall.paint(c, cam)
	s.paintShadows(c, cam)
	for i := range s.hangings {
		s.hangings[i].paint(c, cam)
	}
	light(c, cam, newDice(seed, streamLight), s.halfH, &t, o)
	if o.Strength > 0 {
		obstruct(c, newDice(seed, streamObstacle))
	}
	blur(c, newDice(seed, streamLens), &t)
	return expose(c, newDice(seed, streamSensor), &t)
}
