//go:build !js

package web

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"

	"docent/internal/deps"
	"docent/model/bundle"
	"docent/model/nn"
	"docent/model/proto"
	"docent/model/weights"
	"docent/static"
)

func TestDeps(t *testing.T) {
	forbidden := map[string]string{
		"docent/trainer/...":                "the server and the trainer meet in the weight file alone",
		"docent/wasm/...":                   "the server serves the page's program, and does not run it",
		"docent/gallery/...":                "the demo gallery is served from files, like any other",
		"honnef.co/go/js/dom/v2":            "there is no document here",
		"github.com/sugarme/gotch":          "serving needs no libtorch",
		"github.com/chromedp/...":           "browsers are for the tests",
		"github.com/tetratelabs/wazero/...": "serving runs no network",
	}
	deps.Forbid(t, "docent/web", false, forbidden)
	deps.Forbid(t, "docent/static", false, map[string]string{"docent/...": "files depend on nothing"})
}

// collection returns a small bundle for the released weights.
func collection(t testing.TB) *bundle.Bundle {
	t.Helper()
	m, err := nn.ReadModel(weights.Released())
	if err != nil {
		t.Fatal(err)
	}
	b := &bundle.Bundle{
		Manifest: bundle.Manifest{
			Title:       map[string]string{"en": "Two & <two>", "fr": "Deux"},
			Network:     m.Network.Name,
			WeightsHash: m.Hash,
			Languages:   []string{"en", "fr"},
			Calibration: proto.Calibration{Intercept: 1, Near: -1, Ahead: -1, Typical: 1, FalseAcceptRate: 0.01},
		},
		Prototypes: &proto.Set{Dim: 2, Vectors: []float32{1, 0, 0, 1}},
		Works: []bundle.Work{
			{WorkEntry: bundle.WorkEntry{ID: "a", Thumb: bundle.ThumbName("a")}, Texts: map[string]bundle.Text{"en": {Title: "<script>alert(1)</script>", Artist: "Ann"}, "fr": {Title: "Un"}}},
			{WorkEntry: bundle.WorkEntry{ID: "b"}, Texts: map[string]bundle.Text{"en": {Title: "Two", Description: "A story."}}},
		},
		Thumbs: map[string][]byte{"a": []byte("jpeg")},
	}
	return b
}

func site0(t testing.TB) Site {
	return Site{
		Static: fstest.MapFS{
			"index.html": {Data: []byte("<!doctype html>" + charset + noKeys + "page")}, "style.css": {Data: []byte(strings.Repeat("a { color: red }\n", 100))},
			"docent.wasm": {Data: make([]byte, 5000)}, "wasm_exec.js": {Data: []byte("go")}, "icons/192.png": {Data: []byte("png")},
			"static.go": {Data: []byte("package static")},
		},
		Bundle:  collection(t),
		Weights: weights.Released(),
		Gallery: fstest.MapFS{
			"a.jpg": {Data: []byte("large jpeg")}, "z.jpg": {Data: []byte("other")}, ".hidden.jpg": {Data: []byte("no")},
			"catalog.csv": {Data: []byte("id,title,artist,title_fr\na,A & B,Ann,Le A\n")},
		},
		Unsigned: true,
	}
}

func handler(t testing.TB, s Site) http.Handler {
	t.Helper()
	h, err := Handler(s)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func get(t testing.TB, h http.Handler, method, path string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t testing.TB, r *http.Response) string {
	t.Helper()
	var reader io.Reader = r.Body
	switch r.Header.Get("Content-Encoding") {
	case "gzip":
		z, err := gzip.NewReader(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		reader = z
	case "br":
		reader = brotli.NewReader(r.Body)
	}
	b, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestServe(t *testing.T) {
	h := handler(t, site0(t))
	for _, c := range []struct {
		path, contentType string
		status            int
		has               string
	}{
		{"/", "text/html; charset=utf-8", 200, "page"},
		{"/index.html", "text/html; charset=utf-8", 200, "page"},
		{"/style.css", "text/css; charset=utf-8", 200, "color"},
		{"/docent.wasm", "application/wasm", 200, ""},
		{"/wasm_exec.js", "text/javascript; charset=utf-8", 200, "go"},
		{"/icons/192.png", "image/png", 200, "png"},
		{"/weights.safetensors", "application/octet-stream", 200, "docent.network"},
		{"/bundle/manifest.json", "application/json", 200, "prototypes.safetensors"},
		{"/bundle/prototypes.safetensors", "application/octet-stream", 200, "prototypes"},
		{"/bundle/texts/en.json", "application/json", 200, "A story."},
		{"/bundle/thumbs/a.jpg", "image/jpeg", 200, "jpeg"},
		{"/gallery/", "text/html; charset=utf-8", 200, "A &amp; B"},
		{"/gallery/a.jpg", "image/jpeg", 200, "large jpeg"},
		{"/catalogue/", "text/html; charset=utf-8", 200, "Two &amp; &lt;two&gt;"},
		{"/catalogue/fr.html", "text/html; charset=utf-8", 200, "Deux"},
		{"/static.go", "", 404, "nothing"},
		{"/gallery/.hidden.jpg", "", 404, "nothing"},
		{"/bundle/", "", 404, "nothing"},
		{"/../web.go", "", 404, "nothing"},
		{"/nothing", "", 404, "nothing"},
	} {
		r := get(t, h, "GET", c.path)
		if r.StatusCode != c.status {
			t.Errorf("%s: status %d, want %d", c.path, r.StatusCode, c.status)
		}
		if got := r.Header.Get("Content-Type"); c.contentType != "" && got != c.contentType {
			t.Errorf("%s: type %q, want %q", c.path, got, c.contentType)
		}
		if got := body(t, r); !strings.Contains(got, c.has) {
			t.Errorf("%s lacks %q: %.80q", c.path, c.has, got)
		}
		for _, name := range []string{"Content-Security-Policy", "Permissions-Policy", "X-Content-Type-Options", "Referrer-Policy"} {
			if r.Header.Get(name) == "" {
				t.Errorf("%s has no %s", c.path, name)
			}
		}
	}
}

func TestPolicy(t *testing.T) {
	r := get(t, handler(t, site0(t)), "GET", "/")
	csp := r.Header.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "connect-src 'self'", "base-uri 'none'", "form-action 'none'"} {
		if !strings.Contains(csp, want) {
			t.Errorf("the policy %q lacks %q", csp, want)
		}
	}
	if strings.Contains(csp, "unsafe-inline") || strings.Contains(csp, "'unsafe-eval'") || strings.Contains(csp, "http") {
		t.Errorf("the policy %q allows too much", csp)
	}
	if got := r.Header.Get("Permissions-Policy"); !strings.HasPrefix(got, "camera=(self)") {
		t.Errorf("permissions: %q", got)
	}
}

// TestBelowAPrefix serves the site under a path: nothing it says may be an absolute address.
func TestBelowAPrefix(t *testing.T) {
	h := http.StripPrefix("/museum", handler(t, site0(t)))
	r := get(t, h, "GET", "/museum/gallery")
	if got := r.Header.Get("Location"); r.StatusCode != 301 || got != "gallery/" {
		t.Errorf("redirected with %d to %q", r.StatusCode, got)
	}
	for _, path := range []string{"/museum/gallery/", "/museum/catalogue/"} {
		page := body(t, get(t, h, "GET", path))
		page = strings.ReplaceAll(page, ` itemtype="https://schema.org/`, "") // a name, not an address
		for _, bad := range []string{`href="/`, `src="/`, "http://", "https://", " style=", "<script>", "onclick"} {
			if strings.Contains(page, bad) {
				t.Errorf("%s contains %s", path, bad)
			}
		}
	}
}

// TestPageKeepsItsOwnRules reads the page's files as they are served: no inline script or style, no foreign address.
func TestPageKeepsItsOwnRules(t *testing.T) {
	for _, name := range []string{"index.html"} {
		b, err := static.FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{" style=", "<style", "<script>", " onclick", " onload", "http:", "https:", `src="/`, `href="/`} {
			if strings.Contains(string(b), bad) {
				t.Errorf("%s contains %s", name, bad)
			}
		}
	}
	var manifest struct{ Icons []struct{ Src string } }
	b, err := static.FS.ReadFile("docent.webmanifest")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &manifest); err != nil {
		t.Fatal(err)
	}
	for _, icon := range manifest.Icons {
		if _, err := static.FS.ReadFile(icon.Src); err != nil {
			t.Errorf("icon: %v", err)
		}
	}
}

func TestUnbuilt(t *testing.T) {
	s := site0(t)
	delete(s.Static.(fstest.MapFS), "docent.wasm")
	h := handler(t, s)
	r := get(t, h, "GET", "/")
	if got := body(t, r); r.StatusCode != 503 || !strings.Contains(got, "make serve") {
		t.Errorf("status %d: %.200s", r.StatusCode, got)
	}
	if r := get(t, h, "GET", "/catalogue/"); r.StatusCode != 200 {
		t.Errorf("the catalogue has status %d", r.StatusCode)
	}
}

func TestCatalogue(t *testing.T) {
	h := handler(t, site0(t))
	page := body(t, get(t, h, "GET", "/catalogue/fr.html"))
	for _, want := range []string{`<html lang="fr">`, `<h2 itemprop="name">Un</h2>`, `<h2 itemprop="name">Two</h2>`, `id="b" lang="en"`, `href="index.html"`, "../bundle/thumbs/a.jpg"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s:\n%s", want, page)
		}
	}
	if strings.Contains(body(t, get(t, h, "GET", "/catalogue/")), "<script>") {
		t.Error("a title became markup")
	}
}

func TestGallery(t *testing.T) {
	h := handler(t, site0(t))
	page := body(t, get(t, h, "GET", "/gallery/"))
	for _, want := range []string{`src="a.jpg"`, `src="../bundle/thumbs/a.jpg"`, `lang="fr" data-in="fr">Le A<`, "generated", "générées", `id="z"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	s := site0(t)
	s.Gallery = nil
	if r := get(t, handler(t, s), "GET", "/gallery"); r.StatusCode != 404 {
		t.Errorf("without a gallery the status is %d", r.StatusCode)
	}
}

func TestHandlerRefuses(t *testing.T) {
	for _, c := range []struct {
		name, want string
		change     func(*Site)
	}{
		{"no bundle", "lacks", func(s *Site) { s.Bundle = nil }},
		{"other weights", "made for other weights", func(s *Site) { s.Bundle.WeightsHash = strings.Repeat("0", 64) }},
		{"no weights", "read weights", func(s *Site) { s.Weights = nil }},
		{"another locator", "another locator", func(s *Site) { s.Bundle.LocatorHash, s.Locator = strings.Repeat("0", 64), weights.Locator() }},
		{"no locator", "read locator", func(s *Site) { s.Bundle.LocatorHash = strings.Repeat("0", 64) }},
		{"an empty gallery", "no pictures", func(s *Site) { s.Gallery = fstest.MapFS{} }},
		{"a catalog without ids", "no column id", func(s *Site) {
			s.Gallery = fstest.MapFS{"a.jpg": {}, "catalog.csv": {Data: []byte("title\nA\n")}}
		}},
		{"a torn catalog", "catalog.csv", func(s *Site) {
			s.Gallery = fstest.MapFS{"a.jpg": {}, "catalog.csv": {Data: []byte("id,title\na\n")}}
		}},
	} {
		s := site0(t)
		c.change(&s)
		if _, err := Handler(s); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
}

// TestLocator serves the locator to bundles that were made with it.
func TestLocator(t *testing.T) {
	s := site0(t)
	if r := get(t, handler(t, s), "GET", "/locator.safetensors"); r.StatusCode != 404 {
		t.Errorf("without a locator the status is %d", r.StatusCode)
	}
	m, err := nn.ReadModel(weights.Locator())
	if err != nil {
		t.Fatal(err)
	}
	s.Locator, s.Bundle.LocatorHash = weights.Locator(), m.Hash
	if r := get(t, handler(t, s), "GET", "/locator.safetensors"); r.StatusCode != 200 || body(t, r) != string(weights.Locator()) {
		t.Errorf("the locator is not served: %d", r.StatusCode)
	}
}
