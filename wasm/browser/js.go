//go:build js && wasm

// Package browser is docent's hold on the browser: camera, canvas, worker, downloads, storage and document. It alone
// imports honnef.co/go/js/dom/v2, and exceptions become Go errors here.
//
// Everything is made once and reused. A js.Func belongs to what registered it: those of the document live as long as
// the page, all others are released by their owner.
package browser

import "syscall/js"

// Error is a JavaScript exception or the reason of a rejected promise. Name tells DOMExceptions apart
// ("NotAllowedError").
type Error struct{ Name, Message string }

func (e *Error) Error() string {
	if e.Message == "" {
		return e.Name
	}
	return e.Message
}

// toError makes an Error of whatever was thrown.
func toError(v js.Value) *Error {
	if v.Type() != js.TypeObject {
		return &Error{"Error", v.String()}
	}
	e := &Error{Name: "Error"}
	if n := v.Get("name"); n.Type() == js.TypeString {
		e.Name = n.String()
	}
	if m := v.Get("message"); m.Type() == js.TypeString {
		e.Message = m.String()
	}
	return e
}

// try calls f and returns the exception that it threw, if it did. Only what Call, Invoke and New throw can be caught: an
// exception out of Get or Set ends the program, so properties that may throw are read with Reflect.get.
func try(f func() js.Value) (v js.Value, err error) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case js.Error:
			err = toError(e.Value)
		case *js.ValueError: // a method of nothing
			err = &Error{"TypeError", e.Error()}
		default:
			panic(e)
		}
	}()
	return f(), nil
}

// await waits for a promise. It must not be called from a js.Func itself, which would stop the event loop.
func await(promise js.Value) (js.Value, error) {
	type outcome struct {
		value js.Value
		err   error
	}
	done := make(chan outcome, 1)
	first := func(args []js.Value) js.Value {
		if len(args) > 0 {
			return args[0]
		}
		return js.Undefined()
	}
	ok := js.FuncOf(func(_ js.Value, args []js.Value) any { done <- outcome{value: first(args)}; return nil })
	bad := js.FuncOf(func(_ js.Value, args []js.Value) any { done <- outcome{err: toError(first(args))}; return nil })
	defer ok.Release()
	defer bad.Release()
	promise.Call("then", ok, bad)
	o := <-done
	return o.value, o.err
}

// call calls a method that returns a promise, and waits for it.
func call(object js.Value, method string, args ...any) (js.Value, error) {
	p, err := try(func() js.Value { return object.Call(method, args...) })
	if err != nil {
		return p, err
	}
	return await(p)
}

// exists reports whether the global object has something of this name.
func exists(name string) bool {
	t := js.Global().Get(name).Type()
	return t != js.TypeUndefined && t != js.TypeNull
}

// Bytes copies a Uint8Array or Uint8ClampedArray to Go.
func Bytes(array js.Value) []byte {
	b := make([]byte, array.Get("length").Int())
	js.CopyBytesToGo(b, array)
	return b
}

// array copies bytes to a new Uint8Array.
func array(b []byte) js.Value {
	a := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(a, b)
	return a
}

// Now returns the time in seconds of a clock that never goes back.
func Now() float64 { return js.Global().Get("performance").Call("now").Float() / 1000 }
