//go:build !js

package importer

import (
	"context"
	"net/url"
	"slices"
	"strings"
)

// Concepts of the Getty's Art & Architecture Thesaurus that Linked Art classifies texts and names with.
const (
	aatPrimaryName   = "300404670"
	aatAccession     = "300312355"
	aatWebPage       = "300264578"
	aatDisplayTitle  = "300404669"
	aatLicenceText   = "300435434"
	aatArtistText    = "300435446"
	aatMaterialsText = "300435429"
)

var (
	aatDescription = []string{"300435416", "300080091", "300435452", "300411780"} // description, and what museums use for it
	aatCredit      = []string{"300026687", "300435418"}                           // acknowledgements, credit line
)

// aatLanguages are the languages that names and statements name by a concept.
var aatLanguages = map[string]string{
	"300388277": "en", "300388306": "fr", "300388344": "de", "300388256": "nl", "300389311": "es", "300388474": "it", "300443706": "no",
	"300389336": "sv", "300389109": "pl", "english": "en", "french": "fr", "german": "de", "dutch": "nl", "spanish": "es", "italian": "it",
	"portuguese": "pt", "japanese": "ja", "chinese": "zh", "danish": "da", "norwegian": "no", "swedish": "sv", "polish": "pl", "latin": "la", "russian": "ru",
}

// isA reports whether a thing is classified as one of the concepts.
func isA(v value, concepts ...string) bool {
	return slices.ContainsFunc(v.at("classified_as").list(), func(t value) bool { return slices.Contains(concepts, concept(t)) })
}

// concept returns the number of a concept: 300404670 of http://vocab.getty.edu/aat/300404670, and of aat:300404670.
func concept(v value) string {
	id := v.id()
	return id[strings.LastIndexAny(id, "/:")+1:]
}

// contents adds the contents of names or statements by their languages.
func contents(into Words, list []value, separator string) {
	for _, v := range list {
		language := ""
		for _, l := range v.at("language").list() {
			if language = aatLanguages[concept(l)]; language == "" {
				language = aatLanguages[strings.ToLower(l.at("_label").str())]
			}
			if n := l.at("notation").str(); language == "" && len(n) == 2 {
				language = n
			}
		}
		for _, content := range v.first("content", "value").list() {
			into.add(language, content.str(), separator)
		}
	}
}

func where(list value, ok func(value) bool) []value {
	var found []value
	for _, v := range list.list() {
		if ok(v) {
			found = append(found, v)
		}
	}
	return found
}

// statement returns the texts about a thing that are classified so.
func statement(v value, concepts ...string) Words {
	w := Words{}
	contents(w, where(v.at("referred_to_by"), func(s value) bool { return isA(s, concepts...) }), "\n")
	return w
}

// nameWords returns the names of a thing, by language: the primary ones, or else all that there are, the first of each
// language; or its label.
func nameWords(v value) Words {
	for _, which := range []func(value) bool{
		func(n value) bool { return n.kind() == "Name" && isA(n, aatPrimaryName, aatDisplayTitle) },
		func(n value) bool { return n.kind() == "Name" },
	} {
		w := Words{}
		for _, n := range where(v.at("identified_by"), which) {
			one := Words{}
			contents(one, []value{n}, " ")
			for l, s := range one {
				if w[l] == "" {
					w[l] = s
				}
			}
		}
		if len(w) > 0 {
			return w
		}
	}
	w := Words{}
	w.add("", v.at("_label").str(), " ")
	return w
}

// readObject reads a record, and fetches what it only names: its maker, its pictures.
func readObject(ctx context.Context, c *Client, v value) (*Work, error) {
	w := &Work{Title: nameWords(v), Description: statement(v, aatDescription...), Credit: statement(v, aatCredit...), Medium: statement(v, aatMaterialsText),
		Date: Words{}, Location: Words{}}
	identifiers := where(v.at("identified_by"), func(i value) bool { return i.kind() == "Identifier" })
	for _, i := range identifiers {
		if w.Number == "" || isA(i, aatAccession) {
			w.Number = line(i.first("content", "value").str())
		}
		if isA(i, aatAccession) {
			break
		}
	}
	if len(w.Medium) == 0 {
		for _, m := range v.at("made_of").list() {
			for l, s := range nameWords(m) {
				w.Medium.add(l, s, ", ")
			}
		}
	}
	var err error
	if w.Artist, err = makers(ctx, c, v); err != nil {
		return nil, err
	}
	production := v.at("produced_by")
	for _, p := range append(production.list(), production.at("part").list()...) {
		if w.Date = timespan(p.at("timespan")); len(w.Date) > 0 {
			break
		}
	}
	for l, s := range nameWords(v.at("current_location")) {
		w.Location.add(l, s, ", ")
	}
	for _, about := range v.at("subject_of").list() {
		for _, d := range append([]value{about}, about.at("digitally_carried_by").list()...) {
			if isA(d, aatWebPage) && w.URL == "" {
				w.URL = firstID(d.at("access_point"))
			}
		}
	}
	if err := w.linkedPictures(ctx, c, v); err != nil {
		return nil, err
	}
	return w, nil
}

// makers says who made an object.
func makers(ctx context.Context, c *Client, v value) (Words, error) {
	w := Words{}
	for _, production := range v.at("produced_by").list() {
		for _, p := range append([]value{production}, production.at("part").list()...) {
			for _, person := range p.at("carried_out_by").list() {
				name := nameWords(person)
				// A reference has a label as a rule; the record behind it has the names.
				if len(name) == 0 && person.id() != "" {
					record, err := c.JSON(ctx, person.id(), acceptLinkedArt)
					if stops(err) {
						return nil, err
					}
					name = nameWords(record)
				}
				for l, s := range name {
					w.add(l, s, ", ")
				}
			}
			if len(w) == 0 {
				contents(w, where(p.at("referred_to_by"), func(s value) bool { return isA(s, aatArtistText) || !s.has("classified_as") }), ", ")
			}
		}
	}
	return w, nil
}

// timespan says when: by the span's name, or by the years of its bounds.
func timespan(list value) Words {
	w := Words{}
	for _, t := range list.list() {
		if contents(w, where(t.at("identified_by"), func(n value) bool { return n.kind() == "Name" }), "; "); len(w) > 0 {
			return w
		}
		begin, end := year(t.first("begin_of_the_begin", "end_of_the_begin").str()), year(t.first("end_of_the_end", "begin_of_the_end").str())
		switch {
		case begin != "" && end != "" && begin != end:
			w.add("", begin+"–"+end, "")
		case begin+end != "":
			w.add("", max(begin, end), "")
		default:
			w.add("", t.at("_label").str(), "")
		}
		if len(w) > 0 {
			break
		}
	}
	return w
}

// year returns the year of a date such as 1642-01-01T00:00:00Z; "" for what is none, and before Christ, where a minus
// would be all that says so.
func year(s string) string {
	if len(s) < 5 || s[4] != '-' || strings.Trim(s[:4], "0123456789") != "" {
		return ""
	}
	return strings.TrimLeft(s[:4], "0")
}

func firstID(list value) string {
	for _, v := range list.list() {
		if u, err := url.Parse(v.id()); err == nil && u.Host != "" {
			return v.id()
		}
	}
	return ""
}
