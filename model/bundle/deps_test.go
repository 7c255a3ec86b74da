package bundle

import (
	"testing"

	"docent/internal/deps"
)

func TestDeps(t *testing.T) {
	deps.ForbidInPage(t, ".", map[string]string{"image/...": "pictures are decoded by the browser"})
}
