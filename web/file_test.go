//go:build !js

package web

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"docent/model/weights"
	"docent/static"
	"docent/web/compress"
)

// TestProgramSize weighs the program as visitors download it: at most 750 KB.
func TestProgramSize(t *testing.T) {
	program, err := static.FS.ReadFile("docent.wasm")
	if err != nil {
		t.Skip("the page is not built (make page)")
	}
	packed := compress.Read(static.FS, "docent.wasm", program)[compress.Brotli]
	if packed == nil {
		t.Skip("the page's files are not compressed (make page)")
	}
	t.Logf("%d bytes, %d in brotli", len(program), len(packed))
	if len(packed) > 750_000 {
		t.Errorf("the program takes %d bytes in brotli, at most 750000 are allowed", len(packed))
	}
}

func TestCompression(t *testing.T) {
	h := handler(t, site0(t))
	for _, c := range []struct {
		accept string
		want   string
	}{
		{"gzip, deflate, br, zstd", "br"},
		{"gzip, deflate", "gzip"},
		{"gzip;q=1.0, br;q=0.9", "gzip"},
		{"gzip;q=0.8, br;q=0.9, identity;q=0.1", "br"},
		{"br;q=0.5, gzip;q=0.5, identity", ""},
		{"GZIP;q=0.5", "gzip"},
		{"BR ; Q=0.001", "br"},
		{"*", "br"},
		{"br;q=0, *", "gzip"},
		{"br;q=0, gzip;q=0, *", ""},
		{"gzip, *;q=0", "gzip"},
		{"*;q=0", ""},
		{"gzip; q=0.000", ""},
		{"gzip;q=2", ""},
		{"gzip;q=often", ""},
		{"identity", ""},
		{"zstd", ""},
		{"", ""},
	} {
		r := get(t, h, "GET", "/docent.wasm", "Accept-Encoding", c.accept)
		if got := r.Header.Get("Content-Encoding"); got != c.want {
			t.Errorf("accepting %q: encoding %q, want %q", c.accept, got, c.want)
		}
		// Browsers compile what streams in as application/wasm alone.
		for name, want := range map[string]string{"Content-Type": "application/wasm", "Docent-Length": "5000", "Vary": "Accept-Encoding"} {
			if got := r.Header.Get(name); got != want {
				t.Errorf("accepting %q: %s is %q, want %q", c.accept, name, got, want)
			}
		}
		length, _ := strconv.Atoi(r.Header.Get("Content-Length"))
		if sent := body0(get(t, h, "GET", "/docent.wasm", "Accept-Encoding", c.accept)); sent != length {
			t.Errorf("accepting %q: %d bytes sent, Content-Length %d", c.accept, sent, length)
		}
		if got := body(t, r); len(got) != 5000 {
			t.Errorf("accepting %q: %d bytes", c.accept, len(got))
		}
	}
	if r := get(t, h, "GET", "/bundle/thumbs/a.jpg", "Accept-Encoding", "br, gzip"); r.Header.Get("Content-Encoding") != "" || r.Header.Get("Vary") != "" {
		t.Error("a picture was compressed again")
	}
	if r := get(t, h, "GET", "/weights.safetensors", "Accept-Encoding", "br"); r.Header.Get("Content-Encoding") != "br" || body(t, r) != string(weights.Released()) {
		t.Error("the weights were not compressed, or not well")
	}
}

// TestRange asks for parts of the file: those of the plain bytes, whatever else would be sent compressed.
func TestRange(t *testing.T) {
	h := handler(t, site0(t))
	want := strings.Repeat("a { color: red }\n", 100)
	plain := get(t, h, "GET", "/style.css").Header.Get("ETag")
	for _, c := range []struct {
		rangeOf, ifRange string
		status           int
		want             string
	}{
		{"bytes=1690-", "", 206, want[1690:]},
		{"bytes=0-3", plain, 206, want[:4]},
		{"bytes=-4", "", 206, want[1696:]},
		{"bytes=0-3", `"of another file"`, 200, want},
		{"bytes=5000-", "", 416, ""},
	} {
		for _, accept := range []string{"", "gzip, br"} {
			r := get(t, h, "GET", "/style.css", "Accept-Encoding", accept, "Range", c.rangeOf, "If-Range", c.ifRange)
			if r.StatusCode != c.status || r.Header.Get("Content-Encoding") != "" || c.status < 400 && body(t, r) != c.want {
				t.Errorf("%s of %s, accepting %q: status %d, encoding %q", c.rangeOf, c.ifRange, accept, r.StatusCode, r.Header.Get("Content-Encoding"))
			}
		}
	}
}

// TestPrecompressed makes sure that the copies that lie beside a file are sent, but never those of another content.
func TestPrecompressed(t *testing.T) {
	s := site0(t)
	static := s.Static.(fstest.MapFS)
	plain := static["style.css"].Data
	best := compress.Make("style.css", plain, compress.Best)
	for _, c := range []struct {
		name   string
		change func()
		best   bool
	}{
		{"no copies", func() {}, false},
		{"copies", func() {
			static["style.css.br"] = &fstest.MapFile{Data: best[compress.Brotli]}
			static["style.css.gz"] = &fstest.MapFile{Data: best[compress.Gzip]}
		}, true},
		{"copies of another content", func() { static["style.css"] = &fstest.MapFile{Data: append(plain, "b { }"...)} }, false},
		{"no file", func() { delete(static, "style.css") }, false},
	} {
		c.change()
		h := handler(t, s)
		if static["style.css"] == nil {
			if r := get(t, h, "GET", "/style.css", "Accept-Encoding", "br"); r.StatusCode != 404 {
				t.Errorf("%s: status %d", c.name, r.StatusCode)
			}
			continue
		}
		for _, e := range compress.Encodings {
			r := get(t, h, "GET", "/style.css", "Accept-Encoding", string(e))
			sent, _ := io.ReadAll(r.Body)
			if e == compress.Brotli && (string(sent) == string(best[e])) != c.best {
				t.Errorf("%s: sent %d bytes in %s, the copy has %d", c.name, len(sent), e, len(best[e]))
			}
			r.Body = io.NopCloser(strings.NewReader(string(sent)))
			if got := body(t, r); got != string(static["style.css"].Data) {
				t.Errorf("%s: %s is sent as something else", c.name, e)
			}
			if r := get(t, h, "GET", "/style.css"+e.Suffix()); r.StatusCode != 404 {
				t.Errorf("%s: the copy itself has status %d", c.name, r.StatusCode)
			}
		}
	}
}

func TestConditional(t *testing.T) {
	h := handler(t, site0(t))
	tags := map[string]bool{}
	for _, accept := range []string{"", "gzip", "br"} {
		r := get(t, h, "GET", "/style.css", "Accept-Encoding", accept)
		tag := r.Header.Get("ETag")
		if r.Header.Get("Cache-Control") != "no-cache" || tag == "" || tags[tag] {
			t.Fatalf("Cache-Control %q, ETag %q", r.Header.Get("Cache-Control"), tag)
		}
		tags[tag] = true
		for _, match := range []string{tag, `"x", ` + tag, "W/" + tag, "*"} {
			if r := get(t, h, "GET", "/style.css", "Accept-Encoding", accept, "If-None-Match", match); r.StatusCode != 304 || body0(r) != 0 || r.Header.Get("Vary") == "" {
				t.Errorf("If-None-Match %s: status %d", match, r.StatusCode)
			}
		}
		if r := get(t, h, "GET", "/style.css", "Accept-Encoding", accept, "If-None-Match", `"other"`); r.StatusCode != 200 {
			t.Errorf("another tag: status %d", r.StatusCode)
		}
	}
}

func TestMethods(t *testing.T) {
	h := handler(t, site0(t))
	for _, accept := range []string{"", "gzip", "br"} {
		r, g := get(t, h, "HEAD", "/docent.wasm", "Accept-Encoding", accept), get(t, h, "GET", "/docent.wasm", "Accept-Encoding", accept)
		if r.StatusCode != 200 || body0(r) != 0 || fmt.Sprint(r.Header) != fmt.Sprint(g.Header) || r.Header.Get("Content-Length") == "" {
			t.Errorf("HEAD: status %d, header %v, with GET %v", r.StatusCode, r.Header, g.Header)
		}
	}
	for _, m := range []string{"POST", "PUT", "DELETE", "OPTIONS"} {
		if r := get(t, h, m, "/"); r.StatusCode != 405 || r.Header.Get("Allow") == "" {
			t.Errorf("%s: status %d", m, r.StatusCode)
		}
	}
}

func body0(r *http.Response) int {
	b, _ := io.ReadAll(r.Body)
	return len(b)
}
