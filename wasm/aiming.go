//go:build js && wasm

package main

import (
	"slices"
	"strings"
	"time"

	"docent/wasm/browser"
	"docent/wasm/visit"
)

// aiming is one spell with the camera on: from the start button, or from the return to the viewfinder, until the
// visitor leaves it.
type aiming struct {
	camera *browser.Camera
	aim    *visit.Aim
	on     bool // the camera was granted
	hidden bool // the page is out of view
	parked bool // and has been for so long that the camera was given back

	laid    bool // framing is that of the present window and picture
	framing visit.Framing
	w, h    float64 // of the camera's picture when it was laid

	advice  visit.Advice
	listed  []int  // candidates on the screen
	heading string // above them
}

// framePause is the least time between two frames. Seven a second answer within a second of a steady view, and leave a
// phone's processor idle most of the time.
const framePause = 140 * time.Millisecond

// restPause is how often a spell that is paused looks whether it still is.
const restPause = 200 * time.Millisecond

// parkAfter is how long a page out of view keeps the camera: a glance at a message, but not a walk through the shop.
const parkAfter = 60 * time.Second

// startAiming asks for the camera, and starts to look once it is granted.
func (p *page) startAiming() {
	if !p.ready() {
		p.doc.Replace("#")
		p.show(visit.Welcome)
		return
	}
	a := &aiming{camera: p.doc.Camera(), aim: visit.NewAim(p.library.Manifest.Calibration.FalseAcceptRate), hidden: p.doc.Hidden()}
	p.aiming, p.failure = a, nil
	p.show(visit.Aiming)
	p.doc.Suggest("", nil)
	p.doc.Phase("asking")
	go func() {
		err := a.camera.Open(func() { p.jobs <- func() { p.cameraLost(a) } })
		p.jobs <- func() {
			switch {
			case p.aiming != a: // left before the browser's question was answered
				a.camera.Close()
			case err != nil:
				p.fail(failure{kind: browser.CameraTrouble(err), detail: err.Error(), again: p.startAiming})
			default:
				a.on = true
				a.advice = visit.Advice{Stage: visit.Looking}
				p.advise()
				p.doc.Announce(p.doc.Say("saidAiming"))
				go p.scan(a, p.worker)
			}
		}
	}()
}

// stopAiming gives the camera back.
func (p *page) stopAiming() {
	if p.aiming == nil {
		return
	}
	p.aiming.camera.Close()
	p.aiming = nil
	p.doc.Phase("")
	p.outline.leave()
}

// cameraLost starts the camera again when the browser has taken it away, at once or when the page is seen again.
func (p *page) cameraLost(a *aiming) {
	if p.aiming != a || a.hidden {
		return
	}
	p.stopAiming()
	if p.work == visit.None {
		p.startAiming()
	}
}

// rest stops looking while the page is out of view, and gives the camera back when that lasts.
func (p *page) rest() {
	a := p.aiming
	if a == nil || a.hidden {
		return
	}
	a.hidden = true
	go func() {
		time.Sleep(parkAfter)
		p.jobs <- func() {
			if p.aiming == a && a.hidden && a.on {
				a.parked = true
				a.camera.Close()
			}
		}
	}()
}

// wake goes on after the page was out of view: phones pause the picture meanwhile, or end it.
func (p *page) wake() {
	a := p.aiming
	if a == nil {
		return
	}
	a.hidden = false
	if a.on && (a.parked || a.camera.Ended()) {
		p.cameraLost(a)
		return
	}
	go a.camera.Resume()
}

// scan sends frames to the worker, each after the answer to the one before, as long as the spell lasts.
func (p *page) scan(a *aiming, w *browser.Worker) {
	for p.aiming == a {
		live := a.camera.Live()
		if a.hidden || p.work != visit.None || !live {
			p.outline.leave()
			if !live {
				p.doc.Hint(p.doc.Say("hintPaused")) // another app has taken the camera for a while
			}
			time.Sleep(restPause)
			continue
		}
		begun := browser.Now()
		if cw, ch := a.camera.Size(); !a.laid || cw != a.w || ch != a.h { // turned, or resized
			a.framing = p.doc.Frame(cw, ch)
			a.w, a.h, a.laid = cw, ch, cw > 0
		}
		picture, ok, err := a.camera.Grab(a.framing.Region)
		if err != nil {
			browser.Log("grab: " + err.Error()) // a frame in between two pictures: the next one comes
		}
		if ok {
			answer, err := w.Look(picture, false)
			p.jobs <- func() { p.answered(a, answer, err) }
		}
		took := time.Duration((browser.Now() - begun) * float64(time.Second))
		time.Sleep(max(framePause-took, 20*time.Millisecond))
	}
}

// answered takes the recogniser's answer to a frame.
func (p *page) answered(a *aiming, answer browser.Answer, err error) {
	if p.aiming != a || p.work != visit.None {
		return
	}
	if err != nil {
		p.workerFailed(err)
		return
	}
	if a.laid { // and not turned since
		p.outline.follow(answer.Located, a.framing)
	}
	sights, known := p.sights(answer)
	if answer.Partial || !known {
		return // the next frame is judged by more
	}
	a.advice = a.aim.Frame(browser.Now(), sights, answer.Turned)
	p.advise()
}

// sights turns an answer into what the logic of aiming needs, and remembers how sure the recogniser was. Of works whose group has not
// arrived, those that may be shown are asked for; known says that the first of the others is not behind one of them.
func (p *page) sights(answer browser.Answer) (out []visit.Sight, known bool) {
	known = true
	for _, c := range answer.Candidates {
		s := visit.Sight{Index: c.Index, Margin: c.Margin}
		if p.groups[p.library.Group(c.Index)].progress != told {
			if visit.Offers(s) {
				known = p.known(c.Index) && known
			}
			continue
		}
		out = append(out, s)
		p.margins[p.library.Works[c.Index].ID] = s.Margin
	}
	return out, known
}

// advise shows what the viewfinder has to say.
func (p *page) advise() {
	a := p.aiming
	if !a.on {
		return
	}
	p.doc.Phase(string(a.advice.Stage))
	hint, heading, candidates := "hintAim", "maybe", a.advice.Candidates
	switch a.advice.Stage {
	case visit.Looking:
		if p.outline.Shown() {
			hint = "looking"
		}
	case visit.Found:
		p.open(visit.Route{Work: p.library.Works[a.advice.Work].ID})
		return
	case visit.Seen:
		heading, candidates = "justSeen", []int{a.advice.Work}
	case visit.Unsure, visit.Maybe:
		hint = "hintUnsure"
	case visit.Nothing:
		hint = "hintNothing"
		p.doc.Announce(p.doc.Say("saidNothing"))
	}
	p.doc.Hint(p.doc.Say(hint))
	if heading != a.heading || !slices.Equal(candidates, a.listed) {
		p.suggest(heading, candidates)
		a.heading, a.listed = heading, append(a.listed[:0], candidates...)
	}
}

// suggest shows works above the controls, to be tapped.
func (p *page) suggest(heading string, works []int) {
	entries := p.entries(works)
	p.doc.Suggest(p.doc.Say(heading), entries)
	if len(entries) == 0 {
		return
	}
	titles := make([]string, len(entries))
	for i, e := range entries {
		titles[i] = e.Title
	}
	p.doc.Announce(p.doc.Say(heading) + " " + strings.Join(titles, "; "))
}
