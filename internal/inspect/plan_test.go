//go:build !js

package inspect

import (
	"strings"
	"testing"

	"docent/model/nn"
	"docent/model/simd"
)

func TestPlan(t *testing.T) {
	m, err := nn.NewRandom(nn.Conv4(64), 1)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := Plan(&b, m); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	want := append(simd.Targets(), "winograd 4x4", "conv2 relu maxpool", "28,901,376", "64x14x14", "43,352,064", "arena")
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("%q is missing in\n%s", w, text)
		}
	}
}
