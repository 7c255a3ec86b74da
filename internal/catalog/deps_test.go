package catalog

import (
	"testing"

	"docent/internal/deps"
)

// TestDeps keeps the core small enough for the curator's page.
func TestDeps(t *testing.T) {
	deps.Forbid(t, ".", true, map[string]string{
		"github.com/xuri/...": "workbooks are read by the command alone",
		"archive/...":         "workbooks are read by the command alone",
		"encoding/xml":        "workbooks are read by the command alone",
		"net/...":             "a table is bytes",
		"docent/internal/...": "a table knows nothing of pictures and models",
	})
}
