package proto

import "math"

// Ranking ranks the works for one frame, of which several windows are embedded: a work's distance is that of its best
// window. It is made once and reused, and allocates nothing after that.
type Ranking struct {
	works, others Index
	latest        []float32 // distances to works or others in one window
	distances     []float32 // (N), each work's best so far
	windows       []uint8   // (N), the window of that
	background    float32   // of the nearest background and the best window
}

// Ranking returns a ranking of the set's works, in plain Go.
func (s *Set) Ranking() *Ranking { return NewRanking(s, s.BackgroundIndex()) }

// NewRanking returns a ranking of works by their index, which it uses alone from then on. background is an index of what
// is no work, or nil.
func NewRanking(works, background Index) *Ranking {
	n := works.Len()
	r := &Ranking{works: works, others: background, distances: make([]float32, n), windows: make([]uint8, n)}
	if background != nil {
		n = max(n, background.Len())
	}
	r.latest = make([]float32, n)
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
	latest := r.latest[:len(r.distances)]
	r.works.Distances(latest, q)
	for i, d := range latest {
		if d < r.distances[i] {
			r.distances[i], r.windows[i] = d, window
		}
	}
	if r.others == nil {
		return
	}
	latest = r.latest[:r.others.Len()]
	r.others.Distances(latest, q)
	for _, d := range latest {
		if d < r.background {
			r.background = d
		}
	}
}

// Best returns the k nearest works as Set.Nearest does; those at no finite distance are left out.
func (r *Ranking) Best(dst []Match, k int) []Match {
	dst = dst[:0]
	for i, d := range r.distances {
		if d <= math.MaxFloat32 {
			dst = Insert(dst, Match{i, d}, k)
		}
	}
	return dst
}

// Distance returns the squared distance of work i in its best window; infinite before the first.
func (r *Ranking) Distance(i int) float32 { return r.distances[i] }

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
