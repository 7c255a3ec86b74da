//go:build !js

package engine

import (
	"errors"
	"fmt"

	"docent/model/simd"
)

// Open returns the engine of a name.
func Open(name string) (Engine, error) {
	switch name {
	case Scalar:
		return Engine{}, nil
	case SIMD, Auto:
		e, err := simd.Open()
		if errors.Is(err, simd.ErrUnsupported) && name == Auto {
			return Engine{}, nil
		}
		return Engine{e}, err
	}
	return Engine{}, fmt.Errorf("there is no engine %q: it is %s, %s or %s", name, Auto, SIMD, Scalar)
}
