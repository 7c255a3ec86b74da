package main

import (
	"fmt"
	"os"

	"docent/model/nn"
	"docent/model/weights"
)

// loadModel reads a weight file, or the released weights when path is "".
func loadModel(path string) (*nn.Model, error) {
	b := weights.Released()
	if path != "" {
		var err error
		if b, err = os.ReadFile(path); err != nil {
			return nil, fmt.Errorf("read weights: %w", err)
		}
	}
	m, err := nn.ReadModel(b)
	if err != nil && path != "" {
		return nil, fmt.Errorf("read weights %s: %w", path, err)
	}
	return m, err
}
