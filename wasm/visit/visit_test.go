package visit

import "testing"

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
