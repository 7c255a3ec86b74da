//go:build !js

// Package diff says what has changed from one bundle to another, and how much of it a visitor who has the old one has to fetch.
package diff

import (
	"bytes"
	"maps"
	"reflect"
	"slices"

	"docent/model/bundle"
)

// Report is what has changed.
type Report struct {
	Manifest      []string   `json:"manifest"` // keys of the manifest that say something else: weights, calibration, ...
	Thresholds    Thresholds `json:"thresholds"`
	GroupsAdded   []string   `json:"groups_added"`
	GroupsRemoved []string   `json:"groups_removed"`
	Added         []string   `json:"added"` // ids of works
	Removed       []string   `json:"removed"`
	Moved         []Move     `json:"moved"` // works that are in another group; none where one of the bundles has no groups
	Changed       []Change   `json:"changed"`
	Works         int        `json:"works"` // of the new bundle
	Fetch         Fetch      `json:"fetch"`
}

// Thresholds are the log-odds from which answers are accepted.
type Thresholds struct {
	Old        float64 `json:"old"`
	New        float64 `json:"new"`
	OldChecked float64 `json:"old_checked"` // of answers whose features were compared; 0 without features
	NewChecked float64 `json:"new_checked"`
}

// Move is a work that is in another group.
type Move struct {
	ID   string `json:"id"`
	From string `json:"from"`
	To   string `json:"to"`
}

// Change is a work that is in both bundles.
type Change struct {
	ID        string              `json:"id"`
	Texts     map[string][]string `json:"texts,omitempty"`  // fields by language
	Fields    []string            `json:"fields,omitempty"` // number, room, licence, url, pictures
	Audio     []string            `json:"audio,omitempty"`  // languages
	Thumbnail bool                `json:"thumbnail,omitempty"`
	Prototype bool                `json:"prototype,omitempty"` // or its distance of impostors
	Features  bool                `json:"features,omitempty"`
}

func (c *Change) empty() bool {
	return len(c.Texts)+len(c.Fields)+len(c.Audio) == 0 && !c.Thumbnail && !c.Prototype && !c.Features
}

// Fetch is what a visitor who has every part of the old bundle has to fetch for the new one: parts whose sha256 the old one does
// not have. Sizes are before a server compresses.
type Fetch struct {
	Parts   int   `json:"parts"`
	Bytes   int64 `json:"bytes"`
	OfParts int   `json:"of_parts"` // all of the new bundle, with the manifest and its signature
	OfBytes int64 `json:"of_bytes"`
}

// Compare compares two open bundles, of each of which one group at a time is in memory, and a few hundred bytes for each work.
func Compare(old, new *bundle.Archive) (*Report, error) {
	works, err := prints(old)
	if err != nil {
		return nil, err
	}
	r := &Report{Manifest: []string{}, GroupsAdded: []string{}, GroupsRemoved: []string{}, Added: []string{}, Removed: []string{},
		Moved: []Move{}, Changed: []Change{}, Works: new.Manifest().WorkCount()}
	r.manifest(old.Manifest(), new.Manifest())
	grouped := len(old.Manifest().Groups) > 0 && len(new.Manifest().Groups) > 0
	if err := new.Runs(func(group string, b *bundle.Bundle) error {
		for i := range b.Works {
			id := b.Works[i].ID
			was, ok := works[id]
			if !ok {
				r.Added = append(r.Added, id)
				continue
			}
			delete(works, id)
			now := printOf(group, b, i)
			if grouped && was.group != group {
				r.Moved = append(r.Moved, Move{id, was.group, group})
			}
			if c := compare(was, now); !c.empty() {
				c.ID = id
				r.Changed = append(r.Changed, c)
			}
		}
		return nil
	}); err != nil {
		return nil, err
	}
	removed := slices.Collect(maps.Keys(works))
	slices.SortFunc(removed, func(a, b string) int { return works[a].place - works[b].place })
	r.Removed = append(r.Removed, removed...)
	return r, r.fetch(old, new)
}

// manifest compares what is said of the bundle as a whole.
func (r *Report) manifest(old, new *bundle.Manifest) {
	for _, f := range []struct {
		key      string
		old, new any
	}{
		{"title", old.Title, new.Title}, {"network", old.Network, new.Network}, {"weights", old.WeightsHash, new.WeightsHash},
		{"locator", old.LocatorHash, new.LocatorHash}, {"languages", old.Languages, new.Languages}, {"calibration", old.Calibration, new.Calibration},
		{"features", old.Features, new.Features}, {"checked", old.Checked, new.Checked},
	} {
		if !reflect.DeepEqual(f.old, f.new) {
			r.Manifest = append(r.Manifest, f.key)
		}
	}
	r.Thresholds = Thresholds{old.Calibration.Threshold, new.Calibration.Threshold, old.Checked.Threshold, new.Checked.Threshold}
	r.GroupsAdded = append(r.GroupsAdded, without(new.Groups, old.Groups)...)
	r.GroupsRemoved = append(r.GroupsRemoved, without(old.Groups, new.Groups)...)
}

// without returns the ids of the groups that are not among others.
func without(groups, others []bundle.Group) (ids []string) {
	known := map[string]bool{}
	for i := range others {
		known[others[i].ID] = true
	}
	for i := range groups {
		if !known[groups[i].ID] {
			ids = append(ids, groups[i].ID)
		}
	}
	return ids
}

// fetch counts the parts of the new bundle that the old one does not have.
func (r *Report) fetch(old, new *bundle.Archive) error {
	have := map[string]bool{}
	if err := eachPart(old, func(p bundle.Part) { have[p.SHA256] = true }); err != nil {
		return err
	}
	f := &r.Fetch
	count := func(bytes int64, known bool) {
		f.OfParts++
		f.OfBytes += bytes
		if !known {
			f.Parts++
			f.Bytes += bytes
		}
	}
	count(int64(len(new.Raw())), bytes.Equal(old.Raw(), new.Raw()))
	if s := new.Signature(); s != nil {
		count(int64(len(s)), bytes.Equal(old.Signature(), s))
	}
	return eachPart(new, func(p bundle.Part) { count(p.Bytes, have[p.SHA256]) })
}

// eachPart calls visit for every part of a bundle but the manifest and its signature.
func eachPart(a *bundle.Archive, visit func(p bundle.Part)) error {
	for _, p := range a.Manifest().Parts {
		visit(p)
	}
	for i := range a.Manifest().Groups {
		c, err := a.Group(i)
		if err != nil {
			return err
		}
		visit(a.Manifest().Groups[i].Part())
		for _, p := range c.Parts {
			visit(p)
		}
	}
	return nil
}
