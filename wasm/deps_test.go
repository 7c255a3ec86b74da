package main

import (
	"testing"

	"docent/internal/deps"
)

func TestDeps(t *testing.T) {
	deps.ForbidInPage(t, "docent/wasm", map[string]string{
		"docent/trainer/...": "they meet in the weight file",
		"docent/web/...":     "the server's side",
		"docent/gallery/...": "a bundle like any other",
	})
	for _, pkg := range []string{"docent/wasm/phrase", "docent/wasm/visit", "docent/wasm/digest"} {
		deps.Forbid(t, pkg, true, map[string]string{
			"honnef.co/go/js/dom/v2": "wasm/browser alone touches the document",
			"syscall/js":             "it is tested without a browser",
		})
	}
}
