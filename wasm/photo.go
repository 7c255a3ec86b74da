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
	judged  bool            // the worker has answered
	answer  *browser.Answer // that waits for the works that it names
}

// choose opens a file and asks what it shows. The answer waits for the worker if that is still loading.
func (p *page) choose(file js.Value) {
	go func() {
		picture, err := browser.OpenPhoto(file)
		p.jobs <- func() {
			if err != nil {
				p.fail(failure{kind: "picture", detail: err.Error()})
				return
			}
			if p.photo != nil {
				p.photo.picture.Close()
			}
			p.photo = &photo{picture: picture}
			p.doc.Photo(picture.URL)
			p.judge()
			p.open(visit.Route{Screen: visit.Photo})
			p.examine()
		}
	}()
}

// examine asks the worker what the photo shows, if there is one to be asked about. A worker that is still loading is
// asked when it is ready, one that was started again is asked again.
func (p *page) examine() {
	ph, w := p.photo, p.worker
	if ph == nil || ph.judged || !p.opened {
		return
	}
	go func() {
		picture, err := ph.picture.Picture()
		if err != nil {
			p.jobs <- func() { p.fail(failure{kind: "picture", detail: err.Error()}) }
			return
		}
		answer, err := w.Look(picture, true)
		p.jobs <- func() { p.examined(ph, w, answer, err) }
	}()
}

// examined takes the worker's answer, unless another photo has been chosen since or the worker replaced.
func (p *page) examined(ph *photo, w *browser.Worker, answer browser.Answer, err error) {
	if p.photo != ph || p.worker != w {
		return
	}
	if err != nil {
		p.workerFailed(err)
		return
	}
	if answer.Partial {
		p.examine() // the worker waits for what is on its way, but not for ever
		return
	}
	sights, known := p.sights(answer)
	if !known {
		ph.answer = &answer // until they have arrived
		return
	}
	ph.answer = nil
	ph.judged, ph.advice = true, visit.Verdict(sights, answer.Accepted)
	p.judge()
	if ph.advice.Stage == visit.Found && p.base == visit.Photo && p.work == visit.None {
		p.open(visit.Route{Work: p.library.Works[ph.advice.Work].ID})
	}
}

// unjudge forgets what a photo shows: its works are those of another collection.
func (p *page) unjudge() {
	if p.photo != nil {
		p.photo.judged, p.photo.answer = false, nil
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
