package proto

// Int8Index finds the nearest vectors of an Int8Set in plain Go. It owns its buffers and is not safe for concurrent use.
type Int8Index struct {
	set   *Int8Set
	norms []int32
	query Int8Query
}

// NewInt8Index returns an index of the set, or the error of its Check.
func NewInt8Index(set *Int8Set) (*Int8Index, error) {
	if err := set.Check(); err != nil {
		return nil, err
	}
	x := &Int8Index{set: set, norms: make([]int32, set.Len())}
	for i := range x.norms {
		x.norms[i] = set.SquaredNorm(i)
	}
	return x, nil
}

// Len returns N, the number of vectors.
func (x *Int8Index) Len() int { return x.set.Len() }

// Distances writes the squared distances of the vectors to q, of length Dim, to dst, of length N.
func (x *Int8Index) Distances(dst, q []float32) {
	x.query.Set(q)
	for i := range dst[:x.Len()] {
		dst[i] = x.distance(i)
	}
}

// Nearest returns the k vectors nearest to q, of length Dim, as Set.Nearest does.
func (x *Int8Index) Nearest(dst []Match, q []float32, k int) []Match {
	x.query.Set(q)
	dst = dst[:0]
	for i := range x.Len() {
		dst = Insert(dst, Match{i, x.distance(i)}, k)
	}
	return dst
}

func (x *Int8Index) distance(i int) float32 {
	return x.query.squaredDistance(x.query.dot(x.set.At(i)), x.norms[i], x.set.Scales[i])
}
