package simd

import "docent/model/simd/asm"

// PeakMACs is the number of multiply-adds in one turn of [Peak.Run].
const PeakMACs = 4 * 8 * lanes

// emitPeak adds a function "peak" (memory, turns) that does nothing but multiply and add in registers: what a kernel could
// attain that never had to wait for memory. The products change at every turn, or the engine would compute them once:
//
//	for range turns {
//		for r := range 4 {
//			flip a bit of p[r%2]
//			sum[0..7] += p[0..1] * a[0..3]
//		}
//	}
//
// Eight sums keep two adders busy that take three or four cycles each, and with what they add they just fit in sixteen
// registers. It reads 96 bytes at memory and writes the sums there.
func emitPeak(m *asm.Module) {
	f := m.Func(peakName, asm.I32, asm.I32)
	at, turns := f.Param(0), f.Param(1)
	sum, a, p := f.Locals(asm.V128, 8), f.Locals(asm.V128, 4), f.Locals(asm.V128, 2)
	for i := range a {
		f.Set(a[i], asm.Load(at, i*vectorSize))
	}
	for i := range p {
		f.Set(p[i], asm.Load(at, 64+i*vectorSize))
	}
	bit := f.Let(asm.V128, asm.Bits(0x1000, 0x1000, 0x1000, 0x1000))
	f.For(turns, func() {
		for r := range 4 {
			f.Set(p[r%2], asm.VectorXor(p[r%2], bit))
			for i := range sum {
				f.Set(sum[i], asm.VAdd(sum[i], asm.VMul(p[(i+r)%2], a[i/2])))
			}
		}
	})
	for i := range sum {
		f.Store(at, i*vectorSize, sum[i])
	}
}

const peakName = "peak"

// A Peak measures what the machine can attain: see emitPeak.
type Peak struct {
	f      *function
	memory block
}

// NewPeak compiles the loop.
func (e *Engine) NewPeak() (*Peak, error) {
	var m asm.Module
	emitPeak(&m)
	in, err := e.instantiate(&m, 128)
	if err != nil {
		return nil, &opError{"new peak", err}
	}
	p := &Peak{}
	if p.f, err = in.function(peakName); err != nil {
		return nil, &opError{"new peak", err}
	}
	if p.memory, err = in.alloc(128); err != nil {
		return nil, &opError{"new peak", err}
	}
	return p, nil
}

// Run does turns*PeakMACs multiply-adds.
func (p *Peak) Run(turns int) error {
	for i := range p.memory.floats() {
		p.memory.floats()[i] = 0x1p-10 // sums stay small
	}
	return p.f.call(p.memory.addr, uint32(turns))
}
