//go:build !js

package fakeserver

import (
	"fmt"
	"net/http"
	"strings"
)

const aat = "http://vocab.getty.edu/aat/"

func concept(id, label string) []object {
	return []object{{"id": aat + id, "type": "Type", "_label": label}}
}

// linkedArt serves Linked Art: objects, the visual works that they show, the digital objects that show those, people, a
// set, and streams: a search's pages and a change list.
func (s *Server) linkedArt(w http.ResponseWriter, r *http.Request, rest string) {
	kind, id, _ := strings.Cut(rest, "/")
	base := s.URL + "/la/"
	context := "https://linked.art/ns/v1/linked-art.json"
	work := s.work(id)
	switch {
	case kind == "object" && work != nil:
		s.json(w, r, s.linkedObject(work))
	case kind == "visual" && work != nil && work.Views > 0:
		v := object{"@context": context, "id": base + "visual/" + id, "type": "VisualItem", "digitally_shown_by": []object{{"id": base + "digital/" + id, "type": "DigitalObject"}}}
		if work.Licence != "" {
			v["subject_to"] = []object{{"type": "Right", "classified_as": []object{{"id": work.Licence, "type": "Type"}}}}
		}
		s.json(w, r, v)
	case kind == "digital" && work != nil:
		s.json(w, r, object{"@context": context, "id": base + "digital/" + id, "type": "DigitalObject", "format": "image/jpeg",
			"access_point": []object{{"id": s.URL + "/iiif/image/2/" + id + "/full/max/0/default.jpg", "type": "DigitalObject"}}})
	case rest == "person/1":
		s.json(w, r, object{"@context": context, "id": base + rest, "type": "Person", "_label": "program, a",
			"identified_by": []object{{"type": "Name", "classified_as": concept("300404670", "Primary Name"), "content": "A program"}}})
	case rest == "set/1":
		s.json(w, r, object{"@context": context, "id": base + rest, "type": "Set", "_label": "All", "_links": object{
			"self": object{"href": base + rest}, "la:setHasMemberObject": object{"href": base + "search/0"}}})
	case kind == "search":
		n, ok := s.pageNumber(w, r, id)
		if !ok {
			return
		}
		s.json(w, r, s.linkedPage(n, "search", func(w Work) object {
			return object{"id": base + "object/" + w.ID, "type": "HumanMadeObject"}
		}))
	case rest == "changes":
		s.json(w, r, object{"@context": "https://www.w3.org/ns/activitystreams", "id": base + rest, "type": "OrderedCollection", "totalItems": len(s.Works),
			"first": object{"id": base + "change/0", "type": "OrderedCollectionPage"}})
	case kind == "change":
		n, ok := s.pageNumber(w, r, id)
		if !ok {
			return
		}
		page := s.linkedPage(n, "change", func(w Work) object {
			return object{"type": "Update", "endTime": "2024-01-01T00:00:00Z", "object": object{"id": base + "object/" + w.ID, "type": "HumanMadeObject"}}
		})
		// What streams also have: another kind of thing, one that is gone, and a work for the second time.
		page["orderedItems"] = append(page["orderedItems"].([]object),
			object{"type": "Update", "object": object{"id": base + "person/1", "type": "Person"}},
			object{"type": "Delete", "object": object{"id": base + "object/gone", "type": "HumanMadeObject"}},
			object{"type": "Create", "object": object{"id": base + "object/" + s.Works[0].ID, "type": "HumanMadeObject"}})
		s.json(w, r, page)
	default:
		http.NotFound(w, r)
	}
}

func (s *Server) linkedPage(n int, name string, item func(Work) object) object {
	works, more := s.page(n)
	items := []object{}
	for _, w := range works {
		items = append(items, item(w))
	}
	page := object{"@context": "https://linked.art/ns/v1/search.json", "id": fmt.Sprintf("%s/la/%s/%d", s.URL, name, n), "type": "OrderedCollectionPage",
		"partOf": object{"id": s.URL + "/la/" + name, "type": "OrderedCollection", "totalItems": len(s.Works)}, "orderedItems": items}
	if more {
		page["next"] = object{"id": fmt.Sprintf("%s/la/%s/%d", s.URL, name, n+1), "type": "OrderedCollectionPage"}
	}
	return page
}

func (s *Server) linkedObject(work *Work) object {
	language := map[string][]object{"en": {{"id": aat + "300388277", "type": "Language", "_label": "English"}}, "fr": {{"id": aat + "300388306", "type": "Language", "_label": "French"}}}
	var names, statements []object
	for _, l := range []string{"en", "fr"} {
		names = append(names, object{"type": "Name", "classified_as": concept("300404670", "Primary Name"), "content": work.Title[l], "language": language[l]})
		statements = append(statements,
			object{"type": "LinguisticObject", "classified_as": concept("300435416", "Description"), "content": work.Description[l], "language": language[l]},
			object{"type": "LinguisticObject", "classified_as": concept("300435429", "Materials Statement"), "content": work.Medium[l], "language": language[l]})
	}
	names = append(names, object{"type": "Name", "content": "Another name"},
		object{"type": "Identifier", "content": "local-" + work.ID}, object{"type": "Identifier", "classified_as": concept("300312355", "Accession Number"), "content": work.Number})
	statements = append(statements, object{"type": "LinguisticObject", "classified_as": concept("300026687", "Credit Line"), "content": work.Credit},
		object{"type": "LinguisticObject", "classified_as": concept("300435430", "Dimensions"), "content": "60 x 40 cm"})
	o := object{
		"@context": "https://linked.art/ns/v1/linked-art.json", "id": s.URL + "/la/object/" + work.ID, "type": "HumanMadeObject", "_label": work.Title["en"],
		"identified_by": names, "referred_to_by": statements,
		"made_of": []object{{"id": aat + "300015050", "type": "Material", "_label": "oil paint"}},
		"produced_by": object{"type": "Production", "carried_out_by": []object{{"id": s.URL + "/la/person/1", "type": "Person"}},
			"timespan": object{"type": "TimeSpan", "begin_of_the_begin": "1640-01-01T00:00:00Z", "end_of_the_end": "1645-12-31T23:59:59Z"}},
		"subject_of": []object{{"type": "LinguisticObject", "digitally_carried_by": []object{{"type": "DigitalObject", "classified_as": concept("300264578", "Web Page"),
			"access_point": []object{{"id": s.URL + "/works/" + work.ID, "type": "DigitalObject"}}}}}},
	}
	if work.Room != "" {
		o["current_location"] = object{"id": s.URL + "/la/place/1", "type": "Place", "_label": "Room " + work.Room}
	}
	if work.Views > 0 {
		o["shows"] = []object{{"id": s.URL + "/la/visual/" + work.ID, "type": "VisualItem"}}
	}
	return o
}
