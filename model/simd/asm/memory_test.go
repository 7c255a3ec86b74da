package asm

import (
	"encoding/binary"
	"fmt"
	"math"
	"testing"
)

// loads are the instructions that read memory, and what they make of the 16 bytes there.
var loads = []struct {
	name  string
	shape string
	build func(base Expr, offset int) Expr
	want  func(at value) value
}{
	{"Load", "bits", Load, func(at value) value { return at }},
	{"LoadSplat", "bits", LoadSplat, func(at value) value { return i32s(func(int) int32 { return at.i32(0) }) }},
	{"LoadZero32", "bits", LoadZero32, func(at value) value { return only(at.i32(0)) }},
	{"LoadI8x8", "bits", LoadI8x8, func(at value) value { return i16s(func(i int) int16 { return int16(at.i8(i)) }) }},
	{"LoadU8x8", "bits", LoadU8x8, func(at value) value { return i16s(func(i int) int16 { return int16(at.u8(i)) }) }},
	{"LoadI32", "i32", LoadI32, func(at value) value { return only(at.i32(0)) }},
	{"LoadU8", "i32", LoadU8, func(at value) value { return only(int32(at.u8(0))) }},
	{"LoadF32", "f32", LoadF32, func(at value) value { return only(at.i32(0)) }},
	{"LoadF64", "f64", LoadF64, func(at value) value { return onlyF64(at.f64(0)) }},
}

func TestLoads(t *testing.T) {
	offsets := []int{0, 1, 15, 127, 128, 300, 70000}
	var m Module
	for _, c := range loads {
		for _, offset := range offsets {
			f := m.Func(fmt.Sprint(c.name, offset), I32, I32)
			put(f, typeOf(c.shape), f.Param(1), 0, c.build(f.Param(0), offset))
		}
	}
	p := start(t, &m, 2)
	memory := make([]byte, 2*PageSize)
	for i := range memory {
		memory[i] = byte(i * 167 >> 3)
	}
	p.write(t, 0, memory)
	const to = 2*PageSize - 16
	for _, c := range loads {
		for _, offset := range offsets {
			for _, base := range []int{64, 65, 1003} {
				p.write(t, to, make([]byte, 16))
				p.call(t, fmt.Sprint(c.name, offset), uint32(base), to)
				got, want := value(p.read(t, to, 16)), c.want(value(memory[base+offset:]))
				if !equal(got, want, c.shape) {
					t.Errorf("%s at %d+%d: % x, want % x", c.name, base, offset, got, want)
				}
			}
		}
	}
}

// constants are values that a module carries; want is their bits.
var constants = func() (all []struct {
	name, shape string
	expr        Expr
	want        value
}) {
	add := func(name, shape string, expr Expr, want value) {
		all = append(all, struct {
			name, shape string
			expr        Expr
			want        value
		}{name, shape, expr, want})
	}
	for _, x := range append([]int32{63, 64, -63, -64, -65, 8191, 8192, -8192, -8193}, ints...) {
		add("Int", "i32", Int(x), only(x))
	}
	add("Int", "i32", Int(0xfffffff0), only(-16)) // an address above 2 GB
	for _, x := range singles {
		add("Float", "f32", Float(x), onlyF32(x))
		add("Same", "f32x4", Same(x), f32s(func(int) float32 { return x }))
		add("Vector", "f32x4", Vector(1, x, 2, -x), f32s(func(i int) float32 { return []float32{1, x, 2, -x}[i] }))
	}
	for _, x := range doubles {
		add("Double", "f64", Double(x), onlyF64(x))
	}
	add("Zero", "bits", Zero(), value{})
	add("Bits", "bits", Bits(1, 0x80000000, 0xdeadbeef, math.MaxUint32), i32s(func(i int) int32 {
		return []int32{1, math.MinInt32, -0x21524111, -1}[i]
	}))
	return all
}()

func TestConstants(t *testing.T) {
	var m Module
	f := m.Func("run", I32)
	for i, c := range constants {
		put(f, typeOf(c.shape), f.Param(0), 16*i, c.expr)
	}
	p := start(t, &m, 1)
	p.call(t, "run", 0)
	for i, c := range constants {
		if got := value(p.read(t, 16*i, 16)); !equal(got, c.want, c.shape) {
			t.Errorf("%s %d: % x, want % x", c.name, i, got, c.want)
		}
	}
	if got := binary.LittleEndian.Uint32(p.read(t, 16*len(constants), 4)); got != 0 {
		t.Errorf("%#x behind the last one, want nothing", got)
	}
}
