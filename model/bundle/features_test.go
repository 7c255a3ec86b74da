//go:build !js

package bundle

import (
	"reflect"
	"slices"
	"testing"

	"docent/model/local"
)

// withFeatures returns the small bundle with features of its works.
func withFeatures(t testing.TB, how string) *Bundle {
	t.Helper()
	b := small()
	b.Manifest.Features, b.Checked = how, calibration
	b.Checked.Agreed = 2.5
	b.LocatorHash = weightsHash
	b.Features = NewFeatures(3)
	for i := range 3 {
		var features []local.Feature
		for j := range 40*i + 1 {
			features = append(features, local.Feature{X: uint8(j), Y: uint8(i), Descriptor: [4]uint64{uint64(j), 1, 2, 3}})
		}
		if err := b.Features.Set(i, local.AppendRow(nil, features)); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func TestFeatures(t *testing.T) {
	b := withFeatures(t, FeaturesPacked)
	part := b.Features.pack()
	f, err := ReadFeatures(part, 3)
	if err != nil || !reflect.DeepEqual(f, b.Features) {
		t.Errorf("features change when they are packed: %v", err)
	}
	if got, err := local.DecodeRow(nil, f.Row(2)); err != nil || len(got) != 81 || got[80].X != 80 {
		t.Errorf("work 2 has %d features, %v", len(got), err)
	}
	if f.Len() != 3 || NewFeatures(3).Row(1) != nil || RowSize != local.RowSize {
		t.Error("features are there that have not come")
	}
	for name, bad := range map[string][]byte{
		"short":    part[1:],
		"too many": append(slices.Clone(part), part[:RowSize]...),
	} {
		if _, err := ReadFeatures(bad, 3); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	wantError(t, NewFeatures(1).Set(0, part[:7]), "read features of work 0")
}

func TestManifestFeatures(t *testing.T) {
	b := withFeatures(t, "by post")
	_, err := b.Manifest.Encode()
	wantError(t, err, `features: "by post" is not packed or apart`)
	b.Manifest.Features, b.Checked.Typical = FeaturesApart, 0
	_, err = b.Manifest.Encode()
	wantError(t, err, "checked: calibration")
	b = withFeatures(t, FeaturesApart)
	b.LocatorHash = "none"
	_, err = b.Manifest.Encode()
	wantError(t, err, `locator: "none" is not a sha256`)
}
