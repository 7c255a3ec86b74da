//go:build !js || curator

package bundle

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"

	"docent/model/nn"
	"docent/model/proto"
)

// maxRead bounds the parts of a bundle that is read as a whole.
const maxRead = 4 << 30 // bytes

// ReadFile reads a whole bundle: a .docent file, or a folder with its parts. It checks everything: names, sizes, the hash of
// every part, and that the parts belong together.
func ReadFile(path string) (*Bundle, error) {
	a, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer a.Close()
	b, err := a.read()
	if err != nil {
		return nil, fmt.Errorf("open bundle %s: %w", path, err)
	}
	return b, nil
}

// ReadBytes reads the bytes of a .docent file, as [ReadFile] does.
func ReadBytes(b []byte) (*Bundle, error) {
	s, err := newZipStore(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, err
	}
	a, err := newArchive(s)
	if err != nil {
		return nil, err
	}
	return a.read()
}

// Read reads the whole bundle, as [ReadFile] does.
func (a *Archive) Read() (*Bundle, error) {
	b, err := a.read()
	return b, a.failed(err)
}

func (a *Archive) read() (*Bundle, error) {
	whole := &Bundle{Thumbs: map[string][]byte{}, Signature: a.signature}
	var groups []*Contents
	var sets []*proto.Set
	var features []*Features
	err := a.runs(maxRead, func(group string, c *Contents) error {
		r, err := a.run(group, c)
		if err != nil {
			return err
		}
		whole.Works = append(whole.Works, r.Works...)
		groups, sets = append(groups, c), append(sets, r.Prototypes)
		if r.Features != nil {
			features = append(features, r.Features)
		}
		return a.attachments(group, c, whole.add)
	})
	if err != nil {
		return nil, err
	}
	flat, err := a.manifest.Flat(groups...)
	if err != nil {
		return nil, err
	}
	whole.Manifest = *flat
	whole.Groups = a.manifest.Groups
	if len(features) > 0 {
		whole.Features = JoinFeatures(features...)
	}
	if whole.Prototypes, whole.Coarse, err = a.joined(sets); err != nil {
		return nil, err
	}
	return whole, a.strays()
}

// Check checks all that [ReadFile] does, but holds no more than one group in memory.
func (a *Archive) Check() error { return a.failed(a.check()) }

func (a *Archive) check() error {
	var sets []*proto.Set // of a row each: enough to see whether they fit together
	err := a.runs(maxTotal, func(group string, c *Contents) error {
		b, err := a.run(group, c)
		if err != nil {
			return err
		}
		p := b.Prototypes
		row := &proto.Set{Dim: p.Dim, Vectors: slices.Clone(p.At(0)), Background: p.Background}
		if p.Impostors != nil {
			row.Impostors = []float32{p.Impostors[0]}
		}
		sets = append(sets, row)
		return a.attachments(group, c, func(*WorkEntry, string, []byte) {})
	})
	if err != nil {
		return err
	}
	if _, _, err := a.joined(sets); err != nil {
		return err
	}
	return a.strays()
}

// Runs calls visit with the works of a plain bundle, whose group is "", or with one group after the other as a plain bundle of its own: their prototypes,
// features and texts, but neither thumbnails nor audio, which [Archive.Part] has by their names.
func (a *Archive) Runs(visit func(group string, b *Bundle) error) error {
	var own error // visit's, which is not the bundle's
	err := a.runs(maxTotal, func(group string, c *Contents) error {
		b, err := a.run(group, c)
		if err == nil {
			own = visit(group, b)
			err = own
		}
		return err
	})
	if own != nil {
		return own
	}
	return a.failed(err)
}

// runs calls visit with the contents of a plain bundle, whose group is "", or of one group after the other. It refuses works that are in two groups,
// and parts that claim more than most bytes together.
func (a *Archive) runs(most int64, visit func(group string, c *Contents) error) error {
	total, seen := int64(0), make(map[string]bool, a.manifest.WorkCount())
	claim := func(c *Contents) error {
		for _, p := range c.Parts {
			total += p.Bytes
		}
		if total > most {
			return &nn.FormatError{What: "read " + ManifestName, Err: fmt.Errorf("the parts claim more than %d bytes together", most)}
		}
		for i := range c.Works {
			id := c.Works[i].ID
			if seen[id] {
				return &nn.FormatError{What: "read bundle", Err: fmt.Errorf("work %s is in two groups", id)}
			}
			seen[id] = true
		}
		return nil
	}
	if err := claim(&a.manifest.Contents); err != nil {
		return err
	}
	if len(a.manifest.Groups) == 0 {
		return visit("", &a.manifest.Contents)
	}
	for i := range a.manifest.Groups {
		c, err := a.contents(i)
		if err != nil {
			return err
		}
		if err := claim(c); err != nil {
			return err
		}
		if err := visit(a.manifest.Groups[i].ID, c); err != nil {
			return err
		}
	}
	return nil
}

// ReadGroup reads group i as a plain bundle of its own, without the background for all groups.
func (a *Archive) ReadGroup(i int) (*Bundle, error) {
	b, err := a.readGroup(i)
	return b, a.failed(err)
}

func (a *Archive) readGroup(i int) (*Bundle, error) {
	c, err := a.contents(i)
	if err != nil {
		return nil, err
	}
	group := a.manifest.Groups[i].ID
	b, err := a.run(group, c)
	if err == nil {
		err = a.attachments(group, c, b.add)
	}
	return b, err
}

// joined puts the prototypes of the groups together with the parts for all of them.
func (a *Archive) joined(sets []*proto.Set) (*proto.Set, *Coarse, error) {
	m := a.manifest
	if len(m.Groups) == 0 {
		return sets[0], nil, nil
	}
	var background []float32
	var dim int
	var coarse *Coarse
	for _, name := range slices.Sorted(maps.Keys(m.Parts)) {
		raw, err := a.checked(name, m.Parts[name])
		if err == nil && name == BackgroundName {
			background, dim, err = ReadBackground(raw)
		}
		if err == nil && name == CoarseName {
			coarse, err = ReadCoarse(raw, m.Groups)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	set, err := JoinPrototypes(background, sets...)
	if err != nil {
		return nil, nil, err
	}
	if dim != 0 && dim != set.Dim || coarse != nil && coarse.Dim() != set.Dim {
		return nil, nil, &nn.FormatError{What: "read bundle", Err: fmt.Errorf("the rows of the background or of the coarse part are not %d numbers long, as those of prototypes are", set.Dim)}
	}
	return set, coarse, nil
}

// strays refuses files of a zip that nothing names.
func (a *Archive) strays() error {
	all := a.store.names()
	if all == nil {
		return nil
	}
	names, err := a.Names()
	if err != nil {
		return err
	}
	known := map[string]bool{ManifestName: true, SignatureName: true}
	for _, name := range names {
		known[name] = true
	}
	slices.Sort(all)
	for _, name := range all {
		if !known[name] {
			return &nn.FormatError{What: "read zip", Err: errors.New(name + " is not in the manifest")}
		}
	}
	return nil
}
