package simd

import "docent/model/simd/asm"

const halveName = "halve"

// halvePixels is how many pixels of a row are made at once.
const halvePixels = 4

// emitHalve adds the function halve(dst, src, width, rows, dstStride, srcStride, pair): each pixel of dst is the average of
// 2 x 2 pixels of src, whose rows are width pixels long, at least eight, the second one pair bytes behind the first. Rows are
// counted in dst.
//
//	for y := range rows {
//		for x := range (width + 1) / 2 {
//			x1 := min(2*x+1, width-1)
//			for c := range 4 {
//				dst[y][x][c] = (src[2*y][2*x][c] + src[2*y][x1][c] + src[2*y+1][2*x][c] + src[2*y+1][x1][c] + 2) / 4
//			}
//		}
//	}
func emitHalve(m *asm.Module) {
	f := m.Func(halveName, asm.I32, asm.I32, asm.I32, asm.I32, asm.I32, asm.I32, asm.I32)
	dst, src, width, dstStride, srcStride, pair := f.Param(0), f.Param(1), f.Param(2), f.Param(4), f.Param(5), f.Param(6)
	two := f.Let(asm.V128, asm.Bits(0x20002, 0x20002, 0x20002, 0x20002))
	whole := f.Let(asm.I32, asm.ShrU(width, 1))
	last := f.Let(asm.I32, asm.Offset(whole, -halvePixels))
	x, at, to := f.Local(asm.I32), f.Local(asm.I32), f.Local(asm.I32)
	below := f.Local(asm.I32)
	a, b := f.Local(asm.V128), f.Local(asm.V128)
	// sum adds two rows of two pixels each, as uint16.
	sum := func(offset int) asm.Expr { return asm.AddI16x8(asm.LoadU8x8(at, offset), asm.LoadU8x8(below, offset)) }
	// average returns two pixels of the sums of four.
	average := func() asm.Expr {
		pairs := asm.AddI16x8(words(a, b, 0, 1, 4, 5), words(a, b, 2, 3, 6, 7))
		return asm.ShrU16x8(asm.AddI16x8(pairs, two), 2)
	}
	left := f.Local(asm.V128)
	f.For(f.Param(3), func() {
		f.Set(x, asm.Int(0))
		f.While(asm.LessU(x, whole), func() {
			// The last four pixels may be made again in part.
			from := f.Let(asm.I32, asm.Select(x, last, asm.LessU(x, last)))
			f.Set(at, asm.Add(src, asm.Shl(from, 3)))
			f.Set(below, asm.Add(at, pair))
			f.Set(a, sum(0))
			f.Set(b, sum(8))
			f.Set(left, average())
			f.Set(a, sum(16))
			f.Set(b, sum(24))
			f.Store(asm.Add(dst, asm.Shl(from, 2)), 0, asm.NarrowI16x8(left, average()))
			f.Inc(x, halvePixels)
		})
		f.If(asm.And(width, asm.Int(1)), func() { // the last column, with itself
			f.Set(at, asm.Add(src, asm.Shl(asm.Offset(width, -1), 2)))
			f.Set(below, asm.Add(at, pair))
			f.Set(a, asm.AddI16x8(asm.LowU8x16(asm.LoadZero32(at, 0)), asm.LowU8x16(asm.LoadZero32(below, 0))))
			f.Set(a, asm.ShrU16x8(asm.AddI16x8(asm.AddI16x8(a, a), two), 2))
			f.Set(to, asm.Add(dst, asm.Shl(whole, 2)))
			f.StoreI32(to, 0, asm.ExtractI32(asm.NarrowI16x8(a, a), 0))
		}, nil)
		f.Set(src, asm.Add(src, asm.Shl(srcStride, 1)))
		f.Set(dst, asm.Add(dst, dstStride))
	})
}
