//go:build !js

package web

import (
	"fmt"
	"net/http"
	"path"
	"strings"

	"docent/web/compress"
)

// Handler returns a handler that serves a site. The page's own files are read and compressed here and now; parts of the bundle and pages of
// the catalogue when somebody asks for them, and those that are asked for most are kept.
func Handler(s Site) (http.Handler, error) {
	t, err := NewTree(s)
	if err != nil {
		return nil, fmt.Errorf("serve: %w", err)
	}
	h := &server{tree: t, own: map[string]*file{}, hot: shelf{most: hotBytes}}
	for name, f := range t.own {
		if f.held {
			if h.own[name], err = f.make(name); err != nil {
				return nil, fmt.Errorf("serve: %w", err)
			}
		}
	}
	return h, nil
}

type server struct {
	tree *Tree
	own  map[string]*file // always in memory
	hot  shelf
}

// make reads the file and compresses it, if it has not been before.
func (f source) make(name string) (*file, error) {
	b, err := f.read()
	if err != nil {
		return nil, err
	}
	made := newFile(name, b, f.copies(name, b))
	made.status = f.status
	return made, nil
}

// copies returns the compressed copies of the file.
func (f source) copies(name string, plain []byte) compress.Copies {
	if f.pack != nil {
		return f.pack()
	}
	return compress.Make(name, plain, compress.Fast)
}

// file returns a file by its name, nil when there is none.
func (h *server) file(name string) (*file, error) {
	if f := h.own[name]; f != nil {
		return f, nil
	}
	f, ok, err := h.tree.find(name)
	if err != nil || !ok {
		return nil, err
	}
	return h.hot.get(name, func() (*file, error) { return f.make(name) })
}

func (h *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	secure(w.Header())
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "this page only shows things: GET or HEAD", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	f, err := h.file(name)
	switch {
	case err != nil:
		http.Error(w, err.Error(), http.StatusInternalServerError)
	case f != nil:
		f.serve(w, r)
	case h.tree.has(name + "/index.html"):
		// A relative address, so that it is right below any prefix.
		w.Header().Set("Location", path.Base(name)+"/")
		w.WriteHeader(http.StatusMovedPermanently)
	default:
		http.Error(w, "there is nothing at this address", http.StatusNotFound)
	}
}
