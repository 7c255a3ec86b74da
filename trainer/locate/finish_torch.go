//go:build torch

package locate

import (
	"runtime"

	"docent/model/nn"
	"docent/trainer/dataset"
	"docent/trainer/torch"
)

// finishViews is how many views the weights are calibrated on, and measured on.
const finishViews = 2000

// Finish returns the network of a run with its batch norms folded in and its
// confidences calibrated on half of the held-out works, as its weight file in
// F16 has it, and its figures on the other half.
func (r *Run) Finish(cp *Checkpoint) (*nn.Model, Figures, error) {
	runtime.LockOSThread() // grad mode belongs to the thread
	defer runtime.UnlockOSThread()
	m, err := nn.Fold(cp.Model())
	if err != nil {
		return nil, Figures{}, err
	}
	half := len(r.Held) / 2
	halfPhotos := len(r.HeldPhotos) / 2
	var answers []Answer
	err = r.with(m, func(net *torch.Net) error {
		return Outputs(net, r.source(r.Held[:half], 0, halfPhotos), finishViews, func(t Truth, grid []float32) {
			answers = append(answers, answer(t, grid))
		})
	})
	if err != nil {
		return nil, Figures{}, err
	}
	scale, shift, err := Calibrate(answers)
	if err != nil {
		return nil, Figures{}, err
	}
	b, err := calibrated(m, scale, shift).Encode(nn.F16, nil)
	if err != nil {
		return nil, Figures{}, err
	}
	if m, err = nn.ReadModel(b); err != nil {
		return nil, Figures{}, err
	}
	var f Figures
	err = r.with(m, func(net *torch.Net) (err error) {
		f, err = Measure(net, r.source(r.Held[half:], halfPhotos, len(r.HeldPhotos)), finishViews)
		return err
	})
	return m, f, err
}

// source has some of the held-out works and photos.
func (r *Run) source(works []dataset.Work, first, end int) *Source {
	return NewSource(works, r.HeldPhotos[first:end], r.Config)
}

// with calls f with a model in libtorch.
func (r *Run) with(m *nn.Model, f func(net *torch.Net) error) error {
	net, err := torch.NewNet(m)
	if err != nil {
		return err
	}
	defer net.Drop()
	return f(net)
}
