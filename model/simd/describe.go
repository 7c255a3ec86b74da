package simd

import (
	"errors"
	"strings"

	"docent/model/nn"
	"docent/model/simd/asm"
)

// A Plan says how a network is computed on a target.
type Plan struct {
	Target      string
	Steps       []PlanStep
	ArenaBytes  int // of all activations and scratch memory
	WeightBytes int // of the packed weights
	ModuleBytes int // of the whole module
}

// A PlanStep is one kernel of a Plan.
type PlanStep struct {
	Layers      string   // the layers that it computes: "conv1 relu maxpool"
	Kernel      string   // which kernel, and its tile: pixels x channels
	Output      nn.Shape // of the last of the layers
	MACs        int      // multiply-adds by definition: Winograd's kernels get by with fewer
	WeightBytes int      // packed
	CodeBytes   int
	BufferBytes int // of its output, with border and filled-up channels
}

// Targets are the names of what Describe plans for.
func Targets() []string { return []string{browserTarget.name, wazeroTarget.name} }

// Describe plans a network for one of Targets, without running it.
func Describe(m *nn.Model, name string) (*Plan, error) {
	target := &browserTarget
	switch name {
	case browserTarget.name:
	case wazeroTarget.name:
		target = &wazeroTarget
	default:
		return nil, errors.New("there is no target " + name)
	}
	folded, err := nn.Fold(m)
	if err != nil {
		return nil, &opError{"plan", err}
	}
	p, err := newPlan(folded, target)
	if err != nil {
		return nil, &opError{"plan", err}
	}
	var module asm.Module
	sizes := p.compile(&module)
	d := &Plan{Target: name, ArenaBytes: p.arena, WeightBytes: p.weightSz, ModuleBytes: len(module.Encode(0))}
	for i, s := range p.steps {
		d.Steps = append(d.Steps, PlanStep{Layers: p.layers(s), Kernel: s.String(), Output: s.dst.Shape, MACs: s.macs(),
			WeightBytes: s.weightBytes(), CodeBytes: sizes[i], BufferBytes: s.dst.size()})
	}
	return d, nil
}

// layers names the layers of a step: by their names, or their operators where they have none.
func (p *plan) layers(s step) string {
	var names []string
	for _, l := range p.model.Network.Layers[s.from:s.to] {
		name := l.Name
		if name == "" || l.Op == nn.OpReLU || l.Op == nn.OpReLU6 {
			name = l.Op
		}
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

// A Kernel is one step of a runner, to be timed by itself.
type Kernel struct {
	Layers, Name string // as in PlanStep
	MACs         int

	step           *function
	arena, weights uint32
}

// Kernels returns the steps of the network, in order.
func (r *Runner) Kernels() []Kernel { return r.kernels }

// Run runs the kernel on what the last forward pass has left in memory.
func (k *Kernel) Run() error { return k.step.call(k.arena, k.weights) }
