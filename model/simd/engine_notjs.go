//go:build !js

package simd

import (
	"context"
	"errors"
	"runtime"
	"unsafe"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"docent/model/simd/asm"
)

// An Engine runs modules natively, by wazero. It may be used by several goroutines; what it makes may not.
type Engine struct{ runtime wazero.Runtime }

// background is the context of all calls: a forward pass is not worth cancelling.
var background = context.Background()

// Open returns an engine, or ErrUnsupported where wazero would have to interpret, which is slower than scalar Go.
func Open() (*Engine, error) {
	if runtime.GOARCH != "amd64" && runtime.GOARCH != "arm64" {
		return nil, ErrUnsupported
	}
	config, ok := compiling()
	if !ok {
		return nil, ErrUnsupported
	}
	return &Engine{wazero.NewRuntimeWithConfig(background, config.WithCoreFeatures(api.CoreFeaturesV2))}, nil
}

// compiling returns the configuration that compiles to machine code. wazero panics where it cannot.
func compiling() (c wazero.RuntimeConfig, ok bool) {
	defer func() { ok = recover() == nil }()
	return wazero.NewRuntimeConfigCompiler(), true
}

// Close frees the engine and everything that it made.
func (e *Engine) Close() error { return e.runtime.Close(background) }

// target is what the planner tunes for.
func (e *Engine) target() *target { return &wazeroTarget }

// An instance is a module that runs, with memory of its own.
type instance struct {
	module api.Module
	memory api.Memory
	top    uint32 // where free memory starts
}

// instantiate makes m run with room for so many bytes, to be given out by alloc; there can be more.
func (e *Engine) instantiate(m *asm.Module, room int) (*instance, error) {
	pages := (int64(room)+first)/asm.PageSize + 1
	if pages > 1<<16 {
		return nil, errors.New("it needs more than 4 GB of memory")
	}
	module, err := e.runtime.InstantiateWithConfig(background, m.Encode(int(pages)), wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return nil, &opError{"compile module", err}
	}
	return &instance{module, module.Memory(), first}, nil
}

// first is the address of the first block: 0 stays out of use.
const first = 64

// close frees the instance's memory; its code stays with the engine.
func (in *instance) close() error { return in.module.Close(background) }

// A block is memory that both the module and Go see, at an address divisible by 64. It starts out as zeros.
type block struct {
	memory api.Memory
	addr   uint32
	length uint32
}

func (in *instance) alloc(n int) (block, error) {
	end := int64(in.top) + int64(n)
	if missing := end - int64(in.memory.Size()); missing > 0 {
		if _, ok := in.memory.Grow(uint32((missing + asm.PageSize - 1) / asm.PageSize)); !ok {
			return block{}, errors.New("memory cannot grow")
		}
	}
	b := block{in.memory, in.top, uint32(n)}
	in.top = uint32(end+63) &^ 63
	return b, nil
}

// bytes returns the block's bytes. They are valid until the next alloc.
func (b block) bytes() []byte {
	if b.length == 0 {
		return nil
	}
	s, ok := b.memory.Read(b.addr, b.length)
	if !ok {
		panic("simd: a block outside of its memory")
	}
	return s
}

// floats returns the block as float32. Machines that wazero compiles for are little-endian, as WebAssembly is.
func (b block) floats() []float32 {
	s := b.bytes()
	if len(s) < 4 {
		return nil
	}
	return unsafe.Slice((*float32)(unsafe.Pointer(&s[0])), len(s)/4)
}

// A function of a module takes and returns nothing but what lies in memory: its arguments are addresses and counts.
type function struct {
	f     api.Function
	stack []uint64
}

func (in *instance) function(name string) (*function, error) {
	f := in.module.ExportedFunction(name)
	if f == nil {
		return nil, errors.New("the module has no function " + name)
	}
	return &function{f, make([]uint64, len(f.Definition().ParamTypes()))}, nil
}

// call runs the function. An error means that it trapped, which is a bug of the kernels.
func (f *function) call(args ...uint32) error {
	for i, a := range args {
		f.stack[i] = uint64(a)
	}
	if err := f.f.CallWithStack(background, f.stack); err != nil {
		return &opError{"run module", err}
	}
	return nil
}
