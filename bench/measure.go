//go:build !js

package main

import (
	"context"
	"fmt"

	"docent/bench/report"
	"docent/bench/workload"
	"docent/model/bundle"
)

// Sizes of the collections in which frames are matched.
const (
	smallCollection = 1_000
	largeCollection = 100_000
)

// measure measures everything. say hears what is being done.
func measure(ctx context.Context, set settings, say func(format string, args ...any)) (*report.Report, error) {
	if err := checkPage(); err != nil {
		return nil, err
	}
	base, err := bundle.ReadFile(set.bundle)
	if err != nil {
		return nil, fmt.Errorf("%w (make bundle makes it)", err)
	}
	say("installing the peers in %s", set.dir)
	if err := installPeers(ctx, set.dir); err != nil {
		return nil, err
	}
	r := &report.Report{Rounds: set.rounds}
	if r.Peers, err = peerVersions(); err != nil {
		return nil, err
	}
	say("compressing the downloads")
	sizes := openScale(set.dir + "/sizes.json")
	if r.Bytes, err = sizes.wire(set.dir); err != nil {
		return nil, err
	}
	say("drawing the frames")
	networks, err := workload.Networks()
	if err != nil {
		return nil, err
	}
	pictures, err := scenes(sceneCount)
	if err != nil {
		return nil, err
	}
	s, err := serve(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.bench(ctx, set.dir); err != nil {
		return nil, err
	}

	// The page first, and nothing beside it.
	c, err := compare(ctx, s, networks)
	if err != nil {
		return nil, err
	}
	defer c.tab.close()
	r.Machine = machine(c.tab.version)
	if r.Networks, err = c.run(set.warmup, set.rounds, func(done, total int) { say("in the browser: round %d of %d", done, total) }); err != nil {
		return nil, err
	}
	say("kernels")
	if r.Kernels, err = c.kernels(s, set.rounds); err != nil {
		return nil, err
	}
	scan, err := c.scan(set.rounds)
	if err != nil {
		return nil, err
	}
	if r.Frames, err = c.collections(s, base, s.serveScenes(pictures), set.rounds, say); err != nil {
		return nil, err
	}
	c.tab.close()

	say("natively")
	if r.Native, err = native(ctx, networks, set.rounds); err != nil {
		return nil, err
	}
	million, err := nativeScan(ctx, set.rounds)
	if err != nil {
		return nil, err
	}
	r.Scans = []report.Scan{scan, million}
	if err := s.site("/museum/", base); err != nil {
		return nil, err
	}
	say("%d first visits", set.visits)
	if r.ColdStart, err = coldStart(ctx, s, "/museum/", pictures[0], set.visits, sizes); err != nil {
		return nil, err
	}
	r.Bytes["docent"]["first_visit"] = r.ColdStart.Total
	say("")
	r.Ratios = ratios(r)
	return r, nil
}

// collections measures frames in two collections, synthesised from a real one.
func (c *comparison) collections(s *server, base *bundle.Bundle, scenes []string, frames int, say func(format string, args ...any)) ([]report.Frame, error) {
	var list []report.Frame
	for _, works := range []int{smallCollection, largeCollection} {
		say("frames among %d works", works)
		b := synthesise(base, works)
		prefix := fmt.Sprintf("/works-%d/", works)
		if err := s.site(prefix, base); err != nil {
			return nil, err
		}
		if err := s.replaceBundle(prefix, b); err != nil {
			return nil, err
		}
		f, err := c.frames(prefix, works, scenes, frames)
		if err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, nil
}

// ratios compares what was measured.
func ratios(r *report.Report) map[string]float64 {
	m := map[string]float64{}
	for _, v := range []struct{ key, network, engine string }{
		{report.Conv4VsORT, workload.Conv4, "onnxruntime-web"},
		{report.Conv4VsTFJS, workload.Conv4, "tfjs"},
		{report.ReleasedVsORT, workload.Released, "onnxruntime-web"},
		{report.ReleasedVsTFJS, workload.Released, "tfjs"},
	} {
		engines := r.Networks[v.network].Engines
		m[v.key] = engines[report.DocentSIMD].Millis.Ratio(engines[v.engine].Millis)
	}
	released := r.Native[workload.Released].Engines
	m[report.WazeroVsScalar] = released[wazero].Ratio(released[scalar])
	f := r.Frames[0]
	m[report.FrameVsNetwork] = f.Millis.Median / (float64(f.Passes) * f.Network.Median)
	m[report.ScanVsRead] = r.Scans[0].Read.Ratio(r.Scans[0].Nearest)
	m[report.DirectVsPeak], m[report.WinogradVsDirect] = r.Kernels.Compare()
	return m
}
