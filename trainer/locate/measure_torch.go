//go:build torch

package locate

import (
	"image"
	"math/rand/v2"

	"docent/model/locate"
	"docent/trainer/torch"
	"docent/trainer/train"
)

// Measure finds works in count views of the source's works, and in half as
// many pictures without one: walls and photos, in turn. The pictures depend on
// the source's works and photos alone.
func Measure(n *torch.Net, s *Source, count int) (Figures, error) {
	var f tally
	err := Outputs(n, s, count, func(t Truth, grid []float32) {
		d := locate.Decoder{Side: GridSide}
		f.add(t, d.Decode(grid, 1, 1))
	})
	return f.figures(), err
}

// Outputs calls each with the truth of the pictures that Measure looks at, and
// the network's output for them.
func Outputs(n *torch.Net, s *Source, count int, each func(t Truth, grid []float32)) error {
	truths := make([]Truth, count+count/2)
	grids, err := train.EmbedAll(n, len(truths), func(i int, dst, scratch []float32) {
		r := rand.New(rand.NewPCG(streamHeld, uint64(i)))
		var img *image.RGBA
		switch {
		case i < count:
			img, truths[i] = s.View(r, i%len(s.Works))
		case i%2 == 0 || len(s.Photos) == 0:
			img = s.Wall(r)
		default:
			img = s.Photo(r)
		}
		s.sample(dst, scratch, img)
	})
	if err != nil {
		return err
	}
	for i, g := range grids {
		each(truths[i], g)
	}
	return nil
}
