//go:build !js

package build

import (
	"bytes"
	"crypto/sha256"
	"os"
	"path/filepath"
	"testing"
)

// FuzzDecode has results of other programs, whose sum is right.
func FuzzDecode(f *testing.F) {
	r := &Result{Prototype: []float32{1, 2}, Row: []byte{1}, Thumb: []byte{2}, Photos: make([]Photo, 2), Extras: []Extra{{Without: []float32{3}, Looks: [][]float32{{4}, {}}}}}
	whole := r.encode()
	f.Add(whole[len(magic) : len(whole)-sha256.Size])
	f.Add([]byte("\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, b []byte) {
		b = append([]byte(magic), b...)
		sum := sha256.Sum256(b)
		r, err := decode(append(b, sum[:]...))
		if err != nil {
			return
		}
		first := r.encode()
		again, err := decode(first)
		if err != nil || !bytes.Equal(again.encode(), first) {
			t.Fatalf("a result changes when it is written and read (%v)", err)
		}
	})
}

func FuzzPack(f *testing.F) {
	path := filepath.Join(f.TempDir(), "pack")
	records := [][]byte{[]byte("first"), {}, []byte("third")}
	if err := writePack(path, "header", len(records), func(i int) ([]byte, error) { return records[i], nil }); err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[len(whole)-len(packMagic)-16:])
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "pack")
		if err := os.WriteFile(path, b, 0o666); err != nil {
			t.Fatal(err)
		}
		var header string
		p, err := openPack(path, &header)
		if err != nil {
			return
		}
		defer p.close()
		for i := range p.len() {
			if r, err := p.record(i); err == nil && bytes.Equal(b, whole) && !bytes.Equal(r, records[i]) {
				t.Fatalf("record %d is %q", i, r)
			}
		}
	})
}
