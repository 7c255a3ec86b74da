//go:build !js

package browsertest

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"

	"docent/internal/signing"
	"docent/model/bundle"
	"docent/model/weights"
	"docent/web"
)

// signed is the demo collection with a museum's signature.
type signed struct {
	key, other        signing.Key
	manifest          []byte
	seal, sealOfOther []byte
	public, publicOf2 string
	files             map[string][]byte
	bundle            *bundle.Bundle
}

func sign(t *testing.T) *signed {
	t.Helper()
	s := &signed{bundle: demo(t).bundle}
	var err error
	if s.files, err = s.bundle.Files(); err != nil {
		t.Fatal(err)
	}
	s.manifest = s.files[bundle.ManifestName]
	for _, k := range []struct {
		key    *signing.Key
		seal   *[]byte
		public *string
	}{{&s.key, &s.seal, &s.public}, {&s.other, &s.sealOfOther, &s.publicOf2}} {
		if *k.key, err = signing.Generate(); err != nil {
			t.Fatal(err)
		}
		if *k.seal, err = k.key.SignManifest(s.manifest); err != nil {
			t.Fatal(err)
		}
		*k.public = k.key.Public().String()
	}
	return s
}

// museumSite is a site whose files can be exchanged while a visitor is there, and that remembers what it was asked for.
type museumSite struct {
	url string

	mu    sync.Mutex
	files map[string][]byte // in place of the site's, by address; nil for one that is missing
	site  http.Handler
	seal  []byte
	asked []string
}

const sealName = "bundle/manifest.json.minisig"

func (m *museumSite) set(name string, b []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.files[name] = b
}

// restore gives the site its own file again.
func (m *museumSite) restore(name string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.files, name)
	if name == sealName {
		m.files[name] = m.seal
	}
}

// requests returns the addresses that were asked for since the last call, without those of the page's own files.
func (m *museumSite) requests() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []string
	for _, a := range m.asked {
		if strings.HasPrefix(a, "bundle/") || strings.HasSuffix(a, ".safetensors") {
			out = append(out, a)
		}
	}
	m.asked = nil
	return out
}

// publish serves the demo collection, signed.
func publish(t *testing.T, s *signed) *museumSite {
	t.Helper()
	h, err := web.Handler(web.Site{Static: os.DirFS(staticDir), Bundle: s.bundle, Weights: weights.Released(), Locator: weights.Locator(), Unsigned: true})
	if err != nil {
		t.Fatal(err)
	}
	m := &museumSite{site: h, seal: s.seal, files: map[string][]byte{}}
	m.restore(sealName)
	server := httptest.NewServer(http.StripPrefix("/museum/", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.mu.Lock()
		m.asked = append(m.asked, r.URL.Path)
		b, replaced := m.files[r.URL.Path]
		site := m.site
		m.mu.Unlock()
		switch {
		case !replaced:
			site.ServeHTTP(w, r)
		case b == nil:
			http.NotFound(w, r)
		default:
			w.Header().Set("Cache-Control", "no-cache")
			w.Write(b)
		}
	})))
	t.Cleanup(server.Close)
	m.url = server.URL + "/museum/"
	return m
}

// pin has the page believe keys.
func (m *museumSite) pin(t *testing.T, unsigned bool, keys ...string) {
	t.Helper()
	index, err := os.ReadFile(staticDir + "/index.html")
	if err == nil {
		index, err = web.Pin(index, keys, unsigned)
	}
	if err != nil {
		t.Fatal(err)
	}
	m.set("", index)
}

const refused = `!document.querySelector("#trouble").hidden && document.querySelector("#troubleTitle").innerText === "This collection is not shown"`

// nothingShown fails the test where anything of the collection is on the page.
func nothingShown(b *tab, s *signed) {
	b.t.Helper()
	text := eval[string](b, `document.documentElement.innerHTML`)
	for _, w := range s.bundle.Works {
		if strings.Contains(text, w.Texts["en"].Title) || strings.Contains(text, w.ID) {
			b.t.Errorf("the page shows %s", w.ID)
		}
	}
	b.do(`location.hash = "#/works"`)
	b.until(refused)
	if n := eval[int](b, `document.querySelectorAll("#wall li").length`); n > 0 {
		b.t.Errorf("the page lists %d works", n)
	}
	if !eval[bool](b, `document.querySelector("#troubleBrowse").hidden && document.querySelector("#troublePick").hidden`) {
		b.t.Error("the page offers works that it refuses")
	}
}

// TestTrust opens signed, unsigned, strange and changed collections in pages that pin keys.
func TestTrust(t *testing.T) {
	s := sign(t)
	changed := append([]byte(nil), s.manifest...)
	changed[len(changed)-20] ^= 1 // in the sha256 of a part
	texts := []byte(strings.Replace(string(s.files["texts/en.json"]), s.bundle.Works[0].Texts["en"].Title, "A cheaper copy", 1))
	prototypes := append([]byte(nil), s.files[bundle.PrototypesName]...)
	prototypes[len(prototypes)-1] ^= 1
	site := publish(t, s)
	b := open(t, site.url+"catalogue/", visitor{allowed: []string{"Failed to load resource", "docent: refused"}})
	b.url = site.url
	t.Cleanup(func() { b.t = t })
	for _, c := range []struct {
		name     string
		keys     []string
		unsigned bool
		files    map[string][]byte
		staff    string // what staff read, "" where the collection is shown
		colophon string
	}{
		{name: "signed", keys: []string{s.public}, colophon: "Signed with the key " + s.key.Public().ID.String()},
		{name: "rotation, old signature", keys: []string{s.publicOf2, s.public}, colophon: s.key.Public().ID.String()},
		{name: "rotation, new signature", keys: []string{s.publicOf2, s.public}, files: map[string][]byte{sealName: s.sealOfOther}, colophon: s.other.Public().ID.String()},
		{name: "unsigned", keys: []string{s.public}, files: map[string][]byte{sealName: nil}, staff: "the collection is not signed"},
		{name: "unsigned and allowed", keys: []string{s.public}, unsigned: true, files: map[string][]byte{sealName: nil}, colophon: "This collection is not signed."},
		{name: "another key", keys: []string{s.publicOf2}, staff: s.key.Public().ID.String() + ", which is none of this page’s"},
		{name: "another key, unsigned allowed", keys: []string{s.publicOf2}, unsigned: true, staff: "which is none of this page’s"},
		{name: "manifest changed", keys: []string{s.public}, files: map[string][]byte{"bundle/manifest.json": changed}, staff: "not what was signed with the key"},
		{name: "signature damaged", keys: []string{s.public}, files: map[string][]byte{sealName: s.seal[:100]}, staff: "the signature, manifest.json.minisig, is damaged"},
		{name: "no key", staff: "this page names no key"},
		{name: "texts changed", keys: []string{s.public}, files: map[string][]byte{"bundle/texts/en.json": texts}, staff: "the part texts/en.json is not what was signed"},
		{name: "prototypes changed", keys: []string{s.public}, files: map[string][]byte{"bundle/prototypes.safetensors": prototypes}, staff: "the part prototypes.safetensors is not what was signed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b.t = t
			site.pin(t, c.unsigned, c.keys...)
			for name, content := range c.files {
				site.set(name, content)
			}
			b.visit("?" + strings.ReplaceAll(c.name, " ", "-"))
			if c.staff == "" {
				b.until(ready)
				b.do(`location.hash = "#/works"`)
				b.until(`document.querySelectorAll("#wall li").length > 0`)
				if got := b.text("#colophon"); !strings.Contains(got, c.colophon) {
					t.Errorf("the page says %q to staff, want %q", got, c.colophon)
				}
			} else {
				b.until(refused)
				if got := b.text("#troubleDetail"); !strings.Contains(got, c.staff) || !strings.HasPrefix(got, "For staff: ") {
					t.Errorf("the page says %q to staff, want %q", got, c.staff)
				}
				nothingShown(b, s)
			}
			for name := range c.files {
				site.restore(name)
			}
			if c.staff != "" && len(c.files) > 0 { // mended, the next try shows it
				b.click("#again")
				b.until(ready)
			}
		})
	}
}
