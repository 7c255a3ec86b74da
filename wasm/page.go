//go:build js && wasm

package main

import (
	"strconv"
	"syscall/js"

	"docent/wasm/browser"
	"docent/wasm/visit"
)

// page is the page's part: one loop takes what the visitor does and what goroutines have brought, one thing at a time,
// so that nothing here needs a lock. What takes long runs in a goroutine and comes back through jobs.
type page struct {
	doc    *browser.Document
	jobs   chan func()
	module js.Value // the compiled program, for the worker

	library visit.Library
	worker  *browser.Worker // nil before the manifest is there
	opened  bool            // the worker can recognise
	settled bool            // the texts are there, or cannot be had

	collection *collection // nil until it has arrived and may be believed
	mended     bool        // the manifest was read again after a part did not match it
	unmended   []func()    // what waits for that
	groups     map[int]group

	base    visit.Screen       // the screen below the card
	work    int                // whose card is open, or visit.None
	margins map[string]float64 // of works that the recogniser has named, by id: how sure it was
	aiming  *aiming            // while the camera is on, or asked for
	outline *outline           // of the work in the viewfinder
	photo   *photo             // the one that was chosen last
	failure *failure           // shown in place of the base screen
	shown   int                // works that the list shows
}

// failure is trouble, and what to do when the visitor tries again.
type failure struct {
	kind, detail string
	staff        visit.Refusal // in place of the detail, in the visitor's language
	again        func()        // nil where trying again cannot help
	lasting      bool          // nothing can be recognised until it is mended: leading elsewhere and back does not end it
}

func newPage(module js.Value) *page {
	doc := browser.Open()
	return &page{
		doc:     doc,
		outline: newOutline(doc),
		jobs:    make(chan func(), 16),
		module:  module,
		base:    visit.Welcome,
		work:    visit.None,
		margins: map[string]float64{},
		shown:   worksAtOnce,
	}
}

func (p *page) run() {
	p.library.Prefer(p.doc.Languages())
	p.speak()
	// The camera is asked for by the start button alone, and a photo does not outlive the page.
	switch visit.ParseRoute(p.doc.Fragment()).Screen {
	case visit.Aiming, visit.Photo:
		p.doc.Replace("#")
	}
	p.doc.Arrive()
	p.route()
	p.load()
	for {
		select {
		case e := <-p.doc.Events:
			p.handle(e)
		case job := <-p.jobs:
			job()
		}
	}
}

func (p *page) handle(e browser.Event) {
	switch e.Kind {
	case browser.Action:
		p.act(e.Value)
	case browser.Navigate:
		p.doc.Arrive()
		p.route()
	case browser.Chosen:
		p.choose(e.File)
	case browser.Typed:
		p.shown = worksAtOnce
		p.list()
	case browser.Switched:
		browser.Store("language", e.Value)
		p.library.Prefer(p.doc.Languages())
		p.speak()
		p.loadAllTexts()
	case browser.Hidden:
		p.rest()
	case browser.Visible:
		p.wake()
	case browser.Altered:
		p.mend(func() {}) // a picture is missing
	case browser.Resized:
		if p.aiming != nil {
			p.aiming.laid = false
			p.outline.leave()
		}
	}
}

func (p *page) act(action string) {
	switch action {
	case "start":
		p.open(visit.Route{Screen: visit.Aiming})
	case "home":
		p.open(visit.Route{Screen: visit.Welcome})
	case "back":
		p.back()
	case "more":
		p.shown += worksAtOnce
		p.askAgain()
		p.list()
	case "again":
		if f := p.failure; f != nil && f.again != nil {
			p.failure = nil
			f.again()
		}
	}
}

// open goes to a route, even when the address names it already.
func (p *page) open(r visit.Route) {
	if f := r.Fragment(); visit.ParseRoute(p.doc.Fragment()) != r {
		p.doc.Go(f) // Navigate follows
		return
	}
	p.route()
}

// back undoes a step; where the page was entered in the middle, it goes up instead.
func (p *page) back() {
	if p.doc.Back() {
		return
	}
	up := visit.Route{Screen: visit.Welcome}
	if p.work != visit.None {
		up.Screen = p.base
	}
	p.doc.Replace(up.Fragment())
	p.route()
}

// route shows what the address asks for.
func (p *page) route() {
	r := visit.ParseRoute(p.doc.Fragment())
	if r.Work != "" {
		if !p.settled {
			return // it is asked for again when the texts are there
		}
		if i := p.library.Find(r.Work); i != visit.None {
			if p.base == visit.Welcome {
				p.show(visit.Works) // entered by a link to a work: closing its card leads to the others
			}
			p.openCard(i)
			return
		}
		if p.wantMore() {
			return // it is asked for again when they have arrived
		}
		r = visit.Route{Screen: visit.Works} // a work that is there no more
	}
	p.closeCard()
	if f := p.failure; f != nil && !f.lasting {
		p.failure = nil
	}
	if r.Screen == visit.Photo && p.photo == nil {
		r.Screen = visit.Welcome
	}
	if r.Screen != visit.Aiming {
		p.stopAiming()
	}
	switch {
	case p.failure != nil && (r.Screen != visit.Works || p.library.Manifest == nil):
		p.base = r.Screen
		p.doc.Show(visit.Trouble)
	case r.Screen != visit.Aiming:
		p.show(r.Screen)
	case p.aiming == nil:
		p.startAiming()
	}
}

func (p *page) show(s visit.Screen) {
	if s == visit.Works && p.base != s { // and not when a card was closed: the keyboard is on one of the works
		p.list()
	}
	p.base = s
	p.doc.Show(s)
}

// fail shows trouble in place of the screen.
func (p *page) fail(f failure) {
	browser.Log(f.kind + ": " + f.detail + f.staff.Phrase)
	p.stopAiming()
	p.closeCard()
	p.failure = &f
	p.tell()
	p.doc.Show(visit.Trouble)
}

// tell puts the present trouble into words.
func (p *page) tell() {
	detail := p.failure.detail
	switch p.failure.kind {
	case "denied", "missing", "busy", "insecure", "picture":
		detail = "" // the browser's words add nothing to docent's
	case "refused":
		detail = p.doc.Fill(p.failure.staff.Phrase, p.failure.staff.Value)
	}
	p.doc.Trouble(p.failure.kind, detail, browser.Ways{
		Again: p.failure.again != nil,
		Photo: !p.failure.lasting,
		Works: p.library.Manifest != nil,
	})
}

// speak puts everything that is shown into the present language.
func (p *page) speak() {
	p.doc.Speak(p.library.Interface())
	p.doc.Offer(p.library.Choices(), p.library.Language)
	p.welcome()
	if p.ready() {
		p.doc.Ready()
	}
	if p.base == visit.Works {
		p.list()
	}
	if p.photo != nil {
		p.judge()
	}
	if p.aiming != nil {
		p.aiming.heading = ""
		p.advise()
	}
	if p.work != visit.None {
		p.openCard(p.work)
	}
	if p.failure != nil {
		p.tell()
	}
}

// ready reports whether the visitor can start.
func (p *page) ready() bool { return p.opened && p.settled }

// welcome fills the welcome with what is known of the collection.
func (p *page) welcome() {
	if p.library.Manifest == nil {
		return
	}
	title, language := p.library.Title()
	if title == "" {
		title, language = p.doc.Say("untitledCollection"), p.library.Interface()
	}
	count := p.doc.Say("oneWork")
	if n := len(p.library.Works); n != 1 {
		count = p.doc.Fill("manyWorks", strconv.Itoa(n))
	}
	p.doc.Welcome(title, language, count)
}

// openCard shows a work. The button below leads back to where the visitor came from.
func (p *page) openCard(i int) {
	text, language := p.library.Text(i)
	c := browser.Card{
		Text:     text,
		Language: language,
		Foreign:  p.library.Foreign(language),
		Thumb:    p.thumb(i),
		Onward:   "backToWorks",
	}
	switch p.base {
	case visit.Aiming:
		c.Onward = "keepAiming"
	case visit.Photo:
		c.Onward = "backToPhoto"
	}
	if m, ok := p.margins[p.library.Works[i].ID]; ok && p.base != visit.Works {
		c.Sure, c.Gauge = visit.Sureness(m), visit.Gauge(m)
	}
	p.work = i
	p.outline.leave()
	p.doc.OpenCard(c)
}

func (p *page) closeCard() {
	if p.work == visit.None {
		return
	}
	if p.aiming != nil {
		p.aiming.aim.Reset(p.work)
		p.aiming.advice = visit.Advice{Stage: visit.Looking}
	}
	p.work = visit.None
	p.doc.CloseCard()
}
