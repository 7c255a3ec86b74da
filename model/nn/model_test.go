package nn

import (
	"bytes"
	"maps"
	"slices"
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
