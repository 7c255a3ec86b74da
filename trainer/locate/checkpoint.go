package locate

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"docent/model/atomicfile"
	"docent/model/nn"
)

// A Point is one point of the curves.
type Point struct {
	Step    int
	Loss    Loss // mean over the steps since the last point
	Rate    float64
	Seconds float64 // of training so far, pauses left out
	// Held are the figures on held-out works, every Config.ReportEvery steps.
	Held *Figures `json:",omitempty"`
}

// A Checkpoint is all that a run needs to go on as if it had never stopped.
type Checkpoint struct {
	Config Config
	Step   int
	Points []Point
	// Of the network, and of Adam: values, first and second moments by parameter.
	Params, M, V map[string][]float32
}

const checkpointFile = "checkpoint.safetensors"

// Write saves the checkpoint in a run's folder, whole or not at all.
func (c *Checkpoint) Write(dir string) error {
	config, err := json.Marshal(c.Config)
	if err != nil {
		return fmt.Errorf("write checkpoint: %w", err)
	}
	points, err := json.Marshal(c.Points)
	if err != nil {
		return fmt.Errorf("write checkpoint: %w", err)
	}
	f := &nn.File{Metadata: map[string]string{
		"docent.locator-checkpoint": "1", "config": string(config), "step": strconv.Itoa(c.Step), "points": string(points),
	}}
	for _, p := range c.parts() {
		for _, name := range slices.Sorted(maps.Keys(p.values)) {
			f.Tensors = append(f.Tensors, nn.Tensor{Name: p.prefix + name, DType: "F32",
				Dims: []int{len(p.values[name])}, Data: p.values[name]})
		}
	}
	b, err := nn.WriteSafetensors(f)
	if err != nil {
		return fmt.Errorf("write checkpoint: %w", err)
	}
	return atomicfile.WriteBytes(filepath.Join(dir, checkpointFile), b)
}

// ReadCheckpoint reads the checkpoint of a run's folder; nil without one.
func ReadCheckpoint(dir string) (*Checkpoint, error) {
	path := filepath.Join(dir, checkpointFile)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read checkpoint: %w", err)
	}
	f, err := nn.ReadSafetensors(b)
	if err != nil {
		return nil, fmt.Errorf("read checkpoint %s: %w", path, err)
	}
	if f.Metadata["docent.locator-checkpoint"] != "1" {
		return nil, fmt.Errorf("read checkpoint %s: not a locator's checkpoint", path)
	}
	c := &Checkpoint{Params: map[string][]float32{}, M: map[string][]float32{}, V: map[string][]float32{}}
	if err := json.Unmarshal([]byte(f.Metadata["config"]), &c.Config); err != nil {
		return nil, fmt.Errorf("read checkpoint %s: settings: %w", path, err)
	}
	if err := json.Unmarshal([]byte(f.Metadata["points"]), &c.Points); err != nil {
		return nil, fmt.Errorf("read checkpoint %s: curves: %w", path, err)
	}
	if c.Step, err = strconv.Atoi(f.Metadata["step"]); err != nil {
		return nil, fmt.Errorf("read checkpoint %s: step: %w", path, err)
	}
	for _, t := range f.Tensors {
		for _, p := range c.parts() {
			if name, ok := strings.CutPrefix(t.Name, p.prefix); ok {
				p.values[name] = t.Data
			}
		}
	}
	return c, nil
}

// Model returns the checkpoint's network, unfolded.
func (c *Checkpoint) Model() *nn.Model { return &nn.Model{Network: Network(), Params: c.Params} }

type part struct {
	prefix string
	values map[string][]float32
}

func (c *Checkpoint) parts() []part {
	return []part{{"param.", c.Params}, {"adam.m.", c.M}, {"adam.v.", c.V}}
}
