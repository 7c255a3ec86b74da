//go:build !js

package model

import (
	"slices"
	"testing"

	"docent/internal/fixture"
	"docent/model/bundle"
	"docent/model/proto"
	"docent/model/vision"
)

// shelf returns a shelf for six works in three groups, what belongs on it, and a viewer.
func shelf(t *testing.T, most int) (*Shelf, func(group int) (*bundle.Contents, *proto.Set), *Viewer) {
	t.Helper()
	m := fixture.Model(t)
	man, set := gallery(t, m, 6)
	root := *man
	root.Works = nil
	root.Groups = []bundle.Group{{ID: "a", Works: 2}, {ID: "b", Works: 2}, {ID: "c", Works: 2}}
	coarse := bundle.NewCoarse(set.Dim, root.Groups, set.At)
	s, err := NewShelf(&root, coarse, nil, most)
	if err != nil {
		t.Fatal(err)
	}
	v := recognizer(t, 1).Viewer
	v.SetWindows([]vision.Rect{vision.Whole})
	return s, func(g int) (*bundle.Contents, *proto.Set) {
		return &bundle.Contents{Works: man.Works[2*g : 2*g+2]}, &proto.Set{Dim: set.Dim, Vectors: set.Vectors[2*g*set.Dim : 2*(g+1)*set.Dim]}
	}, v
}

func sketch(i int) func(v *Viewer) {
	return func(v *Viewer) { v.View(vision.Frame(fixture.Work(uint64(i), 120, 90))) }
}

func TestShelf(t *testing.T) {
	s, group, v := shelf(t, 100)
	if s.Len() != 3 || s.Works() != 0 || s.Has(1) {
		t.Fatalf("%d groups, %d works", s.Len(), s.Works())
	}
	sketch(5)(v)
	asked := s.Asked(v, 2)
	if len(asked) != 2 || asked[0] != 2 {
		t.Fatalf("a frame of the sixth work asks for groups %v", asked)
	}
	for _, g := range []int{2, 0} { // not in their order
		c, p := group(g)
		if err := s.Put(g, c, p); err != nil {
			t.Fatal(err)
		}
	}
	man, set, features, err := s.Open()
	if err != nil || features != nil || len(man.Works) != 4 {
		t.Fatalf("%d works, %v, %v", len(man.Works), features, err)
	}
	r, err := NewWith(v, "scalar", man, set)
	if err != nil {
		t.Fatal(err)
	}
	for work, want := range map[int]int{0: 0, 1: 1, 4: 4, 5: 5} {
		result := r.Recognize(vision.Frame(fixture.Work(uint64(work), 120, 90)))
		if got := s.At(result.Candidates[0].Index); got != want || result.Candidates[0].ID != man.Works[result.Candidates[0].Index].ID {
			t.Errorf("work %d is recognised as %d", want, got)
		}
	}
	if g, place := s.Group(5); g != 2 || place != 1 {
		t.Errorf("work 5 is %d of group %d", place, g)
	}
	if g, place := s.Group(0); g != 0 || place != 0 {
		t.Errorf("work 0 is %d of group %d", place, g)
	}
	if name := s.Name(1, bundle.PrototypesName); name != "groups/b/prototypes.safetensors" {
		t.Errorf("name %s", name)
	}
}

// What has not been asked for goes first where there is no room.
func TestShelfIsFull(t *testing.T) {
	s, group, v := shelf(t, 4)
	put := func(g int) {
		c, p := group(g)
		if err := s.Put(g, c, p); err != nil {
			t.Fatal(err)
		}
	}
	put(0)
	put(1)
	sketch(0)(v)
	s.Asked(v, 1)
	put(2)
	if !s.Has(0) || s.Has(1) || !s.Has(2) || s.Works() != 4 {
		t.Errorf("of three groups %v are left", []bool{s.Has(0), s.Has(1), s.Has(2)})
	}
	if err := s.PutFeatures(1, bundle.NewFeatures(2)); err != nil {
		t.Errorf("features of a group that has gone: %v", err)
	}
	if man, _, _, err := s.Open(); err != nil || len(man.Works) != 4 || s.At(2) != 4 {
		t.Errorf("work 2 is %d; %v", s.At(2), err)
	}
}

func TestShelfRefuses(t *testing.T) {
	s, group, _ := shelf(t, 100)
	c, p := group(0)
	if err := s.Put(0, &bundle.Contents{Works: c.Works[:1]}, p); err == nil || s.Has(0) {
		t.Error("a group of another number of works was taken")
	}
	if err := s.Put(0, c, &proto.Set{Dim: 1, Vectors: []float32{1, 2}}); err == nil || s.Has(0) {
		t.Error("prototypes of another length than the coarse part's were taken")
	}
	if err := s.PutFeatures(0, bundle.NewFeatures(3)); err == nil {
		t.Error("features of another number of works were taken")
	}
	s.Put(0, c, p)
	if err := s.Put(1, c, p); err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := s.Open(); err == nil {
		t.Error("the same works in two groups were taken")
	}
	if _, err := NewShelf(&bundle.Manifest{Groups: []bundle.Group{{ID: "a", Works: 1}}}, &bundle.Coarse{}, nil, 9); err == nil {
		t.Error("the coarse part of other works was taken")
	}
}

// A plain bundle is one group, and its manifest is not copied.
func TestShelfPlain(t *testing.T) {
	man, set := gallery(t, fixture.Model(t), 3)
	man.Features = bundle.FeaturesPacked
	s, err := NewShelf(man, nil, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Put(0, &man.Contents, set); err != nil {
		t.Fatal(err)
	}
	opened, same, features, err := s.Open()
	if err != nil || opened != man || same != set || features.Len() != 3 || features.Row(0) != nil {
		t.Errorf("%v", err)
	}
	if err := s.PutFeatures(0, bundle.NewFeatures(3)); err != nil {
		t.Error(err)
	}
	if s.Name(0, "x") != "x" || s.At(2) != 2 || !slices.Equal(s.Asked(recognizer(t, 1).Viewer, 3), nil) {
		t.Error("a plain bundle's works and parts have other places")
	}
}
