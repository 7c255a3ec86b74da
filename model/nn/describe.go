package nn

import (
	"errors"
	"strconv"

	"docent/model/internal/jsontoken"
)

const maxDescription = 1 << 18 // bytes; 512 layers of the longest kind take half of it

// Describe checks the network and returns its description as JSON, the same bytes for the same network:
//
//	{"name":"conv4-64","input":[3,56,56],
//	 "normalisation":{"kind":"fixed","mean":[0.485,0.456,0.406],"std":[0.229,0.224,0.225]},
//	 "layers":[{"op":"conv","name":"conv1","out":64,"kernel":3,"pad":1},{"op":"relu"},...]}
//
// without the line breaks. The members of a layer are those of [Layer], in lower case; zeros are left out.
func (n *Network) Describe() ([]byte, error) {
	if _, err := n.Shapes(); err != nil {
		return nil, err
	}
	var w jsontoken.Writer
	w.Object(func() {
		str(&w, "name", n.Name)
		w.Name("input").Array(func() {
			for _, side := range [3]int{n.Input.C, n.Input.H, n.Input.W} {
				w.Int64(int64(side))
			}
		})
		w.Name("normalisation").Object(func() {
			str(&w, "kind", n.Normalisation.Kind)
			if n.Normalisation.Kind == NormFixed {
				floats(&w, "mean", n.Normalisation.Mean[:])
				floats(&w, "std", n.Normalisation.Std[:])
			}
		})
		w.Name("layers").Array(func() {
			for _, l := range n.Layers {
				w.Object(func() { l.describe(&w) })
			}
		})
	})
	return w.Bytes()
}

// describe writes the members of a layer that are not zero.
func (l Layer) describe(w *jsontoken.Writer) {
	str(w, "op", l.Op)
	str(w, "name", l.Name)
	for _, m := range [...]struct {
		name  string
		value int
	}{{"out", l.Out}, {"kernel", l.Kernel}, {"stride", l.Stride}, {"pad", l.Pad}, {"groups", l.Groups}} {
		if m.value != 0 {
			w.Name(m.name).Int64(int64(m.value))
		}
	}
	str(w, "from", l.From)
	if l.Eps != 0 {
		w.Name("eps").Float32(l.Eps)
	}
}

// str writes a member, unless it is empty.
func str(w *jsontoken.Writer, name, value string) {
	if value != "" {
		w.Name(name).Str(value)
	}
}

func floats(w *jsontoken.Writer, name string, values []float32) {
	w.Name(name).Array(func() {
		for _, v := range values {
			w.Float32(v)
		}
	})
}

// ReadNetwork reads what Describe writes, and checks it. Unknown and duplicate members are refused. Errors are of type
// *[FormatError].
func ReadNetwork(b []byte) (*Network, error) {
	n, err := readNetwork(b)
	if err != nil {
		return nil, &FormatError{"network description", err}
	}
	return n, nil
}

func readNetwork(b []byte) (*Network, error) {
	if len(b) > maxDescription {
		return nil, errors.New("it is longer than " + strconv.Itoa(maxDescription) + " bytes")
	}
	n := new(Network)
	r := jsontoken.New(b)
	r.Object(func(name string) {
		switch name {
		case "name":
			n.Name = r.Str()
		case "input":
			side := [3]*int{&n.Input.C, &n.Input.H, &n.Input.W}
			i := 0
			r.Array(len(side), func() {
				*side[i] = readInt(r)
				i++
			})
			if i < len(side) {
				r.Fail("want 3 numbers: channels, height, width")
			}
		case "normalisation":
			r.Object(func(name string) {
				switch name {
				case "kind":
					n.Normalisation.Kind = r.Str()
				case "mean":
					readFloats(r, n.Normalisation.Mean[:])
				case "std":
					readFloats(r, n.Normalisation.Std[:])
				default:
					r.Fail(unknownMember)
				}
			})
		case "layers":
			r.Array(maxLayers, func() { n.Layers = append(n.Layers, readLayer(r)) })
		default:
			r.Fail(unknownMember)
		}
	})
	if err := r.End(); err != nil {
		return nil, err
	}
	if _, err := n.Shapes(); err != nil {
		return nil, err
	}
	return n, nil
}

const unknownMember = "unknown member"

// readLayer reads one layer, unchecked.
func readLayer(r *jsontoken.Reader) (l Layer) {
	r.Object(func(name string) {
		switch name {
		case "op":
			l.Op = r.Str()
		case "name":
			l.Name = r.Str()
		case "out":
			l.Out = readInt(r)
		case "kernel":
			l.Kernel = readInt(r)
		case "stride":
			l.Stride = readInt(r)
		case "pad":
			l.Pad = readInt(r)
		case "groups":
			l.Groups = readInt(r)
		case "from":
			l.From = r.Str()
		case "eps":
			l.Eps = r.Float32()
		default:
			r.Fail(unknownMember)
		}
	})
	return l
}

// readInt reads a whole number below 2^31 in size: int has 32 bits in some places.
func readInt(r *jsontoken.Reader) int {
	v := r.Int64()
	if v != int64(int32(v)) {
		r.Fail("not a whole number of 32 bits")
	}
	return int(int32(v))
}

// readFloats reads an array of exactly len(dst) numbers.
func readFloats(r *jsontoken.Reader, dst []float32) {
	i := 0
	r.Array(len(dst), func() {
		dst[i] = r.Float32()
		i++
	})
	if i < len(dst) {
		r.Fail("fewer than " + strconv.Itoa(len(dst)) + " numbers")
	}
}
