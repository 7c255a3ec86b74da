//go:build !js

// Package impostors makes the shipped background: embeddings of views of works that no collection holds, and of walls,
// as the released weights embed what a camera sees.
package impostors

import (
	"errors"
	"fmt"
	"image"
	"math/rand/v2"
	"runtime"
	"sync"

	"docent/internal/engine"
	"docent/model"
	"docent/model/nn"
	"docent/model/proto"
	"docent/model/views"
	"docent/model/vision"
	"docent/trainer/dataset"
)

// Rows is how many embeddings a background has: one in a hundred, which collections are measured by, is then ten of them. With 256
// numbers each they take half a megabyte in F16.
const Rows = 1024

const (
	side, aside = 240, 320 // of a view in pixels, upright or across
	seed        = 0x626b6772
	cornerError = 0.02 // standard deviation of a located corner, in sides of the work
)

// Make embeds a background with one row for each work: of sixteen rows, twelve are views of the work straightened by
// its corners, which are a little off as a locator's are; three are views that it fills, looked at whole; and one is a wall without it.
// Photos hang behind works now and then. The same model, works and photos make the same background with any number
// of cores.
func Make(m *nn.Model, e engine.Engine, works []dataset.Work, photos []*image.RGBA) (*proto.Set, error) {
	if len(works) == 0 {
		return nil, errors.New("make background: there are no works")
	}
	viewers := make([]*model.Viewer, min(runtime.GOMAXPROCS(0), len(works)))
	for i := range viewers {
		var err error
		if viewers[i], err = e.Viewer(m, nil); err != nil {
			return nil, fmt.Errorf("make background: %w", err)
		}
	}
	dim := viewers[0].Len()
	set := &proto.Set{Dim: dim, Vectors: make([]float32, len(works)*dim)}
	next := make(chan int)
	var all sync.WaitGroup
	for _, v := range viewers {
		all.Go(func() {
			for i := range next {
				embed(set.At(i), v, i, works[i].Pictures[0], photos)
			}
		})
	}
	for i := range works {
		next <- i
	}
	close(next)
	all.Wait()
	return set, nil
}

// embed writes row i, of a work's picture.
func embed(dst []float32, v *model.Viewer, i int, picture *image.RGBA, photos []*image.RGBA) {
	r := rand.New(rand.NewPCG(seed, uint64(i)))
	o := views.Options{Width: side, Height: aside, Walls: photos, Fill: [2]float64{0.5, 0.9}}
	if r.IntN(2) == 0 {
		o.Width, o.Height = o.Height, o.Width
	}
	switch i % 16 {
	case 0:
		v.Embed(dst, views.Wall(r.Uint64(), o), vision.Whole)
	case 4, 8, 12:
		o.Fill = [2]float64{0.75, 1.1}
		v.Embed(dst, views.Synthesise(picture, r.Uint64(), o).Image, vision.Whole)
	default:
		view := views.Synthesise(picture, r.Uint64(), o)
		lo, hi := view.Corners.Bounds()
		outline := view.Corners
		for c := range outline {
			outline[c].X += cornerError * r.NormFloat64() * (hi.X - lo.X)
			outline[c].Y += cornerError * r.NormFloat64() * (hi.Y - lo.Y)
		}
		if !v.EmbedOutline(dst, view.Image, outline) {
			v.Embed(dst, view.Image, vision.Whole) // seen too much from the side
		}
	}
}
