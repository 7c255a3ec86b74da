//go:build !js

package bundle

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestAttach signs bundles that are there: the same bytes as when they are signed while they are written.
func TestAttach(t *testing.T) {
	dir := t.TempDir()
	b := grouped(t)
	unsigned, err := b.Zip()
	if err != nil {
		t.Fatal(err)
	}
	b.Signature = []byte("untrusted comment: a signature\nRW...\n")
	signed, err := b.Zip()
	if err != nil {
		t.Fatal(err)
	}
	path, folder := filepath.Join(dir, "x.docent"), filepath.Join(dir, "x")
	if err := os.WriteFile(path, unsigned, 0o666); err != nil {
		t.Fatal(err)
	}
	b.Signature = nil
	if err := b.WriteDir(folder); err != nil {
		t.Fatal(err)
	}
	b.Signature = []byte("untrusted comment: a signature\nRW...\n")
	for _, c := range []struct {
		signature, file []byte
	}{{[]byte("first"), nil}, {b.Signature, signed}, {b.Signature, signed}} {
		for _, p := range []string{path, folder} {
			if err := Attach(p, c.signature); err != nil {
				t.Fatal(err)
			}
			a, err := Open(p)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(a.Signature(), c.signature) {
				t.Errorf("%s: signature %q, want %q", p, a.Signature(), c.signature)
			}
			if err := a.Check(); err != nil {
				t.Error(err)
			}
			a.Close()
		}
		if got, err := os.ReadFile(path); err != nil || c.file != nil && !bytes.Equal(got, c.file) {
			t.Errorf("signed with %q it has other bytes than when it is written so, %v", c.signature, err)
		}
	}
	wantNames(t, dir, "x", "x.docent")
	wantError(t, Attach(filepath.Join(dir, "none"), nil), "no such file")
	wantError(t, Attach(path, make([]byte, maxSignature+1)), "more than")
	if err := os.WriteFile(path, []byte("text"), 0o666); err != nil {
		t.Fatal(err)
	}
	wantError(t, Attach(path, b.Signature), "not a .docent file")
}
