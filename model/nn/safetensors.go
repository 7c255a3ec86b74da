package nn

import (
	"errors"
	"math"
	"strconv"

	"docent/model/internal/jsontoken"
)

// The safetensors format: the header's length (8 bytes, little-endian), the header (JSON: a name, a type, dimensions and
// a range of bytes for each tensor, and text metadata), the tensors' bytes, without gaps.
// https://github.com/huggingface/safetensors

const (
	maxHeader  = 1 << 20 // bytes; the format allows 100 MB
	maxTensors = 4096
	maxDims    = 8
	maxLen     = 1 << 28 // values of one tensor: 1 GB of float32

	metadataKey = "__metadata__"
)

// A DType is the type of a tensor's values in a file, as safetensors calls it.
type DType string

// The types that are read and written.
const (
	F32 DType = "F32"
	F16 DType = "F16"
	I8  DType = "I8" // whole numbers from -128 to 127
)

// size returns the bytes of one value, and whether t is a type that can be read and written.
func (t DType) size() (int, bool) {
	switch t {
	case F32:
		return 4, true
	case F16:
		return 2, true
	case I8:
		return 1, true
	}
	return 0, false
}

// A Tensor is a named array of numbers in row-major order: the last dimension varies fastest.
type Tensor struct {
	Name  string
	DType DType // in the file
	Dims  []int // none for a single number
	Data  []float32
}

// A File is the content of a safetensors file.
type File struct {
	Metadata map[string]string
	Tensors  []Tensor // in the order of their bytes
}

// ReadSafetensors reads a safetensors file. It refuses whatever is not exactly in the format, and numbers that are not
// finite; errors are of type *[FormatError]. The result does not refer to b.
func ReadSafetensors(b []byte) (*File, error) {
	if len(b) < 8 {
		return nil, &FormatError{"safetensors", errors.New("truncated: " + strconv.Itoa(len(b)) + " bytes are too few for the header's length")}
	}
	n, data := le64(b), b[8:]
	switch {
	case n > maxHeader:
		return nil, &FormatError{"safetensors", errors.New("the header's length, " + strconv.FormatUint(n, 10) + " bytes, is beyond " + strconv.Itoa(maxHeader) + ": not a safetensors file?")}
	case n > uint64(len(data)):
		return nil, &FormatError{"safetensors", errors.New("truncated: the header has " + strconv.FormatUint(n, 10) + " bytes, the file has " + strconv.Itoa(len(data)) + " after its length")}
	}
	header, data := data[:n], data[n:]
	f, entries, err := readHeader(header)
	if err != nil {
		return nil, &FormatError{"safetensors header", err}
	}

	// Sorted by place, each tensor begins where the one before it ends.
	sortByPlace(entries)
	var end int64
	for _, e := range entries {
		switch {
		case e.begin < end:
			err = errors.New("its bytes overlap another tensor's")
		case e.begin > end:
			err = errors.New(strconv.FormatInt(e.begin-end, 10) + " bytes before it belong to no tensor")
		case e.end > int64(len(data)):
			err = errors.New("truncated: it ends at byte " + strconv.FormatInt(e.end, 10) + " of " + strconv.Itoa(len(data)))
		}
		if err != nil {
			return nil, &FormatError{"tensor " + quote(e.Name), err}
		}
		end = e.end
	}
	if end != int64(len(data)) {
		return nil, &FormatError{"safetensors", errors.New(strconv.FormatInt(int64(len(data))-end, 10) + " bytes follow the last tensor")}
	}

	// Only now is memory allocated, no more than four times the file's size: values of one byte become float32.
	for _, e := range entries {
		e.Data = make([]float32, e.n)
		if err := decode(e.Data, data[e.begin:e.end], e.DType); err != nil {
			return nil, &FormatError{"tensor " + quote(e.Name), err}
		}
		f.Tensors = append(f.Tensors, e.Tensor)
	}
	return f, nil
}

// An entry is a tensor of the header: its values are bytes [begin, end) of the data.
type entry struct {
	Tensor
	n          int // values: product of Dims
	begin, end int64
	has        struct{ dtype, shape, offsets bool } // which of them the header says
}

// sortByPlace sorts by insertion: most files are sorted, a header has few entries, and slices.SortFunc would make the
// page's download larger.
func sortByPlace(entries []*entry) {
	for i := range entries {
		for e := entries[i]; i > 0; i-- {
			before := entries[i-1]
			if before.begin < e.begin || before.begin == e.begin && before.end <= e.end {
				break
			}
			entries[i], entries[i-1] = before, e
		}
	}
}

// readHeader reads the header's JSON. The ranges have the right lengths, but may lie anywhere.
func readHeader(b []byte) (*File, []*entry, error) {
	if len(b) == 0 || b[0] != '{' {
		return nil, nil, errors.New("it does not begin with {")
	}
	f := new(File)
	var entries []*entry
	r := jsontoken.New(b)
	r.Object(func(name string) {
		if name == metadataKey {
			f.Metadata = make(map[string]string)
			r.Object(func(name string) { f.Metadata[name] = r.Str() })
			return
		}
		if len(entries) == maxTensors {
			r.Fail("more than " + strconv.Itoa(maxTensors) + " tensors")
			return
		}
		e := readEntry(r)
		e.Name = name
		if r.Err() == nil {
			if err := e.check(); err != nil {
				r.Fail(err.Error())
			}
		}
		entries = append(entries, &e)
	})
	return f, entries, r.End()
}

// readEntry reads the description of a tensor, unchecked.
func readEntry(r *jsontoken.Reader) (e entry) {
	r.Object(func(key string) {
		switch key {
		case "dtype":
			e.DType, e.has.dtype = DType(r.Str()), true
		case "shape":
			e.has.shape = true
			r.Array(maxDims, func() { e.Dims = append(e.Dims, readInt(r)) })
		case "data_offsets":
			e.has.offsets = true
			ends, i := [2]*int64{&e.begin, &e.end}, 0
			r.Array(len(ends), func() {
				*ends[i] = r.Int64()
				i++
			})
			if i < len(ends) {
				r.Fail("fewer than two offsets")
			}
		default:
			r.Fail(unknownMember)
		}
	})
	return e
}

// check computes n, and makes sure that the description can be that of a tensor.
func (e *entry) check() error {
	size, ok := e.DType.size()
	switch {
	case e.Name == "":
		return errors.New("it has no name")
	case !e.has.dtype || !e.has.shape || !e.has.offsets:
		return errors.New("dtype, shape or data_offsets is missing")
	case !ok:
		return errors.New("dtype " + quote(string(e.DType)) + " is none of F32, F16 and I8")
	}
	e.n, ok = product(e.Dims)
	switch {
	case !ok:
		return errors.New("a dimension is negative, or they multiply to more than " + strconv.Itoa(maxLen) + " values")
	case e.begin < 0 || e.end < e.begin:
		return errors.New("its bytes end before they begin, or begin before the data")
	case e.end-e.begin != int64(e.n)*int64(size):
		return errors.New(strconv.FormatInt(e.end-e.begin, 10) + " bytes do not hold " + strconv.Itoa(e.n) + " values of type " + string(e.DType))
	}
	return nil
}

// product returns the number of values of a tensor, and whether it is between 0 and maxLen, and no dimension negative.
func product(dims []int) (int, bool) {
	n := int64(1)
	for _, d := range dims {
		if d < 0 || d > maxLen {
			return 0, false
		}
		if n *= int64(d); n > maxLen {
			return 0, false
		}
	}
	return int(n), true
}

// decode converts the bytes of len(dst) values. All of them must be finite.
func decode(dst []float32, b []byte, t DType) error {
	switch t {
	case F32:
		for i := range dst {
			dst[i] = math.Float32frombits(le32(b[4*i:]))
		}
	case F16:
		for i := range dst {
			dst[i] = F16ToF32(le16(b[2*i:]))
		}
	case I8:
		for i := range dst {
			dst[i] = float32(int8(b[i]))
		}
	}
	for i, v := range dst {
		if !finite(v) {
			return errors.New("value " + strconv.Itoa(i) + " is not a finite number")
		}
	}
	return nil
}

// quote returns the beginning of a name from a file, fit to be shown in an error.
func quote(s string) string {
	if len(s) > 80 {
		s = s[:80] + "..."
	}
	return strconv.QuoteToASCII(s)
}
