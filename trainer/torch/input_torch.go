//go:build torch

package torch

import (
	"fmt"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"
)

// An Input is a tensor of pictures that is filled again for each step. Its
// memory is (N, H, W, C), which libtorch calls channels last and runs fastest;
// its shape is (N, C, H, W) as everywhere else.
type Input struct {
	base, view *ts.Tensor
	Images     []float32 // (N, H, W, C): the tensor's own memory
}

// NewInput makes an input for n pictures of c channels, h rows, w columns.
func NewInput(n, c, h, w int) (*Input, error) {
	base, err := ts.Zeros([]int64{int64(n), int64(h), int64(w), int64(c)}, gotch.Float, gotch.CPU)
	if err != nil {
		return nil, fmt.Errorf("make input: %w", err)
	}
	view, err := base.Permute([]int64{0, 3, 1, 2}, false)
	if err != nil {
		return nil, fmt.Errorf("make input: %w", err)
	}
	images, err := floats(base)
	if err != nil {
		return nil, fmt.Errorf("make input: %w", err)
	}
	return &Input{base, view, images}, nil
}

// Tensor is the input as (N, C, H, W).
func (in *Input) Tensor() *ts.Tensor { return in.view }

// Drop frees the input.
func (in *Input) Drop() {
	_ = in.view.Drop()
	_ = in.base.Drop()
}
