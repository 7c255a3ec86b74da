//go:build !js || curator

package bundle

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"

	"docent/model/proto"
)

// Files returns all files of the bundle by name, the manifest among them, and the signature where there is one: the same bytes for the same bundle. The
// manifest's Works, Parts and Licences are made from Works, Thumbs, Audio and the bytes, whatever b.Manifest says of them.
func (b *Bundle) Files() (map[string][]byte, error) {
	files := memorySink{}
	if err := b.Write(newWriter("", files)); err != nil {
		return nil, err
	}
	return files, nil
}

// Zip returns the bundle as the bytes of a .docent file, which [Bundle.WriteFile] writes.
func (b *Bundle) Zip() ([]byte, error) {
	var buf bytes.Buffer
	if err := b.Write(newWriter("", &zipSink{zip: zip.NewWriter(&buf)})); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// WriteFile writes the bundle as a .docent file, atomically: the same bytes for the same bundle. Its signature is written as it is:
// whoever changes a bundle that was signed sets it to nil.
func (b *Bundle) WriteFile(path string) error {
	w, err := Create(path)
	if err != nil {
		return err
	}
	return b.Write(w)
}

// WriteDir writes the bundle as a folder, as [CreateDir] does.
func (b *Bundle) WriteDir(path string) error {
	w, err := CreateDir(path)
	if err != nil {
		return err
	}
	return b.Write(w)
}

// Write writes the whole bundle and closes w.
func (b *Bundle) Write(w *Writer) error {
	defer w.Abort()
	if b.Signature != nil {
		w.Sign = func([]byte) ([]byte, error) { return b.Signature, nil }
	}
	m := b.Manifest
	m.Licences = nil
	if len(b.Groups) > 0 {
		if err := b.writeGroups(w); err != nil {
			return err
		}
		return w.Close(&m)
	}
	c, err := w.addRun("", b)
	if err != nil {
		return err
	}
	m.Contents = *c
	return w.Close(&m)
}

// writeGroups writes the groups of a flat bundle, and the parts for all of them.
func (b *Bundle) writeGroups(w *Writer) error {
	if b.Prototypes.Len() != len(b.Works) || b.WorkCount() != len(b.Works) {
		return fmt.Errorf("write bundle: %d works, but %d prototypes and %d works in the groups", len(b.Works), b.Prototypes.Len(), b.WorkCount())
	}
	from := 0
	for _, g := range b.Groups {
		if g.Works < 1 || g.Works > len(b.Works)-from {
			return fmt.Errorf("write bundle: group %s has an impossible number of works", g.ID)
		}
		if err := w.AddGroup(g, b.slice(from, from+g.Works)); err != nil {
			return err
		}
		from += g.Works
	}
	set := b.Prototypes
	if len(set.Background) > 0 {
		part, err := EncodeBackground(set.Background, set.Dim)
		if err == nil {
			err = w.Add(BackgroundName, part)
		}
		if err != nil {
			return err
		}
	}
	if b.Coarse == nil {
		return nil
	}
	if b.Coarse.Len() != len(b.Works) {
		return errors.New("write bundle: the coarse part is of other works")
	}
	part, err := EncodeCoarse(b.Coarse)
	if err != nil {
		return err
	}
	return w.Add(CoarseName, part)
}

// slice returns the works from one to before another as a plain bundle, which shares b's memory.
func (b *Bundle) slice(from, to int) *Bundle {
	set := b.Prototypes
	part := &Bundle{Manifest: b.Manifest, Works: b.Works[from:to], Thumbs: b.Thumbs, Audio: b.Audio,
		Prototypes: &proto.Set{Dim: set.Dim, Vectors: set.Vectors[from*set.Dim : to*set.Dim]}}
	part.Groups, part.Contents = nil, Contents{}
	if set.Impostors != nil {
		part.Prototypes.Impostors = set.Impostors[from:to]
	}
	if b.Features != nil && b.Features.Len() == len(b.Works) {
		part.Features = &Features{b.Features.rows[from:to]}
	}
	return part
}
