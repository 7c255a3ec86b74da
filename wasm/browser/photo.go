//go:build js && wasm

package browser

import "syscall/js"

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
			p.bitmap, p.width, p.height = b, b.Get("width").Float(), b.Get("height").Float()
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
