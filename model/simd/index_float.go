package simd

import "docent/model/simd/asm"

// floatRows are vectors of float32.
type floatRows struct {
	index  *Index
	dim    int
	kernel *function
	ready  block // the query
}

func newFloatRows(x *Index, dim int) (*floatRows, error) {
	r := &floatRows{index: x, dim: dim}
	var err error
	if r.ready, err = x.in.alloc(4 * dim); err != nil {
		return nil, err
	}
	r.kernel, err = x.in.function(floatName)
	return r, err
}

func (r *floatRows) query(q []float32) {
	if len(q) != r.dim {
		panic("simd: a query of another length than the vectors'")
	}
	copy(r.ready.floats(), q)
}

func (r *floatRows) distances(first, groups int, dst uint32) error {
	return r.kernel.call(r.index.vectors.addr+uint32(4*first*r.dim), uint32(groups), dst, r.ready.addr)
}

const floatName = "distances"

// floatsAtOnce returns how many vectors the kernel takes at once. What is loaded of the query serves all of them; but
// where vectors come from memory rather than from a cache, the processor foresees one stream of them better than four:
// 100,000 vectors of 256 numbers took 8 ms one by one and 16 ms by four.
func floatsAtOnce(n, dim int) int {
	const cache = 8 << 20
	if 4*n*dim > cache {
		return 1
	}
	return group
}

// emitFloatDistances adds the function distances(vectors, groups, dst, query):
//
//	for i := range 4*groups {
//		for j := range dim {
//			d := query[j] - vectors[i*dim+j]
//			dst[i] += d * d
//		}
//	}
//
// in the order in which proto.SquaredDistance adds up: of eight squares at a time, those of j and j+4 first, into four sums;
// what is left into the first sum, one by one; at the end the sums 0 and 1, 2 and 3, and those two. So both round alike.
func emitFloatDistances(m *asm.Module, dim, atOnce int) {
	f := m.Func(floatName, asm.I32, asm.I32, asm.I32, asm.I32)
	vectors, groups, dst, query := f.Param(0), f.Param(1), f.Param(2), f.Param(3)
	sums := f.Locals(asm.V128, group)
	v, q := f.Local(asm.I32), f.Local(asm.I32)
	near, far, d, e := f.Local(asm.V128), f.Local(asm.V128), f.Local(asm.V128), f.Local(asm.V128)
	const chunk, unroll = 8, 2
	// add adds the chunk at an offset to the sums of some vectors, tail one number.
	add := func(sums []asm.Local, at int) {
		f.Set(near, asm.Load(q, at))
		f.Set(far, asm.Load(q, at+vectorSize))
		for i, s := range sums {
			f.Set(d, asm.VSub(near, asm.Load(v, 4*i*dim+at)))
			f.Set(e, asm.VSub(far, asm.Load(v, 4*i*dim+at+vectorSize)))
			f.Set(s, asm.VAdd(s, asm.VAdd(asm.VMul(d, d), asm.VMul(e, e))))
		}
	}
	tail := func(sums []asm.Local, at int) {
		f.Set(near, asm.LoadZero32(q, at))
		for i, s := range sums {
			f.Set(d, asm.VSub(near, asm.LoadZero32(v, 4*i*dim+at)))
			f.Set(s, asm.VAdd(s, asm.VMul(d, d)))
		}
	}
	f.For(groups, func() {
		for first := 0; first < group; first += atOnce {
			sums := sums[first : first+atOnce]
			f.Set(v, asm.Offset(vectors, 4*first*dim))
			f.Set(q, query)
			for _, s := range sums {
				f.Set(s, asm.Zero())
			}
			f.Times(dim/chunk/unroll, func() {
				for i := range unroll {
					add(sums, i*chunk*4)
				}
				f.Inc(v, unroll*chunk*4)
				f.Inc(q, unroll*chunk*4)
			})
			rest := dim / chunk % unroll
			for i := range rest {
				add(sums, i*chunk*4)
			}
			for i := range dim % chunk {
				tail(sums, 4*(rest*chunk+i))
			}
		}
		// sum4 adds lanes 0 and 2 first, SquaredDistance 0 and 1.
		for _, s := range sums {
			f.Set(s, words(s, s, 0, 2, 1, 3))
		}
		sum4(f, sums, asm.VAdd)
		f.Store(dst, 0, sums[0])
		f.Inc(vectors, group*dim*4)
		f.Inc(dst, vectorSize)
	})
}
