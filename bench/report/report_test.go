//go:build !js

package report

import (
	"bytes"
	"encoding/json"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docent/bench/stats"
)

// sample is a report with every number there.
func sample() *Report {
	ms := func(median float64) stats.Summary {
		return stats.Summary{Median: median, P10: 0.9 * median, P90: 1.3 * median, Count: 7}
	}
	engines := map[string]Engine{
		DocentSIMD:        {ms(0.75), 1e-6},
		"docent scalar":   {ms(9), 7e-7},
		"onnxruntime-web": {ms(3), 9e-7},
		"tfjs":            {ms(2.5), 8e-7},
	}
	size := map[string]Size{"wasm": {3000, 2000, 1000}, "total": {4000, 3000, 2000}}
	r := &Report{
		Bytes:    map[string]map[string]Size{"docent": size, "onnxruntime-web": size, "tfjs": size},
		Networks: map[string]Network{"conv4": {"conv4-64", "3x56x56", 43e6, engines}, "released": {"conv4-64", "3x56x56", 43e6, engines}},
		Kernels: &Kernels{Peak: 30, Kernels: []Kernel{
			{Group: Winograd, Layers: "conv1", Name: "winograd", MACs: 30e6, Millis: ms(0.5)},
			{Group: Direct, Layers: "conv1", Name: "direct", MACs: 30e6, Millis: ms(1.25)},
			{Group: Direct, Layers: "flatten", Name: "transposed", Millis: ms(100)}, // computes nothing
			{Group: Others, Layers: "other", Name: "other", MACs: 1, Millis: ms(100)},
		}},
		Scans:     []Scan{{"Chromium", 100000, 256, ms(2), ms(1)}},
		Frames:    []Frame{{Works: 1000, Engine: "simd", Passes: 5, Millis: ms(8), Draw: ms(1), Look: ms(6), Network: ms(0.7)}},
		Native:    map[string]Native{"released": {map[string]stats.Summary{"plain Go": ms(100), "scalar Go": ms(8), "wazero": ms(1.6)}}},
		ColdStart: ColdStart{Ready: ms(900), Answer: ms(1100), Card: ms(1500), Files: map[string]Size{"a": {1, 1, 1}}, Total: Size{5000, 4000, 3000}, Served: 3000},
		Rounds:    7,
		Machine:   Machine{"Processor", 2, "linux/amd64", "go1.26", "156"},
		Peers:     map[string]string{"tfjs": "4.22.0", "onnxruntime-web": "1.30.0"},
		Ratios:    map[string]float64{},
	}
	for i, k := range RatioKeys {
		r.Ratios[k] = 1.5 + float64(i)
	}
	return r
}

// The shape of the JSON that others read.
func TestJSON(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bench.json")
	if err := sample().WriteJSON(path); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Ratios map[string]float64
		Bytes  map[string]map[string]map[string]int
	}
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	for _, k := range []string{"conv4_vs_ort", "conv4_vs_tfjs", "released_vs_ort", "released_vs_tfjs", "wazero_vs_scalar", "frame_vs_network"} {
		if got.Ratios[k] < 1.5 {
			t.Errorf("ratio %s is %g", k, got.Ratios[k])
		}
	}
	if got.Bytes["docent"]["wasm"]["brotli"] != 1000 || got.Bytes["tfjs"]["total"]["raw"] != 4000 {
		t.Errorf("bytes are %v", got.Bytes)
	}
	for _, want := range []string{`"median": 0.75`, `"p10"`, `"p90"`, `"chromium": "156"`, `"worst_difference"`, `"cold_start"`, `"peak_gmacs": 30`} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("there is no %s", want)
		}
	}
}

// A report that lacks something is not written, and what was there before stays.
func TestIncomplete(t *testing.T) {
	for _, c := range []struct {
		name string
		harm func(r *Report)
		want string
	}{
		{"no ratio", func(r *Report) { delete(r.Ratios, ScanVsRead) }, "ratio scan_vs_read is missing"},
		{"nothing measured", func(r *Report) { r.Ratios[Conv4VsORT] = math.NaN() }, "ratio conv4_vs_ort is NaN"},
		{"no time at all", func(r *Report) { r.Ratios[Conv4VsORT] = math.Inf(1) }, "ratio conv4_vs_ort is +Inf"},
		{"no size", func(r *Report) { delete(r.Bytes, "tfjs") }, "the size of tfjs is missing"},
	} {
		r := sample()
		c.harm(r)
		path := filepath.Join(t.TempDir(), "bench.json")
		if err := os.WriteFile(path, []byte("old"), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := r.WriteJSON(path); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
		if b, err := os.ReadFile(path); err != nil || string(b) != "old" {
			t.Errorf("%s: the file is %q now (%v)", c.name, b, err)
		}
	}
}

func TestTable(t *testing.T) {
	var b strings.Builder
	if err := sample().WriteTable(&b); err != nil {
		t.Fatal(err)
	}
	s := strings.Join(strings.Fields(b.String()), " ")
	for _, want := range []string{
		"Processor, 2 cores, linux/amd64, Chromium 156, go1.26; 7 rounds",
		"docent simd 0.750 0.675-0.975 1.00 1e-06",
		"tfjs 4.22.0 2.500 2.250-3.250 3.33 8e-07",
		"wazero 1.600 1.440-2.080 1.00",
		"scalar Go 8.000 7.200-10.400 5.00",
		"docent: wasm 3.0 2.0 1.0",
		"frame_vs_network",
		"100000 x 256 in Chromium 2.000",
	} {
		if !strings.Contains(s, want) {
			t.Errorf("the table does not say %q:\n%s", want, b.String())
		}
	}
	if strings.Index(s, "docent simd") > strings.Index(s, "tfjs 4.22.0") {
		t.Error("the fastest engine is not the first")
	}
}

func TestCompare(t *testing.T) {
	direct, winograd := sample().Kernels.Compare()
	if math.Abs(direct-24.0/30) > 1e-12 || math.Abs(winograd-2.5) > 1e-12 {
		t.Errorf("direct kernels reach %g of the peak, want 0.8; Winograd's are %g times as fast, want 2.5", direct, winograd)
	}
}

func TestChart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bench.png")
	if err := sample().WriteChart(path); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	// The bars of docent and of three others, on two panels: docent's is 12 times shorter than the longest.
	blue, grey := 0, 0
	for y := range m.Bounds().Dy() {
		for x := range m.Bounds().Dx() {
			switch m.At(x, y) {
			case m.ColorModel().Convert(ours):
				blue++
			case m.ColorModel().Convert(theirs):
				grey++
			}
		}
	}
	if share := float64(grey) / float64(blue); share < 10 || share > 30 {
		t.Errorf("%d pixels of docent's bars, %d of the others', %.1f times as many; want (9 + 3 + 2.5) / 0.75 = 19", blue, grey, share)
	}
	if err := (&Report{}).WriteChart(filepath.Join(t.TempDir(), "none.png")); err == nil {
		t.Error("nothing is drawn")
	}
}

func TestWholeTicks(t *testing.T) {
	for _, c := range []struct {
		highest float64
		want    string
	}{
		{0.75, "0 0.1 0.2 0.3 0.4 0.5 0.6 0.7"},
		{1, "0 0.2 0.4 0.6 0.8 1"},
		{12.2, "0 2 4 6 8 10 12"},
		{39, "0 5 10 15 20 25 30 35"},
		{150, "0 20 40 60 80 100 120 140"},
	} {
		var labels []string
		for _, tick := range wholeTicks(0, c.highest) {
			labels = append(labels, tick.Label)
		}
		if got := strings.Join(labels, " "); got != c.want {
			t.Errorf("up to %g: %s, want %s", c.highest, got, c.want)
		}
	}
}
