//go:build !js

package main

import (
	"context"
	"fmt"
	"maps"

	"docent/bench/report"
	"docent/bench/stats"
	"docent/bench/workload"
)

// tolerance is how far an output may be from plain Go's, relative to its largest number. Beyond it nothing was measured.
const tolerance = 1e-3

// A comparison is the page in which docent and its peers run beside each other.
type comparison struct {
	tab      *tab
	engines  []string // of all
	networks []*workload.Network
}

// compare opens the page, with every network in every engine.
func compare(ctx context.Context, s *server, networks []*workload.Network) (*comparison, error) {
	for _, n := range networks {
		files, err := n.Files()
		if err != nil {
			return nil, err
		}
		s.files("/bench/networks/"+n.Name+"/", files)
	}
	t, err := openTab(ctx, "", "")
	if err != nil {
		return nil, err
	}
	c := &comparison{tab: t, networks: networks}
	if err := c.start(s.url + "/bench/"); err != nil {
		t.close()
		return nil, fmt.Errorf("start the bench's page: %w", err)
	}
	return c, nil
}

func (c *comparison) start(url string) error {
	if err := c.tab.visit(url); err != nil {
		return err
	}
	started, err := ask[struct {
		Engines  []string
		Isolated bool
	}](c.tab, "start", nil)
	if err != nil {
		return err
	}
	if !started.Isolated {
		return fmt.Errorf("it is not isolated, so that its clock is too coarse")
	}
	c.engines = started.Engines
	for _, n := range c.networks {
		if _, err := ask[struct{}](c.tab, "open", map[string]any{"network": n.Name, "frames": workload.Frames}); err != nil {
			return fmt.Errorf("%s: %w", n.Name, err)
		}
	}
	return nil
}

// roundsAtOnce is how many rounds the page runs between two words of progress.
const roundsAtOnce = 10

// run runs the rounds of all networks, after others that warm everything up: browsers compile WebAssembly twice, fast and
// then well, what is used most first.
func (c *comparison) run(warmup, rounds int, progress func(done, total int)) (map[string]report.Network, error) {
	times := map[string]map[string][]float64{} // of a network's engine, ms by round
	worst := map[string]map[string]float64{}
	for _, n := range c.networks {
		times[n.Name], worst[n.Name] = map[string][]float64{}, map[string]float64{}
	}
	total := warmup + rounds
	for done := 0; done < total; {
		count := min(roundsAtOnce, total-done)
		if done < warmup {
			count = min(count, warmup-done)
		}
		for _, n := range c.networks { // in turn, so that a slow spell of the machine meets all
			got, err := ask[struct {
				Times map[string][]float64
				Worst map[string]float64
			}](c.tab, "rounds", map[string]any{"network": n.Name, "count": count, "tolerance": tolerance})
			if err != nil {
				return nil, err
			}
			for e, d := range got.Worst {
				worst[n.Name][e] = max(worst[n.Name][e], d)
			}
			if done >= warmup {
				for e, t := range got.Times {
					times[n.Name][e] = append(times[n.Name][e], t...)
				}
			}
		}
		done += count
		progress(done, total)
	}
	result := map[string]report.Network{}
	for _, n := range c.networks {
		macs, err := n.MACs()
		if err != nil {
			return nil, err
		}
		r := report.Network{Name: n.Model.Network.Name, Input: n.Model.Network.Input.String(), MACs: macs, Engines: map[string]report.Engine{}}
		for e := range maps.Keys(times[n.Name]) {
			r.Engines[e] = report.Engine{Millis: stats.Summarise(times[n.Name][e]), Difference: worst[n.Name][e]}
		}
		result[n.Name] = r
	}
	return result, nil
}
