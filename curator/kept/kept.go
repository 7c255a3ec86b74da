//go:build js && wasm

// Package kept keeps things in the browser over reloads: an IndexedDB database whose stores hold values by key. The page and
// its worker may have it open at once. What it does waits for the browser: never call it from a js.Func.
package kept

import (
	"errors"
	"syscall/js"

	"docent/wasm/browser"
)

// Names of the stores.
const (
	Drafts   = "drafts"   // the draft's JSON
	Pictures = "pictures" // files as they were given, by their sha256
	Results  = "results"  // what was found of works, by all that it depends on
)

// DB is an open database.
type DB struct{ db js.Value }

// Open opens a database, and makes it where there is none.
func Open(name string) (*DB, error) {
	factory := js.Global().Get("indexedDB")
	if factory.Type() != js.TypeObject {
		return nil, errors.New("this browser keeps nothing (no IndexedDB)")
	}
	request, err := browser.Try(func() js.Value { return factory.Call("open", name, 1) })
	if err != nil {
		return nil, err
	}
	upgrade := js.FuncOf(func(js.Value, []js.Value) any {
		db := request.Get("result")
		for _, store := range []string{Drafts, Pictures, Results} {
			if !db.Get("objectStoreNames").Call("contains", store).Bool() {
				db.Call("createObjectStore", store)
			}
		}
		return nil
	})
	defer upgrade.Release()
	request.Set("onupgradeneeded", upgrade)
	v, err := settle(request, "onsuccess", "onerror", "onblocked")
	if err != nil {
		return nil, err
	}
	return &DB{v}, nil
}

// settle waits until a request or transaction calls one of its handlers: the first is its success.
func settle(request js.Value, success string, failures ...string) (js.Value, error) {
	type outcome struct {
		value js.Value
		err   error
	}
	done := make(chan outcome, 1)
	tell := func(o outcome) {
		select {
		case done <- o:
		default:
		}
	}
	good := js.FuncOf(func(js.Value, []js.Value) any {
		o := outcome{}
		if success == "onsuccess" {
			o.value = request.Get("result")
		}
		tell(o)
		return nil
	})
	bad := js.FuncOf(func(js.Value, []js.Value) any {
		o := outcome{err: errors.New("the browser's storage is in use elsewhere")}
		if e := request.Get("error"); e.Type() == js.TypeObject {
			o.err = browser.ToError(e)
		}
		tell(o)
		return nil
	})
	defer good.Release()
	defer bad.Release()
	request.Set(success, good)
	for _, f := range failures {
		request.Set(f, bad)
	}
	o := <-done
	for _, f := range append(failures, success) {
		request.Set(f, js.Null())
	}
	return o.value, o.err
}

// do runs one request in a transaction, and waits for it; for the transaction as a whole where it writes.
func (d *DB) do(store, mode, method string, args ...any) (js.Value, error) {
	var t js.Value
	request, err := browser.Try(func() js.Value {
		t = d.db.Call("transaction", store, mode)
		return t.Call("objectStore", store).Call(method, args...)
	})
	if err != nil {
		return js.Undefined(), err
	}
	if mode == "readwrite" {
		return settle(t, "oncomplete", "onabort") // a request that fails ends it, too, and only then has it an error
	}
	return settle(request, "onsuccess", "onerror")
}

// Get returns a value, undefined where there is none.
func (d *DB) Get(store, key string) (js.Value, error) { return d.do(store, "readonly", "get", key) }

// Bytes returns a value that Put has kept as bytes; ok is false where there is none.
func (d *DB) Bytes(store, key string) (b []byte, ok bool, err error) {
	v, err := d.Get(store, key)
	if err != nil || v.Type() != js.TypeObject {
		return nil, false, err
	}
	return browser.Bytes(v), true, nil
}

// Picture returns the file of a picture.
func (d *DB) Picture(key string) ([]byte, error) {
	b, ok, err := d.Bytes(Pictures, key)
	if err == nil && !ok {
		err = errors.New("the browser has lost this picture: add it again")
	}
	return b, err
}

// Put keeps bytes. When the browser has no room for them, Full says so of the error.
func (d *DB) Put(store, key string, b []byte) error {
	_, err := d.do(store, "readwrite", "put", browser.Array(b), key)
	return err
}

// Begin keeps a draft and forgets all pictures and results, or changes nothing.
func (d *DB) Begin(key string, draft []byte) error {
	var t js.Value
	_, err := browser.Try(func() js.Value {
		t = d.db.Call("transaction", []any{Drafts, Pictures, Results}, "readwrite")
		t.Call("objectStore", Pictures).Call("clear")
		t.Call("objectStore", Results).Call("clear")
		return t.Call("objectStore", Drafts).Call("put", browser.Array(draft), key)
	})
	if err == nil {
		_, err = settle(t, "oncomplete", "onabort")
	}
	return err
}

// Delete forgets a value.
func (d *DB) Delete(store, key string) error {
	_, err := d.do(store, "readwrite", "delete", key)
	return err
}

// Clear forgets all values of a store.
func (d *DB) Clear(store string) error {
	_, err := d.do(store, "readwrite", "clear")
	return err
}

// Keys returns the keys of all values.
func (d *DB) Keys(store string) ([]string, error) {
	v, err := d.do(store, "readonly", "getAllKeys")
	if err != nil {
		return nil, err
	}
	keys := make([]string, v.Length())
	for i := range keys {
		keys[i] = v.Index(i).String()
	}
	return keys, nil
}

// Full reports whether an error means that the browser has no room left.
func Full(err error) bool {
	e, ok := errors.AsType[*browser.Error](err)
	return ok && e.Name == "QuotaExceededError"
}
