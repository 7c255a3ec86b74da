package simd

import (
	"errors"
	"syscall/js"
	"unsafe"

	"docent/model/simd/asm"
)

// An Engine runs modules in the browser, in the memory of this Go program.
type Engine struct{ memory js.Value }

// Open returns an engine over the program's own memory, instance.exports.mem, which whoever started the program passes
// on; ErrUnsupported where the browser has no SIMD.
func Open(memory js.Value) (*Engine, error) {
	if memory.Type() != js.TypeObject {
		return nil, errors.New("open SIMD engine: no memory was passed")
	}
	// The smallest module that needs SIMD.
	var m asm.Module
	f := m.Func("probe")
	f.Set(f.Local(asm.V128), asm.VAdd(asm.Zero(), asm.Zero()))
	if !js.Global().Get("WebAssembly").Call("validate", bytesToJS(m.Encode(0))).Bool() {
		return nil, ErrUnsupported
	}
	return &Engine{memory}, nil
}

// Close frees nothing: the browser and Go collect what nobody holds.
func (e *Engine) Close() error { return nil }

// target is what the planner tunes for.
func (e *Engine) target() *target { return &browserTarget }

func bytesToJS(b []byte) js.Value {
	u := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(u, b)
	return u
}

// An instance is a module that runs in Go's memory.
type instance struct{ exports js.Value }

// instantiate makes m run. It waits for the browser, which compiles beside: call it from a goroutine that may wait.
func (e *Engine) instantiate(m *asm.Module, room int) (*instance, error) {
	env, imports := js.Global().Get("Object").New(), js.Global().Get("Object").New()
	env.Set(asm.MemoryName, e.memory)
	imports.Set("env", env)
	result, err := await(js.Global().Get("WebAssembly").Call("instantiate", bytesToJS(m.Encode(0)), imports))
	if err != nil {
		return nil, &opError{"compile module", err}
	}
	return &instance{result.Get("instance").Get("exports")}, nil
}

// await waits for a promise.
func await(promise js.Value) (result js.Value, err error) {
	done := make(chan struct{})
	kept := js.FuncOf(func(_ js.Value, args []js.Value) any {
		result = args[0]
		close(done)
		return nil
	})
	broken := js.FuncOf(func(_ js.Value, args []js.Value) any {
		err = js.Error{Value: args[0]}
		close(done)
		return nil
	})
	defer kept.Release()
	defer broken.Release()
	promise.Call("then", kept, broken)
	<-done
	return result, err
}

func (in *instance) close() error { return nil }

// A block is memory that both the module and Go see, at an address divisible by 64. It starts out as zeros.
type block struct {
	data []byte // on Go's heap, which does not move; addr is good as long as data is held
	addr uint32
}

func (in *instance) alloc(n int) (block, error) {
	b := make([]byte, n+63)
	skip := -uintptr(unsafe.Pointer(&b[0])) & 63
	return shared(b[skip:][:n]), nil
}

// shared makes a block of a slice that is there already.
func shared(b []byte) block {
	return block{b, uint32(uintptr(unsafe.Pointer(unsafe.SliceData(b))))}
}

// bytes returns the block's bytes.
func (b block) bytes() []byte { return b.data }

// floats returns the block as float32.
func (b block) floats() []float32 {
	return unsafe.Slice((*float32)(unsafe.Pointer(unsafe.SliceData(b.data))), len(b.data)/4)
}

// A function of a module takes and returns nothing but what lies in memory: its arguments are addresses and counts.
type function struct {
	f    js.Value
	args []any
}

func (in *instance) function(name string) (*function, error) {
	f := in.exports.Get(name)
	if f.Type() != js.TypeFunction {
		return nil, errors.New("the module has no function " + name)
	}
	return &function{f: f}, nil
}

// call runs the function. An error means that it trapped, which is a bug of the kernels.
func (f *function) call(args ...uint32) (err error) {
	defer func() {
		if e, ok := recover().(js.Error); ok {
			err = &opError{"run module", e}
		}
	}()
	f.args = f.args[:0]
	for _, a := range args {
		f.args = append(f.args, a)
	}
	f.f.Invoke(f.args...)
	return nil
}
