//go:build !js

package main

import (
	"fmt"
	"os"

	"docent/model/nn"
	"docent/model/weights"
)

// loadModel reads a weight file, or the released weights when path is "".
func loadModel(path string) (*nn.Model, error) {
	_, m, err := loadWeights(path)
	return m, err
}

// loadWeights is loadModel with the bytes of the file.
func loadWeights(path string) ([]byte, *nn.Model, error) {
	b, name := weights.Released(), "the released weights"
	if path != "" {
		var err error
		if b, err = os.ReadFile(path); err != nil {
			return nil, nil, fmt.Errorf("read weights: %w", err)
		}
		name = "weights " + path
	}
	m, err := nn.ReadModel(b)
	if err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", name, err)
	}
	return b, m, nil
}
