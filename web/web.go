//go:build !js

// Package web is docent's site: the page's files, the weights, a bundle, the demo gallery, and plain pages of the
// collection for browsers without scripts. Handler serves it, Tree.Files gives it to whoever writes it to a folder. All addresses are
// relative, so that a site can hang under any path.
package web

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"

	"docent/internal/signing"
	"docent/model/bundle"
	"docent/model/nn"
	"docent/web/compress"
)

// Site is what is served. The collection is one of Bundle and Archive.
type Site struct {
	Static  fs.FS           // the page's files (package static)
	Bundle  *bundle.Bundle  // the collection, in memory
	Archive *bundle.Archive // the collection, in a file or folder, which stays open as long as the site is used
	Weights []byte          // safetensors that the bundle was made with
	Locator []byte          // the same of the network that finds works in frames; not needed by a bundle that was made without
	Gallery fs.FS           // the demo gallery's pictures <id>.jpg with their catalog.csv; nil when there is none

	Keys     []string // minisign public keys (RW...): the page shows only what one of them has signed
	Unsigned bool     // the page shows what nobody has signed, too

	NoCurator bool // the pages for visitors alone, without those on which the museum's staff make bundles
}

// programName is the file that make page builds; without it there is no page to show.
const programName = "docent.wasm"

// bundleFolder is where the page expects the bundle's parts.
const bundleFolder = "bundle/"

// Tree is a site as files, of which those of the page are in memory, and those of the collection are read or written when they are asked
// for.
type Tree struct {
	archive *bundle.Archive
	groups  map[string]int // places of the bundle's groups, by id
	own     map[string]source
	unbuilt bool // the page's program is missing
}

// source is a file that is made when it is asked for.
type source struct {
	read   func() ([]byte, error)
	pack   func() compress.Copies // makes its copies, or has them already; nil for copies made in a hurry
	held   bool                   // the server keeps it in memory from the start
	status int                    // of the answer; 0 means 200
}

// fixed returns a file of the page's own.
func fixed(b []byte) source {
	return source{read: func() ([]byte, error) { return b, nil }, held: true}
}

// NewTree makes the files of a site. It refuses a bundle that was made with other networks, and one that the page would refuse.
func NewTree(s Site) (*Tree, error) {
	if s.Archive == nil && s.Bundle != nil {
		var err error
		if s.Archive, err = s.Bundle.Archive(); err != nil {
			return nil, err
		}
	}
	if s.Static == nil || s.Archive == nil {
		return nil, errors.New("the site lacks the page's files or a bundle")
	}
	man := s.Archive.Manifest()
	if err := checkWeights(s, man); err != nil {
		return nil, err
	}
	if err := CheckSignature(s.Archive.Raw(), s.Archive.Signature(), s.Keys, s.Unsigned); err != nil {
		return nil, err
	}
	t := &Tree{archive: s.Archive, groups: map[string]int{}, own: map[string]source{}}
	for i, g := range man.Groups {
		t.groups[g.ID] = i
	}
	t.addNetwork("weights.safetensors", s.Weights)
	if man.LocatorHash != "" {
		t.addNetwork("locator.safetensors", s.Locator)
	}
	if err := t.addStatic(s); err != nil {
		return nil, fmt.Errorf("read the page's files: %w", err)
	}
	t.addCatalogue()
	if s.Gallery != nil {
		if err := t.addGallery(s.Gallery); err != nil {
			return nil, fmt.Errorf("read the gallery: %w", err)
		}
	}
	return t, nil
}

// checkWeights refuses networks other than those that the bundle was made with.
func checkWeights(s Site, man *bundle.Manifest) error {
	m, err := nn.ReadModel(s.Weights)
	if err != nil {
		return fmt.Errorf("read weights: %w", err)
	}
	if err := man.Check(m.Hash); err != nil || man.LocatorHash == "" {
		return err
	}
	if m, err = nn.ReadModel(s.Locator); err != nil {
		return fmt.Errorf("read locator: %w", err)
	}
	if m.Hash != man.LocatorHash {
		return errors.New("this bundle was made with another locator: rebuild it with docent bundle")
	}
	return nil
}

// addNetwork adds a weight file. Every visitor downloads it, so that a second of compression is well spent, once for all sites of a process.
func (t *Tree) addNetwork(name string, b []byte) {
	f := fixed(b)
	copies, _ := networks.LoadOrStore(sha256.Sum256(b), sync.OnceValue(func() compress.Copies { return compress.Make(name, b, compress.Good) }))
	f.pack = copies.(func() compress.Copies)
	t.own[name] = f
}

// networks has the copies of weight files, func() compress.Copies by SHA-256.
var networks sync.Map

// addStatic adds the page's files, with the copies that precompress has made of them; the page itself with the site's keys
// in it, and the policy in every page. Where the program is missing, a page that says how to make it stands in for the page.
func (t *Tree) addStatic(s Site) error {
	err := fs.WalkDir(s.Static, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) == ".go" || s.NoCurator && strings.HasPrefix(name, "curator") {
			return err
		}
		b, err := fs.ReadFile(s.Static, name)
		if err != nil {
			return err
		}
		if of, copied := compress.Original(name); copied {
			if _, err := fs.Stat(s.Static, of); err == nil {
				return nil // it is sent in place of the file
			}
		}
		if name == "index.html" && (len(s.Keys) > 0 || s.Unsigned) {
			if b, err = Pin(b, s.Keys, s.Unsigned); err != nil {
				return err
			}
		}
		if path.Ext(name) == ".html" {
			if b, err = guard(name, b); err != nil {
				return err
			}
		}
		f := fixed(b)
		if copies := compress.Read(s.Static, name, b); len(copies) > 0 {
			f.pack = func() compress.Copies { return copies }
		}
		t.own[name] = f
		return nil
	})
	if err != nil {
		return err
	}
	_, program := t.own[programName]
	_, loader := t.own["wasm_exec.js"]
	if t.unbuilt = !program || !loader; t.unbuilt {
		b, err := pages.ReadFile("pages/unbuilt.html")
		if err == nil {
			b, err = guard("unbuilt.html", b)
		}
		if err != nil {
			return err
		}
		f := fixed(b)
		f.status = http.StatusServiceUnavailable
		t.own["index.html"] = f
	}
	return nil
}

// find returns a file of the site; ok is false when there is none.
func (t *Tree) find(name string) (f source, ok bool, err error) {
	if f, ok := t.own[name]; ok {
		return f, true, nil
	}
	part, ok := strings.CutPrefix(name, bundleFolder)
	if !ok {
		return source{}, false, nil
	}
	if ok, err = t.hasPart(part); err != nil || !ok {
		return source{}, false, err
	}
	return source{read: func() ([]byte, error) { return t.archive.Part(part) }}, true, nil
}

// has reports whether there is a file, and one that can be read as far as that is known before.
func (t *Tree) has(name string) bool {
	_, ok, err := t.find(name)
	return ok && err == nil
}

func (t *Tree) hasPart(name string) (bool, error) {
	man := t.archive.Manifest()
	group, part := bundle.CutGroup(name)
	switch i, known := t.groups[group]; {
	case name == bundle.ManifestName:
		return true, nil
	case name == bundle.ManifestName+signing.Suffix:
		return t.archive.Signature() != nil, nil
	case group == "":
		_, ok := man.Parts[name]
		return ok, nil
	case !known:
		return false, nil
	case part == bundle.ContentsName:
		return true, nil
	default:
		c, err := t.archive.Group(i)
		if err != nil {
			return false, err
		}
		_, ok := c.Parts[name]
		return ok, nil
	}
}
