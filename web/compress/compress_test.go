//go:build !js

package compress

import (
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

var style = []byte(strings.Repeat("a { color: red }\n", 100))

func noise(n int) []byte {
	r := rand.New(rand.NewPCG(1, 1))
	b := make([]byte, n)
	for i := range b {
		b[i] = uint8(r.Uint32())
	}
	return b
}

func TestMake(t *testing.T) {
	for _, c := range []struct {
		name  string
		plain []byte
		want  []Encoding
	}{
		{"style.css", style, []Encoding{Brotli, Gzip}},
		{"weights.safetensors", style, []Encoding{Brotli, Gzip}},
		{"picture.jpg", style, nil},
		{"icon.png", style, nil},
		{"noise.bin", noise(10_000), nil},
		{"empty.txt", nil, nil},
		{"tiny.txt", []byte("a"), nil},
	} {
		for _, effort := range []Effort{Fast, Best} {
			copies := Make(c.name, c.plain, effort)
			if got := slices.Sorted(maps.Keys(copies)); !slices.Equal(got, c.want) {
				t.Errorf("%s: copies in %v, want %v", c.name, got, c.want)
			}
			for e, b := range copies {
				if !e.holds(b, c.plain) {
					t.Errorf("%s: what is packed in %s does not unpack to the same", c.name, e)
				}
			}
		}
	}
}

// TestBestIsSmaller makes sure that the time is not spent for nothing.
func TestBestIsSmaller(t *testing.T) {
	source, err := os.ReadFile("compress.go")
	if err != nil {
		t.Fatal(err)
	}
	best, fast := Make("compress.go", source, Best), Make("compress.go", source, Fast)
	if len(best[Brotli]) >= len(fast[Brotli]) || len(best[Brotli]) >= len(best[Gzip]) {
		t.Errorf("brotli at its best takes %d bytes, fast %d, gzip %d", len(best[Brotli]), len(fast[Brotli]), len(best[Gzip]))
	}
}

func TestRead(t *testing.T) {
	copies := Make("style.css", style, Fast)
	endless := Make("zeros", make([]byte, 1<<20), Fast) // a small file that unpacks to a large one
	for _, c := range []struct {
		name     string
		br, gzip []byte
		want     []Encoding
	}{
		{"both", copies[Brotli], copies[Gzip], []Encoding{Brotli, Gzip}},
		{"none", nil, nil, nil},
		{"one", nil, copies[Gzip], []Encoding{Gzip}},
		{"exchanged", copies[Gzip], copies[Brotli], nil},
		{"cut off", copies[Brotli][:20], copies[Gzip][:40], nil},
		{"garbage", noise(100), noise(100), nil},
		{"of another file", endless[Brotli], endless[Gzip], nil},
	} {
		fsys := fstest.MapFS{"style.css": {Data: style}}
		if c.br != nil {
			fsys["style.css.br"] = &fstest.MapFile{Data: c.br}
		}
		if c.gzip != nil {
			fsys["style.css.gz"] = &fstest.MapFile{Data: c.gzip}
		}
		if got := slices.Sorted(maps.Keys(Read(fsys, "style.css", style))); !slices.Equal(got, c.want) {
			t.Errorf("%s: copies in %v, want %v", c.name, got, c.want)
		}
	}
}

func TestDir(t *testing.T) {
	dir := t.TempDir()
	put := func(name string, b []byte) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	put("style.css", style)
	put("sub/page.html", style)
	put("icons/1.png", style)
	put("noise.bin", noise(1000))
	put("static.go", style)
	for _, c := range []struct {
		name   string
		change func()
		made   []string // files that are compressed
		want   []string // copies that are there then
	}{
		{"first", func() {}, []string{"style.css", "sub/page.html"}, []string{"style.css.br", "style.css.gz", "sub/page.html.br", "sub/page.html.gz"}},
		{"again", func() {}, nil, []string{"style.css.br", "style.css.gz", "sub/page.html.br", "sub/page.html.gz"}},
		{"a changed file", func() { put("style.css", style[17:]) }, []string{"style.css"}, []string{"style.css.br", "style.css.gz", "sub/page.html.br", "sub/page.html.gz"}},
		{"a lost copy", func() { os.Remove(filepath.Join(dir, "style.css.br")) }, []string{"style.css"}, []string{"style.css.br", "style.css.gz", "sub/page.html.br", "sub/page.html.gz"}},
		{"a file that is gone", func() { os.Remove(filepath.Join(dir, "style.css")) }, nil, []string{"sub/page.html.br", "sub/page.html.gz"}},
		{"a file that became noise", func() { put("sub/page.html", noise(1000)) }, nil, nil},
	} {
		c.change()
		var made, copies []string
		if err := Dir(dir, func(name string, _ int, _ Copies) { made = append(made, name) }); err != nil {
			t.Fatal(err)
		}
		if slices.Sort(made); !slices.Equal(made, c.made) {
			t.Errorf("%s: compressed %v, want %v", c.name, made, c.made)
		}
		filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if of, copied := Original(path); copied {
				plain, _ := os.ReadFile(of)
				rel, _ := filepath.Rel(dir, of)
				if len(Read(os.DirFS(dir), filepath.ToSlash(rel), plain)) != len(Encodings) {
					t.Errorf("%s: a copy of %s is stale", c.name, rel)
				}
				rel, _ = filepath.Rel(dir, path)
				copies = append(copies, filepath.ToSlash(rel))
			}
			return err
		})
		if !slices.Equal(copies, c.want) {
			t.Errorf("%s: copies %v, want %v", c.name, copies, c.want)
		}
	}
	if err := Dir(filepath.Join(dir, "none"), nil); err == nil {
		t.Error("a folder that is not there was compressed")
	}
}
