//go:build !js

package browsertest

import (
	"fmt"
	"image"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"docent/model/bundle"
	"docent/model/nn"
)

// fails makes the camera fail with an exception of a name.
func fails(name string) string {
	return fmt.Sprintf(`navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", %q))`, name)
}

// TestCameraTrouble says what is the matter with the camera, and offers the photo and the list instead.
func TestCameraTrouble(t *testing.T) {
	d := demo(t)
	url := serve(t, d.bundle, nil)
	for _, c := range []struct {
		name    string
		visitor visitor
		title   string
	}{
		{"refused", visitor{denied: true}, "The camera is blocked"},
		{"missing", visitor{noCamera: true}, "No camera was found"},
		{"busy", visitor{before: fails("NotReadableError")}, "The camera is busy"},
		{"unfit", visitor{before: fails("OverconstrainedError")}, "No camera was found"},
		{"strange", visitor{before: fails("UnknownError")}, "The camera did not start"},
		{"no interface", visitor{before: `Object.defineProperty(navigator, "mediaDevices", { value: undefined })`}, "No camera was found"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.visitor.allowed = []string{"docent: "}
			b := open(t, url, c.visitor)
			b.start()
			b.until(trouble)
			if got := b.text("#troubleTitle"); got != c.title {
				t.Errorf("the page says %q, want %q", got, c.title)
			}
			if b.text("#troubleBody") == "" {
				t.Error("the page does not say what to do")
			}
			b.click("#again") // the same again, and the page is still there
			b.until(trouble)
			if !eval[bool](b, `[...document.querySelectorAll("#again, #troublePick, #troubleBrowse")].every(e => e.offsetHeight >= 44)`) {
				t.Error("a way on is missing, or too small for a thumb")
			}
			b.click("#troubleBrowse")
			b.until(`document.querySelectorAll("#wall li").length > 0 && !document.querySelector("#works").hidden`)
		})
	}
}

// TestPlainHTTP opens the page by an address that browsers do not trust with a camera. A photo is recognised all the
// same, although WebCrypto is missing there too.
func TestPlainHTTP(t *testing.T) {
	d := demo(t)
	const id = "quinces-and-a-blue-jug"
	url := strings.Replace(serve(t, d.bundle, nil), "127.0.0.1", "museum.test", 1)
	b := open(t, url, visitor{allowed: []string{"docent: insecure", "Cross-Origin-Opener-Policy"}})
	b.start()
	b.until(trouble)
	if got := b.text("#troubleTitle"); got != "The camera needs a secure address" {
		t.Errorf("the page says %q", got)
	}
	b.choose(photoFile(t, d.picture(t, id, 1000)))
	b.until(cardOpen)
	checkCard(b, d.bundle, id, "en")
}

// TestUnsupported opens the page in browsers that lack what it needs, and reads that in both languages.
func TestUnsupported(t *testing.T) {
	url := serve(t, demo(t).bundle, nil)
	for _, c := range []struct{ name, before, speaks, title string }{
		{"no WebAssembly", "delete window.WebAssembly", "", "This browser is too old for docent"},
		{"no fetch", "delete window.fetch", "fr-CH,fr", "Ce navigateur est trop ancien pour docent"},
		{"no Worker", "delete window.Worker", "de", "This browser is too old for docent"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := open(t, url, visitor{before: c.before, speaks: c.speaks})
			b.until(`!document.querySelector("#unsupported").hidden`)
			if got := b.text("#unsupported"); !strings.Contains(got, c.title) {
				t.Errorf("the page says %q", got)
			}
			way := eval[string](b, `document.querySelector("#unsupported a").getAttribute("href")`)
			if !strings.HasPrefix(way, "catalogue/") {
				t.Errorf("the way on is %q", way)
			}
			b.visit(way)
			b.until(`document.querySelectorAll("article").length === ` + fmt.Sprint(len(shown)))
		})
	}
}

// TestBundleTrouble serves what a museum may serve by mistake.
func TestBundleTrouble(t *testing.T) {
	d := demo(t)
	other, err := nn.NewRandom(nn.Conv4(64), 7)
	if err != nil {
		t.Fatal(err)
	}
	otherWeights, err := other.Encode("F16", nil)
	if err != nil {
		t.Fatal(err)
	}
	parts, err := d.bundle.Files()
	if err != nil {
		t.Fatal(err)
	}
	damaged := append([]byte(nil), parts[bundle.PrototypesName]...)
	damaged[len(damaged)-1] ^= 1
	for _, c := range []struct {
		name, part string
		with       []byte
		title      string
		browse     bool
		again      bool
	}{
		{"other weights", "weights.safetensors", otherWeights, "This collection was made for another version", true, false},
		{"another locator", "locator.safetensors", otherWeights, "This collection was made for another version", true, false},
		{"damaged prototypes", "bundle/" + bundle.PrototypesName, damaged, "The collection arrived damaged", true, true},
		{"no manifest", "bundle/manifest.json", []byte("<html>"), "The collection arrived damaged", false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			url := serve(t, d.bundle, map[string]http.HandlerFunc{c.part: answer(c.with)})
			b := open(t, url, visitor{allowed: []string{"docent: "}})
			b.until(trouble)
			if got := b.text("#troubleTitle"); got != c.title {
				t.Errorf("the page says %q, want %q", got, c.title)
			}
			if got := eval[bool](b, `document.querySelector("#troubleBrowse").hidden`); got == c.browse {
				t.Errorf("browsing offered: %v", !got)
			}
			if got := eval[bool](b, `document.querySelector("#again").hidden`); got == c.again {
				t.Errorf("trying again offered: %v", !got)
			}
			if c.browse {
				b.click("#troubleBrowse")
				b.until(`document.querySelectorAll("#wall li").length > 0`)
			}
		})
	}
}

// TestBrokenDownload breaks each of the downloads until the visitor tries again.
func TestBrokenDownload(t *testing.T) {
	d := demo(t)
	for _, part := range []string{"docent.wasm", "bundle/manifest.json", "weights.safetensors", "locator.safetensors", "bundle/" + bundle.PrototypesName} {
		t.Run(part, func(t *testing.T) {
			var mended atomic.Bool
			parts := map[string]http.HandlerFunc{}
			url := serve(t, d.bundle, parts)
			site := http.StripPrefix("/museum", handler(t, d.bundle))
			parts[part] = func(w http.ResponseWriter, r *http.Request) {
				if mended.Load() {
					r.URL.Path = "/museum/" + part
					site.ServeHTTP(w, r)
					return
				}
				panic(http.ErrAbortHandler)
			}
			b := open(t, url, visitor{allowed: []string{"docent: download", "Failed to load", "Failed to fetch", "network error", "TypeError"}})
			if part == "docent.wasm" {
				b.until(`!document.querySelector("#failed").hidden`)
				mended.Store(true)
				b.click("#failed [data-retry]")
			} else {
				b.until(trouble)
				if got := b.text("#troubleTitle"); got != "The download broke off" {
					t.Errorf("the page says %q", got)
				}
				mended.Store(true)
				b.click("#again")
			}
			b.until(ready)
			b.until(`!document.querySelector("#welcome").hidden`)
		})
	}
}

// TestTextsComeLater shows works by their ids while their texts cannot be had, and their texts as soon as they can.
func TestTextsComeLater(t *testing.T) {
	d := demo(t)
	var mended atomic.Bool
	parts := map[string]http.HandlerFunc{}
	url := serve(t, d.bundle, parts)
	texts, err := d.bundle.Files()
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range d.bundle.Languages {
		name := bundle.TextsName(language)
		parts["bundle/"+name] = func(w http.ResponseWriter, r *http.Request) {
			if !mended.Load() {
				panic(http.ErrAbortHandler)
			}
			w.Write(texts[name])
		}
	}
	b := open(t, url+"#/work/squall", visitor{allowed: []string{"Failed to fetch", "network error", "TypeError"}})
	b.until(cardOpen)
	if got := b.text("#title"); got != "squall" {
		t.Errorf("without texts the work is called %q", got)
	}
	mended.Store(true)
	b.until(`document.querySelector("#title").innerText !== "squall"`)
	checkCard(b, d.bundle, "squall", "en")
}

// TestUnreadablePhoto chooses what is no picture.
func TestUnreadablePhoto(t *testing.T) {
	d := demo(t)
	b := open(t, serve(t, d.bundle, nil), visitor{allowed: []string{"docent: picture"}})
	b.until(ready)
	b.choose("doc.go")
	b.until(trouble)
	if got := b.text("#troubleTitle"); got != "This picture cannot be opened" {
		t.Errorf("the page says %q", got)
	}
	// The way on from here.
	b.choose(photoFile(t, d.picture(t, "squall", 800)))
	b.until(cardOpen)
	checkCard(b, d.bundle, "squall", "en")
}

// TestTinyPhotos recognises nothing in pictures of one pixel, and stays well.
func TestTinyPhotos(t *testing.T) {
	b := open(t, serve(t, demo(t).bundle, nil), visitor{})
	b.until(ready)
	for _, r := range []image.Rectangle{image.Rect(0, 0, 1, 1), image.Rect(0, 0, 3000, 1)} {
		b.choose(photoFile(t, image.NewRGBA(r)))
		b.until(judged)
		if !eval[bool](b, noCard) {
			t.Errorf("%v was recognised", r)
		}
		b.do(`location.hash = "#/works"`)
	}
}

// TestRecovers goes on after the browser has taken the camera away, and after the worker has failed.
func TestRecovers(t *testing.T) {
	d := demo(t)
	b := open(t, serve(t, d.bundle, nil), visitor{
		film:    film(t, wall(1, 1280, 720)),
		before:  `{ const W = window.Worker; window.Worker = class extends W { constructor(url) { super(url); window.lastWorker = this } } }`,
		allowed: []string{"docent: stopped"},
	})
	b.start()
	b.until(scanning)
	b.do(`window.first = document.querySelector("#video").srcObject; first.getVideoTracks()[0].dispatchEvent(new Event("ended"))`)
	b.until(`document.querySelector("#video").srcObject && document.querySelector("#video").srcObject !== first && ` + scanning)
	if eval[bool](b, `first.active`) {
		t.Error("the camera was not given back before it was asked for again")
	}

	b.do(`lastWorker.dispatchEvent(new ErrorEvent("error", { message: "out of memory" }))`)
	b.until(trouble)
	if got := b.text("#troubleTitle") + b.text("#troubleDetail"); got != "Recognising has stoppedout of memory" {
		t.Errorf("the page says %q", got)
	}
	if eval[bool](b, `document.querySelector("#video").srcObject !== null`) {
		t.Error("the camera is still on")
	}
	// It lasts: leading elsewhere and back does not make it look as if all were well.
	b.click("#troubleBrowse")
	b.until(`!document.querySelector("#works").hidden`)
	b.do("history.back()")
	b.until(trouble)
	b.click("#again")
	b.until(ready)
	b.start()
	b.until(scanning)
}
