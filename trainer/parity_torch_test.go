//go:build torch

package main

import (
	"math"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"docent/model/nn"
	"docent/model/weights"
	"docent/trainer/torch"
)

// TestReleasedParity runs the released weights in libtorch and compares with
// the activations file that everything else is compared with.
func TestReleasedParity(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	torch.Setup(0)
	b, err := os.ReadFile(filepath.Join("..", "model", "nn", "testdata", "activations.safetensors"))
	if err != nil {
		t.Fatal(err)
	}
	want, err := nn.ReadSafetensors(b)
	if err != nil {
		t.Fatal(err)
	}
	m, err := nn.ReadModel(weights.Released())
	if err != nil {
		t.Fatal(err)
	}
	again, err := activationsOf(m)
	if err != nil {
		t.Fatal(err)
	}
	got, err := nn.ReadSafetensors(again)
	if err != nil {
		t.Fatal(err)
	}
	for i, tensor := range want.Tensors {
		var diff, scale float64
		for j, v := range tensor.Data {
			diff = max(diff, math.Abs(float64(v-got.Tensors[i].Data[j])))
			scale = max(scale, math.Abs(float64(v)))
		}
		if diff > 1e-4*scale {
			t.Errorf("%s differs by %.2g of the largest value", tensor.Name, diff/scale)
		}
	}
}
