//go:build !js

package build

import (
	"testing"

	"docent/model"
	"docent/model/local"
	"docent/model/proto"
)

// A picture that is there under two ids must not make strangers look near: its views, with one of the two left out, show the other.
func TestTwinsDoNotRaiseTheThreshold(t *testing.T) {
	near := proto.Evidence{SquaredDistance: 0.3, Rival: 1.2, Impostor: 1, Agreed: 40}
	far := proto.Evidence{SquaredDistance: 1.1, Rival: 1.15, Impostor: 1}
	var found, twins []seen
	for i := range 300 {
		near, far := near, far
		near.SquaredDistance += 0.001 * float32(i%200)
		near.Agreed -= i % 25
		far.SquaredDistance -= 0.001 * float32(i%100)
		far.Agreed = i % 12
		s := seen{work: i, known: []model.Candidate{{Index: i, Evidence: near}}, leftOut: []model.Candidate{{Index: i + 1, Evidence: far}}}
		found = append(found, s)
		if i%20 == 0 {
			s.leftOut = []model.Candidate{{Index: i + 1, Evidence: near}}
			s.leftOut[0].Agreed = local.Enough
		}
		twins = append(twins, s)
	}
	without, err := fit(found, true, proto.Calibration{Near: -1, Ahead: -1, Agreed: 1})
	if err != nil {
		t.Fatal(err)
	}
	with, err := fit(twins, true, proto.Calibration{Near: -1, Ahead: -1, Agreed: 1})
	if err != nil {
		t.Fatal(err)
	}
	right := proto.Evidence{SquaredDistance: 0.45, Rival: 1.2, Impostor: 1, Agreed: 24}
	if !without.Accepts(without.LogOdds(right)) {
		t.Fatal("the test's own work is not recognised")
	}
	if !with.Accepts(with.LogOdds(right)) {
		t.Errorf("with twins a work is refused: %+v instead of %+v", with, without)
	}
	for i := range twins {
		if i%20 == 0 {
			twins[i].leftOut[0].Agreed = local.Enough - 1 // strangers after all
		}
	}
	strict, err := fit(twins, true, proto.Calibration{Near: -1, Ahead: -1, Agreed: 1})
	if err == nil && strict.Threshold <= with.Threshold {
		t.Errorf("strangers that come near do not raise the threshold: %v, %v", strict.Threshold, with.Threshold)
	}
}
