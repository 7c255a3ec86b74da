//go:build js && wasm

package browser

import (
	"math"
	"syscall/js"

	"docent/wasm/visit"
)

// Camera shows the rear camera in a video element and takes frames from it. It is asked for by Open and given back by
// Close; between the two the browser may end it at any time (a call, a lock screen), which Lost tells.
type Camera struct {
	video  element
	stream js.Value
	lost   js.Func // of the stream's track
	onLost func()
	grabber
}

// wanted asks for the rear camera and for 720 lines, of which docent needs half: what every phone has, at a price in
// battery that is small. Both are wishes, so that no camera is refused for lack of them.
var wanted = map[string]any{
	"audio": false,
	"video": map[string]any{
		"facingMode": map[string]any{"ideal": "environment"},
		"resizeMode": map[string]any{"ideal": "none"}, // not cropped to the wished size: an upright picture stays upright
		"width":      map[string]any{"ideal": 1280},
		"height":     map[string]any{"ideal": 720},
	},
}

// Open asks for the camera, which may take as long as the visitor thinks about it, and waits for its first picture.
// lost is called when the browser takes the camera away. The error of a refusal is an *Error; CameraTrouble names it.
func (c *Camera) Open(lost func()) error {
	c.Close()
	if !js.Global().Get("isSecureContext").Truthy() {
		return &Error{Name: "InsecureContext"}
	}
	devices := js.Global().Get("navigator").Get("mediaDevices")
	if devices.Type() != js.TypeObject {
		return &Error{Name: "NotFoundError", Message: "this browser has no navigator.mediaDevices"}
	}
	stream, err := call(devices, "getUserMedia", wanted)
	if e, ok := err.(*Error); ok && e.Name == "OverconstrainedError" { // some devices take wishes for orders
		stream, err = call(devices, "getUserMedia", map[string]any{"audio": false, "video": true})
	}
	if err != nil {
		return err
	}
	c.stream, c.onLost = stream, lost
	c.lost = js.FuncOf(func(js.Value, []js.Value) any { c.onLost(); return nil })
	c.track().Call("addEventListener", "ended", c.lost)
	video := c.video.Value
	video.Set("srcObject", stream)
	if _, err := call(video, "play"); err != nil {
		if e, ok := err.(*Error); !ok || e.Name != "AbortError" { // aborted by a newer play or by Close
			c.Close()
			return err
		}
	}
	return nil
}

// Close gives the camera back: its light goes out.
func (c *Camera) Close() {
	if c.stream.Type() != js.TypeObject {
		return
	}
	c.track().Call("removeEventListener", "ended", c.lost)
	c.lost.Release()
	tracks := c.stream.Call("getTracks")
	for i := range tracks.Length() {
		tracks.Index(i).Call("stop")
	}
	if v := c.video.Value; v.Get("srcObject").Equal(c.stream) { // and not a newer camera's
		v.Set("srcObject", js.Null())
	}
	c.stream = js.Undefined()
}

// Live reports whether the camera is open and delivers: a track that another app has taken for itself is muted, one
// that the browser has taken away is ended.
func (c *Camera) Live() bool {
	if c.stream.Type() != js.TypeObject {
		return false
	}
	t := c.track()
	return t.Get("readyState").String() == "live" && !t.Get("muted").Bool()
}

// Ended reports whether the camera was open and has been taken away for good.
func (c *Camera) Ended() bool {
	return c.stream.Type() == js.TypeObject && c.track().Get("readyState").String() == "ended"
}

// Resume plays the picture again after the page was hidden; iOS pauses videos then.
func (c *Camera) Resume() {
	if c.stream.Type() == js.TypeObject && c.video.Get("paused").Bool() {
		call(c.video.Value, "play")
	}
}

func (c *Camera) track() js.Value { return c.stream.Call("getVideoTracks").Index(0) }

// Size returns the width and height of the camera's picture, which change when the phone is turned; zero before the
// first picture.
func (c *Camera) Size() (w, h float64) {
	v := c.video.Value
	return v.Get("videoWidth").Float(), v.Get("videoHeight").Float()
}

// Grab takes a part of the present picture, in pixels of Size, for the recogniser. ok is false when there is no
// picture at the moment.
func (c *Camera) Grab(part visit.Box) (p Picture, ok bool, err error) {
	v := c.video.Value
	if v.Get("readyState").Int() < 2 || part.W < 1 || part.H < 1 { // HAVE_CURRENT_DATA
		return Picture{}, false, nil
	}
	x, y := math.Round(part.X), math.Round(part.Y)
	p, err = c.grab(v, x, y, math.Floor(part.W), math.Floor(part.H), liveSide)
	return p, err == nil, err
}

// CameraTrouble returns which trouble (the beginning of a phrase in wasm/phrase) an error of Open means.
func CameraTrouble(err error) string {
	e, ok := err.(*Error)
	if !ok {
		return "camera"
	}
	switch e.Name {
	case "NotAllowedError", "PermissionDeniedError", "SecurityError":
		return "denied"
	case "NotFoundError", "DevicesNotFoundError", "OverconstrainedError":
		return "missing"
	case "NotReadableError", "TrackStartError", "AbortError":
		return "busy"
	case "InsecureContext":
		return "insecure"
	}
	return "camera"
}
