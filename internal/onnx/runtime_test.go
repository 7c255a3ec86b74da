//go:build !js

package onnx

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"docent/model/nn"
	"docent/model/weights"
)

// tolerance between onnxruntime and the reference, relative to the largest number of the output. What is usual is 1e-6.
const tolerance = 1e-3

// TestRuntime runs random networks, and the released one, with onnxruntime-web: every operator, as the file describes it,
// computes what docent does.
func TestRuntime(t *testing.T) {
	runtime, err := filepath.Abs("../../build/bench/node_modules/onnxruntime-web")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(runtime); err != nil {
		t.Skip("there is no onnxruntime-web in build/bench (make bench installs it)")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("there is no node")
	}

	released, err := nn.ReadModel(weights.Released())
	if err != nil {
		t.Fatal(err)
	}
	models := []*nn.Model{released}
	used := map[string]int{}
	for seed := range uint64(150) {
		models = append(models, randomModel(t, seed, used))
	}
	for _, op := range operators {
		if used[op] < 5 {
			t.Errorf("%s was tried %d times only", op, used[op])
		}
	}
	dir := t.TempDir()
	file := func(i int, ext string) string { return filepath.Join(dir, fmt.Sprint(i, ext)) }
	inputs := make([][]float32, len(models))
	r := rand.New(rand.NewPCG(5, 5))
	for i, m := range models {
		b, err := Encode(m)
		if err != nil {
			t.Fatal(err)
		}
		inputs[i] = make([]float32, m.Network.Input.Len())
		var x []byte
		for j := range inputs[i] {
			inputs[i][j] = float32(r.NormFloat64())
			x = binary.LittleEndian.AppendUint32(x, math.Float32bits(inputs[i][j]))
		}
		write(t, file(i, ".onnx"), b)
		write(t, file(i, ".x"), x)
	}
	if out, err := exec.Command(node, "testdata/run.js", runtime, dir, fmt.Sprint(len(models))).CombinedOutput(); err != nil {
		t.Fatalf("node: %v\n%s", err, out)
	}
	worst := 0.0
	for i, m := range models {
		want, err := m.Reference(inputs[i])
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(file(i, ".y"))
		if err != nil {
			why, _ := os.ReadFile(file(i, ".error"))
			t.Errorf("onnxruntime: %s\n%+v", why, m.Network)
			continue
		}
		d, err := distance(readTensor{raw: b}.floats(), want)
		if err != nil || d > tolerance {
			t.Errorf("differs by %g (%v): %+v", d, err, m.Network)
		}
		worst = max(worst, d)
	}
	t.Logf("%d networks differ by at most %.2g", len(models), worst)
}

// distance returns the largest difference, relative to the largest number wanted.
func distance(got, want []float32) (float64, error) {
	if len(got) != len(want) {
		return 0, fmt.Errorf("%d values, want %d", len(got), len(want))
	}
	diff, scale := 0.0, 1e-30
	for i, w := range want {
		d := math.Abs(float64(got[i]) - float64(w))
		if math.IsNaN(d) {
			return d, fmt.Errorf("value %d is %g, want %g", i, got[i], w)
		}
		diff, scale = max(diff, d), max(scale, math.Abs(float64(w)))
	}
	return diff / scale, nil
}

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o666); err != nil {
		t.Fatal(err)
	}
}

// What explain says has to hold for either normalisation.
func TestExplain(t *testing.T) {
	for _, c := range []struct {
		norm nn.Normalisation
		want string
	}{
		{nn.Normalisation{Kind: nn.NormImage}, "mean of the whole picture"},
		{nn.Normalisation{Kind: nn.NormFixed, Mean: [3]float32{0.1, 0.2, 0.3}, Std: [3]float32{1, 2, 3}}, "mean [0.1 0.2 0.3] and std [1 2 3]"},
	} {
		n := nn.Conv4(2)
		n.Normalisation = c.norm
		if got := explain(&n); !strings.Contains(got, c.want) {
			t.Errorf("%q does not say %q", got, c.want)
		}
	}
}
