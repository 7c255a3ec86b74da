//go:build js && wasm

package browser

import (
	"strconv"
	"syscall/js"

	"honnef.co/go/js/dom/v2"
)

// element is an element of the page. It is dom's basic one, made of the JavaScript object directly: dom.WrapElement
// finds out which of seventy kinds it is, and every method called through its interfaces is then linked once for each
// kind, half of the program's size in all.
type element struct{ *dom.BasicHTMLElement }

func wrap(v js.Value) element {
	return element{&dom.BasicHTMLElement{BasicElement: &dom.BasicElement{BasicNode: &dom.BasicNode{Value: v}}}}
}

// root is the document's element.
func root() element { return wrap(js.Global().Get("document").Get("documentElement")) }

// create returns a new element that is not in the document yet.
func create(tag string) element { return wrap(js.Global().Get("document").Call("createElement", tag)) }

// find returns the first element below this one that a selector describes; ok is false when there is none.
func (e element) find(selector string) (found element, ok bool) {
	v := e.Call("querySelector", selector)
	return wrap(v), v.Type() == js.TypeObject
}

// all returns every element below this one that a selector describes.
func (e element) all(selector string) []element {
	list := e.Call("querySelectorAll", selector)
	out := make([]element, list.Length())
	for i := range out {
		out[i] = wrap(list.Index(i))
	}
	return out
}

// closest returns this element or the one nearest above it that a selector describes.
func (e element) closest(selector string) (found element, ok bool) {
	if e.Get("closest").Type() != js.TypeFunction { // the document itself
		return e, false
	}
	v := e.Call("closest", selector)
	return wrap(v), v.Type() == js.TypeObject
}

func (e element) add(child element) { e.Call("appendChild", child.Value) }

func (e element) hidden() bool { return e.HasAttribute("hidden") }

func (e element) show(shown bool) {
	if shown {
		e.RemoveAttribute("hidden")
	} else {
		e.SetAttribute("hidden", "")
	}
}

// text sets the element's text, and hides the element when there is none.
func (e element) text(words string) {
	e.SetTextContent(words)
	e.show(words != "")
}

// style sets a property of the element's style; a style in the markup would be refused by the page's own rules.
func (e element) style(property, value string) { e.Style().SetProperty(property, value, "") }

// length draws a line at a share of its full length, 0 to 1, in thousandths: formatting floats would link 20 KB.
func (e element) length(share float64) { e.style("--done", strconv.Itoa(int(1000*share))) }

// focus moves the keyboard here without scrolling.
func (e element) focus() { e.Call("focus", map[string]any{"preventScroll": true}) }

// on calls a listener for every event of a kind at a target. The js.Func lives as long as the page.
func on(target js.Value, kind string, listener func(dom.BasicEvent)) {
	target.Call("addEventListener", kind, js.FuncOf(func(_ js.Value, args []js.Value) any {
		listener(dom.BasicEvent{Value: args[0]})
		return nil
	}))
}

// target returns the element at which an event happened.
func target(e dom.BasicEvent) element { return wrap(e.Get("target")) }
