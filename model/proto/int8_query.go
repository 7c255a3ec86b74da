package proto

import "math"

// Int8Query is an embedding made ready for an Int8Set: int16 and a scale, x = Scale * Values. The zero value is ready
// for Set.
//
// With integers, the squared distance to a vector s*v of the set takes one product of integers for each number,
//
//	|x - s*v|^2 = |x|^2 - 2*s*Scale*(Values . v) + s^2*|v|^2
//
// which is exact, so that every machine finds the same distances, four numbers at a time or one. The query's own rounding
// is at most half of Scale for a number. The rest is float64: of two near vectors, the terms are nearly the same.
type Int8Query struct {
	Values []int16
	Scale  float32
	// Twice is -2*Scale and SquaredNorm |x|^2, what the formula needs; not a number where the embedding was not finite.
	Twice, SquaredNorm float64
}

// largest is the largest magnitude of a query's Values: Dim products with an int8, up to 128, must add up in an int32.
func largest(dim int) float64 { return float64(min(math.MaxInt16, math.MaxInt32/(128*dim))) }

// Set makes the query of the embedding x, of length 1 to 65536. The distances of an embedding that is not finite are no
// numbers.
func (q *Int8Query) Set(x []float32) {
	if cap(q.Values) < len(x) {
		q.Values = make([]int16, len(x))
	}
	q.Values = q.Values[:len(x)]
	var squares int64 // below 2^53: exact as float64
	scale, ok := quantise(x, largest(len(x)), func(i int, v float64) {
		q.Values[i] = int16(v)
		squares += int64(v) * int64(v)
	})
	if !ok {
		clear(q.Values)
		scale = float32(math.NaN())
	}
	s := float64(scale)
	q.Scale, q.Twice, q.SquaredNorm = scale, -2*s, float64(s*s)*float64(squares)
}

// dot returns the product of the query and a vector of the same length:
//
//	for i := range v {
//		sum += int32(q.Values[i]) * int32(v[i])
//	}
func (q *Int8Query) dot(v []int8) int32 {
	x := q.Values
	if len(x) != len(v) {
		panic("proto: vectors of different lengths")
	}
	var s0, s1, s2, s3 int32
	for len(x) >= 4 && len(v) >= 4 {
		s0 += int32(x[0]) * int32(v[0])
		s1 += int32(x[1]) * int32(v[1])
		s2 += int32(x[2]) * int32(v[2])
		s3 += int32(x[3]) * int32(v[3])
		x, v = x[4:], v[4:]
	}
	for i, w := range v {
		s0 += int32(x[i]) * int32(w)
	}
	return s0 + s1 + s2 + s3
}

// squaredDistance is the formula, for a vector of this scale whose product with the query is dot and whose own is norm.
// The conversions keep machines that multiply and add at once from rounding in another way.
func (q *Int8Query) squaredDistance(dot, norm int32, scale float32) float32 {
	s := float64(scale)
	d := q.SquaredNorm + float64(s*(float64(s*float64(norm))+float64(q.Twice*float64(dot))))
	if d < 0 { // by rounding
		d = 0
	}
	return float32(d)
}
