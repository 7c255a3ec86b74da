//go:build !js

package web

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// policy says what a page may do. Scripts and styles come from files alone; WebAssembly may be compiled; the page can talk to
// nobody but its own server.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
	"img-src 'self' blob: data:; connect-src 'self'; media-src 'self' blob:; worker-src 'self'; manifest-src 'self'; " +
	"base-uri 'none'; form-action 'none'"

// header is a header that every answer has.
type header struct{ name, value string }

// headers are sent by docent serve, and written into the settings of other servers (hosting.go): one table for all. Only the page itself
// may use the camera. Browsers keep every file and ask each time whether it is still the same: a museum changes a bundle, and no
// visitor sees a mixture of two.
var headers = []header{
	{"Content-Security-Policy", policy + "; frame-ancestors 'self'"},
	{"Permissions-Policy", "camera=(self), microphone=(), geolocation=()"},
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "no-referrer"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{"Cache-Control", "no-cache"},
}

func secure(h http.Header) {
	for _, one := range headers {
		h.Set(one.name, one.value)
	}
}

// types gives the content type by extension; a computer's own table may lack some, or know better.
var types = map[string]string{
	".bin":         "application/octet-stream",
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".jpg":         "image/jpeg",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".m4a":         "audio/mp4",
	".minisig":     "text/plain; charset=utf-8",
	".mp3":         "audio/mpeg",
	".ogg":         "audio/ogg",
	".pdf":         "application/pdf",
	".png":         "image/png",
	".safetensors": "application/octet-stream",
	".sha256":      "text/plain; charset=utf-8",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
	".webp":        "image/webp",
	".xml":         "application/xml",
}

// extensions are those of types, in order.
func extensions() []string { return slices.Sorted(maps.Keys(types)) }

// charset is the first line of every page's head.
const charset = `<meta charset="utf-8">`

// guard writes the policy into a page, for servers that send no headers. What only a header can say is left out.
func guard(name string, page []byte) ([]byte, error) {
	if bytes.Count(page, []byte(charset)) != 1 {
		return nil, fmt.Errorf("%s has no line %s", name, charset)
	}
	return bytes.Replace(page, []byte(charset), []byte(charset+"\n"+`<meta http-equiv="Content-Security-Policy" content="`+policy+`">`), 1), nil
}

// bare is a content type without its charset.
func bare(contentType string) string {
	t, _, _ := strings.Cut(contentType, ";")
	return t
}
