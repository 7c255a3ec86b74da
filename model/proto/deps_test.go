package proto

import (
	"testing"

	"docent/internal/deps"
)

// TestDeps keeps the package a leaf: everything builds on it.
func TestDeps(t *testing.T) {
	deps.ForbidInPage(t, ".", map[string]string{
		"docent/...":   "prototypes know nothing of networks, pictures or files",
		"image":        "prototypes know nothing of pictures",
		"math/rand/v2": "an answer is never random",
	})
}
