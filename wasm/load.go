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
				p.fail("download", err.Error(), p.reload)
				return
			}
			man, err := bundle.ReadManifest(raw)
			if err != nil {
				p.fail("damaged", err.Error(), p.reload)
				return
			}
			p.library.Open(man)
			p.speak()
			p.hang()
			p.loadTexts()
			p.startWorker(raw)
		}
	}()
}

// reload begins again after trouble while loading.
func (p *page) reload() {
	p.show(p.base)
	p.load()
}

func (p *page) startWorker(manifest []byte) {
	if p.worker != nil {
		p.worker.Stop()
	}
	p.opened = false
	w, err := browser.StartWorker(p.module, p.progress)
	if err != nil {
		p.fail("stopped", err.Error(), func() { p.restart(manifest) })
		return
	}
	p.worker = w
	go func() {
		_, err := w.Open(manifest)
		p.jobs <- func() {
			if w != p.worker {
				return // a newer one has taken its place
			}
			if err != nil {
				p.workerFailed(err, manifest)
				return
			}
			p.opened = true
			p.speak()
		}
	}()
	p.manifest = manifest
}

// workerFailed shows why the worker cannot recognise, or cannot any more.
func (p *page) workerFailed(err error, manifest []byte) {
	p.worker.Stop()
	p.worker, p.opened = nil, false
	t, ok := errors.AsType[*browser.Trouble](err)
	if !ok {
		t = &browser.Trouble{Kind: "stopped", Detail: err.Error()}
	}
	again := func() { p.restart(manifest) }
	if t.Kind == "weights" {
		again = nil // only the museum can help
	}
	p.fail(t.Kind, t.Detail, again)
}

// restart starts the worker again and shows the screen that trouble has taken the place of.
func (p *page) restart(manifest []byte) {
	p.startWorker(manifest)
	p.route()
}

func (p *page) progress(m js.Value) {
	done, total := m.Get("done").Float(), m.Get("total").Float()
	p.doc.Progress(done / max(total, 1))
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
			p.route() // it may have waited for this
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
