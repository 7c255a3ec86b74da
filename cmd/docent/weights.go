//go:build !js

package main

import (
	"flag"
	"fmt"
	"os"

	"docent/model/background"
	"docent/model/bundle"
	"docent/model/nn"
	"docent/model/proto"
	"docent/model/weights"
)

// loadModel reads a weight file, or the released weights when path is "".
func loadModel(path string) (*nn.Model, error) {
	_, m, err := loadWeights(path)
	return m, err
}

// loadWeights is loadModel with the bytes of the file.
func loadWeights(path string) ([]byte, *nn.Model, error) {
	return readNetwork(path, "weights", weights.Released())
}

// none is the locator of those who want none.
const none = "none"

// loadLocator reads the weight file of a locator, or the released locator when path is "", or nothing when it is none.
func loadLocator(path string) (*nn.Model, error) {
	if path == none {
		return nil, nil
	}
	_, m, err := readNetwork(path, "locator", weights.Locator())
	return m, err
}

// readNetwork reads a weight file, or the released bytes when path is ""; errors call it by kind.
func readNetwork(path, kind string, released []byte) ([]byte, *nn.Model, error) {
	b, name := released, "the released "+kind
	if path != "" {
		var err error
		if b, err = os.ReadFile(path); err != nil {
			return nil, nil, fmt.Errorf("read %s: %w", kind, err)
		}
		name = kind + " " + path
	}
	m, err := nn.ReadModel(b)
	if err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", name, err)
	}
	return b, m, nil
}

// loadImpostors returns the shipped embeddings of other pictures by a model, nil where there are none: they are the
// released weights'.
func loadImpostors(m *nn.Model) *proto.Set {
	s, err := background.Read(weights.Background(), m.Hash)
	if err != nil {
		return nil
	}
	return s
}

// featuresFlag is the flag -features: how a bundle holds the local features of its works.
type featuresFlag string

func (v *featuresFlag) define(f *flag.FlagSet) {
	*v = bundle.FeaturesPacked
	f.Func("features", "how the works' local features travel, which check an answer at 4 KB a work: `packed` in one part (the default), apart, or none", func(s string) error {
		switch s {
		case bundle.FeaturesPacked, bundle.FeaturesApart, none:
			*v = featuresFlag(s)
			return nil
		}
		return fmt.Errorf("it is %s, %s or %s", bundle.FeaturesPacked, bundle.FeaturesApart, none)
	})
}

// value is what build.Options wants.
func (v featuresFlag) value() string {
	if v == none {
		return bundle.FeaturesNone
	}
	return string(v)
}
