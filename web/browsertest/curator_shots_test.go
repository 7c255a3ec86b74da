//go:build !js

package browsertest

import (
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"docent/gallery"
	"docent/internal/fixture"
)

// TestCuratorShots goes through the states of the curator's page, on a phone and a desktop, light and dark.
func TestCuratorShots(t *testing.T) {
	if *shots == "" {
		t.Skip("-shots names no folder")
	}
	if err := os.MkdirAll(*shots, 0o755); err != nil {
		t.Fatal(err)
	}
	d := demo(t)
	dir, pictures := collection(t, shown...)
	again := filepath.Join(dir, "squall-restored.jpg") // a picture of a work that is there
	f, err := os.Create(again)
	if err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(f, d.picture(t, "squall", 380), &jpeg.Options{Quality: 60}); err != nil {
		t.Fatal(err)
	}
	f.Close()
	blurred := filepath.Join(dir, "sketch.jpg")
	if f, err = os.Create(blurred); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(f, fixture.Blurred(d.picture(t, hidden, 420), 14), nil); err != nil {
		t.Fatal(err)
	}
	f.Close()
	var rows strings.Builder
	rows.WriteString("id\ttitle\tartist\tdate\tdescription\tlocation\n")
	for _, w := range d.works {
		x := w.Texts["en"]
		rows.WriteString(strings.Join([]string{w.ID, x.Title, gallery.Artist["en"], x.Date, x.Description, x.Location}, "\t") + "\n")
	}
	rows.WriteString("lost-work\tA Work on Loan\tB. Lender\t1912\t\t\n")
	labels := table(t, dir, rows.String())
	broken := filepath.Join(dir, "scan.tiff")
	if err := os.WriteFile(broken, []byte("II*"), 0o666); err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(dir, "torn.jpg")
	if err := os.WriteFile(bad, []byte("no picture"), 0o666); err != nil {
		t.Fatal(err)
	}
	for name, phone := range map[string]bool{"phone": true, "desktop": false} {
		t.Run(name, func(t *testing.T) {
			w, h := 1280, 720
			if phone {
				w, h = h, w
			}
			b := curator(t, visitor{phone: phone, motion: true, film: film(t, onTheWall(d.picture(t, "irises-on-gold", 900), 3, w, h)), before: catchSaves})
			shot := func(state string) {
				for _, scheme := range []string{"light", "dark"} {
					if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
						Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
					}); err != nil {
						t.Fatal(err)
					}
					b.shot("curator-" + name + "-" + scheme + "-" + state)
				}
			}
			shot("00-empty")
			b.give("#files", append(pictures, labels, again, blurred)...)
			b.until(`document.querySelectorAll("#wall li").length > 9`)
			shot("01-looking")
			b.within(4*time.Minute, allFound)
			b.do(`document.querySelector("#title").value = "The Small Museum"; document.querySelector("#title").dispatchEvent(new Event("input", { bubbles: true }))`)
			shot("02-filled")
			b.do(`document.querySelector("#menu").open = true`)
			shot("03-menu")
			b.do(`document.querySelector("#menu").open = false; location.hash = "#/work/squall"`)
			b.until(`document.querySelector("#reference").naturalWidth > 0`)
			shot("04-form-confused")
			b.do(`document.querySelector(".moreFields").open = true; document.querySelector(".moreFields").scrollIntoView()`)
			shot("05-form-end")
			b.do(`location.hash = "#/work/sketch"`)
			b.until(`document.querySelector("#reference").naturalWidth > 0`)
			shot("06-form-poor")
			b.do(`location.hash = ""`)
			b.give("#files", broken, bad)
			b.until(`!document.querySelector("#notice").hidden`)
			shot("07-refused")
			b.do(`document.querySelector("#notice button").click(); location.hash = "#/labels"`)
			shot("08-labels")
			b.do(`document.querySelector("#table").value = "titel\tjahr\nSquall\t1880"; document.querySelector("#table").dispatchEvent(new Event("input", { bubbles: true }))`)
			shot("09-labels-wrong")
			b.do(`location.hash = "#/camera"`)
			b.until(`document.querySelector("#outline").classList.contains("on")`)
			shot("10-camera")
			b.click("#shutter")
			b.until(`document.body.dataset.screen === "corners" && document.querySelector("#shot").naturalWidth > 0`)
			shot("11-corners")
			b.click("#corners .main")
			b.until(`document.body.dataset.screen === "work"`)
			b.within(time.Minute, `document.querySelector("#workState").innerText !== "Waiting" && document.querySelector("#workState").classList.contains("working") === false`)
			shot("12-taken")
			b.do(`location.hash = "#/bundle"`)
			b.until(`document.body.dataset.screen === "bundle"`)
			shot("13-bundle")
			b.click("#build")
			b.within(2*time.Minute, `!document.querySelector("#building").hidden && parseInt(document.querySelector("#buildingWord").innerText) > 9`)
			shot("14-building")
			b.within(8*time.Minute, bundleMade)
			shot("15-ready")
			b.click("#toTest")
			b.until(`document.querySelector("#verdictWord").innerText === "Recognised"`)
			shot("16-test")
		})
	}
}
