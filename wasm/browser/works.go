//go:build js && wasm

package browser

import (
	"slices"

	"docent/wasm/visit"
)

// Entry is a work in a list.
type Entry struct {
	ID, Title, Artist string
	Language          string // of the words
	Thumb             Part   // zero for none
}

// Hang puts works on the wall of the welcome: three at most.
func (d *Document) Hang(thumbs []Part) {
	wall := d.element("hang")
	wall.SetTextContent("")
	for _, t := range thumbs {
		img := create("img")
		img.SetAttribute("alt", "")
		d.thumbs.show(img, t, true)
		wall.add(img)
	}
}

// Works fills the screen with all works; more says that there are others to show.
func (d *Document) Works(entries []Entry, more bool, none string) {
	d.list("wall", entries)
	d.element("nowork").text(none)
	d.element("more").show(more)
}

// Suggest shows works above the viewfinder's controls, below a heading; none hides them.
func (d *Document) Suggest(heading string, entries []Entry) {
	if len(entries) > 0 {
		d.element("maybeword").SetTextContent(heading)
	}
	d.list("candidates", entries)
	d.element("maybe").show(len(entries) > 0)
}

// list fills a list from the template in the HTML. A list that shows these works already is left alone: the keyboard may
// be on one of them, or a thumb on its way.
func (d *Document) list(id string, entries []Entry) {
	if slices.Equal(d.lists[id], entries) {
		return
	}
	d.lists[id] = entries
	list := d.element(id)
	list.SetTextContent("")
	template := d.element("workItem").Get("content").Get("firstElementChild")
	for _, e := range entries {
		item := wrap(template.Call("cloneNode", true))
		part := func(selector string) element { found, _ := item.find(selector); return found }
		part("a").SetAttribute("href", visit.Route{Work: e.ID}.Fragment())
		part("b").SetTextContent(e.Title)
		part("small").SetTextContent(e.Artist)
		if e.Language != "" {
			part(".words").SetAttribute("lang", e.Language)
		}
		if e.Thumb == (Part{}) {
			item.Class().Add("nopic")
		} else {
			d.thumbs.show(part("img"), e.Thumb, false)
		}
		list.add(item)
	}
}
