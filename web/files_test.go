//go:build !js

package web

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"docent/internal/publish"
	"docent/model/bundle"
	"docent/model/proto"
)

// exportTo writes a site to a folder.
func exportTo(t testing.TB, s Site, address string) string {
	t.Helper()
	tree, err := NewTree(s)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "site")
	if _, err := publish.Export(t.Context(), dir, tree.Files(address), nil); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestExportIsServed compares what docent serve sends with what a plain file server sends of the exported site, below a path: every file is
// the same.
func TestExportIsServed(t *testing.T) {
	s := site0(t)
	s.Bundle = grouped(t, 3, 4)
	dir := exportTo(t, s, "")
	served := handler(t, s)
	plain := http.StripPrefix("/museum", http.FileServer(http.Dir(dir)))
	tree, err := NewTree(s)
	if err != nil {
		t.Fatal(err)
	}
	own := hosting()
	n := 0
	for f, err := range tree.Files("") {
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := own[f.Name]; ok {
			continue
		}
		n++
		address := "/" + f.Name
		if rest, ok := strings.CutSuffix(address, "/index.html"); ok {
			address = rest + "/" // a file server sends those who ask for the file there
		}
		a, b := get(t, served, "GET", address), get(t, plain, "GET", "/museum"+address)
		if got, want := body(t, b), body(t, a); a.StatusCode != 200 || b.StatusCode != 200 || got != want {
			t.Errorf("%s: status %d and %d, %d and %d bytes", f.Name, a.StatusCode, b.StatusCode, len(want), len(got))
		}
	}
	if n < 30 {
		t.Errorf("only %d files were compared", n)
	}
	if err := publish.Check(dir); err != nil {
		t.Error(err)
	}
}

// TestExportedPage has the policy in the page, for servers that send no headers, and before anything that it is about.
func TestExportedPage(t *testing.T) {
	dir := exportTo(t, site0(t), "")
	for _, name := range []string{"index.html", "catalogue/index.html", "catalogue/fr.html", "gallery/index.html"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		at := strings.Index(string(b), `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' 'wasm-unsafe-eval'`)
		if link := strings.Index(string(b), "<link"); at < 0 || link >= 0 && link < at || strings.Contains(string(b), "frame-ancestors") {
			t.Errorf("%s: the policy is missing, late, or has what only a header can say", name)
		}
	}
	s := site0(t)
	s.Static.(fstest.MapFS)["index.html"] = &fstest.MapFile{Data: []byte("<!doctype html>" + noKeys)}
	if _, err := NewTree(s); err == nil || !strings.Contains(err.Error(), "no line <meta charset") {
		t.Errorf("a page without a place for the policy: %v", err)
	}
}

// TestNoCurator leaves the curator's page out where it is not wanted.
func TestNoCurator(t *testing.T) {
	s := site0(t)
	files := s.Static.(fstest.MapFS)
	files["curator.wasm"], files["curator/index.html"] = &fstest.MapFile{Data: make([]byte, 9)}, &fstest.MapFile{Data: []byte(charset)}
	for _, s.NoCurator = range []bool{false, true} {
		dir := exportTo(t, s, "")
		for _, name := range []string{"curator.wasm", "curator/index.html"} {
			if _, err := os.Stat(filepath.Join(dir, name)); (err == nil) == s.NoCurator {
				t.Errorf("without the curator %v: %s: %v", s.NoCurator, name, err)
			}
		}
	}
}

func TestUnbuiltExport(t *testing.T) {
	s := site0(t)
	delete(s.Static.(fstest.MapFS), programName)
	tree, err := NewTree(s)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := publish.Export(t.Context(), filepath.Join(t.TempDir(), "site"), tree.Files(""), nil); err == nil || !strings.Contains(err.Error(), "make page") {
		t.Errorf("error %v", err)
	}
}

// TestHosting finds every header and type of docent serve in every server's settings, in the server's own form.
func TestHosting(t *testing.T) {
	files := hosting()
	for _, name := range []string{"_headers", ".htaccess", "web.config", "vercel.json", "hosting/nginx.conf", "hosting/Caddyfile"} {
		text := strings.NewReplacer("&#39;", "'", `\"`, `"`).Replace(string(files[name]))
		for _, h := range headers {
			if !strings.Contains(text, h.name) || !strings.Contains(text, h.value) {
				t.Errorf("%s lacks %s: %s", name, h.name, h.value)
			}
		}
	}
	for _, name := range []string{".htaccess", "web.config", "hosting/nginx.conf", "hosting/Caddyfile"} {
		for e, of := range types {
			if !strings.Contains(string(files[name]), e[1:]) || !strings.Contains(string(files[name]), bare(of)) {
				t.Errorf("%s lacks %s, %s", name, e, of)
			}
		}
	}
	var v struct {
		Headers []struct {
			Source  string
			Headers []struct{ Key, Value string }
		}
	}
	if err := json.Unmarshal(files["vercel.json"], &v); err != nil || len(v.Headers) != 1 || len(v.Headers[0].Headers) != len(headers) {
		t.Errorf("vercel.json: %v", err)
	}
	var c struct {
		XMLName xml.Name `xml:"configuration"`
		Types   []struct {
			Extension string `xml:"fileExtension,attr"`
		} `xml:"system.webServer>staticContent>mimeMap"`
		Headers []struct {
			Value string `xml:"value,attr"`
		} `xml:"system.webServer>httpProtocol>customHeaders>add"`
	}
	if err := xml.Unmarshal(files["web.config"], &c); err != nil || len(c.Types) != len(types) || len(c.Headers) != len(headers) || c.Headers[0].Value != headers[0].value {
		t.Errorf("web.config: %v, %+v", err, c)
	}
	// The answers of docent serve itself.
	r := get(t, handler(t, site0(t)), "GET", "/style.css")
	for _, h := range headers {
		if r.Header.Get(h.name) != h.value {
			t.Errorf("docent serve sends %s: %q", h.name, r.Header.Get(h.name))
		}
	}
}

func TestSitemap(t *testing.T) {
	for address, robots := range map[string]bool{"https://museum.example/": true, "https://museum.example/guide/": false} {
		dir := exportTo(t, site0(t), address)
		b, err := os.ReadFile(filepath.Join(dir, "sitemap.xml"))
		if err != nil {
			t.Fatal(err)
		}
		var m struct {
			URLs []string `xml:"url>loc"`
		}
		if err := xml.Unmarshal(b, &m); err != nil || !slices.Equal(m.URLs, []string{address, address + "catalogue/fr.html", address + "catalogue/index.html"}) {
			t.Errorf("%s: %v, %v", address, m.URLs, err)
		}
		if _, err := os.Stat(filepath.Join(dir, "robots.txt")); (err == nil) != robots {
			t.Errorf("%s: robots.txt: %v", address, err)
		}
	}
}

// grouped returns a bundle of groups with as many works each, whose files, but not their pictures, are real.
func grouped(t testing.TB, groups, works int) *bundle.Bundle {
	t.Helper()
	b := collection(t)
	b.Works, b.Thumbs, b.Prototypes = nil, map[string][]byte{}, &proto.Set{Dim: 2}
	for g := range groups {
		b.Groups = append(b.Groups, bundle.Group{ID: fmt.Sprintf("room-%d", g+1), Title: map[string]string{"en": fmt.Sprintf("Room %d", g+1)}, Works: works})
		for w := range works {
			id := fmt.Sprintf("w%d-%d", g+1, w+1)
			b.Works = append(b.Works, bundle.Work{
				WorkEntry: bundle.WorkEntry{ID: id, Thumb: bundle.InGroup(b.Groups[g].ID, bundle.ThumbName(id)), Number: fmt.Sprint("N", w)},
				Texts:     map[string]bundle.Text{"en": {Title: "Title of " + id}},
			})
			b.Thumbs[id] = []byte("picture of " + id)
			b.Prototypes.Vectors = append(b.Prototypes.Vectors, 1, 0)
		}
	}
	return b
}

// TestHandlerReadsOnDemand asks for parts in a file that is taken away: what has been asked for before is still there, the rest is an error
// and no crash.
func TestHandlerReadsOnDemand(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bundle")
	if err := grouped(t, 2, 2).WriteDir(path); err != nil {
		t.Fatal(err)
	}
	s := site0(t)
	var err error
	if s.Archive, err = bundle.Open(path); err != nil {
		t.Fatal(err)
	}
	defer s.Archive.Close()
	s.Bundle = nil
	h := handler(t, s)
	for _, name := range []string{"groups/room-2/thumbs/w2-1.jpg", "groups/room-1/works.json"} {
		if r := get(t, h, "GET", "/bundle/"+name); r.StatusCode != 200 {
			t.Errorf("%s: status %d", name, r.StatusCode)
		}
	}
	for _, name := range []string{"groups/room-3/works.json", "groups/room-2/thumbs/w1-1.jpg", "manifest.json.minisig", "groups/room-2/"} {
		if r := get(t, h, "GET", "/bundle/"+name); r.StatusCode != 404 {
			t.Errorf("%s: status %d", name, r.StatusCode)
		}
	}
	if err := os.RemoveAll(filepath.Join(path, "groups", "room-2", "thumbs")); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{"w2-1": 200, "w2-2": 500} {
		if r := get(t, h, "GET", "/bundle/groups/room-2/thumbs/"+name+".jpg"); r.StatusCode != want {
			t.Errorf("%s: status %d, want %d", name, r.StatusCode, want)
		}
	}
}

func TestShelf(t *testing.T) {
	s := shelf{most: 25}
	made := map[string]int{}
	ask := func(name string, size int) {
		t.Helper()
		f, err := s.get(name, func() (*file, error) { made[name]++; return &file{plain: make([]byte, size)}, nil })
		if err != nil || len(f.plain) != size {
			t.Fatalf("%s: %v", name, err)
		}
	}
	ask("a", 10)
	ask("b", 10)
	ask("a", 10)
	ask("c", 10) // b has to go
	ask("a", 10)
	ask("b", 10) // and now c
	ask("large", 100)
	ask("large", 100)
	ask("a", 10)
	if fmt.Sprint(made) != "map[a:1 b:2 c:1 large:2]" || s.bytes != 20 || s.order.Len() != 2 || len(s.slots) != 2 {
		t.Errorf("made %v, %d bytes in %d slots", made, s.bytes, len(s.slots))
	}
	if _, err := s.get("bad", func() (*file, error) { return nil, io.ErrUnexpectedEOF }); err == nil {
		t.Error("no error")
	}
	ask("bad", 1) // an error is not kept
}

// TestShelfMakesOnce has many ask for one file at once.
func TestShelfMakesOnce(t *testing.T) {
	s := shelf{most: 100}
	start, made := make(chan struct{}), make(chan struct{}, 100)
	done := make(chan *file)
	for range 20 {
		go func() {
			<-start
			f, _ := s.get("a", func() (*file, error) { made <- struct{}{}; return &file{plain: []byte("a")}, nil })
			done <- f
		}()
	}
	close(start)
	first := <-done
	for range 19 {
		if f := <-done; f != first {
			t.Fatal("another file")
		}
	}
	if len(made) != 1 {
		t.Errorf("made %d times", len(made))
	}
}
