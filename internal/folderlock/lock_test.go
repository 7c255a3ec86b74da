//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package folderlock

import (
	"strings"
	"testing"
)

func TestLock(t *testing.T) {
	dir := t.TempDir()
	unlock, err := Lock(dir, "docent test")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(dir, "docent test"); err == nil || !strings.HasPrefix(err.Error(), "another docent test is at work in "+dir) {
		t.Errorf("a second run: %v", err)
	}
	unlock()
	unlock, err = Lock(dir, "docent test")
	if err != nil {
		t.Fatal(err)
	}
	unlock()
}
