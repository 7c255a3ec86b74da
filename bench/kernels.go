//go:build !js

package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"docent/bench/report"
	"docent/bench/stats"
	"docent/bench/workload"
	"docent/model/nn"
	"docent/model/proto"
	"docent/model/simd"
)

// kernels measures docent's kernels in the page, each by itself: those of Conv4 with Winograd's algorithms and without,
// and those of a network that has one layer of every other kind.
func (c *comparison) kernels(s *server, rounds int) (*report.Kernels, error) {
	zoo, err := workload.Zoo()
	if err != nil {
		return nil, err
	}
	weights, err := zoo.Encode(nn.F32, nil)
	if err != nil {
		return nil, err
	}
	s.files("/bench/zoo/", map[string][]byte{"weights.safetensors": weights})

	result := &report.Kernels{}
	var peaks []float64
	conv4 := c.networks[0]
	for _, v := range []struct {
		group, url string
		direct     bool
		network    *nn.Network
	}{
		{report.Winograd, "networks/" + conv4.Name + "/weights.safetensors", false, &conv4.Model.Network},
		{report.Direct, "networks/" + conv4.Name + "/weights.safetensors", true, &conv4.Model.Network},
		{report.Others, "zoo/weights.safetensors", true, &zoo.Network},
	} {
		got, err := ask[struct {
			Peak    []float64
			Kernels []struct {
				Layers, Name string
				MACs         int64     `json:"macs"`
				Millis       []float64 `json:"ms"`
			}
		}](c.tab, "kernels", map[string]any{"url": v.url, "direct": v.direct, "rounds": rounds})
		if err != nil {
			return nil, fmt.Errorf("time the kernels: %w", err)
		}
		peaks = append(peaks, got.Peak...)
		peak := stats.Summarise(got.Peak).Median // of these very rounds
		for _, k := range got.Kernels {
			ms := stats.Summarise(k.Millis)
			macs, err := needed(v.network, k.Layers, k.MACs)
			if err != nil {
				return nil, err
			}
			r := report.Kernel{Group: v.group, Layers: k.Layers, Name: k.Name, MACs: macs, Millis: ms}
			r.GMACs = float64(macs) / ms.Median / 1e6
			r.Share = r.GMACs / peak
			result.Kernels = append(result.Kernels, r)
		}
	}
	result.Peak = stats.Summarise(peaks).Median
	return result, nil
}

// needed returns how many of a step's multiply-adds count: where pooling leaves out the last row or column of an odd
// picture, nobody needs to compute it, and a kernel that does not must not seem the faster for it. layers names those of
// the step, a convolution first.
func needed(n *nn.Network, layers string, macs int64) (int64, error) {
	names := strings.Fields(layers)
	if !slices.ContainsFunc(names, func(s string) bool { return strings.HasPrefix(s, nn.OpMaxPool) }) {
		return macs, nil
	}
	shapes, err := n.Shapes()
	if err != nil {
		return 0, err
	}
	for i, l := range n.Layers {
		if l.Op == nn.OpConv && l.Name == names[0] {
			s := shapes[i]
			return macs / int64(s.H*s.W) * int64(s.H/2*2*(s.W/2*2)), nil
		}
	}
	return macs, nil
}

// Sizes of the searches.
const (
	scanDim     = 256
	nativeWorks = 1_000_000
)

// scan measures the search for the nearest of a large collection in the page.
func (c *comparison) scan(rounds int) (report.Scan, error) {
	got, err := ask[struct{ Nearest, Read []float64 }](c.tab, "scan", map[string]any{"works": largeCollection, "dim": scanDim, "rounds": rounds})
	if err != nil {
		return report.Scan{}, fmt.Errorf("search %d works: %w", largeCollection, err)
	}
	return report.Scan{Where: "Chromium", Works: largeCollection, Dim: scanDim, Nearest: stats.Summarise(got.Nearest), Read: stats.Summarise(got.Read)}, nil
}

// nativeScan measures it natively, on ten times as many.
func nativeScan(ctx context.Context, rounds int) (report.Scan, error) {
	e, err := simd.Open()
	if err != nil {
		return report.Scan{}, fmt.Errorf("wazero: %w", err)
	}
	defer e.Close()
	set := &proto.Int8Set{Dim: scanDim, Vectors: make([]int8, nativeWorks*scanDim), Scales: make([]float32, nativeWorks)}
	rng := rand.New(rand.NewPCG(2, 2))
	for i := range set.Vectors {
		set.Vectors[i] = int8(rng.Uint32())
	}
	for i := range set.Scales {
		set.Scales[i] = 0.01
	}
	index, err := e.NewIndex(set)
	if err != nil {
		return report.Scan{}, fmt.Errorf("search %d works: %w", nativeWorks, err)
	}
	q := make([]float32, scanDim)
	var best []proto.Match
	var nearest, read []float64
	for range rounds {
		if ctx.Err() != nil {
			return report.Scan{}, errors.New("interrupted")
		}
		for i := range q {
			q[i] = float32(rng.NormFloat64())
		}
		begun := time.Now()
		best = index.Nearest(best, q, 5)
		middle := time.Now()
		index.ReadOnce()
		nearest = append(nearest, middle.Sub(begun).Seconds()*1000)
		read = append(read, time.Since(middle).Seconds()*1000)
	}
	return report.Scan{Where: "wazero", Works: nativeWorks, Dim: scanDim, Nearest: stats.Summarise(nearest), Read: stats.Summarise(read)}, nil
}
