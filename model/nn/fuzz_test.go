package nn

import (
	"bytes"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

// checkFormatError fails if err is not the one type for bad bytes.
func checkFormatError(t *testing.T, err error) {
	t.Helper()
	var format *FormatError
	if !errors.As(err, &format) || format.What == "" {
		t.Fatalf("error %v is no FormatError", err)
	}
	if len(err.Error()) > 1000 {
		t.Fatalf("an error of %d bytes: %.200s", len(err.Error()), err)
	}
}

// What can be read can be written, and reads the same then.
func FuzzReadSafetensors(f *testing.F) {
	f.Add(rawFile("{}", 0))
	f.Add(rawFile("{"+rawTensor("a", "F32", "[2]", 0, 8)+","+rawTensor("b", "F16", "[1,3]", 8, 14)+`,"__metadata__":{"k":"v"}}`, 14))
	f.Add(rawFile("{"+rawTensor("b", "F16", "[0]", 4, 4)+","+rawTensor("a", "F32", "[]", 0, 4)+"}   ", 4))
	f.Add(rawFile("{"+rawTensor("a", "F32", "[1]", 0, 4)+","+rawTensor("b", "F32", "[1]", 2, 6)+"}", 6))
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := ReadSafetensors(b)
		if err != nil {
			checkFormatError(t, err)
			return
		}
		written, err := WriteSafetensors(file)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ReadSafetensors(written)
		if err != nil {
			t.Fatal(err)
		}
		if len(file.Metadata) == 0 { // an empty object is left out
			file.Metadata = nil
		}
		if !reflect.DeepEqual(file, again) {
			t.Fatalf("read %+v, after writing %+v", file, again)
		}
	})
}

// What can be read can be described, and run in both ways with the same result.
func FuzzReadNetwork(f *testing.F) {
	f.Add([]byte(conv4JSON))
	f.Add([]byte(everyOp))
	f.Add([]byte(`{"name":"n","input":[3,4096,1],"normalisation":{"kind":"image"},"layers":[{"op":"conv","name":"a","out":1,"kernel":31,"pad":30,"stride":31}]}`))
	for seed := range uint64(20) {
		n := RandomNetwork(rand.New(rand.NewPCG(seed, 1)))
		b, err := n.Describe()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		n, err := ReadNetwork(b)
		if err != nil {
			checkFormatError(t, err)
			return
		}
		desc, err := n.Describe()
		if err != nil {
			t.Fatal(err)
		}
		again, err := ReadNetwork(desc)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(n, again) {
			t.Fatalf("read %+v, after writing %+v", n, again)
		}
		checkFuzzedNetwork(t, *n)
	})
}

// checkFuzzedNetwork runs n if it is small.
func checkFuzzedNetwork(t *testing.T, n Network) {
	shapes, err := n.Shapes()
	if err != nil {
		t.Fatal(err)
	}
	params, err := n.Params()
	if err != nil {
		t.Fatal(err)
	}
	macs, err := n.MACs()
	if err != nil {
		t.Fatal(err)
	}
	work := int64(n.Input.Len())
	for i := range shapes {
		if l := n.Layers[i]; l.Op == OpMaxPool {
			work += int64(shapes[i].Len()) * int64(l.Kernel*l.Kernel)
		}
		work += int64(shapes[i].Len()) + macs[i]
	}
	for _, p := range params {
		work += int64(p.Len())
	}
	if work > 1<<21 {
		return
	}
	m, err := NewRandom(n, 1)
	if err != nil {
		t.Fatal(err)
	}
	run, err := NewRunner(m)
	if err != nil {
		return // its borders are too large, or its eps too small for the product of factors
	}
	x := randomInput(rand.New(rand.NewPCG(1, 1)), n.Input.Len())
	outs, err := m.Activations(x)
	if err != nil {
		t.Fatal(err)
	}
	got := make([]float32, run.OutputLen())
	if err := run.Forward(got, x); err != nil {
		t.Fatal(err)
	}
	// However many layers there are: rounding is relative to the largest value on the way.
	size := 1.0
	for _, out := range outs {
		for _, v := range out {
			size = max(size, math.Abs(float64(v)))
		}
	}
	if size > 1e6 {
		return
	}
	for i, want := range outs[len(outs)-1] {
		if d := math.Abs(float64(got[i] - want)); !(d <= 1e-3*size) {
			t.Fatalf("value %d is %g, want %g (largest on the way %g): %+v", i, got[i], want, size, n)
		}
	}
}

// What can be read can be encoded, to the same model, and made ready to run.
func FuzzReadModel(f *testing.F) {
	for seed := range uint64(8) {
		m, err := NewRandom(RandomNetwork(rand.New(rand.NewPCG(seed, 2))), seed)
		if err != nil {
			f.Fatal(err)
		}
		b, err := m.Encode([]DType{F32, F16}[seed%2], map[string]string{"trainer": "test"})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := ReadModel(b)
		if err != nil {
			checkFormatError(t, err)
			return
		}
		encoded, err := m.Encode(F32, m.Metadata)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ReadModel(encoded)
		if err != nil {
			t.Fatal(err)
		}
		again.Hash = m.Hash
		if !reflect.DeepEqual(m, again) {
			t.Fatal("encoded and read it is another model")
		}
		twice, err := again.Encode(F32, again.Metadata)
		if err != nil || !bytes.Equal(twice, encoded) {
			t.Fatalf("encoding is not deterministic: %v", err)
		}
		if m.Network.Input.Len() < 1<<16 {
			if _, err := Fold(m); err != nil {
				checkFoldError(t, err)
			}
		}
	})
}

// checkFoldError fails unless err says that numbers are too large: nothing else may be wrong with a model that was read.
func checkFoldError(t *testing.T, err error) {
	t.Helper()
	if want := "the product is beyond what a float32 holds"; !bytes.HasSuffix([]byte(err.Error()), []byte(want)) {
		t.Fatal(err)
	}
}
