// Package engine chooses what runs networks: the SIMD compiler, natively with wazero and in a browser with its own
// WebAssembly, or scalar Go.
package engine

import (
	"errors"

	"docent/model"
	"docent/model/bundle"
	"docent/model/locate"
	"docent/model/nn"
	"docent/model/proto"
	"docent/model/simd"
)

// The names of engines.
const (
	Auto   = "auto" // SIMD where it runs, scalar elsewhere
	SIMD   = "simd"
	Scalar = "scalar"
)

// An Engine makes encoders and recognizers. The zero Engine is the scalar one. It may be used by several goroutines; what
// it makes may not.
type Engine struct{ simd *simd.Engine }

// Close frees the engine and all that it made.
func (e Engine) Close() error {
	if e.simd == nil {
		return nil
	}
	return e.simd.Close()
}

// Name returns SIMD or Scalar.
func (e Engine) Name() string {
	if e.simd == nil {
		return Scalar
	}
	return SIMD
}

// Encoder returns an encoder that runs the model.
func (e Engine) Encoder(m *nn.Model) (model.Encoder, error) {
	if e.simd == nil {
		return nn.NewRunner(m)
	}
	return e.simd.NewRunner(m)
}

// Viewer returns a viewer that runs the model m, and the locator, which may be nil.
func (e Engine) Viewer(m, locator *nn.Model) (*model.Viewer, error) {
	encoder, err := e.Encoder(m)
	if err != nil {
		return nil, err
	}
	if locator == nil {
		return model.NewViewer(encoder, nil), nil
	}
	finder, err := e.Encoder(locator)
	if err != nil {
		return nil, err
	}
	l, err := locate.New(finder)
	if err != nil {
		return nil, err
	}
	return model.NewViewer(encoder, l), nil
}

// Ranking returns a ranking of a set's works.
func (e Engine) Ranking(set *proto.Set) (*proto.Ranking, error) {
	if e.simd == nil {
		return set.Ranking(), nil
	}
	return e.simd.NewRanking(set)
}

// Int8Ranking returns a ranking of works whose prototypes stay int8, a quarter of the memory, beside the background of others, which may be nil.
func (e Engine) Int8Ranking(works *proto.Int8Set, others *proto.Set) (*proto.Ranking, error) {
	if e.simd == nil {
		index, err := proto.NewInt8Index(works)
		if err != nil {
			return nil, err
		}
		return proto.NewRanking(index, others.BackgroundIndex()), nil
	}
	index, err := e.simd.NewIndex(works)
	if err != nil {
		return nil, err
	}
	return proto.NewRanking(index, others.BackgroundIndex()), nil
}

// Recognizer returns a recognizer of a bundle's works, as model.New does, with the locator and the features that the
// manifest names. The locator may be left out where the manifest names none, and so may the features.
func (e Engine) Recognizer(m, locator *nn.Model, man *bundle.Manifest, set *proto.Set, features *bundle.Features) (*model.Recognizer, error) {
	if err := model.Check(m, man); err != nil {
		return nil, err
	}
	if man.LocatorHash == "" {
		locator = nil
	} else if locator == nil || locator.Hash != man.LocatorHash {
		return nil, errors.New("this bundle was made with another locator: rebuild it with docent bundle")
	}
	v, err := e.Viewer(m, locator)
	if err != nil {
		return nil, err
	}
	r, err := model.NewWith(v, e.Name(), man, set)
	if err != nil {
		return nil, err
	}
	ranking, err := e.Ranking(set)
	if err != nil {
		return nil, err
	}
	r.SetRanking(ranking)
	r.SetFeatures(features)
	return r, nil
}
