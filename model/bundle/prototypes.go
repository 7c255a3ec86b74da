package bundle

import (
	"errors"
	"math"
	"strconv"

	"docent/model/nn"
	"docent/model/proto"
)

// Names of the tensors in a prototypes part.
const (
	prototypesTensor = "prototypes"
	scalesTensor     = "scales"
	backgroundTensor = "background"
	impostorsTensor  = "impostors"
)

// maxDim bounds the length of a prototype: the released network's has 256, no network that a phone can afford has more than this.
const maxDim = 65536

// maxBackground bounds the rows of the background, which every frame is compared to.
const maxBackground = 4096

// ReadPrototypes reads a prototypes part: the tensors "prototypes" (N, D) and, where there are any, "background" (M, D) and
// "impostors" (N, 1), F32 or F16, every number finite. Prototypes may be I8, each times its of "scales" (N, 1).
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
	s := &proto.Set{}
	backgroundDim, impostorsDim, scalesDim := 0, 1, 1
	var scales []float32
	for _, t := range f.Tensors {
		var err error
		switch t.Name {
		case prototypesTensor:
			s.Vectors, s.Dim, err = rows(t, MaxWorks)
		case scalesTensor:
			scales, scalesDim, err = rows(t, MaxWorks)
		case backgroundTensor:
			s.Background, backgroundDim, err = rows(t, maxBackground)
		case impostorsTensor:
			s.Impostors, impostorsDim, err = rows(t, MaxWorks)
		}
		if err != nil {
			return nil, err
		}
	}
	if s.Vectors == nil {
		return nil, errors.New("there is no tensor prototypes")
	}
	if scales != nil {
		if scalesDim != 1 || len(scales) != s.Len() {
			return nil, errors.New("there is not one scale for each prototype")
		}
		for i, scale := range scales {
			row := s.At(i)
			for j := range row {
				if row[j] *= scale; row[j]-row[j] != 0 {
					return nil, errors.New("row " + strconv.Itoa(i) + " of prototypes is beyond all numbers")
				}
			}
		}
	}
	if s.Background != nil && backgroundDim != s.Dim {
		return nil, errors.New("the rows of background are " + strconv.Itoa(backgroundDim) + " numbers long, those of prototypes " +
			strconv.Itoa(s.Dim))
	}
	if s.Impostors != nil && (impostorsDim != 1 || len(s.Impostors) != s.Len()) {
		return nil, errors.New("there is not one number of impostors for each prototype")
	}
	return s, nil
}

// rows returns the numbers of a tensor of 1 to most rows, and the length of a row.
func rows(t nn.Tensor, most int) (data []float32, dim int, err error) {
	if len(t.Dims) != 2 {
		return nil, 0, errors.New("tensor " + t.Name + " does not have two dimensions")
	}
	n, dim := t.Dims[0], t.Dims[1]
	if n < 1 || n > most || dim < 1 || dim > maxDim || len(t.Data) != n*dim {
		return nil, 0, errors.New("tensor " + t.Name + " has impossible dimensions " + strconv.Itoa(n) + " x " + strconv.Itoa(dim))
	}
	for i, v := range t.Data {
		if v-v != 0 {
			return nil, 0, errors.New("row " + strconv.Itoa(i/dim) + " of " + t.Name + " has a number that is not finite")
		}
	}
	return t.Data, dim, nil
}

// EncodePrototypes writes a prototypes part: the prototypes as I8 with a scale for each, which moves none of their numbers by more than 1/254 of
// the largest in it, the rest as F16 where all numbers fit, as F32 otherwise.
func EncodePrototypes(s *proto.Set) ([]byte, error) {
	scales, whole := make([]float32, s.Len()), make([]float32, len(s.Vectors))
	for i := range scales {
		scales[i] = RoundPrototype(whole[i*s.Dim:(i+1)*s.Dim], s.At(i))
	}
	f := &nn.File{Tensors: []nn.Tensor{
		{Name: scalesTensor, DType: nn.F32, Dims: []int{len(scales), 1}, Data: scales},
		{Name: prototypesTensor, DType: nn.I8, Dims: []int{s.Len(), s.Dim}, Data: whole},
	}}
	if len(s.Background) > 0 {
		f.Tensors = append(f.Tensors, tensor(backgroundTensor, s.Background, s.Dim))
	}
	if len(s.Impostors) > 0 {
		f.Tensors = append(f.Tensors, tensor(impostorsTensor, s.Impostors, 1))
	}
	b, err := nn.WriteSafetensors(f)
	if err != nil {
		return nil, errors.New("write " + PrototypesName + ": " + err.Error())
	}
	return b, nil
}

// ReadBackground reads the background part of a grouped bundle: the tensor "background" (M, D), for [JoinPrototypes].
func ReadBackground(b []byte) (background []float32, dim int, err error) {
	f, err := nn.ReadSafetensors(b)
	if err != nil {
		return nil, 0, err
	}
	err = errors.New("there is no tensor " + backgroundTensor)
	for _, t := range f.Tensors {
		if t.Name == backgroundTensor {
			background, dim, err = rows(t, maxBackground)
		}
	}
	if err != nil {
		return nil, 0, &nn.FormatError{What: "read " + BackgroundName, Err: err}
	}
	return background, dim, nil
}

// EncodeBackground writes the background part of a grouped bundle, of rows of dim numbers.
func EncodeBackground(background []float32, dim int) ([]byte, error) {
	b, err := nn.WriteSafetensors(&nn.File{Tensors: []nn.Tensor{tensor(backgroundTensor, background, dim)}})
	if err != nil {
		return nil, errors.New("write " + BackgroundName + ": " + err.Error())
	}
	return b, nil
}

// RoundPrototype writes the numbers of v divided by a scale, as whole numbers of -127 to 127, and returns the scale. It has 16 bits, so that
// its products with them are exact, and what is read is written as it was.
func RoundPrototype(whole, v []float32) (scale float32) {
	var largest float32
	for _, x := range v {
		largest = max(largest, x, -x)
	}
	if largest-largest != 0 {
		copy(whole, v) // not finite: the writer refuses it
		return 1
	}
	scale = math.Float32frombits((math.Float32bits(largest/127) + 0xff) &^ 0xff)
	for i, x := range v {
		if scale > 0 {
			whole[i] = float32(math.RoundToEven(float64(x) / float64(scale)))
		}
	}
	return scale
}

func tensor(name string, data []float32, dim int) nn.Tensor {
	const maxF16 = 65504
	t := nn.Tensor{Name: name, DType: nn.F16, Dims: []int{len(data) / dim, dim}, Data: data}
	for _, v := range data {
		if v > maxF16 || v < -maxF16 {
			t.DType = nn.F32
		}
	}
	return t
}
