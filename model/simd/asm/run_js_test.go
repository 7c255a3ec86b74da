package asm

import (
	"syscall/js"
	"testing"
)

// A program is a module that runs, with memory of its own.
type program struct{ exports, memory js.Value }

// start makes m run; with pages == 0 it imports the memory of another module.
func start(t testing.TB, m *Module, pages int) *program {
	t.Helper()
	instantiate := func(code []byte, imports any) js.Value {
		u := js.Global().Get("Uint8Array").New(len(code))
		js.CopyBytesToJS(u, code)
		wasm := js.Global().Get("WebAssembly")
		return wasm.Get("Instance").New(wasm.Get("Module").New(u), imports).Get("exports")
	}
	if pages == 0 {
		memory := instantiate(new(Module).Encode(1), map[string]any{}).Get(MemoryName)
		return &program{instantiate(m.Encode(0), map[string]any{"env": map[string]any{MemoryName: memory}}), memory}
	}
	exports := instantiate(m.Encode(pages), map[string]any{})
	return &program{exports, exports.Get(MemoryName)}
}

// call calls a function of i32 parameters.
func (p *program) call(t testing.TB, name string, args ...uint32) {
	t.Helper()
	passed := make([]any, len(args))
	for i, a := range args {
		passed[i] = a
	}
	p.exports.Call(name, passed...)
}

func (p *program) bytes(at, n int) js.Value {
	return js.Global().Get("Uint8Array").New(p.memory.Get("buffer"), at, n)
}

// write copies b to the program's memory.
func (p *program) write(t testing.TB, at int, b []byte) { js.CopyBytesToJS(p.bytes(at, len(b)), b) }

// read returns a copy of n bytes of the program's memory.
func (p *program) read(t testing.TB, at, n int) []byte {
	b := make([]byte, n)
	js.CopyBytesToGo(b, p.bytes(at, n))
	return b
}
