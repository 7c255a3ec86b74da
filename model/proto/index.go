package proto

// An Index knows N vectors and gives the squared distances of a query to all of them. Set is one, Int8Index another, and
// package simd has faster ones for both.
type Index interface {
	// Len returns N.
	Len() int
	// Distances writes the squared distances to q, of the vectors' length, to dst, of length N.
	Distances(dst, q []float32)
}

// Distances writes the squared distances of the prototypes to q, of length Dim, to dst, of length N.
func (s *Set) Distances(dst, q []float32) {
	for i := range dst[:s.Len()] {
		dst[i] = SquaredDistance(q, s.At(i))
	}
}

// BackgroundIndex returns the set's background as an index, nil where there is none.
func (s *Set) BackgroundIndex() Index {
	if s.Dim <= 0 || len(s.Background) < s.Dim {
		return nil
	}
	return &Set{Dim: s.Dim, Vectors: s.Background}
}
