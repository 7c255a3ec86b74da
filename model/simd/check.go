package simd

import (
	"math"

	"docent/model/nn"
)

// agreement is how far the two ways of computing a network may differ, relative to the largest number. What occurs is 1e-6.
const agreement = 1e-3

// Agrees runs the model m, which the runner was compiled from, in plain Go as well, on a picture made for the purpose,
// and says whether both come to the same. A browser's SIMD can be wrong: Safari's first was
// (https://github.com/microsoft/onnxruntime/issues/15644). It takes as long as some ten forward passes.
func (r *Runner) Agrees(m *nn.Model) (bool, error) {
	plain, err := nn.NewRunner(m)
	if err != nil {
		return false, &opError{"check SIMD runner", err}
	}
	x := make([]float32, r.in.Len())
	for i := range x { // waves of several lengths, as large as normalised pixels are
		x[i] = float32(i%7)/3 - 1 + float32(i%113)/56 - 1
	}
	got, want := make([]float32, r.OutputLen()), make([]float32, r.OutputLen())
	if err := plain.Forward(want, x); err != nil {
		return false, &opError{"check SIMD runner", err}
	}
	if err := r.Forward(got, x); err != nil {
		return false, &opError{"check SIMD runner", err}
	}
	var most, difference float64
	for i, w := range want {
		most = max(most, math.Abs(float64(w)))
		difference = max(difference, math.Abs(float64(got[i])-float64(w)))
	}
	return difference <= agreement*most, nil // not if it is no number
}
