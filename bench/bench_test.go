//go:build !js

package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docent/bench/workload"
	"docent/model/bundle"
	"docent/model/nn"
	"docent/model/proto"
)

func TestPeerVersions(t *testing.T) {
	versions, err := peerVersions()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range peers {
		v := versions[p.name]
		if v == "" || strings.ContainsAny(v, "^~*<>") {
			t.Errorf("%s is not pinned, but %q", p.name, v)
		}
		if !bytes.Contains(lockJSON, []byte(`"node_modules/`+p.pkg+`": {`+"\n      \"version\": \""+v+`"`)) {
			t.Errorf("package-lock.json does not have %s %s", p.pkg, v)
		}
	}
	if bytes.Contains(lockJSON, []byte(`"resolved"`)) {
		t.Error("package-lock.json names the registry that some machine used")
	}
}

// A machine without npm, or without its registry, is told what to do, and nothing passes for installed.
func TestInstallPeersFails(t *testing.T) {
	for _, c := range []struct{ name, npm, want string }{
		{"no npm", "", "npm is missing"},
		{"no registry", "#!/bin/sh\necho network is unreachable >&2\nexit 1\n", "network is unreachable\nnpm needs its registry once"},
		{"files are missing", "#!/bin/sh\nexit 0\n", "onnxruntime-web"},
	} {
		t.Run(c.name, func(t *testing.T) {
			bin, dir := t.TempDir(), t.TempDir()
			if c.npm != "" {
				if err := os.WriteFile(filepath.Join(bin, "npm"), []byte(c.npm), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			t.Setenv("PATH", bin+":/bin:/usr/bin")
			if c.npm == "" {
				t.Setenv("PATH", bin)
			}
			for range 2 {
				if err := installPeers(context.Background(), dir); err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("error %v, want %q", err, c.want)
				}
			}
		})
	}
}

func TestScale(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sizes.json")
	b := bytes.Repeat([]byte("docent "), 1000)
	first, err := openScale(path).weigh(b)
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	w, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	w.Write(b)
	w.Close()
	if first.Raw != 7000 || first.Gzip != packed.Len() || first.Brotli <= 0 || first.Brotli >= first.Gzip {
		t.Errorf("7000 bytes weigh %+v, gzip makes them %d", first, packed.Len())
	}
	again, err := openScale(path).weigh(b)
	if err != nil || again != first {
		t.Errorf("from the file they weigh %+v (%v)", again, err)
	}
	if err := os.WriteFile(path, []byte("{"), 0o666); err != nil {
		t.Fatal(err)
	}
	if again, err := openScale(path).weigh(b); err != nil || again != first {
		t.Errorf("after damage they weigh %+v (%v)", again, err)
	}
}

func TestDifference(t *testing.T) {
	nan := float32(math.NaN())
	for _, c := range []struct {
		got, want []float32
		d         float64
	}{
		{[]float32{1, 2}, []float32{1, 2}, 0},
		{[]float32{1, 2.5}, []float32{1, -5}, 1.5},
		{[]float32{1.5, 5}, []float32{1, 5}, 0.1},
	} {
		if d := difference(c.got, c.want); math.Abs(d-c.d) > 1e-9 {
			t.Errorf("%v and %v differ by %g, want %g", c.got, c.want, d, c.d)
		}
	}
	if d := difference([]float32{nan, 1}, []float32{1, 1}); d <= tolerance {
		t.Errorf("a NaN differs by %g", d)
	}
}

func TestNeeded(t *testing.T) {
	n := nn.Conv4(4)
	for _, c := range []struct {
		layers string
		want   int64
	}{
		{"conv1 relu maxpool", 56 * 56}, // all of it
		{"conv4 relu maxpool", 56 * 56 * 36 / 49},
		{"conv4 relu", 56 * 56}, // not pooled: all of it
		{"flatten", 56 * 56},
	} {
		if got, err := needed(&n, c.layers, 56*56); err != nil || got != c.want {
			t.Errorf("%s: %d multiply-adds are needed, want %d (%v)", c.layers, got, c.want, err)
		}
	}
}

func TestSynthesise(t *testing.T) {
	b := &bundle.Bundle{Manifest: bundle.Manifest{Network: "x", Languages: []string{"en"}}, Prototypes: &proto.Set{Dim: 2, Vectors: []float32{0, 0, 4, 4, 8, 0}}}
	large := synthesise(b, 10)
	if large.Prototypes.Len() != 10 || len(large.Works) != 10 || len(large.Languages) != 0 || large.Network != "x" {
		t.Errorf("%d prototypes, %d works, languages %v, network %s", large.Prototypes.Len(), len(large.Works), large.Languages, large.Network)
	}
	seen := map[string]bool{}
	for i, w := range large.Works {
		if bundle.CheckID(w.ID) != nil || seen[w.ID] {
			t.Errorf("work %d is called %q", i, w.ID)
		}
		seen[w.ID] = true
	}
	if len(b.Languages) != 1 || b.Prototypes.Len() != 3 {
		t.Error("the bundle that it is made from has changed")
	}
	b.Title, b.WeightsHash = map[string]string{"en": "Ten"}, strings.Repeat("0", 64)
	b.Manifest.Features, b.Calibration = bundle.FeaturesPacked, proto.Calibration{Near: -1, Ahead: -1, Typical: 1, FalseAcceptRate: 0.01}
	if _, err := synthesise(b, 10).Files(); err != nil {
		t.Error("a page cannot be given the bundle: ", err)
	}
}

// The native side of the comparison computes what the page is told to expect.
func TestTimeForward(t *testing.T) {
	m, err := nn.NewRandom(nn.Conv4(2), 1)
	if err != nil {
		t.Fatal(err)
	}
	n := &workload.Network{Name: "small", Model: m, Inputs: [][]float32{make([]float32, 3*56*56)}}
	y, err := m.Reference(n.Inputs[0])
	if err != nil {
		t.Fatal(err)
	}
	n.Wants = [][]float32{y}
	run, err := nn.NewRunner(m)
	if err != nil {
		t.Fatal(err)
	}
	if ms, err := timeForward(run.Forward, n); err != nil || ms <= 0 {
		t.Errorf("it took %g ms (%v)", ms, err)
	}
	n.Wants[0][3] += 1
	if _, err := timeForward(run.Forward, n); err == nil || !strings.Contains(err.Error(), "frame 0: differs") {
		t.Errorf("a wrong output: %v", err)
	}
}
