//go:build !js

package browsertest

import (
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"docent/model/bundle"
	"docent/model/picture"
	"docent/model/vision"
)

// TestRecognisesRealPhoto shows the camera a phone's photo of a work in a museum with 287 works.
func TestRecognisesRealPhoto(t *testing.T) {
	collection, queries := museum(t)
	id, photo := realPhoto(t, collection, queries)
	b := open(t, serve(t, collection, nil), visitor{film: film(t, letterbox(photo, 1280, 720)), speaks: "ca"})
	b.start()
	b.until(cardOpen)
	checkCard(b, collection, id, "ca")
	if got := b.text("#onward"); got != "Keep aiming" {
		t.Errorf("the interface has no Catalan, and says %q", got)
	}
}

// realPhoto returns the first of the museum's photos that the native recogniser recognises when a camera shows it.
func realPhoto(t testing.TB, b *bundle.Bundle, queries string) (id string, photo *image.RGBA) {
	t.Helper()
	r := recogniser(t, b)
	entries, err := os.ReadDir(queries)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		id, _, ok := strings.Cut(strings.TrimSuffix(e.Name(), filepath.Ext(e.Name())), "__")
		if !ok || !slices.ContainsFunc(b.Works, func(w bundle.Work) bool { return w.ID == id }) {
			continue
		}
		photo, err := picture.Load(filepath.Join(queries, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		result := r.Recognize(vision.Frame(letterbox(photo, 1280, 720)))
		if result.Accepted && result.Candidates[0].ID == id && result.Margin > 0.5 {
			t.Logf("photo %s", e.Name())
			return id, photo
		}
	}
	t.Fatal("none of the photos is recognised")
	return "", nil
}
