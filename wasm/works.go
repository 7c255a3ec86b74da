//go:build js && wasm

package main

import (
	"docent/wasm/browser"
)

// worksAtOnce is how many works the list shows before it asks: their thumbnails come as they are scrolled to, but each
// costs the browser a few elements.
const worksAtOnce = 120

// entry returns a work as lists show it.
func (p *page) entry(i int) browser.Entry {
	text, language := p.library.Text(i)
	return browser.Entry{
		ID:       p.library.Manifest.Works[i].ID,
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
	name := p.library.Manifest.Works[i].Thumb
	if name == "" {
		return browser.Part{}
	}
	return partOf(p.library.Manifest, name)
}

// list fills the screen of all works with those that the search finds.
func (p *page) list() {
	query := p.doc.Query()
	works, more := p.library.Search(query, p.shown)
	none := ""
	if len(works) == 0 && p.library.Manifest != nil {
		none = p.doc.Say("noWork")
	}
	p.doc.Works(p.entries(works), more, none)
	p.colophon()
}

// hang puts three works on the wall of the welcome: the first, and two from further on, for neighbours are often alike.
func (p *page) hang() {
	n := len(p.library.Manifest.Works)
	var thumbs []browser.Part
	for k := range 3 {
		for i := k * n / 3; i < (k+1)*n/3; i++ {
			if t := p.thumb(i); t != (browser.Part{}) {
				thumbs = append(thumbs, t)
				break
			}
		}
	}
	p.doc.Hang(thumbs)
}
