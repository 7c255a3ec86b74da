package simd

import (
	"strconv"

	"docent/model/simd/asm"
)

// The functions of a network's module. All take the address of the arena; the steps also that of the weights.
const forwardName = "forward" // (arena, weights): all steps, in order

// stepName is the function of step i: (arena, its own weights).
func stepName(i int) string { return "step" + strconv.Itoa(i) }

// compile writes the functions of the plan's steps to m, and one that calls them all. It returns how many bytes of code
// each step has.
func (p *plan) compile(m *asm.Module) []int {
	var steps []*asm.Func
	var sizes []int
	for i, s := range p.steps {
		f := m.Func(stepName(i), asm.I32, asm.I32)
		s.emit(&code{f, f.Param(0), f.Param(1)})
		steps = append(steps, f)
		sizes = append(sizes, f.Len())
	}
	forward := m.Func(forwardName, asm.I32, asm.I32)
	for i, f := range steps {
		forward.Call(f, forward.Param(0), asm.Offset(forward.Param(1), p.steps[i].weightAt))
	}
	return sizes
}

// pack writes the weights of all steps.
func (p *plan) pack(dst []float32) {
	for _, s := range p.steps {
		s.pack(dst[s.weightAt/4:][:s.weightBytes()/4])
	}
}
