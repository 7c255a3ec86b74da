package train

import "docent/model/proto"

// mined is the key of Checkpoint.Mined.
const mined = "works"

// neighbours returns, for episode.Sampler, the n works whose embeddings are
// nearest to a work's. flat holds the embeddings of count works.
func neighbours(flat []float32, count int) func(work, n int) []int {
	d := len(flat) / count
	return func(work, n int) []int {
		var best []proto.Match
		own := flat[work*d:][:d]
		for i := range count {
			if i != work {
				best = proto.Insert(best, proto.Match{Index: i, SquaredDistance: proto.SquaredDistance(own, flat[i*d:][:d])}, n)
			}
		}
		works := make([]int, len(best))
		for i, m := range best {
			works[i] = m.Index
		}
		return works
	}
}
