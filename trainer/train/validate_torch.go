//go:build torch

package train

import (
	"docent/trainer/episode"
	"docent/trainer/torch"
)

// embedBatch is how many pictures are embedded at once.
const embedBatch = 64

// EmbedAll embeds count pictures with frozen statistics. fill writes the i-th.
func EmbedAll(n *torch.Net, count int, fill func(i int, dst, scratch []float32)) ([][]float32, error) {
	in := n.Network.Input
	size := in.C * in.H * in.W
	batch, err := torch.NewInput(embedBatch, in.C, in.H, in.W)
	if err != nil {
		return nil, err
	}
	defer batch.Drop()
	scratch := make([]float32, size)
	out := make([][]float32, 0, count)
	for first := 0; first < count; first += embedBatch {
		used := min(embedBatch, count-first)
		for i := range used {
			fill(first+i, batch.Images[i*size:][:size], scratch)
		}
		flat, err := torch.Embed(n, batch)
		if err != nil {
			return nil, err
		}
		d := len(flat) / embedBatch
		for i := range used {
			out = append(out, flat[i*d:][:d])
		}
	}
	return out, nil
}

// Validate recognises the source's works by views of them: each against its
// clean picture, with frozen statistics.
func Validate(n *torch.Net, s *Source) (*Validation, error) {
	c, works := s.Config, len(s.Works)
	refs, err := EmbedAll(n, works, func(i int, dst, scratch []float32) { s.Clean(dst, scratch, i) })
	if err != nil {
		return nil, err
	}
	queries, err := EmbedAll(n, works*c.ValidationQueries, func(i int, dst, scratch []float32) {
		s.View(dst, scratch, i%works, ^uint64(i)) // seeds that training does not draw: its own are random
	})
	if err != nil {
		return nil, err
	}
	v := &Validation{Works: works, Top1: top1(refs, queries)}
	if works >= 5 {
		pictures := make([]int, works)
		for i := range pictures {
			pictures[i] = 1 + c.ValidationQueries
		}
		sampler := episode.Sampler{Pictures: pictures, Way: 5, Shot: 1, Query: 1, Seed: c.Seed, FirstSupports: true}
		v.FiveWay = sampler.Accuracy(1000, func(d episode.Draw) []float32 {
			if d.Picture == 0 {
				return refs[d.Work]
			}
			return queries[(d.Picture-1)*works+d.Work]
		})
	}
	return v, nil
}
