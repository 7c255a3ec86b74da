//go:build js && wasm

package main

import (
	"math/rand/v2"
	"syscall/js"

	"docent/model/nn"
	"docent/model/proto"
	"docent/model/simd"
)

// These measure what the engine is made of. They run inside of Go, so that JavaScript stands between no two calls of
// a kernel but the browser's own; each returns milliseconds, a number a round.

// A stopwatch is the browser's clock.
type stopwatch struct{ performance js.Value }

func (s stopwatch) time(f func() error) (ms float64, err error) {
	begun := s.performance.Call("now").Float()
	err = f()
	return s.performance.Call("now").Float() - begun, err
}

// slice is about how many milliseconds a kernel runs between two looks at the clock.
const slice = 1

// measureKernels times each kernel of a network (weights are safetensors), and in turn with them the loop that only
// multiplies and adds: {peak: [GMAC/s], kernels: [{layers, name, macs, ms: []}]}. direct asks for kernels without
// Winograd's algorithms.
func measureKernels(e *simd.Engine, weights []byte, direct bool, rounds int) (any, error) {
	m, err := nn.ReadModel(weights)
	if err != nil {
		return nil, err
	}
	open := e.NewRunner
	if direct {
		open = e.NewDirectRunner
	}
	run, err := open(m)
	if err != nil {
		return nil, err
	}
	peak := newPeak()
	x, y := make([]float32, m.Network.Input.Len()), make([]float32, run.OutputLen())
	rng := rand.New(rand.NewPCG(1, 1))
	for i := range x {
		x[i] = float32(rng.NormFloat64())
	}
	watch := stopwatch{js.Global().Get("performance")}
	kernels := run.Kernels()
	turns := make([]int, len(kernels))
	for range 500 { // until the browser has compiled everything well
		peak.Invoke(0, 1<<13)
		if err := run.Forward(y, x); err != nil {
			return nil, err
		}
	}
	for i := range kernels {
		const tries = 20
		ms, err := watch.time(func() error { return repeat(tries, kernels[i].Run) })
		if err != nil {
			return nil, err
		}
		turns[i] = max(1, int(slice*tries/max(ms, 0.005)))
	}
	peaks, times := []any{}, make([][]any, len(kernels))
	const peakTurns = 1 << 21 // two milliseconds
	for round := range 5 + rounds {
		ms, _ := watch.time(func() error { peak.Invoke(0, peakTurns); return nil })
		if round >= 5 {
			peaks = append(peaks, peakTurns*peakMACs/(ms*1e6))
		}
		for i := range kernels {
			ms, err := watch.time(func() error { return repeat(turns[i], kernels[i].Run) })
			if err != nil {
				return nil, err
			}
			if round >= 5 {
				times[i] = append(times[i], ms/float64(turns[i]))
			}
		}
	}
	list := []any{}
	for i, k := range kernels {
		list = append(list, map[string]any{"layers": k.Layers, "name": k.Name, "macs": k.MACs, "ms": times[i]})
	}
	return map[string]any{"peak": peaks, "kernels": list}, nil
}

func repeat(n int, f func() error) error {
	for range n {
		if err := f(); err != nil {
			return err
		}
	}
	return nil
}

// measureScan times the search for the 5 nearest of so many works with int8 prototypes of so many numbers, and in turn
// with it reading the same bytes once: {nearest: [], read: []}.
func measureScan(e *simd.Engine, works, dim, rounds int) (any, error) {
	set := &proto.Int8Set{Dim: dim, Vectors: make([]int8, works*dim), Scales: make([]float32, works)}
	rng := rand.New(rand.NewPCG(2, 2))
	for i := range set.Vectors {
		set.Vectors[i] = int8(rng.Uint32())
	}
	for i := range set.Scales {
		set.Scales[i] = 0.01
	}
	index, err := e.NewIndex(set)
	if err != nil {
		return nil, err
	}
	q := make([]float32, dim)
	watch := stopwatch{js.Global().Get("performance")}
	var best []proto.Match
	nearest, read := []any{}, []any{}
	for round := range 10 + rounds {
		for i := range q {
			q[i] = float32(rng.NormFloat64())
		}
		n, _ := watch.time(func() error { best = index.Nearest(best, q, 5); return nil })
		r, _ := watch.time(func() error { index.ReadOnce(); return nil })
		if round >= 10 {
			nearest, read = append(nearest, n), append(read, r)
		}
	}
	return map[string]any{"nearest": nearest, "read": read}, nil
}
