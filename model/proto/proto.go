// Package proto holds prototypes and answers what an embedding is nearest to: squared distances, the k nearest, how
// far an answer can be believed (open-set calibration), and a vote over frames.
//
// A prototype is the mean of the embeddings of a work's support pictures, and a query belongs to the work whose
// prototype has the smallest squared Euclidean distance (Snell, Swersky and Zemel, "Prototypical Networks for
// Few-shot Learning", 2017, section 2). The package is linked into the page's WebAssembly binary: it needs nothing
// but math, errors and strconv.
package proto

// Set is the prototypes of a collection: N rows of Dim numbers each, row-major (N, Dim).
type Set struct {
	Dim     int
	Vectors []float32
	// Background is embeddings (M, Dim) of what is no work, such as bare walls; may be empty. They are never an
	// answer, but rivals of every answer: see Calibration.
	Background []float32
	// Impostors is each prototype's Evidence.Impostor, (N); nil where they are not known.
	Impostors []float32
}

// Len returns N, the number of prototypes.
func (s *Set) Len() int {
	if s.Dim <= 0 {
		return 0
	}
	return len(s.Vectors) / s.Dim
}

// At returns prototype i, of length Dim. It shares the set's memory.
func (s *Set) At(i int) []float32 { return s.Vectors[i*s.Dim : (i+1)*s.Dim : (i+1)*s.Dim] }

// Match is one prototype and its squared distance to a query.
type Match struct {
	Index           int
	SquaredDistance float32
}

// Mean writes the mean of the embeddings, each as long as dst, to dst: the prototype of a support set (Snell et al.
// 2017, equation 1). It panics when there are none or a length differs.
func Mean(dst []float32, embeddings [][]float32) {
	if len(embeddings) == 0 {
		panic("proto: mean of no embeddings")
	}
	for _, e := range embeddings {
		if len(e) != len(dst) {
			panic("proto: embeddings of different lengths")
		}
	}
	for i := range dst {
		// float64: a sum of many supports must not depend on how many there are.
		var sum float64
		for _, e := range embeddings {
			sum += float64(e[i])
		}
		dst[i] = float32(sum / float64(len(embeddings)))
	}
}

// SquaredDistance returns the squared Euclidean distance of a and b, which must have the same length:
//
//	for i := range a {
//		d := a[i] - b[i]
//		sum += d * d
//	}
//
// Four sums run beside each other, because one alone waits for the adder's latency at every step. The conversions keep
// machines that multiply and add at once from rounding in another way: an answer is the same everywhere.
func SquaredDistance(a, b []float32) float32 {
	if len(a) != len(b) {
		panic("proto: vectors of different lengths")
	}
	var s0, s1, s2, s3 float32
	for len(a) >= 8 && len(b) >= 8 {
		d0, d1, d2, d3 := a[0]-b[0], a[1]-b[1], a[2]-b[2], a[3]-b[3]
		d4, d5, d6, d7 := a[4]-b[4], a[5]-b[5], a[6]-b[6], a[7]-b[7]
		s0 += float32(d0*d0) + float32(d4*d4)
		s1 += float32(d1*d1) + float32(d5*d5)
		s2 += float32(d2*d2) + float32(d6*d6)
		s3 += float32(d3*d3) + float32(d7*d7)
		a, b = a[8:], b[8:]
	}
	for i, v := range a {
		d := v - b[i]
		s0 += float32(d * d)
	}
	return (s0 + s1) + (s2 + s3)
}

// Nearest returns the k prototypes nearest to q, of length Dim, in ascending order of distance, the lower index first
// among equals. It returns fewer when there are fewer, and none whose distance is not a number. It allocates nothing
// when dst has room for k; dst's contents are overwritten.
func (s *Set) Nearest(dst []Match, q []float32, k int) []Match {
	dst = dst[:0]
	for i := range s.Len() {
		dst = Insert(dst, Match{i, SquaredDistance(q, s.At(i))}, k)
	}
	return dst
}

// Insert puts m into the ascending list, which keeps at most k elements, behind those of the same distance; unless its
// distance is no number. It returns the list. For the few answers that are asked for, one
// comparison with the last of them settles nearly every prototype, which no heap beats.
func Insert(list []Match, m Match, k int) []Match {
	if len(list) < k {
		if m.SquaredDistance != m.SquaredDistance {
			return list
		}
		list = append(list, m)
	} else if k <= 0 || !(m.SquaredDistance < list[k-1].SquaredDistance) {
		return list
	}
	i := len(list) - 1
	for ; i > 0 && m.SquaredDistance < list[i-1].SquaredDistance; i-- {
		list[i] = list[i-1]
	}
	list[i] = m
	return list
}
