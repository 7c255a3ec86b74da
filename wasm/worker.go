//go:build js && wasm

package main

import (
	"errors"
	"image"
	"runtime"
	"syscall/js"

	"docent/model"
	"docent/model/bundle"
	"docent/model/locate"
	"docent/model/nn"
	"docent/model/proto"
	"docent/model/simd"
	"docent/model/vision"
	"docent/wasm/browser"
)

// recogniser is the worker's part: it answers one request after the other.
//
//	open   {manifest}                           downloads networks and prototypes; ready {engine, length}
//	look   {still, bitmap | pixels,width,height}  answer {index, odds, accepted, located, ...}
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
	looked  int // frames
	features
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

// The addresses of what the worker downloads beside the bundle's parts, relative to its own.
const (
	weightsURL = "weights.safetensors"
	locatorURL = "locator.safetensors"
)

// networks are those that a bundle was made with.
type networks struct{ encoder, locator *nn.Model } // locator is nil where recognition looks at windows alone

func (r *recogniser) open(manifest []byte) *browser.Trouble {
	man, err := bundle.ReadManifest(manifest)
	if err != nil {
		return &browser.Trouble{Kind: "damaged", Detail: err.Error()}
	}
	// The sizes of the weights are not in the manifest: these stand in until the first bytes have come.
	weights := &browser.Download{Part: browser.Part{URL: weightsURL, SHA256: man.WeightsHash}, Length: 810 << 10}
	prototypes := &browser.Download{Part: partOf(man, bundle.PrototypesName), Length: man.Parts[bundle.PrototypesName].Bytes}
	locator := &browser.Download{Part: browser.Part{URL: locatorURL, SHA256: man.LocatorHash}, Length: 260 << 10}
	all := []*browser.Download{weights, prototypes}
	if man.LocatorHash != "" {
		all = append(all, locator)
	}
	if err := browser.FetchAll(all, browser.PostProgress); err != nil {
		other, ok := errors.AsType[*browser.Mismatch](err)
		switch {
		case !ok:
			return &browser.Trouble{Kind: "download", Detail: err.Error()}
		case other.URL == prototypes.URL:
			return &browser.Trouble{Kind: browser.KindAltered, Detail: bundle.PrototypesName}
		}
		return &browser.Trouble{Kind: "weights", Detail: "this bundle was made with other weights than " + other.URL + ": rebuild it with docent bundle"}
	}
	if err := r.load(weights.Bytes, locator.Bytes, prototypes.Bytes, man); err != nil {
		return &browser.Trouble{Kind: "damaged", Detail: err.Error()}
	}
	browser.PostReady(r.Engine(), r.Len())
	r.features.start(man, r)
	return nil
}

// load makes the recogniser, in SIMD, or in plain Go for browsers without it, or whose SIMD is wrong. Without a locator's
// bytes it looks at windows.
func (r *recogniser) load(weights, locator, prototypes []byte, man *bundle.Manifest) (err error) {
	var n networks
	if n.encoder, err = nn.ReadModel(weights); err != nil {
		return err
	}
	if locator != nil {
		if n.locator, err = nn.ReadModel(locator); err != nil {
			return err
		}
	}
	set, err := bundle.ReadPrototypes(prototypes)
	if err != nil {
		return err
	}
	e, err := simd.Open(r.memory)
	if err == nil {
		err = r.loadSIMD(e, n, set, man)
	}
	if errors.Is(err, simd.ErrUnsupported) || err == errWrong {
		err = r.run("scalar", n, func(m *nn.Model) (model.Encoder, error) { return nn.NewRunner(m) }, set, man)
	}
	if err != nil {
		return err
	}
	r.outcome = make([]float32, r.Len())
	return nil
}

// errWrong says that the browser's SIMD computes something else than plain Go.
var errWrong = errors.New("this browser's SIMD is wrong")

func (r *recogniser) loadSIMD(e *simd.Engine, n networks, set *proto.Set, man *bundle.Manifest) error {
	err := r.run("simd", n, func(m *nn.Model) (model.Encoder, error) {
		runner, err := e.NewRunner(m)
		if err != nil {
			return nil, err
		}
		if right, err := runner.Agrees(m); err != nil {
			return nil, err
		} else if !right {
			return nil, errWrong
		}
		return runner, nil
	}, set, man)
	if err != nil {
		return err
	}
	ranking, err := e.NewRanking(set)
	if err != nil {
		return err
	}
	r.SetRanking(ranking)
	return nil
}

// run makes the recogniser over an engine, by what makes its encoders.
func (r *recogniser) run(engine string, n networks, encoder func(*nn.Model) (model.Encoder, error), set *proto.Set, man *bundle.Manifest) (err error) {
	if r.encoder, err = encoder(n.encoder); err != nil {
		return err
	}
	var locator model.Locator
	if n.locator != nil {
		finder, err := encoder(n.locator)
		if err != nil {
			return err
		}
		if locator, err = locate.New(finder); err != nil {
			return err
		}
	}
	r.Recognizer, err = model.NewWith(model.NewViewer(r.encoder, locator), engine, man, set)
	return err
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
	if still {
		await(r.features.arrived)
	}
	result := r.Recognize(frame)
	if missing := r.Missing(); len(missing) > 0 {
		done := r.features.fetch(missing) // for the frames that come
		if still {
			await(done)
			result = r.Recognize(frame)
		}
	}
	browser.PostAnswer(result, frame.Rect.Dx(), frame.Rect.Dy(), 1000*(drawn-begun), 1000*(browser.Now()-drawn), r.memory.Get("buffer").Get("byteLength").Int())
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
