//go:build !js

package importer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"docent/internal/importer/fakeserver"
)

// FuzzReaders gives every reader of somebody else's JSON whatever comes: none may panic or fail to end, and what a work
// has must be fit for the catalog.
func FuzzReaders(f *testing.F) {
	works := fakeserver.Painted(1)
	works[0].Views = 2
	server := fakeserver.New(f, works)
	for _, path := range []string{"/iiif/3/collection/top", "/iiif/3/collection/page0", "/iiif/3/manifest/SK-100", "/iiif/2/manifest/SK-100", "/iiif/2/collection/works", "/iiif/image/3/SK-100/info.json",
		"/iiif/image/2/SK-100/info.json", "/public/collection/v1/objects/436500", "/api/v1/artworks?ids=27900", "/w/api.php?action=wbgetentities&ids=Q5000&languages=en", "/la/object/SK-100",
		"/la/visual/SK-100", "/la/digital/SK-100", "/la/search/0", "/la/changes", "/w/api.php?action=query&titles=File:SK-100 painting.jpg"} {
		q, err := http.NewRequest(http.MethodGet, server.URL+strings.ReplaceAll(path, " ", "%20"), nil)
		if err != nil {
			f.Fatal(err)
		}
		q.Header.Set("AIC-User-Agent", "fuzz")
		a, err := http.DefaultClient.Do(q)
		if err != nil {
			f.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(a.Body); err != nil || a.StatusCode != 200 {
			f.Fatal(err, a.Status)
		}
		a.Body.Close()
		var small bytes.Buffer
		if err := json.Compact(&small, b.Bytes()); err != nil {
			f.Fatal(err)
		}
		f.Add(small.Bytes())
	}
	f.Add([]byte(`{"type": "Collection", "items": [{"type": "Manifest"}, {"type": "Collection", "id": "http://a/b"}, null, 3]}`))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, b []byte) {
		v, err := parseValue(b)
		if err != nil {
			return
		}
		cache, err := OpenCache(dir)
		if err != nil {
			t.Fatal(err)
		}
		// A network on which there is nothing.
		c := NewClient(cache, "fuzz", 1e9)
		c.Inside = true // no name is looked up
		c.HTTP.Transport = transport(func(*http.Request) (*http.Response, error) { return nil, errors.New("nothing") })
		ctx := context.Background()
		checkWork := func(w *Work) {
			if w == nil {
				return
			}
			table := &table{languages: []string{"en", "fr"}, base: map[string]map[string]string{}, fresh: map[string]map[string]string{}}
			table.add("id", w, false)
			for name, cell := range table.fresh["id"] {
				if strings.ContainsRune(cell, 0) || len(cell) > 5*maxText {
					t.Errorf("%s is %q", name, cell)
				}
			}
		}
		w, _ := readManifest(v)
		checkWork(w)
		checkWork(readMet(v))
		checkWork(readAIC(v, aicImages, 1024))
		w, _ = readObject(ctx, c, v)
		checkWork(w)
		wiki := &Wikidata{Server: "http://wiki.example", Commons: "http://commons.example", Languages: []string{"en", "fr"}, Side: 1024}
		for _, id := range v.at("entities").names() {
			checkWork(wiki.work(id, v.at("entities", id), map[string]Words{"Q9001": {"en": "x"}}, nil))
		}
		for _, page := range v.at("query", "pages").list() {
			wiki.filePath(readFile(page.at("title").str(), page.at("imageinfo").list0()))
		}
		if i, err := readInfo(v, "http://images.example/1"); err == nil {
			for _, address := range i.addresses(1024) {
				if !strings.HasPrefix(address, "http://images.example/1/full/") || strings.ContainsAny(address, " \n") {
					t.Errorf("address %q", address)
				}
			}
		}
		n := 0
		few := func(Item) bool { n++; return n < 1000 }
		(&walk{c: c, found: few, seen: map[string]bool{}}).visit(ctx, "http://iiif.example/1", v, 0)
		(&stream{c: c, found: few, seen: map[string]bool{}}).visit(ctx, "http://la.example/1", v, 0)
	})
}

// list0 returns the first element.
func (v value) list0() value {
	for _, e := range v.list() {
		return e
	}
	return value{}
}
