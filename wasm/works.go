//go:build js && wasm

package main

import (
	"docent/wasm/browser"
	"docent/wasm/visit"
)

// worksAtOnce is how many works the list shows before it asks: their thumbnails come as they are scrolled to, but each
// costs the browser a few elements.
const worksAtOnce = 120

// entry returns a work as lists show it.
func (p *page) entry(i int) browser.Entry {
	text, language := p.library.Text(i)
	return browser.Entry{
		ID:       p.library.Works[i].ID,
		Title:    text.Title,
		Artist:   text.Artist,
		Language: language,
		Thumb:    p.thumb(i),
	}
}

func (p *page) entries(works []int) []browser.Entry {
	out := make([]browser.Entry, len(works))
	for i, w := range works {
		out[i] = p.entry(w)
	}
	return out
}

// thumb returns a work's thumbnail.
func (p *page) thumb(i int) browser.Part {
	name := p.library.Works[i].Thumb
	if name == "" {
		return browser.Part{}
	}
	g := p.library.Group(i)
	return browser.Part{URL: browser.BundleURL(name), SHA256: p.library.Part(g, name).SHA256}
}

// list fills the screen of all works with those that the search finds.
func (p *page) list() {
	query := p.doc.Query()
	works, more := p.library.Search(query, p.shown)
	none := ""
	if !more && len(works) < p.shown && p.library.Manifest != nil {
		coming := p.wantMore() // and lists again when it has arrived
		more = p.library.Absent() != visit.None
		if len(works) == 0 && !coming {
			none = p.doc.Say("noWork")
		}
	}
	p.doc.Works(p.entries(works), more, none)
	p.colophon()
}

// hang puts three works on the wall of the welcome: the first, and two from further on, for neighbours are often alike.
func (p *page) hang() {
	works, _ := p.library.Search("", len(p.library.Works))
	n := len(works)
	var thumbs []browser.Part
	for k := range 3 {
		for i := k * n / 3; i < (k+1)*n/3; i++ {
			if t := p.thumb(works[i]); t != (browser.Part{}) {
				thumbs = append(thumbs, t)
				break
			}
		}
	}
	p.doc.Hang(thumbs)
}
