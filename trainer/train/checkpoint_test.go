package train

import (
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"docent/trainer/checkpoint"
)

func TestCheckpoint(t *testing.T) {
	dir := t.TempDir()
	if cp, err := ReadCheckpoint(dir); cp != nil || err != nil {
		t.Fatalf("empty folder: %v, %v", cp, err)
	}
	c := &Checkpoint{Config: Default(), Step: 42,
		Points: []Point{{Step: 20, Loss: 1.5, Accuracy: 0.5}, {Step: 40, Loss: 1, Validation: &Validation{0.9, 0.5, 10}}},
		Params: map[string][]float32{"a.weight": {1, 2, 3}, "b": {4}},
		M:      map[string][]float32{"a.weight": {0.1, 0.2, 0.3}}, V: map[string][]float32{"a.weight": {0.4, 0.5, 0.6}},
		Mined: map[string][]float32{"works": {1, 0}}}
	for range 2 { // the second replaces the first
		if err := c.Write(dir); err != nil {
			t.Fatal(err)
		}
	}
	got, err := ReadCheckpoint(dir)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, c) {
		t.Errorf("read %+v, want %+v", got, c)
	}
	if files, _ := os.ReadDir(dir); len(files) != 1 {
		t.Errorf("%d files are left, want 1", len(files))
	}

	path := filepath.Join(dir, checkpoint.File)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b[:len(b)-3], 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadCheckpoint(dir); err == nil {
		t.Error("a truncated checkpoint is accepted")
	}
}

func TestReadConfig(t *testing.T) {
	for _, test := range []struct{ json, want string }{
		{`{}`, ""},
		{`{"Way": 30, "Normalisation": "image"}`, ""},
		{`{"Wayy": 30}`, "unknown field"},
		{`{"Way": 1}`, "way must be 2"},
		{`{"Network": "conv5"}`, "no network called"},
		{`{"LearningRate": 0}`, "learning rate"},
		{`{"Network": "residual", "Encoder": {"Side": 64, "Width": 32, "Embedding": 192, "Head": "gem"}, "Loss": "nca"}`, ""},
		{`{"Network": "residual", "Encoder": {"Side": 64, "Width": 32, "Embedding": 192}}`, "no head"},
		{`{"Network": "residual", "Encoder": {"Side": 0, "Width": 32, "Embedding": 192, "Head": "gem"}}`, "input"},
		{`{"Loss": "triplet"}`, "no loss"},
		{`{"Temperature": 0}`, "temperature"},
		{`{"Located": {"Share": 2}}`, "located"},
		{`{"FillMin": 0.9, "FillMax": 0.5}`, "fill"},
		{`{`, "unexpected EOF"},
	} {
		path := filepath.Join(t.TempDir(), "settings.json")
		if err := os.WriteFile(path, []byte(test.json), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := ReadConfig(path)
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: %v, want %q", test.json, err, test.want)
		}
	}
	for _, path := range []string{"../released.json", "../conv4.json"} {
		if _, err := ReadConfig(path); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestRate(t *testing.T) {
	c := Default()
	for epoch, want := range []float64{1e-3, 5e-4, 2.5e-4} {
		if got := c.Rate(epoch * c.EpisodesPerEpoch); got != want {
			t.Errorf("epoch %d: rate %g, want %g", epoch, got, want)
		}
	}
	c.HalveEvery, c.Warmup = 0, 10
	for step, want := range map[int]float64{0: 1e-4, 4: 5e-4, c.Steps() / 2: 5e-4, c.Steps(): 0} {
		if got := c.Rate(step); math.Abs(got-want) > 1e-6 {
			t.Errorf("cosine, step %d: rate %g, want %g", step, got, want)
		}
	}
}
