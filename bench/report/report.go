//go:build !js

// Package report holds what make bench has measured, and writes it: as JSON, as a table for people, as a chart.
package report

import (
	"encoding/json"
	"fmt"
	"io"
	"math"

	"docent/bench/stats"
	"docent/model/atomicfile"
)

// The keys of Ratios: how many times faster docent is. The last four say something else.
const (
	Conv4VsORT     = "conv4_vs_ort"
	Conv4VsTFJS    = "conv4_vs_tfjs"
	ReleasedVsORT  = "released_vs_ort"
	ReleasedVsTFJS = "released_vs_tfjs"
	WazeroVsScalar = "wazero_vs_scalar" // natively, on the released network: wazero against tuned scalar Go

	FrameVsNetwork   = "frame_vs_network"   // how many times longer a frame's whole way among 1,000 works takes than its forward passes alone
	ScanVsRead       = "scan_vs_read"       // how many times longer the search among 100,000 works takes than reading their bytes once
	DirectVsPeak     = "direct_vs_peak"     // the direct kernels' share of the attainable peak, over all convolutions of Conv4
	WinogradVsDirect = "winograd_vs_direct" // how many times faster Winograd's kernels are than the direct ones, over the same
)

// RatioKeys are all keys that Ratios must have.
var RatioKeys = []string{Conv4VsORT, Conv4VsTFJS, ReleasedVsORT, ReleasedVsTFJS, WazeroVsScalar,
	FrameVsNetwork, ScanVsRead, DirectVsPeak, WinogradVsDirect}

// A Report is everything that was measured. Times are milliseconds.
type Report struct {
	Ratios    map[string]float64         `json:"ratios"`
	Bytes     map[string]map[string]Size `json:"bytes"` // of docent and its peers, by kind: wasm, js, their total; of docent also weights, first_visit
	Networks  map[string]Network         `json:"networks"`
	Kernels   *Kernels                   `json:"kernels"`
	Scans     []Scan                     `json:"scans"`
	Frames    []Frame                    `json:"frames"`
	Native    map[string]Native          `json:"native"`
	ColdStart ColdStart                  `json:"cold_start"`
	Rounds    int                        `json:"rounds"`
	Machine   Machine                    `json:"machine"`
	Peers     map[string]string          `json:"peers"` // their versions
}

// A Network is what the page has measured on a network: each engine's time of a forward pass.
type Network struct {
	Name    string            `json:"name"`
	Input   string            `json:"input"` // CxHxW
	MACs    int64             `json:"macs"`
	Engines map[string]Engine `json:"engines"`
}

// An Engine is one of those that ran beside each other.
type Engine struct {
	Millis     stats.Summary `json:"ms"`
	Difference float64       `json:"worst_difference"` // from plain Go, relative to the largest number of an output
}

// Size is how much a download is.
type Size struct {
	Raw    int `json:"raw"`
	Gzip   int `json:"gzip"`
	Brotli int `json:"brotli"`
}

// Add returns the sum of two sizes.
func (s Size) Add(t Size) Size { return Size{s.Raw + t.Raw, s.Gzip + t.Gzip, s.Brotli + t.Brotli} }

// A Frame is the way of a frame through docent's own worker: a bitmap is taken, scaled, sampled, embedded, and matched.
type Frame struct {
	Works   int           `json:"works"`
	Engine  string        `json:"engine"` // the worker's
	Passes  int           `json:"passes"` // of the network, one for each window of a frame
	Millis  stats.Summary `json:"ms"`     // from the grab to the answer, messages included
	Draw    stats.Summary `json:"draw_ms"`
	Look    stats.Summary `json:"look_ms"`    // sampling, embedding and matching
	Network stats.Summary `json:"network_ms"` // one forward pass, measured in turn with the frames
}

// Native is the times of a forward pass natively, by engine, and where wazero cannot run, why.
type Native struct {
	Engines map[string]stats.Summary `json:"ms"`
}

// ColdStart is a first visit: a browser that has never been here, a server on the same machine.
type ColdStart struct {
	Ready  stats.Summary   `json:"ready_ms"`  // from navigation until the visitor can start
	Answer stats.Summary   `json:"answer_ms"` // until the first frame was answered
	Card   stats.Summary   `json:"card_ms"`   // until the work's card is open, over several frames
	Files  map[string]Size `json:"files"`     // what was downloaded
	Total  Size            `json:"total"`
	Served int64           `json:"served_bytes"` // as the server sent it
}

// Machine says where it was measured.
type Machine struct {
	CPU      string `json:"cpu"`
	Cores    int    `json:"cores"`
	System   string `json:"system"` // GOOS/GOARCH
	Go       string `json:"go"`
	Chromium string `json:"chromium"`
}

// Check refuses a report that lacks a number, so that none is written that says less than it should.
func (r *Report) Check() error {
	for _, k := range RatioKeys {
		if v, ok := r.Ratios[k]; !ok {
			return fmt.Errorf("report: ratio %s is missing", k)
		} else if !(v > 0) || math.IsInf(v, 0) {
			return fmt.Errorf("report: ratio %s is %g", k, v)
		}
	}
	for _, k := range []string{"docent", "onnxruntime-web", "tfjs"} {
		if s := r.Bytes[k]["total"]; s.Raw <= 0 || s.Gzip <= 0 || s.Brotli <= 0 {
			return fmt.Errorf("report: the size of %s is missing", k)
		}
	}
	return nil
}

// WriteJSON checks the report and writes it, whole or not at all.
func (r *Report) WriteJSON(path string) error {
	if err := r.Check(); err != nil {
		return err
	}
	b, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return atomicfile.Write(path, func(w io.Writer) error {
		_, err := w.Write(append(b, '\n'))
		return err
	})
}

// Kernels is how near docent's kernels come to what the processor can do in a browser.
type Kernels struct {
	Peak    float64  `json:"peak_gmacs"` // 10^9 multiply-adds a second of a loop that works on registers alone: the attainable peak
	Kernels []Kernel `json:"kernels"`
}

// Groups of kernels.
const (
	Winograd = "conv4, as planned"
	Direct   = "conv4, direct"
	Others   = "one of each"
)

// A Kernel is one step of a network.
type Kernel struct {
	Group  string        `json:"group"`
	Layers string        `json:"layers"`
	Name   string        `json:"name"` // with its tile, pixels x channels
	MACs   int64         `json:"macs"` // by definition, of what is needed: Winograd's kernels get by with fewer
	Millis stats.Summary `json:"ms"`
	GMACs  float64       `json:"gmacs"` // 10^9 of them a second
	Share  float64       `json:"share"` // of the peak
}

// A Scan is the search for the 5 nearest prototypes, as int8, and reading the same bytes once.
type Scan struct {
	Where   string        `json:"where"`
	Works   int           `json:"works"`
	Dim     int           `json:"dim"`
	Nearest stats.Summary `json:"nearest_ms"`
	Read    stats.Summary `json:"read_ms"`
}

// Compare returns the direct convolutions' share of the peak, and how many times faster those are that the planner chose
// instead, over all convolutions of Conv4.
func (k *Kernels) Compare() (directVsPeak, winogradVsDirect float64) {
	type sum struct{ macs, ms float64 }
	sums := map[string]*sum{Winograd: {}, Direct: {}}
	for _, v := range k.Kernels {
		if s := sums[v.Group]; s != nil && v.MACs > 0 {
			s.macs += float64(v.MACs)
			s.ms += v.Millis.Median
		}
	}
	direct := sums[Direct].macs / sums[Direct].ms / 1e6
	return direct / k.Peak, sums[Direct].ms / sums[Winograd].ms
}
