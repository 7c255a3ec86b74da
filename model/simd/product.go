package simd

import "docent/model/simd/asm"

// A product is the innermost loop of every dense convolution, where nearly all the time goes:
//
//	for c := range channels {
//		for t := range taps {
//			for p := range pixels {
//				for o := range 4*vectors {
//					sum[p][o] += in[pixels[p]+taps[t]+c] * weight[c][t][o]
//				}
//			}
//		}
//	}
//
// The sums stay in registers. Each turn loads vectors of weights, which serve all pixels, and numbers of the input, spread
// over the four lanes, which serve all vectors: a tile of 4 pixels and 2 vectors does eight multiply-adds with six
// loads, and x86's sixteen registers hold its eight sums, two weights and one input.
type product struct {
	channels int
	pixels   []int // where each pixel's input lies from the input pointer, in bytes
	taps     []int // where each tap lies from the pixel, in bytes
	vectors  int   // of output channels
	unroll   int   // channels in one turn of the loop, where there is one tap
}

// emit writes the loop. It moves the weight pointer past what it has read and leaves the input pointer alone.
// sum[p*vectors+o] is the vector of a pixel.
func (p *product) emit(f *asm.Func, in, weight asm.Local, sum []asm.Local) {
	at := f.Let(asm.I32, in)
	w := f.Locals(asm.V128, p.vectors)
	x := f.Local(asm.V128)
	turn := func(channels int) {
		for c := range channels {
			for t, tap := range p.taps {
				for o := range w {
					f.Set(w[o], asm.Load(weight, ((c*len(p.taps)+t)*p.vectors+o)*vectorSize))
				}
				for q, pixel := range p.pixels {
					if p.vectors == 1 {
						f.Set(sum[q], asm.VAdd(sum[q], asm.VMul(asm.LoadSplat(at, pixel+tap+4*c), w[0])))
						continue
					}
					f.Set(x, asm.LoadSplat(at, pixel+tap+4*c))
					for o := range w {
						s := sum[q*p.vectors+o]
						f.Set(s, asm.VAdd(s, asm.VMul(x, w[o])))
					}
				}
			}
		}
		f.Inc(at, 4*channels)
		f.Inc(weight, channels*len(p.taps)*p.vectors*vectorSize)
	}
	unroll := 1
	if len(p.taps) == 1 {
		unroll = p.unroll
	}
	f.Times(p.channels/unroll, func() { turn(unroll) })
	if rest := p.channels % unroll; rest > 0 {
		turn(rest)
	}
}

// A run is so many tiles of so many pixels, one after the other.
type run struct{ tiles, pixels int }

// runs cuts n pixels in tiles of at most most: as few as there can be, and as even, because a small tile has too few sums
// to hide how long an addition takes. 14 pixels in tiles of at most 4 are two of 4 and two of 3.
func runs(n, most int) []run {
	if n < 1 {
		return nil
	}
	tiles := (n + most - 1) / most
	small, more := n/tiles, n%tiles
	if more == 0 {
		return []run{{tiles, small}}
	}
	return []run{{more, small + 1}, {tiles - more, small}}
}
