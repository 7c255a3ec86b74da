package nn

import (
	"testing"

	"docent/internal/deps"
)

func TestDeps(t *testing.T) {
	const size = "it would be linked into the page's binary, which is downloaded on the museum's wifi"
	deps.Forbid(t, "docent/model/nn", true, map[string]string{
		"fmt":           size + ": 85 KB compressed",
		"reflect":       size,
		"encoding/json": size + ": 225 KB compressed; jsontext reads tokens for less",
		"net/http":      size + ": 1.5 MB compressed",
		"crypto/...":    size + ": 44 KB compressed for SHA-256, which browsers have",
		"os":            size,
		"log":           size,
		"text/...":      size,
		"archive/zip":   size,
		"image/...":     "networks see numbers; pixels are model/vision's",
		"syscall/js":    "the same package runs natively",
	})
	deps.Forbid(t, "docent/model/nn", false, map[string]string{
		"net/http":                 "weights come from the caller",
		"encoding/json":            "one reader of JSON is enough",
		"github.com/sugarme/gotch": "the runtime needs no libtorch; trainer and nn meet in the weight file",
	})
}
