package train

import (
	"image"
	"image/color"
	"math/rand/v2"
	"strconv"

	"docent/trainer/dataset"
)

// drawn are works that the test draws: coloured rectangles on a ground.
func drawn(n int) []dataset.Work {
	works := make([]dataset.Work, n)
	for i := range works {
		r := rand.New(rand.NewPCG(uint64(i), 8))
		img := image.NewRGBA(image.Rect(0, 0, 60+r.IntN(40), 60+r.IntN(40)))
		for range 8 {
			c := color.RGBA{uint8(r.IntN(256)), uint8(r.IntN(256)), uint8(r.IntN(256)), 255}
			box := image.Rect(r.IntN(100), r.IntN(100), r.IntN(100), r.IntN(100)).Intersect(img.Rect)
			for y := box.Min.Y; y < box.Max.Y; y++ {
				for x := box.Min.X; x < box.Max.X; x++ {
					img.SetRGBA(x, y, c)
				}
			}
		}
		for i := 3; i < len(img.Pix); i += 4 {
			img.Pix[i] = 255
		}
		works[i] = dataset.Work{ID: strconv.Itoa(i), Pictures: []*image.RGBA{img}}
	}
	return works
}
