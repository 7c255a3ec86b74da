package train

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"docent/model/atomicfile"
	"docent/model/nn"
)

// A Point is one point of the curves.
type Point struct {
	Step            int
	Loss, Accuracy  float64 // means over the episodes since the last point
	Rate            float64 // learning rate
	ImagesPerSecond float64
	Seconds         float64 // of training so far, pauses left out
	// Validation with frozen statistics, at the end of an epoch; nil otherwise.
	Validation *Validation `json:",omitempty"`
}

// A Validation is how well works held out are recognised by one view each,
// with frozen statistics.
type Validation struct {
	FiveWay float64 // accuracy in 5-way 1-shot episodes
	Top1    float64 // recognised among all the works held out
	Works   int
}

// A Checkpoint is all that a run needs to go on as if it had never stopped.
type Checkpoint struct {
	Config Config
	Step   int // episodes trained
	Points []Point
	// Of the network, and of Adam: values, first and second moments by parameter.
	Params, M, V map[string][]float32
	// Mined are the embeddings of the works at the start of the current epoch,
	// one after another, which hard episodes are drawn by: under "works"; empty
	// without.
	Mined map[string][]float32
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
		"docent.checkpoint": "1", "config": string(config), "step": strconv.Itoa(c.Step), "points": string(points),
	}}
	for _, part := range c.parts() {
		names := make([]string, 0, len(part.values))
		for name := range part.values {
			names = append(names, name)
		}
		sort.Strings(names)
		for _, name := range names {
			f.Tensors = append(f.Tensors, nn.Tensor{Name: part.prefix + name, DType: "F32",
				Dims: []int{len(part.values[name])}, Data: part.values[name]})
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
	if f.Metadata["docent.checkpoint"] != "1" {
		return nil, fmt.Errorf("read checkpoint %s: not a checkpoint of this trainer", path)
	}
	c := &Checkpoint{Config: Default(), // settings that are younger than the checkpoint keep their defaults
		Params: map[string][]float32{}, M: map[string][]float32{}, V: map[string][]float32{}, Mined: map[string][]float32{}}
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
		for _, part := range c.parts() {
			if name, ok := strings.CutPrefix(t.Name, part.prefix); ok {
				part.values[name] = t.Data
			}
		}
	}
	return c, nil
}

// Model returns the checkpoint's network, unfolded.
func (c *Checkpoint) Model() (*nn.Model, error) {
	network, err := c.Config.Describe()
	if err != nil {
		return nil, err
	}
	return &nn.Model{Network: network, Params: c.Params}, nil
}

type part struct {
	prefix string
	values map[string][]float32
}

func (c *Checkpoint) parts() []part {
	return []part{{"param.", c.Params}, {"adam.m.", c.M}, {"adam.v.", c.V}, {"mined.", c.Mined}}
}
