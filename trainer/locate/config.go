// Package locate trains the network that finds a work in a camera frame, on
// synthesised views whose corners are known, and measures it.
package locate

import (
	"fmt"
	"math"

	"docent/trainer/checkpoint"
)

// A Config holds every setting of a run. It is stored in the checkpoint, and a
// run resumes only under the settings it was started with.
type Config struct {
	Steps        int     // batches
	Batch        int     // pictures in each
	LearningRate float64 // Adam's highest; it rises over Warm steps, and falls to nothing as a cosine does
	Warm         int
	Restart      int     // step at which the rate starts anew, at RestartRate; 0: never
	RestartRate  float64 // likewise falling to nothing
	Seed         uint64
	Held         int // works, and photos without one, that are held out for measuring: about so many of each

	Walls            float64 // share of pictures that show an empty wall
	Photos           float64 // share of pictures that are a photo without a work
	FillMin, FillMax float64 // share of the view that the work spans
	MaxSkew          float64 // width over height of the frame is drawn from 1/MaxSkew to MaxSkew
	Turned           float64 // share of views for which the camera may be held on a side or upside down
	Strength         float64 // photometric trouble, 0 to 1

	CornerWeight float64 // of the corners' loss beside the scores'
	ReportEvery  int     // steps between the figures on held-out works; 0: at the end alone
}

// Default returns the settings that a file may leave out.
func Default() Config {
	return Config{Steps: 10000, Batch: 64, LearningRate: 2e-3, Warm: 200, Seed: 1, Held: 1000,
		Walls: 0.1, Photos: 0.08, FillMin: 0.25, FillMax: 1.2, MaxSkew: 1.8, Turned: 0.15, Strength: 1,
		CornerWeight: 1, ReportEvery: 1000}
}

// ReadConfig reads settings from a JSON file; what it leaves out keeps the
// value of Default. Unknown names are an error.
func ReadConfig(path string) (Config, error) {
	c := Default()
	if err := checkpoint.ReadSettings(path, &c); err != nil {
		return c, err
	}
	return c, c.Check()
}

// Check reports settings that cannot work.
func (c Config) Check() error {
	share := func(v float64) bool { return v >= 0 && v <= 1 }
	switch {
	case c.Steps < 1 || c.Batch < 2 || c.Warm < 0:
		return fmt.Errorf("settings: %d steps of %d pictures, %d to warm up: want 1, 2 and 0 or more", c.Steps, c.Batch, c.Warm)
	case !(c.LearningRate > 0 && c.LearningRate < 1):
		return fmt.Errorf("settings: learning rate %g is not between 0 and 1", c.LearningRate)
	case c.Restart < 0 || c.Restart >= c.Steps || c.Restart > 0 && !(c.RestartRate > 0 && c.RestartRate < 1):
		return fmt.Errorf("settings: restart at step %d with rate %g: must be one of the run's steps, and between 0 and 1", c.Restart, c.RestartRate)
	case !share(c.Walls) || !share(c.Photos) || c.Walls+c.Photos >= 1 || !share(c.Turned):
		return fmt.Errorf("settings: shares of walls %g, photos %g, turned %g: must be 0 to 1, and leave room for works", c.Walls, c.Photos, c.Turned)
	case !(c.FillMin > 0 && c.FillMax >= c.FillMin && c.FillMax <= 2):
		return fmt.Errorf("settings: fill %g to %g: must rise, above 0 and up to 2", c.FillMin, c.FillMax)
	case !(c.MaxSkew >= 1 && c.MaxSkew <= 3) || !(c.Strength > 0 && c.Strength <= 1):
		return fmt.Errorf("settings: skew %g must be 1 to 3, strength %g above 0 and up to 1", c.MaxSkew, c.Strength)
	case !(c.CornerWeight > 0) || c.ReportEvery < 0 || c.Held < 0:
		return fmt.Errorf("settings: corner weight %g must be positive, report every %d and held %d not negative", c.CornerWeight, c.ReportEvery, c.Held)
	}
	return nil
}

// Rate is the learning rate of a step, counted from 0: a linear rise, then
// half a cosine, once or twice (Loshchilov and Hutter 2017, "SGDR", equation
// 5).
func (c Config) Rate(step int) float64 {
	top, done, length := c.LearningRate, step, c.Steps
	switch {
	case c.Restart > 0 && step >= c.Restart:
		top, done, length = c.RestartRate, step-c.Restart, c.Steps-c.Restart
	case c.Restart > 0:
		length = c.Restart
	}
	rise := 1.0
	if c.Warm > 0 {
		rise = min(1, float64(done+1)/float64(c.Warm))
	}
	return top * rise * (1 + math.Cos(math.Pi*float64(done)/float64(length))) / 2
}
