//go:build js && wasm

package main

import (
	"errors"

	"docent/model/bundle"
	"docent/wasm/browser"
	"docent/wasm/visit"
)

// progress is how far the page has come with a group of works: it needs what is said about them, the worker has the rest.
type progress int

const (
	absent progress = iota // or it could not be had: it is asked for again when it is needed
	coming
	told // its works can be shown
)

// want fetches the works of a group and their texts, unless they are there or on their way.
func (p *page) want(g int) {
	if p.groups[g] != absent {
		return
	}
	p.groups[g] = coming
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
	p.groups[g] = absent
	_, other := errors.AsType[*browser.Mismatch](err)
	switch {
	case other:
		p.mend(func() { p.changed(name) })
	case !p.settled:
		p.fail(failure{kind: "download", detail: err.Error(), again: p.reload, lasting: true})
	}
}

// loadAllTexts fetches what the works that have arrived need in the visitor's language.
func (p *page) loadAllTexts() {
	for g, state := range p.groups {
		if state == told {
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
	name, c := p.library.Name(g, bundle.TextsName(language)), p.collection
	part := browser.Part{URL: browser.BundleURL(name), SHA256: p.library.Part(g, name).SHA256}
	go func() {
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
				// The works can be recognised and shown by their ids: say it, and go on.
				browser.Log(err.Error())
				texts = map[string]bundle.Text{}
			}
			p.library.Add(g, language, texts)
			p.loadTexts(g)
		}
	}()
}

// arrived is called when the works of a group can be shown.
func (p *page) arrived(g int) {
	first := !p.settled
	p.groups[g], p.settled = told, true
	p.speak()
	if first {
		p.hang()
	}
	if ph := p.photo; ph != nil && ph.answer != nil {
		p.examined(ph, p.worker, *ph.answer, nil)
	}
	r := visit.ParseRoute(p.doc.Fragment())
	if p.failure == nil && (first || r.Work != "" && p.work == visit.None) {
		p.route() // it may have waited for this
	}
}

// known reports whether a work can be shown, and asks for its group otherwise.
func (p *page) known(work int) bool {
	g := p.library.Group(work)
	p.want(g)
	return p.groups[g] == told
}

// wantMore asks for one more group, unless one is coming, and reports whether there are any that have not arrived.
func (p *page) wantMore() bool {
	g := p.library.Absent()
	if g == visit.None {
		return false
	}
	for _, state := range p.groups {
		if state == coming {
			return true
		}
	}
	p.want(g)
	return true
}

// sweep removes what was kept of earlier bundles and this one does not need. It runs once the worker has what it needs. What
// a group needs is in its works.json: a group whose works.json is not kept has kept nothing that could be used.
func (p *page) sweep() {
	c := p.collection
	needed := map[string]bool{c.man.WeightsHash: true, c.man.LocatorHash: true}
	add := func(parts map[string]bundle.Part) {
		for _, part := range parts {
			needed[part.SHA256] = true
		}
	}
	add(c.man.Parts)
	go func() {
		for g := range c.man.Groups {
			sha256 := c.man.Groups[g].SHA256
			needed[sha256] = true
			if raw := (browser.Part{SHA256: sha256}).Kept(); raw != nil {
				if contents, err := bundle.ReadContents(raw, c.man, g); err == nil {
					add(contents.Parts)
				}
			}
		}
		browser.Sweep(func(sha256 string) bool { return needed[sha256] })
	}()
}
