//go:build js && wasm

package main

import (
	"docent/model/vision"
	"docent/wasm/browser"
	"docent/wasm/visit"
)

// outline is that of the work in the viewfinder, recognised or not.
type outline struct {
	visit.Outline
	doc     *browser.Document
	drawing *browser.Outline
}

func newOutline(doc *browser.Document) *outline {
	o := &outline{doc: doc}
	o.drawing = doc.Outline(o.Step)
	return o
}

// follow takes where an answer says that the work is, in shares of the part that was looked at; nil is nowhere.
func (o *outline) follow(located *vision.Quad, f visit.Framing) {
	o.Still = o.doc.Still()
	if located == nil {
		o.Miss(browser.Now())
	} else {
		o.See(browser.Now(), f.OnStage(*located))
	}
	o.drawing.Animate()
}

// leave takes the outline away: nothing is looked at any more.
func (o *outline) leave() {
	o.Hide(browser.Now())
	o.drawing.Animate()
}
