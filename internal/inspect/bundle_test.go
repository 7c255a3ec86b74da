//go:build !js

package inspect

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docent/model/bundle"
	"docent/model/proto"
)

// museum is a bundle of two works.
func museum() *bundle.Bundle {
	entries := []bundle.WorkEntry{
		{ID: "a", Thumb: "thumbs/a.jpg", Licence: "https://example.org/cc0", Number: "1", Room: "2", URL: "https://example.org/a", Audio: map[string]string{"fr": "audio/fr/a.ogg"}, Pictures: 3},
		{ID: "b", Thumb: "thumbs/b.webp"},
	}
	return &bundle.Bundle{
		Manifest: bundle.Manifest{
			Title: map[string]string{"fr": "Musée", "en": "Museum"}, Network: "conv4-64", Languages: []string{"en"}, WeightsHash: strings.Repeat("0", 64),
			Calibration: proto.Calibration{Intercept: 1, Near: -2, Ahead: -3.5, Typical: 10, FalseAcceptRate: 0.01, Known: 4, Unknown: 5},
		},
		Prototypes: &proto.Set{Dim: 576, Vectors: make([]float32, 2*576)},
		Works:      []bundle.Work{{WorkEntry: entries[0], Texts: map[string]bundle.Text{"en": {Title: "A"}}}, {WorkEntry: entries[1]}},
		Thumbs:     map[string][]byte{"a": make([]byte, 20000), "b": make([]byte, 10000)},
		Audio:      map[string][]byte{"audio/fr/a.ogg": make([]byte, 1000)},
	}
}

func TestBundle(t *testing.T) {
	path := filepath.Join(t.TempDir(), "museum")
	plain := []string{
		"format 3, not signed", "Museum (en)\ntitle        Musée (fr)", "2, 2 with a thumbnail", "1 with a number", "1 with a room", "1 with a page", "1 with several photos",
		"1 in en", "audio        1 in fr", "https://example.org/cc0: 1 works", "none: 1 works", "576 numbers each",
		"log-odds = 1 -2 log(d/impostor) -3.5 log(d/rival)", "1 % false accepts, from 4 views of works and 5 of other things",
		"30,000 bytes thumbs, 15000 a work", "1,000 bytes audio, 500 a work", "parts        5, each with the size and the sha256",
	}
	b := museum()
	if err := b.WriteDir(path); err != nil {
		t.Fatal(err)
	}
	want(t, path, plain)

	b.Groups = []bundle.Group{{ID: "attic", Works: 1}, {ID: "cellar", Works: 1}}
	b.Signature = []byte("signed")
	if err := b.WriteDir(path); err != nil {
		t.Fatal(err)
	}
	want(t, path, append(plain[1:len(plain)-1], "format 3, signed (docent verify says by whom)", "groups       2, of 1 to 1 works", "attic: 1 works\n             cellar: 1 works",
		"bytes works.json", "parts        9, each with"))

	// Nothing is said about a bundle with a damaged part.
	if err := os.WriteFile(filepath.Join(path, "groups/cellar/thumbs/b.webp"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := File(&out, path); err == nil || !strings.Contains(err.Error(), "read groups/cellar/thumbs/b.webp: it has 0 bytes instead of 10000") || out.Len() > 0 {
		t.Errorf("error %v after %q", err, out.String())
	}
}

func want(t *testing.T, path string, want []string) {
	t.Helper()
	var out strings.Builder
	if err := File(&out, path); err != nil {
		t.Fatal(err)
	}
	for _, w := range want {
		if !strings.Contains(out.String(), w) {
			t.Errorf("it does not say %q:\n%s", w, out.String())
		}
	}
}
