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
		outlined, _ := located(t, d.picture(t, hidden, 900), w, h)
		films[phone] = [3]string{
			film(t, view(t, d.bundle, d.picture(t, id, 900), id, w, h)),
			film(t, outlined),
			film(t, wall(1, w, h)),
		}
	}
	known := photoFile(t, view(t, d.bundle, d.picture(t, "irises-on-gold", 900), "irises-on-gold", 1500, 1200))
	stranger := photoFile(t, onTheWall(d.picture(t, hidden, 900), 4, 1500, 1200))
	s := sign(t)
	strange := publish(t, s) // signed, but not by whom its page believes
	strange.pin(t, false, s.publicOf2)
	for _, v := range []struct {
		name string
		visitor
	}{
		{"phone-light", visitor{phone: true}},
		{"phone-dark", visitor{phone: true, dark: true, speaks: "fr-FR,fr"}},
		{"desktop-light", visitor{}},
		{"desktop-dark", visitor{dark: true, speaks: "fr-FR,fr"}},
	} {
		v.motion, v.film = true, films[v.phone][0]
		// visit takes the pictures of one visit: -run TestShots/phone-light/stranger takes those of that one alone.
		visit := func(name string, change func(v *visitor), pass func(b *tab, shot func(state string))) {
			t.Run(v.name+"/"+name, func(t *testing.T) {
				who := v.visitor
				if change != nil {
					change(&who)
				}
				b := open(t, url, who)
				pass(b, func(state string) { b.shot(v.name + "-" + state) })
			})
		}
		visit("work", func(*visitor) { slow.Store(true) }, func(b *tab, shot func(string)) {
			b.until(`document.querySelector("#count").innerText !== ""`)
			shot("00-loading")
			slow.Store(false)
			b.until(ready)
			shot("01-welcome")
			b.click("#start")
			b.until(cardOpen)
			shot("02-card")
			b.do(`document.querySelector("#cardText").scrollTo(0, 9999)`)
			shot("03-card-end")
			b.do(`history.back()`)
			b.until(`document.body.dataset.phase === "seen"`)
			shot("04-seen")
			b.choose(known)
			b.until(judged)
			shot("05-photo-card")
			b.do(`document.querySelector("#card").hidden || history.back()`)
			shot("06-photo")
			b.choose(stranger)
			b.until(`document.querySelector("#shot").complete && ` + judged)
			shot("07-photo-stranger")
		})
		visit("pages", nil, func(b *tab, shot func(string)) {
			b.until(ready)
			b.do(`location.hash = "#/works"`)
			shot("08-works")
			b.visit("gallery/")
			shot("09-gallery")
			b.do(`location.hash = "#` + d.works[1].ID + `"`)
			shot("10-gallery-picture")
			b.visit("catalogue/")
			shot("11-catalogue")
		})
		visit("stranger", func(v *visitor) { v.film = films[v.phone][1] }, func(b *tab, shot func(string)) {
			b.start()
			b.until(scanning + " && " + drawn)
			shot("12-aiming")
			time.Sleep(4 * time.Second)
			shot("13-unsure")
		})
		visit("wall", func(v *visitor) { v.film = films[v.phone][2] }, func(b *tab, shot func(string)) {
			b.start()
			b.until(`document.body.dataset.phase === "nothing"`)
			shot("14-nothing")
		})
		visit("asking", func(v *visitor) { v.before = `navigator.mediaDevices.getUserMedia = () => new Promise(() => {})` }, func(b *tab, shot func(string)) {
			b.start()
			shot("15-asking")
		})
		visit("refused", func(v *visitor) { v.before, v.allowed = fails("NotAllowedError"), []string{"docent: denied"} }, func(b *tab, shot func(string)) {
			b.start()
			b.until(trouble)
			shot("16-refused")
		})
		visit("unsupported", func(v *visitor) { v.before = "delete window.WebAssembly" }, func(b *tab, shot func(string)) {
			shot("17-unsupported")
		})
		visit("maybe", func(v *visitor) { v.before = doubtful }, func(b *tab, shot func(string)) {
			b.start()
			b.until(`document.body.dataset.phase === "maybe"`)
			shot("18-maybe")
			b.choose(known)
			b.until(judged)
			shot("19-photo-maybe")
		})
		t.Run(v.name+"/strange", func(t *testing.T) {
			who := v.visitor
			who.allowed = []string{"docent: refused"}
			b := open(t, strange.url, who)
			b.until(trouble)
			b.shot(v.name + "-20-strange")
			strange.pin(t, false, s.public)
			b.visit("?signed#/works")
			b.until(ready)
			b.do(`scrollTo(0, document.documentElement.scrollHeight)`)
			b.shot(v.name + "-21-signed")
			strange.pin(t, false, s.publicOf2)
		})
	}
}
