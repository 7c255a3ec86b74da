package locate

import (
	"image"
	"math"
	"math/rand/v2"

	"docent/model/nn"
	"docent/model/views"
	"docent/model/vision"
	"docent/trainer/dataset"
)

// A Source draws pictures and what they show. It may be used by several
// goroutines, each with its own scratch.
type Source struct {
	Config  Config
	Works   []dataset.Work
	Photos  []*image.RGBA // without works: they hang behind some, and are shown as they are
	Network nn.Network

	neighbours []*image.RGBA
}

// NewSource prepares a source. The first pictures of works serve as one
// another's neighbours on the wall.
func NewSource(works []dataset.Work, photos []*image.RGBA, c Config) *Source {
	s := &Source{Config: c, Works: works, Photos: photos, Network: Network()}
	for i := range min(len(works), 1024) {
		s.neighbours = append(s.neighbours, works[i*len(works)/min(len(works), 1024)].Pictures[0])
	}
	return s
}

// The streams of random numbers; each picture of each step has its own.
const (
	streamTraining = 0x6c6f63
	streamHeld     = 0x68656c
)

// Batch writes the pictures of a training step to dst, (N, H, W, C), and
// behind them their truths.
func (s *Source) Batch(dst, scratch []float32, step int) {
	size, n := len(scratch), s.Config.Batch
	for i := range n {
		r := rand.New(rand.NewPCG(s.Config.Seed<<32^streamTraining, uint64(step*n+i)))
		img, t := s.draw(r)
		t.write(dst[n*size+i*truthLen:])
		s.sample(dst[i*size:][:size], scratch, img)
	}
}

// batchLen is the length of a Batch.
func (s *Source) batchLen() int {
	in := s.Network.Input
	return s.Config.Batch * (in.Len() + truthLen)
}

// draw draws one picture of a random kind.
func (s *Source) draw(r *rand.Rand) (*image.RGBA, Truth) {
	kind := r.Float64()
	switch {
	case kind < s.Config.Walls:
		return s.Wall(r), Truth{}
	case kind < s.Config.Walls+s.Config.Photos && len(s.Photos) > 0:
		return s.Photo(r), Truth{}
	}
	return s.View(r, r.IntN(len(s.Works)))
}

// options are those of a view or a wall.
func (s *Source) options(r *rand.Rand) views.Options {
	c := s.Config
	return views.Options{
		Width: s.Network.Input.W, Height: s.Network.Input.H, Walls: s.Photos, Neighbours: s.neighbours,
		Fill:     [2]float64{c.FillMin, c.FillMax},
		Aspect:   [2]float64{1 / c.MaxSkew, c.MaxSkew},
		Turns:    r.Float64() < c.Turned,
		Strength: c.Strength,
	}
}

// View is a synthesised view of a work, mirrored or not: mirrored rooms are
// rooms too.
func (s *Source) View(r *rand.Rand, work int) (*image.RGBA, Truth) {
	o := s.options(r)
	v := views.Synthesise(s.Works[work].Pictures[0], r.Uint64(), o)
	w, h := float64(o.Width), float64(o.Height)
	q := v.Corners
	for i, c := range q {
		q[i] = vision.Point{X: c.X / w, Y: c.Y / h}
	}
	img := v.Image
	if r.IntN(2) == 1 {
		img = vision.Orient(img, 2)
		for i, c := range q {
			q[i].X = 1 - c.X
		}
	}
	return img, Truth{Present: true, Corners: AsSeen(q)}
}

// Wall is a wall without a work.
func (s *Source) Wall(r *rand.Rand) *image.RGBA {
	o := s.options(r)
	return views.Wall(r.Uint64(), o)
}

// Photo is a part of a photo without a work, of any place and size from half
// of its sides up.
func (s *Source) Photo(r *rand.Rand) *image.RGBA {
	m := s.Photos[r.IntN(len(s.Photos))]
	b := m.Bounds()
	w := b.Dx()/2 + r.IntN(b.Dx()-b.Dx()/2+1)
	h := b.Dy()/2 + r.IntN(b.Dy()-b.Dy()/2+1)
	x, y := b.Min.X+r.IntN(b.Dx()-w+1), b.Min.Y+r.IntN(b.Dy()-h+1)
	part := m.SubImage(image.Rect(x, y, x+max(w, 1), y+max(h, 1))).(*image.RGBA)
	moved := *part
	moved.Rect = image.Rect(0, 0, part.Rect.Dx(), part.Rect.Dy())
	if r.IntN(2) == 1 {
		return vision.Orient(&moved, 2)
	}
	return &moved
}

// sample reduces a whole picture to the network's input, (H, W, C).
func (s *Source) sample(dst, scratch []float32, img *image.RGBA) {
	in := s.Network.Input
	vision.Sample(scratch, img, vision.Whole, in.W, in.H, s.Network.Normalisation)
	plane := in.W * in.H
	for c := range 3 {
		for i, v := range scratch[c*plane:][:plane] {
			dst[i*3+c] = v
		}
	}
}

// AsSeen is the same outline, clockwise from the corner that is at the top
// left as it is seen: of the four ways to begin, the one by which the work is
// turned least.
func AsSeen(q vision.Quad) vision.Quad {
	if (q[1].X-q[0].X)*(q[2].Y-q[0].Y)-(q[1].Y-q[0].Y)*(q[2].X-q[0].X) < 0 {
		q[1], q[3] = q[3], q[1]
	}
	best, most := 0, math.Inf(-1)
	for shift := range 4 {
		at := func(k int) vision.Point { return q[(k+shift)%4] }
		// How far the corners lie in the directions of an upright rectangle's.
		upright := at(1).X + at(2).X - at(0).X - at(3).X + at(2).Y + at(3).Y - at(0).Y - at(1).Y
		if upright > most {
			best, most = shift, upright
		}
	}
	return vision.Quad{q[best], q[(best+1)%4], q[(best+2)%4], q[(best+3)%4]}
}
