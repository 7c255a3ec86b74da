package vision

import (
	"testing"

	"docent/internal/deps"
)

// TestDeps keeps the package light: it is linked into the page's binary.
func TestDeps(t *testing.T) {
	const size = "it would be linked into the page's binary, which is downloaded on the museum's wifi"
	deps.Forbid(t, "docent/model/vision", true, map[string]string{
		"fmt":           size + ": 85 KB compressed",
		"encoding/json": size + ": 225 KB compressed",
		"net/http":      size + ": 1.5 MB compressed",
		"crypto/...":    size + ": 44 KB compressed for SHA-256",
		"reflect":       size,
		"os":            size,
		"log":           size,
		"text/...":      size,
		"image/jpeg":    size + "; the page leaves decoding to the browser",
		"image/png":     size + "; the page leaves decoding to the browser",
		"syscall/js":    "the same package runs natively",
	})
}
