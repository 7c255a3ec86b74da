//go:build !js

package browsertest

import (
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

var shots = flag.String("shots", "", "folder to write pictures of the page's states to")

// shot writes a picture of what the visitor sees.
func (b *tab) shot(name string) {
	b.t.Helper()
	time.Sleep(700 * time.Millisecond) // things have arrived
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*shots, name+".png"), png, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// TestShots goes through the states of the page, on a phone and a desktop, light and dark. The cameras stand before a work
// of the collection, one that it lacks, and a wall.
func TestShots(t *testing.T) {
	if *shots == "" {
		t.Skip("-shots names no folder")
	}
	if err := os.MkdirAll(*shots, 0o755); err != nil {
		t.Fatal(err)
	}
	d := demo(t)
	const id = "the-sky-turns"
	var slow atomic.Bool
	parts := map[string]http.HandlerFunc{}
	url := serve(t, d.bundle, parts)
	site := handler(t, d.bundle)
	parts["weights.safetensors"] = func(w http.ResponseWriter, r *http.Request) {
		for slow.Load() {
			time.Sleep(50 * time.Millisecond)
		}
		site.ServeHTTP(w, r)
	}
	films := map[bool][3]string{}
	for _, phone := range []bool{true, false} {
		w, h := 1280, 720
		if phone {
			w, h = h, w
		}
		films[phone] = [3]string{
			film(t, view(t, d.bundle, d.picture(t, id, 900), id, w, h)),
			film(t, onTheWall(d.picture(t, hidden, 900), 21, w, h)),
			film(t, wall(1, w, h)),
		}
	}
	known := photoFile(t, view(t, d.bundle, d.picture(t, "irises-on-gold", 900), "irises-on-gold", 1500, 1200))
	stranger := photoFile(t, onTheWall(d.picture(t, hidden, 900), 4, 1500, 1200))
	for _, v := range []struct {
		name string
		visitor
	}{
		{"phone-light", visitor{phone: true}},
		{"phone-dark", visitor{phone: true, dark: true, speaks: "fr-FR,fr"}},
		{"desktop-light", visitor{}},
		{"desktop-dark", visitor{dark: true, speaks: "fr-FR,fr"}},
	} {
		t.Run(v.name, func(t *testing.T) {
			name := func(s string) string { return v.name + "-" + s }
			v.motion, v.film = true, films[v.phone][0]
			slow.Store(true)
			b := open(t, url, v.visitor)
			b.until(`document.querySelector("#count").innerText !== ""`)
			b.shot(name("00-loading"))
			slow.Store(false)
			b.until(ready)
			b.shot(name("01-welcome"))
			b.click("#start")
			b.until(cardOpen)
			b.shot(name("02-card"))
			b.do(`document.querySelector("#cardText").scrollTo(0, 9999)`)
			b.shot(name("03-card-end"))
			b.do(`history.back()`)
			b.until(`document.body.dataset.phase === "seen"`)
			b.shot(name("04-seen"))
			b.choose(known)
			b.until(judged)
			b.shot(name("05-photo-card"))
			b.do(`document.querySelector("#card").hidden || history.back()`)
			b.shot(name("06-photo"))
			b.choose(stranger)
			b.until(`document.querySelector("#shot").complete && ` + judged)
			b.shot(name("07-photo-stranger"))
			b.do(`location.hash = "#/works"`)
			b.shot(name("08-works"))
			b.visit("gallery/")
			b.shot(name("09-gallery"))
			b.do(`location.hash = "#` + d.works[1].ID + `"`)
			b.shot(name("10-gallery-picture"))
			b.visit("catalogue/")
			b.shot(name("11-catalogue"))

			v.film = films[v.phone][1]
			b = open(t, url, v.visitor)
			b.start()
			b.until(scanning)
			b.shot(name("12-aiming"))
			time.Sleep(4 * time.Second)
			b.shot(name("13-unsure"))

			v.film = films[v.phone][2]
			b = open(t, url, v.visitor)
			b.start()
			b.until(`document.body.dataset.phase === "nothing"`)
			b.shot(name("14-nothing"))

			v.film, v.before = films[v.phone][0], doubtful
			b = open(t, url, v.visitor)
			b.start()
			b.until(`document.body.dataset.phase === "maybe"`)
			b.shot(name("18-maybe"))
			b.choose(known)
			b.until(judged)
			b.shot(name("19-photo-maybe"))

			v.before = `navigator.mediaDevices.getUserMedia = () => new Promise(() => {})`
			b = open(t, url, v.visitor)
			b.start()
			b.shot(name("15-asking"))

			v.before, v.allowed = fails("NotAllowedError"), []string{"docent: denied"}
			b = open(t, url, v.visitor)
			b.start()
			b.until(trouble)
			b.shot(name("16-refused"))

			v.before = "delete window.WebAssembly"
			b = open(t, url, v.visitor)
			b.shot(name("17-unsupported"))
		})
	}
}
