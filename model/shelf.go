package model

import (
	"errors"
	"slices"

	"docent/model/bundle"
	"docent/model/proto"
)

// A Shelf holds the groups of a bundle that have been loaded, says which of the others a frame asks for, and makes
// recognisers of what is there. A plain bundle is one group. Works are counted as in the whole bundle, whatever is loaded. It is
// not safe for concurrent use.
type Shelf struct {
	root       *bundle.Manifest
	coarse     *bundle.Coarse // nil where all groups are to be loaded
	background []float32
	most       int // works
	groups     []shelved
	order      []int // the works of the recogniser that Open has made, by their places in the bundle
	clock      int
}

// shelved is a group.
type shelved struct {
	first, works int // of its works in the bundle
	contents     *bundle.Contents
	prototypes   *proto.Set       // nil where it is not loaded
	features     *bundle.Features // nil until they have come
	used         int              // when a frame asked for it last
}

// NewShelf returns an empty shelf for the bundle that root describes. background is that of all groups, and coarse tells which
// groups a frame asks for; both are nil for a plain bundle. At most so many works are held, beside those that the last frames asked for.
func NewShelf(root *bundle.Manifest, coarse *bundle.Coarse, background []float32, most int) (*Shelf, error) {
	s := &Shelf{root: root, coarse: coarse, background: background, most: most}
	if len(root.Groups) == 0 {
		s.groups = []shelved{{works: len(root.Works), contents: &root.Contents}}
		return s, nil
	}
	first := 0
	for _, g := range root.Groups {
		s.groups = append(s.groups, shelved{first: first, works: g.Works})
		first += g.Works
	}
	if coarse != nil && coarse.Len() != first {
		return nil, errors.New("the bundle's " + bundle.CoarseName + " is of other works")
	}
	return s, nil
}

// Len returns the number of groups.
func (s *Shelf) Len() int { return len(s.groups) }

// Name returns the full name of a group's part.
func (s *Shelf) Name(group int, part string) string {
	if len(s.root.Groups) == 0 {
		return part
	}
	return bundle.InGroup(s.root.Groups[group].ID, part)
}

// Has reports whether a group is loaded.
func (s *Shelf) Has(group int) bool { return s.groups[group].prototypes != nil }

// Works returns how many works are loaded.
func (s *Shelf) Works() (n int) {
	for i := range s.groups {
		if s.Has(i) {
			n += s.groups[i].works
		}
	}
	return n
}

// Put takes a group in. Where there are too many works then, the groups that were asked for longest ago go.
func (s *Shelf) Put(group int, contents *bundle.Contents, prototypes *proto.Set) error {
	g := &s.groups[group]
	if prototypes.Len() != g.works || len(contents.Works) != g.works {
		return errors.New(s.Name(group, bundle.PrototypesName) + ": not one prototype for each work")
	}
	if s.coarse != nil && s.coarse.Dim() != prototypes.Dim {
		return errors.New(bundle.CoarseName + ": not as many numbers as " + s.Name(group, bundle.PrototypesName) + " has")
	}
	g.contents, g.prototypes = contents, prototypes
	if s.root.Features == bundle.FeaturesApart {
		g.features = bundle.NewFeatures(g.works)
	}
	s.touch(group)
	for s.Works() > s.most {
		oldest := group
		for i := range s.groups {
			if s.Has(i) && s.groups[i].used < s.groups[oldest].used {
				oldest = i
			}
		}
		if oldest == group {
			break
		}
		s.drop(oldest)
	}
	return nil
}

func (s *Shelf) drop(group int) {
	g := &s.groups[group]
	*g = shelved{first: g.first, works: g.works}
}

func (s *Shelf) touch(group int) {
	s.clock++
	s.groups[group].used = s.clock
}

// PutFeatures takes in the features of all works of a group, unless the group has gone meanwhile.
func (s *Shelf) PutFeatures(group int, f *bundle.Features) error {
	g := &s.groups[group]
	if f.Len() != g.works {
		return errors.New(s.Name(group, bundle.FeaturesName) + ": not the features of each work")
	}
	if g.prototypes != nil {
		g.features = f
	}
	return nil
}

// Asked returns the groups, n at most, that the looks of the last frame are nearest to, as [bundle.Coarse.Asked] does. Of groups
// that are loaded already, it is noted that they are in use.
func (s *Shelf) Asked(v *Viewer, n int) []int {
	if s.coarse == nil {
		return nil
	}
	asked := s.coarse.Asked(len(v.looks), v.Embedding, n)
	for i := len(asked) - 1; i >= 0; i-- {
		if s.Has(asked[i]) {
			s.touch(asked[i])
		}
	}
	return asked
}

// PutRow takes in the features of one work, by its place in the bundle, unless its group has gone meanwhile.
func (s *Shelf) PutRow(work int, row []byte) error {
	g, place := s.Group(work)
	if s.groups[g].features == nil {
		return nil
	}
	return s.groups[g].features.Set(place, row)
}

// Contents returns the works and parts of a group; nil where it is not loaded, unless it is a plain bundle's.
func (s *Shelf) Contents(group int) *bundle.Contents { return s.groups[group].contents }

// Open returns the manifest and the prototypes of the works that are loaded, for a Recognizer, and their features as far as they
// have come; nil where the bundle has none. Of the recogniser's works, At tells the places in the bundle.
func (s *Shelf) Open() (*bundle.Manifest, *proto.Set, *bundle.Features, error) {
	s.order = s.order[:0]
	var contents []*bundle.Contents
	var sets []*proto.Set
	var features []*bundle.Features
	for i := range s.groups {
		g := &s.groups[i]
		if g.prototypes == nil {
			continue
		}
		contents, sets = append(contents, g.contents), append(sets, g.prototypes)
		if g.features == nil {
			features = append(features, bundle.NewFeatures(g.works))
		} else {
			features = append(features, g.features)
		}
		for w := range g.works {
			s.order = append(s.order, g.first+w)
		}
	}
	var joined *bundle.Features
	if s.root.Features != bundle.FeaturesNone {
		joined = bundle.JoinFeatures(features...)
	}
	if len(s.root.Groups) == 0 {
		return s.root, sets[0], joined, nil
	}
	man, err := s.root.Flat(contents...)
	if err != nil {
		return nil, nil, nil, err
	}
	set, err := bundle.JoinPrototypes(s.background, sets...)
	return man, set, joined, err
}

// At returns the place in the bundle of a work of the recogniser that Open was called for last.
func (s *Shelf) At(work int) int { return s.order[work] }

// Group returns the group of a work by its place in the bundle, and its place there.
func (s *Shelf) Group(work int) (group, place int) {
	group, found := slices.BinarySearchFunc(s.groups, work, func(g shelved, work int) int { return g.first - work })
	if !found {
		group--
	}
	return group, work - s.groups[group].first
}
