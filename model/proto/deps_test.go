package proto

import (
	"testing"

	"docent/internal/deps"
)

// TestDeps keeps the package a leaf: it is linked into the page, and everything builds on it.
func TestDeps(t *testing.T) {
	deps.Forbid(t, ".", true, map[string]string{
		"fmt":          "costs the page 85 KB",
		"reflect":      "keeps methods alive that the linker could drop",
		"docent/...":   "prototypes know nothing of networks, pictures or files",
		"image":        "prototypes know nothing of pictures",
		"math/rand/v2": "an answer is never random",
	})
}
