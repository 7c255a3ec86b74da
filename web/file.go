//go:build !js

package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// file is a file in memory, plain and, where that pays, compressed.
type file struct {
	contentType string
	status      int // of the answer; 0 means 200
	plain, gzip []byte
	tag         string // of the plain bytes, without quotes
}

// types gives the content type by extension; a computer's own table may lack some, or know better.
var types = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".jpg":         "image/jpeg",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".png":         "image/png",
	".safetensors": "application/octet-stream",
	".svg":         "image/svg+xml",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
}

// packed are the extensions of what is compressed already.
var packed = map[string]bool{".jpg": true, ".png": true}

func newFile(name string, b []byte) *file {
	ext := path.Ext(name)
	f := &file{contentType: types[ext], plain: b}
	if f.contentType == "" {
		f.contentType = "application/octet-stream"
	}
	sum := sha256.Sum256(b)
	f.tag = hex.EncodeToString(sum[:12])
	if !packed[ext] {
		if z := compress(b); len(z) < len(b)*9/10 {
			f.gzip = z
		}
	}
	return f
}

func compress(b []byte) []byte {
	var buf bytes.Buffer
	w, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is known to be right
	}
	w.Write(b) // to memory: cannot fail
	w.Close()
	return buf.Bytes()
}

// serve answers with the file. Browsers keep it and ask each time whether it is still the same (no-cache with an ETag):
// a museum changes a bundle, and no visitor sees a mixture of two.
func (f *file) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", f.contentType)
	h.Set("Cache-Control", "no-cache")
	if f.gzip != nil {
		h.Set("Vary", "Accept-Encoding")
		// What a reader of the decompressed stream may expect: Content-Length is that of the compressed one.
		h.Set("Docent-Length", strconv.Itoa(len(f.plain)))
	}
	if f.status != 0 {
		h.Set("Cache-Control", "no-store")
		w.WriteHeader(f.status)
		if r.Method != http.MethodHead {
			w.Write(f.plain)
		}
		return
	}
	// A range is one of the plain bytes: clients resume what they have counted after decompression.
	if f.gzip == nil || r.Header.Get("Range") != "" || !accepts(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("ETag", `"`+f.tag+`"`)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.plain))
		return
	}
	tag := `"` + f.tag + `-gz"`
	h.Set("ETag", tag)
	if matches(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Encoding", "gzip")
	h.Set("Content-Length", strconv.Itoa(len(f.gzip)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		w.Write(f.gzip)
	}
}

// matches reports whether an If-None-Match header names a tag.
func matches(header, tag string) bool {
	for t := range strings.SplitSeq(header, ",") {
		if t = strings.TrimPrefix(strings.TrimSpace(t), "W/"); t == tag || t == "*" {
			return true
		}
	}
	return false
}

// accepts reports whether an Accept-Encoding header allows an encoding (RFC 9110, section 12.5.3).
func accepts(header, encoding string) bool {
	star := false
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		q := strings.TrimSpace(strings.TrimPrefix(strings.ReplaceAll(params, " ", ""), "q="))
		allowed := q == "" || strings.Trim(q, "0.") != ""
		switch strings.ToLower(strings.TrimSpace(name)) {
		case encoding:
			return allowed
		case "*":
			star = allowed
		}
	}
	return star
}
