package nn

import (
	"testing"

	"docent/internal/deps"
)

func TestDeps(t *testing.T) {
	deps.ForbidInPage(t, ".", map[string]string{
		"image/...":  "networks see numbers; pixels are model/vision's",
		"syscall/js": "the same package runs natively",
	})
	deps.Forbid(t, ".", false, map[string]string{
		"net/http":                 "weights come from the caller",
		"encoding/json":            "one reader of JSON is enough",
		"github.com/sugarme/gotch": "the runtime needs no libtorch; trainer and nn meet in the weight file",
	})
}
