//go:build !js

package catalog

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catalog.csv")
	if _, err := ReadFile(path, "en"); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("error %v, want one that names the file", err)
	}
	if err := os.WriteFile(path, []byte("id\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadFile(path, "en"); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("error %v, want one that names the file", err)
	}
}
