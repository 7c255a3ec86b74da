package main

import (
	"testing"

	"docent/internal/deps"
)

// TestDeps keeps out of the page's program what costs its visitors seconds on museum wifi, in KB of brotli, and what
// belongs elsewhere.
func TestDeps(t *testing.T) {
	size := map[string]string{
		"fmt":                 "150 KB, and strconv does",
		"encoding/json":       "290 KB, and jsontext does",
		"encoding/binary":     "it brings reflect",
		"net/http":            "1.5 MB, and the browser's fetch does",
		"net/...":             "the browser's fetch does",
		"reflect":             "it keeps every exported method in the binary",
		"crypto/...":          "44 KB for SHA-256 alone: WebCrypto does, or wasm/digest",
		"archive/zip":         "a bundle is served as a tree of files",
		"image/png":           "the browser decodes",
		"image/jpeg":          "the browser decodes",
		"log":                 "it brings fmt",
		"log/...":             "it brings fmt",
		"text/...":            "it brings fmt",
		"html/...":            "texts are set as text",
		"regexp":              "100 KB",
		"os":                  "there are no files",
		"docent/trainer/...":  "they meet in the weight file",
		"docent/web/...":      "the server's side",
		"docent/internal/...": "the command's side",
		"docent/gallery/...":  "a bundle like any other",
	}
	deps.Forbid(t, "docent/wasm", true, size)
	dom := map[string]string{"honnef.co/go/js/dom/v2": "wasm/browser alone touches the document"}
	for _, pkg := range []string{"docent/wasm/phrase", "docent/wasm/visit", "docent/wasm/digest"} {
		deps.Forbid(t, pkg, true, dom)
		deps.Forbid(t, pkg, true, map[string]string{"syscall/js": "it is tested without a browser"})
	}
}
