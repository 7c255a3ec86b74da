//go:build !js

package browsertest

import (
	"bytes"
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"image"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"docent/gallery"
	"docent/internal/build"
	"docent/internal/engine"
	"docent/model/bundle"
	"docent/model/nn"
	"docent/model/weights"
	"docent/web"
)

// TestMain begins with the collections at once: they take the processor for some seconds each, while the tests mostly
// wait for browsers.
func TestMain(m *testing.M) {
	flag.Parse()
	var err error
	if commands, err = os.MkdirTemp("", "docent-commands-"); err != nil {
		log.Fatal(err)
	}
	go func() {
		demoOnce()
		if _, err := os.Stat(shared); err == nil && !testing.Short() {
			museumOnce()
		}
	}()
	code := m.Run()
	os.RemoveAll(commands)
	os.Exit(code)
}

// staticDir has the page's files as they are built now, not as they were when the test was.
const staticDir = "../../static"

// serve serves a site below /museum/, so that a wrong absolute address shows, and returns the address of the page. The
// replacements, by address below it, take the place of what the site has.
func serve(t testing.TB, b *bundle.Bundle, replacements map[string]http.HandlerFunc) string {
	t.Helper()
	for _, name := range []string{"docent.wasm", "wasm_exec.js"} {
		if _, err := os.Stat(filepath.Join(staticDir, name)); err != nil {
			need(t, "the page is not built (make page)")
		}
	}
	site := handler(t, b)
	s := httptest.NewServer(http.StripPrefix("/museum", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f := replacements[strings.TrimPrefix(r.URL.Path, "/")]; f != nil {
			f(w, r)
			return
		}
		site.ServeHTTP(w, r)
	})))
	t.Cleanup(s.Close)
	return s.URL + "/museum/"
}

func handler(t testing.TB, b *bundle.Bundle) http.Handler {
	t.Helper()
	h, err := web.Handler(web.Site{Static: os.DirFS(staticDir), Bundle: b, Weights: weights.Released(), Locator: weights.Locator(), Gallery: demo(t).dir, Unsigned: true})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// answer returns a handler that answers with bytes.
func answer(b []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { w.Write(b) }
}

// demoGallery is a part of the demo gallery, as docent bundle makes it.
type demoGallery struct {
	works  []gallery.Work
	bundle *bundle.Bundle
	dir    fstest.MapFS // the pictures and their catalogue, as docent gallery writes them
}

// shown are the works of the test's collection, in different manners.
var shown = []string{"squall", "measured-weight", "the-sky-turns", "quinces-and-a-blue-jug", "two-fish-one-pool",
	"everyone-still-awake", "the-long-dune", "irises-on-gold"}

// hidden is a work that the collection does not have.
const hidden = "garden-cut-with-scissors"

func (d *demoGallery) work(t testing.TB, id string) gallery.Work {
	t.Helper()
	for _, w := range gallery.Works() {
		if w.ID == id {
			return w
		}
	}
	t.Fatalf("the demo gallery has no work %s", id)
	panic("unreachable")
}

func (d *demoGallery) picture(t testing.TB, id string, side int) *image.RGBA {
	t.Helper()
	type rendered struct {
		id   string
		side int
	}
	return once(rendered{id, side}, func() *image.RGBA { return d.work(t, id).Render(side) })
}

// demo returns the demo collection, which is made once: it takes some seconds.
func demo(t testing.TB) *demoGallery {
	t.Helper()
	d, err := demoOnce()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var demoOnce = sync.OnceValues(func() (*demoGallery, error) {
	d := &demoGallery{dir: fstest.MapFS{}}
	var mu sync.Mutex
	o, err := released()
	if err != nil {
		return nil, err
	}
	o.Views, o.CalibrationViews = build.DefaultViews, 160 // a quarter of the usual number, for the time they take
	o.Visit = func(i int, picture *image.RGBA) error {
		jpg, err := build.Thumbnail(picture, 480, 85)
		mu.Lock()
		defer mu.Unlock()
		d.dir[d.works[i].ID+".jpg"] = &fstest.MapFile{Data: jpg}
		return err
	}
	var sources []build.Source
	for _, w := range gallery.Works() {
		if slices.Contains(shown, w.ID) {
			d.works = append(d.works, w)
			sources = append(sources, build.Source{ID: w.ID, Load: func() (*image.RGBA, error) { return w.Render(480), nil }})
		}
	}
	b, _, err := build.Bundle(context.Background(), sources, build.Labels{Title: "Demo gallery", Language: "en"}, o)
	if err != nil {
		return nil, err
	}
	b.Title["fr"] = "Galerie de démonstration"
	b.Languages = []string{"en", "fr"}
	for i := range b.Works {
		b.Works[i].Texts = map[string]bundle.Text{}
		for _, language := range b.Languages {
			t := d.works[i].Texts[language]
			b.Works[i].Texts[language] = bundle.Text{
				Title: t.Title, Artist: gallery.Artist[language], Date: t.Date, Medium: t.Medium, Description: t.Description,
				Price: t.Price, Location: t.Location, Credit: gallery.Credit[language],
			}
		}
	}
	d.bundle = b
	catalog, err := gallery.Catalog()
	d.dir["catalog.csv"] = &fstest.MapFile{Data: catalog}
	return d, err
})

// released returns the options of bundles that are made with the released networks.
func released() (o build.Options, err error) {
	if o.Model, err = nn.ReadModel(weights.Released()); err != nil {
		return o, err
	}
	if o.Locator, err = nn.ReadModel(weights.Locator()); err != nil {
		return o, err
	}
	o.Features = bundle.FeaturesPacked
	o.Engine, err = engine.Open(engine.Auto)
	return o, err
}

// shared is the folder of image data that is not part of the project.
const shared = "../../../shared/data"

// museum returns a collection of a real museum: 287 works, and the folder of its photos. The test is skipped where the
// data is not there.
func museum(t testing.TB) (b *bundle.Bundle, queries string) {
	t.Helper()
	dir := filepath.Join(shared, "eval", "uab")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("there is no ", dir)
	}
	if testing.Short() {
		t.Skip("287 works take too long for -short")
	}
	b, err := museumOnce()
	if err != nil {
		t.Fatal(err)
	}
	return b, filepath.Join(dir, "query")
}

var museumOnce = sync.OnceValues(func() (*bundle.Bundle, error) {
	dir := filepath.Join(shared, "eval", "uab")
	o, err := released()
	if err != nil {
		return nil, err
	}
	sources, _, err := build.Sources(filepath.Join(dir, "ref"))
	if err != nil {
		return nil, err
	}
	b, _, err := build.Bundle(context.Background(), sources, build.Labels{Title: "UAB", Language: "ca"}, o)
	if err != nil {
		return nil, err
	}
	raw, err := os.ReadFile(filepath.Join(dir, "metadata.csv"))
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil {
		return nil, err
	}
	column := func(row []string, name string) string {
		if i := slices.Index(rows[0], name); i >= 0 {
			return row[i]
		}
		return ""
	}
	for i, w := range b.Works {
		for _, row := range rows[1:] {
			if column(row, "id") == w.ID {
				b.Works[i].Texts = map[string]bundle.Text{"ca": {
					Title: column(row, "title"), Artist: column(row, "artist"), Date: column(row, "year"), Location: column(row, "room"),
				}}
			}
		}
	}
	return b, nil
})

// docent builds the command, once for all tests, and returns its path.
func docent(t testing.TB) string {
	t.Helper()
	path, err := docentOnce()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

var docentOnce = sync.OnceValues(func() (string, error) {
	path := filepath.Join(commands, "docent.exe")
	if out, err := exec.Command("go", "build", "-o", path, "docent/cmd/docent").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build docent: %w: %s", err, out)
	}
	return path, nil
})

// commands is the folder of commands that tests build.
var commands string
