//go:build !js || curator

package bundle

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// Writer writes a bundle part by part, so that no more than one is in memory. Nothing at its path changes before Close
// succeeds. The first error sticks: after it nothing is written any more, and Close returns it.
type Writer struct {
	// Sign, where there is one, returns the signature of the manifest, which Close writes beside it.
	Sign func(manifest []byte) (signature []byte, err error)

	path     string
	sink     sink
	parts    map[string]Part // added and not yet in a group that is complete
	groups   []Group
	licences []string
	works    map[string]bool // ids in the groups
	like     *Manifest       // that of the first group: all have its languages and features
	total    int64
	err      error
}

// sink is where the files of a bundle go.
type sink interface {
	add(name string, b []byte) error
	commit() error // puts the files into their place
	abort()        // removes them; after commit it does nothing
}

// Create begins a bundle: a .docent file. A file that is there stays as it is until Close.
func Create(path string) (*Writer, error) {
	s, err := newZipSink(path)
	if err != nil {
		return nil, err
	}
	return newWriter(path, s), nil
}

// CreateDir begins a bundle as a folder for a static host. A folder that is there is replaced by Close, and must be empty or
// hold a bundle and nothing else.
func CreateDir(path string) (*Writer, error) {
	s, err := newDirSink(path)
	if err != nil {
		return nil, err
	}
	return newWriter(path, s), nil
}

func newWriter(path string, s sink) *Writer {
	return &Writer{path: path, sink: s, parts: map[string]Part{}, works: map[string]bool{}}
}

// Add writes a part under its full name.
func (w *Writer) Add(name string, part []byte) error {
	if w.err == nil {
		w.err = w.add(name, part)
	}
	return w.err
}

func (w *Writer) add(name string, part []byte) error {
	group, _ := CutGroup(name)
	_, twice := w.parts[name]
	switch {
	case !isPart(name):
		return fmt.Errorf("write bundle: %s is not the name of a part", quote(name))
	case twice, group != "" && slices.ContainsFunc(w.groups, func(g Group) bool { return g.ID == group }):
		return fmt.Errorf("write bundle: %s is added twice, or after its group", name)
	case len(part) > maxPart:
		return fmt.Errorf("write bundle: %s has more than %d bytes", name, maxPart)
	case w.total+int64(len(part)) > maxTotal:
		return fmt.Errorf("write bundle: its parts have more than %d bytes together", int64(maxTotal))
	}
	w.total += int64(len(part))
	w.parts[name] = Part{int64(len(part)), hash(part)}
	return w.sink.add(name, part)
}

// AddGroup writes a group: the id and title are g's, the works and all their parts are b's, whose manifest says the languages and how features travel.
// Thumbnails and audio of works may also have been added before, by the names in the works. The background and what else is for
// all groups are for Add.
func (w *Writer) AddGroup(g Group, b *Bundle) error {
	if w.err == nil {
		w.err = w.addGroup(g, b)
	}
	return w.err
}

func (w *Writer) addGroup(g Group, b *Bundle) error {
	if err := CheckID(g.ID); err != nil {
		return fmt.Errorf("write bundle: group: %w", err)
	}
	if w.like == nil {
		w.like = &Manifest{Languages: slices.Clone(b.Languages), Features: b.Manifest.Features, Checked: b.Checked}
	}
	if !slices.Equal(b.Languages, w.like.Languages) || b.Manifest.Features != w.like.Features {
		return fmt.Errorf("write bundle: group %s has other languages or features than the first", g.ID)
	}
	c, err := w.addRun(g.ID, b)
	if err != nil {
		return err
	}
	for i := range c.Works {
		id := c.Works[i].ID
		if w.works[id] {
			return fmt.Errorf("write bundle: work %s is in two groups", id)
		}
		w.works[id] = true
	}
	w.licences, _ = intern(w.licences, c.Works)
	w.like.Licences = w.licences
	raw, err := EncodeContents(c, w.like, g.ID)
	if err != nil {
		return err
	}
	name := InGroup(g.ID, ContentsName)
	if err := w.add(name, raw); err != nil {
		return err
	}
	g.Works, g.Bytes, g.SHA256 = len(c.Works), w.parts[name].Bytes, w.parts[name].SHA256
	w.groups = append(w.groups, g)
	delete(w.parts, name)
	for name := range c.Parts {
		delete(w.parts, name)
	}
	return nil
}

// addRun writes the parts of a plain bundle or a group, and returns its contents.
func (w *Writer) addRun(group string, b *Bundle) (*Contents, error) {
	c := &Contents{Works: make([]WorkEntry, len(b.Works)), Parts: map[string]Part{}}
	for i := range b.Works {
		var err error
		if c.Works[i], err = w.addWork(group, b, &b.Works[i]); err != nil {
			return nil, err
		}
	}
	if _, err := Join(c, b.Prototypes, nil); err != nil {
		return nil, err
	}
	set := *b.Prototypes
	if group != "" {
		set.Background = nil
	}
	part, err := EncodePrototypes(&set)
	if err == nil {
		err = w.add(InGroup(group, PrototypesName), part)
	}
	if err == nil {
		err = w.addFeatures(group, b)
	}
	for _, l := range b.Languages {
		if err == nil {
			part, err = EncodeTexts(b.Works, l)
		}
		if err == nil {
			err = w.add(InGroup(group, TextsName(l)), part)
		}
	}
	if err != nil {
		return nil, err
	}
	for name, p := range w.parts {
		if g, _ := CutGroup(name); g == group {
			c.Parts[name] = p
		}
	}
	return c, nil
}

// addWork writes the thumbnail and the audio of a work that have not been added before, and returns its entry.
func (w *Writer) addWork(group string, b *Bundle, work *Work) (WorkEntry, error) {
	e := work.WorkEntry
	place := func(name, what string, part []byte, ok bool) (string, error) {
		_, rest := CutGroup(name)
		name = InGroup(group, rest)
		if _, done := w.parts[name]; done {
			return name, nil
		}
		if !ok {
			return "", fmt.Errorf("write bundle: the %s of %s is missing", what, e.ID)
		}
		return name, w.add(name, part)
	}
	var err error
	if e.Thumb != "" {
		part, ok := b.Thumbs[e.ID]
		if e.Thumb, err = place(e.Thumb, "thumbnail", part, ok); err != nil {
			return e, err
		}
	}
	e.Audio = nil
	for _, l := range slices.Sorted(maps.Keys(work.Audio)) {
		part, ok := b.Audio[work.Audio[l]]
		name, err := place(work.Audio[l], "audio", part, ok)
		if err != nil {
			return e, err
		}
		if e.Audio == nil {
			e.Audio = map[string]string{}
		}
		e.Audio[l] = name
	}
	return e, nil
}

// addFeatures writes the works' features.
func (w *Writer) addFeatures(group string, b *Bundle) error {
	if b.Manifest.Features == FeaturesNone {
		return nil
	}
	if b.Features == nil || b.Features.Len() != len(b.Works) {
		return errors.New("write bundle: the works' features are missing")
	}
	for i := range b.Works {
		row := b.Features.Row(i)
		if row == nil {
			return fmt.Errorf("write bundle: the features of %s are missing", b.Works[i].ID)
		}
		if b.Manifest.Features == FeaturesApart {
			if err := w.add(InGroup(group, FeatureName(b.Works[i].ID)), row); err != nil {
				return err
			}
		}
	}
	if b.Manifest.Features == FeaturesPacked {
		return w.add(InGroup(group, FeaturesName), b.Features.pack())
	}
	return nil
}

// Close writes the manifest and its signature, and puts the bundle into its place. Groups, licences of groups and parts are those that were added, whatever
// m says of them; the works of a plain bundle are m's. On any error what was there before stays as it was.
func (w *Writer) Close(m *Manifest) error {
	if w.err == nil {
		w.err = w.finish(m)
	}
	if w.err != nil {
		w.sink.abort()
		return w.err
	}
	w.err = errors.New("write bundle: it is closed")
	return nil
}

func (w *Writer) finish(m *Manifest) error {
	whole := *m
	whole.Groups, whole.Parts = w.groups, w.parts
	if len(w.groups) > 0 {
		if !slices.Equal(m.Languages, w.like.Languages) || m.Features != w.like.Features {
			return errors.New("write bundle: the manifest has other languages or features than the groups")
		}
		whole.Licences, whole.Works = w.licences, nil
	}
	raw, err := whole.Encode()
	if err != nil {
		return err
	}
	var signature []byte
	if w.Sign != nil {
		if signature, err = w.Sign(raw); err != nil {
			return err
		}
	}
	return w.end(raw, signature)
}

func (w *Writer) end(manifest, signature []byte) error {
	if err := w.sink.add(ManifestName, manifest); err != nil {
		return err
	}
	if signature != nil {
		if err := w.sink.add(SignatureName, signature); err != nil {
			return err
		}
	}
	return w.sink.commit()
}

// Abort ends the writing, and leaves everything as it was before. After Close it does nothing.
func (w *Writer) Abort() {
	if w.err == nil {
		w.err = errors.New("write bundle: it was given up")
	}
	w.sink.abort()
}

// stored reports whether a part is compressed already.
func stored(name string) bool {
	switch filepath.Ext(strings.ToLower(name)) {
	case ".jpg", ".webp", ".mp3", ".m4a", ".ogg":
		return true
	}
	return false
}
