//go:build !js

// Package fakeserver is a server that speaks the APIs that docent imports from, in their documented shapes: IIIF
// Presentation and Image API in versions 3 and 2, the Met's and the Art Institute of Chicago's APIs, Wikidata's and
// Commons', and Linked Art. It pages as they do, refuses what they refuse, and fails where it is told to.
//
// Tests import from it; the program in serve shows a folder of pictures with it.
package fakeserver

import (
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Work is a work of the collection. Texts are by language.
type Work struct {
	ID                                       string // in addresses
	Title, Artist, Date, Medium, Description map[string]string
	Credit                                   string
	Number, Room                             string
	Licence                                  string // URI; "" where nobody states any
	Free                                     bool   // in the public domain, for the Met and Chicago
	Views                                    int    // pictures of it; 0 for none
	Width, Height                            int    // of the original
	Paint                                    func(longest int) image.Image
}

// Fault is what the server does instead of answering.
type Fault struct {
	Status     int
	RetryAfter string
	Cut        bool          // the answer ends in the middle
	Body       string        // another body
	Delay      time.Duration // before the answer
	Times      int           // how often; less than 0 for always
}

// Server is the server. Its fields are set before the first request.
type Server struct {
	Works []Work
	URL   string // of itself, without a slash at the end
	Page  int    // works a page of a list has
	Level int    // of the Image API
	// MaxWidth bounds the size of images, where it is more than 0; larger ones are refused.
	MaxWidth int

	mu       sync.Mutex
	requests []Request
	faults   map[string]*Fault
	painted  map[string][]byte
}

// Request is one that came.
type Request struct {
	Path   string // with the query
	Header http.Header
	Status int
}

// New starts a server with a collection for a test, a testing.TB.
func New(t interface{ Cleanup(func()) }, works []Work) *Server {
	s := &Server{Works: works, Page: 2, Level: 2}
	h := httptest.NewServer(s)
	t.Cleanup(h.Close)
	s.URL = h.URL
	return s
}

// Fail has the requests whose path begins so fail; the first fault that is left is taken.
func (s *Server) Fail(prefix string, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.faults == nil {
		s.faults = map[string]*Fault{}
	}
	s.faults[prefix] = &f
}

// Requests returns the requests since the last call.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.requests
	s.requests = nil
	return r
}

// Repaint forgets pictures that were painted: their works have changed.
func (s *Server) Repaint() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.painted = nil
}

func (s *Server) fault(path string) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for prefix, f := range s.faults {
		if strings.HasPrefix(path, prefix) && f.Times != 0 {
			f.Times--
			copied := *f
			return &copied
		}
	}
	return nil
}

// recorder notes the status of an answer.
type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func (s *Server) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	w := &recorder{out, http.StatusOK}
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.requests = append(s.requests, Request{r.URL.RequestURI(), r.Header.Clone(), w.status})
	}()
	if f := s.fault(r.URL.RequestURI()); f != nil {
		if f.Delay > 0 {
			select {
			case <-r.Context().Done():
			case <-time.After(f.Delay):
			}
		}
		if f.RetryAfter != "" {
			w.Header().Set("Retry-After", f.RetryAfter)
		}
		switch {
		case f.Status != 0:
			http.Error(w, http.StatusText(f.Status), f.Status)
			return
		case f.Cut:
			w.Header().Set("Content-Length", "100000")
			w.Write([]byte(`{"half": "an ans`))
			return
		case f.Body != "":
			w.Write([]byte(f.Body))
			return
		}
	}
	for _, route := range []struct {
		prefix string
		serve  func(w http.ResponseWriter, r *http.Request, rest string)
	}{
		{"/iiif/image/", s.iiifImage},
		{"/iiif/3/", s.presentation3},
		{"/iiif/2/", s.presentation2},
		{"/files/", s.file},
		{"/public/collection/", s.met},
		{"/met/", s.file},
		{"/api/v1/artworks", s.aic},
		{"/aic/iiif/2/", s.aicImage},
		{"/w/api.php", s.wiki},
		{"/wiki/Special:FilePath/", s.filePath},
		{"/commons/", s.commonsFile},
		{"/la/", s.linkedArt},
	} {
		if rest, ok := strings.CutPrefix(r.URL.Path, route.prefix); ok {
			route.serve(w, r, rest)
			return
		}
	}
	http.NotFound(w, r)
}

// object is a JSON object.
type object = map[string]any

// json answers with a document.
func (s *Server) json(w http.ResponseWriter, r *http.Request, v any) {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/ld+json")
	s.send(w, r, b)
}

// send answers with bytes and an ETag, or says that they have not changed.
func (s *Server) send(w http.ResponseWriter, r *http.Request, b []byte) {
	tag := fmt.Sprintf(`"%x"`, hash(b))
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("ETag", tag)
	w.Write(b)
}

func hash(b []byte) uint64 {
	h := uint64(14695981039346656037) // FNV-1a
	for _, c := range b {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

func (s *Server) work(id string) *Work {
	id, _, _ = strings.Cut(id, "__")
	if i := slices.IndexFunc(s.Works, func(w Work) bool { return w.ID == id }); i >= 0 {
		return &s.Works[i]
	}
	return nil
}

// byNumber returns a work by its number in an API, which counts from first.
func (s *Server) byNumber(text string, first int) *Work {
	if n, err := strconv.Atoi(text); err == nil && n >= first && n < first+len(s.Works) {
		return &s.Works[n-first]
	}
	return nil
}

// picture answers with a JPEG file of a work whose longest side is the given one.
func (s *Server) picture(w http.ResponseWriter, r *http.Request, id string, longest int) {
	work := s.work(id)
	if work == nil || work.Views == 0 {
		http.NotFound(w, r)
		return
	}
	key := fmt.Sprintf("%s %d", work.ID, longest)
	s.mu.Lock()
	b := s.painted[key]
	s.mu.Unlock()
	if b == nil {
		var buf strings.Builder
		if err := jpeg.Encode(&buf, work.Paint(longest), &jpeg.Options{Quality: 88}); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		b = []byte(buf.String())
		s.mu.Lock()
		if s.painted == nil {
			s.painted = map[string][]byte{}
		}
		s.painted[key] = b
		s.mu.Unlock()
	}
	w.Header().Set("Content-Type", "image/jpeg")
	s.send(w, r, b)
}

// file serves /files/ID.jpg and the Met's pictures: originals, and "web-large" ones.
func (s *Server) file(w http.ResponseWriter, r *http.Request, rest string) {
	id := strings.TrimSuffix(rest[strings.LastIndexByte(rest, '/')+1:], ".jpg")
	work := s.work(id)
	if work == nil {
		http.NotFound(w, r)
		return
	}
	longest := max(work.Width, work.Height)
	if strings.Contains(rest, "web-large/") {
		longest = min(longest, 600)
	}
	s.picture(w, r, id, longest)
}
