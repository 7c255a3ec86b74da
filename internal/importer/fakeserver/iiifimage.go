//go:build !js

package fakeserver

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// iiifImage serves the Image API, 2 and 3, at the server's level: 0 has fixed sizes alone, 1 any width, 2 "!w,h".
func (s *Server) iiifImage(w http.ResponseWriter, r *http.Request, rest string) {
	parts := strings.Split(rest, "/") // version, id, region, size, rotation, file; or version, id, info.json
	if len(parts) < 3 || s.work(parts[1]) == nil {
		http.NotFound(w, r)
		return
	}
	version, id, work := parts[0], parts[1], s.work(parts[1])
	if len(parts) == 3 && parts[2] == "info.json" {
		s.json(w, r, s.info(version, id, work))
		return
	}
	if len(parts) != 6 || parts[2] != "full" || parts[4] != "0" || parts[5] != "default.jpg" {
		http.Error(w, "not here", http.StatusBadRequest)
		return
	}
	width, ok := s.width(version, parts[3], work)
	if !ok || s.MaxWidth > 0 && width > s.MaxWidth {
		http.Error(w, "no such size", http.StatusBadRequest)
		return
	}
	s.picture(w, r, id, width*max(work.Width, work.Height)/work.Width)
}

// fixed are the widths that lie ready, as shares of the original's.
func fixed(work *Work) []int { return []int{work.Width / 8, work.Width / 4, work.Width / 2} }

func (s *Server) info(version, id string, work *Work) object {
	var sizes []object
	for _, w := range fixed(work) {
		sizes = append(sizes, object{"width": w, "height": w * work.Height / work.Width})
	}
	info := object{"protocol": "http://iiif.io/api/image", "width": work.Width, "height": work.Height, "sizes": sizes}
	if s.Level > 0 {
		delete(info, "sizes")
	}
	address := s.URL + "/iiif/image/" + version + "/" + id
	if version == "2" {
		info["@context"], info["@id"] = "http://iiif.io/api/image/2/context.json", address
		more := object{"formats": []string{"jpg"}}
		if s.MaxWidth > 0 {
			more["maxWidth"] = s.MaxWidth
		}
		info["profile"] = []any{fmt.Sprintf("http://iiif.io/api/image/2/level%d.json", s.Level), more}
		return info
	}
	info["@context"], info["id"], info["type"], info["profile"] = "http://iiif.io/api/image/3/context.json", address, "ImageService3", fmt.Sprintf("level%d", s.Level)
	if s.MaxWidth > 0 {
		info["maxWidth"] = s.MaxWidth
	}
	return info
}

// width returns the width that a size asks for, if the server has it.
func (s *Server) width(version, size string, work *Work) (int, bool) {
	if size == "max" || size == "full" && version == "2" {
		if s.MaxWidth > 0 {
			return min(work.Width, s.MaxWidth), true
		}
		return work.Width, true
	}
	confined := strings.HasPrefix(size, "!")
	a, b, ok := strings.Cut(strings.TrimPrefix(size, "!"), ",")
	w, err := strconv.Atoi(a)
	if !ok || err != nil || w < 1 || w > work.Width {
		return 0, false
	}
	h, err := strconv.Atoi(b)
	switch {
	case confined:
		return min(w, h*work.Width/work.Height), s.Level == 2 && err == nil && h >= 1
	case s.Level > 0 && b == "":
		return w, true
	}
	for _, f := range fixed(work) {
		if w == f && (b == "" && version == "2" || h == f*work.Height/work.Width && version == "3") {
			return w, true
		}
	}
	return 0, false
}
