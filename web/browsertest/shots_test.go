package browsertest

import (
	"flag"
	"os"
	"path/filepath"
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

// TestShots goes through the states of the page with a camera before a work of the demo gallery.
func TestShots(t *testing.T) {
	if *shots == "" {
		t.Skip("-shots names no folder")
	}
	if err := os.MkdirAll(*shots, 0o755); err != nil {
		t.Fatal(err)
	}
	d := demo(t)
	url := serve(t, d.bundle, nil)
	tall, wide := onTheWall(d.picture(t, "the-sky-turns", 900), 21, 720, 1280), onTheWall(d.picture(t, "the-sky-turns", 900), 21, 1280, 720)
	photo := photoFile(t, onTheWall(d.picture(t, "irises-on-gold", 900), 5, 1200, 1500))
	stranger := photoFile(t, wall(3, 1200, 900))
	for _, v := range []struct {
		name string
		visitor
	}{
		{"phone-light", visitor{phone: true, film: film(t, tall)}},
		{"phone-dark", visitor{phone: true, dark: true, film: film(t, tall), speaks: "fr-FR,fr"}},
		{"desktop-light", visitor{film: film(t, wide)}},
		{"desktop-dark", visitor{dark: true, film: film(t, wide), speaks: "fr-FR,fr"}},
	} {
		t.Run(v.name, func(t *testing.T) {
			v.motion = true
			b := open(t, url, v.visitor)
			b.until(ready)
			b.shot(v.name + "-1-welcome")
			b.click("#start")
			b.until(cardOpen)
			b.shot(v.name + "-3-card")
			b.do(`document.querySelector("#cardText").scrollTo(0, 9999)`)
			b.shot(v.name + "-4-card-end")
			b.click("#onward")
			b.until(noCard)
			b.until(`document.body.dataset.phase === "seen"`)
			b.shot(v.name + "-5-seen")
			b.choose(photo)
			b.until(judged)
			b.shot(v.name + "-6-photo")
			b.do(`document.querySelector("#card").hidden || history.back()`)
			b.shot(v.name + "-7-photo-behind")
			b.choose(stranger)
			b.until(judged)
			b.shot(v.name + "-8-photo-stranger")
			b.do(`location.hash = "#/works"`)
			b.shot(v.name + "-9-works")
		})
	}
}
