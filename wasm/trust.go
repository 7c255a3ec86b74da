//go:build js && wasm

package main

import (
	"bytes"

	"docent/model/bundle"
	"docent/wasm/browser"
	"docent/wasm/visit"
)

// signatureSuffix is what the name of the manifest's signature adds to the manifest's.
const signatureSuffix = ".minisig"

// collection is a manifest that may be believed.
type collection struct {
	raw  []byte // as it was downloaded, for the worker
	man  *bundle.Manifest
	seal visit.Seal
}

// trust reads from the page's HTML whom it believes.
func (p *page) trust() visit.Trust {
	return visit.Trust{Keys: p.doc.Meta("docent-keys"), Unsigned: p.doc.Meta("docent-unsigned") == "allowed"}
}

// fetchCollection downloads the manifest with its signature, and judges them before it reads anything in them.
func fetchCollection(trust visit.Trust) (*collection, *failure) {
	var refused *visit.Refusal
	for _, mode := range []browser.Mode{browser.Asked, browser.Renewed} {
		raw, signature, err := fetchSigned(trust, mode)
		if err != nil {
			return nil, &failure{kind: "download", detail: err.Error()}
		}
		var seal visit.Seal
		if seal, refused = trust.Judge(raw, signature); refused != nil {
			continue // a new manifest with the signature of the one before it, for a moment
		}
		man, err := bundle.ReadManifest(raw)
		if err != nil {
			return nil, &failure{kind: "damaged", detail: err.Error()}
		}
		return &collection{raw, man, seal}, nil
	}
	return nil, &failure{kind: "refused", staff: *refused}
}

// fetchSigned downloads the manifest and, where one is asked for, its signature, nil where there is none.
func fetchSigned(trust visit.Trust, mode browser.Mode) (raw, signature []byte, err error) {
	name := browser.BundleURL(bundle.ManifestName)
	done := make(chan error, 1)
	go func() {
		var err error
		if trust.Signed() {
			if signature, err = browser.Fetch(name+signatureSuffix, mode, nil); browser.Missing(err) {
				signature, err = nil, nil
			}
		}
		done <- err
	}()
	raw, err = browser.Fetch(name, mode, nil)
	if serr := <-done; err == nil {
		err = serr
	}
	return raw, signature, err
}

// refuse shows nothing of the collection any more, and says why.
func (p *page) refuse(f *failure) {
	if p.worker != nil {
		p.worker.Stop()
	}
	p.worker, p.opened, p.settled, p.collection = nil, false, false, nil
	p.unjudge()
	p.library.Close()
	f.again, f.lasting = p.reload, true
	p.fail(*f)
}

// changed refuses the collection for a part that is not what was signed. One that nobody has signed arrived damaged: what
// is whole of it can be seen.
func (p *page) changed(part string) {
	if p.collection.seal.Key == "" {
		p.fail(failure{kind: "damaged", detail: part + ": its sha256 is not the one in the manifest", again: p.reload, lasting: true})
		return
	}
	p.refuse(&failure{kind: "refused", staff: visit.Refusal{Phrase: "partBroken", Value: part}})
}

// mend is called for a part that is not what the manifest says. It reads the manifest again, once: the museum may have
// published another bundle since the page has read it. Then the page begins anew with that; where the manifest is the same
// as before, or cannot be had for now, otherwise is done.
func (p *page) mend(otherwise func()) {
	if p.collection == nil {
		return
	}
	if p.mended {
		otherwise()
		return
	}
	p.unmended = append(p.unmended, otherwise)
	if len(p.unmended) > 1 {
		return // it is being read
	}
	before := p.collection
	go func() {
		c, f := fetchCollection(p.trust())
		p.jobs <- func() {
			waiting := p.unmended
			p.mended, p.unmended = true, nil
			switch {
			case p.collection != before: // begun anew meanwhile
			case f != nil && f.kind != "download":
				p.refuse(f)
			case f == nil && !bytes.Equal(c.raw, before.raw):
				p.adopt(c)
				p.route()
			default:
				p.mended = f == nil // or it is read at the next occasion
				for _, otherwise := range waiting {
					if p.collection == before {
						otherwise()
					}
				}
			}
		}
	}()
}

// colophon tells staff who vouches for the collection.
func (p *page) colophon() {
	if p.collection == nil {
		p.doc.Colophon("")
		return
	}
	if key := p.collection.seal.Key; key != "" {
		p.doc.Colophon(p.doc.Fill("signed", key))
	} else {
		p.doc.Colophon(p.doc.Say("unsigned"))
	}
}
