package deps

import (
	"maps"
	"testing"
)

// page lists what no package that is linked into the page may depend on, with what it would add to the download, in KB
// of brotli: visitors fetch it on a museum's wifi.
var page = map[string]string{
	"archive/...":                       "the page fetches a bundle's parts, not the zip",
	"compress/...":                      "the browser decompresses",
	"crypto/...":                        "44 KB for SHA-256 alone: the browser has it, and wasm/digest",
	"encoding/...":                      "200 KB for JSON, and reflect with the others",
	"fmt":                               "85 KB, and strconv does",
	"github.com/go-json-experiment/...": "50 KB: model/internal/jsontoken does",
	"github.com/nfnt/resize":            "55 KB, with image/draw: model/vision does in the page",
	"html/...":                          "texts are set as text",
	"image/draw":                        "it has code for kinds of pictures that a page never sees",
	"image/jpeg":                        "the browser decodes",
	"image/png":                         "the browser decodes",
	"log":                               "it brings fmt",
	"log/...":                           "it brings fmt",
	"net":                               "the browser's fetch does",
	"net/...":                           "1.5 MB for net/http, and the browser's fetch does",
	"os":                                "there are no files",
	"reflect":                           "it keeps every exported method in the binary",
	"regexp":                            "100 KB",
	"text/...":                          "they bring fmt and reflect",
	"docent/internal/...":               "the command's side",
	"docent/model/weights":              "the page downloads the weights: linked in they could not be replaced",
	"docent/model/views":                "the page has a camera",
	"docent/model/picture":              "the browser decodes",
}

// ForbidInPage is [Forbid] for a package that is linked into the page: it must not depend on anything that would make
// the download large, nor on what more forbids.
func ForbidInPage(t *testing.T, pkg string, more map[string]string) {
	t.Helper()
	all := maps.Clone(page)
	maps.Copy(all, more)
	Forbid(t, pkg, true, all)
}
