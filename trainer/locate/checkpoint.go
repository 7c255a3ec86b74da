package locate

import (
	"docent/model/nn"
	"docent/trainer/checkpoint"
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

// state is what of the checkpoint is stored.
func (c *Checkpoint) state() checkpoint.State {
	return checkpoint.State{Kind: "docent.locator-checkpoint", Config: &c.Config, Points: &c.Points, Step: &c.Step, Parts: c.parts()}
}

// Write saves the checkpoint in a run's folder, whole or not at all.
func (c *Checkpoint) Write(dir string) error { return c.state().Write(dir) }

// ReadCheckpoint reads the checkpoint of a run's folder; nil without one.
func ReadCheckpoint(dir string) (*Checkpoint, error) {
	c := &Checkpoint{Params: map[string][]float32{}, M: map[string][]float32{}, V: map[string][]float32{}}
	if found, err := c.state().Read(dir, "not a locator's checkpoint"); !found || err != nil {
		return nil, err
	}
	return c, nil
}

// Model returns the checkpoint's network, unfolded.
func (c *Checkpoint) Model() *nn.Model { return &nn.Model{Network: Network(), Params: c.Params} }

func (c *Checkpoint) parts() []checkpoint.Part {
	return []checkpoint.Part{{Prefix: "param.", Values: c.Params}, {Prefix: "adam.m.", Values: c.M}, {Prefix: "adam.v.", Values: c.V}}
}
