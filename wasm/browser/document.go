//go:build js && wasm

package browser

import (
	"errors"
	"syscall/js"

	"honnef.co/go/js/dom/v2"

	"docent/wasm/phrase"
	"docent/wasm/visit"
)

// Document is the page's HTML. Its elements are looked up once; its listeners sit on the document, one for each kind of
// event, and live as long as the page: what they hear of goes to Events.
type Document struct {
	Events   <-chan Event
	byID     map[string]element
	lists    map[string][]Entry // that are on the screen, by id
	thumbs   *thumbs
	language string
	ready    bool     // the start button can be used
	before   js.Value // what had the keyboard before the card took it
	arrived  bool
	depth    int // steps that the back button can undo within the page
}

// EventKind says what has happened.
type EventKind int

// Kinds of events.
const (
	Action   EventKind = iota // a control was used: Value is its data-action
	Navigate                  // the address has changed
	Chosen                    // a file was chosen: File
	Typed                     // the search was changed: Value is the query
	Switched                  // a language was chosen: Value is its tag
	Visible                   // the page came into view
	Hidden                    // the page went out of view, or is being left
	Resized                   // the window has another size
	Altered                   // a thumbnail is not what the manifest says: Value is its address
)

// Event is something that the visitor or the browser did.
type Event struct {
	Kind  EventKind
	Value string
	File  js.Value
}

// Open takes hold of the page's document.
func Open() *Document {
	events := make(chan Event, 64)
	d := &Document{Events: events, byID: map[string]element{}, lists: map[string][]Entry{}}
	// A full queue means that the page is not listening any more; an event less does no harm then, a blocked browser
	// would.
	send := func(e Event) {
		select {
		case events <- e:
		default:
		}
	}
	d.thumbs = newThumbs(func(err error) {
		Log(err.Error())
		if other, ok := errors.AsType[*Mismatch](err); ok {
			send(Event{Kind: Altered, Value: other.URL})
		}
	})
	d.listen(send)
	d.drag(func() { send(Event{Kind: Action, Value: "back"}) })
	return d
}

func (d *Document) listen(send func(Event)) {
	document, window := js.Global().Get("document"), js.Global()
	on(document, "click", func(e dom.BasicEvent) {
		control, ok := target(e).closest("[data-action]")
		if !ok {
			return
		}
		e.PreventDefault()
		if control.GetAttribute("aria-disabled") == "true" {
			return
		}
		action := control.GetAttribute("data-action")
		if action == "pick" {
			d.element("file").Click() // here and now: browsers ask for a click as the reason
			return
		}
		send(Event{Kind: Action, Value: action})
	})
	on(document, "keydown", func(e dom.BasicEvent) {
		if e.Get("key").String() == "Escape" && !d.element("card").hidden() {
			send(Event{Kind: Action, Value: "back"})
		}
	})
	on(document, "change", func(e dom.BasicEvent) {
		switch t := target(e); {
		case t.ID() == "file":
			if files := t.Get("files"); files.Length() > 0 {
				send(Event{Kind: Chosen, File: files.Index(0)})
			}
			t.Set("value", "") // so that the same file can be chosen again
		case t.HasAttribute("data-language"):
			send(Event{Kind: Switched, Value: t.Get("value").String()})
		}
	})
	on(document, "input", func(e dom.BasicEvent) {
		if t := target(e); t.ID() == "query" {
			send(Event{Kind: Typed, Value: t.Get("value").String()})
		}
	})
	on(document, "submit", func(e dom.BasicEvent) {
		e.PreventDefault()
		d.element("query").Blur() // the keyboard goes, the works stay
	})
	on(document, "visibilitychange", func(dom.BasicEvent) {
		if d.Hidden() {
			send(Event{Kind: Hidden})
		} else {
			send(Event{Kind: Visible})
		}
	})
	on(window, "hashchange", func(dom.BasicEvent) { send(Event{Kind: Navigate}) })
	on(window, "pagehide", func(dom.BasicEvent) { send(Event{Kind: Hidden}) })
	on(window, "pageshow", func(e dom.BasicEvent) {
		if e.Get("persisted").Truthy() {
			send(Event{Kind: Visible})
		}
	})
	on(window, "resize", func(dom.BasicEvent) { send(Event{Kind: Resized}) })
}

// Meta returns what a meta element of the page's head says, "" where there is none.
func (d *Document) Meta(name string) string {
	e, ok := root().find("meta[name=" + name + "]")
	if !ok {
		return ""
	}
	return e.GetAttribute("content")
}

// Hidden reports whether the page is out of view.
func (d *Document) Hidden() bool { return js.Global().Get("document").Get("hidden").Bool() }

// Fragment returns the fragment of the page's address, such as "#/works", or "".
func (d *Document) Fragment() string { return js.Global().Get("location").Get("hash").String() }

// Go changes the address to a fragment: the browser's back button then leads back here. Navigate follows.
func (d *Document) Go(fragment string) { js.Global().Get("location").Set("hash", fragment) }

// Arrive is to be called when the page has started and at every Navigate: it numbers the steps of the browser's history.
func (d *Document) Arrive() {
	if state := d.history().Get("state"); state.Type() == js.TypeNumber {
		d.depth = state.Int()
		return
	}
	// A new step has no number yet. The page's first one, when it has just started, is number zero.
	if d.arrived {
		d.depth++
	}
	d.arrived = true
	d.history().Call("replaceState", d.depth, "")
}

// Replace changes the address without a step to go back to, and without Navigate.
func (d *Document) Replace(fragment string) { d.history().Call("replaceState", d.depth, "", fragment) }

// Back undoes a step, as the browser's back button does, and reports whether there was one within the page.
func (d *Document) Back() bool {
	if d.depth == 0 {
		return false
	}
	d.history().Call("back")
	return true
}

func (d *Document) history() js.Value { return js.Global().Get("history") }

// Languages returns what the visitor reads, best first: the page's setting, then the browser's.
func (d *Document) Languages() []string {
	var all []string
	if l := Stored("language"); l != "" {
		all = append(all, l)
	}
	list := js.Global().Get("navigator").Get("languages")
	if list.Type() == js.TypeObject {
		for i := range list.Length() {
			all = append(all, list.Index(i).String())
		}
	}
	return all
}

// Speak puts the interface into a language: all that is marked data-text, data-label and data-placeholder.
func (d *Document) Speak(language string) {
	d.language = language
	root().SetAttribute("lang", language)
	for _, e := range root().all("[data-text]") {
		e.SetTextContent(d.Say(e.GetAttribute("data-text")))
	}
	for _, e := range root().all("[data-label]") {
		e.SetAttribute("aria-label", d.Say(e.GetAttribute("data-label")))
	}
	for _, e := range root().all("[data-placeholder]") {
		e.SetAttribute("placeholder", d.Say(e.GetAttribute("data-placeholder")))
	}
	d.labelStart()
}

// Say returns a phrase in the interface's language.
func (d *Document) Say(name string) string { return phrase.In(d.language, name) }

// Fill returns a phrase in the interface's language with a value in it.
func (d *Document) Fill(name, value string) string { return phrase.Fill(d.language, name, value) }

// Offer fills the language switches, which are hidden where there is no choice.
func (d *Document) Offer(languages []string, current string) {
	for _, s := range root().all("[data-language]") {
		s.SetTextContent("")
		for _, l := range languages {
			o := create("option")
			o.SetAttribute("value", l)
			o.SetAttribute("lang", l)
			o.SetTextContent(phrase.Name(l))
			s.add(o)
		}
		s.Set("value", current)
		wrap(s.Get("parentElement")).show(len(languages) > 1)
	}
}

// LanguageName returns what the interface's language calls another one.
func (d *Document) LanguageName(tag string) string {
	v, err := try(func() js.Value {
		return js.Global().Get("Intl").Get("DisplayNames").New(d.language, map[string]any{"type": "language"}).Call("of", tag)
	})
	if err != nil || v.Type() != js.TypeString {
		return phrase.Name(tag)
	}
	return v.String()
}

// Announce has a screen reader say something, once.
func (d *Document) Announce(words string) {
	if live := d.element("live"); live.TextContent() != words {
		live.SetTextContent(words)
	}
}

// Show shows one of the main screens in place of the others, and has screen readers begin at its heading.
func (d *Document) Show(screen visit.Screen) {
	body := wrap(js.Global().Get("document").Get("body"))
	if body.GetAttribute("data-screen") == string(screen) {
		return
	}
	body.SetAttribute("data-screen", string(screen))
	for _, s := range []visit.Screen{visit.Welcome, visit.Aiming, visit.Photo, visit.Works, visit.Trouble} {
		d.element(string(s)).show(s == screen)
	}
	js.Global().Call("scrollTo", 0, 0)
	if h, ok := d.element(string(screen)).find("h1"); ok {
		h.SetAttribute("tabindex", "-1")
		h.focus()
	}
}

// Phase tells the style sheet what the page is doing: loading, asking, or a stage of aiming.
func (d *Document) Phase(phase string) {
	wrap(js.Global().Get("document").Get("body")).SetAttribute("data-phase", phase)
}

// element returns the element of an id that the HTML is known to have.
func (d *Document) element(id string) element {
	if e, ok := d.byID[id]; ok {
		return e
	}
	v := js.Global().Get("document").Call("getElementById", id)
	if v.Type() != js.TypeObject {
		panic("browser: the page has no element " + id)
	}
	d.byID[id] = wrap(v)
	return d.byID[id]
}
