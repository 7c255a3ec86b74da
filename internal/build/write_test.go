//go:build !js

package build

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"docent/model/bundle"
)

func TestReplaceAndRollBack(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "museum.docent")
	var sign func([]byte) ([]byte, error)
	write := func(works []Source) []byte {
		t.Helper()
		c, _, err := Collect(context.Background(), works, Labels{Language: "en"}, small(t, nil))
		if err != nil {
			t.Fatal(err)
		}
		before, _ := os.ReadFile(path)
		interrupted, stop := context.WithCancel(context.Background())
		stop()
		wantError(t, c.Write(interrupted, path, nil), "interrupted")
		if now, _ := os.ReadFile(path); !bytes.Equal(now, before) {
			t.Error("an interrupted build has changed the bundle")
		}
		if err := c.Write(context.Background(), path, sign); err != nil {
			t.Fatal(err)
		}
		return content(t, path)
	}
	wantError(t, Rollback(path), "there is no "+Previous(path))
	first := write(sketches(2))
	if _, err := os.Stat(Previous(path)); err == nil {
		t.Error("the first bundle has a previous one")
	}
	write(sketches(2))
	if _, err := os.Stat(Previous(path)); err == nil {
		t.Error("a bundle has replaced the same one")
	}
	second := write(sketches(3))
	third := write(sketches(4))
	if !bytes.Equal(content(t, Previous(path)), second) {
		t.Error("the previous bundle is not the second of three")
	}
	for _, want := range [][]byte{second, third} {
		if err := Rollback(path); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(content(t, path), want) {
			t.Error("rolled back it is another bundle")
		}
	}
	if err := os.WriteFile(Previous(path), first[:len(first)-40], 0o666); err != nil {
		t.Fatal(err)
	}
	if err := Rollback(path); err == nil || !bytes.Equal(content(t, path), third) {
		t.Errorf("rolled back to a broken bundle (%v)", err)
	}
	// A build that was killed between two steps has left both names to one file.
	if err := os.Remove(Previous(path)); err != nil {
		t.Fatal(err)
	}
	if err := os.Link(path, Previous(path)); err != nil {
		t.Log(err)
	}
	write(sketches(2))
	if !bytes.Equal(content(t, Previous(path)), third) {
		t.Error("the previous bundle is another")
	}
	// A build without a key that finds nothing new keeps the signature; another signature alone makes no other previous one.
	unsigned := content(t, path)
	if err := bundle.Attach(path, []byte("signed")); err != nil {
		t.Fatal(err)
	}
	signed := content(t, path)
	if got := write(sketches(2)); !bytes.Equal(got, signed) {
		t.Error("the same works have lost their signature")
	}
	sign = func([]byte) ([]byte, error) { return []byte("signed anew"), nil }
	if got := write(sketches(2)); bytes.Equal(got, signed) || bytes.Equal(got, unsigned) {
		t.Error("the bundle is not signed anew")
	}
	if !bytes.Equal(content(t, Previous(path)), third) {
		t.Error("the previous bundle is another one of the same works")
	}
	sign = nil
	if got := write(sketches(4)); !bytes.Equal(got, third) {
		t.Error("other works have a signature that is not theirs")
	}
	wantError(t, CheckWritable(dir), "it is a folder: name a file in it")
	wantError(t, CheckWritable(filepath.Join(dir, "none", "x.docent")), "x.docent: no such file")
	if err := CheckWritable(path); err != nil {
		t.Error(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Errorf("files are left: %v", entries)
	}
	if got := Previous("site/bundle"); got != "site/bundle.previous" {
		t.Errorf("the previous one is called %s", got)
	}
}
