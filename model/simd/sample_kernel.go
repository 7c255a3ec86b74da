package simd

import "docent/model/simd/asm"

const (
	sampleName = "sample"

	// spanSize is the size of a span in a table, see putSpan: where its first pixel is, how many follow that count in
	// whole, where its last one is; the weights of the first and the last, and 1 over the sum of all weights.
	spanSize   = 32
	spanFirst  = 0  // i32
	spanInner  = 4  // i32
	spanLast   = 8  // i32
	spanHead   = 12 // f32
	spanTail   = 16 // f32
	spanWeight = 20 // f32

	// A strip is what is summed up from top to bottom at once: eight pixels of RGBA.
	stripPixels = 8
	stripSize   = 4 * stripPixels
	// stripRows is how many rows are added up as uint16: 256 times 255 fits.
	stripRows = 256
)

// emitSample adds the function sample(arena, tables, sums, width, stride), which computes vision.Sample in two steps. For
// each row of the network's input, the rows of the frame that its span covers are added up, four channels of a pixel
// alike:
//
//	for x := range width {
//		sums[x] = head*first[x] + tail*last[x]
//		for row := first + stride; row is one of the inner; row += stride {
//			sums[x] += row[x]
//		}
//	}
//
// Then, for each pixel of that row, the sums in its span, and all is divided by the weights:
//
//	out[i] = head*sums[first] + tail*sums[last]
//	for x := first + 1; x is one of the inner; x++ {
//		out[i] += sums[x]
//	}
//	out[i] *= rowWeight * columnWeight
//
// tables are the spans of the rows, their places being addresses, and those of the columns, theirs being offsets in sums.
// width is the number of bytes of the frame's rows that count, at least stripSize.
func emitSample(m *asm.Module, input *buffer, n *finish) {
	f := m.Func(sampleName, asm.I32, asm.I32, asm.I32, asm.I32, asm.I32)
	arena, rows, sums, width, stride := f.Param(0), f.Param(1), f.Param(2), f.Param(3), f.Param(4)
	pixel := n.pixel(f)
	columns := f.Let(asm.I32, asm.Offset(rows, input.H*spanSize))
	lastStrip := f.Let(asm.I32, asm.Offset(width, -stripSize))
	out := f.Let(asm.I32, asm.Offset(arena, input.at(0, 0)))
	x, column := f.Local(asm.I32), f.Local(asm.I32)
	weight := f.Local(asm.V128)
	f.Times(input.H, func() {
		f.Set(x, asm.Int(0))
		f.While(asm.LessU(x, width), func() {
			// The last strip ends with the row: it takes some pixels again where 8 is no divisor.
			emitStrip(f, rows, sums, stride, asm.Select(x, lastStrip, asm.LessU(x, lastStrip)))
			f.Inc(x, stripSize)
		})
		f.Set(weight, asm.LoadSplat(rows, spanWeight))
		f.Set(column, columns)
		f.Times(input.W, func() {
			f.Store(out, 0, pixel(asm.VMul(emitSpan(f, column, sums), asm.VMul(weight, asm.LoadSplat(column, spanWeight)))))
			f.Inc(column, spanSize)
			f.Inc(out, vectorSize)
		})
		f.Inc(out, input.row()-input.W*vectorSize)
		f.Inc(rows, spanSize)
	})
	n.end(f, arena)
}

// emitStrip adds up the eight pixels at offset x of the rows of a span.
func emitStrip(f *asm.Func, span, sums, stride asm.Local, x asm.Expr) {
	offset := f.Let(asm.I32, x)
	first := f.Let(asm.I32, asm.Add(asm.LoadI32(span, spanFirst), offset))
	last := f.Let(asm.I32, asm.Add(asm.LoadI32(span, spanLast), offset))
	head, tail := f.Let(asm.V128, asm.LoadSplat(span, spanHead)), f.Let(asm.V128, asm.LoadSplat(span, spanTail))
	a, b := f.Local(asm.V128), f.Local(asm.V128)
	pixels := f.Locals(asm.V128, stripPixels)
	halves := [2]func(asm.Expr) asm.Expr{asm.LowU16x8, asm.HighU16x8}
	for i := range stripPixels / 2 {
		f.Set(a, asm.LoadU8x8(first, 8*i))
		f.Set(b, asm.LoadU8x8(last, 8*i))
		for j, half := range halves {
			f.Set(pixels[2*i+j], asm.VAdd(asm.VMul(head, asm.ToFloat(half(a))), asm.VMul(tail, asm.ToFloat(half(b)))))
		}
	}
	// The rows between are added up as integers: exact, and faster.
	left := f.Let(asm.I32, asm.LoadI32(span, spanInner))
	whole := f.Locals(asm.V128, stripPixels/2) // uint16, two pixels each
	f.While(asm.GreaterS(left, asm.Int(0)), func() {
		for _, w := range whole {
			f.Set(w, asm.Zero())
		}
		f.For(asm.Select(left, asm.Int(stripRows), asm.LessS(left, asm.Int(stripRows))), func() {
			f.Set(first, asm.Add(first, stride))
			for i, w := range whole {
				f.Set(w, asm.AddI16x8(w, asm.LoadU8x8(first, 8*i)))
			}
		})
		for i, p := range pixels {
			f.Set(p, asm.VAdd(p, asm.ToFloat(halves[i%2](whole[i/2]))))
		}
		f.Inc(left, -stripRows)
	})
	to := f.Let(asm.I32, asm.Add(sums, asm.Shl(offset, 2)))
	for i, p := range pixels {
		f.Store(to, i*vectorSize, p)
	}
}

// emitSpan returns the sum of the sums in the span of a column.
func emitSpan(f *asm.Func, span, sums asm.Local) asm.Expr {
	first := f.Let(asm.I32, asm.Add(sums, asm.LoadI32(span, spanFirst)))
	sum := f.Let(asm.V128, asm.VAdd(
		asm.VMul(asm.LoadSplat(span, spanHead), asm.Load(first, 0)),
		asm.VMul(asm.LoadSplat(span, spanTail), asm.Load(asm.Add(sums, asm.LoadI32(span, spanLast)), 0))))
	f.For(asm.LoadI32(span, spanInner), func() {
		f.Inc(first, vectorSize)
		f.Set(sum, asm.VAdd(sum, asm.Load(first, 0)))
	})
	return sum
}
