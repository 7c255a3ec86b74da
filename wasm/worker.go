//go:build js && wasm

package main

import (
	"image"
	"runtime"
	"syscall/js"

	"docent/model"
	"docent/model/vision"
	"docent/wasm/browser"
)

// recogniser is the worker's part: it answers one request after the other.
//
//	open   {manifest}                           downloads networks and prototypes; ready {engine, length}
//	look   {still, bitmap | pixels,width,height}  answer {index, odds, accepted, partial, located, ...}
//	embed  {tensor} or as look                  embedding {embedding}: the self-test, see embed
//
// Any of them may be answered with trouble {trouble, detail}.
type recogniser struct {
	*model.Recognizer // of the works that are loaded
	engine
	memory  js.Value         // the program's
	live    *browser.Surface // scales frames of the camera
	still   *browser.Surface // holds photos: another size, so that one does not throw away the other's memory
	outcome []float32
	looked  int // frames
	holdings
}

// collectAfter is the number of frames between two collections of garbage: half a minute of aiming.
const collectAfter = 256

func recognise(memory js.Value) {
	r := &recogniser{memory: memory, live: browser.NewSurface(), still: browser.NewSurface()}
	for m := range browser.Requests() {
		var t *browser.Trouble
		switch m.Get("kind").String() {
		case browser.KindOpen:
			t = r.open(browser.Bytes(m.Get("manifest")))
		case browser.KindLook:
			t = r.look(m)
		case browser.KindEmbed:
			t = r.embed(m)
		}
		if t != nil {
			browser.PostTrouble(t)
		}
	}
}

var notOpen = &browser.Trouble{Kind: "stopped", Detail: "the recogniser was asked before it was ready"}

func (r *recogniser) look(m js.Value) *browser.Trouble {
	if r.Recognizer == nil {
		return notOpen
	}
	begun := browser.Now()
	frame, err := r.frame(m)
	if err != nil {
		return &browser.Trouble{Kind: "stopped", Detail: err.Error()}
	}
	// What JavaScript gave for a frame is kept until Go's collector has seen that it is not used any more, and that runs when Go's own
	// memory has doubled: hardly ever here.
	if r.looked++; r.looked%collectAfter == 0 {
		runtime.GC()
	}
	drawn := browser.Now()
	still := m.Get("still").Truthy()
	result, partial := r.recognise(frame, still)
	browser.PostAnswer(result, partial, frame.Rect.Dx(), frame.Rect.Dy(), 1000*(drawn-begun), 1000*(browser.Now()-drawn), r.memory.Get("buffer").Get("byteLength").Int())
	return nil
}

// frame returns the picture of a message at the size of a frame. The live one is scaled by the canvas, which takes a
// quarter of a millisecond; a picture at rest by vision.Frame, as the bundle's references were.
func (r *recogniser) frame(m js.Value) (*image.RGBA, error) {
	if !m.Get("still").Truthy() {
		return r.live.Read(m, vision.FrameSide)
	}
	photo, err := r.still.Read(m, browser.PhotoSide)
	if err != nil {
		return nil, err
	}
	return vision.Frame(photo), nil
}

// embed is the page's self-test. With a tensor it runs the network on it as it is: numbers (C, H, W) of a file of
// activations, whose outcome is known. With a picture it embeds the whole frame.
func (r *recogniser) embed(m js.Value) *browser.Trouble {
	if r.Recognizer == nil {
		return notOpen
	}
	if tensor := m.Get("tensor"); tensor.Type() == js.TypeObject {
		if err := r.encoder.Forward(r.outcome, browser.Floats(tensor)); err != nil {
			return &browser.Trouble{Kind: "stopped", Detail: err.Error()}
		}
	} else {
		frame, err := r.frame(m)
		if err != nil {
			return &browser.Trouble{Kind: "stopped", Detail: err.Error()}
		}
		r.Embed(r.outcome, frame, vision.Whole)
	}
	browser.PostEmbedding(r.outcome)
	return nil
}
