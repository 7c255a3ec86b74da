//go:build js && wasm

package browser

import (
	"syscall/js"

	"docent/model/vision"
)

// What the curator's page uses as well, whose document is another one.

// Call calls a method that returns a promise, and waits for it. It must not be used in a js.Func.
func Call(object js.Value, method string, args ...any) (js.Value, error) {
	return call(object, method, args...)
}

// Try calls f and returns the exception that it threw, if it did.
func Try(f func() js.Value) (js.Value, error) { return try(f) }

// ToError makes an error of what JavaScript threw, or of an event's error.
func ToError(v js.Value) *Error { return toError(v) }

// Array copies bytes to a new Uint8Array.
func Array(b []byte) js.Value { return array(b) }

// FloatArray copies numbers to a new Float32Array.
func FloatArray(f []float32) js.Value { return floatArray(f) }

// Post sends a message from the worker to the page.
func Post(m map[string]any) { post(m) }

// NewCamera returns a camera that shows in a video element.
func NewCamera(video js.Value) *Camera { return &Camera{video: wrap(video)} }

// NewOutline is Document.Outline for any drawing.
func NewOutline(svg js.Value, step func(at float64) (q vision.Quad, shown, moving bool)) *Outline {
	return newOutline(wrap(svg), step)
}

// Put adds the picture to a message to the worker, and returns what is to be transferred with it.
func (p Picture) Put(message js.Value) (transfer js.Value) { return p.put(message) }

// ReadAnswer reads what PostAnswer has sent.
func ReadAnswer(message js.Value) Answer { return readAnswer(message) }
