//go:build !js

package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"docent/model/atomicfile"
	"docent/model/bundle"
)

// Write writes the collection as a .docent file, the same bytes as Bundle gives, of which one group at a time is in memory. What is at path stays
// valid until the new file takes its place, and is kept under the name that Previous gives; unless it is the same, or differs in its
// signature alone. sign, which may be nil, returns the signature of the manifest; without it a bundle that has not changed keeps the one it has.
func (c *Collection) Write(ctx context.Context, path string, sign func(manifest []byte) ([]byte, error)) error {
	next := beside(path, "next")
	w, err := bundle.Create(next)
	if err != nil {
		return writing(path, err)
	}
	defer w.Abort()
	before, signature := manifest(path)
	changed := true
	w.Sign = func(manifest []byte) ([]byte, error) {
		if changed = !bytes.Equal(manifest, before); sign != nil {
			return sign(manifest)
		} else if changed {
			return nil, nil
		}
		return signature, nil
	}
	if len(c.groups) == 0 {
		b, err := c.Bundle(ctx)
		if err != nil {
			return err
		}
		if err := b.Write(w); err != nil {
			return writing(path, err)
		}
		return replace(path, next, changed)
	}
	if err := c.writeGroups(ctx, w); err != nil {
		return writing(path, err)
	}
	m := c.manifest()
	if err := w.Close(&m); err != nil {
		return writing(path, err)
	}
	return replace(path, next, changed)
}

// manifest returns the manifest of the bundle at path and its signature, none where there is no bundle.
func manifest(path string) (raw, signature []byte) {
	a, err := bundle.Open(path)
	if err != nil {
		return nil, nil
	}
	defer a.Close()
	return a.Raw(), a.Signature()
}

// CheckWritable refuses a path at which no bundle or shard can be written, before the work for it is done.
func CheckWritable(path string) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("write %s: it is a folder: name a file in it, such as %s", path, filepath.Join(path, "museum.docent"))
	}
	f, err := atomicfile.Create(beside(path, "next"))
	if err != nil {
		return writing(path, err)
	}
	f.Abort()
	return nil
}

// writeGroups adds the groups, and what is for all of them.
func (c *Collection) writeGroups(ctx context.Context, w *bundle.Writer) error {
	for _, g := range c.groups {
		b, err := c.run(ctx, g.members)
		if err != nil {
			return err
		}
		if err := w.AddGroup(g.Group, b); err != nil {
			return err
		}
	}
	part, err := bundle.EncodeBackground(c.table.background, c.table.Dim)
	if err == nil {
		err = w.Add(bundle.BackgroundName, part)
	}
	if err == nil {
		part, err = bundle.EncodeCoarse(c.coarse)
	}
	if err == nil {
		err = w.Add(bundle.CoarseName, part)
	}
	return err
}

// Previous returns where the bundle is kept that one at path has replaced.
func Previous(path string) string {
	if name, ok := strings.CutSuffix(path, ".docent"); ok {
		return name + ".previous.docent"
	}
	return path + ".previous"
}

// beside returns the name of a hidden file in the same folder.
func beside(path, what string) string {
	dir, name := filepath.Split(path)
	return filepath.Join(dir, "."+strings.TrimPrefix(name, ".")+"."+what)
}

// replace puts the file next in the place of the one at path, which becomes the previous one if its works have changed. Each step is
// done at once or not at all.
func replace(path, next string, changed bool) error {
	defer os.Remove(next) // where it has not taken the place
	same, err := equal(path, next)
	switch {
	case errors.Is(err, os.ErrNotExist):
	case err != nil:
		return writing(path, err)
	case same:
		return nil
	case changed:
		if err := keep(path); err != nil {
			return writing(path, err)
		}
	}
	if err := os.Rename(next, path); err != nil {
		return writing(path, err)
	}
	return nil
}

// keep gives the file at path its second name.
func keep(path string) error {
	link := beside(path, "previous")
	os.Remove(link) // of a program that was killed
	if os.Link(path, link) == nil {
		defer os.Remove(link) // where both are one file already, the system renames nothing
		return os.Rename(link, Previous(path))
	}
	// A disk on which a file has one name.
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return atomicfile.Write(Previous(path), func(w io.Writer) error {
		_, err := io.Copy(w, f)
		return err
	})
}

// equal reports whether two files have the same content.
func equal(a, b string) (bool, error) {
	x, err := os.Open(a)
	if err != nil {
		return false, err
	}
	defer x.Close()
	y, err := os.Open(b)
	if err != nil {
		return false, err
	}
	defer y.Close()
	bufX, bufY := make([]byte, 1<<16), make([]byte, 1<<16)
	for {
		n, errX := io.ReadFull(x, bufX)
		m, errY := io.ReadFull(y, bufY)
		if !bytes.Equal(bufX[:n], bufY[:m]) {
			return false, nil
		}
		if errX != nil || errY != nil {
			return ended(errX) && ended(errY), nil
		}
	}
}

func ended(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }

// writing says which file could not be written, in the words of the system.
func writing(path string, err error) error {
	if p, ok := errors.AsType[*os.PathError](err); ok {
		err = p.Err
	}
	return fmt.Errorf("write %s: %w", path, err)
}

// Rollback gives the bundle at path and the one that it replaced each other's name. That one must be whole.
func Rollback(path string) error {
	previous := Previous(path)
	if _, err := os.Stat(previous); errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("roll back %s: there is no %s: a bundle that has been replaced once has one", path, previous)
	}
	a, err := bundle.Open(previous)
	if err != nil {
		return err
	}
	defer a.Close()
	if err := a.Check(); err != nil {
		return err
	}
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		err = os.Rename(previous, path)
	} else {
		err = atomicfile.Exchange(previous, path)
	}
	if err != nil {
		return fmt.Errorf("roll back %s: %w", path, err)
	}
	return nil
}

// Formers returns the groups of the bundle at path; none where there is none, or none that can be read.
func Formers(path string) []Former {
	a, err := bundle.Open(path)
	if err != nil {
		return nil
	}
	defer a.Close()
	var list []Former
	for i, g := range a.Manifest().Groups {
		c, err := a.Group(i)
		if err != nil {
			return nil
		}
		f := Former{ID: g.ID, Title: g.Title}
		for _, w := range c.Works {
			f.Works = append(f.Works, w.ID)
		}
		list = append(list, f)
	}
	return list
}
