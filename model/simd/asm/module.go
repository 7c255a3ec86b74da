// Package asm assembles WebAssembly modules: functions with locals, loops and SIMD arithmetic, written in Go.
//
// An [Expr] is a value on WebAssembly's stack: a local, a constant, or an instruction with the expressions that it
// takes. A [Func] lists what is done with them: set a local, store to memory, loop. A [Module] encodes its functions to
// bytes that any engine with SIMD runs ("WebAssembly Core Specification", release 2.0, chapter 5: binary format).
// There is no more here than docent's kernels need, and no checking: the engine validates what it is given.
//
// The package is linked into the page's own WebAssembly binary, where it runs. It imports almost nothing.
package asm

// A Type is that of a value: of a parameter, a local or a result.
type Type byte

// The types.
const (
	I32  Type = 0x7f
	F32  Type = 0x7d
	F64  Type = 0x7c
	V128 Type = 0x7b // 16 bytes: four float32, two float64, sixteen int8...
)

// A Module is a set of functions over one memory.
type Module struct{ funcs []*Func }

// Func adds a function with these parameters and no result, exported under its name, and returns it to be filled.
func (m *Module) Func(name string, params ...Type) *Func {
	f := &Func{name: name, index: len(m.funcs), params: params}
	m.funcs = append(m.funcs, f)
	return f
}

// sections of a module, in their order.
const (
	sectionType   = 1
	sectionImport = 2
	sectionFunc   = 3
	sectionMemory = 5
	sectionExport = 7
	sectionCode   = 10
)

// kinds of what is imported or exported.
const (
	kindFunc   = 0
	kindMemory = 2
)

// MemoryName is the name of the memory: exported by a module that has its own, imported from the module "env" otherwise.
const MemoryName = "mem"

// PageSize is the unit of a memory's size, in bytes.
const PageSize = 1 << 16

// Encode returns the module in binary. With pages > 0 it has a memory of so many pages of 64 KiB to begin with, which it
// exports; with 0 it imports env.mem.
func (m *Module) Encode(pages int) []byte {
	out := []byte{0, 'a', 's', 'm', 1, 0, 0, 0}
	section := func(id byte, body []byte) {
		out = append(out, id)
		out = append(appendUint(out, uint64(len(body))), body...)
	}

	// Every function has a type of its own: a few bytes more, and nothing to look up.
	b := appendUint(nil, uint64(len(m.funcs)))
	for _, f := range m.funcs {
		b = append(b, 0x60)
		b = appendTypes(b, f.params)
		b = append(b, 0) // results
	}
	section(sectionType, b)

	if pages == 0 {
		b = appendName(appendName([]byte{1}, "env"), MemoryName)
		section(sectionImport, append(b, kindMemory, 0, 1)) // no maximum, at least one page
	}

	b = appendUint(nil, uint64(len(m.funcs)))
	for i := range m.funcs {
		b = appendUint(b, uint64(i))
	}
	section(sectionFunc, b)

	exports := len(m.funcs)
	if pages > 0 {
		section(sectionMemory, appendUint([]byte{1, 0}, uint64(pages))) // one, without maximum
		exports++
	}

	b = appendUint(nil, uint64(exports))
	for i, f := range m.funcs {
		b = append(appendName(b, f.name), kindFunc)
		b = appendUint(b, uint64(i))
	}
	if pages > 0 {
		b = append(appendName(b, MemoryName), kindMemory, 0)
	}
	section(sectionExport, b)

	b = appendUint(nil, uint64(len(m.funcs)))
	for _, f := range m.funcs {
		body := f.body()
		b = append(appendUint(b, uint64(len(body))), body...)
	}
	section(sectionCode, b)
	return out
}

func appendTypes(b []byte, types []Type) []byte {
	b = appendUint(b, uint64(len(types)))
	for _, t := range types {
		b = append(b, byte(t))
	}
	return b
}

func appendName(b []byte, s string) []byte { return append(appendUint(b, uint64(len(s))), s...) }

// appendUint appends x in unsigned LEB128: seven bits a byte, the lowest first.
func appendUint(b []byte, x uint64) []byte {
	for x >= 0x80 {
		b = append(b, byte(x)|0x80)
		x >>= 7
	}
	return append(b, byte(x))
}

// appendInt appends x in signed LEB128: it ends when what is left is the sign alone.
func appendInt(b []byte, x int64) []byte {
	for {
		c := byte(x & 0x7f)
		x >>= 7
		if x == 0 && c&0x40 == 0 || x == -1 && c&0x40 != 0 {
			return append(b, c)
		}
		b = append(b, c|0x80)
	}
}
