//go:build !js

package main

import (
	"fmt"

	"docent/bench/report"
	"docent/bench/stats"
	"docent/bench/workload"
	"docent/model"
)

// framesAtOnce is how many frames the recogniser looks at between two measurements of the network alone.
const framesAtOnce = 10

// frames measures the way of a frame through docent's own worker, on a site at an address of the server, in turn with
// the network alone in the worker that measures.
func (c *comparison) frames(site string, works int, scenes []string, count int) (report.Frame, error) {
	engine, err := eval[string](c.tab, "recogniser", site, scenes)
	if err != nil {
		return report.Frame{}, fmt.Errorf("start docent's worker with %d works: %w", works, err)
	}
	passes := len(model.Windows)
	if _, err := eval[struct{}](c.tab, "look", 3*framesAtOnce); err != nil { // warms up
		return report.Frame{}, fmt.Errorf("look at a frame: %w", err)
	}
	var all, draw, look, network []float64
	for done := 0; done < count; done += framesAtOnce {
		got, err := eval[struct{ All, Draw, Look []float64 }](c.tab, "look", framesAtOnce)
		if err != nil {
			return report.Frame{}, fmt.Errorf("look at a frame: %w", err)
		}
		all, draw, look = append(all, got.All...), append(draw, got.Draw...), append(look, got.Look...)
		alone, err := ask[struct{ Times []float64 }](c.tab, "inside", map[string]any{
			"network": workload.Released, "engine": "docent " + engine, "count": framesAtOnce * passes,
		})
		if err != nil {
			return report.Frame{}, err
		}
		network = append(network, alone.Times...)
	}
	return report.Frame{
		Works: works, Engine: engine, Passes: passes,
		Millis: stats.Summarise(all), Draw: stats.Summarise(draw), Look: stats.Summarise(look), Network: stats.Summarise(network),
	}, nil
}
