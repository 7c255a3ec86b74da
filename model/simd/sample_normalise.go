package simd

import (
	"docent/model/nn"
	"docent/model/simd/asm"
	"docent/model/vision"
)

// A finish is what becomes of pixels, vectors of 0..1 with anything in the fourth lane, before the network sees them.
type finish struct {
	mean, inv [3]float32
	whole     *asm.Func // where it takes the whole picture: what is called when all pixels are there
}

// emitNormalise returns the finish for a normalisation. For nn.NormImage it adds the function normalise(arena), over the
// pixels x of the input:
//
//	mean := sum(x) / n
//	std := sqrt(sum((x - mean)^2) / n)
//	x = (x - mean) / (std + vision.ImageStdFloor)
//
// n being 3*H*W: the mean and the deviation are of all channels together. The sums are float64.
func emitNormalise(m *asm.Module, input *buffer, n nn.Normalisation) *finish {
	if n.Kind == nn.NormFixed {
		r := &finish{mean: n.Mean}
		for c, s := range n.Std {
			r.inv[c] = 1 / s
		}
		return r
	}
	f := m.Func("normalise", asm.I32)
	at := f.Local(asm.I32)
	x := f.Local(asm.V128)
	pixels := func(do func()) {
		f.Set(at, asm.Offset(f.Param(0), input.at(0, 0)))
		f.Times(input.H, func() {
			f.Times(input.W, func() {
				f.Set(x, asm.Load(at, 0))
				do()
				f.Inc(at, vectorSize)
			})
			f.Inc(at, input.row()-input.W*vectorSize)
		})
	}
	// Four lanes of double are two vectors; the last lane is 0.
	low, high := f.Local(asm.V128), f.Local(asm.V128)
	total := func() asm.Expr {
		return asm.AddF64(asm.AddF64(asm.ExtractF64(low, 0), asm.ExtractF64(low, 1)), asm.ExtractF64(high, 0))
	}
	count := asm.Double(float64(3 * input.H * input.W))

	pixels(func() {
		f.Set(low, asm.AddF64x2(low, asm.LowDouble(x)))
		f.Set(high, asm.AddF64x2(high, asm.HighDouble(x)))
	})
	mean := f.Let(asm.F64, asm.DivF64(total(), count))
	minus := f.Let(asm.V128, asm.SplatF64(asm.SubF64(asm.Double(0), mean)))

	f.Set(low, asm.Zero())
	f.Set(high, asm.Zero())
	d := f.Local(asm.V128)
	pixels(func() {
		f.Set(d, asm.AddF64x2(asm.LowDouble(x), minus))
		f.Set(low, asm.AddF64x2(low, asm.MulF64x2(d, d)))
		f.Set(d, asm.AddF64x2(asm.HighDouble(x), minus)) // what happens in the last lane stays there
		f.Set(high, asm.AddF64x2(high, asm.MulF64x2(d, d)))
	})
	deviation := asm.SqrtF64(asm.DivF64(total(), count))
	inv := f.Let(asm.V128, asm.Splat(asm.Demote(asm.DivF64(asm.Double(1), asm.AddF64(deviation, asm.Double(vision.ImageStdFloor))))))
	means := f.Let(asm.V128, asm.VectorAnd(asm.Splat(asm.Demote(mean)), colours()))
	pixels(func() { f.Store(at, 0, asm.VMul(asm.VSub(x, means), inv)) })
	return &finish{whole: f}
}

// colours is the mask of the first three lanes.
func colours() asm.Expr { return asm.Bits(^uint32(0), ^uint32(0), ^uint32(0), 0) }

// pixel returns what is stored of a pixel: four finite numbers, the last one 0. It is called once for each place in the
// code, outside of loops; the function that it returns is used in them.
func (n *finish) pixel(f *asm.Func) func(x asm.Expr) asm.Expr {
	if n.whole != nil {
		mask := f.Let(asm.V128, colours())
		return func(x asm.Expr) asm.Expr { return asm.VectorAnd(x, mask) }
	}
	mean := f.Let(asm.V128, asm.Vector(n.mean[0], n.mean[1], n.mean[2], 0))
	inv := f.Let(asm.V128, asm.Vector(n.inv[0], n.inv[1], n.inv[2], 0))
	return func(x asm.Expr) asm.Expr { return asm.VMul(asm.VSub(x, mean), inv) }
}

// end finishes the picture.
func (n *finish) end(f *asm.Func, arena asm.Expr) {
	if n.whole != nil {
		f.Call(n.whole, arena)
	}
}
