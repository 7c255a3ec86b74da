//go:build js && wasm

package main

import (
	"errors"
	"syscall/js"

	"docent/wasm/browser"
)

// load fetches the manifest, then starts the worker, which fetches the rest, while the page fetches the texts.
func (p *page) load() {
	go func() {
		c, f := fetchCollection(p.trust())
		p.jobs <- func() {
			if f != nil {
				p.refuse(f)
				return
			}
			p.adopt(c)
		}
	}()
}

// adopt begins with a collection, in place of another if there was one.
func (p *page) adopt(c *collection) {
	p.stopAiming()
	p.closeCard()
	if p.worker != nil {
		p.worker.Stop()
	}
	p.unjudge()
	p.collection, p.opened, p.settled, p.failure = c, false, false, nil
	p.groups = map[int]group{}
	p.library.Open(c.man)
	p.speak()
	p.hang()
	p.want(0)
	p.startWorker()
}

// reload begins again after trouble while loading.
func (p *page) reload() {
	p.mended = false
	p.doc.Progress(0)
	p.route()
	p.load()
}

func (p *page) startWorker() {
	p.doc.Progress(0)
	w, err := browser.StartWorker("worker.js", p.module, p.notice)
	if err != nil {
		p.fail(failure{kind: "stopped", detail: err.Error(), again: p.restart, lasting: true})
		return
	}
	p.worker = w
	go func() {
		_, err := w.Open(p.collection.raw)
		p.jobs <- func() {
			if w != p.worker {
				return // a newer one has taken its place
			}
			if err != nil {
				p.workerFailed(err)
				return
			}
			p.opened = true
			p.speak()
			p.examine() // a photo that was chosen meanwhile
			p.sweep()
		}
	}()
}

// workerFailed shows why the worker cannot recognise, or cannot any more.
func (p *page) workerFailed(err error) {
	if p.worker != nil {
		p.worker.Stop()
	}
	p.worker, p.opened = nil, false
	t, ok := errors.AsType[*browser.Trouble](err)
	if !ok {
		t = &browser.Trouble{Kind: "stopped", Detail: err.Error()}
	}
	f := failure{kind: t.Kind, detail: t.Detail, again: p.restart, lasting: true}
	switch t.Kind {
	case "weights":
		f.again = nil // only the museum can help
		p.mend(func() { p.fail(f) })
	case browser.KindAltered:
		p.mend(func() { p.changed(t.Detail) })
	default:
		p.fail(f)
	}
}

// restart starts the worker again and shows the screen that trouble has taken the place of.
func (p *page) restart() {
	p.startWorker()
	p.route()
}

// notice hears from the worker how much has arrived, or that features are not what the manifest says. It is called by the
// browser: the page's loop does the rest.
func (p *page) notice(m js.Value) {
	if m.Get("kind").String() == browser.KindAltered {
		go func() { p.jobs <- func() { p.mend(func() {}) } }()
		return
	}
	done, total := m.Get("done").Float(), m.Get("total").Float()
	select {
	case p.jobs <- func() { p.doc.Progress(done / max(total, 1)) }:
	default: // the loop is busy, and the next one comes soon
	}
}
