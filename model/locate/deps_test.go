package locate

import (
	"testing"

	"docent/internal/deps"
)

// TestDeps keeps the package light: it is linked into the page's binary.
func TestDeps(t *testing.T) {
	deps.ForbidInPage(t, "docent/model/locate", map[string]string{
		"docent/model":       "it looks for works through this package",
		"docent/model/proto": "where a work is does not depend on which one it is",
		"syscall/js":         "the same package runs natively",
	})
}
