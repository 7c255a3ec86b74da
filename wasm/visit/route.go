// Package visit decides what the page shows: which screen an address means, what the viewfinder says after each
// frame, how sure an answer is, and which works a search finds. It knows nothing of browsers, so that all of it is tested without one.
package visit

import "strings"

// Screen is one of the page's main screens; its value is the id of its section in the HTML.
type Screen string

// The screens that an address can name. Trouble is shown in place of another and has no address.
const (
	Welcome Screen = "welcome"
	Aiming  Screen = "aim"
	Photo   Screen = "photo"
	Works   Screen = "works"
	Trouble Screen = "trouble"
)

// Route is what a fragment of the page's address asks for: a screen, or the card of a work over whichever screen is shown.
type Route struct {
	Screen Screen // "" for a work
	Work   string // id, "" for a screen
}

// ParseRoute reads a fragment such as "#/works" or "#/work/night-sea". What it does not know is the welcome. The slash
// keeps fragments apart from the ids of elements, to which browsers would scroll.
func ParseRoute(fragment string) Route {
	s, ok := strings.CutPrefix(fragment, "#/")
	if !ok {
		return Route{Screen: Welcome}
	}
	if id, ok := strings.CutPrefix(s, "work/"); ok && id != "" {
		return Route{Work: id}
	}
	switch Screen(s) {
	case Aiming, Photo, Works:
		return Route{Screen: Screen(s)}
	}
	return Route{Screen: Welcome}
}

// Fragment returns the address of a route, "#" for the welcome.
func (r Route) Fragment() string {
	switch {
	case r.Work != "":
		return "#/work/" + r.Work
	case r.Screen == Welcome:
		return "#"
	}
	return "#/" + string(r.Screen)
}
