//go:build !js

// Package web serves docent's page: its files, the weights, a bundle, the demo gallery, and plain pages of the
// collection for browsers without scripts. All addresses are relative, so that a site can hang it under any path.
package web

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"docent/internal/signing"
	"docent/model/bundle"
	"docent/model/nn"
	"docent/web/compress"
)

// Site is what is served.
type Site struct {
	Static  fs.FS          // the page's files (package static)
	Bundle  *bundle.Bundle // the collection
	Weights []byte         // safetensors that the bundle was made with
	Locator []byte         // the same of the network that finds works in frames; not needed by a bundle that was made without
	Gallery fs.FS          // the demo gallery's pictures <id>.jpg with their catalog.csv; nil when there is none

	Keys     []string // minisign public keys (RW...): the page shows only what one of them has signed
	Unsigned bool     // the page shows what nobody has signed, too
}

// programName is the file that make page builds; without it there is no page to show.
const programName = "docent.wasm"

// Handler returns a handler that serves a site from memory: every file is read, hashed and compressed once, here.
// It refuses a bundle that was made with other networks.
func Handler(s Site) (http.Handler, error) {
	if s.Static == nil || s.Bundle == nil {
		return nil, errors.New("serve: the site lacks the page's files or a bundle")
	}
	if err := checkWeights(s); err != nil {
		return nil, fmt.Errorf("serve: %w", err)
	}
	files, err := collect(s)
	if err != nil {
		return nil, fmt.Errorf("serve: %w", err)
	}
	return files, nil
}

// checkWeights refuses networks other than those that the bundle was made with.
func checkWeights(s Site) error {
	m, err := nn.ReadModel(s.Weights)
	if err != nil {
		return fmt.Errorf("read weights: %w", err)
	}
	if err := s.Bundle.Check(m.Hash); err != nil || s.Bundle.LocatorHash == "" {
		return err
	}
	if m, err = nn.ReadModel(s.Locator); err != nil {
		return fmt.Errorf("read locator: %w", err)
	}
	if m.Hash != s.Bundle.LocatorHash {
		return errors.New("this bundle was made with another locator: rebuild it with docent bundle")
	}
	return nil
}

// site is the handler: files by their address, without the leading slash.
type site map[string]*file

// collect makes the files of a site.
func collect(s Site) (site, error) {
	out := site{}
	parts, err := s.Bundle.Files()
	if err != nil {
		return nil, err
	}
	if err := CheckSignature(parts[bundle.ManifestName], parts[bundle.ManifestName+signing.Suffix], s.Keys, s.Unsigned); err != nil {
		return nil, err
	}
	for name, b := range parts {
		out["bundle/"+name] = newFile(name, b)
	}
	out["weights.safetensors"] = newFile("weights.safetensors", s.Weights)
	if s.Bundle.LocatorHash != "" {
		out["locator.safetensors"] = newFile("locator.safetensors", s.Locator)
	}
	if err := out.addStatic(s); err != nil {
		return nil, fmt.Errorf("read the page's files: %w", err)
	}
	if err := out.addCatalogue(s.Bundle); err != nil {
		return nil, fmt.Errorf("write the catalogue: %w", err)
	}
	if s.Gallery != nil {
		if err := out.addGallery(s.Gallery, parts); err != nil {
			return nil, fmt.Errorf("read the gallery: %w", err)
		}
	}
	return out, nil
}

// addStatic adds the page's files, with the copies that precompress has made of them; the page itself with the site's keys
// in it. Where the program is missing, a page that says how to make it stands in for the page.
func (out site) addStatic(s Site) error {
	static := s.Static
	err := fs.WalkDir(static, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) == ".go" {
			return err
		}
		b, err := fs.ReadFile(static, name)
		if err != nil {
			return err
		}
		if of, copied := compress.Original(name); copied {
			if _, err := fs.Stat(static, of); err == nil {
				return nil // it is sent in place of the file
			}
		}
		if name == "index.html" && (len(s.Keys) > 0 || s.Unsigned) {
			if b, err = Pin(b, s.Keys, s.Unsigned); err != nil {
				return err
			}
		}
		if copies := compress.Read(static, name, b); len(copies) > 0 {
			out[name] = newFileWith(name, b, copies)
		} else {
			out[name] = newFile(name, b)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if out[programName] == nil || out["wasm_exec.js"] == nil {
		b, err := pages.ReadFile("pages/unbuilt.html")
		if err != nil {
			return err
		}
		out["index.html"] = newFile("index.html", b)
		out["index.html"].status = http.StatusServiceUnavailable
	}
	return nil
}

func (out site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
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
	f := out[name]
	if f == nil && out[name+"/index.html"] != nil {
		// A relative address, so that it is right below any prefix.
		w.Header().Set("Location", path.Base(name)+"/")
		w.WriteHeader(http.StatusMovedPermanently)
		return
	}
	if f == nil {
		http.Error(w, "there is nothing at this address", http.StatusNotFound)
		return
	}
	f.serve(w, r)
}

// secure sets the headers that every answer has. Scripts and styles come from files alone; WebAssembly may be compiled;
// the page can talk to nobody but its own server, and only it may use the camera.
func secure(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "+
		"img-src 'self' blob: data:; connect-src 'self'; media-src 'self' blob:; worker-src 'self'; manifest-src 'self'; "+
		"base-uri 'none'; form-action 'none'; frame-ancestors 'self'")
	h.Set("Permissions-Policy", "camera=(self), microphone=(), geolocation=()")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}
