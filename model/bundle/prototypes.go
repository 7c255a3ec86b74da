package bundle

import (
	"errors"
	"strconv"

	"docent/model/nn"
	"docent/model/proto"
)

// tensorName is the name of the one tensor in a prototypes part.
const tensorName = "prototypes"

// maxDim bounds the length of a prototype: Conv4 has 576, no network that a phone can afford has more than this.
const maxDim = 65536

// ReadPrototypes reads a prototypes part: the tensor "prototypes" (N, D), F32 or F16, every number finite.
func ReadPrototypes(b []byte) (*proto.Set, error) {
	f, err := nn.ReadSafetensors(b)
	if err != nil {
		return nil, err
	}
	s, err := prototypes(f)
	if err != nil {
		return nil, &nn.FormatError{What: "read " + PrototypesName, Err: err}
	}
	return s, nil
}

func prototypes(f *nn.File) (*proto.Set, error) {
	for _, t := range f.Tensors {
		if t.Name != tensorName {
			continue
		}
		if len(t.Dims) != 2 {
			return nil, errors.New("tensor prototypes does not have two dimensions")
		}
		n, dim := t.Dims[0], t.Dims[1]
		if n < 1 || n > MaxWorks || dim < 1 || dim > maxDim || len(t.Data) != n*dim {
			return nil, errors.New("tensor prototypes has impossible dimensions " + strconv.Itoa(n) + " x " + strconv.Itoa(dim))
		}
		for i, v := range t.Data {
			if v-v != 0 {
				return nil, errors.New("prototype " + strconv.Itoa(i/dim) + " has a number that is not finite")
			}
		}
		return &proto.Set{Dim: dim, Vectors: t.Data}, nil
	}
	return nil, errors.New("there is no tensor prototypes")
}

// EncodePrototypes writes a prototypes part, as F16 where all numbers fit (half the bytes, and a rounding of 0.05 %
// moves no answer), as F32 otherwise.
func EncodePrototypes(s *proto.Set) ([]byte, error) {
	const maxF16 = 65504
	dtype := nn.DType("F16")
	for _, v := range s.Vectors {
		if v-v != 0 {
			return nil, errors.New("write " + PrototypesName + ": a number is not finite")
		}
		if v > maxF16 || v < -maxF16 {
			dtype = "F32"
		}
	}
	return nn.WriteSafetensors(&nn.File{Tensors: []nn.Tensor{
		{Name: tensorName, DType: dtype, Dims: []int{s.Len(), s.Dim}, Data: s.Vectors},
	}})
}
