//go:build js && wasm

package main

import (
	"syscall/js"

	"docent/model/simd/asm"
)

// Chains of products, and of sums, that the peak loop runs beside each other, and the multiply-adds of one of its turns.
const (
	peakChains = 6
	peakMACs   = 4 * peakChains
)

// newPeak compiles a loop that does nothing but multiply and add in registers, four numbers at a time: what a kernel
// could attain that never waited for memory.
//
//	for range turns {
//		for i := range 6 {
//			sum[i] += product[i]
//			product[i] *= one
//		}
//	}
//
// A product or a sum takes three or four cycles on present processors, which begin two of each in a cycle, or two of
// either: six chains of each keep them busy, and with one they fit in the fifteen registers that V8 has for values. No
// product occurs twice, which V8 would compute once. There is one turn of each chain in the loop's body: of more, V8
// puts those of a chain one after the other. The result is a function (address, turns).
func newPeak() js.Value {
	var m asm.Module
	f := m.Func("peak", asm.I32, asm.I32)
	at := f.Param(0)
	f.Store(at, 0, asm.Same(1))
	f.Store(at, 16, asm.Same(0.5))
	one := f.Let(asm.V128, asm.Load(at, 0)) // loaded, and not known to the compiler
	sums, products := f.Locals(asm.V128, peakChains), f.Locals(asm.V128, peakChains)
	for _, p := range products {
		f.Set(p, asm.Load(at, 16))
	}
	f.For(f.Param(1), func() {
		for i, s := range sums {
			f.Set(s, asm.VAdd(s, products[i]))
			f.Set(products[i], asm.VMul(products[i], one))
		}
	})
	for i, s := range sums {
		f.Store(at, 32*i, s)
		f.Store(at, 32*i+16, products[i])
	}
	code := m.Encode(1)
	array := js.Global().Get("Uint8Array").New(len(code))
	js.CopyBytesToJS(array, code)
	assembly := js.Global().Get("WebAssembly") // compiled at once: workers may
	return assembly.Get("Instance").New(assembly.Get("Module").New(array)).Get("exports").Get("peak")
}
