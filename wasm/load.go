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
		raw, err := browser.Fetch(browser.BundleURL(bundle.ManifestName), nil)
		p.jobs <- func() {
			if err != nil {
				p.fail(failure{kind: "download", detail: err.Error(), again: p.reload, lasting: true})
				return
			}
			man, err := bundle.ReadManifest(raw)
			if err != nil {
				p.fail(failure{kind: "damaged", detail: err.Error(), again: p.reload, lasting: true})
				return
			}
			p.manifest = raw
			p.library.Open(man)
			p.speak()
			p.hang()
			p.loadTexts()
			p.startWorker()
		}
	}()
}

// reload begins again after trouble while loading.
func (p *page) reload() {
	p.doc.Progress(0)
	p.route()
	p.load()
}

func (p *page) startWorker() {
	p.doc.Progress(0)
	w, err := browser.StartWorker(p.module, p.progress)
	if err != nil {
		p.fail(failure{kind: "stopped", detail: err.Error(), again: p.restart, lasting: true})
		return
	}
	p.worker = w
	go func() {
		_, err := w.Open(p.manifest)
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
	if t.Kind == "weights" {
		f.again = nil // only the museum can help
	}
	p.fail(f)
}

// restart starts the worker again and shows the screen that trouble has taken the place of.
func (p *page) restart() {
	p.startWorker()
	p.route()
}

// progress hears from the worker how much has arrived. It is called by the browser: the page's loop does the rest.
func (p *page) progress(m js.Value) {
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
	part := p.library.Manifest.Parts[bundle.TextsName(language)]
	go func() {
		texts, err := fetchTexts(bundle.TextsName(language), part.SHA256)
		p.jobs <- func() {
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

func fetchTexts(name, hash string) (map[string]bundle.Text, error) {
	b, err := browser.Fetch(browser.BundleURL(name), nil)
	if err != nil {
		return nil, err
	}
	if browser.Digest(b) != hash {
		return nil, errors.New(name + ": its sha256 is not the one in the manifest")
	}
	return bundle.ReadTexts(b)
}
