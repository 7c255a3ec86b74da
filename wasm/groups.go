//go:build js && wasm

package main

import (
	"errors"
	"time"

	"docent/model/bundle"
	"docent/wasm/browser"
	"docent/wasm/visit"
)

// textsAfter is how long texts that could not be had are not asked for again.
const textsAfter = 4 * time.Second

// progress is how far the page has come with a group of works: it needs what is said about them, the worker has the rest.
type progress int

const (
	absent  progress = iota
	missing          // it could not be had: it is asked for again when it is needed, but not at once
	coming
	told // its works can be shown
)

// group is a group of works, as far as the page has come with it.
type group struct {
	progress
	since float64 // when it was asked for, or could not be had
}

// want fetches the works of a group and their texts, unless they are there or on their way, or could not be had a moment ago.
func (p *page) want(g int) {
	now := browser.Now()
	if at := p.groups[g]; at.progress > missing || at.progress == missing && now-at.since < retryAfter {
		return
	}
	p.groups[g] = group{coming, now}
	if p.library.Entered(g) { // a plain bundle
		p.loadTexts(g)
		return
	}
	c, name := p.collection, p.library.Name(g, bundle.ContentsName)
	part := browser.Part{URL: browser.BundleURL(name), SHA256: c.man.Groups[g].SHA256}
	go func() {
		var contents *bundle.Contents
		raw, err := part.Fetch(nil)
		if err == nil {
			contents, err = bundle.ReadContents(raw, c.man, g)
		}
		p.jobs <- func() {
			if c != p.collection {
				return // a newer one has taken its place
			}
			if err == nil {
				err = p.library.Enter(g, contents)
			}
			if err != nil {
				p.missed(g, name, err)
				return
			}
			p.loadTexts(g)
		}
	}()
}

// missed is called for a group that could not be had.
func (p *page) missed(g int, name string, err error) {
	browser.Log(name + ": " + err.Error())
	p.groups[g] = group{missing, browser.Now()}
	_, other := errors.AsType[*browser.Mismatch](err)
	switch {
	case other:
		p.mend(func() { p.changed(name) })
	case !p.settled:
		p.fail(failure{kind: "download", detail: err.Error(), again: p.reload, lasting: true})
	default:
		if p.base == visit.Works {
			p.list()
		}
		p.goOn()
	}
}

// askAgain forgets which groups could not be had: the visitor asks for more.
func (p *page) askAgain() {
	for g, at := range p.groups {
		if at.progress == missing {
			delete(p.groups, g)
		}
	}
}

// loadAllTexts fetches what the works that have arrived need in the visitor's language.
func (p *page) loadAllTexts() {
	for g, at := range p.groups {
		if at.progress == told {
			p.loadTexts(g)
		}
	}
}

// loadTexts fetches texts of a group that has arrived until each work has one that the visitor can read, or there are no more languages.
func (p *page) loadTexts(g int) {
	language := p.library.Wants(g)
	if language == "" {
		p.arrived(g)
		return
	}
	p.fetchTexts(g, language, false)
}

// fetchTexts fetches the texts of a group in a language; again says that they could not be had a moment ago.
func (p *page) fetchTexts(g int, language string, again bool) {
	name, c := p.library.Name(g, bundle.TextsName(language)), p.collection
	part := browser.Part{URL: browser.BundleURL(name), SHA256: p.library.Part(g, name).SHA256}
	go func() {
		if again {
			time.Sleep(textsAfter)
		}
		var texts map[string]bundle.Text
		raw, err := part.Fetch(nil)
		if err == nil {
			texts, err = bundle.ReadTexts(raw)
		}
		p.jobs <- func() {
			if c != p.collection {
				return // a newer one has taken its place
			}
			if _, ok := errors.AsType[*browser.Mismatch](err); ok {
				p.mend(func() { p.changed(name) })
				return
			}
			if err != nil {
				browser.Log(err.Error())
				if _, broken := errors.AsType[*browser.FetchError](err); broken && !browser.Missing(err) {
					p.fetchTexts(g, language, true)
				}
				if again {
					return
				}
			}
			p.library.Add(g, language, texts) // without any the works are recognised, and shown by their ids
			p.loadTexts(g)
		}
	}()
}

// arrived is called when the works of a group can be shown.
func (p *page) arrived(g int) {
	first := !p.settled
	p.groups[g], p.settled = group{progress: told}, true
	p.speak()
	if first {
		p.hang()
		if p.failure == nil {
			p.route() // it may have waited for this
		}
	}
	p.goOn()
}

// goOn does what has waited for a group, which has arrived or could not be had: the answer about a photo, or a work's address.
func (p *page) goOn() {
	if ph := p.photo; ph != nil && ph.answer != nil {
		p.examined(ph, p.worker, *ph.answer, nil)
	}
	r := visit.ParseRoute(p.doc.Fragment())
	if p.failure == nil && r.Work != "" && p.work == visit.None {
		p.route()
	}
}

// known reports whether a work can be shown, or cannot be had for now; otherwise it waits for its group.
func (p *page) known(work int) bool {
	g := p.library.Group(work)
	p.want(g)
	at := p.groups[g]
	return at.progress != coming || browser.Now()-at.since > tooLong
}

// wantMore asks for one more group, unless one is coming, and reports whether any is.
func (p *page) wantMore() bool {
	if p.library.Absent() == visit.None {
		return false
	}
	for _, at := range p.groups {
		if at.progress == coming {
			return true
		}
	}
	for g := range p.collection.man.Groups {
		if p.want(g); p.groups[g].progress == coming {
			return true
		}
	}
	return false
}

// sweep removes what was kept of earlier bundles and this one does not need. It runs once the worker has what it needs. What
// a group needs is in its works.json: a group whose works.json is not kept has kept nothing that could be used.
func (p *page) sweep() {
	c := p.collection
	go browser.Sweep(func() map[string]bool {
		needed := map[string]bool{c.man.WeightsHash: true, c.man.LocatorHash: true}
		add := func(parts map[string]bundle.Part) {
			for _, part := range parts {
				needed[part.SHA256] = true
			}
		}
		add(c.man.Parts)
		for g := range c.man.Groups {
			sha256 := c.man.Groups[g].SHA256
			needed[sha256] = true
			if raw := (browser.Part{SHA256: sha256}).Kept(); raw != nil {
				if contents, err := bundle.ReadContents(raw, c.man, g); err == nil {
					add(contents.Parts)
				}
			}
		}
		return needed
	})
}
