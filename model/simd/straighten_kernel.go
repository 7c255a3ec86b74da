package simd

import (
	"docent/model/simd/asm"
	"docent/model/vision"
)

const (
	straightenName = "straighten"

	// A vision.Grid as the kernel reads it.
	gridMap     = 0  // nine f32
	gridRight   = 36 // f32
	gridBottom  = 40 // f32
	gridHorizon = 44 // f32
	gridScale   = 48 // f32
	gridX       = 52 // i32
	gridY       = 56 // i32
	gridLastX   = 60 // i32, the last pixel that has one to its right
	gridLastY   = 64 // i32
	gridScratch = 80 // what four places have in a vector, to be read one by one
	gridSize    = gridScratch + 3*vectorSize
)

// emitStraighten adds the function straighten(arena, grid, src, stride), which computes vision.Straighten:
//
//	for each output pixel {
//		var sum [4]int32
//		for j := range grid.y {
//			for i := range grid.x {
//				u, v := place of column x*grid.x + i and row y*grid.y + j
//				sum += bilinear(src, u, v)
//			}
//		}
//		out = float32(sum) * grid.scale
//	}
//
// Places are found for four output pixels at once, and the colours, four channels at once, for each of them alone.
func emitStraighten(m *asm.Module, input *buffer, n *finish) {
	f := m.Func(straightenName, asm.I32, asm.I32, asm.I32, asm.I32)
	p := &places{Func: f, grid: f.Param(1), src: f.Param(2), stride: f.Param(3)}
	p.start()
	pixel := n.pixel(f)
	scale := f.Let(asm.V128, asm.LoadSplat(p.grid, gridScale))
	stepX, stepY := f.Let(asm.I32, asm.LoadI32(p.grid, gridX)), f.Let(asm.I32, asm.LoadI32(p.grid, gridY))
	out := f.Let(asm.I32, asm.Offset(f.Param(0), input.at(0, 0)))
	// Columns of the places of the first four pixels, and how far those of the next four are.
	x := f.Let(asm.V128, asm.ToFloat(asm.SplatI32(stepX)))
	first := f.Let(asm.V128, asm.VMul(x, asm.Vector(0, 1, 2, 3)))
	next := f.Let(asm.V128, asm.VMul(x, asm.Same(4)))
	one := f.Let(asm.V128, asm.Same(1))
	column, row := f.Local(asm.V128), f.Local(asm.I32)
	i, j := f.Local(asm.V128), f.Local(asm.V128)
	sums := f.Locals(asm.V128, lanes)
	pixels := func(count int) { // the next ones, count of them being stored
		for _, s := range sums {
			f.Set(s, asm.Zero())
		}
		f.Set(j, asm.ToFloat(asm.SplatI32(row)))
		f.For(stepY, func() {
			p.row(j)
			f.Set(i, column)
			f.For(stepX, func() {
				p.find(i)
				for l, s := range sums {
					f.Set(s, asm.AddI32x4(s, p.colour(l)))
				}
				f.Set(i, asm.VAdd(i, one))
			})
			f.Set(j, asm.VAdd(j, one))
		})
		for l, s := range sums[:count] {
			f.Store(out, l*vectorSize, pixel(asm.VMul(asm.ToFloat(s), scale)))
		}
		f.Inc(out, count*vectorSize)
	}
	f.Times(input.H, func() {
		f.Set(column, first)
		f.Times(input.W/lanes, func() {
			pixels(lanes)
			f.Set(column, asm.VAdd(column, next))
		})
		if rest := input.W % lanes; rest > 0 {
			pixels(rest)
		}
		f.Set(row, asm.Add(row, stepY))
		f.Inc(out, input.row()-input.W*vectorSize)
	})
	n.end(f, f.Param(0))
}

// places is the code that finds four places of a grid and the colours there.
type places struct {
	*asm.Func
	grid, src, stride asm.Local

	right, bottom, horizon, lastX, lastY, strides, sources asm.Local // as vectors
	perColumn, ofRow                                       [3]asm.Local
	address                                                [lanes]asm.Local
}

func (p *places) start() {
	splat := func(at int) asm.Local { return p.Let(asm.V128, asm.LoadSplat(p.grid, at)) }
	p.right, p.bottom, p.horizon = splat(gridRight), splat(gridBottom), splat(gridHorizon)
	p.lastX, p.lastY = splat(gridLastX), splat(gridLastY)
	p.strides, p.sources = p.Let(asm.V128, asm.SplatI32(p.stride)), p.Let(asm.V128, asm.SplatI32(p.src))
	for r := range p.perColumn {
		p.perColumn[r] = splat(gridMap + 12*r)
		p.ofRow[r] = p.Local(asm.V128)
	}
}

// row prepares for places in row j of the grid, a vector of four times the same.
func (p *places) row(j asm.Expr) {
	for r, l := range p.ofRow {
		p.Set(l, asm.VAdd(asm.VMul(asm.LoadSplat(p.grid, gridMap+12*r+4), j), asm.LoadSplat(p.grid, gridMap+12*r+8)))
	}
}

// find finds the places in columns i of the grid, and leaves for each of them in the scratch memory: the address of the
// upper left one of its four pixels; the weights of the upper two as int16, and those of the lower two.
//
//	d := max(m[6]*i + (m[7]*j + m[8]), horizon)
//	u := min(max((m[0]*i + (m[1]*j + m[2])) / d, 0), right)
//	x := min(u >> SubpixelBits, lastX)
//	fx := u - x << SubpixelBits
//	address := src + y*stride + 4*x
//	upper := (1<<SubpixelBits - fx | fx<<16) * (1<<SubpixelBits - fy)
//	lower := (1<<SubpixelBits - fx | fx<<16) * fy
func (p *places) find(i asm.Expr) {
	linear := func(r int) asm.Expr { return asm.VAdd(asm.VMul(p.perColumn[r], i), p.ofRow[r]) }
	// VMax and VMin take their first argument where one is no number.
	d := p.Let(asm.V128, asm.VMax(p.horizon, linear(2)))
	along := func(r int, most, last asm.Local) (pixel, fraction asm.Local) {
		u := p.Let(asm.V128, asm.ToInt(asm.VMin(asm.VMax(asm.Zero(), asm.VDiv(linear(r), d)), most)))
		pixel = p.Let(asm.V128, asm.MinI32x4(asm.ShrI32x4(u, vision.SubpixelBits), last))
		return pixel, p.Let(asm.V128, asm.SubI32x4(u, asm.ShlI32x4(pixel, vision.SubpixelBits)))
	}
	x, fx := along(0, p.right, p.lastX)
	y, fy := along(1, p.bottom, p.lastY)
	p.Store(p.grid, gridScratch, asm.AddI32x4(asm.AddI32x4(p.sources, asm.MulI32x4(y, p.strides)), asm.ShlI32x4(x, 2)))
	const one = 1 << vision.SubpixelBits
	whole := asm.Bits(one, one, one, one)
	both := p.Let(asm.V128, asm.AddI32x4(asm.SubI32x4(whole, fx), asm.ShlI32x4(fx, 16)))
	p.Store(p.grid, gridScratch+vectorSize, asm.MulI32x4(both, asm.SubI32x4(whole, fy)))
	p.Store(p.grid, gridScratch+2*vectorSize, asm.MulI32x4(both, fy))
}

// colour returns the colour at place l of the four, times vision.SubpixelWeight: four int32.
//
//	upper[0]*src[y][x] + upper[1]*src[y][x+1] + lower[0]*src[y+1][x] + lower[1]*src[y+1][x+1]
func (p *places) colour(l int) asm.Expr {
	at := p.Let(asm.I32, asm.LoadI32(p.grid, gridScratch+4*l))
	row := func(at asm.Expr, weights int) asm.Expr {
		pixels := p.Let(asm.V128, asm.LoadU8x8(at, 0))
		// Channels of the two pixels beside each other: r r g g b b a a.
		pairs := asm.Shuffle(pixels, pixels, [16]byte{0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15})
		return asm.DotI16x8(pairs, asm.LoadSplat(p.grid, weights+4*l))
	}
	upper := p.Let(asm.V128, row(at, gridScratch+vectorSize))
	return asm.AddI32x4(upper, row(asm.Add(at, p.stride), gridScratch+2*vectorSize))
}
