package nn

import (
	"errors"
	"maps"
	"math"
	"slices"
	"strconv"

	"docent/model/internal/jsontoken"
)

// WriteSafetensors returns f as a safetensors file: the tensors in their order, the header padded with spaces to a
// multiple of 8 bytes. The same content gives the same bytes. Numbers that are not finite, or that F16 or I8 cannot hold, are
// refused; so is whatever ReadSafetensors would refuse.
func WriteSafetensors(f *File) ([]byte, error) {
	header, size, err := encodeHeader(f)
	if err != nil {
		return nil, &opError{"write safetensors", err}
	}
	b := make([]byte, 0, 8+len(header)+size)
	b = appendLE64(b, uint64(len(header)))
	b = append(b, header...)
	for _, t := range f.Tensors {
		if b, err = encode(b, t); err != nil {
			return nil, &opError{"write tensor " + quote(t.Name), err}
		}
	}
	return b, nil
}

// encodeHeader checks the tensors but for their values, and returns the padded header and the number of bytes that
// follow it.
func encodeHeader(f *File) (header []byte, size int, err error) {
	if len(f.Tensors) > maxTensors {
		return nil, 0, errors.New("more than " + strconv.Itoa(maxTensors) + " tensors")
	}
	var w jsontoken.Writer // refuses duplicate names
	w.Object(func() {
		if len(f.Metadata) > 0 {
			w.Name(metadataKey).Object(func() {
				for _, k := range slices.Sorted(maps.Keys(f.Metadata)) {
					w.Name(k).Str(f.Metadata[k])
				}
			})
		}
		for _, t := range f.Tensors {
			var bytes int
			if bytes, err = t.bytes(); err != nil {
				return
			}
			w.Name(t.Name).Object(func() {
				w.Name("dtype").Str(string(t.DType))
				w.Name("shape").Array(func() {
					for _, v := range t.Dims {
						w.Int64(int64(v))
					}
				})
				w.Name("data_offsets").Array(func() {
					w.Int64(int64(size))
					w.Int64(int64(size + bytes))
				})
			})
			size += bytes
		}
	})
	if err != nil {
		return nil, 0, err
	}
	if header, err = w.Bytes(); err != nil {
		return nil, 0, err
	}
	for len(header)%8 != 0 {
		header = append(header, ' ')
	}
	if len(header) > maxHeader {
		return nil, 0, errors.New("the header is longer than " + strconv.Itoa(maxHeader) + " bytes")
	}
	return header, size, nil
}

// bytes checks what a tensor says of itself, and returns how many bytes its values take.
func (t *Tensor) bytes() (int, error) {
	n, ok := product(t.Dims)
	if !ok || n != len(t.Data) || len(t.Dims) > maxDims {
		return 0, errors.New("tensor " + quote(t.Name) + ": its dimensions do not fit its " + strconv.Itoa(len(t.Data)) + " values")
	}
	each, ok := t.DType.size()
	if !ok {
		return 0, errors.New("tensor " + quote(t.Name) + ": dtype " + quote(string(t.DType)) + " is none of F32, F16 and I8")
	}
	if t.Name == "" || t.Name == metadataKey {
		return 0, errors.New("a tensor cannot be called " + quote(t.Name))
	}
	return n * each, nil
}

// encode appends the values of t to b.
func encode(b []byte, t Tensor) ([]byte, error) {
	for i, v := range t.Data {
		if !finite(v) {
			return nil, errors.New("value " + strconv.Itoa(i) + " is not a finite number")
		}
		switch t.DType {
		case F32:
			b = appendLE32(b, math.Float32bits(v))
		case F16:
			h, ok := F32ToF16(v)
			if !ok {
				return nil, errors.New("value " + strconv.Itoa(i) + ", " + strconv.FormatFloat(float64(v), 'g', -1, 32) + ", is beyond F16's 65504")
			}
			b = appendLE16(b, h)
		case I8:
			if v != float32(int8(v)) {
				return nil, errors.New("value " + strconv.Itoa(i) + ", " + strconv.FormatFloat(float64(v), 'g', -1, 32) + ", is no whole number from -128 to 127")
			}
			b = append(b, byte(int8(v)))
		}
	}
	return b, nil
}
