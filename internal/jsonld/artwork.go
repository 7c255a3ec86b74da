//go:build !js

package jsonld

import (
	"maps"
	"path"
	"slices"
	"strings"

	"docent/model/bundle"
)

// visualArtwork is a work in the terms of schema.org.
type visualArtwork struct {
	ID           string   `json:"@id"`
	Type         []string `json:"@type"`
	Identifier   string   `json:"identifier,omitempty"`
	URL          string   `json:"url,omitempty"`
	Name         []words  `json:"name,omitempty"`
	Creator      *person  `json:"creator,omitempty"`
	DateCreated  any      `json:"dateCreated,omitempty"`
	ArtMedium    []words  `json:"artMedium,omitempty"`
	Description  []words  `json:"description,omitempty"`
	CreditText   []words  `json:"creditText,omitempty"`
	License      any      `json:"license,omitempty"`
	Image        string   `json:"image,omitempty"`
	Audio        []audio  `json:"audio,omitempty"`
	ItemLocation *place   `json:"itemLocation,omitempty"`
	Offers       *offer   `json:"offers,omitempty"`
}

type person struct {
	Type string  `json:"@type"`
	Name []words `json:"name"`
}

type place struct {
	Type       string  `json:"@type"`
	Identifier string  `json:"identifier,omitempty"`
	Name       []words `json:"name,omitempty"`
}

type offer struct {
	Type  string  `json:"@type"`
	Price []words `json:"price"`
}

type audio struct {
	Type           string `json:"@type"`
	ContentURL     string `json:"contentUrl"`
	InLanguage     string `json:"inLanguage"`
	EncodingFormat string `json:"encodingFormat"`
}

// creativeWork is a licence that is known by its words alone.
type creativeWork struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

// formats are the types of audio by the name's extension.
var formats = map[string]string{".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg"}

// artwork returns a work in the terms of schema.org.
func artwork(w *bundle.Work, o Options) visualArtwork {
	field := func(of func(t bundle.Text) string) []words {
		texts := make(map[string]string, len(w.Texts))
		for l, t := range w.Texts {
			texts[l] = of(t)
		}
		return tagged(texts)
	}
	a := visualArtwork{
		ID: "#" + w.ID, Type: []string{"VisualArtwork"}, Identifier: w.Number, URL: w.URL,
		Name:        field(func(t bundle.Text) string { return t.Title }),
		ArtMedium:   field(func(t bundle.Text) string { return t.Medium }),
		Description: field(func(t bundle.Text) string { return t.Description }),
		CreditText:  field(func(t bundle.Text) string { return t.Credit }),
		License:     licence(w.Licence),
	}
	if artist := field(func(t bundle.Text) string { return t.Artist }); artist != nil {
		a.Creator = &person{"Person", artist}
	}
	if d := field(func(t bundle.Text) string { return t.Date }); d != nil {
		a.DateCreated = date(d)
	}
	if price := field(func(t bundle.Text) string { return t.Price }); price != nil {
		a.Offers = &offer{"Offer", price}
	}
	// Where a work hangs is a term of archives' items, which it then is as well.
	if at := field(func(t bundle.Text) string { return t.Location }); at != nil || w.Room != "" {
		a.Type = append(a.Type, "ArchiveComponent")
		a.ItemLocation = &place{"Place", w.Room, at}
	}
	if w.Thumb != "" {
		a.Image = o.Base + w.Thumb
	}
	for _, l := range slices.Sorted(maps.Keys(w.Audio)) {
		name := w.Audio[l]
		a.Audio = append(a.Audio, audio{"AudioObject", o.Base + name, l, formats[path.Ext(name)]})
	}
	return a
}

// licence returns an address as it is, and words as what they are the name of.
func licence(s string) any {
	switch {
	case s == "":
		return nil
	case strings.HasPrefix(s, "https://"), strings.HasPrefix(s, "http://"):
		return s
	}
	return creativeWork{"CreativeWork", s}
}

// date returns a year, or a date as ISO 8601 has it, without a language when all languages say the same: only that is a date
// to schema.org.
func date(texts []words) any {
	first := texts[0].Value
	for i, c := range first {
		if !(c >= '0' && c <= '9' || c == '-' && (i == 4 || i == 7)) {
			return texts
		}
	}
	if n := len(first); n != 4 && n != 7 && n != 10 {
		return texts
	}
	for _, t := range texts {
		if t.Value != first {
			return texts
		}
	}
	return first
}
