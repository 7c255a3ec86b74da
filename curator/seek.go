//go:build js && wasm && curator

package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall/js"

	"docent/curator/draft"
	"docent/internal/quality/facts"
	"docent/wasm/browser"
)

// known is what the worker has found of a work, with the pictures that it has now.
type known struct {
	print   string // of what it depends on
	found   bool
	thumb   string // URL of its thumbnail, "" where it may not be shown
	facts   *facts.Facts
	trouble string // why it cannot be built
	nearest []draft.Neighbour
}

// fingerprint is what a work's result depends on.
func fingerprint(w *draft.Work) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %v", w.ID, w.Hidden)
	for _, p := range w.Pictures {
		b.WriteString(" " + p.Key)
	}
	return b.String()
}

// state returns what is known of a work as it is now, nil while it is sought.
func (p *page) state(w *draft.Work) *known {
	if k := p.known[w.ID]; k != nil && k.print == fingerprint(w) {
		return k
	}
	return nil
}

func (p *page) startWorker() {
	p.ready, p.seeking = false, nil
	w, err := browser.StartWorker("../worker.js", p.module, p.progress)
	if err != nil {
		p.complain("The page cannot look at pictures", err.Error())
		return
	}
	p.worker = w
	go func() {
		_, err := w.Open(nil)
		p.do(func() {
			if w != p.worker {
				return
			}
			if err != nil {
				p.workerFailed(err)
				return
			}
			p.ready, p.stops = true, 0
			document.Get("body").Get("dataset").Set("worker", "ready")
			if p.then != "" {
				then := p.then
				p.then = ""
				p.startBuild(then)
			}
			p.seek()
			p.route()
		})
	}()
}

// workerFailed says what has happened to the worker, and starts another where that can help.
func (p *page) workerFailed(err error) {
	browser.Log("worker: " + err.Error())
	t, ok := errors.AsType[*browser.Trouble](err)
	switch {
	case ok && t.Kind == "download":
		p.complain("The networks did not arrive", "Check the connection, then load this page again. The draft is kept.\n"+t.Detail)
	case ok && t.Kind != "stopped":
		p.complain("The page cannot look at pictures", t.Detail)
	case p.stops > 0:
		p.ready = false
		p.complain("Looking at pictures does not begin", "Close other tabs, then load this page again. The draft is kept. ("+err.Error()+")")
	default:
		p.stops++
		p.complain("Looking at pictures has stopped", "It begins again now. If it stops once more, close other tabs. ("+err.Error()+")")
		p.worker.Stop()
		p.startWorker()
	}
}

// restart begins with a new worker, whatever the old one is doing.
func (p *page) restart() {
	if p.worker != nil {
		p.worker.Stop()
	}
	p.built, p.making, p.stops = nil, nil, 0
	p.startWorker()
}

// seek looks at all works of which nothing is known yet, one after the other, as long as there are any.
func (p *page) seek() {
	if p.seeking != nil || !p.ready || p.held || p.making != nil {
		return
	}
	i := slices.IndexFunc(p.draft.Works, func(w *draft.Work) bool { return len(w.Pictures) > 0 && p.state(w) == nil })
	if p.current != nil && len(p.current.Pictures) > 0 && p.state(p.current) == nil {
		i = slices.Index(p.draft.Works, p.current) // the one that is looked at
	}
	if i < 0 {
		p.sought()
		return
	}
	w, worker := p.draft.Works[i], p.worker
	p.seeking = w
	print, name := fingerprint(w), w.ID
	p.redraw(w)
	message := sourceMessage(w)
	go func() {
		a, err := worker.Ask(kindWork, func(m js.Value) js.Value {
			js.Global().Get("Object").Call("assign", m, message)
			return js.Undefined()
		})
		p.do(func() {
			if worker != p.worker {
				return
			}
			p.seeking = nil
			p.find(name, print, a, err)
			p.seek()
		})
	}()
}

// sourceMessage tells the worker of a work.
func sourceMessage(w *draft.Work) map[string]any {
	var keys, names []any
	for _, pic := range w.Pictures {
		keys = append(keys, pic.Key)
		names = append(names, pic.Name)
	}
	return map[string]any{"id": w.ID, "hidden": w.Hidden, "pictures": keys, "names": names}
}

// find takes what the worker says of a work.
func (p *page) find(name, print string, a js.Value, err error) {
	k := &known{print: print}
	if before := p.known[name]; before != nil {
		release(before.thumb)
	}
	p.known[name] = k
	if t, ok := errors.AsType[*browser.Trouble](err); ok && t.Kind == "stopped" {
		p.workerFailed(err)
		if p.fatal != print {
			p.fatal = print // and it is tried once more
			delete(p.known, name)
			return
		}
		k.trouble = "looking at it has stopped twice. It may be too large for this device"
	} else if ok {
		k.trouble = t.Detail
	} else if err != nil {
		k.trouble = err.Error()
	}
	if err != nil {
		p.places.Remove(name)
	} else {
		k.found = true
		p.places.Set(name, draft.Place{Prototype: browser.Floats(a.Get("prototype")), Impostor: float32(a.Get("impostor").Float())})
		if t := a.Get("thumb"); t.Type() == js.TypeObject {
			k.thumb = address(blob(t, "image/jpeg"))
		}
		k.facts = decodeFacts(a.Get("facts").String())
	}
	p.neighbours(name)
	if w := p.draft.Find(name); w != nil {
		p.redraw(w)
	}
}

// nearestMost is how many neighbours of a work are shown.
const nearestMost = 3

// neighbours finds who is near a work that is new, changed or gone, and whose neighbours that changes.
func (p *page) neighbours(name string) {
	for other, k := range p.known {
		was := slices.ContainsFunc(k.nearest, func(n draft.Neighbour) bool { return n.ID == name })
		d, ok := p.places.Apart(other, name)
		if other != name && !was && (!ok || len(k.nearest) == nearestMost && d > k.nearest[nearestMost-1].Apart) {
			continue
		}
		before := k.nearest
		k.nearest = p.places.Nearest(other, nearestMost)
		if other != name && !slices.Equal(before, k.nearest) {
			if w := p.draft.Find(other); w != nil {
				p.redraw(w)
			}
		}
	}
}

// sought tidies up when all works have been looked at.
func (p *page) sought() {
	p.count()
	if p.screen == "bundle" {
		p.summarise()
	}
}

// alike returns the works that a work is confused with, nearest first.
func (p *page) alike(w *draft.Work) []draft.Neighbour {
	k := p.state(w)
	if k == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(k.nearest), func(n draft.Neighbour) bool { return n.Apart >= draft.Confused })
}
