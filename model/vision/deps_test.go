package vision

import (
	"testing"

	"docent/internal/deps"
)

func TestDeps(t *testing.T) {
	deps.ForbidInPage(t, ".", map[string]string{"syscall/js": "the same package runs natively"})
}
