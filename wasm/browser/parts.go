//go:build js && wasm

package browser

import (
	"strings"
	"syscall/js"
)

// Part is a file whose content is known before it comes: a part of the bundle, or a network's weights. The zero value is
// none.
type Part struct {
	URL    string // relative
	SHA256 string // lowercase hex
}

// Mismatch says that the server has another file than the one that was asked for, even past all caches.
type Mismatch struct{ URL string }

func (e *Mismatch) Error() string { return e.URL + ": its sha256 is not the one in the manifest" }

// Fetch returns the file: as it was kept in an earlier visit, or from the server, and then it is kept. Whatever it
// returns has the sha256. Errors are a *FetchError or a *Mismatch.
func (p Part) Fetch(arrived func(bytes int)) ([]byte, error) {
	cache, keeps := parts()
	mode := Usual
	if keeps {
		mode = Unkept
		if b := p.kept(cache); b != nil {
			if arrived != nil {
				arrived(len(b))
			}
			return b, nil
		}
	}
	for _, m := range []Mode{mode, Renewed} {
		b, err := Fetch(p.URL, m, arrived)
		if err != nil {
			return nil, err
		}
		if Digest(b) != p.SHA256 {
			continue // a cache on the way may have the one of an earlier bundle
		}
		if keeps {
			go p.keep(cache, b)
		}
		return b, nil
	}
	return nil, &Mismatch{p.URL}
}

// The parts lie in Cache Storage, where a service worker finds them too: in a cache of this page's own, at addresses
// that nobody serves, parts/<sha256>. So a part that two bundles have is kept once, and a new bundle costs what is new
// in it. Browsers without (pages that came by plain http, private windows) and a full disk are no error: everything is
// fetched then, and left to the browser's own cache.

// parts returns the cache, and whether there is one.
func parts() (cache js.Value, ok bool) {
	caches, err := try(func() js.Value { return js.Global().Get("Reflect").Call("get", js.Global(), "caches") })
	if err != nil || caches.Type() != js.TypeObject {
		return caches, false
	}
	base := js.Global().Get("URL").New(".", js.Global().Get("location").Get("href")).Get("pathname").String()
	cache, err = call(caches, "open", "docent parts "+base)
	return cache, err == nil
}

// Kept returns the file if it was kept in an earlier visit, and nil otherwise.
func (p Part) Kept() []byte {
	cache, ok := parts()
	if !ok {
		return nil
	}
	return p.kept(cache)
}

// address returns where a part is kept.
func (p Part) address() string { return "parts/" + p.SHA256 }

func (p Part) kept(cache js.Value) []byte {
	response, err := call(cache, "match", p.address())
	if err != nil || response.Type() != js.TypeObject {
		return nil
	}
	b, err := whole(response)
	if err != nil || Digest(b) != p.SHA256 {
		call(cache, "delete", p.address())
		return nil
	}
	return b
}

func (p Part) keep(cache js.Value, b []byte) {
	response := js.Global().Get("Response").New(array(b))
	call(cache, "put", p.address(), response)
}

// Sweep removes the kept parts that are needed no more. needed says which are needed, by sha256; it is asked after Sweep has seen what
// there is, so that a part which is kept meanwhile stays.
func Sweep(needed func() map[string]bool) {
	cache, ok := parts()
	if !ok {
		return
	}
	all, err := call(cache, "keys")
	if err != nil {
		return
	}
	keep := needed()
	for i := range all.Length() {
		url := all.Index(i).Get("url").String()
		if !keep[url[strings.LastIndexByte(url, '/')+1:]] {
			call(cache, "delete", all.Index(i))
		}
	}
}
