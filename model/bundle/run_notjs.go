//go:build !js || curator

package bundle

import (
	"fmt"
	"maps"
	"slices"
)

// run reads what works are recognised by and what is said about them: prototypes, features and texts of a plain bundle or a group.
func (a *Archive) run(group string, c *Contents) (*Bundle, error) {
	m := *a.manifest
	m.Groups, m.Contents = nil, *c
	b := &Bundle{Manifest: m, Thumbs: map[string][]byte{}}
	part := func(name string) ([]byte, error) {
		return a.checked(InGroup(group, name), c.Parts[InGroup(group, name)])
	}
	raw, err := part(PrototypesName)
	if err != nil {
		return nil, err
	}
	if b.Prototypes, err = ReadPrototypes(raw); err != nil {
		return nil, inGroup(group, err)
	}
	texts := make(map[string]map[string]Text, len(m.Languages))
	for _, l := range m.Languages {
		if raw, err = part(TextsName(l)); err != nil {
			return nil, err
		}
		if texts[l], err = ReadTexts(raw); err != nil {
			return nil, inGroup(group, fmt.Errorf("%s: %w", TextsName(l), err))
		}
	}
	if b.Works, err = Join(c, b.Prototypes, texts); err != nil {
		return nil, inGroup(group, err)
	}
	b.Features, err = readFeatures(&m, part)
	return b, inGroup(group, err)
}

// inGroup says in which group something is wrong.
func inGroup(group string, err error) error {
	if err != nil && group != "" {
		return fmt.Errorf("group %s: %w", group, err)
	}
	return err
}

// readFeatures reads the works' features as the manifest says that they travel.
func readFeatures(m *Manifest, part func(name string) ([]byte, error)) (*Features, error) {
	switch m.Features {
	case FeaturesPacked:
		raw, err := part(FeaturesName)
		if err != nil {
			return nil, err
		}
		return ReadFeatures(raw, len(m.Works))
	case FeaturesApart:
		f := NewFeatures(len(m.Works))
		for i, w := range m.Works {
			row, err := part(FeatureName(w.ID))
			if err != nil {
				return nil, err
			}
			if err := f.Set(i, row); err != nil {
				return nil, err
			}
		}
		return f, nil
	}
	return nil, nil
}

// attachments reads all other parts of a plain bundle or a group: thumbnails, audio, and those of a kind that this version does not know.
func (a *Archive) attachments(group string, c *Contents, take func(w *WorkEntry, name string, part []byte)) error {
	owners := map[string]*WorkEntry{}
	for i := range c.Works {
		w := &c.Works[i]
		owners[w.Thumb] = w
		for _, name := range w.Audio {
			owners[name] = w
		}
	}
	done := map[string]bool{PrototypesName: true, FeaturesName: a.manifest.Features == FeaturesPacked}
	for _, l := range a.manifest.Languages {
		done[TextsName(l)] = true
	}
	if a.manifest.Features == FeaturesApart {
		for i := range c.Works {
			done[FeatureName(c.Works[i].ID)] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.Parts)) {
		if _, part := CutGroup(name); done[part] {
			continue
		}
		b, err := a.checked(name, c.Parts[name])
		if err != nil {
			return err
		}
		if w := owners[name]; w != nil {
			take(w, name, b)
		}
	}
	return nil
}

// add takes a thumbnail or audio of a work.
func (b *Bundle) add(w *WorkEntry, name string, part []byte) {
	if name == w.Thumb {
		b.Thumbs[w.ID] = part
		return
	}
	if b.Audio == nil {
		b.Audio = map[string][]byte{}
	}
	b.Audio[name] = part
}
