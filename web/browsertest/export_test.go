//go:build !js

package browsertest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	folder "docent/internal/publish"
	"docent/model/bundle"
	"docent/model/weights"
	"docent/web"
)

// plainHost serves a folder as a plain file server does, below a path: no headers, no compression. What change does to a request's answer
// is another host's way.
func plainHost(t testing.TB, dir string, change func(name string, h http.Header)) string {
	t.Helper()
	files := http.StripPrefix("/visit/guide", http.FileServer(http.Dir(dir)))
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if change != nil {
			change(r.URL.Path, w.Header())
		}
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/visit/guide/"
}

// exported writes the site of a bundle to a folder.
func exported(t testing.TB, b *bundle.Bundle) string {
	t.Helper()
	tree, err := web.NewTree(web.Site{Static: os.DirFS(staticDir), Bundle: b, Weights: weights.Released(), Locator: weights.Locator(), Unsigned: true})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "site")
	if _, err := folder.Export(context.Background(), dir, tree.Files(""), nil); err != nil {
		need(t, err.Error())
	}
	return dir
}

// TestExportedSite recognises a work on a site that plain file servers send, below a path: one that knows all types, and one that knows none.
func TestExportedSite(t *testing.T) {
	d := demo(t)
	dir := exported(t, d.bundle)
	const id = "the-sky-turns"
	camera := film(t, view(t, d.bundle, d.picture(t, id, 900), id, 1280, 720))
	for _, c := range []struct {
		name   string
		change func(name string, h http.Header)
	}{
		{"a plain file server", nil},
		{"a host that takes programs for text", func(name string, h http.Header) {
			if strings.HasSuffix(name, ".wasm") {
				h.Set("Content-Type", "text/plain")
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			base := plainHost(t, dir, c.change)
			b := open(t, base, visitor{film: camera, phone: true, allowed: []string{"Content Security Policy"}})
			b.start()
			b.until(cardOpen)
			checkCard(b, d.bundle, id, "en")
			for _, r := range b.asked() {
				if !strings.HasPrefix(r, base) && !strings.HasPrefix(r, "blob:") {
					t.Errorf("the page asked for %s", r)
				}
			}
			// The server sends no policy: the page has it.
			broken := eval[string](b, `new Promise((done) => {
				document.addEventListener("securitypolicyviolation", (e) => done(e.effectiveDirective));
				const s = document.createElement("script");
				s.textContent = "window.hacked = 1";
				document.head.append(s);
				setTimeout(() => done("nothing"), 5000);
			})`)
			if broken != "script-src-elem" || eval[bool](b, `"hacked" in window`) {
				t.Errorf("a script in the page breaks %q", broken)
			}
			b.visit("catalogue/")
			b.until(`document.querySelectorAll("article img").length > 0`)
			if got := eval[string](b, `document.querySelector("#squall [itemprop=name]").textContent`); got != text(d.bundle, "squall", "en").Title {
				t.Errorf("the catalogue calls squall %q", got)
			}
		})
	}
}
