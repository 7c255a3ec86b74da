//go:build !js

package fakeserver

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// First items of the works, and the items that they name.
const (
	WikiFirst = 5000
	qCreator  = 9001
	qMuseum   = 9002
	qOil      = 9003
	qCanvas   = 9004
	qCirca    = 5727902
)

var wikiNames = map[int]map[string]string{
	qCreator: {"en": "A program", "fr": "Un programme", "de": "Ein Programm"},
	qMuseum:  {"en": "Museum of Programs", "fr": "Musée des programmes"},
	qOil:     {"en": "oil paint", "fr": "peinture à l'huile"},
	qCanvas:  {"en": "canvas", "fr": "toile"},
}

// wiki serves wbgetentities and imageinfo, at most 50 at a time, answering errors with status 200 as MediaWiki does.
func (s *Server) wiki(w http.ResponseWriter, r *http.Request, _ string) {
	q := r.URL.Query()
	fail := func(code, info string) { s.json(w, r, object{"error": object{"code": code, "info": info}}) }
	switch q.Get("action") {
	case "wbgetentities":
		ids := strings.Split(q.Get("ids"), "|")
		if len(ids) > 50 {
			fail("toomanyvalues", "Too many values supplied for parameter \"ids\". The limit is 50.")
			return
		}
		entities := object{}
		for _, id := range ids {
			entities[id] = s.entity(id, strings.Split(q.Get("languages"), "|"))
		}
		s.json(w, r, object{"entities": entities, "success": 1})
	case "query":
		titles := strings.Split(q.Get("titles"), "|")
		if len(titles) > 50 {
			fail("toomanyvalues", "Too many values supplied for parameter \"titles\". The limit is 50.")
			return
		}
		pages := []object{}
		for i, title := range titles {
			pages = append(pages, s.commonsPage(i, title))
		}
		s.json(w, r, object{"batchcomplete": true, "query": object{"pages": pages}})
	default:
		fail("badvalue", "Unrecognized value for parameter \"action\".")
	}
}

func labelsIn(texts map[string]string, languages []string) object {
	o := object{}
	for l, t := range texts {
		if slices.Contains(languages, l) {
			o[l] = object{"language": l, "value": t}
		}
	}
	return o
}

func (s *Server) entity(id string, languages []string) object {
	n, _ := strconv.Atoi(strings.TrimPrefix(id, "Q"))
	if names := wikiNames[n]; names != nil {
		return object{"type": "item", "id": id, "labels": labelsIn(names, languages)}
	}
	if n == WikiFirst-1 { // merged into the next
		merged := s.entity(fmt.Sprintf("Q%d", WikiFirst), languages)
		merged["redirects"] = object{"from": id, "to": merged["id"]}
		return merged
	}
	work := s.byNumber(strconv.Itoa(n), WikiFirst)
	if work == nil {
		return object{"id": id, "missing": ""}
	}
	item := func(n int) object {
		return object{"snaktype": "value", "datavalue": object{"type": "wikibase-entityid", "value": object{"entity-type": "item", "numeric-id": n, "id": fmt.Sprintf("Q%d", n)}}}
	}
	claim := func(snak object, rank string) object {
		return object{"mainsnak": snak, "type": "statement", "rank": rank}
	}
	text := func(t string) object {
		return object{"snaktype": "value", "datavalue": object{"type": "string", "value": t}}
	}
	inception := claim(object{"snaktype": "value", "datavalue": object{"type": "time", "value": object{"time": fmt.Sprintf("+%d-00-00T00:00:00Z", 1503+n-WikiFirst),
		"timezone": 0, "before": 0, "after": 0, "precision": 9, "calendarmodel": "http://www.wikidata.org/entity/Q1985786"}}}, "normal")
	inception["qualifiers"] = object{"P1480": []object{item(qCirca)}}
	claims := object{
		"P170": []object{claim(item(qCreator), "normal")}, "P571": []object{inception}, "P195": []object{claim(item(qMuseum), "normal")},
		"P186": []object{claim(item(qOil), "normal"), claim(item(qCanvas), "normal")}, "P217": []object{claim(text(work.Number), "normal")},
	}
	if work.Views > 0 {
		claims["P18"] = []object{claim(text("Old "+work.ID+".jpg"), "deprecated"), claim(text(work.ID+" painting.jpg"), "normal")}
	}
	return object{"type": "item", "id": id, "labels": labelsIn(work.Title, languages), "descriptions": labelsIn(map[string]string{"en": "painting by a program", "fr": "tableau d'un programme"}, languages), "claims": claims}
}

// fileWork returns the work that a file on Commons shows: "File:SK-100 painting.jpg".
func (s *Server) fileWork(title string) *Work {
	name := strings.ReplaceAll(strings.TrimPrefix(title, "File:"), "_", " ")
	id, ok := strings.CutSuffix(name, " painting.jpg")
	i := slices.IndexFunc(s.Works, func(w Work) bool { return strings.ReplaceAll(w.ID, "_", " ") == id })
	if !ok || i < 0 {
		return nil
	}
	return &s.Works[i]
}

func (s *Server) commonsPage(i int, title string) object {
	work := s.fileWork(title)
	if work == nil {
		return object{"ns": 6, "title": title, "missing": true}
	}
	meta := func(v string) object { return object{"value": v, "source": "commons-desc-page"} }
	extra := object{"LicenseShortName": meta("Public domain"), "AttributionRequired": meta("false")}
	if !work.Free {
		extra = object{"LicenseShortName": meta("CC BY-SA 4.0"), "LicenseUrl": meta("https://creativecommons.org/licenses/by-sa/4.0"), "AttributionRequired": meta("true"),
			"Artist": meta(`<a href="//commons.wikimedia.org/wiki/User:X" title="User:X">X &amp; Y</a>`)}
	}
	name := url.PathEscape(strings.ReplaceAll(strings.TrimPrefix(title, "File:"), " ", "_"))
	return object{"pageid": 100 + i, "ns": 6, "title": title, "imagerepository": "local", "imageinfo": []object{{"size": 4000000, "width": work.Width, "height": work.Height,
		"url": s.URL + "/commons/" + name, "descriptionurl": s.URL + "/wiki/File:" + name, "mime": "image/jpeg", "extmetadata": extra}}}
}

// commonsSizes are the widths that Wikimedia serves.
var commonsSizes = []int{20, 40, 60, 120, 250, 330, 500, 960, 1280, 1920, 3840}

// filePath redirects to a file or a thumbnail, as Special:FilePath does.
func (s *Server) filePath(w http.ResponseWriter, r *http.Request, rest string) {
	name := url.PathEscape(strings.ReplaceAll(rest, " ", "_"))
	to := s.URL + "/commons/" + name
	if width := r.URL.Query().Get("width"); width != "" {
		to = s.URL + "/commons/thumb/" + name + "/" + width + "px-" + name
	}
	http.Redirect(w, r, to, http.StatusFound)
}

// commonsFile serves files and thumbnails of the sizes that there are; it answers 429 for others, as Wikimedia does.
func (s *Server) commonsFile(w http.ResponseWriter, r *http.Request, rest string) {
	parts := strings.Split(strings.TrimPrefix(rest, "thumb/"), "/")
	work := s.fileWork(parts[0])
	if work == nil {
		http.NotFound(w, r)
		return
	}
	width := work.Width
	if strings.HasPrefix(rest, "thumb/") {
		px, _, _ := strings.Cut(parts[len(parts)-1], "px-")
		width, _ = strconv.Atoi(px)
		if !slices.Contains(commonsSizes, width) {
			http.Error(w, "Use thumbnail steps listed on https://w.wiki/GHai", http.StatusTooManyRequests)
			return
		}
	}
	s.picture(w, r, work.ID, width*max(work.Width, work.Height)/work.Width)
}
