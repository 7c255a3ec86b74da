//go:build torch

package torch

import (
	"fmt"

	"github.com/sugarme/gotch/ts"
)

// A Scope owns the tensors of one step and drops them together. gotch's
// finalizers are not relied on: they may run while libtorch still uses the
// tensor.
type Scope struct{ held []*ts.Tensor }

// failure carries a libtorch error from keep to Run.
type failure struct{ err error }

// Run calls f with a new scope and drops what it holds afterwards. A libtorch
// error inside f ends it and is returned.
func Run(f func(s *Scope) error) (err error) {
	s := &Scope{}
	defer func() {
		for i := len(s.held) - 1; i >= 0; i-- {
			if dropErr := s.held[i].Drop(); dropErr != nil && err == nil {
				err = fmt.Errorf("drop tensor: %w", dropErr)
			}
		}
		if r := recover(); r != nil {
			fail, ok := r.(failure)
			if !ok {
				panic(r)
			}
			err = fail.err
		}
	}()
	return f(s)
}

// keep takes a tensor into the scope; on an error it leaves the scope's Run.
func (s *Scope) keep(t *ts.Tensor, err error) *ts.Tensor {
	check(err)
	s.held = append(s.held, t)
	return t
}

// check leaves the scope's Run on an error.
func check(err error) {
	if err != nil {
		panic(failure{err})
	}
}
