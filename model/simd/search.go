package simd

import (
	"math"

	"docent/model/simd/asm"
)

// The functions of an index's module that are the same for all kinds of vectors.
const (
	nextName = "next"
	readName = "read"
)

// scanBlock is how many distances next compares at a time.
const scanBlock = 16

// emitNext adds the function next(from, end, scan), which finds the first distance below a limit:
//
//	for from < end && !(*from < scan.limit) {
//		from++
//	}
//	scan.found = from
//
// from and end are addresses of float32. scan is {limit float32; found uint32}. Sixteen distances are compared at a time,
// as far as end and up to fifteen behind it, which must be +Inf or not there to be found by mistake.
func emitNext(m *asm.Module) {
	f := m.Func(nextName, asm.I32, asm.I32, asm.I32)
	from, end, scan := f.Param(0), f.Param(1), f.Param(2)
	limits := f.Let(asm.V128, asm.LoadSplat(scan, 0))
	limit := f.Let(asm.F32, asm.LoadF32(scan, 0))
	f.While(asm.LessU(from, end), func() {
		below := func(i int) asm.Expr { return asm.VLess(asm.Load(from, i*vectorSize), limits) }
		any := asm.VectorOr(asm.VectorOr(below(0), below(1)), asm.VectorOr(below(2), below(3)))
		f.If(asm.AnyTrue(any), func() {
			f.While(asm.EqualZero(asm.LessF32(asm.LoadF32(from, 0), limit)), func() { f.Inc(from, 4) })
			f.StoreI32(scan, 4, from)
			f.Return()
		}, nil)
		f.Inc(from, scanBlock*4)
	})
	f.StoreI32(scan, 4, end)
}

// below returns the first i, from the given one on, whose distance is less than limit; x.n or more where there is none.
func (x *Index) below(i int, limit float32) int {
	scan := x.scan.bytes()
	put32(scan, math.Float32bits(limit))
	if err := x.next.call(x.found.addr+uint32(4*i), x.found.addr+uint32(4*x.n), x.scan.addr); err != nil {
		panic("simd: " + err.Error())
	}
	return int(get32(scan[4:])-x.found.addr) / 4
}

// readBlock is how many bytes read takes at a time.
const readBlock = 128

// emitRead adds the function read(from, blocks, to), which adds up 128 bytes at a time as i32, for nothing but to
// have read them, and writes what came out to address to.
func emitRead(m *asm.Module) {
	f := m.Func(readName, asm.I32, asm.I32, asm.I32)
	from, to := f.Param(0), f.Param(2)
	sums := f.Locals(asm.V128, readBlock/vectorSize)
	f.For(f.Param(1), func() {
		for i, s := range sums {
			f.Set(s, asm.AddI32x4(s, asm.Load(from, i*vectorSize)))
		}
		f.Inc(from, readBlock)
	})
	for _, s := range sums[1:] {
		f.Set(sums[0], asm.AddI32x4(sums[0], s))
	}
	f.Store(to, 0, sums[0])
}
