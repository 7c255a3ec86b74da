//go:build !js

package atomicfile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, ".out.txt")
	if err := WriteBytes(path, []byte("first")); err != nil {
		t.Fatal(err)
	}
	// Half a file, and then no more.
	err := Write(path, func(w io.Writer) error {
		io.WriteString(w, strings.Repeat("second", 100_000))
		return errors.New("no more paint")
	})
	if err == nil || err.Error() != "write "+path+": no more paint" {
		t.Errorf("error %v", err)
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "first" {
		t.Errorf("after a failed write the file has %q (%v)", b, err)
	}
	if err := WriteBytes(path, []byte("third")); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "third" {
		t.Errorf("written again the file has %q (%v)", b, err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("temporary files are left: %v (%v)", entries, err)
	}
}

func TestWriteRefuses(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct{ name, path, want string }{
		{"a folder", dir, "it is a folder"},
		{"no folder", filepath.Join(dir, "none", "out.txt"), "no such file"},
	} {
		if err := WriteBytes(c.path, nil); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one that says %q", c.name, err, c.want)
		}
	}
}
