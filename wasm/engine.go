//go:build js && wasm

package main

import (
	"errors"
	"syscall/js"

	"docent/model"
	"docent/model/bundle"
	"docent/model/locate"
	"docent/model/nn"
	"docent/model/proto"
	"docent/model/simd"
	"docent/wasm/browser"
)

// The addresses of what the worker downloads beside the bundle's parts, relative to its own.
const (
	weightsURL = "weights.safetensors"
	locatorURL = "locator.safetensors"
)

// engine runs the networks that a bundle was made with: in SIMD, or in plain Go in browsers without it, or whose SIMD is wrong.
type engine struct {
	name    string // as the Recognizer's
	encoder model.Encoder
	viewer  *model.Viewer
	simd    *simd.Engine // nil in plain Go
}

// errWrong says that the browser's SIMD computes something else than plain Go.
var errWrong = errors.New("this browser's SIMD is wrong")

// networks are the downloads of the weights that a manifest names.
func networks(man *bundle.Manifest) (all []*browser.Download) {
	// Their sizes are not in the manifest: these stand in until the first bytes have come.
	all = append(all, &browser.Download{Part: browser.Part{URL: weightsURL, SHA256: man.WeightsHash}, Length: 810 << 10})
	if man.LocatorHash != "" {
		all = append(all, &browser.Download{Part: browser.Part{URL: locatorURL, SHA256: man.LocatorHash}, Length: 260 << 10})
	}
	return all
}

// start makes the engine of the networks' weights, in the program's memory. Without a locator's bytes it looks at windows.
func (e *engine) start(memory js.Value, weights []*browser.Download) error {
	models := make([]*nn.Model, len(weights))
	for i, w := range weights {
		var err error
		if models[i], err = nn.ReadModel(w.Bytes); err != nil {
			return err
		}
	}
	s, err := simd.Open(memory)
	if err == nil {
		e.name, e.simd = "simd", s
		err = e.run(models, func(m *nn.Model) (model.Encoder, error) {
			runner, err := s.NewRunner(m)
			if err != nil {
				return nil, err
			}
			if right, err := runner.Agrees(m); err != nil {
				return nil, err
			} else if !right {
				return nil, errWrong
			}
			return runner, nil
		})
	}
	if errors.Is(err, simd.ErrUnsupported) || err == errWrong {
		e.name, e.simd = "scalar", nil
		err = e.run(models, func(m *nn.Model) (model.Encoder, error) { return nn.NewRunner(m) })
	}
	return err
}

// run makes the viewer, by what makes its encoders.
func (e *engine) run(models []*nn.Model, encoder func(*nn.Model) (model.Encoder, error)) (err error) {
	if e.encoder, err = encoder(models[0]); err != nil {
		return err
	}
	var locator model.Locator
	if len(models) > 1 {
		finder, err := encoder(models[1])
		if err != nil {
			return err
		}
		if locator, err = locate.New(finder); err != nil {
			return err
		}
	}
	e.viewer = model.NewViewer(e.encoder, locator)
	return nil
}

// over returns a recogniser of works over the engine.
func (e *engine) over(man *bundle.Manifest, set *proto.Set) (*model.Recognizer, error) {
	r, err := model.NewWith(e.viewer, e.name, man, set)
	if err != nil || e.simd == nil {
		return r, err
	}
	ranking, err := e.simd.NewRanking(set)
	if err != nil {
		return nil, err
	}
	r.SetRanking(ranking)
	return r, nil
}
