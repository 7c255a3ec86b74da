//go:build torch

package torch

import (
	"errors"
	"fmt"
)

// TrainStep runs one batch forward and backward and updates the network.
// in holds Way*(Shot+Query) pictures, all supports first.
func TrainStep(n *Net, a *Adam, in *Input, o Objective) (Loss, error) {
	var result Loss
	err := o.Check()
	if err != nil {
		return Loss{}, fmt.Errorf("train step: %w", err)
	}
	err = Run(func(s *Scope) error {
		loss, l := o.loss(s, n.Forward(s, in.Tensor(), true))
		result = l
		return loss.Backward()
	})
	if err == nil {
		err = a.Update(n)
	}
	if err != nil {
		return Loss{}, fmt.Errorf("train step %d: %w", a.Step+1, err)
	}
	return result, nil
}

// TestEpisode gives the loss and accuracy of one episode with the episode's
// own batch statistics, supports and queries in one batch, as the seed tests.
func TestEpisode(n *Net, in *Input, way, shot, query int) (Loss, error) {
	var result Loss
	err := noGrad(func(s *Scope) error {
		_, result = EpisodeLoss(s, n.ForwardBatchStats(s, in.Tensor()), way, shot, query)
		return nil
	})
	if err != nil {
		return Loss{}, fmt.Errorf("test episode: %w", err)
	}
	return result, nil
}

// Embed runs the network with frozen statistics: one embedding a picture,
// (N, D) row-major.
func Embed(n *Net, in *Input) ([]float32, error) {
	var out []float32
	err := noGrad(func(s *Scope) error {
		out = Floats(s, n.Forward(s, in.Tensor(), false))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("embed: %w", err)
	}
	return out, nil
}

// noGrad is Run without gradients. They are a setting of the thread: the
// caller's must be locked. Afterwards they are on, whatever they were: gotch's
// account of the former setting is wrong.
func noGrad(f func(s *Scope) error) error {
	if err := recordGradients(false); err != nil {
		return err
	}
	return errors.Join(Run(f), recordGradients(true))
}
