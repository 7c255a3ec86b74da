//go:build !js

package build

import (
	"bytes"
	"context"
	"image"
	"slices"
	"testing"

	"docent/internal/catalog"
	"docent/internal/fixture"
	"docent/model/bundle"
)

// photographed returns sketches, the first of which has another photo.
func photographed(n int, photo *image.RGBA) []Source {
	works := sketches(n)
	works[0].More = []Picture{{Name: "more", Load: func() (*image.RGBA, error) { return photo, nil }}}
	return works
}

func TestSeveralPhotos(t *testing.T) {
	photo := fixture.OnWall(fixture.Work(0, 120, 90), 160, 120, 0.6)
	o := small(t, nil)
	one, err := Make(context.Background(), sketches(3), o)
	if err != nil {
		t.Fatal(err)
	}
	two, err := Make(context.Background(), photographed(3, photo), o)
	if err != nil {
		t.Fatal(err)
	}
	if slices.Equal(one.Set.At(0), two.Set.At(0)) {
		t.Error("another photo does not change the prototype")
	}
	for i := 1; i < 3; i++ {
		if !slices.Equal(one.Set.At(i), two.Set.At(i)) {
			t.Errorf("another work's photo changes the prototype of work %d", i)
		}
	}
	if !slices.Equal(two.Photos, []int{2, 1, 1}) {
		t.Errorf("photos %v", two.Photos)
	}
	b, _, err := Bundle(context.Background(), photographed(3, photo), Labels{Language: "en"}, o)
	if err != nil {
		t.Fatal(err)
	}
	if b.Works[0].Pictures != 2 || b.Works[1].Pictures != 0 {
		t.Errorf("the bundle says %d and %d pictures", b.Works[0].Pictures, b.Works[1].Pictures)
	}

	// Had the photo been left out, the prototype would be that of the reference alone.
	c, _, err := Collect(context.Background(), photographed(3, photo), Labels{Language: "en"}, o)
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.again(0)
	if err != nil {
		t.Fatal(err)
	}
	c2, err := newBuilder(sketches(3), o, true, nil)
	if err != nil {
		t.Fatal(err)
	}
	r2, _, err := c2.resultOf(context.Background(), 0)
	if err != nil || len(r.Extras) != 1 || !slices.Equal(r.Extras[0].Without, r2.Prototype) || !bytes.Equal(r.Thumb, r2.Thumb) {
		t.Errorf("without the photo the prototype is not that of the reference (%v)", err)
	}
	helped, err := c.Helped(context.Background())
	if err != nil || len(helped) != 1 {
		t.Fatalf("%d photos have helped, %v", len(helped), err)
	}
	h := helped[0]
	if h.Work != 0 || h.Photo != 1 || !h.With.Recognised || h.With.Confidence < h.Without.Confidence {
		t.Errorf("%+v", h)
	}
}

func TestHidden(t *testing.T) {
	c, err := parseCatalog("id,title,show,number,room,licence,url\nwork0,Zero,no,12,Hall,CC0,https://example.org/0\nwork1,One,yes,,,,\n")
	if err != nil {
		t.Fatal(err)
	}
	b, _, err := Bundle(context.Background(), sketches(2), Labels{Language: "en", Catalog: c}, small(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	if w := b.Works[0]; w.Thumb != "" || b.Thumbs["work0"] != nil || w.Number != "12" || w.Room != "Hall" || w.Licence != "CC0" || w.URL != "https://example.org/0" {
		t.Errorf("work 0 says %+v", w.WorkEntry)
	}
	if b.Works[1].Thumb != bundle.ThumbName("work1") || b.Thumbs["work1"] == nil {
		t.Error("work 1 has no thumbnail")
	}
}

func parseCatalog(table string) (*catalog.Catalog, error) { return catalog.Read([]byte(table), "en") }
