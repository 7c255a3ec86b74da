package model

import (
	"testing"

	"docent/internal/deps"
)

// TestDeps keeps dependencies running one way, and the page's download small.
func TestDeps(t *testing.T) {
	deps.ForbidInPage(t, ".", nil)
	for _, goos := range []bool{false, true} {
		deps.Forbid(t, "./...", goos, map[string]string{
			"docent/trainer/...": "they meet in the weight file",
			"docent/wasm/...":    "model does not know who uses it",
			"docent/web/...":     "model does not know who uses it",
			"docent/cmd/...":     "model does not know who uses it",
			"docent/static/...":  "model does not know who uses it",
			"docent/gallery/...": "model does not know who uses it",
		})
	}
}
