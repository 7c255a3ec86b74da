//go:build js && wasm

package browser

import (
	"image"
	"math"
	"syscall/js"

	"docent/model/vision"
)

// Picture is what the page sends the recogniser: an ImageBitmap, which costs nothing to hand over, or else its pixels
// where workers have no canvas (Safari before 16.4).
type Picture struct {
	bitmap        js.Value
	pixels        js.Value // Uint8ClampedArray, RGBA
	Width, Height int
}

// PhotoSide is the longest side, in pixels, to which a photo is scaled before vision.Frame brings it down to a frame:
// more would only cost memory.
const PhotoSide = 2048

// liveSide is that of a camera's frame.
const liveSide = vision.FrameSide

// grabber takes pictures from an element: a video or an image.
type grabber struct {
	scaler  *Surface // of the camera's pictures
	surface *Surface // only where workers have no canvas
}

// grab takes a part of a picture. A frame of the camera is scaled here, on a canvas that the graphics processor may keep,
// and so is small when it is handed over and read back: that takes two thirds of the time that a full one takes.
func (g *grabber) grab(source js.Value, x, y, w, h float64, side int) (Picture, error) {
	if exists("OffscreenCanvas") && side == liveSide {
		if g.scaler == nil {
			g.scaler = &Surface{options: js.ValueOf(map[string]any{"alpha": false})}
		}
		b, err := g.scaler.bitmap(source, x, y, w, h, side)
		if err != nil {
			return Picture{}, err
		}
		return Picture{bitmap: b, Width: g.scaler.w, Height: g.scaler.h}, nil
	}
	if exists("OffscreenCanvas") && exists("createImageBitmap") {
		b, err := call(js.Global(), "createImageBitmap", source, x, y, w, h)
		if err != nil {
			return Picture{}, err
		}
		return Picture{bitmap: b, Width: int(w), Height: int(h)}, nil
	}
	if g.surface == nil {
		g.surface = NewSurface()
	}
	pixels, err := g.surface.draw(source, x, y, w, h, side)
	if err != nil {
		return Picture{}, err
	}
	return Picture{pixels: pixels, Width: g.surface.w, Height: g.surface.h}, nil
}

// put adds the picture to a message and returns what is to be transferred with it.
func (p Picture) put(message js.Value) (transfer js.Value) {
	if p.bitmap.Type() == js.TypeObject {
		message.Set("bitmap", p.bitmap)
		return p.bitmap
	}
	message.Set("pixels", p.pixels)
	message.Set("width", p.Width)
	message.Set("height", p.Height)
	return p.pixels.Get("buffer")
}

// Surface is a canvas on which pictures are scaled, and a Go picture that their pixels are copied to. Both are made
// once and keep their size as long as the pictures keep theirs.
type Surface struct {
	canvas, context js.Value
	options         js.Value
	w, h            int
	frame           *image.RGBA
}

// NewSurface returns a surface without a canvas; the first picture makes it.
func NewSurface() *Surface {
	return &Surface{options: js.ValueOf(map[string]any{"willReadFrequently": true})}
}

// resize gives the canvas a size; setting the same one again would throw its memory away.
func (s *Surface) resize(w, h int) {
	if s.context.Type() == js.TypeObject && s.w == w && s.h == h {
		return
	}
	if s.context.Type() != js.TypeObject {
		if exists("OffscreenCanvas") {
			s.canvas = js.Global().Get("OffscreenCanvas").New(w, h)
		} else {
			s.canvas = js.Global().Get("document").Call("createElement", "canvas")
		}
		s.context = s.canvas.Call("getContext", "2d", s.options)
	}
	s.w, s.h = w, h
	s.canvas.Set("width", w)
	s.canvas.Set("height", h)
	// A canvas forgets these when it is resized. White shows through transparent pictures, as in vision.Frame.
	s.context.Set("imageSmoothingEnabled", true)
	s.context.Set("imageSmoothingQuality", "high")
	s.context.Set("fillStyle", "#fff")
}

// scale draws a part of a picture so that its longest side is at most side.
func (s *Surface) scale(source js.Value, x, y, w, h float64, side int) {
	scale := min(float64(side)/max(w, h), 1)
	s.resize(max(1, int(math.Round(w*scale))), max(1, int(math.Round(h*scale))))
	s.context.Call("fillRect", 0, 0, s.w, s.h)
	s.context.Call("drawImage", source, x, y, w, h, 0, 0, s.w, s.h)
}

// draw scales a part of a picture and returns its pixels.
func (s *Surface) draw(source js.Value, x, y, w, h float64, side int) (js.Value, error) {
	return try(func() js.Value {
		s.scale(source, x, y, w, h, side)
		return s.context.Call("getImageData", 0, 0, s.w, s.h).Get("data")
	})
}

// bitmap scales a part of a picture and returns it as an ImageBitmap. The canvas must be an OffscreenCanvas.
func (s *Surface) bitmap(source js.Value, x, y, w, h float64, side int) (js.Value, error) {
	return try(func() js.Value {
		s.scale(source, x, y, w, h, side)
		return s.canvas.Call("transferToImageBitmap")
	})
}

// Read takes the picture out of a message of Put and scales it so that its longest side is at most side. What it
// returns is overwritten by the next call.
func (s *Surface) Read(message js.Value, side int) (*image.RGBA, error) {
	if bitmap := message.Get("bitmap"); bitmap.Type() == js.TypeObject {
		pixels, err := s.draw(bitmap, 0, 0, bitmap.Get("width").Float(), bitmap.Get("height").Float(), side)
		bitmap.Call("close")
		if err != nil {
			return nil, err
		}
		return s.copy(pixels, s.w, s.h)
	}
	return s.copy(message.Get("pixels"), message.Get("width").Int(), message.Get("height").Int())
}

func (s *Surface) copy(pixels js.Value, w, h int) (*image.RGBA, error) {
	if w < 1 || h < 1 || pixels.Type() != js.TypeObject || pixels.Get("length").Int() != 4*w*h {
		return nil, &Error{"RangeError", "the picture's pixels are not of its size"}
	}
	if s.frame == nil || cap(s.frame.Pix) < 4*w*h {
		s.frame = image.NewRGBA(image.Rect(0, 0, w, h))
	}
	s.frame.Pix, s.frame.Stride, s.frame.Rect = s.frame.Pix[:4*w*h], 4*w, image.Rect(0, 0, w, h)
	js.CopyBytesToGo(s.frame.Pix, pixels)
	return s.frame, nil
}
