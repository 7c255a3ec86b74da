//go:build !js

package asm

import (
	"context"
	"testing"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// A program is a module that runs, with memory of its own.
type program struct {
	module, memory api.Module
}

// start makes m run; with pages == 0 it imports the memory of another module.
func start(t testing.TB, m *Module, pages int) *program {
	t.Helper()
	ctx := context.Background()
	runtime := wazero.NewRuntime(ctx)
	t.Cleanup(func() { runtime.Close(ctx) })
	instantiate := func(name string, code []byte) api.Module {
		module, err := runtime.InstantiateWithConfig(ctx, code, wazero.NewModuleConfig().WithName(name))
		if err != nil {
			t.Fatal(err)
		}
		return module
	}
	if pages == 0 {
		owner := instantiate("env", new(Module).Encode(1))
		return &program{instantiate("", m.Encode(0)), owner}
	}
	own := instantiate("", m.Encode(pages))
	return &program{own, own}
}

// call calls a function of i32 parameters.
func (p *program) call(t testing.TB, name string, args ...uint32) {
	t.Helper()
	wide := make([]uint64, len(args))
	for i, a := range args {
		wide[i] = uint64(a)
	}
	if _, err := p.module.ExportedFunction(name).Call(context.Background(), wide...); err != nil {
		t.Fatal(err)
	}
}

// write copies b to the program's memory.
func (p *program) write(t testing.TB, at int, b []byte) {
	t.Helper()
	if !p.memory.Memory().Write(uint32(at), b) {
		t.Fatal("written outside of memory")
	}
}

// read returns a copy of n bytes of the program's memory.
func (p *program) read(t testing.TB, at, n int) []byte {
	t.Helper()
	b, ok := p.memory.Memory().Read(uint32(at), uint32(n))
	if !ok {
		t.Fatal("read outside of memory")
	}
	return append([]byte(nil), b...)
}
