package simd

import (
	"math"

	"docent/model/proto"
	"docent/model/simd/asm"
)

// int8Rows are vectors of int8 with a scale each: see proto.Int8Query for the formula of their distances.
type int8Rows struct {
	index         *Index
	dim           int // as the kernel sees it
	quantised     proto.Int8Query
	kernel        *function
	ready         block // the query as the kernel reads it
	scales, norms block // of each vector: its scale, float32; the sum of the squares of its numbers, int32
	of            int   // the length of a query
}

// int8Chunk is how many numbers of a vector the kernel takes at a time.
const int8Chunk = 8

// int8Chunks returns how many chunks a vector takes; the last one overlaps the one before where dim is not a multiple.
func int8Chunks(dim int) int { return (dim + int8Chunk - 1) / int8Chunk }

// int8QuerySize returns the size of the query as the kernel reads it: the chunks as int16; then -2*scale and |x|^2, float64.
func int8QuerySize(dim int) int { return int8Chunks(dim)*vectorSize + 16 }

func newInt8Rows(x *Index, set *proto.Int8Set, n, dim int) (*int8Rows, error) {
	r := &int8Rows{index: x, dim: dim, of: set.Dim}
	var err error
	if r.ready, err = x.in.alloc(int8QuerySize(dim)); err != nil {
		return nil, err
	}
	if r.scales, err = x.in.alloc(4 * n); err != nil {
		return nil, err
	}
	if r.norms, err = x.in.alloc(4 * n); err != nil {
		return nil, err
	}
	copy(r.scales.floats(), set.Scales)
	norms := r.norms.bytes()
	for i := range set.Len() {
		put32(norms[4*i:], uint32(set.SquaredNorm(i)))
	}
	r.kernel, err = x.in.function(int8Name)
	return r, err
}

func (r *int8Rows) query(q []float32) {
	if len(q) != r.of {
		panic("simd: a query of another length than the vectors'")
	}
	r.quantised.Set(q)
	ready := r.ready.bytes()
	put := func(to, from int) { put16(ready[2*to:], uint16(r.quantised.Values[from])) }
	whole := r.of &^ (int8Chunk - 1)
	for i := range whole {
		put(i, i)
	}
	// The last chunk is the last eight numbers of the vector, of which some were counted before: those stay zero here.
	// A vector that was filled up to eight starts at its first number.
	for i := whole; i < r.of; i++ {
		if r.of < int8Chunk {
			put(i, i)
		} else {
			put(whole+int8Chunk-r.of+i, i)
		}
	}
	terms := ready[len(ready)-16:]
	put64(terms, math.Float64bits(r.quantised.Twice))
	put64(terms[8:], math.Float64bits(r.quantised.SquaredNorm))
}

func (r *int8Rows) distances(first, groups int, dst uint32) error {
	at := uint32(4 * first)
	return r.kernel.call(r.index.vectors.addr+uint32(first*r.dim), uint32(groups), r.scales.addr+at, r.norms.addr+at, dst, r.ready.addr)
}

const int8Name = "distances"

// emitInt8Distances adds the function distances(vectors, groups, scales, norms, dst, query):
//
//	for i := range 4*groups {
//		var dot int32
//		for j := range dim {
//			dot += int32(query.values[j]) * int32(vectors[i*dim+j])
//		}
//		s := float64(scales[i])
//		dst[i] = float32(max(query.squaredNorm + s*(s*float64(norms[i]) + query.twice*float64(dot)), 0))
//	}
//
// Eight numbers at a time become int16, are multiplied with the query's and added to their neighbours' products; what is
// loaded of the query serves atOnce vectors.
func emitInt8Distances(m *asm.Module, dim, atOnce int) {
	f := m.Func(int8Name, asm.I32, asm.I32, asm.I32, asm.I32, asm.I32, asm.I32)
	vectors, groups, scales, norms, dst, query := f.Param(0), f.Param(1), f.Param(2), f.Param(3), f.Param(4), f.Param(5)
	terms := int8QuerySize(dim) - 16
	twice := f.Let(asm.V128, asm.SplatF64(asm.LoadF64(query, terms)))
	norm := f.Let(asm.V128, asm.SplatF64(asm.LoadF64(query, terms+8)))
	sums := f.Locals(asm.V128, group)
	v, q := f.Local(asm.I32), f.Local(asm.I32)
	values := f.Local(asm.V128)
	// add adds the chunk at an offset of some vectors, times that at an offset of the query, to their sums.
	add := func(sums []asm.Local, at, from int) {
		f.Set(values, asm.Load(q, from))
		for i, s := range sums {
			f.Set(s, asm.AddI32x4(s, asm.DotI16x8(values, asm.LoadI8x8(v, i*dim+at))))
		}
	}
	const unroll = 4
	whole := dim / int8Chunk
	turns := whole / unroll
	if dim%int8Chunk != 0 && whole%unroll == 0 {
		turns-- // the last chunk starts before what comes after the loop, and an offset is never negative
	}
	f.For(groups, func() {
		for first := 0; first < group; first += atOnce {
			sums := sums[first : first+atOnce]
			f.Set(v, asm.Offset(vectors, first*dim))
			f.Set(q, query)
			for _, s := range sums {
				f.Set(s, asm.Zero())
			}
			f.Times(turns, func() {
				for i := range unroll {
					add(sums, i*int8Chunk, i*vectorSize)
				}
				f.Inc(v, unroll*int8Chunk)
				f.Inc(q, unroll*vectorSize)
			})
			rest := whole - turns*unroll
			for i := range rest {
				add(sums, i*int8Chunk, i*vectorSize)
			}
			if dim%int8Chunk != 0 {
				add(sums, rest*int8Chunk+dim%int8Chunk-int8Chunk, rest*vectorSize)
			}
		}
		// sums[0] becomes the four products.
		sum4(f, sums, asm.AddI32x4)
		scale := f.Let(asm.V128, asm.Load(scales, 0))
		square := f.Let(asm.V128, asm.Load(norms, 0))
		distance := func(scale, square, dot asm.Expr) asm.Expr { // of two vectors, float64
			s := f.Let(asm.V128, asm.LowDouble(scale))
			inner := asm.AddF64x2(asm.MulF64x2(s, asm.DoubleI32(square)), asm.MulF64x2(twice, asm.DoubleI32(dot)))
			return asm.SingleLow(asm.MaxF64x2(asm.AddF64x2(norm, asm.MulF64x2(s, inner)), asm.Zero()))
		}
		low := f.Let(asm.V128, distance(scale, square, sums[0]))
		high := f.Let(asm.V128, distance(upper(scale), upper(square), upper(sums[0])))
		f.Store(dst, 0, words(low, high, 0, 1, 4, 5))
		f.Inc(vectors, group*dim)
		f.Inc(scales, vectorSize)
		f.Inc(norms, vectorSize)
		f.Inc(dst, vectorSize)
	})
}

// words picks four lanes of 32 bits of a (0 to 3) and b (4 to 7).
func words(a, b asm.Expr, lanes ...byte) asm.Expr {
	var bytes [16]byte
	for i, l := range lanes {
		for j := range byte(4) {
			bytes[4*i+int(j)] = 4*l + j
		}
	}
	return asm.Shuffle(a, b, bytes)
}

// upper brings the upper two lanes down.
func upper(a asm.Expr) asm.Expr { return words(a, a, 2, 3, 2, 3) }

// sum4 adds up the lanes of each of four vectors, (a0+a2)+(a1+a3), and leaves the four sums in v[0].
func sum4(f *asm.Func, v []asm.Local, add func(a, b asm.Expr) asm.Expr) {
	pair := func(a, b asm.Local) asm.Expr { return add(words(a, b, 0, 4, 1, 5), words(a, b, 2, 6, 3, 7)) }
	f.Set(v[0], pair(v[0], v[1]))
	f.Set(v[2], pair(v[2], v[3]))
	f.Set(v[0], add(words(v[0], v[2], 0, 1, 4, 5), words(v[0], v[2], 2, 3, 6, 7)))
}
