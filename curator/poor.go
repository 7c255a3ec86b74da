//go:build js && wasm && curator

package main

import (
	"encoding/json"
	"fmt"

	"docent/internal/quality/facts"
)

// A flaw is something about a reference that makes it a poor one.
type flaw struct{ short, words string }

// Limits of references: those of package quality, whose documentation says what they were measured on.
const (
	leastSide   = 64   // pixels along the shorter side
	leastDetail = 0.58 // see facts.Facts
	leastShare  = 0.6  // of the picture that is the work,
	surely      = 0.9  // where the locator is as sure as that
	leastBright = 48   // of 20 pixels, the brightest
	leastSpan   = 24   // and how much brighter it is than the darkest
)

// poor lists what is poor about a picture; nothing where it is not known.
func poor(f *facts.Facts) []flaw {
	if f == nil {
		return nil
	}
	var list []flaw
	if s := f.Shortest(); s < leastSide {
		list = append(list, flaw{"Picture small", fmt.Sprintf("The picture is small, %d × %d pixels: use one of %d or more a side.", f.Width, f.Height, leastSide)})
	}
	if f.Detail < leastDetail {
		list = append(list, flaw{"Picture blurred", "The picture is blurred, or was enlarged: take another one, with the camera held still."})
	}
	switch {
	case f.Bright < leastBright:
		list = append(list, flaw{"Picture dark", "The picture is very dark: take it in better light."})
	case f.Span < leastSpan:
		list = append(list, flaw{"Picture pale", "The picture has hardly any contrast: look for a reflection or haze."})
	}
	if f.Sure >= surely && f.Share() < leastShare {
		list = append(list, flaw{"Much wall around it", fmt.Sprintf("Only %d %% of the picture is the work: straighten it, so that the wall and the frame are left out.", int(100*f.Share()))})
	}
	return list
}

// decodeFacts reads what the worker says of a picture.
func decodeFacts(s string) *facts.Facts {
	var f facts.Facts
	if json.Unmarshal([]byte(s), &f) != nil || f.Width == 0 {
		return nil
	}
	return &f
}
