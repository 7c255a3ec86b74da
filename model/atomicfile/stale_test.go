//go:build linux || darwin

package atomicfile

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestStale leaves behind what a killed program does, and begins anew.
func TestStale(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.docent")
	open, err := Create(path) // of a program that writes for long
	if err != nil {
		t.Fatal(err)
	}
	defer open.Abort()
	const young, old, folder, other = ".x.docent.1.tmp", ".x.docent.2.tmp", ".x.docent.3.tmp", ".x.docent.y.4.tmp"
	for _, name := range []string{young, old, other} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, folder, "texts"), 0o777); err != nil {
		t.Fatal(err)
	}
	long := time.Now().Add(-time.Hour)
	for _, name := range []string{old, folder, other, filepath.Base(open.temp)} {
		if err := os.Chtimes(filepath.Join(dir, name), long, long); err != nil {
			t.Fatal(err)
		}
	}
	if err := WriteBytes(path, nil); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{young: true, old: false, folder: false, other: true, filepath.Base(open.temp): true} {
		if _, err := os.Stat(filepath.Join(dir, name)); (err == nil) != want {
			t.Errorf("%s is there: %v, want %v", name, err == nil, want)
		}
	}
}
