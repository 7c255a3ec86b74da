package bundle

import (
	"testing"

	"docent/internal/deps"
)

// TestDeps keeps out of the page what would make its download larger.
func TestDeps(t *testing.T) {
	deps.Forbid(t, ".", true, map[string]string{
		"fmt":            "costs the page 85 KB",
		"encoding/json":  "costs the page 200 KB; jsontext reads tokens",
		"reflect":        "keeps methods alive that the linker could drop",
		"archive/zip":    "the page fetches parts, not the zip",
		"crypto/sha256":  "costs the page 44 KB; the browser computes hashes",
		"net/http":       "the page fetches through the browser",
		"image/...":      "pictures are decoded by the browser",
		"os":             "there are no files in the page",
		"docent/wasm":    "model does not know who uses it",
		"docent/web":     "model does not know who uses it",
		"docent/trainer": "they meet in the weight file",
	})
}
