package experiment

import (
	"image"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"strconv"
	"testing"

	"docent/trainer/dataset"
)

// TestWritePictures checks the numbers of the seed's experiment, that no work
// is in both splits, and that a seed always gives the same pictures.
func TestWritePictures(t *testing.T) {
	var works []dataset.Work
	for i := range 40 {
		r := rand.New(rand.NewPCG(uint64(i), 1))
		img := image.NewRGBA(image.Rect(0, 0, 50, 40))
		for j := range img.Pix {
			img.Pix[j] = byte(r.IntN(256))
			if j%4 == 3 {
				img.Pix[j] = 255
			}
		}
		works = append(works, dataset.Work{ID: strconv.Itoa(i), Pictures: []*image.RGBA{img}})
	}
	read := func(seed uint64) (train, test []dataset.Work) {
		dir := t.TempDir()
		if err := WritePictures(dir, works, nil, seed); err != nil {
			t.Fatal(err)
		}
		train, err := dataset.Folders(filepath.Join(dir, "train"), dataset.Side)
		if err != nil {
			t.Fatal(err)
		}
		test, err = dataset.Folders(filepath.Join(dir, "test"), dataset.Side)
		if err != nil {
			t.Fatal(err)
		}
		return train, test
	}
	train, test := read(1)
	if len(train) != 20 || len(test) != 10 {
		t.Fatalf("%d and %d works, want 20 and 10", len(train), len(test))
	}
	ids := map[string]bool{}
	for _, w := range append(train, test...) {
		if len(w.Pictures) != 6 {
			t.Errorf("work %s has %d pictures, want 6", w.ID, len(w.Pictures))
		}
		if ids[w.ID] {
			t.Errorf("work %s is in both splits", w.ID)
		}
		ids[w.ID] = true
	}
	again, _ := read(1)
	if !reflect.DeepEqual(train, again) {
		t.Error("the same seed gives other pictures")
	}
	other, _ := read(2)
	if reflect.DeepEqual(train, other) {
		t.Error("another seed gives the same pictures")
	}
	if err := WritePictures(t.TempDir(), works[:29], nil, 1); err == nil {
		t.Error("29 works are accepted for 30")
	}
}
