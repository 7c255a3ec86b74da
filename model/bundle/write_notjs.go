//go:build !js || curator

package bundle

import (
	"archive/zip"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"docent/model/atomicfile"
)

// Files returns all parts of the bundle by name, the manifest among them: the same bytes for the same bundle. The
// manifest's Works and Parts are made from Works, Thumbs and the bytes, whatever b.Manifest says of them.
func (b *Bundle) Files() (map[string][]byte, error) {
	m := b.Manifest
	m.Works = make([]WorkEntry, len(b.Works))
	m.Parts = map[string]Part{}
	parts := map[string][]byte{}
	for i, w := range b.Works {
		m.Works[i] = WorkEntry{ID: w.ID, Thumb: w.Thumb}
		if w.Thumb == "" {
			continue
		}
		thumb, ok := b.Thumbs[w.ID]
		if !ok {
			return nil, fmt.Errorf("write bundle: the thumbnail of %s is missing", w.ID)
		}
		parts[w.Thumb] = thumb
	}
	if _, err := Join(&m, b.Prototypes, nil); err != nil {
		return nil, err
	}
	var err error
	if parts[PrototypesName], err = EncodePrototypes(b.Prototypes); err != nil {
		return nil, err
	}
	for _, l := range m.Languages {
		if parts[TextsName(l)], err = EncodeTexts(b.Works, l); err != nil {
			return nil, err
		}
	}
	if err := b.featureParts(parts); err != nil {
		return nil, err
	}
	for name, p := range parts {
		m.Parts[name] = Part{Bytes: int64(len(p)), SHA256: hash(p)}
	}
	if parts[ManifestName], err = m.Encode(); err != nil {
		return nil, err
	}
	return parts, nil
}

// featureParts adds the parts with the works' features.
func (b *Bundle) featureParts(parts map[string][]byte) error {
	if b.Manifest.Features == FeaturesNone {
		return nil
	}
	if b.Features == nil || b.Features.Len() != len(b.Works) {
		return errors.New("write bundle: the works' features are missing")
	}
	for i, w := range b.Works {
		row := b.Features.Row(i)
		if row == nil {
			return fmt.Errorf("write bundle: the features of %s are missing", w.ID)
		}
		if b.Manifest.Features == FeaturesApart {
			parts[FeatureName(w.ID)] = row
		}
	}
	if b.Manifest.Features == FeaturesPacked {
		parts[FeaturesName] = b.Features.pack()
	}
	return nil
}

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// WriteFile writes the bundle as a .docent file, atomically: the same bytes for the same bundle.
func (b *Bundle) WriteFile(path string) error {
	parts, err := b.Files()
	if err != nil {
		return err
	}
	return atomicfile.Write(path, func(w io.Writer) error { return writeZip(w, parts) })
}

// epoch is the time of every file in a bundle: a bundle says nothing about when it was made, so that the same input
// gives the same bytes. It is the first that zip can express.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// writeZip writes the parts in the order in which a reader wants them: the manifest, the prototypes, texts, pictures.
func writeZip(w io.Writer, parts map[string][]byte) error {
	z := zip.NewWriter(w)
	for _, name := range slices.SortedFunc(maps.Keys(parts), inOrder) {
		method := zip.Deflate
		if strings.HasSuffix(name, ".jpg") {
			method = zip.Store // it is compressed already
		}
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: epoch})
		if err != nil {
			return err
		}
		if _, err := f.Write(parts[name]); err != nil {
			return err
		}
	}
	return z.Close()
}

func inOrder(a, b string) int {
	rank := func(name string) int {
		switch name {
		case ManifestName:
			return 0
		case PrototypesName:
			return 1
		}
		return 2
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b))
}

// WriteDir writes the bundle as a tree of files for a static host, into a folder that is made if need be. Each part is
// written atomically, those that have not changed are left alone, and the manifest comes last. Files of an earlier
// bundle that this one does not name stay.
func (b *Bundle) WriteDir(dir string) error {
	parts, err := b.Files()
	if err != nil {
		return err
	}
	names := slices.SortedFunc(maps.Keys(parts), inOrder)
	for _, name := range append(names[1:], ManifestName) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, parts[name]) {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return fmt.Errorf("write bundle: %w", err)
		}
		if err := atomicfile.WriteBytes(path, parts[name]); err != nil {
			return err
		}
	}
	return nil
}
