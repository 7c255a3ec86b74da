package visit

import (
	"slices"
	"testing"

	"docent/model/proto"
)

func TestRoute(t *testing.T) {
	for _, c := range []struct {
		fragment string
		want     Route
		back     string
	}{
		{"", Route{Screen: Welcome}, "#"},
		{"#", Route{Screen: Welcome}, "#"},
		{"#/aim", Route{Screen: Aiming}, "#/aim"},
		{"#/works", Route{Screen: Works}, "#/works"},
		{"#/photo", Route{Screen: Photo}, "#/photo"},
		{"#/work/night-sea", Route{Work: "night-sea"}, "#/work/night-sea"},
		{"#works", Route{Screen: Welcome}, "#"}, // an element's id
		{"#/work/", Route{Screen: Welcome}, "#"},
		{"#/trouble", Route{Screen: Welcome}, "#"},
		{"#/<b>", Route{Screen: Welcome}, "#"},
	} {
		got := ParseRoute(c.fragment)
		if got != c.want || got.Fragment() != c.back {
			t.Errorf("ParseRoute(%q) = %v (%q), want %v (%q)", c.fragment, got, got.Fragment(), c.want, c.back)
		}
	}
}

// play feeds one and the same frame at eight frames a second and returns the stages in order of appearance.
func play(a *Aim, from, seconds float64, sights []Sight, accepted bool) (stages []Stage, last Advice) {
	for at := from; at < from+seconds; at += 0.125 {
		last = a.Frame(at, sights, accepted)
		if len(stages) == 0 || stages[len(stages)-1] != last.Stage {
			stages = append(stages, last.Stage)
		}
	}
	return stages, last
}

func TestAim(t *testing.T) {
	near := []Sight{{4, -0.5}, {2, -0.8}, {7, -5}}
	far := []Sight{{4, -6}, {2, -7}}
	clear := []Sight{{3, 2}, {2, -4}}
	for _, c := range []struct {
		name     string
		sights   []Sight
		accepted bool
		seconds  float64
		want     []Stage
	}{
		{"blank wall", far, false, 12, []Stage{Looking, Unsure, Nothing}},
		{"no candidates at all", nil, false, 12, []Stage{Looking, Unsure, Nothing}},
		{"a clear work", clear, true, 1, []Stage{Looking, Found}},
		{"between", near, false, 12, []Stage{Looking, Maybe}},
	} {
		stages, last := play(NewAim(), 100, c.seconds, c.sights, c.accepted)
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
	a := NewAim()
	if got := a.Frame(0, []Sight{{3, 9}}, true); got.Stage == Found {
		t.Error("one frame was enough")
	}
}

func TestAimAfterReset(t *testing.T) {
	a := NewAim()
	play(a, 0, 20, nil, false)
	a.Reset(proto.None)
	if got := a.Frame(21, nil, false); got.Stage != Looking {
		t.Errorf("after Reset the stage is %s", got.Stage)
	}
}

func TestAimDoesNotRepeatItself(t *testing.T) {
	shown, other := []Sight{{3, 2}}, []Sight{{5, 2}}
	a := NewAim()
	play(a, 0, 1, shown, true)
	a.Reset(3)
	if stages, _ := play(a, 2, 5, shown, true); !slices.Equal(stages, []Stage{Looking, Seen}) {
		t.Errorf("still in view: %v", stages)
	}
	a.Reset(3) // on a slow phone, whose every frame takes a second, and that is not quite sure
	for at := 8.0; at < 20; at++ {
		if got := a.Frame(at, []Sight{{3, 0.2}}, true); got.Stage == Found {
			t.Fatalf("slow frames: found again after %g seconds", at-8)
		}
	}
	if stages, _ := play(a, 21, 1, other, true); stages[len(stages)-1] != Found {
		t.Errorf("another work: %v", stages)
	}
	a.Reset(3)
	play(a, 28, 3, nil, false)
	if stages, _ := play(a, 31, 1, shown, true); stages[len(stages)-1] != Found {
		t.Errorf("back after a while: %v", stages)
	}
}

func TestAimPauseIsNoAiming(t *testing.T) {
	a := NewAim()
	play(a, 0, 1, nil, false)
	if got := a.Frame(600, nil, false); got.Stage != Looking {
		t.Errorf("after a pause the stage is %s", got.Stage)
	}
}

func TestAimCandidatesKeepTheirPlaces(t *testing.T) {
	a := NewAim()
	play(a, 0, 2, []Sight{{4, -0.5}, {2, -0.6}}, false)
	// The other one leads for a moment: a thumb on its way must not hit it by mistake.
	got := a.Frame(2.1, []Sight{{2, -0.1}, {4, -1}}, false)
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
		{"accepted", []Sight{{3, 1}, {1, -1}}, true, Advice{Stage: Found, Work: 3}},
		{"between", []Sight{{3, -1}, {1, -1.5}, {5, -9}}, false, Advice{Stage: Maybe, Candidates: []int{3, 1}}},
		{"far", []Sight{{3, -9}}, false, Advice{Stage: Nothing}},
		{"nothing", nil, false, Advice{Stage: Nothing}},
	} {
		got := Verdict(c.sights, c.accepted)
		if got.Stage != c.want.Stage || got.Work != c.want.Work || !slices.Equal(got.Candidates, c.want.Candidates) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestSearch(t *testing.T) {
	for _, c := range []struct {
		query, text string
		want        bool
	}{
		{"", "anything", true},
		{"nuit", "La nuit étoilée", true},
		{"ETOILEE nuit", "La nuit étoilée", true},
		{"l'oeuvre", "L’Œuvre au noir", true},
		{"łódź", "Lodz", true},
		{"cafe\u0301", "Le Café de nuit", true},
		{"jour", "La nuit étoilée", false},
		{"nuit jour", "La nuit étoilée", false},
		{"夜", "星月夜", true},
	} {
		if got := Finds(Fold(c.query), Fold(c.text)); got != c.want {
			t.Errorf("search %q in %q: %v, want %v", c.query, c.text, got, c.want)
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
