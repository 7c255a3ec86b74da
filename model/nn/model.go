package nn

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
)

// The metadata of a weight file.
const (
	keyFormat  = "docent.format"
	keyNetwork = "docent.network"
	format     = "1"
)

// A Model is a network and its weights.
type Model struct {
	Network  Network
	Params   map[string][]float32 // by name; see Network.Params. A tensor that is left out is zero
	Hash     string               // SHA-256 of the weight file in lower-case hexadecimal; "" if unknown
	Metadata map[string]string    // what else the weight file says: all but docent.format and docent.network
}

// ReadModel reads a weight file: safetensors whose metadata holds the network's description, and whose tensors are
// exactly those of Network.Params. Errors are of type *[FormatError]. Hash stays empty in the browser's binary.
func ReadModel(b []byte) (*Model, error) {
	f, err := ReadSafetensors(b)
	if err != nil {
		return nil, err
	}
	m, err := fromFile(f)
	if err != nil {
		return nil, err
	}
	m.Hash = fileHash(b)
	return m, nil
}

// fromFile takes f's tensors for its own.
func fromFile(f *File) (*Model, error) {
	switch v, ok := f.Metadata[keyFormat]; {
	case !ok:
		return nil, &FormatError{"weight file", errors.New("its metadata has no " + keyFormat + ": not written by docent?")}
	case v != format:
		return nil, &FormatError{"weight file", errors.New(keyFormat + " is " + quote(v) + ", this program reads " + format)}
	}
	n, err := ReadNetwork([]byte(f.Metadata[keyNetwork]))
	if err != nil {
		return nil, err
	}
	params, err := n.Params()
	if err != nil {
		return nil, &FormatError{"network description", err}
	}
	m := &Model{Network: *n, Params: make(map[string][]float32), Metadata: make(map[string]string)}
	for k, v := range f.Metadata {
		if k != keyFormat && k != keyNetwork {
			m.Metadata[k] = v
		}
	}

	dims := make(map[string][]int)
	for _, t := range f.Tensors {
		dims[t.Name] = t.Dims
		m.Params[t.Name] = t.Data
	}
	for _, p := range params {
		d, ok := dims[p.Name]
		if ok && !slices.Equal(d, p.Dims) {
			return nil, &FormatError{"tensor " + quote(p.Name), errors.New("it has dimensions " + dimsText(d) + ", the network wants " + dimsText(p.Dims))}
		}
	}
	if err := m.check(params); err != nil {
		return nil, &FormatError{"weight file", err}
	}
	return m, nil
}

func dimsText(dims []int) string {
	s := make([]string, len(dims))
	for i, d := range dims {
		s[i] = strconv.Itoa(d)
	}
	return "(" + strings.Join(s, ", ") + ")"
}

// check reports whether m's tensors are those of params, with values that the network can use.
func (m *Model) check(params []Param) error {
	known := make(map[string]bool, len(params))
	for _, p := range params {
		known[p.Name] = true
		v, ok := m.Params[p.Name]
		switch {
		case !ok && p.Optional:
			continue
		case !ok:
			return errors.New("tensor " + p.Name + " is missing")
		case len(v) != p.Len():
			return errors.New("tensor " + p.Name + " has " + strconv.Itoa(len(v)) + " values, the network wants " + strconv.Itoa(p.Len()))
		}
		low, high := -math.MaxFloat32, math.MaxFloat32
		switch {
		case strings.HasSuffix(p.Name, ".running_var"):
			low = 0
		case strings.HasSuffix(p.Name, ".p"):
			low, high = 0.1, 100 // a GeM of 100 is a maximum in all but name
		}
		for i, x := range v {
			if !(float64(x) >= low && float64(x) <= high) {
				return errors.New("tensor " + p.Name + ": value " + strconv.Itoa(i) + ", " + strconv.FormatFloat(float64(x), 'g', -1, 32) + ", is out of range")
			}
		}
	}
	foreign, found := "", false // the first of them, so that the error is the same each time
	for name := range m.Params {
		if !known[name] && (!found || name < foreign) {
			foreign, found = name, true
		}
	}
	if found {
		return errors.New("tensor " + quote(foreign) + " is not one of the network's")
	}
	return nil
}

// Encode returns m as a weight file with values of the given type. extra is added to the metadata; m.Metadata is not,
// unless it is passed. The same model gives the same bytes.
func (m *Model) Encode(dtype DType, extra map[string]string) ([]byte, error) {
	params, err := m.Network.Params()
	if err == nil {
		err = m.check(params)
	}
	if err != nil {
		return nil, &opError{"encode model", err}
	}
	desc, err := m.Network.Describe()
	if err != nil {
		return nil, &opError{"encode model", err}
	}
	f := &File{Metadata: map[string]string{keyFormat: format, keyNetwork: string(desc)}}
	for k, v := range extra {
		if _, taken := f.Metadata[k]; taken {
			return nil, errors.New("encode model: metadata " + k + " is written by docent itself")
		}
		f.Metadata[k] = v
	}
	for _, p := range params {
		if v, ok := m.Params[p.Name]; ok {
			f.Tensors = append(f.Tensors, Tensor{Name: p.Name, DType: dtype, Dims: p.Dims, Data: v})
		}
	}
	return WriteSafetensors(f)
}
