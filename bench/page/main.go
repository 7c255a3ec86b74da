//go:build js && wasm

// Command page is the Go program of the bench's worker: docent's engines, as docent's own worker has them, open to
// JavaScript. site/docent.js starts it.
package main

import (
	"errors"
	"syscall/js"
	"unsafe"

	"docent/model"
	"docent/model/nn"
	"docent/model/simd"
)

func main() {
	host := js.Global().Get("docentBench")
	compiler, err := simd.Open(host.Get("memory")) // a browser without SIMD is an error: here it is measured
	if err != nil {
		host.Get("failed").Invoke(js.Global().Get("Error").New(err.Error()))
		return
	}
	all := []engine{
		{"simd", func(m *nn.Model) (model.Encoder, error) { return compiler.NewRunner(m) }},
		{"scalar", func(m *nn.Model) (model.Encoder, error) { return nn.NewRunner(m) }},
	}
	names := []any{}
	for _, e := range all {
		names = append(names, e.name)
	}
	host.Get("ready").Invoke(map[string]any{
		"engines": names,
		"open": promising(func(args []js.Value) (any, error) {
			for _, e := range all {
				if e.name == args[0].String() {
					return open(e, bytes(args[1]))
				}
			}
			return nil, errors.New("there is no engine " + args[0].String())
		}),
		"kernels": promising(func(args []js.Value) (any, error) {
			return measureKernels(compiler, bytes(args[0]), args[1].Bool(), args[2].Int())
		}),
		"scan": promising(func(args []js.Value) (any, error) {
			return measureScan(compiler, args[0].Int(), args[1].Int(), args[2].Int())
		}),
	})
	select {} // JavaScript calls from here on
}

// An engine runs networks: docent's two.
type engine struct {
	name   string
	runner func(m *nn.Model) (model.Encoder, error)
}

// open reads weights (safetensors) into an engine. It returns an object with the functions
//
//	forward(x, y)   one pass; Uint8Arrays of float32, copied in and out
//	inside(count)   passes in a row over what was copied in last, without JavaScript in between: their milliseconds
func open(e engine, weights []byte) (any, error) {
	m, err := nn.ReadModel(weights)
	if err != nil {
		return nil, err
	}
	run, err := e.runner(m)
	if err != nil {
		return nil, err
	}
	x, y := make([]float32, m.Network.Input.Len()), make([]float32, run.OutputLen())
	forward := js.FuncOf(func(_ js.Value, args []js.Value) any {
		js.CopyBytesToGo(raw(x), args[0])
		if err := run.Forward(y, x); err != nil {
			panic(err) // lengths do not fit: a bug here
		}
		js.CopyBytesToJS(args[1], raw(y))
		return nil
	})
	performance := js.Global().Get("performance")
	inside := js.FuncOf(func(_ js.Value, args []js.Value) any {
		times := make([]any, args[0].Int())
		for i := range times {
			begun := performance.Call("now").Float()
			if err := run.Forward(y, x); err != nil {
				panic(err)
			}
			times[i] = performance.Call("now").Float() - begun
		}
		return times
	})
	return map[string]any{"forward": forward, "inside": inside}, nil
}

// raw returns the memory of f; WebAssembly and JavaScript's typed arrays agree on little-endian.
func raw(f []float32) []byte { return unsafe.Slice((*byte)(unsafe.Pointer(&f[0])), 4*len(f)) }

// bytes copies a Uint8Array.
func bytes(array js.Value) []byte {
	b := make([]byte, array.Length())
	js.CopyBytesToGo(b, array)
	return b
}

// promising makes a function for JavaScript of one that may have to wait for it: a promise of f's result.
func promising(f func(args []js.Value) (any, error)) js.Func {
	return js.FuncOf(func(_ js.Value, args []js.Value) any {
		var start js.Func
		start = js.FuncOf(func(_ js.Value, settle []js.Value) any {
			go func() {
				defer start.Release()
				if v, err := f(args); err != nil {
					settle[1].Invoke(js.Global().Get("Error").New(err.Error()))
				} else {
					settle[0].Invoke(v)
				}
			}()
			return nil
		})
		return js.Global().Get("Promise").New(start)
	})
}
