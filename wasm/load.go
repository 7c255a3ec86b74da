//go:build js && wasm

package main

import (
	"errors"
	"syscall/js"

	"docent/model/bundle"
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
	if p.photo != nil {
		p.photo.judged = false // by its index in the other collection
	}
	p.collection, p.opened, p.settled, p.failure = c, false, false, nil
	p.library.Open(c.man)
	p.speak()
	p.hang()
	p.loadTexts()
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
	w, err := browser.StartWorker(p.module, p.notice)
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

// loadTexts fetches texts until every work has one that the visitor can read, or there are no more languages.
func (p *page) loadTexts() {
	if p.library.Manifest == nil {
		return
	}
	language := p.library.Wants()
	if language == "" {
		if !p.settled {
			p.settled = true
			p.speak()
			if p.failure == nil {
				p.route() // it may have waited for this
			}
		}
		return
	}
	name, c := bundle.TextsName(language), p.collection
	go func() {
		texts, err := fetchTexts(c.man, name)
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
			p.library.Add(language, texts)
			p.speak()
			p.loadTexts()
		}
	}()
}

func fetchTexts(man *bundle.Manifest, name string) (map[string]bundle.Text, error) {
	b, err := fetchPart(man, name)
	if err != nil {
		return nil, err
	}
	return bundle.ReadTexts(b)
}

// sweep removes what was kept of earlier bundles and this one does not need. It runs once the worker has what it needs.
func (p *page) sweep() {
	needed := map[string]bool{p.collection.man.WeightsHash: true, p.collection.man.LocatorHash: true}
	for _, part := range p.collection.man.Parts {
		needed[part.SHA256] = true
	}
	go browser.Sweep(func(sha256 string) bool { return needed[sha256] })
}
