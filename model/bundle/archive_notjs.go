//go:build !js || curator

package bundle

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"docent/model/nn"
)

// Archive is an open bundle, a .docent file or a folder with its parts, of which one part at a time is in memory. Whatever it
// returns has the size and the sha256 that the manifest says. It is safe for concurrent use.
type Archive struct {
	path      string
	store     store
	manifest  *Manifest
	raw       []byte // of the manifest
	signature []byte
	places    map[string]int // of groups, by id

	mu    sync.Mutex
	group int // whose contents are held, -1 for none
	held  *Contents
}

// Open opens a bundle and reads its manifest. What is wrong with other parts is found when they are read, or by Check.
func Open(path string) (*Archive, error) {
	s, err := openStore(path)
	if err == nil {
		var a *Archive
		if a, err = newArchive(s); err == nil {
			a.path = path
			return a, nil
		}
		s.close()
	}
	return nil, fmt.Errorf("open bundle %s: %w", path, err)
}

func newArchive(s store) (*Archive, error) {
	a := &Archive{store: s, places: map[string]int{}, group: -1}
	var err error
	if a.raw, err = s.read(ManifestName, MaxManifest); err != nil {
		return nil, &nn.FormatError{What: "read " + ManifestName, Err: err}
	}
	if a.manifest, err = ReadManifest(a.raw); err != nil {
		return nil, err
	}
	if _, missing := s.size(SignatureName); !errors.Is(missing, errNotThere) {
		if a.signature, err = s.read(SignatureName, maxSignature); err != nil {
			return nil, &nn.FormatError{What: "read " + SignatureName, Err: err}
		}
	}
	for i := range a.manifest.Groups {
		a.places[a.manifest.Groups[i].ID] = i
	}
	return a, nil
}

// Close closes the file or folder.
func (a *Archive) Close() error { return a.store.close() }

// Manifest returns the manifest, which callers must not change.
func (a *Archive) Manifest() *Manifest { return a.manifest }

// Raw returns the bytes of manifest.json, which are what a signature is of. Callers must not change them.
func (a *Archive) Raw() []byte { return a.raw }

// Signature returns what manifest.json.minisig has, nil when it is not there. It is not verified here.
func (a *Archive) Signature() []byte { return a.signature }

// failed says in which bundle something is wrong.
func (a *Archive) failed(err error) error {
	if err != nil && a.path != "" {
		err = fmt.Errorf("bundle %s: %w", a.path, err)
	}
	return err
}

// Group returns the works and parts of group i of the manifest.
func (a *Archive) Group(i int) (*Contents, error) {
	c, err := a.contents(i)
	return c, a.failed(err)
}

func (a *Archive) contents(i int) (*Contents, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.group == i {
		return a.held, nil
	}
	g := &a.manifest.Groups[i]
	b, err := a.checked(InGroup(g.ID, ContentsName), g.Part())
	if err != nil {
		return nil, err
	}
	c, err := ReadContents(b, a.manifest, i)
	if err != nil {
		return nil, err
	}
	a.group, a.held = i, c
	return c, nil
}

// Part returns a part by its full name; the manifest and its signature too.
func (a *Archive) Part(name string) ([]byte, error) {
	b, err := a.part(name)
	return b, a.failed(err)
}

func (a *Archive) part(name string) ([]byte, error) {
	switch {
	case name == ManifestName:
		return a.raw, nil
	case name == SignatureName && a.signature != nil:
		return a.signature, nil
	}
	parts := a.manifest.Parts
	if group, part := CutGroup(name); group != "" {
		i, ok := a.places[group]
		if !ok {
			return nil, fmt.Errorf("there is no group %s", quote(group))
		}
		if part == ContentsName {
			return a.checked(name, a.manifest.Groups[i].Part())
		}
		c, err := a.contents(i)
		if err != nil {
			return nil, err
		}
		parts = c.Parts
	}
	p, ok := parts[name]
	if !ok {
		return nil, fmt.Errorf("there is no part %s", quote(name))
	}
	return a.checked(name, p)
}

// checked reads a part and holds it to its size and hash.
func (a *Archive) checked(name string, p Part) ([]byte, error) {
	b, err := a.store.read(name, p.Bytes)
	if err == nil && int64(len(b)) != p.Bytes {
		err = fmt.Errorf("it has %d bytes instead of %d", len(b), p.Bytes)
	}
	if err == nil && hash(b) != p.SHA256 {
		err = errors.New("its sha256 is not the one in the manifest: the bundle is damaged")
	}
	if err != nil {
		return nil, &nn.FormatError{What: "read " + name, Err: err}
	}
	return b, nil
}

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Names returns the full names of all parts but the manifest and its signature: those of a plain bundle, or those for all groups
// and then each group's, its works.json first.
func (a *Archive) Names() ([]string, error) {
	names := slices.Sorted(maps.Keys(a.manifest.Parts))
	for i := range a.manifest.Groups {
		c, err := a.Group(i)
		if err != nil {
			return nil, err
		}
		names = append(names, InGroup(a.manifest.Groups[i].ID, ContentsName))
		names = append(names, slices.Sorted(maps.Keys(c.Parts))...)
	}
	return names, nil
}
