package proto

import (
	"errors"
	"math"
	"strconv"
)

// Int8Set is the prototypes of a large collection in a quarter of the memory: N rows of Dim int8 each, row-major
// (N, Dim), and a scale for each row. Row i stands for the vector Scales[i] * Vectors[i*Dim : (i+1)*Dim].
type Int8Set struct {
	Dim     int
	Vectors []int8
	Scales  []float32
}

// maxDim bounds the length of a vector: the products of maxDim int8 with as many int16 must add up in an int32.
const maxDim = 65536

// Quantise returns the set's prototypes as int8: each is divided by its scale, the largest magnitude in it being 127,
// and rounded to the nearest. A number is off by at most half of the scale, which is 1/254 of the largest number of the same
// vector, and the distance to a query (not squared) by at most half of the scale times the square root of Dim.
//
// It refuses prototypes that are not finite. The background is left out.
func Quantise(set *Set) (*Int8Set, error) {
	if set.Dim < 1 || set.Dim > maxDim || len(set.Vectors)%set.Dim != 0 {
		return nil, errors.New("quantise prototypes: impossible dimensions")
	}
	n := set.Len()
	s := &Int8Set{Dim: set.Dim, Vectors: make([]int8, n*set.Dim), Scales: make([]float32, n)}
	for i := range n {
		row := s.At(i)
		scale, ok := quantise(set.At(i), 127, func(j int, v float64) { row[j] = int8(v) })
		if !ok {
			return nil, errors.New("quantise prototypes: prototype " + strconv.Itoa(i) + " is not finite")
		}
		s.Scales[i] = scale
	}
	return s, nil
}

// quantise divides x by a scale that makes its largest magnitude most, and puts the numbers, rounded to the nearest. Of
// zeros alone the scale is 0. It reports false, and puts nothing, where a number is not finite.
func quantise(x []float32, most float64, put func(i int, v float64)) (scale float32, ok bool) {
	var largest float32
	for _, v := range x {
		if v-v != 0 {
			return 0, false
		}
		largest = max(largest, v, -v)
	}
	scale = float32(float64(largest) / most)
	// Of the smallest numbers of float32 the quotient keeps few bits, or none.
	for float64(largest) >= float64(scale)*(most+0.5) && largest > 0 {
		scale = math.Nextafter32(scale, math.MaxFloat32)
	}
	for i, v := range x {
		if scale == 0 {
			put(i, 0)
		} else {
			put(i, math.RoundToEven(float64(v)/float64(scale)))
		}
	}
	return scale, true
}

// Check refuses a set that no Quantise makes: lengths that do not fit, or scales that are negative or not finite.
func (s *Int8Set) Check() error {
	if s.Dim < 1 || s.Dim > maxDim {
		return errors.New("int8 prototypes: a vector of " + strconv.Itoa(s.Dim) + " numbers")
	}
	if len(s.Vectors) != len(s.Scales)*s.Dim {
		return errors.New("int8 prototypes: " + strconv.Itoa(len(s.Vectors)) + " numbers for " + strconv.Itoa(len(s.Scales)) +
			" vectors of " + strconv.Itoa(s.Dim))
	}
	for i, v := range s.Scales {
		if !(v >= 0 && v <= math.MaxFloat32) {
			return errors.New("int8 prototypes: the scale of vector " + strconv.Itoa(i) + " is not a number of 0 or more")
		}
	}
	return nil
}

// Len returns N, the number of vectors.
func (s *Int8Set) Len() int { return len(s.Scales) }

// At returns the numbers of vector i, of length Dim. It shares the set's memory.
func (s *Int8Set) At(i int) []int8 { return s.Vectors[i*s.Dim : (i+1)*s.Dim : (i+1)*s.Dim] }

// SquaredNorm returns the sum of the squares of vector i's int8, without its scale.
func (s *Int8Set) SquaredNorm(i int) int32 {
	var sum int32
	for _, v := range s.At(i) {
		sum += int32(v) * int32(v)
	}
	return sum
}

// SquaredDistance returns the squared distance of vector i and a query of length Dim.
func (s *Int8Set) SquaredDistance(i int, q *Int8Query) float32 {
	return q.squaredDistance(q.dot(s.At(i)), s.SquaredNorm(i), s.Scales[i])
}
