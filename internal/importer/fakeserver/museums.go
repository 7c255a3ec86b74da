//go:build !js

package fakeserver

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// First numbers of the works in the two museums' APIs.
const (
	MetFirst = 436500
	AICFirst = 27900
)

// met serves the Met's collection API: objects/ID in version 1, and the paged search of version 1.1.
func (s *Server) met(w http.ResponseWriter, r *http.Request, rest string) {
	if rest == "v1.1/search" {
		offset, _ := strconv.Atoi(r.URL.Query().Get("offset"))
		limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
		if r.URL.Query().Get("q") == "" || limit < 1 || limit > 500 || offset < 0 {
			http.Error(w, `{"message": "bad parameters"}`, http.StatusBadRequest)
			return
		}
		limit = min(limit, s.Page)
		ids := []int{}
		for i := offset; i < min(offset+limit, len(s.Works)); i++ {
			ids = append(ids, MetFirst+i)
		}
		s.json(w, r, object{"total": len(s.Works), "objectIDs": ids})
		return
	}
	id, ok := strings.CutPrefix(rest, "v1/objects/")
	work := s.byNumber(id, MetFirst)
	if !ok || work == nil {
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, `{"message": "ObjectID not found"}`)
		return
	}
	n, _ := strconv.Atoi(id)
	o := object{
		"objectID": n, "isHighlight": false, "accessionNumber": work.Number, "isPublicDomain": work.Free, "primaryImage": "", "primaryImageSmall": "",
		"additionalImages": []string{}, "department": "European Paintings", "objectName": "Painting", "title": work.Title["en"], "culture": "",
		"artistPrefix": "", "artistDisplayName": work.Artist["en"], "artistSuffix": "", "objectDate": work.Date["en"], "medium": work.Medium["en"],
		"creditLine": work.Credit, "rightsAndReproduction": "", "GalleryNumber": work.Room, "objectURL": fmt.Sprintf("https://www.metmuseum.org/art/collection/search/%d", n),
		"objectWikidata_URL": "",
	}
	if work.Views > 0 {
		o["primaryImage"] = s.URL + "/met/original/" + work.ID + ".jpg"
		o["primaryImageSmall"] = s.URL + "/met/web-large/" + work.ID + ".jpg"
	}
	if !work.Free {
		o["rightsAndReproduction"] = "© the program"
	}
	var more []string
	for v := 2; v <= work.Views; v++ {
		more = append(more, fmt.Sprintf("%s/met/original/%s__%d.jpg", s.URL, work.ID, v))
	}
	o["additionalImages"] = more
	s.json(w, r, o)
}

// aic serves the Art Institute of Chicago's API: artworks?ids=..., and artworks/search with pages.
func (s *Server) aic(w http.ResponseWriter, r *http.Request, rest string) {
	q := r.URL.Query()
	if r.Header.Get("AIC-User-Agent") == "" {
		http.Error(w, `{"status": 403, "error": "who are you?"}`, http.StatusForbidden)
		return
	}
	config := object{"iiif_url": s.URL + "/aic/iiif/2", "website_url": "http://www.artic.edu"}
	data := []object{}
	if rest == "/search" {
		page, _ := strconv.Atoi(q.Get("page"))
		limit, _ := strconv.Atoi(q.Get("limit"))
		if page < 1 || limit < 1 || limit > 100 || page*limit > 1000 {
			http.Error(w, `{"status": 403, "error": "Invalid limit"}`, http.StatusForbidden)
			return
		}
		works, _ := s.page(page - 1)
		for i := range works {
			data = append(data, object{"_score": 1.5, "id": AICFirst + (page-1)*s.Page + i})
		}
		s.json(w, r, object{"preference": nil, "pagination": object{"total": len(s.Works), "limit": s.Page, "offset": (page - 1) * s.Page,
			"total_pages": (len(s.Works) + s.Page - 1) / s.Page, "current_page": page}, "data": data, "info": object{}, "config": config})
		return
	}
	ids := strings.Split(q.Get("ids"), ",")
	if len(ids) > 100 {
		http.Error(w, `{"status": 403, "error": "Too many ids"}`, http.StatusForbidden)
		return
	}
	for _, id := range ids {
		work := s.byNumber(id, AICFirst)
		if work == nil {
			continue
		}
		n, _ := strconv.Atoi(id)
		o := object{"id": n, "title": work.Title["en"], "artist_title": work.Artist["en"], "artist_display": work.Artist["en"] + "\nEarthly, 2000–", "date_display": work.Date["en"],
			"medium_display": work.Medium["en"], "main_reference_number": work.Number, "credit_line": work.Credit, "description": "<p>" + work.Description["en"] + "</p>\n",
			"short_description": nil, "gallery_title": "Gallery " + work.Room, "is_public_domain": work.Free, "copyright_notice": nil, "image_id": nil, "alt_image_ids": []string{}}
		if work.Views > 0 {
			o["image_id"] = work.ID
		}
		if !work.Free {
			o["copyright_notice"] = "© the program"
		}
		data = append(data, o)
	}
	s.json(w, r, object{"pagination": object{"total": len(data), "limit": 100, "offset": 0, "total_pages": 1, "current_page": 1}, "data": data,
		"info": object{"license_text": "The `description` field in this response is licensed under a Creative Commons Attribution 4.0 Generic License (CC-By)."}, "config": config})
}

// aicImage serves Chicago's pictures at the width that it asks for, and those in the public domain at twice that; from there it sends
// others to the usual one.
func (s *Server) aicImage(w http.ResponseWriter, r *http.Request, rest string) {
	id, size, _ := strings.Cut(rest, "/")
	work := s.work(id)
	width := map[string]int{"full/843,/0/default.jpg": 843, "full/1686,/0/default.jpg": 1686}[size]
	switch {
	case work == nil || width == 0:
		http.Error(w, "forbidden", http.StatusForbidden)
	case width > 843 && !work.Free:
		http.Redirect(w, r, s.URL+"/aic/iiif/2/"+id+"/full/843,/0/default.jpg", http.StatusTemporaryRedirect)
	default:
		s.picture(w, r, id, width*max(work.Width, work.Height)/work.Width)
	}
}
