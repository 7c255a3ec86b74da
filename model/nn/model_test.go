package nn

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestModelRoundTrip(t *testing.T) {
	m, err := NewRandom(Conv4(8), 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, dtype := range []DType{F32, F16} {
		b, err := m.Encode(dtype, map[string]string{"trainer.seed": "7"})
		if err != nil {
			t.Fatal(err)
		}
		got, err := ReadModel(b)
		if err != nil {
			t.Fatal(err)
		}
		if got.Metadata["trainer.seed"] != "7" || len(got.Metadata) != 1 {
			t.Errorf("%s: metadata is %v", dtype, got.Metadata)
		}
		if dtype == F32 && !maps.EqualFunc(got.Params, m.Params, slices.Equal) {
			t.Error("F32: the weights changed")
		}
		again, err := got.Encode(dtype, got.Metadata)
		if err != nil || !bytes.Equal(again, b) {
			t.Errorf("%s: encoding what was read gives other bytes (%v)", dtype, err)
		}
	}
}

// modelFile returns a small model's file after a change.
func modelFile(t *testing.T, change func(f *File)) []byte {
	t.Helper()
	n, err := ReadNetwork([]byte(everyOp))
	if err != nil {
		t.Fatal(err)
	}
	m, err := NewRandom(*n, 1)
	if err != nil {
		t.Fatal(err)
	}
	b, err := m.Encode(F32, nil)
	if err != nil {
		t.Fatal(err)
	}
	f, err := ReadSafetensors(b)
	if err != nil {
		t.Fatal(err)
	}
	change(f)
	b, err = WriteSafetensors(f)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// find returns the tensor of the given name.
func (f *File) find(name string) *Tensor {
	for i := range f.Tensors {
		if f.Tensors[i].Name == name {
			return &f.Tensors[i]
		}
	}
	panic("no tensor " + name)
}

func TestReadModelErrors(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(f *File)
		want   string
	}{
		{"no metadata", func(f *File) { f.Metadata = nil }, "no docent.format"},
		{"another format", func(f *File) { f.Metadata[keyFormat] = "2" }, `docent.format is "2", this program reads 1`},
		{"no network", func(f *File) { delete(f.Metadata, keyNetwork) }, "network description: it ends too early"},
		{"bad network", func(f *File) { f.Metadata[keyNetwork] = "{}" }, "network description: network: "},
		{"another network", func(f *File) { f.Metadata[keyNetwork] = conv4JSON }, "tensor conv1.weight is missing"},
		{"missing tensor", func(f *File) { f.Tensors = f.Tensors[1:] }, "tensor a.weight is missing"},
		{"unknown tensor", func(f *File) { f.Tensors = append(f.Tensors, Tensor{"x", F32, []int{1}, []float32{1}}) }, `tensor "x" is not one of the network's`},
		{"other dimensions", func(f *File) { f.find("a.weight").Dims = []int{6, 9} }, `tensor "a.weight": it has dimensions (6, 9), the network wants (6, 1, 3, 3)`},
		{"negative variance", func(f *File) { f.find("b.running_var").Data[3] = -0.5 }, "tensor b.running_var: value 3, -0.5, is out of range"},
		{"power of zero", func(f *File) { f.find("g.p").Data[0] = 0 }, "tensor g.p: value 0, 0, is out of range"},
	} {
		_, err := ReadModel(modelFile(t, c.change))
		var format *FormatError
		if !errors.As(err, &format) {
			t.Errorf("%s: error %v is no FormatError", c.name, err)
		} else if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %q does not say %q", c.name, err, c.want)
		}
	}
	for _, b := range [][]byte{nil, []byte("{}"), []byte(conv4JSON)} {
		var format *FormatError
		if _, err := ReadModel(b); !errors.As(err, &format) {
			t.Errorf("%.10q: error %v is no FormatError", b, err)
		}
	}
}

func TestBiasesAreOptional(t *testing.T) {
	m, err := ReadModel(modelFile(t, func(f *File) {
		f.Tensors = slices.DeleteFunc(f.Tensors, func(t Tensor) bool { return t.Name == "a.bias" || t.Name == "l.bias" })
	}))
	if err != nil {
		t.Fatal(err)
	}
	zeros, err := ReadModel(modelFile(t, func(f *File) {
		clear(f.find("a.bias").Data)
		clear(f.find("l.bias").Data)
	}))
	if err != nil {
		t.Fatal(err)
	}
	x := randomInput(rand.New(rand.NewPCG(1, 1)), m.Network.Input.Len())
	got, err := m.Reference(x)
	if err != nil {
		t.Fatal(err)
	}
	want, err := zeros.Reference(x)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("without biases it gives %v, with zeros %v, %v", got, want, err)
	}
}

func TestHash(t *testing.T) {
	b := modelFile(t, func(*File) {})
	m, err := ReadModel(b)
	if err != nil {
		t.Fatal(err)
	}
	want := ""
	if runtime.GOOS != "js" {
		sum := sha256.Sum256(b)
		want = hex.EncodeToString(sum[:])
	}
	if m.Hash != want {
		t.Errorf("hash %q, want %q", m.Hash, want)
	}
	f, err := Fold(m)
	if err != nil || f.Hash != "" {
		t.Errorf("folded, the hash is %q, %v", f.Hash, err)
	}
}

func TestEncodeErrors(t *testing.T) {
	good, err := NewRandom(Conv4(2), 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		change func(m *Model)
		dtype  DType
		extra  map[string]string
		want   string
	}{
		{"reserved metadata", func(*Model) {}, F32, map[string]string{keyNetwork: "{}"}, "docent.network is written by docent itself"},
		{"dtype", func(*Model) {}, "I4", nil, "none of F32, F16 and I8"},
		{"fractions", func(*Model) {}, I8, nil, "no whole number"},
		{"bad network", func(m *Model) { m.Network.Layers = nil }, F32, nil, "no layers"},
		{"missing tensor", func(m *Model) { delete(m.Params, "conv1.weight") }, F32, nil, "tensor conv1.weight is missing"},
		{"short tensor", func(m *Model) { m.Params["conv1.weight"] = make([]float32, 3) }, F32, nil, "has 3 values, the network wants 54"},
		{"unknown tensor", func(m *Model) { m.Params["conv5.weight"] = nil }, F32, nil, "not one of the network's"},
		{"not a number", func(m *Model) { m.Params["conv1.bias"] = []float32{0, float32(math.NaN())} }, F32, nil, "value 1, NaN, is out of range"},
		{"beyond F16", func(m *Model) { m.Params["conv1.bias"] = []float32{0, 1e6} }, F16, nil, `write tensor "conv1.bias": value 1, 1e+06, is beyond F16's 65504`},
	} {
		m := &Model{Network: good.Network, Params: maps.Clone(good.Params)}
		c.change(m)
		if b, err := m.Encode(c.dtype, c.extra); err == nil || b != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v does not say %q", c.name, err, c.want)
		}
	}
}

func TestNewRandomIsDeterministic(t *testing.T) {
	a, err := NewRandom(Conv4(4), 9)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := NewRandom(Conv4(4), 9)
	c, _ := NewRandom(Conv4(4), 10)
	if !maps.EqualFunc(a.Params, b.Params, slices.Equal) {
		t.Error("the same seed gives other weights")
	}
	if slices.Equal(a.Params["conv1.weight"], c.Params["conv1.weight"]) {
		t.Error("another seed gives the same weights")
	}
	if _, err := NewRandom(Conv4(0), 1); err == nil {
		t.Error("an invalid network is accepted")
	}
}
