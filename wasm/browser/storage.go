//go:build js && wasm

package browser

import "syscall/js"

// The prefix keeps docent's settings apart from those of other pages of the museum's site.
const prefix = "docent."

// storage returns localStorage, which throws when it is looked at where cookies are blocked.
func storage() js.Value { return js.Global().Get("Reflect").Call("get", js.Global(), "localStorage") }

// Stored returns a setting that the visitor's browser keeps, or "". Browsers that keep nothing are no error.
func Stored(name string) string {
	v, err := try(func() js.Value { return storage().Call("getItem", prefix+name) })
	if err != nil || v.Type() != js.TypeString {
		return ""
	}
	return v.String()
}

// Store keeps a setting, where the browser allows it.
func Store(name, value string) {
	try(func() js.Value { return storage().Call("setItem", prefix+name, value) })
}
