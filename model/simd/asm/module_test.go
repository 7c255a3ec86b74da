package asm

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

func TestAppendUint(t *testing.T) {
	for _, c := range []struct {
		x    uint64
		want []byte
	}{
		{0, []byte{0}},
		{1, []byte{1}},
		{127, []byte{0x7f}},
		{128, []byte{0x80, 1}},
		{300, []byte{0xac, 2}},
		{16383, []byte{0xff, 0x7f}},
		{16384, []byte{0x80, 0x80, 1}},
		{624485, []byte{0xe5, 0x8e, 0x26}},
		{math.MaxUint32, []byte{0xff, 0xff, 0xff, 0xff, 0x0f}},
	} {
		if got := appendUint(nil, c.x); !slices.Equal(got, c.want) {
			t.Errorf("%d: % x, want % x", c.x, got, c.want)
		}
	}
}

func TestAppendInt(t *testing.T) {
	for _, c := range []struct { // DWARF 5, appendix C, and the edges of one, two and five bytes
		x    int64
		want []byte
	}{
		{0, []byte{0}},
		{2, []byte{2}},
		{-2, []byte{0x7e}},
		{63, []byte{0x3f}},
		{64, []byte{0xc0, 0}},
		{-64, []byte{0x40}},
		{-65, []byte{0xbf, 0x7f}},
		{127, []byte{0xff, 0}},
		{-127, []byte{0x81, 0x7f}},
		{128, []byte{0x80, 1}},
		{-128, []byte{0x80, 0x7f}},
		{8191, []byte{0xff, 0x3f}},
		{8192, []byte{0x80, 0xc0, 0}},
		{-8192, []byte{0x80, 0x40}},
		{-8193, []byte{0xff, 0xbf, 0x7f}},
		{math.MaxInt32, []byte{0xff, 0xff, 0xff, 0xff, 0x07}},
		{math.MinInt32, []byte{0x80, 0x80, 0x80, 0x80, 0x78}},
	} {
		if got := appendInt(nil, c.x); !slices.Equal(got, c.want) {
			t.Errorf("%d: % x, want % x", c.x, got, c.want)
		}
	}
}

// FuzzLEB128 reads back what was written.
func FuzzLEB128(f *testing.F) {
	for _, x := range []int64{0, 1, -1, 63, 64, -64, -65, math.MaxInt64, math.MinInt64} {
		f.Add(x)
	}
	f.Fuzz(func(t *testing.T, x int64) {
		b := appendUint(nil, uint64(x))
		if got, n := binary.Uvarint(b); got != uint64(x) || n != len(b) {
			t.Errorf("unsigned %d: % x is %d in %d bytes", uint64(x), b, got, n)
		}
		b = appendInt(nil, x)
		if got, n := signed(b); got != x || n != len(b) {
			t.Errorf("signed %d: % x is %d in %d bytes", x, b, got, n)
		}
	})
}

// signed reads a signed LEB128 number.
func signed(b []byte) (x int64, n int) {
	shift := 0
	for n < len(b) {
		c := b[n]
		n++
		x |= int64(c&0x7f) << shift
		shift += 7
		if c&0x80 == 0 {
			if shift < 64 && c&0x40 != 0 {
				x |= -1 << shift
			}
			break
		}
	}
	return x, n
}

// TestEmpty: the shortest module, byte for byte.
func TestEmpty(t *testing.T) {
	want := "\x00asm\x01\x00\x00\x00" +
		"\x01\x01\x00" + // no types
		"\x03\x01\x00" + // no functions
		"\x05\x03\x01\x00\x02" + // a memory of two pages
		"\x07\x07\x01\x03mem\x02\x00" + // exported
		"\x0a\x01\x00" // no code
	if got := string(new(Module).Encode(2)); got != want {
		t.Errorf("% x, want % x", got, want)
	}
}

// TestLargeModule has more functions, locals, pages and letters in a name than one byte of LEB128 counts.
func TestLargeModule(t *testing.T) {
	var m Module
	const n = 300
	funcs := make([]*Func, n)
	long := strings.Repeat("long", 100)
	for i := range funcs {
		f := m.Func(fmt.Sprint(long, i), I32, I32)
		locals := f.Locals(I32, n)
		vectors := f.Locals(V128, n)
		more := f.Local(I32)
		for j, l := range locals {
			f.Set(l, Int(j*i))
			f.Set(vectors[j], SplatI32(Int(j)))
		}
		f.Set(more, Int(-i))
		f.StoreI32(f.Param(0), 0, Add(f.Param(1), Add(locals[n-1], Add(more, ExtractI32(vectors[n-1], 2)))))
		funcs[i] = f
	}
	last := m.Func("last", I32)
	last.Call(funcs[n-1], last.Param(0), Int(1000))
	p := start(t, &m, n)
	p.call(t, "last", PageSize*n-4)
	if got, want := binary.LittleEndian.Uint32(p.read(t, PageSize*n-4, 4)), uint32(1000+(n-1)*(n-1)-(n-1)+n-1); got != want {
		t.Errorf("%d, want %d", got, want)
	}
	p.call(t, fmt.Sprint(long, 7), 0, 5)
	if got, want := binary.LittleEndian.Uint32(p.read(t, 0, 4)), uint32(5+7*(n-1)-7+n-1); got != want {
		t.Errorf("%d, want %d", got, want)
	}
}

// TestImportedMemory: a module without memory works on that of another one.
func TestImportedMemory(t *testing.T) {
	var m Module
	f := m.Func("store", I32, I32)
	f.StoreI32(f.Param(0), 0, f.Param(1))
	p := start(t, &m, 0)
	p.call(t, "store", 100, 0xdeadbeef)
	if got := binary.LittleEndian.Uint32(p.read(t, 100, 4)); got != 0xdeadbeef {
		t.Errorf("%#x, want 0xdeadbeef", got)
	}
}
