//go:build js && wasm

package browser

import (
	"math"
	"syscall/js"
)

// Photo is a picture that the visitor has chosen from the phone. URL shows it in the page until Close.
type Photo struct {
	URL    string
	file   js.Value
	bitmap js.Value
	width  float64
	height float64
	grabber
}

// OpenPhoto decodes a file, upright as its EXIF orientation says.
func OpenPhoto(file js.Value) (*Photo, error) {
	p := &Photo{file: file, URL: js.Global().Get("URL").Call("createObjectURL", file).String()}
	if exists("createImageBitmap") {
		b, err := call(js.Global(), "createImageBitmap", file, map[string]any{"imageOrientation": "from-image"})
		if err == nil {
			p.hold(b)
			return p, nil
		}
	}
	// Old browsers know no options, and some decode in an image element what they refuse as a bitmap.
	img := js.Global().Get("Image").New()
	img.Set("src", p.URL)
	_, err := call(img, "decode")
	p.bitmap, p.width, p.height = img, img.Get("naturalWidth").Float(), img.Get("naturalHeight").Float()
	if err == nil && (p.width < 1 || p.height < 1) {
		err = &Error{"EncodingError", "the picture has no size"}
	}
	if err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// hold keeps a bitmap, brought down to PhotoSide: a phone's photo takes 50 to 200 MB as it is.
func (p *Photo) hold(b js.Value) {
	p.bitmap, p.width, p.height = b, b.Get("width").Float(), b.Get("height").Float()
	scale := PhotoSide / max(p.width, p.height)
	if scale >= 1 {
		return
	}
	w, h := max(1, math.Round(p.width*scale)), max(1, math.Round(p.height*scale))
	small, err := call(js.Global(), "createImageBitmap", b, map[string]any{"resizeWidth": w, "resizeHeight": h, "resizeQuality": "high"})
	if err != nil {
		return // then it stays large
	}
	b.Call("close")
	p.bitmap, p.width, p.height = small, small.Get("width").Float(), small.Get("height").Float()
}

// Picture returns the photo for the recogniser. It can be called again, for the photo stays open.
func (p *Photo) Picture() (Picture, error) {
	return p.grab(p.bitmap, 0, 0, p.width, p.height, PhotoSide)
}

// Close frees the photo's memory and its URL.
func (p *Photo) Close() {
	if p.bitmap.Type() == js.TypeObject && p.bitmap.Get("close").Type() == js.TypeFunction {
		p.bitmap.Call("close")
	}
	js.Global().Get("URL").Call("revokeObjectURL", p.URL)
}
