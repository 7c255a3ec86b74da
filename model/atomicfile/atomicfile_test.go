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

func TestDir(t *testing.T) {
	parent := t.TempDir()
	path := filepath.Join(parent, "in", "site")
	for _, text := range []string{"first", "second"} {
		d, err := CreateDir(path + "/")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(d.Temp(), text), nil, 0o666); err != nil {
			t.Fatal(err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		d.Abort()
		wantNames(t, path, text)
	}
	d, err := CreateDir(path)
	if err != nil {
		t.Fatal(err)
	}
	d.Abort()
	wantNames(t, path, "second")
	wantNames(t, filepath.Dir(path), "site")

	file := filepath.Join(parent, "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{file, ".", "/"} {
		if _, err := CreateDir(path); err == nil || !strings.HasPrefix(err.Error(), "write "+path) {
			t.Errorf("a folder at %s: error %v", path, err)
		}
	}
}

func TestExchange(t *testing.T) {
	for name, exchange := range map[string]func(a, b string) error{"at once": Exchange, "by renames": exchangeByRename} {
		dir := t.TempDir()
		a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
		if err := errors.Join(os.MkdirAll(filepath.Join(a, "x"), 0o777), os.WriteFile(b, []byte("b"), 0o666)); err != nil {
			t.Fatal(err)
		}
		if err := exchange(a, b); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(a); err != nil || string(got) != "b" {
			t.Errorf("%s: a is %q, %v", name, got, err)
		}
		wantNames(t, b, "x")
		wantNames(t, dir, "a", "b")
		if exchange(filepath.Join(dir, "none"), a) == nil {
			t.Errorf("%s: exchanged with nothing", name)
		}
		if got, err := os.ReadFile(a); err != nil || string(got) != "b" {
			t.Errorf("%s: after an error a is %q, %v", name, got, err)
		}
	}
}

func wantNames(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("%s has %q, want %q", dir, got, want)
	}
}
