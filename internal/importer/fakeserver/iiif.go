//go:build !js

package fakeserver

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// Addresses of the collections: nested, paged and with a loop.
func (s *Server) Collection3() string { return s.URL + "/iiif/3/collection/top" }

// Collection2 is the same collection in version 2.1.
func (s *Server) Collection2() string { return s.URL + "/iiif/2/collection/top" }

// Manifest returns the address of a work's manifest.
func (s *Server) Manifest(version int, id string) string {
	return fmt.Sprintf("%s/iiif/%d/manifest/%s/manifest.json", s.URL, version, id)
}

// languageMap writes texts as version 3 does.
func languageMap(texts map[string]string) object {
	m := object{}
	for l, t := range texts {
		m[l] = []string{t}
	}
	return m
}

func none(s string) object { return object{"none": []string{s}} }

// pageNumber reads the number of a page, from 0; where there is none it answers.
func (s *Server) pageNumber(w http.ResponseWriter, r *http.Request, text string) (n int, ok bool) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > len(s.Works) {
		http.NotFound(w, r)
		return 0, false
	}
	return n, true
}

// page returns the works of a page, and whether there are more.
func (s *Server) page(n int) (works []Work, more bool) {
	from := min(n*s.Page, len(s.Works))
	to := min(from+s.Page, len(s.Works))
	return s.Works[from:to], to < len(s.Works)
}

// presentation3 serves Presentation API 3: a collection that has itself (a loop), a collection of pages, and manifests.
func (s *Server) presentation3(w http.ResponseWriter, r *http.Request, rest string) {
	address := s.URL + "/iiif/3/collection/"
	context := "http://iiif.io/api/presentation/3/context.json"
	kind, name, _ := strings.Cut(rest, "/")
	switch {
	case kind == "manifest":
		work := s.work(strings.TrimSuffix(name, "/manifest.json"))
		if work == nil {
			http.NotFound(w, r)
			return
		}
		s.json(w, r, s.manifest3(work))
	case name == "top":
		s.json(w, r, object{"@context": context, "id": address + "top", "type": "Collection", "label": languageMap(map[string]string{"en": "Everything"}), "items": []object{
			{"id": address + "works", "type": "Collection", "label": none("Works")},
			{"id": address + "top", "type": "Collection", "label": none("Everything, again")},
		}})
	case name == "works":
		s.json(w, r, object{"@context": context, "id": address + "works", "type": "Collection", "label": none("Works"), "total": len(s.Works),
			"first": object{"id": address + "page0", "type": "CollectionPage"}})
	case strings.HasPrefix(name, "page"):
		n, ok := s.pageNumber(w, r, name[len("page"):])
		if !ok {
			return
		}
		works, more := s.page(n)
		items := []object{}
		for _, work := range works {
			items = append(items, object{"id": s.Manifest(3, work.ID), "type": "Manifest", "label": languageMap(work.Title)})
		}
		page := object{"@context": context, "id": address + name, "type": "CollectionPage", "partOf": object{"id": address + "works", "type": "Collection"}, "items": items}
		if more {
			page["next"] = object{"id": fmt.Sprintf("%spage%d", address, n+1), "type": "CollectionPage"}
		}
		s.json(w, r, page)
	default:
		http.NotFound(w, r)
	}
}

func (s *Server) manifest3(work *Work) object {
	pair := func(en, fr string, v any) object {
		return object{"label": languageMap(map[string]string{"en": en, "fr": fr}), "value": v}
	}
	id := s.Manifest(3, work.ID)
	var canvases []object
	for v := range work.Views {
		image := work.ID
		label := "Recto"
		if v > 0 {
			image = fmt.Sprintf("%s__%d", work.ID, v+1)
			label = []string{"", "Framed", "Verso"}[min(v, 2)]
		}
		canvas := fmt.Sprintf("%s/canvas/%d", id, v+1)
		canvases = append(canvases, object{"id": canvas, "type": "Canvas", "label": none(label), "width": work.Width, "height": work.Height, "items": []object{{
			"id": canvas + "/page", "type": "AnnotationPage", "items": []object{{
				"id": canvas + "/annotation", "type": "Annotation", "motivation": "painting", "target": canvas,
				"body": object{"id": s.URL + "/iiif/image/3/" + image + "/full/max/0/default.jpg", "type": "Image", "format": "image/jpeg", "width": work.Width, "height": work.Height,
					"service": []object{{"id": s.URL + "/iiif/image/3/" + image, "type": "ImageService3", "profile": fmt.Sprintf("level%d", s.Level)}}},
			}},
		}}})
	}
	m := object{
		"@context": "http://iiif.io/api/presentation/3/context.json", "id": id, "type": "Manifest",
		"label": languageMap(work.Title), "summary": languageMap(work.Description),
		"metadata": []object{
			pair("Artist", "Artiste", languageMap(work.Artist)),
			pair("Date", "Date", languageMap(work.Date)),
			pair("Medium", "Technique", languageMap(work.Medium)),
			pair("Accession Number", "Numéro d'inventaire", none(work.Number)),
			pair("Room", "Salle", none(work.Room)),
			pair("Dimensions", "Dimensions", none("60 x 40 cm")),
		},
		"requiredStatement": pair("Credit", "Mention", none(work.Credit)),
		"homepage":          []object{{"id": s.URL + "/works/" + work.ID, "type": "Text", "format": "text/html", "label": none("Page")}},
		"items":             canvases,
	}
	if work.Licence != "" {
		m["rights"] = work.Licence
	}
	return m
}

// presentation2 serves Presentation API 2.1.
func (s *Server) presentation2(w http.ResponseWriter, r *http.Request, rest string) {
	address := s.URL + "/iiif/2/collection/"
	context := "http://iiif.io/api/presentation/2/context.json"
	kind, name, _ := strings.Cut(rest, "/")
	switch {
	case kind == "manifest":
		work := s.work(strings.TrimSuffix(name, "/manifest.json"))
		if work == nil {
			http.NotFound(w, r)
			return
		}
		s.json(w, r, s.manifest2(work))
	case name == "top":
		s.json(w, r, object{"@context": context, "@id": address + "top", "@type": "sc:Collection", "label": "Everything",
			"collections": []object{{"@id": address + "works", "@type": "sc:Collection", "label": "Works"}},
			"members":     []object{{"@id": address + "top", "@type": "sc:Collection", "label": "Everything, again"}}})
	case name == "works":
		s.json(w, r, object{"@context": context, "@id": address + "works", "@type": "sc:Collection", "label": "Works", "total": len(s.Works), "first": address + "page0"})
	case strings.HasPrefix(name, "page"):
		n, ok := s.pageNumber(w, r, name[len("page"):])
		if !ok {
			return
		}
		works, more := s.page(n)
		manifests := []object{}
		for _, work := range works {
			manifests = append(manifests, object{"@id": s.Manifest(2, work.ID), "@type": "sc:Manifest", "label": work.Title["en"]})
		}
		page := object{"@context": context, "@id": address + name, "@type": "sc:Collection", "within": address + "works", "manifests": manifests}
		if more {
			page["next"] = fmt.Sprintf("%spage%d", address, n+1)
		}
		s.json(w, r, page)
	default:
		http.NotFound(w, r)
	}
}

// valued writes texts as version 2 does.
func valued(texts map[string]string) []object {
	var list []object
	for _, l := range []string{"en", "fr"} {
		if t, ok := texts[l]; ok {
			list = append(list, object{"@value": t, "@language": l})
		}
	}
	return list
}

func (s *Server) manifest2(work *Work) object {
	id := s.Manifest(2, work.ID)
	var canvases []object
	for v := range work.Views {
		image := work.ID
		if v > 0 {
			image = fmt.Sprintf("%s__%d", work.ID, v+1)
		}
		canvas := fmt.Sprintf("%s/canvas/%d", id, v+1)
		canvases = append(canvases, object{"@id": canvas, "@type": "sc:Canvas", "label": fmt.Sprint(v + 1), "width": work.Width, "height": work.Height, "images": []object{{
			"@type": "oa:Annotation", "motivation": "sc:painting", "on": canvas,
			"resource": object{"@id": s.URL + "/iiif/image/2/" + image + "/full/full/0/default.jpg", "@type": "dctypes:Image", "format": "image/jpeg",
				"service": object{"@context": "http://iiif.io/api/image/2/context.json", "@id": s.URL + "/iiif/image/2/" + image, "profile": fmt.Sprintf("http://iiif.io/api/image/2/level%d.json", s.Level)}},
		}}})
	}
	m := object{
		"@context": "http://iiif.io/api/presentation/2/context.json", "@id": id, "@type": "sc:Manifest",
		"label": valued(work.Title), "description": valued(work.Description), "attribution": work.Credit,
		"metadata": []object{
			{"label": []object{{"@value": "Creator", "@language": "en"}, {"@value": "Auteur", "@language": "fr"}}, "value": valued(work.Artist)},
			{"label": "Date", "value": valued(work.Date)},
			{"label": "Materials and techniques", "value": valued(work.Medium)},
			{"label": "Object number", "value": work.Number},
		},
		"related":   object{"@id": s.URL + "/works/" + work.ID, "format": "text/html"},
		"sequences": []object{{"@type": "sc:Sequence", "canvases": canvases}},
	}
	if work.Licence != "" {
		m["license"] = work.Licence
	}
	return m
}
