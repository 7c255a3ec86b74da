//go:build js && wasm

package main

import (
	"errors"
	"image"
	"syscall/js"

	"docent/model"
	"docent/model/bundle"
	"docent/model/nn"
	"docent/model/proto"
	"docent/model/simd"
	"docent/model/vision"
	"docent/wasm/browser"
)

// recogniser is the worker's part: it answers one request after the other.
//
//	open   {manifest}                           downloads weights and prototypes; ready {engine, length}
//	look   {still, bitmap | pixels,width,height}  answer {index, odds, accepted, engine, draw, look, memory}
//	embed  {tensor} or as look                  embedding {embedding}: the self-test, see embed
//
// Any of them may be answered with trouble {trouble, detail}.
type recogniser struct {
	*model.Recognizer
	memory  js.Value // the program's
	encoder model.Encoder
	live    *browser.Surface // scales frames of the camera
	still   *browser.Surface // holds photos: another size, so that one does not throw away the other's memory
	outcome []float32
}

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

// The addresses of what the worker downloads, relative to its own.
const weightsURL = "weights.safetensors"

func (r *recogniser) open(manifest []byte) *browser.Trouble {
	man, err := bundle.ReadManifest(manifest)
	if err != nil {
		return &browser.Trouble{Kind: "damaged", Detail: err.Error()}
	}
	// The size of the weights is not in the manifest: this stands in until the first bytes have come.
	const typicalWeights = 300 << 10
	part := man.Parts[bundle.PrototypesName]
	total := typicalWeights + part.Bytes
	weights, err := browser.Fetch(weightsURL, func(n int) { browser.PostProgress(int64(n), max(total, int64(n)+part.Bytes)) })
	if err != nil {
		return &browser.Trouble{Kind: "download", Detail: err.Error()}
	}
	if err := man.Check(browser.Digest(weights)); err != nil {
		return &browser.Trouble{Kind: "weights", Detail: err.Error()}
	}
	b, err := browser.Fetch(browser.BundleURL(bundle.PrototypesName), func(n int) {
		browser.PostProgress(int64(len(weights)+n), int64(len(weights))+part.Bytes)
	})
	if err != nil {
		return &browser.Trouble{Kind: "download", Detail: err.Error()}
	}
	if browser.Digest(b) != part.SHA256 {
		return &browser.Trouble{Kind: "damaged", Detail: bundle.PrototypesName + ": its sha256 is not the one in the manifest"}
	}
	if err := r.load(weights, b, man); err != nil {
		return &browser.Trouble{Kind: "damaged", Detail: err.Error()}
	}
	browser.PostReady(r.Engine(), r.Len())
	return nil
}

func (r *recogniser) load(weights, prototypes []byte, man *bundle.Manifest) error {
	m, err := nn.ReadModel(weights)
	if err != nil {
		return err
	}
	set, err := bundle.ReadPrototypes(prototypes)
	if err != nil {
		return err
	}
	e, err := simd.Open(r.memory)
	if err == nil {
		err = r.loadSIMD(e, m, set, man)
	}
	if errors.Is(err, simd.ErrUnsupported) || err == errWrong {
		err = r.loadScalar(m, set, man)
	}
	if err != nil {
		return err
	}
	r.outcome = make([]float32, r.Len())
	return nil
}

// loadScalar makes a recogniser in plain Go, for browsers without SIMD, or whose SIMD is wrong.
func (r *recogniser) loadScalar(m *nn.Model, set *proto.Set, man *bundle.Manifest) (err error) {
	if r.encoder, err = nn.NewRunner(m); err != nil {
		return err
	}
	r.Recognizer, err = model.NewWith(model.NewViewer(r.encoder, nil), "scalar", man, set)
	return err
}

// errWrong says that the browser's SIMD computes something else than plain Go.
var errWrong = errors.New("this browser's SIMD is wrong")

func (r *recogniser) loadSIMD(e *simd.Engine, m *nn.Model, set *proto.Set, man *bundle.Manifest) error {
	runner, err := e.NewRunner(m)
	if err != nil {
		return err
	}
	if right, err := runner.Agrees(m); err != nil {
		return err
	} else if !right {
		return errWrong
	}
	r.encoder = runner
	if r.Recognizer, err = model.NewWith(model.NewViewer(r.encoder, nil), "simd", man, set); err != nil {
		return err
	}
	ranking, err := e.NewRanking(set)
	if err != nil {
		return err
	}
	r.SetRanking(ranking)
	return nil
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
	drawn := browser.Now()
	result := r.Recognize(frame)
	browser.PostAnswer(result, 1000*(drawn-begun), 1000*(browser.Now()-drawn), r.memory.Get("buffer").Get("byteLength").Int())
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
