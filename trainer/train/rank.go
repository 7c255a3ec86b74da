package train

import "docent/model/proto"

// top1 is the share of queries whose nearest reference is their own: query i
// shows the work i modulo the number of references.
func top1(refs, queries [][]float32) float64 {
	right := 0
	for i, q := range queries {
		own := proto.SquaredDistance(q, refs[i%len(refs)])
		nearer := false
		for j, r := range refs {
			if j != i%len(refs) && proto.SquaredDistance(q, r) <= own {
				nearer = true
				break
			}
		}
		if !nearer {
			right++
		}
	}
	return float64(right) / float64(len(queries))
}
