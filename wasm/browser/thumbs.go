//go:build js && wasm

package browser

import (
	"strings"
	"syscall/js"
)

// thumbs shows thumbnails: each is fetched when its place comes near the view, and shown once it is known to be the one in
// the manifest.
type thumbs struct {
	addresses map[Part]string    // of those that have come
	order     []Part             // the same, oldest first
	waiting   map[Part][]element // images whose thumbnail is on its way
	turn      chan struct{}      // holds a token for each thumbnail that may be fetched at once
	near      js.Value           // IntersectionObserver; undefined where there is none
	parts     map[string]Part    // by sha256: what the images near the view ask for
	failed    func(error)        // hears of thumbnails that cannot be had
}

const (
	thumbsAtOnce = 6   // as many connections as browsers open to a server
	thumbsHeld   = 400 // some 15 MB; an image that has one keeps its pixels when the address is given back
)

func newThumbs(failed func(error)) *thumbs {
	t := &thumbs{
		addresses: map[Part]string{}, waiting: map[Part][]element{}, parts: map[string]Part{},
		turn: make(chan struct{}, thumbsAtOnce), failed: failed,
	}
	if exists("IntersectionObserver") {
		seen := js.FuncOf(func(_ js.Value, args []js.Value) any {
			for i := range args[0].Length() {
				if e := args[0].Index(i); e.Get("isIntersecting").Bool() {
					img := wrap(e.Get("target"))
					t.near.Call("unobserve", img.Value)
					t.fetch(img, t.parts[img.GetAttribute("data-part")])
				}
			}
			return nil
		})
		t.near = js.Global().Get("IntersectionObserver").New(seen, map[string]any{"rootMargin": "50%"})
	}
	return t
}

// show has an image show a thumbnail: at once, or when it comes near the view. The picture before goes.
func (t *thumbs) show(img element, p Part, now bool) {
	if img.GetAttribute("data-part") == p.SHA256 {
		return
	}
	img.SetAttribute("data-part", p.SHA256)
	img.RemoveAttribute("src")
	t.parts[p.SHA256] = p
	if now || t.near.IsUndefined() {
		t.fetch(img, p)
	} else {
		t.near.Call("observe", img.Value)
	}
}

func (t *thumbs) fetch(img element, p Part) {
	if url, ok := t.addresses[p]; ok {
		img.SetAttribute("src", url)
		return
	}
	t.waiting[p] = append(t.waiting[p], img)
	if len(t.waiting[p]) > 1 {
		return
	}
	go func() {
		t.turn <- struct{}{}
		b, err := p.Fetch(nil)
		<-t.turn
		images := t.waiting[p]
		delete(t.waiting, p)
		if err != nil {
			for _, img := range images {
				img.RemoveAttribute("data-part") // it may be asked for again
			}
			t.failed(err)
			return
		}
		url := t.hold(p, b)
		for _, img := range images {
			if img.GetAttribute("data-part") == p.SHA256 {
				img.SetAttribute("src", url)
			}
		}
	}()
}

// hold keeps a thumbnail in memory and returns its address.
func (t *thumbs) hold(p Part, b []byte) string {
	if len(t.order) == thumbsHeld {
		js.Global().Get("URL").Call("revokeObjectURL", t.addresses[t.order[0]])
		delete(t.addresses, t.order[0])
		t.order = t.order[1:]
	}
	kind := "image/jpeg"
	if strings.HasSuffix(p.URL, ".webp") {
		kind = "image/webp"
	}
	blob := js.Global().Get("Blob").New([]any{array(b)}, map[string]any{"type": kind})
	t.addresses[p] = js.Global().Get("URL").Call("createObjectURL", blob).String()
	t.order = append(t.order, p)
	return t.addresses[p]
}
