package model

import (
	"testing"

	"docent/internal/deps"
)

// TestDeps keeps dependencies running one way, and out of the page what would make its download larger.
func TestDeps(t *testing.T) {
	deps.Forbid(t, ".", true, map[string]string{
		"fmt":                  "costs the page 85 KB",
		"encoding/json":        "costs the page 200 KB",
		"net/http":             "costs the page more than all the rest",
		"archive/zip":          "the page fetches parts, not the zip",
		"crypto/sha256":        "costs the page 44 KB; the browser computes hashes",
		"image/png":            "the browser decodes pictures",
		"image/jpeg":           "the browser decodes pictures",
		"docent/model/weights": "the page downloads the weights; linked in they could not be replaced",
		"docent/model/views":   "the page has a camera",
	})
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
