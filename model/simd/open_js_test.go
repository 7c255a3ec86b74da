package simd

import (
	"errors"
	"syscall/js"
	"testing"
)

// openTest returns an engine for a test, which ends with it.
func openTest(t testing.TB) *Engine {
	t.Helper()
	memory, err := programMemory()
	if err != nil {
		t.Fatal(err)
	}
	e, err := Open(memory)
	if errors.Is(err, ErrUnsupported) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// programMemory finds the memory of this program, which the page passes on but wasm_exec_node.js keeps to itself. The Go
// object that runs the program is the receiver of _makeFuncWrapper whenever js.FuncOf makes a function: a hook there
// sees it.
func programMemory() (js.Value, error) {
	class := js.Global().Get("Go")
	if class.Type() != js.TypeFunction {
		return js.Value{}, errors.New("wasm_exec.js has not left its class Go in the global object")
	}
	prototype := class.Get("prototype")
	wrapper := prototype.Get("_makeFuncWrapper")
	if wrapper.Type() != js.TypeFunction {
		return js.Value{}, errors.New("the class Go of wasm_exec.js has no _makeFuncWrapper")
	}
	var program js.Value
	hook := js.FuncOf(func(this js.Value, args []js.Value) any {
		program = this
		return wrapper.Call("call", this, args[0])
	})
	defer hook.Release()
	prototype.Set("_makeFuncWrapper", hook)
	js.FuncOf(func(js.Value, []js.Value) any { return nil }).Release()
	prototype.Set("_makeFuncWrapper", wrapper)
	if program.Type() != js.TypeObject {
		return js.Value{}, errors.New("js.FuncOf did not go through _makeFuncWrapper")
	}
	return program.Get("_inst").Get("exports").Get("mem"), nil
}

// browser says where the tests run.
const browser = true
