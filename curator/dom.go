//go:build js && wasm && curator

package main

import (
	"strconv"
	"syscall/js"
)

// An element of the document.
type element struct{ js.Value }

var document = js.Global().Get("document")

// id returns the element of an id. It must be there.
func id(name string) element { return element{document.Call("getElementById", name)} }

// find returns the first element below this one that a selector describes.
func (e element) find(selector string) element { return element{e.Call("querySelector", selector)} }

// all returns every element below this one that a selector describes.
func (e element) all(selector string) []element {
	list := e.Call("querySelectorAll", selector)
	out := make([]element, list.Length())
	for i := range out {
		out[i] = element{list.Index(i)}
	}
	return out
}

// create returns a new element with a class and words.
func create(tag, class, words string) element {
	e := element{document.Call("createElement", tag)}
	if class != "" {
		e.Set("className", class)
	}
	e.Set("textContent", words)
	return e
}

// from returns a copy of a template's only element.
func from(template string) element {
	return element{id(template).Get("content").Get("firstElementChild").Call("cloneNode", true)}
}

func (e element) add(children ...element) {
	for _, c := range children {
		e.Call("appendChild", c.Value)
	}
}

func (e element) clear()            { e.Call("replaceChildren") }
func (e element) text(words string) { e.Set("textContent", words) }
func (e element) show(shown bool)   { e.Set("hidden", !shown) }
func (e element) hidden() bool      { return e.Get("hidden").Bool() }
func (e element) value() string     { return e.Get("value").String() }

func (e element) attr(name, value string) { e.Call("setAttribute", name, value) }
func (e element) remove(name string)      { e.Call("removeAttribute", name) }
func (e element) data(name string) string {
	v := e.Get("dataset").Get(name)
	if v.Type() != js.TypeString {
		return ""
	}
	return v.String()
}

// is sets a class or takes it away.
func (e element) is(class string, so bool) { e.Get("classList").Call("toggle", class, so) }

// truth sets an attribute that is "true" or "false".
func (e element) truth(name string, so bool) { e.attr(name, strconv.FormatBool(so)) }

// style sets a property of the element's style; a style in the markup would be refused by the page's own rules.
func (e element) style(property, value string) { e.Get("style").Call("setProperty", property, value) }

// length draws a line at a share of its full length.
func (e element) length(share float64) { e.style("--done", strconv.Itoa(int(1000*min(share, 1)))) }

func (e element) focus() { e.Call("focus", map[string]any{"preventScroll": true}) }

// image shows a picture, none for "".
func (e element) image(url string) {
	if url == "" {
		e.remove("src")
	} else if e.Get("src").String() != url {
		e.Set("src", url)
	}
}

// on calls a listener for every event of a kind; it must not wait for anything. The js.Func lives as long as the page.
func on(target js.Value, kind string, listener func(event js.Value)) {
	target.Call("addEventListener", kind, js.FuncOf(func(_ js.Value, args []js.Value) any {
		listener(args[0])
		return nil
	}))
}

// closest returns the element of an event, or the one nearest above it, that a selector describes.
func closest(event js.Value, selector string) (element, bool) {
	t := event.Get("target")
	if t.Type() != js.TypeObject || t.Get("closest").Type() != js.TypeFunction {
		return element{}, false
	}
	v := t.Call("closest", selector)
	return element{v}, v.Type() == js.TypeObject
}

// blob returns bytes as a Blob.
func blob(b js.Value, kind string) js.Value {
	return js.Global().Get("Blob").New([]any{b}, map[string]any{"type": kind})
}

// address returns a URL of a Blob, good until release.
func address(blob js.Value) string {
	return js.Global().Get("URL").Call("createObjectURL", blob).String()
}

func release(url string) {
	if url != "" {
		js.Global().Get("URL").Call("revokeObjectURL", url)
	}
}

// offer has the browser save a Blob as a file.
func offer(blob js.Value, name string) {
	url := address(blob)
	a := id("save")
	a.Set("href", url)
	a.Set("download", name)
	a.Call("click")
	js.Global().Call("setTimeout", js.Global().Get("URL").Get("revokeObjectURL").Call("bind", js.Global().Get("URL"), url), 60_000)
}

// announce tells a screen reader.
func announce(words string) { id("live").text(words) }
