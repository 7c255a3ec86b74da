//go:build !js

package build

import (
	"context"
	"errors"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"docent/internal/catalog"
	"docent/internal/fixture"
	"docent/model"
	"docent/model/bundle"
	"docent/model/nn"
	"docent/model/vision"
)

// sketches returns n works, called work0 and so on.
func sketches(n int) []Source {
	works := make([]Source, n)
	for i := range works {
		works[i] = Source{ID: "work" + strconv.Itoa(i), Load: func() (*image.RGBA, error) { return sketch(i), nil }}
	}
	return works
}

func sketch(i int) *image.RGBA { return fixture.Work(uint64(i), 120, 90) }

func wantError(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v, want one that says %q", err, want)
	}
}

func TestMake(t *testing.T) {
	works := sketches(5)
	var visited, steps atomic.Int64
	o := Options{CalibrationViews: 10, Model: fixture.Model(t), Views: 2,
		Visit:    func(int, *image.RGBA) error { visited.Add(1); return nil },
		Progress: func(done, total int) { steps.Store(int64(total - done)) }}
	p, err := Make(context.Background(), works, o)
	if err != nil {
		t.Fatal(err)
	}
	if p.Set.Len() != 5 || p.Set.Dim != 72 || visited.Load() != 5 || steps.Load() != 0 {
		t.Errorf("%d prototypes of %d numbers, %d visited, %d steps left", p.Set.Len(), p.Set.Dim, visited.Load(), steps.Load())
	}
	if err := p.Calibration.Check(); err != nil {
		t.Error(err)
	}
	if c := p.Calibration; c.Known != 10 || c.Unknown != 10+5 || c.FalseAcceptRate != FalseAcceptRate {
		t.Errorf("calibration %+v", c)
	}

	// The result depends on nothing else, and a prototype on its own picture and id alone.
	again, err := Make(context.Background(), works, Options{CalibrationViews: 10, Model: o.Model, Views: 2})
	if err != nil || !reflect.DeepEqual(p, again) {
		t.Errorf("the same works give other prototypes: %v", err)
	}
	slices.Reverse(works)
	turned, err := Make(context.Background(), works[:3], Options{CalibrationViews: 10, Model: o.Model, Views: 2})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if !slices.Equal(turned.Set.At(i), p.Set.At(4-i)) {
			t.Errorf("the prototype of %s depends on the other works", works[i].ID)
		}
	}
}

func TestMakeReferenceAlone(t *testing.T) {
	m := fixture.Model(t)
	p, err := Make(context.Background(), sketches(2), Options{CalibrationViews: 10, Model: m, Windows: []vision.Rect{vision.Whole}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := nn.NewRunner(m)
	if err != nil {
		t.Fatal(err)
	}
	e := model.NewEmbedder(r)
	want := make([]float32, e.Len())
	e.Embed(want, vision.Frame(fixture.Work(1, 120, 90)), vision.Whole)
	largest := slices.Max(want)
	for i, v := range p.Set.At(1) {
		if d := v - want[i]; d > largest/253 || d < -largest/253 { // int8
			t.Fatalf("prototype %v, want the embedding %v", p.Set.At(1), want)
		}
	}
}

func TestMakeOneWork(t *testing.T) {
	p, err := Make(context.Background(), sketches(1), Options{CalibrationViews: 10, Model: fixture.Model(t)})
	if err != nil {
		t.Fatal(err)
	}
	if p.Calibration.Unknown != 5 {
		t.Errorf("calibrated on %d unknown views, want the walls alone", p.Calibration.Unknown)
	}
}

func TestMakeFails(t *testing.T) {
	o := Options{CalibrationViews: 10, Model: fixture.Model(t)}
	_, err := Make(context.Background(), nil, o)
	wantError(t, err, "not 0")

	works := sketches(4)
	works[2].Load = func() (*image.RGBA, error) { return nil, errors.New("torn canvas") }
	_, err = Make(context.Background(), works, o)
	wantError(t, err, "torn canvas")

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = Make(ctx, sketches(4), o)
	wantError(t, err, "interrupted")

	o.Visit = func(int, *image.RGBA) error { return errors.New("full disk") }
	_, err = Make(context.Background(), sketches(4), o)
	wantError(t, err, "full disk")
}

func TestCalibrationViews(t *testing.T) {
	for _, n := range []int{1, 3, 16, 287, 600, 2335, 200_000} {
		sum := 0
		for i := range n {
			sum += viewsOf(i, n, 600)
		}
		if want := min(600, n*mostViews); sum != want {
			t.Errorf("%d works: %d views, want %d", n, sum, want)
		}
	}
}

func TestBundle(t *testing.T) {
	table := "id,title,title_fr,artist,colour\nwork1,One,Un,A.,red\nwork0,,,B.,\n"
	c, err := catalog.Read([]byte(table), "en")
	if err != nil {
		t.Fatal(err)
	}
	b, warnings, err := Bundle(context.Background(), sketches(3), Labels{Title: "Three", Language: "en", Catalog: c}, Options{CalibrationViews: 10, Model: fixture.Model(t)})
	if err != nil {
		t.Fatal(err)
	}
	want := []map[string]bundle.Text{
		{"en": {Title: "work0", Artist: "B."}},
		{"en": {Title: "One", Artist: "A."}, "fr": {Title: "Un", Artist: "A."}},
		{"en": {Title: "work2"}},
	}
	// An artist holds for all languages, but does not make a text in one that has nothing of its own.
	for i, w := range b.Works {
		if !reflect.DeepEqual(w.Texts, want[i]) {
			t.Errorf("work %d says %+v, want %+v", i, w.Texts, want[i])
		}
		cfg, err := jpeg.DecodeConfig(strings.NewReader(string(b.Thumbs[w.ID])))
		if err != nil || cfg.Width != 120 || cfg.Height != 90 {
			t.Errorf("thumbnail of %s: %+v, %v", w.ID, cfg, err)
		}
	}
	wantWarnings := []string{`the catalog's column "colour" is not used`, "work0 has no title in the catalog: it is called work0",
		"work2 has no title in the catalog: it is called work2"}
	if !slices.Equal(warnings, wantWarnings) {
		t.Errorf("warnings %q, want %q", warnings, wantWarnings)
	}
	if !reflect.DeepEqual(b.Title, map[string]string{"en": "Three"}) || !slices.Equal(b.Languages, []string{"en", "fr"}) {
		t.Errorf("manifest %+v", b.Manifest)
	}
	path := filepath.Join(t.TempDir(), "three.docent")
	if err := b.WriteFile(path); err != nil {
		t.Fatal(err)
	}
	got, err := bundle.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got.Manifest.Parts = nil
	if !reflect.DeepEqual(got, b) {
		t.Errorf("the bundle changes when it is written and read:\n%+v\n%+v", got.Manifest, b.Manifest)
	}
	r, err := model.New(fixture.Model(t), &got.Manifest, got.Prototypes)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if res := r.Recognize(fixture.Work(uint64(i), 120, 90)); res.Best() != i || res.Candidates[0].Confidence < 0.5 {
			t.Errorf("reference %d is taken for %+v", i, res.Candidates)
		}
	}
}

func TestBundleRefuses(t *testing.T) {
	c, err := catalog.Read([]byte("id,title\nwork0,Zero\nnobody,?\n"), "en")
	if err != nil {
		t.Fatal(err)
	}
	o := Options{CalibrationViews: 10, Model: fixture.Model(t)}
	_, _, err = Bundle(context.Background(), sketches(1), Labels{Language: "en", Catalog: c}, o)
	wantError(t, err, "catalog line 3: there is no picture of nobody among the images: add nobody.jpg")
	works := sketches(1)
	works[0].ID = "no spaces"
	_, _, err = Bundle(context.Background(), works, Labels{Language: "en"}, o)
	wantError(t, err, `id "no spaces" is not`)
	works = sketches(2)
	works[1].ID = "Work0"
	_, _, err = Bundle(context.Background(), works, Labels{Language: "en"}, o)
	wantError(t, err, "the works work0 and Work0 differ in capitals alone")
}

func TestThumbnail(t *testing.T) {
	for _, c := range []struct{ w, h, wantW, wantH int }{{960, 480, 480, 240}, {100, 960, 50, 480}, {30, 20, 30, 20}, {1, 1, 1, 1}, {1000, 1, 480, 1}} {
		b, err := Thumbnail(fixture.Work(1, c.w, c.h), thumbSide, thumbQuality)
		if err != nil {
			t.Fatal(err)
		}
		cfg, err := jpeg.DecodeConfig(strings.NewReader(string(b)))
		if err != nil || cfg.Width != c.wantW || cfg.Height != c.wantH {
			t.Errorf("thumbnail of %dx%d is %dx%d (%v), want %dx%d", c.w, c.h, cfg.Width, cfg.Height, err, c.wantW, c.wantH)
		}
	}
}

func TestSources(t *testing.T) {
	dir := t.TempDir()
	put := func(name string) {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
	_, _, err := Sources(dir)
	wantError(t, err, "there are no pictures")
	_, _, err = Sources(filepath.Join(dir, "none"))
	wantError(t, err, "no such file")
	for _, name := range []string{"b.JPG", "a.png", "c.d.webp", "catalog.csv", ".hidden.jpg", "x.tiff"} {
		put(name)
	}
	if err := os.Mkdir(filepath.Join(dir, "folder.jpg"), 0o777); err != nil {
		t.Fatal(err)
	}
	works, unreadable, err := Sources(dir)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, w := range works {
		ids = append(ids, w.ID)
	}
	if !slices.Equal(ids, []string{"a", "b", "c.d"}) || !slices.Equal(unreadable, []string{"x.tiff"}) {
		t.Errorf("works %v, unreadable %v", ids, unreadable)
	}
	put("b.png")
	_, _, err = Sources(dir)
	wantError(t, err, "b.JPG and b.png are two pictures of b")
}
