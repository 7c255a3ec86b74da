package train

import (
	"docent/model/nn"
	"docent/trainer/checkpoint"
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

// state is what of the checkpoint is stored.
func (c *Checkpoint) state() checkpoint.State {
	return checkpoint.State{Kind: "docent.checkpoint", Config: &c.Config, Points: &c.Points, Step: &c.Step, Parts: c.parts()}
}

// Write saves the checkpoint in a run's folder, whole or not at all.
func (c *Checkpoint) Write(dir string) error { return c.state().Write(dir) }

// ReadCheckpoint reads the checkpoint of a run's folder; nil without one.
func ReadCheckpoint(dir string) (*Checkpoint, error) {
	c := &Checkpoint{Config: Default(), // settings that are younger than the checkpoint keep their defaults
		Params: map[string][]float32{}, M: map[string][]float32{}, V: map[string][]float32{}, Mined: map[string][]float32{}}
	if found, err := c.state().Read(dir, "not a checkpoint of this trainer"); !found || err != nil {
		return nil, err
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

func (c *Checkpoint) parts() []checkpoint.Part {
	return []checkpoint.Part{{Prefix: "param.", Values: c.Params}, {Prefix: "adam.m.", Values: c.M}, {Prefix: "adam.v.", Values: c.V}, {Prefix: "mined.", Values: c.Mined}}
}
