//go:build js && wasm

package main

import (
	"syscall/js"

	"docent/wasm/browser"
	"docent/wasm/visit"
)

// photo is a picture that the visitor has chosen, and what is known about it.
type photo struct {
	picture *browser.Photo
	advice  visit.Advice
	judged  bool
}

// choose opens a file and asks what it shows. The answer waits for the worker if that is still loading.
func (p *page) choose(file js.Value) {
	go func() {
		picture, err := browser.OpenPhoto(file)
		p.jobs <- func() {
			if err != nil {
				p.fail("picture", err.Error(), nil)
				return
			}
			if p.photo != nil {
				p.photo.picture.Close()
			}
			p.photo = &photo{picture: picture}
			p.doc.Photo(picture.URL)
			p.judge()
			p.open(visit.Route{Screen: visit.Photo})
			go p.examine(p.photo, p.worker)
		}
	}()
}

// examine has the worker look at a photo.
func (p *page) examine(ph *photo, w *browser.Worker) {
	picture, err := ph.picture.Picture()
	if err != nil {
		p.jobs <- func() { p.fail("picture", err.Error(), nil) }
		return
	}
	if w == nil {
		return
	}
	answer, err := w.Look(picture, true)
	p.jobs <- func() {
		if p.photo != ph || p.worker != w {
			return
		}
		if err != nil {
			p.workerFailed(err, p.manifest)
			return
		}
		ph.judged, ph.advice = true, visit.Verdict(p.sights(answer), answer.Accepted)
		p.judge()
		if ph.advice.Stage == visit.Found && p.base == visit.Photo && p.work == visit.None {
			p.open(visit.Route{Work: p.library.Manifest.Works[ph.advice.Work].ID})
		}
	}
}

// judge says what is known of the photo.
func (p *page) judge() {
	ph := p.photo
	if !ph.judged {
		p.doc.Verdict(browser.Verdict{Title: p.doc.Say("looking")})
		return
	}
	var v browser.Verdict
	switch ph.advice.Stage {
	case visit.Found:
		e := p.entry(ph.advice.Work)
		v = browser.Verdict{Title: p.doc.Say("recognised"), Candidates: []browser.Entry{e}}
	case visit.Maybe:
		v = browser.Verdict{Title: p.doc.Say("maybe"), Body: p.doc.Say("maybeBody"), Candidates: p.entries(ph.advice.Candidates)}
	default:
		v = browser.Verdict{Title: p.doc.Say("notHere"), Body: p.doc.Say("notHereBody")}
	}
	p.doc.Verdict(v)
	p.doc.Announce(v.Title)
}
