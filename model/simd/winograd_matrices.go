package simd

import "docent/model/simd/asm"

// The minimal filtering algorithms F(2x2, 3x3) and F(4x4, 3x3) of Lavin and Gray 2015, "Fast Algorithms for Convolutional
// Neural Networks", section 4: m x m outputs of a 3x3 convolution from a tile d of n x n inputs, n = m+2, and the window g:
//
//	Y = A' [ (G g G') * (B' d B) ] A      (* element by element)
//
// n*n products instead of 9*m*m: 16 for 4 outputs (2.25 times fewer), 36 for 16 (4 times fewer). Over channels, the
// products of each of the n*n elements are a matrix product. B' and A' are below as sums, column by column and then row by
// row; what is common is computed once.

// filterMatrix is G: for m = 2 and 4 (equations 10 and 16 of the paper).
var filterMatrix = [...][][3]float64{
	2: {{1, 0, 0}, {.5, .5, .5}, {.5, -.5, .5}, {0, 0, 1}},
	4: {{1. / 4, 0, 0}, {-1. / 6, -1. / 6, -1. / 6}, {-1. / 6, 1. / 6, -1. / 6}, {1. / 24, 1. / 12, 1. / 6}, {1. / 24, -1. / 12, 1. / 6}, {0, 0, 1}},
}

// transformFilter returns G g G', n x n, of a window g.
func transformFilter(m int, g func(i, j int) float32) []float64 {
	matrix := filterMatrix[m]
	n := m + 2
	half := make([][3]float64, n) // G g
	for a := range half {
		for j := range 3 {
			for i := range 3 {
				half[a][j] += matrix[a][i] * float64(g(i, j))
			}
		}
	}
	u := make([]float64, n*n)
	for a := range n {
		for b := range n {
			for j := range 3 {
				u[a*n+b] += half[a][j] * matrix[b][j]
			}
		}
	}
	return u
}

// transformer writes the transforms of vectors. p and q are for what is common to two rows.
type transformer struct {
	f    *asm.Func
	p, q asm.Local
}

func newTransformer(f *asm.Func) *transformer {
	return &transformer{f, f.Local(asm.V128), f.Local(asm.V128)}
}

func times(c float32, v asm.Expr) asm.Expr { return asm.VMul(v, asm.Same(c)) }

// input sets out = B' d, for len(d) = 4 or 6:
//
//	F(2x2):  1  0 -1  0      F(4x4):  4  0 -5  0  1  0
//	         0  1  1  0               0 -4 -4  1  1  0
//	         0 -1  1  0               0  4 -4 -1  1  0
//	         0  1  0 -1               0 -2 -1  2  1  0
//	                                  0  2 -1 -2  1  0
//	                                  0  4  0 -5  0  1
func (t *transformer) input(out, d []asm.Local) {
	f, add, sub := t.f, asm.VAdd, asm.VSub
	if len(d) == 4 {
		f.Set(out[0], sub(d[0], d[2]))
		f.Set(out[1], add(d[1], d[2]))
		f.Set(out[2], sub(d[2], d[1]))
		f.Set(out[3], sub(d[1], d[3]))
		return
	}
	f.Set(out[0], add(sub(times(4, d[0]), times(5, d[2])), d[4]))
	f.Set(out[5], add(sub(times(4, d[1]), times(5, d[3])), d[5]))
	f.Set(t.p, sub(d[4], times(4, d[2])))
	f.Set(t.q, sub(d[3], times(4, d[1])))
	f.Set(out[1], add(t.p, t.q))
	f.Set(out[2], sub(t.p, t.q))
	f.Set(t.p, sub(d[4], d[2]))
	f.Set(t.q, times(2, sub(d[3], d[1])))
	f.Set(out[3], add(t.p, t.q))
	f.Set(out[4], sub(t.p, t.q))
}

// output sets out = A' d, for len(d) = 4 or 6:
//
//	F(2x2):  1  1  1  0      F(4x4):  1  1  1  1  1  0
//	         0  1 -1 -1               0  1 -1  2 -2  0
//	                                  0  1  1  4  4  0
//	                                  0  1 -1  8 -8  1
//
// Rows beyond len(out) are left away.
func (t *transformer) output(out, d []asm.Local) {
	f, add, sub := t.f, asm.VAdd, asm.VSub
	if len(d) == 4 {
		f.Set(out[0], add(add(d[0], d[1]), d[2]))
		if len(out) > 1 {
			f.Set(out[1], sub(sub(d[1], d[2]), d[3]))
		}
		return
	}
	f.Set(t.p, add(d[1], d[2]))
	f.Set(t.q, add(d[3], d[4]))
	f.Set(out[0], add(add(d[0], t.p), t.q))
	if len(out) > 2 {
		f.Set(out[2], add(t.p, times(4, t.q)))
	}
	if len(out) > 1 {
		f.Set(t.p, sub(d[1], d[2]))
		f.Set(t.q, sub(d[3], d[4]))
		f.Set(out[1], add(t.p, times(2, t.q)))
	}
	if len(out) > 3 {
		f.Set(out[3], add(add(t.p, times(8, t.q)), d[5]))
	}
}
