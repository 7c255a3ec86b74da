//go:build !js

package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"docent/web/compress"
)

// file is a file in memory, plain and, where that pays, compressed.
type file struct {
	contentType string
	status      int // of the answer; 0 means 200
	plain       []byte
	copies      compress.Copies
	tag         string // of the plain bytes, without quotes
}

func newFile(name string, b []byte, copies compress.Copies) *file {
	f := &file{contentType: types[path.Ext(name)], plain: b, copies: copies}
	if f.contentType == "" {
		f.contentType = "application/octet-stream"
	}
	sum := sha256.Sum256(b)
	f.tag = hex.EncodeToString(sum[:12])
	return f
}

// size returns how many bytes of memory the file takes.
func (f *file) size() int {
	n := len(f.plain)
	for _, c := range f.copies {
		n += len(c)
	}
	return n
}

// serve answers with the file, whose ETag tells a browser whether it is still the same.
func (f *file) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", f.contentType)
	if len(f.copies) > 0 {
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
	encoding := f.choose(r.Header.Get("Accept-Encoding"))
	// A range is one of the plain bytes: clients resume what they have counted after decompression.
	if encoding == "" || r.Header.Get("Range") != "" {
		h.Set("ETag", `"`+f.tag+`"`)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.plain))
		return
	}
	b := f.copies[encoding]
	tag := `"` + f.tag + "-" + string(encoding) + `"`
	h.Set("ETag", tag)
	if matches(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Encoding", string(encoding))
	h.Set("Content-Length", strconv.Itoa(len(b)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		w.Write(b)
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

// choose returns the encoding that an Accept-Encoding header wants most and that there is a copy in (RFC 9110, section
// 12.5.3): of those it wants alike the smallest, and "" for the file as it is.
func (f *file) choose(header string) compress.Encoding {
	best, most := compress.Encoding(""), wanted(header, "identity")
	if most < 0 { // it may always be sent, but wherever something else is named, that is meant to be
		most = 0
	}
	for i := len(compress.Encodings) - 1; i >= 0; i-- { // the smallest last
		e := compress.Encodings[i]
		if q := wanted(header, string(e)); f.copies[e] != nil && q > 0 && q >= most {
			best, most = e, q
		}
	}
	return best
}

// wanted returns how much an Accept-Encoding header wants a coding, 0 (not at all) to 1, or -1 where it says nothing.
func wanted(header, coding string) float64 {
	others := -1.0
	for part := range strings.SplitSeq(header, ",") {
		name, parameters, _ := strings.Cut(part, ";")
		q := 1.0
		for p := range strings.SplitSeq(parameters, ";") {
			if value, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(p)), "q="); ok {
				var err error
				if q, err = strconv.ParseFloat(value, 64); err != nil || !(q >= 0 && q <= 1) {
					q = 0 // whatever it means, it is not sure to be accepted
				}
			}
		}
		switch strings.ToLower(strings.TrimSpace(name)) {
		case coding:
			return q
		case "*":
			others = q
		}
	}
	return others
}
