package proto

import (
	"testing"

	"docent/internal/deps"
)

// TestDeps keeps the package a leaf, but for arithmetic: everything builds on it.
func TestDeps(t *testing.T) {
	deps.ForbidInPage(t, ".", map[string]string{
		"docent/model":            "it is built on prototypes",
		"docent/model/nn/...":     "prototypes know nothing of networks",
		"docent/model/simd/...":   "prototypes know nothing of what runs networks",
		"docent/model/vision/...": "prototypes know nothing of pictures",
		"docent/model/bundle/...": "prototypes know nothing of files",
		"docent/wasm/...":         "prototypes do not know who uses them",
		"image":                   "prototypes know nothing of pictures",
		"math/rand/v2":            "an answer is never random",
	})
}
