//go:build !js

package browsertest

import (
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"docent/gallery"
	"docent/model/bundle"
	"docent/model/proto"
)

// What a first visit may take over the wire, in bytes.
const (
	mostProgram = 750_000
	mostVisit   = 1_500_000 // all but pictures
)

// TestFirstVisitBytes counts what the server sends until a first visitor can press Start: the page, the program, the
// weights and a bundle as large as the default one. Pictures come later, one by one, and are not counted.
func TestFirstVisitBytes(t *testing.T) {
	if _, err := os.Stat(filepath.Join(staticDir, "docent.wasm.br")); err != nil {
		need(t, "the page's files are not compressed (make page)")
	}
	site := handler(t, largeDemo(t))
	var mu sync.Mutex
	sent := map[string]int{} // bytes of bodies, by address
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		counted := &countedBody{ResponseWriter: w}
		site.ServeHTTP(counted, r)
		mu.Lock()
		defer mu.Unlock()
		sent[strings.TrimPrefix(r.URL.Path, "/")] += counted.n
		if r.URL.Path == "/docent.wasm" && w.Header().Get("Content-Encoding") != "br" {
			t.Errorf("the browser was sent the program in %q", w.Header().Get("Content-Encoding"))
		}
	}))
	wire := &countedListener{Listener: s.Listener}
	s.Listener = wire
	s.Start()
	t.Cleanup(s.Close)

	b := open(t, s.URL+"/", visitor{})
	b.until(ready)
	mu.Lock()
	defer mu.Unlock()
	all, pictures := int(wire.n.Load()), 0
	for name, n := range sent {
		t.Logf("%8d bytes %s", n, name)
		if ext := filepath.Ext(name); ext == ".jpg" || ext == ".png" {
			pictures += n
		}
	}
	for _, name := range []string{"", "docent.wasm", "weights.safetensors", "locator.safetensors", "bundle/manifest.json", "bundle/prototypes.safetensors", "bundle/texts/en.json"} {
		if sent[name] == 0 {
			t.Errorf("%q was not sent: the count is of something else than a first visit", name)
		}
	}
	t.Logf("%8d bytes on the wire, headers included, of which %d are pictures", all, pictures)
	if n := sent["docent.wasm"]; n > mostProgram {
		t.Errorf("the program takes %d bytes, at most %d are allowed", n, mostProgram)
	}
	if n := all - pictures; n > mostVisit {
		t.Errorf("a first visit takes %d bytes without pictures, at most %d are allowed", n, mostVisit)
	}
}

// largeDemo returns the demo collection with all the works of the gallery, as the default bundle has them. The
// prototypes of those that were not drawn for the tests are random, which compresses no better.
func largeDemo(t testing.TB) *bundle.Bundle {
	t.Helper()
	small := demo(t).bundle
	large := *small
	set := *small.Prototypes
	large.Prototypes = &proto.Set{Dim: set.Dim, Vectors: slices.Clone(set.Vectors), Background: set.Background, Impostors: slices.Clone(set.Impostors)}
	large.Works = append([]bundle.Work(nil), small.Works...)
	large.Features = bundle.NewFeatures(len(gallery.Works()))
	for i := range large.Features.Len() { // as hard to compress as real ones
		if err := large.Features.Set(i, small.Features.Row(i%small.Features.Len())); err != nil {
			t.Fatal(err)
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	for _, w := range gallery.Works() {
		work := bundle.Work{WorkEntry: bundle.WorkEntry{ID: w.ID}, Texts: map[string]bundle.Text{}}
		if text(small, w.ID, "en").Title != "" {
			continue
		}
		for language, l := range w.Texts {
			work.Texts[language] = bundle.Text{
				Title: l.Title, Artist: gallery.Artist[language], Date: l.Date, Medium: l.Medium, Description: l.Description,
				Price: l.Price, Location: l.Location, Credit: gallery.Credit[language],
			}
		}
		large.Works = append(large.Works, work)
		for range set.Dim {
			large.Prototypes.Vectors = append(large.Prototypes.Vectors, r.Float32())
		}
		if set.Impostors != nil {
			large.Prototypes.Impostors = append(large.Prototypes.Impostors, r.Float32())
		}
	}
	if len(large.Works) != len(gallery.Works()) {
		t.Fatalf("the collection has %d works, the gallery %d", len(large.Works), len(gallery.Works()))
	}
	return &large
}

// countedBody counts the bytes of an answer's body.
type countedBody struct {
	http.ResponseWriter
	n int
}

func (c *countedBody) Write(b []byte) (int, error) {
	n, err := c.ResponseWriter.Write(b)
	c.n += n
	return n, err
}

// countedListener counts the bytes that are sent on all of its connections.
type countedListener struct {
	net.Listener
	n atomic.Int64
}

func (l *countedListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	return countedConn{c, &l.n}, err
}

type countedConn struct {
	net.Conn
	n *atomic.Int64
}

func (c countedConn) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	c.n.Add(int64(n))
	return n, err
}
