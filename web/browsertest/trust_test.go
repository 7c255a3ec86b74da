//go:build !js

package browsertest

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

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

// change serves a changed collection from now on, and returns its files.
func (m *museumSite) change(t *testing.T, s *signed, change func(c *bundle.Bundle)) map[string][]byte {
	t.Helper()
	c := *s.bundle
	c.Works, c.Thumbs = slices.Clone(c.Works), maps.Clone(c.Thumbs)
	change(&c)
	files, err := c.Files()
	if err != nil {
		t.Fatal(err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.site = siteOf(t, &c)
	if m.seal, err = s.key.SignManifest(files[bundle.ManifestName]); err != nil {
		t.Fatal(err)
	}
	m.files[sealName] = m.seal
	return files
}

// thumbsAsked returns the thumbnails that were asked for since the last call of requests.
func (m *museumSite) thumbsAsked() (thumbs []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, a := range m.asked {
		if strings.HasPrefix(a, "bundle/thumbs/") {
			thumbs = append(thumbs, a)
		}
	}
	return thumbs
}

func siteOf(t *testing.T, b *bundle.Bundle) http.Handler {
	t.Helper()
	h, err := web.Handler(web.Site{Static: os.DirFS(staticDir), Bundle: b, Weights: weights.Released(), Locator: weights.Locator(), Unsigned: true})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// publish serves the demo collection, signed.
func publish(t *testing.T, s *signed) *museumSite {
	t.Helper()
	m := &museumSite{site: siteOf(t, s.bundle), seal: s.seal, files: map[string][]byte{}}
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
			b.forget() // whole parts that were kept would be taken in place of changed ones
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

// forget empties the page's store of parts.
func (b *tab) forget() {
	b.t.Helper()
	b.do(`caches.keys().then(names => Promise.all(names.map(name => caches.delete(name)))).then(() => {})`)
}

// kept returns the sha256 of the parts that the page has kept.
func (b *tab) kept() []string {
	b.t.Helper()
	return eval[[]string](b, `caches.keys().then(names => Promise.all(names.map(name => caches.open(name).then(c => c.keys())))).then(all => all.flat().map(r => r.url.split("/").pop()))`)
}

// untilKept waits until the page keeps exactly these parts of a bundle, beside the networks.
func (b *tab) untilKept(files map[string][]byte, names ...string) {
	b.t.Helper()
	var want []string
	for _, name := range names {
		sum := sha256.Sum256(files[name])
		want = append(want, hex.EncodeToString(sum[:]))
	}
	want = append(want, demo(b.t).bundle.WeightsHash, demo(b.t).bundle.LocatorHash)
	slices.Sort(want)
	var got []string
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if got = b.kept(); slices.Equal(slices.Sorted(slices.Values(got)), want) {
			return
		}
	}
	b.t.Fatalf("the page keeps %d parts, want %d: %v", len(got), len(want), names)
}

// TestUpdate publishes a new bundle between two visits, and one in the middle of a visit. A visitor fetches what is new in it,
// and nothing else.
func TestUpdate(t *testing.T) {
	s := sign(t)
	site := publish(t, s)
	site.pin(t, false, s.public)
	b := open(t, site.url, visitor{allowed: []string{"its sha256 is not the one in the manifest"}})
	wall := []string{"thumbs/" + s.bundle.Works[0].ID + ".jpg"}
	for k := 1; k < 3; k++ {
		wall = append(wall, "thumbs/"+s.bundle.Works[k*len(s.bundle.Works)/3].ID+".jpg")
	}
	all := append([]string{"prototypes.safetensors", "features.bin", "texts/en.json"}, wall...)
	b.until(ready)
	b.untilKept(s.files, all...)

	expect := func(when string, want ...string) {
		t.Helper()
		got := site.requests()
		slices.Sort(got)
		slices.Sort(want)
		if got = slices.Compact(got); !slices.Equal(got, want) {
			t.Errorf("%s, the page asks for %v, want %v", when, got, want)
		}
	}
	site.requests()
	const manifest = "bundle/manifest.json"
	b.visit("?again")
	b.until(ready)
	b.untilKept(s.files, all...)
	expect("where nothing has changed", manifest, sealName)

	files := site.change(t, s, func(c *bundle.Bundle) {
		c.Works[1].Texts = map[string]bundle.Text{"en": {Title: "Another title"}}
	})
	b.visit("?changed")
	b.until(ready)
	b.do(`location.hash = "#/works"`)
	b.until(`document.querySelector("#wall").innerText.includes("Another title")`)
	for _, name := range wall {
		if slices.Contains(site.thumbsAsked(), "bundle/"+name) {
			t.Errorf("the page asks for %s again", name)
		}
	}
	expect("where texts have changed", append(site.thumbsAsked(), manifest, sealName, "bundle/texts/en.json")...)
	old := sha256.Sum256(s.files["texts/en.json"])
	if slices.Contains(b.kept(), hex.EncodeToString(old[:])) {
		t.Error("the page keeps texts that no bundle needs")
	}

	// The list is on the screen; the work whose picture is asked for next has another one by then.
	b.do(`location.hash = "#"`)
	b.forget()
	b.visit("?meanwhile")
	b.until(ready)
	b.untilKept(files, all...)
	site.change(t, s, func(c *bundle.Bundle) {
		c.Works[2].Texts = map[string]bundle.Text{"en": {Title: "A third title"}}
		for id, jpg := range c.Thumbs {
			c.Thumbs[id] = append(slices.Clone(jpg), 0)
		}
	})
	b.do(`location.hash = "#/works"`)
	b.until(`document.querySelector("#wall").innerText.includes("A third title")`)
	b.until(`[...document.querySelectorAll("#wall img")].every(i => i.src.startsWith("blob:") && i.complete && i.naturalWidth > 0)`)
	b.until(ready)
}
