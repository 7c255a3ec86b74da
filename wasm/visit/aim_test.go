package visit

import (
	"slices"
	"strings"
	"testing"

	"docent/model/proto"
)

// see returns the sights of pairs of an index and a margin.
func see(pairs ...float64) []Sight {
	var sights []Sight
	for i := 0; i < len(pairs); i += 2 {
		sights = append(sights, Sight{Index: int(pairs[i]), Margin: pairs[i+1]})
	}
	return sights
}

// play feeds one and the same frame at eight frames a second and returns the stages in order of appearance.
func play(a *Aim, from, seconds float64, sights []Sight) (stages []Stage, last Advice) {
	for at := from; at < from+seconds; at += 0.125 {
		last = a.Frame(at, sights, false)
		if len(stages) == 0 || stages[len(stages)-1] != last.Stage {
			stages = append(stages, last.Stage)
		}
	}
	return stages, last
}

func TestAim(t *testing.T) {
	near := see(4, -0.4, 2, -0.6, 7, -5)
	far := see(4, -6, 2, -7)
	clear := see(3, 2, 2, -4)
	for _, c := range []struct {
		name    string
		sights  []Sight
		seconds float64
		want    []Stage
	}{
		{"blank wall", far, 12, []Stage{Looking, Unsure, Nothing}},
		{"no candidates at all", nil, 12, []Stage{Looking, Unsure, Nothing}},
		{"a clear work", clear, 1, []Stage{Looking, Found}},
		{"between", near, 12, []Stage{Looking, Maybe}},
	} {
		stages, last := play(NewAim(0.01), 100, c.seconds, c.sights)
		if !slices.Equal(stages, c.want) {
			t.Errorf("%s: stages %v, want %v", c.name, stages, c.want)
		}
		if last.Stage == Found && last.Work != 3 {
			t.Errorf("%s: found %d", c.name, last.Work)
		}
		if last.Stage == Maybe && !slices.Equal(last.Candidates, []int{4, 2}) {
			t.Errorf("%s: candidates %v, want [4 2]", c.name, last.Candidates)
		}
	}
}

func TestAimOneFrameConvincesNobody(t *testing.T) {
	a := NewAim(0.01)
	if got := a.Frame(0, see(3, 9), false); got.Stage == Found {
		t.Error("one frame was enough")
	}
}

func TestAimAfterReset(t *testing.T) {
	a := NewAim(0.01)
	play(a, 0, 20, nil)
	a.Reset(proto.None)
	if got := a.Frame(21, nil, false); got.Stage != Looking {
		t.Errorf("after Reset the stage is %s", got.Stage)
	}
}

func TestAimDoesNotRepeatItself(t *testing.T) {
	shown, other := see(3, 2), see(5, 2)
	a := NewAim(0.01)
	play(a, 0, 1, shown)
	a.Reset(3)
	if stages, _ := play(a, 2, 5, shown); !slices.Equal(stages, []Stage{Looking, Seen}) {
		t.Errorf("still in view: %v", stages)
	}
	a.Reset(3) // on a slow phone, whose every frame takes a second, and that is not quite sure
	for at := 8.0; at < 20; at++ {
		if got := a.Frame(at, see(3, 0.2), false); got.Stage == Found {
			t.Fatalf("slow frames: found again after %g seconds", at-8)
		}
	}
	if stages, _ := play(a, 21, 1, other); stages[len(stages)-1] != Found {
		t.Errorf("another work: %v", stages)
	}
	a.Reset(3)
	play(a, 28, 3, nil)
	if stages, _ := play(a, 31, 1, shown); stages[len(stages)-1] != Found {
		t.Errorf("back after a while: %v", stages)
	}
}

func TestAimPauseIsNoAiming(t *testing.T) {
	a := NewAim(0.01)
	play(a, 0, 1, nil)
	if got := a.Frame(600, nil, false); got.Stage != Looking {
		t.Errorf("after a pause the stage is %s", got.Stage)
	}
}

func TestAimCandidatesKeepTheirPlaces(t *testing.T) {
	a := NewAim(0.01)
	play(a, 0, 2, see(4, -0.5, 2, -0.6))
	// The other one leads for a moment: a thumb on its way must not hit it by mistake.
	got := a.Frame(2.1, see(2, -0.1, 4, -1), false)
	if !slices.Equal(got.Candidates, []int{4, 2}) {
		t.Errorf("candidates %v moved", got.Candidates)
	}
}

func TestVerdict(t *testing.T) {
	for _, c := range []struct {
		name     string
		sights   []Sight
		accepted bool
		want     Advice
	}{
		{"accepted", see(3, 1, 1, -1), true, Advice{Stage: Found, Work: 3}},
		{"between", see(3, -1, 1, -1.3, 5, -9), false, Advice{Stage: Maybe, Candidates: []int{3, 1}}},
		{"far", see(3, -9), false, Advice{Stage: Nothing}},
		{"nothing", nil, false, Advice{Stage: Nothing}},
	} {
		got := Verdict(c.sights, c.accepted)
		if got.Stage != c.want.Stage || got.Work != c.want.Work || !slices.Equal(got.Candidates, c.want.Candidates) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestVisit plays whole visits. A letter is an eighth of a second: of a work well seen (A), near the threshold (a), of two look-alikes
// between the bounds (&), of a blurred frame or a wall (.); | says that the camera turns. want is the stages in order, with
// works.
func TestVisit(t *testing.T) {
	repeat := strings.Repeat
	for _, c := range []struct{ name, frames, want string }{
		{"walking up", "......" + "|.aaAAA", "looking found:A"},
		{"a hand that shakes", "A..A.A", "looking found:A"},
		{"someone in front", "aa....aaaaaaaaa", "looking maybe:A found:A"},
		{"two neighbours, one after the other", "AAAA|BBBB", "looking found:A looking found:B"},
		{"two neighbours, slowly", "AAAAABBBBBBBBB", "looking found:A found:B"},
		{"between two neighbours", "ABABABABAB", "looking maybe:A"},
		{"look-alikes", repeat("&", 40), "looking maybe:AB"},
		{"look-alikes, then a step nearer", repeat("&", 20) + "|BBBB", "looking maybe:AB found:B"},
		{"leaving", "AAAA|" + repeat(".", 40), "looking found:A looking unsure"},
		{"leaving look-alikes", repeat("&", 8) + "|" + repeat(".", 30), "looking maybe:AB looking unsure"},
		{"not in the collection", repeat(".", 70), "looking unsure nothing"},
	} {
		a, at, turned := NewAim(0.01), 0.0, false
		var stages []string
		for _, f := range []byte(c.frames) {
			var sights []Sight
			switch {
			case f == '|':
				turned = true
				continue
			case f == '.':
				sights = see(20, -2.6, 0, -2.8)
			case f == '&':
				sights = see(0, -0.3, 1, -0.4, 2, -5)
			case f >= 'a':
				sights = see(float64(f-'a'), 0.7, 20, -3)
			default:
				sights = see(float64(f-'A'), 6, 20, -6)
			}
			got := a.Frame(at, sights, turned)
			stage := string(got.Stage)
			switch got.Stage {
			case Found:
				stage += ":" + string(rune('A'+got.Work))
			case Maybe:
				stage += ":"
				for _, w := range got.Candidates {
					stage += string(rune('A' + w))
				}
			}
			if len(stages) == 0 || stages[len(stages)-1] != stage {
				stages = append(stages, stage)
			}
			at, turned = at+0.125, false
		}
		if got := strings.Join(stages, " "); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestSureness(t *testing.T) {
	last := 0.0
	for _, c := range []struct {
		margin float64
		want   string
	}{{-9, "perhaps"}, {-0.1, "perhaps"}, {0, "fairlySure"}, {1.4, "fairlySure"}, {1.6, "sure"}, {9, "sure"}} {
		if got := Sureness(c.margin); got != c.want {
			t.Errorf("Sureness(%g) = %s, want %s", c.margin, got, c.want)
		}
		g := Gauge(c.margin)
		if g < last || g <= 0 || g > 1 {
			t.Errorf("Gauge(%g) = %g after %g", c.margin, g, last)
		}
		last = g
	}
}
