//go:build !js

package impostors

import (
	"image"
	"slices"
	"testing"

	"docent/internal/engine"
	"docent/internal/fixture"
	"docent/model/background"
	"docent/model/proto"
	"docent/trainer/dataset"
)

func works(n int) []dataset.Work {
	var w []dataset.Work
	for i := range n {
		w = append(w, dataset.Work{Pictures: []*image.RGBA{fixture.Work(uint64(i), 90, 120)}})
	}
	return w
}

func TestMake(t *testing.T) {
	m := fixture.Model(t)
	set, err := Make(m, engine.Engine{}, works(18), nil)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Make(m, engine.Engine{}, works(18), nil)
	if err != nil || !slices.Equal(set.Vectors, again.Vectors) {
		t.Errorf("made again the background is another one (%v)", err)
	}
	if set.Len() != 18 {
		t.Fatalf("%d rows of 18 works", set.Len())
	}
	for i := range set.Len() {
		for j := range i {
			if proto.SquaredDistance(set.At(i), set.At(j)) == 0 {
				t.Errorf("rows %d and %d are the same", j, i)
			}
		}
	}
	b, err := background.Encode(set, m.Hash)
	if err != nil {
		t.Fatal(err)
	}
	if read, err := background.Read(b, m.Hash); err != nil || read.Len() != 18 {
		t.Errorf("read back: %v", err)
	}
	if _, err := Make(m, engine.Engine{}, nil, nil); err == nil {
		t.Error("a background of no works is made")
	}
}
