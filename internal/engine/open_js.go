package engine

import (
	"errors"
	"syscall/js"

	"docent/model/nn"
	"docent/model/simd"
)

// Open returns the SIMD engine over this program's own memory (see simd.Open), or the scalar one where the browser has no
// SIMD, or one that computes something else than plain Go with any of the models.
func Open(memory js.Value, models ...*nn.Model) (Engine, error) {
	e, err := simd.Open(memory)
	if errors.Is(err, simd.ErrUnsupported) {
		return Engine{}, nil
	}
	if err != nil {
		return Engine{}, err
	}
	for _, m := range models {
		r, err := e.NewRunner(m)
		if err != nil {
			return Engine{}, err
		}
		if right, err := r.Agrees(m); err != nil || !right {
			return Engine{}, err
		}
	}
	return Engine{e}, nil
}
