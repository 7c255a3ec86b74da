//go:build !js

package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"time"

	"docent/bench/report"
	"docent/bench/stats"
	"docent/bench/workload"
	"docent/model"
	"docent/model/nn"
	"docent/model/simd"
)

// The native engines' names.
const (
	plain  = "plain Go" // nn.Model.Reference: loops to be read
	scalar = "scalar Go"
	wazero = "wazero"
)

// plainEvery is how seldom the plain reference runs: it takes as long as a hundred of the others' passes.
const plainEvery = 20

// native measures forward passes of the networks in this very process, on one thread, the engines in another order
// each round.
func native(ctx context.Context, networks []*workload.Network, rounds int) (map[string]report.Native, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	e, err := simd.Open()
	if err != nil {
		return nil, fmt.Errorf("wazero: %w", err)
	}
	defer e.Close()
	result := map[string]report.Native{}
	for _, n := range networks {
		forward, err := nativeEngines(e, n)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", n.Name, err)
		}
		times := map[string][]float64{}
		const warmup = 5
		for round := range warmup + rounds {
			names := []string{scalar, wazero}
			if round%plainEvery == 0 {
				names = append(names, plain)
			}
			rand.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
			for _, name := range names {
				if ctx.Err() != nil {
					return nil, errors.New("interrupted")
				}
				took, err := timeForward(forward[name], n)
				if err != nil {
					return nil, fmt.Errorf("%s on %s: %w", name, n.Name, err)
				}
				if round >= warmup || name == plain { // which has nothing to warm up
					times[name] = append(times[name], took)
				}
			}
		}
		r := report.Native{Engines: map[string]stats.Summary{}}
		for name, t := range times {
			r.Engines[name] = stats.Summarise(t)
		}
		result[n.Name] = r
	}
	return result, nil
}

// nativeEngines returns forward passes of a network by engine.
func nativeEngines(e *simd.Engine, n *workload.Network) (map[string]func(dst, x []float32) error, error) {
	tuned, err := nn.NewRunner(n.Model)
	if err != nil {
		return nil, err
	}
	compiled, err := e.NewRunner(n.Model)
	if err != nil {
		return nil, err
	}
	var _, _ model.Encoder = tuned, compiled
	return map[string]func(dst, x []float32) error{
		scalar: tuned.Forward,
		wazero: compiled.Forward,
		plain: func(dst, x []float32) error {
			y, err := n.Model.Reference(x)
			copy(dst, y)
			return err
		},
	}, nil
}

// timeForward runs all frames and returns the milliseconds of a pass. An output that is wrong is an error.
func timeForward(forward func(dst, x []float32) error, n *workload.Network) (float64, error) {
	outputs := make([][]float32, len(n.Inputs))
	for i := range outputs {
		outputs[i] = make([]float32, len(n.Wants[i]))
	}
	begun := time.Now()
	for i, x := range n.Inputs {
		if err := forward(outputs[i], x); err != nil {
			return 0, err
		}
	}
	took := time.Since(begun)
	for i, y := range outputs {
		if d := difference(y, n.Wants[i]); !(d <= tolerance) {
			return 0, fmt.Errorf("frame %d: differs from plain Go by %g", i, d)
		}
	}
	return took.Seconds() * 1000 / float64(len(n.Inputs)), nil
}

// difference returns the largest difference of two outputs, relative to the largest number that is wanted.
func difference(got, want []float32) float64 {
	diff, scale := 0.0, 0.0
	for i, w := range want {
		if d := math.Abs(float64(got[i]) - float64(w)); d > diff || math.IsNaN(d) {
			diff = d // a NaN stays: nothing is larger
		}
		scale = max(scale, math.Abs(float64(w)))
	}
	return diff / scale
}
