package simd

import (
	"strconv"

	"docent/model/simd/asm"
)

// winograd is a dense 3x3 convolution of stride 1 by Winograd's minimal filtering: see winograd_matrices.go. The output
// is cut in tiles of m x m pixels, of which some rows are computed at a time, so that what lies between the three passes
// stays in the cache:
//
//	for each few rows of tiles {
//		for each tile, each vector of input channels:   v[1..n*n][tile] = B' src B
//		for each of the n*n elements:                   u[element] = v[element] x weight[element]   (tiles x Out)
//		for each tile, each vector of output channels:  dst = act(bias + A' u[1..n*n][tile] A), or the largest of every 2x2
//	}
type winograd struct {
	convolution
	m          int // side of a tile of the output
	tilesY     int // tiles in a column
	tilesX     int // and in a row
	rows       int // rows of tiles at a time
	tile       tile
	unroll     int
	v, u       *buffer // scratch: [element][tile][channel] of input and output
	outH, outW int     // rows and columns of the convolution that are wanted
}

// maxWinogradWeights keeps transformed weights, which are 1.8 to 4 times as large as the plain ones, from growing beyond reason.
const maxWinogradWeights = 64 << 20 // bytes

// newWinograd returns the kernel for tiles of m x m, or nil where it does not fit.
func newWinograd(c convolution, m int, t *target) *winograd {
	if c.l.Kernel != 3 || c.l.Stride != 1 {
		return nil
	}
	w := &winograd{convolution: c, m: m, tile: t.product, unroll: t.unroll, outH: c.dst.H, outW: c.dst.W}
	if c.pool {
		w.outH, w.outW = 2*c.dst.H, 2*c.dst.W
	}
	w.tilesY, w.tilesX = (w.outH+m-1)/m, (w.outW+m-1)/m
	w.tile.vectors = min(w.tile.vectors, vectors(c.l.Out))
	if w.weightBytes() > maxWinogradWeights {
		return nil
	}
	w.rows = min(max(t.chunk/w.tilesX, 1), w.tilesY)
	return w
}

// n is the side of a tile of the input.
func (w *winograd) n() int { return w.m + 2 }

// reserve widens the input's border to whole tiles and makes the scratch memory.
func (w *winograd) reserve(p *plan) {
	pad := w.l.Pad
	w.src.widen(pad, pad, w.tilesY*w.m+2-pad-w.src.H, w.tilesX*w.m+2-pad-w.src.W)
	tiles := w.rows * w.tilesX * w.n() * w.n()
	w.v, w.u = p.scratch(tiles, w.src.C), p.scratch(tiles, w.l.Out)
}

func (w *winograd) String() string {
	m := strconv.Itoa(w.m)
	return "winograd " + m + "x" + m + ", " + w.tile.String()
}

// cost estimates the time in multiply-adds of vectors: the products, and the transforms' loads, stores and sums, by
// their number.
func (w *winograd) cost() float64 {
	tiles := float64(w.tilesY * w.tilesX)
	n := float64(w.n() * w.n())
	in, out := float64(vectors(w.src.C)), float64(vectors(w.l.Out))
	transforms := [...][2]float64{2: {48, 40}, 4: {150, 120}}[w.m]
	return tiles * (n*float64(w.src.C)*out*1.1 + transforms[0]*in + transforms[1]*out)
}

func (w *winograd) weightBytes() int {
	return w.biasBytes() + w.n()*w.n()*w.src.C*vectors(w.l.Out)*vectorSize
}

// pack writes, after the bias, [element][block][c][o].
func (w *winograd) pack(dst []float32) {
	dst = w.packBias(dst)
	all := vectors(w.l.Out)
	for o := range w.l.Out {
		block := o / lanes / w.tile.vectors
		width := lanes * min(w.tile.vectors, all-block*w.tile.vectors)
		for c := range w.src.C {
			at := block*w.tile.vectors*lanes*w.src.C + c*width + o - block*w.tile.vectors*lanes
			for e, v := range transformFilter(w.m, func(i, j int) float32 { return w.weightOf(o, c, i, j) }) {
				dst[e*all*lanes*w.src.C+at] = float32(v)
			}
		}
	}
}

func (w *winograd) emit(c *code) {
	c.clearBorder(w.dst)
	in := c.Let(asm.I32, asm.Offset(c.arena, w.src.at(-w.l.Pad, -w.l.Pad)))
	out := c.Let(asm.I32, asm.Offset(c.arena, w.dst.at(0, 0)))
	var sum asm.Local
	if w.sum != nil {
		sum = c.Let(asm.I32, asm.Offset(c.arena, w.sum.at(0, 0)))
	}
	rows := func(n int, last bool) {
		w.transformInput(c, n, in)
		w.multiply(c, n*w.tilesX)
		w.transformOutput(c, n, last, out, sum)
	}
	full := (w.tilesY - 1) / w.rows // the last row of tiles may be cut off, and goes with what is left
	c.Times(full, func() { rows(w.rows, false) })
	rows(w.tilesY-full*w.rows, true)
}

// transformInput writes v = B' src B for so many rows of tiles, and moves in past them.
func (w *winograd) transformInput(c *code, rows int, in asm.Local) {
	n := w.n()
	at, v := c.Local(asm.I32), c.Let(asm.I32, asm.Offset(c.arena, w.v.offset))
	d, half := c.Locals(asm.V128, n), c.Locals(asm.V128, n*n)
	t := newTransformer(c.Func)
	element := rows * w.tilesX * w.v.pixel() // distance of two elements of a tile
	c.Times(rows, func() {
		c.Set(at, in)
		c.Times(w.tilesX, func() {
			c.Times(vectors(w.src.C), func() {
				for j := range n { // columns: B' d
					column := make([]asm.Local, n)
					for i := range n {
						c.Set(d[i], asm.Load(at, i*w.src.row()+j*w.src.pixel()))
						column[i] = half[i*n+j]
					}
					t.input(column, d)
				}
				for i := range n { // rows: (B' d) B
					t.input(d, half[i*n:][:n])
					for j := range n {
						c.Store(v, (i*n+j)*element, d[j])
					}
				}
				c.Inc(at, vectorSize)
				c.Inc(v, vectorSize)
			})
			c.Inc(at, (w.m-1)*w.src.pixel())
		})
		c.Inc(in, w.m*w.src.row())
	})
}

// multiply writes u[element] = v[element] x weight[element] for so many tiles.
func (w *winograd) multiply(c *code, tiles int) {
	v, u := c.Let(asm.I32, asm.Offset(c.arena, w.v.offset)), c.Let(asm.I32, asm.Offset(c.arena, w.u.offset))
	block := c.Let(asm.I32, asm.Offset(c.weights, w.biasBytes()))
	at, to, weight := c.Local(asm.I32), c.Local(asm.I32), c.Local(asm.I32)
	some := func(pixels, vectors int) {
		p := product{channels: w.src.C, taps: []int{0}, vectors: vectors, unroll: w.unroll}
		for q := range pixels {
			p.pixels = append(p.pixels, q*w.v.pixel())
		}
		sum := c.Locals(asm.V128, pixels*vectors)
		for _, s := range sum {
			c.Set(s, asm.Zero())
		}
		c.Set(weight, block)
		p.emit(c.Func, at, weight, sum)
		for q := range pixels {
			for o := range vectors {
				c.Store(to, q*w.u.pixel()+o*vectorSize, sum[q*vectors+o])
			}
		}
		c.Inc(at, pixels*w.v.pixel())
		c.Inc(to, pixels*w.u.pixel())
	}
	blockOf := func(vectors int) {
		c.Set(at, v)
		c.Set(to, u)
		for _, r := range runs(tiles, w.tile.pixels) {
			c.Times(r.tiles, func() { some(r.pixels, vectors) })
		}
		c.Set(block, weight)
		c.Inc(u, vectors*vectorSize)
	}
	all := vectors(w.l.Out)
	c.Times(w.n()*w.n(), func() {
		c.Times(all/w.tile.vectors, func() { blockOf(w.tile.vectors) })
		if rest := all % w.tile.vectors; rest > 0 {
			blockOf(rest)
		}
		c.Inc(v, tiles*w.v.pixel())
		c.Inc(u, (tiles-1)*w.u.pixel())
	})
}

// transformOutput writes dst for so many rows of tiles and moves out and sum past them. If they are the last ones, their
// last row may be cut off; so may the last tile of each row.
func (w *winograd) transformOutput(c *code, rows int, last bool, out, sum asm.Local) {
	u := c.Let(asm.I32, asm.Offset(c.arena, w.u.offset))
	to, add, bias := c.Local(asm.I32), c.Local(asm.I32), c.Local(asm.I32)
	element := rows * w.tilesX * w.u.pixel()
	step := w.m // rows of dst per tile
	if w.pool {
		step /= 2
	}
	row := func(high int) {
		c.Set(to, out)
		if w.sum != nil {
			c.Set(add, sum)
		}
		some := func(n, wide int) {
			c.Times(n, func() {
				c.Set(bias, c.weights)
				c.Times(vectors(w.l.Out), func() {
					w.outputTile(c, high, wide, u, element, to, add, bias)
					c.Inc(u, vectorSize)
					c.Inc(to, vectorSize)
					c.Inc(bias, vectorSize)
					if w.sum != nil {
						c.Inc(add, vectorSize)
					}
				})
				c.Inc(to, (step-1)*w.dst.pixel())
				if w.sum != nil {
					c.Inc(add, (step-1)*w.sum.pixel())
				}
			})
		}
		cut := w.outW % w.m
		if cut == 0 {
			some(w.tilesX, w.m)
		} else {
			some(w.tilesX-1, w.m)
			some(1, cut)
		}
		c.Inc(out, step*w.dst.row())
		if w.sum != nil {
			c.Inc(sum, step*w.sum.row())
		}
	}
	if cut := w.outH % w.m; last && cut > 0 {
		c.Times(rows-1, func() { row(w.m) })
		row(cut)
		return
	}
	c.Times(rows, func() { row(w.m) })
}

// outputTile writes high x wide pixels of a tile, one vector of each.
func (w *winograd) outputTile(c *code, high, wide int, u asm.Local, element int, to, add, bias asm.Local) {
	n := w.n()
	d, half := c.Locals(asm.V128, n), c.Locals(asm.V128, high*n)
	t := newTransformer(c.Func)
	for j := range n { // columns: A' u
		column := make([]asm.Local, high)
		for i := range n {
			c.Set(d[i], asm.Load(u, (i*n+j)*element))
		}
		for i := range high {
			column[i] = half[i*n+j]
		}
		t.output(column, d)
	}
	y := c.Locals(asm.V128, 2*wide) // rows: (A' u) A
	b := c.Let(asm.V128, asm.Load(bias, 0))
	if !w.pool {
		for i := range high {
			t.output(y[:wide], half[i*n:][:n])
			for j := range wide {
				v := asm.VAdd(y[j], b)
				if w.sum != nil {
					v = asm.VAdd(v, asm.Load(add, i*w.sum.row()+j*w.sum.pixel()))
				}
				c.Store(to, i*w.dst.row()+j*w.dst.pixel(), w.act.of(v))
			}
		}
		return
	}
	for i := 0; i < high; i += 2 {
		t.output(y[:wide], half[i*n:][:n])
		t.output(y[wide:], half[(i+1)*n:][:n])
		for j := 0; j < wide; j += 2 {
			most := asm.VMax(asm.VMax(y[j], y[j+1]), asm.VMax(y[wide+j], y[wide+j+1]))
			c.Store(to, i/2*w.dst.row()+j/2*w.dst.pixel(), w.act.of(asm.VAdd(most, b)))
		}
	}
}
