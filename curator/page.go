//go:build js && wasm && curator

package main

import (
	"strings"
	"syscall/js"
	"time"

	"docent/curator/draft"
	"docent/curator/kept"
	"docent/internal/catalog"
	"docent/model/bundle"
	"docent/wasm/browser"
)

// page is the page's part: one loop takes what the curator does and what goroutines have brought, one thing at a time, so that
// nothing here needs a lock. What waits for anything runs in a goroutine and comes back through do.
type page struct {
	module js.Value // the compiled program, for the worker
	db     *kept.DB // nil where the browser keeps nothing
	unread *kept.DB // in its place where the draft in it could not be read: it is not written over
	jobs   []func()
	wake   chan struct{}

	draft   *draft.Draft
	known   map[string]*known // what is known of works, by id
	places  draft.Map
	adding  int  // how many lots of files are being added
	changed int  // counts changes of the draft
	saving  bool // a save is under way or about to be
	saved   int  // what changed was when the draft was saved

	worker  *browser.Worker
	ready   bool        // it has its networks
	stops   int         // how often it has stopped since it had them last
	fatal   string      // print of the work at which it stopped last
	seeking *draft.Work // which it looks at, nil while it rests
	held    bool        // it rests: the camera needs the worker

	screen  string
	current *draft.Work // whose form is open
	tongue  string      // language of the form
	shown   int         // works in the list
	only    bool        // works that want attention alone
	cards   map[string]element

	view   *viewfinder // while the camera is on
	shot   *shot       // a picture whose corners are set
	built  *built      // the bundle that was built last
	making *making     // the build under way
	then   string      // a build waits for the worker; the address that follows

	captured string // id of the work that was photographed last
}

func newPage(module js.Value) *page {
	return &page{module: module, wake: make(chan struct{}, 1), known: map[string]*known{}, shown: atOnce, cards: map[string]element{}}
}

// do has the loop run f.
func (p *page) do(f func()) {
	p.jobs = append(p.jobs, f)
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

func (p *page) run() {
	p.open()
	p.listen()
	p.startWorker()
	p.route()
	id("opening").show(false)
	for range p.wake {
		for len(p.jobs) > 0 {
			next := p.jobs[0]
			p.jobs = p.jobs[1:]
			next()
		}
	}
}

// draftKey is the key of the only draft. A museum with more of them saves one as a file and opens another.
const draftKey = "draft"

// open reads the draft that the browser has kept.
func (p *page) open() {
	language := catalog.CanonicalLanguage(strings.SplitN(js.Global().Get("navigator").Get("language").String(), "-", 2)[0])
	if bundle.CheckLanguage(language) != nil {
		language = "en"
	}
	p.draft = draft.New(language)
	db, err := kept.Open(database)
	if err != nil {
		p.complain("This browser keeps nothing", "The draft will be lost when the page is closed: save it as a file. ("+err.Error()+")")
		return
	}
	p.db = db
	raw, ok, err := db.Bytes(kept.Drafts, draftKey)
	if err == nil && ok {
		var d *draft.Draft
		if d, err = draft.Decode(raw); err == nil {
			p.draft = d
		}
	}
	if err != nil {
		p.db, p.unread = nil, db
		p.cannotRead(err)
		return
	}
	needed, works := p.draft.Keys(), len(p.draft.Works)
	p.alone(func() { go tidy(db, needed, works) })
}

// cannotRead says that the draft which the browser has kept is of no use.
func (p *page) cannotRead(err error) {
	p.complain("The draft in this browser cannot be read", "It is left as it is, and what is done now is not kept. Load the page again; if that does not help, choose Begin anew under Draft, which removes it. ("+err.Error()+")")
}

// alone runs f, unless the page is open a second time: it warns then, for the two would write over each other's draft.
func (p *page) alone(f func()) {
	locks := js.Global().Get("navigator").Get("locks")
	if locks.Type() != js.TypeObject {
		f()
		return
	}
	locks.Call("request", database, map[string]any{"ifAvailable": true}, js.FuncOf(func(_ js.Value, args []js.Value) any {
		if args[0].IsNull() {
			p.do(func() {
				p.complain("This page is open in another tab", "Both would write over the same draft: close one of the two, then load this one again.")
			})
			return nil
		}
		f()
		return js.Global().Get("Promise").New(forever) // the lock is held as long as the page is there
	}))
}

var forever = js.FuncOf(func(js.Value, []js.Value) any { return nil })

// tidy removes from the browser what no work needs any more: pictures that were taken and not used, and results once they are many.
func tidy(db *kept.DB, needed map[string]int, works int) {
	keys, err := db.Keys(kept.Pictures)
	for _, k := range keys {
		if err == nil && needed[k] == 0 {
			err = db.Delete(kept.Pictures, k)
		}
	}
	if results, err := db.Keys(kept.Results); err == nil && len(results) > 4*works+200 {
		db.Clear(kept.Results)
	}
}

// touch says that the draft has changed: it is saved soon, and a bundle that was built is out of date.
func (p *page) touch() {
	p.changed++
	if p.saving || p.db == nil {
		return
	}
	p.saving = true
	go func() {
		time.Sleep(300 * time.Millisecond) // a few letters at a time
		p.do(p.save)
	}()
}

// save keeps the draft as it is now.
func (p *page) save() {
	p.keepDraft(func(raw []byte) error { return p.db.Put(kept.Drafts, draftKey, raw) })
}

// keepDraft has put keep the draft as it is now, and says what has become of it.
func (p *page) keepDraft(put func(raw []byte) error) {
	p.saving = true
	at := p.changed
	raw, err := p.draft.Encode()
	go func() {
		if err == nil {
			err = put(raw)
		}
		p.do(func() {
			p.saving = false
			if err != nil {
				id("room").text("Not kept: save the draft as a file.")
				p.storageFailed(err)
			} else {
				p.saved = at
				id("room").text("Kept in this browser.")
				if p.changed != at {
					p.changed-- // touch counts it again
					p.touch()
				}
			}
			p.mark()
		})
	}()
}

// mark tells in the document whether all is saved.
func (p *page) mark() {
	state := "saved"
	if p.changed != p.saved {
		state = "saving"
	}
	document.Get("body").Get("dataset").Set("draft", state)
}

// storageFailed says that the browser could not keep something.
func (p *page) storageFailed(err error) {
	if kept.Full(err) {
		p.complain("This browser has no room left", "What was added last is not kept. Save the draft as a file, make room on this device, or remove works; or go on in another browser with the saved draft.")
		return
	}
	p.complain("The browser could not keep the draft", "Save it as a file before you close the page. ("+err.Error()+")")
}

// complain shows what is wrong until it is sent away.
func (p *page) complain(title, body string) {
	id("noticeTitle").text(title)
	id("noticeBody").text(body)
	id("notice").show(true)
}

// listen registers what the curator can do.
func (p *page) listen() {
	on(document, "click", func(e js.Value) {
		if b, ok := closest(e, "[data-do]"); ok && b.Get("ariaDisabled").String() != "true" {
			p.do(func() { p.act(b.data("do"), b) })
		}
		if _, ok := closest(e, "#menu"); !ok {
			id("menu").remove("open")
		}
	})
	on(js.Global(), "hashchange", func(js.Value) { p.do(p.route) })
	on(document, "keydown", func(e js.Value) {
		if e.Get("key").String() == "Escape" && !e.Get("defaultPrevented").Bool() {
			p.do(p.escape)
		}
	})
	on(js.Global(), "beforeunload", func(e js.Value) {
		if p.changed != p.saved && p.db != nil || p.adding > 0 {
			e.Call("preventDefault") // the browser asks whether the page may go
		}
	})
	on(js.Global(), "pagehide", func(js.Value) { p.do(p.leaveCamera) })
	on(document, "visibilitychange", func(js.Value) {
		if document.Get("hidden").Bool() {
			p.do(func() {
				p.leaveCamera()
				if p.changed != p.saved && p.db != nil {
					p.save() // it may be the last that is heard of the page
				}
			})
		} else {
			p.do(p.route)
		}
	})
	p.listenFiles()
	p.listenForm()
	p.listenCorners()
}

func (p *page) act(what string, b element) {
	switch what {
	case "dismiss":
		id("notice").show(false)
	case "add":
		id("files").Call("click")
	case "import":
		id("files").Call("click")
	case "folder":
		id("folder").Call("click")
	case "paste":
		p.goTo("#/labels")
	case "export":
		p.export()
	case "clear":
		p.clear()
	case "filter":
		p.only, p.shown = b.data("show") == "attention", atOnce
		p.list()
	case "more":
		p.shown += atOnce
		p.list()
	case "remove":
		p.removeWork()
	case "unphoto":
		p.removePhoto(b.data("key"))
	case "tongue":
		p.tongue = b.data("language")
		p.fill()
	case "addtongue":
		p.addLanguage()
	case "straighten":
		p.straighten()
	case "another", "file":
		id("one").Call("click")
	case "shoot":
		if p.current != nil {
			p.goTo("#/camera/" + p.current.ID)
		}
	case "shutter":
		p.shoot()
	case "cut":
		p.cut()
	case "whole":
		p.useWhole()
	case "retake":
		js.Global().Get("history").Call("back")
	case "take":
		p.takeLabels()
	case "template":
		p.saveTable()
	case "build":
		p.buildOrSave()
	case "cancel":
		p.stopBuild("Stopped. What was found of each work is kept.")
	}
	if _, ok := closest(js.ValueOf(map[string]any{"target": b.Value}), "#menu"); ok {
		id("menu").remove("open")
	}
}

// goTo changes the address; route follows.
func (p *page) goTo(fragment string) { js.Global().Get("location").Set("hash", fragment) }

// route shows what the address asks for.
func (p *page) route() {
	fragment := js.Global().Get("location").Get("hash").String()
	name, rest, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(fragment, "#"), "/"), "/")
	if name != "camera" && name != "test" {
		p.leaveCamera()
	}
	switch name {
	case "work":
		if w := p.draft.Find(rest); w != nil {
			p.openWork(w)
			return
		}
	case "camera":
		p.openCamera(rest)
		return
	case "test":
		p.openTest()
		return
	case "corners":
		if p.shot != nil {
			p.openCorners()
			return
		}
	case "labels":
		p.show("labels", "labelsTitle")
		p.readTable()
		return
	case "bundle":
		p.openBundle()
		return
	}
	back := p.current
	p.current = nil
	p.show("works", "worksName")
	p.list()
	if back != nil {
		if c, ok := p.cards[back.ID]; ok { // the keyboard goes on from where it was
			c.find("a").focus()
		}
	}
}

// screens are the ids of all.
var screens = []string{"works", "work", "aim", "corners", "labels", "bundle"}

// show shows a screen, and moves the keyboard to its heading.
func (p *page) show(screen, heading string) {
	for _, s := range screens {
		id(s).show(s == screen)
	}
	document.Get("body").Get("dataset").Set("screen", screen)
	if p.screen != screen {
		js.Global().Call("scrollTo", 0, 0)
		if p.screen != "" { // the page has just been opened
			id(heading).focus()
		}
	}
	p.screen = screen
}

// escape goes a step back.
func (p *page) escape() {
	switch {
	case !id("notice").hidden():
		id("notice").show(false)
	case p.screen == "corners":
		js.Global().Get("history").Call("back")
	case p.screen != "works" && p.screen != "labels":
		p.goTo("")
	}
}
