// Package background reads and writes the shipped background: embeddings of pictures that no collection holds, by which
// prototypes are compared to one another when a bundle is built (impostors, as speaker verification calls them). It is
// made by trainer export, for one set of weights, and refused for any other.
//
// A file is safetensors, with the tensor "background" (N, D), F16, and the sha256 of the weight file under "weights".
package background

import (
	"errors"
	"strconv"

	"docent/model/nn"
	"docent/model/proto"
)

const (
	tensor  = "background"
	weights = "weights" // key of the metadata
)

// MaxRows and maxDim bound a background: 64 MB.
const (
	MaxRows = 16384
	maxDim  = 2048
)

// Encode returns the embeddings, which are the set's vectors, as a file for the weights of a hash (hex).
func Encode(s *proto.Set, hash string) ([]byte, error) {
	if err := check(s.Len(), s.Dim, len(s.Vectors)); err != nil {
		return nil, errors.New("write background: " + err.Error())
	}
	b, err := nn.WriteSafetensors(&nn.File{
		Metadata: map[string]string{weights: hash},
		Tensors:  []nn.Tensor{{Name: tensor, DType: nn.F16, Dims: []int{s.Len(), s.Dim}, Data: s.Vectors}},
	})
	if err != nil {
		return nil, errors.New("write background: " + err.Error())
	}
	return b, nil
}

// Read returns the embeddings as the vectors of a set. It refuses those of weights of another hash, and bytes that are
// no background with a *nn.FormatError.
func Read(b []byte, hash string) (*proto.Set, error) {
	f, err := nn.ReadSafetensors(b)
	if err != nil {
		return nil, err
	}
	if len(f.Tensors) != 1 || f.Tensors[0].Name != tensor || len(f.Tensors[0].Dims) != 2 {
		return nil, format(errors.New("there is not one tensor " + tensor + " of two dimensions"))
	}
	if of := f.Metadata[weights]; of != hash {
		return nil, errors.New("read background: it was made for the weights " + short(of) + ", not for " + short(hash) +
			": make it again with trainer export -background")
	}
	t := f.Tensors[0]
	if err := check(t.Dims[0], t.Dims[1], len(t.Data)); err != nil {
		return nil, format(err)
	}
	return &proto.Set{Dim: t.Dims[1], Vectors: t.Data}, nil
}

func format(err error) error { return &nn.FormatError{What: "read background", Err: err} }

// check refuses impossible sizes.
func check(rows, dim, numbers int) error {
	if rows < 1 || rows > MaxRows || dim < 1 || dim > maxDim || numbers != rows*dim {
		return errors.New("impossible dimensions " + strconv.Itoa(rows) + " x " + strconv.Itoa(dim))
	}
	return nil
}

// short returns the beginning of a hash, for a person.
func short(hash string) string {
	if hash == "" {
		return "(none)"
	}
	return hash[:min(len(hash), 12)]
}
