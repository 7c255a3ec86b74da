package proto

import "math"

// Ranking ranks the works for one frame, of which several windows are embedded: a work's distance is that of its best
// window. It is made once and reused, and allocates nothing after that.
type Ranking struct {
	set        *Set
	distances  []float32 // (N), each work's best so far
	windows    []uint8   // (N), the window of that
	background float32   // of the nearest background and the best window
}

// Ranking returns a ranking of the set's works.
func (s *Set) Ranking() *Ranking {
	r := &Ranking{set: s, distances: make([]float32, s.Len()), windows: make([]uint8, s.Len())}
	r.Reset()
	return r
}

var inf = float32(math.Inf(1))

// Reset forgets the frame.
func (r *Ranking) Reset() {
	for i := range r.distances {
		r.distances[i] = inf
	}
	r.background = inf
}

// Add takes in the embedding q of a window, of length Dim.
func (r *Ranking) Add(q []float32, window uint8) {
	for i, best := range r.distances {
		if d := SquaredDistance(q, r.set.At(i)); d < best {
			r.distances[i], r.windows[i] = d, window
		}
	}
	for b := r.set.Background; len(b) >= r.set.Dim && len(b) > 0; b = b[r.set.Dim:] {
		if d := SquaredDistance(q, b[:r.set.Dim]); d < r.background {
			r.background = d
		}
	}
}

// Best returns the k nearest works as Set.Nearest does; those at no finite distance are left out.
func (r *Ranking) Best(dst []Match, k int) []Match {
	dst = dst[:0]
	for i, d := range r.distances {
		if d <= math.MaxFloat32 {
			dst = insert(dst, Match{i, d}, k)
		}
	}
	return dst
}

// Window returns the window in which work i is nearest.
func (r *Ranking) Window(i int) uint8 { return r.windows[i] }

// Rival returns the squared distance of what comes nearest beside best[i], the answer that is judged: another of the
// best works or the background. It is infinite when there is neither.
func (r *Ranking) Rival(best []Match, i int) float32 {
	rival := r.background
	for j := range min(len(best), 2) { // best is ascending
		if j != i {
			return min(rival, best[j].SquaredDistance)
		}
	}
	return rival
}
