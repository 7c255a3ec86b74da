//go:build !js

package main

import (
	"flag"
	"fmt"
	"slices"

	"docent/internal/engine"
)

// engineFlag is the flag that chooses what runs the network.
type engineFlag string

func (e *engineFlag) define(f *flag.FlagSet) {
	*e = engine.Auto
	f.Var(e, "engine", "what runs the network: simd (WebAssembly SIMD compiled by wazero), scalar (plain Go), or auto: simd where it runs")
}

func (e *engineFlag) String() string { return string(*e) }

func (e *engineFlag) Set(s string) error {
	if !slices.Contains([]string{engine.Auto, engine.SIMD, engine.Scalar}, s) {
		return fmt.Errorf("it is %s, %s or %s", engine.Auto, engine.SIMD, engine.Scalar)
	}
	*e = engineFlag(s)
	return nil
}

// open opens the engine. Its memory is freed when the command ends.
func (e *engineFlag) open() (engine.Engine, error) { return engine.Open(string(*e)) }
