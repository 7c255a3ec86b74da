// Package experiment repeats the experiment that docent grew from: a
// Prototypical Network trained on 20 paintings and tested on 10 others, with 6
// pictures of each, one clean and five as a phone might see it.
package experiment

import (
	"fmt"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sort"
	"strconv"

	"image"

	"docent/model/views"
	"docent/trainer/dataset"
)

// The seed's numbers.
const (
	TrainWorks = 20
	TestWorks  = 10
	Views      = 5 // pictures of a work beside the clean one
)

// viewSide is the side of the views in pixels: a phone's photo, reduced.
const viewSide = 160

// WritePictures draws 30 of the works by seed and writes them to dir/train and
// dir/test, a folder per painting: 0.jpg is the clean picture, 1.jpg to 5.jpg
// are views of it. What lies there already is replaced.
func WritePictures(dir string, works []dataset.Work, walls []*image.RGBA, seed uint64) error {
	if len(works) < TrainWorks+TestWorks {
		return fmt.Errorf("write pictures: %d works, %d are needed", len(works), TrainWorks+TestWorks)
	}
	works = append([]dataset.Work(nil), works...)
	sort.Slice(works, func(i, j int) bool { return works[i].ID < works[j].ID })
	r := rand.New(rand.NewPCG(seed, 30))
	r.Shuffle(len(works), func(i, j int) { works[i], works[j] = works[j], works[i] })
	for i, w := range works[:TrainWorks+TestWorks] {
		split := "train"
		if i >= TrainWorks {
			split = "test"
		}
		folder := filepath.Join(dir, split, fmt.Sprintf("%02d", i))
		if err := os.RemoveAll(folder); err != nil {
			return fmt.Errorf("write pictures: %w", err)
		}
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return fmt.Errorf("write pictures: %w", err)
		}
		if err := writeJPEG(filepath.Join(folder, "0.jpg"), w.Pictures[0]); err != nil {
			return err
		}
		for v := 1; v <= Views; v++ {
			view := views.Synthesise(w.Pictures[0], r.Uint64(), views.Options{Width: viewSide, Height: viewSide, Walls: walls})
			if err := writeJPEG(filepath.Join(folder, strconv.Itoa(v)+".jpg"), view.Image); err != nil {
				return err
			}
		}
	}
	return nil
}

func writeJPEG(path string, img image.Image) error {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write pictures: %w", err)
	}
	if err := jpeg.Encode(f, img, &jpeg.Options{Quality: 92}); err != nil {
		f.Close()
		return fmt.Errorf("write pictures: %s: %w", path, err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("write pictures: %w", err)
	}
	return nil
}
