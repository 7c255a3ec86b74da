package background

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"docent/internal/deps"
	"docent/model/nn"
	"docent/model/proto"
)

const hash = "0123456789abcdef"

func TestReadBack(t *testing.T) {
	want := &proto.Set{Dim: 3, Vectors: []float32{0, 0.5, -1, 2, 0.25, 8}}
	b, err := Encode(want, hash)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Read(b, hash)
	if err != nil {
		t.Fatal(err)
	}
	if got.Dim != want.Dim || got.Len() != 2 || !slices.Equal(got.Vectors, want.Vectors) {
		t.Errorf("read back %+v, want %+v", got, want)
	}
	if _, err := Read(b, "fedcba9876543210"); err == nil || !strings.Contains(err.Error(), "0123456789ab, not for fedcba987654") {
		t.Errorf("other weights: %v", err)
	}
}

func TestReadErrors(t *testing.T) {
	file := func(metadata string, tensors ...nn.Tensor) []byte {
		b, err := nn.WriteSafetensors(&nn.File{Metadata: map[string]string{weights: metadata}, Tensors: tensors})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	row := nn.Tensor{Name: tensor, DType: nn.F32, Dims: []int{1, 2}, Data: []float32{1, 2}}
	other, flat, none := row, row, row
	other.Name = "prototypes"
	flat.Dims = []int{2}
	none.Dims, none.Data = []int{0, 2}, nil
	for name, b := range map[string][]byte{
		"no file":         []byte("background"),
		"no tensor":       file(hash),
		"another tensor":  file(hash, other),
		"one dimension":   file(hash, flat),
		"no rows":         file(hash, none),
		"one tensor more": file(hash, row, other),
	} {
		if _, err := Read(b, hash); err == nil {
			t.Errorf("%s: no error", name)
		} else if _, ok := errors.AsType[*nn.FormatError](err); !ok {
			t.Errorf("%s: %T %[2]v is no FormatError", name, err)
		}
	}
	if _, err := Read(file("", row), hash); err == nil {
		t.Error("a background of unknown weights is read")
	}
	if _, err := Encode(&proto.Set{Dim: 2}, hash); err == nil {
		t.Error("no rows are written")
	}
}

// TestDeps keeps the package as small as what it is made of.
func TestDeps(t *testing.T) {
	deps.Forbid(t, ".", false, map[string]string{"docent/model/views": "a background is read, and made elsewhere", "docent/internal/...": "the model is a library"})
}
