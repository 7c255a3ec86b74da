package simd

import (
	"slices"
	"testing"

	"docent/model/simd/asm"
)

// TestInstance runs a module of one function: the way of a number from Go to the module and back.
func TestInstance(t *testing.T) {
	e := openTest(t)
	var m asm.Module
	f := m.Func("double", asm.I32, asm.I32)
	at := f.Param(0)
	f.For(f.Param(1), func() {
		x := f.Let(asm.V128, asm.Load(at, 0))
		f.Store(at, 0, asm.VAdd(x, x))
		f.Inc(at, vectorSize)
	})
	in, err := e.instantiate(&m, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer in.close()
	double, err := in.function("double")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := in.function("treble"); err == nil {
		t.Error("a function that is not there was found")
	}
	for _, n := range []int{1, 2, 1000, 1 << 18} { // the last ones need more memory than there was
		b, err := in.alloc(n * vectorSize)
		if err != nil {
			t.Fatal(err)
		}
		if b.addr%64 != 0 || len(b.bytes()) != n*vectorSize || len(b.floats()) != n*lanes {
			t.Errorf("block of %d vectors: address %d, %d bytes, %d floats", n, b.addr, len(b.bytes()), len(b.floats()))
		}
		want := make([]float32, n*lanes)
		for i := range want {
			if b.floats()[i] != 0 {
				t.Fatalf("block of %d vectors: does not start out as zeros", n)
			}
			b.floats()[i] = float32(i)
			want[i] = float32(2 * i)
		}
		if err := double.call(b.addr, uint32(n)); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(b.floats(), want) {
			t.Errorf("block of %d vectors: not doubled", n)
		}
	}
}

// TestInvalidModule: what the assembler does not check, the engine does.
func TestInvalidModule(t *testing.T) {
	e := openTest(t)
	var m asm.Module
	f := m.Func("mistyped")
	f.Set(f.Local(asm.V128), asm.Float(1))
	if _, err := e.instantiate(&m, 0); err == nil {
		t.Error("no error for a float in the place of a vector")
	}
}

// TestTrap: a trap is an error, not a crash.
func TestTrap(t *testing.T) {
	e := openTest(t)
	var m asm.Module
	f := m.Func("outside", asm.I32)
	f.StoreI32(f.Param(0), 0, asm.Int(1))
	in, err := e.instantiate(&m, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer in.close()
	outside, err := in.function("outside")
	if err != nil {
		t.Fatal(err)
	}
	if err := outside.call(0xffff_fff0); err == nil {
		t.Error("no error for a store outside of memory")
	}
}
