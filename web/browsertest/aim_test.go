//go:build !js

package browsertest

import (
	"image"
	"strings"
	"testing"
	"time"

	"docent/model"
	"docent/model/bundle"
	"docent/model/vision"
	"docent/wasm/visit"
)

// TestRecognises points the camera at a work on a wall, reads its card, changes the language, and goes on aiming.
func TestRecognises(t *testing.T) {
	d := demo(t)
	for _, c := range []struct {
		name    string
		w, h    int
		visitor visitor
	}{
		{"desktop", 1280, 720, visitor{}},
		{"phone", 720, 1280, visitor{phone: true}},
		{"phone with a wide camera", 1280, 720, visitor{phone: true}},
		{"without OffscreenCanvas", 1280, 720, visitor{before: "delete window.OffscreenCanvas"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			const id = "the-sky-turns"
			c.visitor.film = film(t, view(t, d.bundle, d.picture(t, id, 900), id, c.w, c.h))
			b := open(t, serve(t, d.bundle, nil), c.visitor)
			b.start()
			b.until(cardOpen)
			checkCard(b, d.bundle, id, "en")
			b.until(notDrawn)
			if hash := eval[string](b, "location.hash"); hash != "#/work/"+id {
				t.Errorf("the address is %s", hash)
			}
			if focus := eval[string](b, "document.activeElement.id"); focus != "title" {
				t.Errorf("the keyboard is at %q, not at the card's title", focus)
			}
			b.do(`{ const s = document.querySelector("#card [data-language]"); s.value = "fr"; s.dispatchEvent(new Event("change", { bubbles: true })) }`)
			b.until(`document.documentElement.lang === "fr" && document.querySelector("#title").lang === "fr"`)
			checkCard(b, d.bundle, id, "fr")
			if got := b.text("#onward"); got != "Continuer à viser" {
				t.Errorf("the button says %q", got)
			}
			// The card was sent away: the work is still in view, and is offered without being pushed.
			b.click("#onward")
			b.until(noCard)
			b.until(`document.body.dataset.phase === "seen"`)
			time.Sleep(time.Second)
			if !eval[bool](b, noCard) {
				t.Error("the card came back by itself")
			}
			if got := b.text("#candidates b"); got != text(d.bundle, id, "fr").Title {
				t.Errorf("just seen: %q", got)
			}
			b.click(`[data-action="back"][href="#"]`)
			b.until(`!document.querySelector("#welcome").hidden && document.querySelector("#video").srcObject === null`)
		})
	}
}

// TestBlankWall looks at bare walls: no card for five seconds, then advice and ways on.
func TestBlankWall(t *testing.T) {
	d := demo(t)
	b := open(t, serve(t, d.bundle, nil), visitor{film: film(t, wall(1, 1280, 720), wall(1, 1280, 720))})
	b.start()
	b.until(scanning)
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if !eval[bool](b, noCard) {
			t.Fatalf("a bare wall was taken for %s", b.text("#title"))
		}
	}
	b.until(`document.body.dataset.phase === "nothing"`)
	if got := b.text("#hint"); !strings.HasPrefix(got, "Nothing recognised yet") {
		t.Errorf("the hint says %q", got)
	}
	if got := b.text("#live"); got != "Nothing recognised yet." {
		t.Errorf("the screen reader hears %q", got)
	}
	b.click(`#bar a[href="#/works"]`)
	b.until(`!document.querySelector("#works").hidden && document.querySelector("#video").srcObject === null`)
	if n := eval[int](b, `document.querySelectorAll("#wall li").length`); n != len(d.bundle.Works) {
		t.Errorf("the list has %d works", n)
	}
}

// doubtful makes every answer of the worker one that is nearly, but not quite, accepted.
const doubtful = `{
		const W = window.Worker;
		window.Worker = class extends W {
			addEventListener(kind, handler) {
				super.addEventListener(kind, kind !== "message" ? handler : (e) => {
					if (e.data.kind === "answer") {
						e.data.accepted = false;
						e.data.margin = e.data.margin.map((_, i) => -0.4 - 0.5 * i);
					}
					handler(e);
				});
			}
		};
	}`

// TestCandidates offers works that it may be, without claiming that it is one of them.
func TestCandidates(t *testing.T) {
	d := demo(t)
	const id = "the-sky-turns"
	b := open(t, serve(t, d.bundle, nil), visitor{
		phone: true, film: film(t, view(t, d.bundle, d.picture(t, id, 900), id, 720, 1280)), before: doubtful,
	})
	b.start()
	b.until(`document.body.dataset.phase === "maybe"`)
	if !eval[bool](b, noCard) {
		t.Error("a card was shown without being sure")
	}
	if n := eval[int](b, `document.querySelectorAll("#candidates li").length`); n < 2 || n > 3 {
		t.Errorf("%d candidates", n)
	}
	if got := b.text("#live"); !strings.HasPrefix(got, "It may be") {
		t.Errorf("the screen reader hears %q", got)
	}
	b.click(`#candidates a[href="#/work/` + id + `"]`)
	b.until(cardOpen)
	checkCard(b, d.bundle, id, "en")
	if got := b.text("#sureword"); got != "It may be" {
		t.Errorf("the card says %q", got)
	}
	b.click("#onward")
	b.until(noCard + ` && document.body.dataset.phase === "maybe"`)
	b.choose(photoFile(t, d.picture(t, id, 700)))
	b.until(judged)
	if got := b.text("#verdict"); got != "It may be…" {
		t.Errorf("of a photo the page says %q", got)
	}
}

// text returns what a bundle says of a work.
func text(b *bundle.Bundle, id, language string) bundle.Text {
	for _, w := range b.Works {
		if w.ID == id {
			return w.Texts[language]
		}
	}
	return bundle.Text{}
}

// checkCard compares the card with the bundle.
func checkCard(b *tab, collection *bundle.Bundle, id, language string) {
	b.t.Helper()
	want := text(collection, id, language)
	for selector, field := range map[string]string{"#title": want.Title, "#artist": want.Artist, "#date": want.Date, "#credit": want.Credit} {
		if got := eval[string](b, "document.querySelector('"+selector+"').textContent"); got != field {
			b.t.Errorf("%s says %q, want %q", selector, got, field)
		}
	}
	if want.Description != "" {
		if got := eval[string](b, "document.querySelector('#story').textContent"); got != want.Description {
			b.t.Errorf("the story is %q, want %q", got, want.Description)
		}
	}
	facts := eval[string](b, "document.querySelector('#facts').textContent")
	for _, f := range []string{want.Medium, want.Location, want.Price} {
		if !strings.Contains(facts, f) {
			b.t.Errorf("the facts %q lack %q", facts, f)
		}
	}
	b.until(`document.querySelector("#thumb").complete && document.querySelector("#thumb").naturalWidth > 0`)
}

// recogniser returns the native recogniser for a bundle.
func recogniser(t testing.TB, b *bundle.Bundle) *model.Recognizer {
	t.Helper()
	return once(b, func() *model.Recognizer {
		o, err := released()
		if err != nil {
			t.Fatal(err)
		}
		r, err := o.Engine.Recognizer(o.Model, o.Locator, &b.Manifest, b.Prototypes, nil)
		if err != nil {
			t.Fatal(err)
		}
		return r
	})
}

// view returns a view of a work, framed and in perspective, that the native recogniser recognises: the browser tests
// are about the page, and whether the network is good enough for any view is measured by docent eval. Seeds are tried on
// small views, which show the same scene and are made quickly.
func view(t testing.TB, b *bundle.Bundle, work *image.RGBA, id string, w, h int) *image.RGBA {
	t.Helper()
	type seen struct {
		b    *bundle.Bundle
		work *image.RGBA
		w, h int
	}
	return once(seen{b, work, w, h}, func() *image.RGBA { return findView(t, b, work, id, w, h) })
}

func findView(t testing.TB, b *bundle.Bundle, work *image.RGBA, id string, w, h int) *image.RGBA {
	t.Helper()
	r := recogniser(t, b)
	recognised := func(v *image.RGBA) bool {
		// What the page looks at of a camera's picture: on a phone if it is upright, on a desktop, and all of it.
		vw, vh := float64(v.Rect.Dx()), float64(v.Rect.Dy())
		part := visit.Frame(vw, vh, 1280, 800, 24, 132).Region
		if h > w {
			part = visit.Frame(vw, vh, 390, 844, 24, 132).Region
		}
		looked := image.Rect(int(part.X), int(part.Y), int(part.X+part.W), int(part.Y+part.H))
		for _, m := range []image.Image{v.SubImage(looked), v} {
			if got := r.Recognize(vision.Frame(m)); !got.Accepted || got.Candidates[0].ID != id || got.Margin < 0.5 {
				return false
			}
			if h > w {
				break // the whole of an upright picture is not looked at
			}
		}
		return true
	}
	small := vision.Fit(work, 160)
	for seed := range uint64(300) {
		if recognised(onTheWall(small, seed, w/4, h/4)) {
			if v := onTheWall(work, seed, w, h); recognised(v) {
				return v
			}
		}
	}
	t.Fatalf("none of the views of %s is recognised", id)
	return nil
}
