//go:build !js

package browsertest

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"docent/model/bundle"
)

// TestPhoto recognises a photo, says no to another, and lets the visitor go on from both.
func TestPhoto(t *testing.T) {
	d := demo(t)
	const id = "measured-weight"
	b := open(t, serve(t, d.bundle, nil), visitor{phone: true})
	b.until(ready)
	b.choose(photoFile(t, view(t, d.bundle, d.picture(t, id, 900), id, 1200, 1200)))
	b.until(cardOpen)
	checkCard(b, d.bundle, id, "en")
	b.click("#onward")
	b.until(noCard)
	if got := b.text("#photoCandidates b"); got != text(d.bundle, id, "en").Title {
		t.Errorf("below the photo stands %q", got)
	}
	if !eval[bool](b, `document.querySelector("#shot").naturalWidth === 1200`) {
		t.Error("the photo is not shown")
	}
	b.choose(photoFile(t, wall(2, 1000, 800)))
	b.until(`document.querySelector("#shot").naturalWidth === 1000 && ` + judged)
	if !eval[bool](b, noCard) {
		t.Errorf("a wall was taken for %s", b.text("#title"))
	}
	b.click(`#photo a[href="#/works"]`)
	b.until(`!document.querySelector("#works").hidden`)
}

// TestWays walks through the page by its addresses, the back button and the keyboard.
func TestWays(t *testing.T) {
	d := demo(t)
	base := serve(t, d.bundle, nil)
	b := open(t, base+"#/work/squall", visitor{})
	b.until(cardOpen)
	checkCard(b, d.bundle, "squall", "en")
	if !eval[bool](b, `document.querySelector("#sure").hidden`) {
		t.Error("a work that was chosen has a confidence")
	}
	// Entered in the middle: the card's way back leads to the works, not out of the page.
	b.do(`document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }))`)
	b.until(noCard + ` && !document.querySelector("#works").hidden`)

	b.click(`#wall a[href="#/work/irises-on-gold"]`)
	b.until(cardOpen)
	checkCard(b, d.bundle, "irises-on-gold", "en")
	b.do("history.back()")
	b.until(noCard + ` && !document.querySelector("#works").hidden`)
	if got := eval[string](b, "document.activeElement.getAttribute('href') || document.activeElement.tagName"); got != "#/work/irises-on-gold" {
		t.Errorf("the keyboard went to %q, not back to the work", got)
	}

	search := func(query string) int {
		b.do(fmt.Sprintf(`{ const q = document.querySelector("#query"); q.value = %q; q.dispatchEvent(new Event("input", { bubbles: true })) }`, query))
		time.Sleep(100 * time.Millisecond)
		return eval[int](b, `document.querySelectorAll("#wall li").length`)
	}
	if n := search("QUINCES"); n != 1 {
		t.Errorf("the search finds %d works", n)
	}
	if n := search("there is no such work"); n != 0 || b.text("#nowork") == "" {
		t.Errorf("the search finds %d works and says %q", n, b.text("#nowork"))
	}
	if n := search(""); n != len(shown) {
		t.Errorf("the empty search finds %d works", n)
	}

	b.do(`location.hash = "#/work/no-such-work"`)
	b.until(noCard + ` && !document.querySelector("#works").hidden`)
	b.do(`location.hash = ""`)
	b.until(`!document.querySelector("#welcome").hidden`)
	if eval[bool](b, `document.querySelector("#video").srcObject !== null`) {
		t.Error("the camera is on although nobody asked for it")
	}
	// The camera is asked for by the button alone, not by an address.
	c := open(t, base+"#/aim", visitor{})
	c.until(ready)
	c.until(`!document.querySelector("#welcome").hidden && location.hash === ""`)
}

// TestLanguages opens the page in the browser's language, changes it, and finds it kept.
func TestLanguages(t *testing.T) {
	d := demo(t)
	b := open(t, serve(t, d.bundle, nil), visitor{speaks: "fr-CA,fr"})
	b.until(ready)
	if got := b.text("#collection"); got != "Galerie de démonstration" {
		t.Errorf("the title is %q", got)
	}
	if got := b.text("#start"); got != "Ouvrir l’appareil photo" {
		t.Errorf("the start button says %q", got)
	}
	b.do(`{ const s = document.querySelector("#welcome [data-language]"); s.value = "en"; s.dispatchEvent(new Event("change", { bubbles: true })) }`)
	b.until(`document.querySelector("#collection").innerText === "Demo gallery"`)
	if err := chromedp.Do(b.ctx, chromedp.Reload()); err != nil {
		t.Fatal(err)
	}
	b.until(ready)
	if got := b.text("#start"); got != "Start the camera" {
		t.Errorf("after a reload the start button says %q", got)
	}
}

// TestForeignText shows a collection whose texts are in a language that the visitor does not read, and says so.
func TestForeignText(t *testing.T) {
	d := demo(t)
	french := *d.bundle
	french.Title, french.Languages = map[string]string{"fr": "Galerie"}, []string{"fr"}
	b := open(t, serve(t, &french, nil)+"#/work/squall", visitor{})
	b.until(cardOpen)
	checkCard(b, &french, "squall", "fr")
	if got := b.text("#foreign"); got != "This text is in French." {
		t.Errorf("the note says %q", got)
	}
	for _, id := range []string{"#title", "#story", "#facts dd", "#facts dt"} {
		if !eval[bool](b, fmt.Sprintf("document.querySelector(%q).offsetHeight > 0", id)) {
			t.Errorf("%s cannot be seen", id)
		}
	}
	if lang := eval[string](b, `document.querySelector("#story").lang + document.querySelector("#facts dt").lang`); lang != "fren" {
		t.Errorf("the languages are marked as %q", lang)
	}
}

// TestHostileBundle shows texts that try to be markup.
func TestHostileBundle(t *testing.T) {
	d := demo(t)
	evil := `"><img src=x onerror="window.hacked=1"><script>window.hacked=1</script><b>bold</b>&amp;{{.}}`
	hostile := *d.bundle
	hostile.Title = map[string]string{"en": evil}
	hostile.Languages = []string{"en"}
	hostile.Works = slices.Clone(hostile.Works)
	for i := range hostile.Works {
		hostile.Works[i].Texts = map[string]bundle.Text{"en": {Title: evil, Artist: evil, Date: evil, Medium: evil, Description: evil,
			Price: evil, Location: evil, Credit: evil}}
	}
	base := serve(t, &hostile, nil)
	b := open(t, base, visitor{})
	b.until(ready)
	if got := eval[string](b, `document.querySelector("#collection").textContent`); got != evil {
		t.Errorf("the title is %q", got)
	}
	b.do(`location.hash = "#/works"`)
	b.until(`document.querySelectorAll("#wall li").length > 0`)
	b.do(`location.hash = "#/work/squall"`)
	b.until(cardOpen)
	checkCard(b, &hostile, "squall", "en")
	b.choose(photoFile(t, d.picture(t, "squall", 600)))
	b.until(judged)
	check := func(where string) {
		if eval[bool](b, `"hacked" in window || document.querySelector("img[src=x], #card script, #wall script") !== null`) {
			t.Errorf("%s: the texts were taken for markup", where)
		}
	}
	check("page")
	b.visit("catalogue/")
	b.until(`document.querySelectorAll("article").length > 0`)
	if got := eval[string](b, `document.querySelector("article h2").textContent`); got != evil {
		t.Errorf("the catalogue says %q", got)
	}
	check("catalogue")
}

// TestNothingLeaves reads the network log of a visit: all that is asked for comes from the museum's server, and once the
// camera is on there is nothing but the page's own texts and thumbnails. Nothing is ever sent.
func TestNothingLeaves(t *testing.T) {
	d := demo(t)
	const id = "the-sky-turns"
	base := serve(t, d.bundle, nil)
	b := open(t, base, visitor{film: film(t, view(t, d.bundle, d.picture(t, id, 900), id, 1280, 720))})
	b.until(ready)
	before := len(b.asked())
	if before == 0 {
		t.Fatal("the log is empty")
	}
	b.click("#start")
	b.until(cardOpen)
	b.click("#onward")
	b.until(`document.body.dataset.phase === "seen"`)
	time.Sleep(2 * time.Second)
	origin, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range b.asked() {
		if strings.HasPrefix(r, "blob:"+origin.Scheme+"://"+origin.Host) {
			continue
		}
		u, err := url.Parse(r)
		if err != nil || u.Host != origin.Host || !strings.HasPrefix(u.Path, origin.Path) {
			t.Errorf("the page asked for %s", r)
		}
		if i >= before && !strings.Contains(r, "/bundle/thumbs/") && !strings.Contains(r, "/bundle/texts/") {
			t.Errorf("while scanning the page asked for %s", r)
		}
	}
	if sent := b.sent(); len(sent) > 0 {
		t.Errorf("the page sent something: %q", sent)
	}
	if n := eval[int](b, "document.cookie.length"); n != 0 {
		t.Error("the page has set a cookie")
	}
}

// TestGallery looks through the demo gallery by its keys.
func TestGallery(t *testing.T) {
	d := demo(t)
	b := open(t, serve(t, d.bundle, nil)+"gallery", visitor{speaks: "fr"})
	b.until(`document.querySelectorAll(".index li").length === ` + fmt.Sprint(len(d.works)))
	if got := b.text("h1"); got != "Galerie de démonstration" {
		t.Errorf("the gallery is called %q", got)
	}
	if !strings.Contains(b.text(".lead:not([lang=en])"), "générées") {
		t.Error("the gallery does not say that its pictures are generated")
	}
	key := func(k string) {
		b.do(fmt.Sprintf(`document.dispatchEvent(new KeyboardEvent("keydown", { key: %q, bubbles: true }))`, k))
	}
	showing := func(i int) string {
		return fmt.Sprintf(`location.hash === "#%s" && document.querySelector(".slide:target img").naturalWidth > 0`, d.works[i].ID)
	}
	b.click(".index li:nth-child(2) a")
	b.until(showing(1))
	key("ArrowRight")
	b.until(showing(2))
	key("ArrowLeft")
	key("ArrowLeft")
	b.until(showing(0))
	b.click(".slide:target .canvas")
	b.until(showing(1))
	key("c")
	b.until(`getComputedStyle(document.querySelector(".slide:target figcaption > *")).visibility === "hidden"`)
	key("Escape")
	b.until(`location.hash === ""`)
}
