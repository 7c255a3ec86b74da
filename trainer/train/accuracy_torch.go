//go:build torch

package train

import (
	"runtime"
	"slices"

	"docent/model/nn"
	"docent/trainer/dataset"
	"docent/trainer/episode"
	"docent/trainer/torch"
)

// An Accuracy is the share of queries answered rightly in test episodes.
type Accuracy struct {
	Frozen float64 // with the running statistics of training, as a phone must
	Batch  float64 // with the statistics of each episode's own pictures, as the seed's experiment did
}

// TestEpisodes tests a network in episodes of pictures as they are. A network
// whose batch norms are folded in has no statistics but frozen ones: Batch is
// then Frozen.
func TestEpisodes(net *torch.Net, works []dataset.Work, s episode.Sampler, episodes int) (Accuracy, error) {
	runtime.LockOSThread() // grad mode belongs to the thread
	defer runtime.UnlockOSThread()

	source := NewSource(works, nil, Default(), net.Network)
	s.Pictures = source.Pictures()
	if err := s.Check(); err != nil {
		return Accuracy{}, err
	}
	// Each picture is read and embedded once, and episodes refer to it.
	first := make([]int, len(works))
	var draws []episode.Draw
	for i, w := range works {
		first[i] = len(draws)
		for p := range w.Pictures {
			draws = append(draws, episode.Draw{Work: i, Picture: p})
		}
	}
	in := net.Network.Input
	size := in.C * in.H * in.W
	pictures := make([][]float32, len(draws))
	embeddings, err := EmbedAll(net, len(draws), func(i int, dst, scratch []float32) {
		source.sample(dst, scratch, works[draws[i].Work].Pictures[draws[i].Picture])
		pictures[i] = append([]float32(nil), dst...)
	})
	if err != nil {
		return Accuracy{}, err
	}
	at := func(d episode.Draw) int { return first[d.Work] + d.Picture }
	result := Accuracy{Frozen: s.Accuracy(episodes, func(d episode.Draw) []float32 { return embeddings[at(d)] })}

	if !normed(net.Network) {
		result.Batch = result.Frozen
		return result, nil
	}
	batch, err := torch.NewInput(s.Way*(s.Shot+s.Query), in.C, in.H, in.W)
	if err != nil {
		return Accuracy{}, err
	}
	defer batch.Drop()
	for i := range episodes {
		e := s.Sample(i)
		for j, d := range append(e.Support, e.Queries...) {
			copy(batch.Images[j*size:], pictures[at(d)])
		}
		loss, err := torch.TestEpisode(net, batch, s.Way, s.Shot, s.Query)
		if err != nil {
			return Accuracy{}, err
		}
		result.Batch += loss.Accuracy / float64(episodes)
	}
	return result, nil
}

// normed tells whether a network has batch norms.
func normed(n nn.Network) bool {
	return slices.ContainsFunc(n.Layers, func(l nn.Layer) bool { return l.Op == nn.OpBatchNorm })
}
