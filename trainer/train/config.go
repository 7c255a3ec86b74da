// Package train runs the training of a network: episodes in, weights out,
// with checkpoints, curves and validation on works held out.
package train

import (
	"fmt"
	"math"

	"docent/model/nn"
	"docent/trainer/checkpoint"
)

// A Config holds every setting of a run. It is stored in the checkpoint, and a
// run resumes only under the settings it was started with.
type Config struct {
	Network       string     // "conv4-64", "residual" or "depthwise"
	Normalisation string     // "fixed" or "image", see nn.Normalisation
	Encoder       nn.Encoder `json:",omitzero"`  // of the latter two
	Start         string     `json:",omitempty"` // weights that training starts from, if not from random ones: their SHA-256

	// Loss is "proto", "nca" or "supcon", of squared distances divided by
	// Temperature (see torch.Objective).
	Loss        string
	Temperature float64

	Way, Shot, Query  int
	Group             int `json:",omitempty"` // from the second epoch on, works of an episode come in groups of so many that the network mistakes most easily; 0: all are drawn
	Epochs            int
	EpisodesPerEpoch  int
	LearningRate      float64 // Adam's
	HalveEvery        int     // halve the learning rate after so many epochs; 0: let it fall along half a cosine, to 0 at the end
	Warmup            int     `json:",omitempty"` // steps over which the learning rate rises to its value
	Seed              uint64
	Held              int // works held out for validation
	CleanSupport      float64
	FillMin, FillMax  float64 // share of the view that the work spans
	Strength          float64 // photometric trouble, 0 to 1
	MaxSkew           float64 // width over height of the photo that a view squashes is drawn from 1/MaxSkew to MaxSkew
	ValidationQueries int     // views a held-out work is recognised by
	Located           Located `json:",omitzero"` // views straightened by their corners, beside whole views
}

// Default returns the settings of the seed's experiment, with views for works
// that have one picture.
func Default() Config {
	return Config{
		Network: "conv4-64", Normalisation: "fixed",
		Loss: "proto", Temperature: 1, Way: 20, Shot: 1, Query: 5, Epochs: 3, EpisodesPerEpoch: 200,
		LearningRate: 1e-3, HalveEvery: 1, Seed: 1,
		CleanSupport: 0.5, FillMin: 0.55, FillMax: 1.1, Strength: 1, MaxSkew: 1.3, ValidationQueries: 1,
	}
}

// ReadConfig reads settings from a JSON file; what it leaves out keeps the
// value of Default. Unknown names are an error, so that a misspelt setting is
// not silently ignored.
func ReadConfig(path string) (Config, error) {
	c := Default()
	if err := checkpoint.ReadSettings(path, &c); err != nil {
		return c, err
	}
	return c, c.Check()
}

// Check reports settings that cannot work.
func (c Config) Check() error {
	switch {
	case c.Way < 2 || c.Shot < 1 || c.Query < 1:
		return fmt.Errorf("settings: way %d, shot %d, query %d: way must be 2 or more, the others 1 or more", c.Way, c.Shot, c.Query)
	case c.Epochs < 1 || c.EpisodesPerEpoch < 1:
		return fmt.Errorf("settings: %d epochs of %d episodes: both must be 1 or more", c.Epochs, c.EpisodesPerEpoch)
	case !(c.LearningRate > 0 && c.LearningRate < 1):
		return fmt.Errorf("settings: learning rate %g is not between 0 and 1", c.LearningRate)
	case c.HalveEvery < 0 || c.Warmup < 0:
		return fmt.Errorf("settings: halving the learning rate every %d epochs, warm-up of %d steps: must be 0 or more", c.HalveEvery, c.Warmup)
	case c.Loss != "proto" && c.Loss != "nca" && c.Loss != "supcon":
		return fmt.Errorf("settings: no loss called %q: there are proto, nca and supcon", c.Loss)
	case c.Group < 0 || c.Group > c.Way:
		return fmt.Errorf("settings: groups of %d works are not 0 to the way, %d", c.Group, c.Way)
	case !(c.Temperature > 0):
		return fmt.Errorf("settings: temperature %g is not above 0", c.Temperature)
	case c.FillMin <= 0 || c.FillMax < c.FillMin || c.FillMax > 2:
		return fmt.Errorf("settings: fill %g to %g: must rise, above 0 and up to 2", c.FillMin, c.FillMax)
	case c.CleanSupport < 0 || c.CleanSupport > 1 || c.Strength <= 0 || c.Strength > 1:
		return fmt.Errorf("settings: clean support %g must be 0 to 1, strength %g above 0 and up to 1", c.CleanSupport, c.Strength)
	case c.MaxSkew < 1 || c.MaxSkew > 3:
		return fmt.Errorf("settings: skew %g is not 1 to 3", c.MaxSkew)
	case c.ValidationQueries < 1:
		return fmt.Errorf("settings: %d validation queries: must be 1 or more", c.ValidationQueries)
	}
	if err := c.Located.check(); err != nil {
		return err
	}
	n, err := c.Describe()
	if err != nil {
		return err
	}
	_, err = n.Shapes()
	return err
}

// Describe returns the network that the settings name, unfolded.
func (c Config) Describe() (nn.Network, error) {
	var n nn.Network
	switch c.Network {
	case "conv4-64":
		n = nn.Conv4(64)
	case "residual":
		n = nn.Residual(c.Encoder)
	case "depthwise":
		n = nn.Depthwise(c.Encoder)
	default:
		return n, fmt.Errorf("settings: no network called %q: there are conv4-64, residual and depthwise", c.Network)
	}
	if c.Network != "conv4-64" {
		switch c.Encoder.Head {
		case nn.HeadGeM, nn.HeadAvg, nn.HeadFlatten:
		default:
			return n, fmt.Errorf("settings: no head called %q: there are %s, %s and %s", c.Encoder.Head, nn.HeadGeM, nn.HeadAvg, nn.HeadFlatten)
		}
	}
	switch c.Normalisation {
	case "fixed":
		n.Normalisation = nn.Conv4(1).Normalisation
	case "image":
		n.Normalisation = nn.Normalisation{Kind: "image"}
	default:
		return n, fmt.Errorf("settings: normalisation %q: must be fixed or image", c.Normalisation)
	}
	return n, nil
}

// Rate is the learning rate of a step, counted from 0.
func (c Config) Rate(step int) float64 {
	rate := c.LearningRate
	if c.HalveEvery == 0 {
		rate *= (1 + math.Cos(math.Pi*float64(step)/float64(c.Steps()))) / 2
	} else {
		for range step / c.EpisodesPerEpoch / c.HalveEvery {
			rate /= 2
		}
	}
	if step < c.Warmup {
		rate *= float64(step+1) / float64(c.Warmup)
	}
	return rate
}

// Steps is the number of episodes of the whole run.
func (c Config) Steps() int { return c.Epochs * c.EpisodesPerEpoch }
