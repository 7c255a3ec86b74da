package asm

import (
	"encoding/binary"
	"fmt"
	"slices"
	"testing"
)

// counting makes a module whose function "run", of an address and a number, counts at the address what body counts.
func counting(body func(f *Func, n Expr, count func(by Expr))) *Module {
	m := new(Module)
	f := m.Func("run", I32, I32)
	sum := f.Local(I32)
	body(f, f.Param(1), func(by Expr) { f.Set(sum, Add(sum, by)) })
	f.StoreI32(f.Param(0), 0, sum)
	return m
}

func one(count func(Expr)) func() { return func() { count(Int(1)) } }

func TestControl(t *testing.T) {
	type test struct {
		name string
		body func(f *Func, n Expr, count func(by Expr))
		want map[int32]int32 // what is counted, for a number
	}
	tests := []test{
		{"For", func(f *Func, n Expr, count func(Expr)) {
			f.For(n, one(count))
		}, map[int32]int32{-2147483648: 0, -1: 0, 0: 0, 1: 1, 2: 2, 1000: 1000}},
		{"For in For", func(f *Func, n Expr, count func(Expr)) {
			f.For(n, func() { f.For(n, func() { f.Times(3, one(count)) }) })
		}, map[int32]int32{-3: 0, 0: 0, 1: 3, 10: 300}},
		{"For counts once", func(f *Func, n Expr, count func(Expr)) {
			l := f.Let(I32, n)
			f.For(l, func() { f.Inc(l, 5); count(Int(1)) }) // the count is taken when the loop starts
			count(l)
		}, map[int32]int32{0: 0, 3: 3 + 3 + 15}},
		{"While", func(f *Func, n Expr, count func(Expr)) {
			l := f.Let(I32, n)
			f.While(GreaterS(l, Int(0)), func() { f.Inc(l, -2); count(Int(1)) })
			count(l)
		}, map[int32]int32{-7: -7, 0: 0, 1: 0, 2: 1, 100: 50}},
		{"While in While", func(f *Func, n Expr, count func(Expr)) {
			i := f.Let(I32, n)
			f.While(i, func() {
				f.Inc(i, -1)
				j := f.Let(I32, i)
				f.While(j, func() { f.Inc(j, -1); count(Int(1)) })
			})
		}, map[int32]int32{0: 0, 1: 0, 5: 10}},
		{"If", func(f *Func, n Expr, count func(Expr)) {
			f.If(n, one(count), nil)
		}, map[int32]int32{0: 0, 1: 1, -1: 1, 65536: 1}},
		{"If otherwise", func(f *Func, n Expr, count func(Expr)) {
			f.If(LessS(n, Int(10)), func() { count(Int(1)) }, func() {
				f.If(LessS(n, Int(20)), func() { count(Int(2)) }, func() { count(Int(3)) })
			})
		}, map[int32]int32{-5: 1, 9: 1, 10: 2, 19: 2, 20: 3}},
		{"Return", func(f *Func, n Expr, count func(Expr)) {
			f.StoreI32(f.Param(0), 0, Int(77))
			f.If(n, f.Return, nil)
			count(Int(5))
		}, map[int32]int32{0: 5, 1: 77}},
		{"Inc", func(f *Func, n Expr, count func(Expr)) {
			l := f.Let(I32, n)
			before := len(f.code)
			if f.Inc(l, 0); len(f.code) != before {
				t.Error("Inc by 0 is not nothing")
			}
			f.Inc(l, -100)
			count(l)
		}, map[int32]int32{0: -100, 150: 50, -2147483648: 2147483548}},
		{"locals start as zero", func(f *Func, n Expr, count func(Expr)) {
			count(f.Local(I32))
			count(ExtractI32(f.Local(V128), 3))
			count(TruncF32(f.Local(F32)))
			count(TruncF32(Demote(f.Local(F64))))
		}, map[int32]int32{9: 0}},
		{"Set of a parameter", func(f *Func, n Expr, count func(Expr)) {
			f.Set(f.Param(1), Mul(n, n))
			count(n)
		}, map[int32]int32{9: 81}},
	}
	for _, n := range []int{0, 1, 2, 3, 127, 128, 1000} {
		tests = append(tests, test{fmt.Sprint("Times ", n), func(f *Func, _ Expr, count func(Expr)) {
			f.Times(n, one(count))
		}, map[int32]int32{0: int32(n)}})
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			p := start(t, counting(c.body), 1)
			for n, want := range c.want {
				p.call(t, "run", 64, uint32(n))
				if got := int32(binary.LittleEndian.Uint32(p.read(t, 64, 4))); got != want {
					t.Errorf("%d: %d, want %d", n, got, want)
				}
			}
		})
	}
}

// TestNoLoop: what is repeated once or never costs no loop.
func TestNoLoop(t *testing.T) {
	var m Module
	f := m.Func("run", I32)
	f.Times(0, func() { f.StoreI32(f.Param(0), 0, Int(1)) })
	if len(f.code) != 0 {
		t.Errorf("Times(0): % x, want nothing", f.code)
	}
	f.Times(1, func() { f.StoreI32(f.Param(0), 0, Int(1)) })
	if slices.Contains(f.code, 0x03) {
		t.Errorf("Times(1): % x, want no loop", f.code)
	}
}

// TestStores writes each type at small and large offsets, and finds nothing else changed.
func TestStores(t *testing.T) {
	pattern := []byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}
	for _, c := range []struct {
		name  string
		size  int
		store func(f *Func, base Expr, offset int)
	}{
		{"Store", 16, func(f *Func, base Expr, offset int) {
			f.Store(base, offset, Bits(0x04030201, 0x08070605, 0x0c0b0a09, 0x100f0e0d))
		}},
		{"StoreI32", 4, func(f *Func, base Expr, offset int) { f.StoreI32(base, offset, Int(0x04030201)) }},
		{"StoreF32", 4, func(f *Func, base Expr, offset int) { f.StoreF32(base, offset, f32Const(pattern)) }},
		{"StoreF64", 8, func(f *Func, base Expr, offset int) { f.StoreF64(base, offset, f64Const(pattern)) }},
	} {
		for _, offset := range []int{0, 1, 127, 128, 70000} {
			var m Module
			f := m.Func("run", I32)
			c.store(f, f.Param(0), offset)
			p := start(t, &m, 2)
			const base = 29 // nothing has to be aligned
			p.call(t, "run", base)
			want := make([]byte, 2*PageSize)
			copy(want[base+offset:], pattern[:c.size])
			if !slices.Equal(p.read(t, 0, len(want)), want) {
				t.Errorf("%s at offset %d: memory is not as expected", c.name, offset)
			}
		}
	}
}

func TestFill(t *testing.T) {
	var m Module
	f := m.Func("run", I32, I32)
	f.Fill(f.Param(0), f.Param(1))
	p := start(t, &m, 1)
	for _, n := range []int{0, 1, 15, 16, 1000} {
		want := make([]byte, 2000)
		for i := range want {
			want[i] = 0xa5
		}
		p.write(t, 0, want)
		p.call(t, "run", 33, uint32(n))
		clear(want[33 : 33+n])
		if !slices.Equal(p.read(t, 0, len(want)), want) {
			t.Errorf("%d bytes: memory is not as expected", n)
		}
	}
}
