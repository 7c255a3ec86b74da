package train

import (
	"image"
	"math/rand/v2"

	"docent/model/nn"
	"docent/model/views"
	"docent/model/vision"
	"docent/trainer/dataset"
	"docent/trainer/episode"
)

// viewSide is the mean side, in pixels, of the views that are synthesised for
// training; they are then reduced to the network's input. Nearly twice the
// input of Conv4, as a frame's windows are.
const viewSide = 96

// A Source turns the draws of an episode into what the network sees. It may
// be used by several goroutines, each with its own scratch.
type Source struct {
	Works         []dataset.Work
	Walls         []*image.RGBA // photos that hang behind some of the works
	Config        Config
	Normalisation nn.Normalisation
	W, H          int // the network's input

	neighbours []*image.RGBA
}

// NewSource prepares a source. The first pictures of works serve as one
// another's neighbours on the wall.
func NewSource(works []dataset.Work, walls []*image.RGBA, c Config, network nn.Network) *Source {
	s := &Source{Works: works, Walls: walls, Config: c, Normalisation: network.Normalisation, W: network.Input.W, H: network.Input.H}
	for i := range min(len(works), 256) {
		s.neighbours = append(s.neighbours, works[i].Pictures[0])
	}
	return s
}

// Pictures counts the pictures of each work, for an episode.Sampler.
func (s *Source) Pictures() []int {
	n := make([]int, len(s.Works))
	for i, w := range s.Works {
		n[i] = len(w.Pictures)
	}
	return n
}

// Episode writes an episode's pictures to dst, (N, H, W, C), all supports
// first. scratch holds one picture of W*H*3 numbers.
func (s *Source) Episode(dst, scratch []float32, e episode.Episode) {
	size := s.W * s.H * 3
	for i, d := range e.Support {
		s.picture(dst[i*size:][:size], scratch, d, true)
	}
	dst = dst[len(e.Support)*size:]
	for i, d := range e.Queries {
		s.picture(dst[i*size:][:size], scratch, d, false)
	}
}

// Clean writes a work's clean picture.
func (s *Source) Clean(dst, scratch []float32, work int) {
	s.sample(dst, scratch, s.Works[work].Pictures[0])
}

// View writes a synthesised view of a work, looked at whole.
func (s *Source) View(dst, scratch []float32, work int, seed uint64) {
	v := views.Synthesise(s.Works[work].Pictures[0], seed, views.Options{
		Width: viewSide, Height: viewSide, Walls: s.Walls, Neighbours: s.neighbours,
		Fill:     [2]float64{s.Config.FillMin, s.Config.FillMax},
		Aspect:   [2]float64{1 / s.Config.MaxSkew, s.Config.MaxSkew},
		Strength: s.Config.Strength,
	})
	s.sample(dst, scratch, v.Image)
}

// LocatedView writes a synthesised view of a work that is straightened as if a
// locator had found it.
func (s *Source) LocatedView(dst, scratch []float32, work int, seed uint64) {
	l := s.Config.Located
	v := views.Synthesise(s.Works[work].Pictures[0], seed, views.Options{
		Width: l.Side, Height: l.Side, Walls: s.Walls, Neighbours: s.neighbours,
		Fill:     [2]float64{l.Min, l.Max},
		Aspect:   [2]float64{1 / s.Config.MaxSkew, s.Config.MaxSkew},
		Strength: s.Config.Strength,
	})
	q := errs(rand.New(rand.NewPCG(seed, 0x6c6f63)), l.Jitter, l.Wild, l.Framed)
	if !straighten(scratch, v.Image, v.Corners, q, s.W, s.H, s.Normalisation) {
		vision.Sample(scratch, v.Image, vision.Whole, s.W, s.H, s.Normalisation)
	}
	s.channelsLast(dst, scratch)
}

// reference writes a work's clean picture as it comes when works are located:
// cut a little off, or with what is around it.
func (s *Source) reference(dst, scratch []float32, work int, seed uint64) {
	l, img := s.Config.Located, s.Works[work].Pictures[0]
	q := errs(rand.New(rand.NewPCG(seed, 0x726566)), l.Clean, 0, 0)
	if !straighten(scratch, img, outline(img), q, s.W, s.H, s.Normalisation) {
		vision.Sample(scratch, img, vision.Whole, s.W, s.H, s.Normalisation)
	}
	s.channelsLast(dst, scratch)
}

// picture writes one draw: a picture as it is where the work has several,
// otherwise a view, or for some supports the clean picture, as a museum's
// reference is.
func (s *Source) picture(dst, scratch []float32, d episode.Draw, support bool) {
	draw := func(stream uint64) float64 { return rand.New(rand.NewPCG(d.Seed, stream)).Float64() }
	l := s.Config.Located
	switch {
	case len(s.Works[d.Work].Pictures) > 1:
		s.sample(dst, scratch, s.Works[d.Work].Pictures[d.Picture])
	case support && draw(0x636c6e) < s.Config.CleanSupport:
		if l.Share > 0 {
			s.reference(dst, scratch, d.Work, d.Seed)
			return
		}
		s.Clean(dst, scratch, d.Work)
	case l.Share > 0 && draw(0x736872) < l.Share:
		s.LocatedView(dst, scratch, d.Work, d.Seed)
	default:
		s.View(dst, scratch, d.Work, d.Seed)
	}
}

// sample reduces a whole picture to the network's input.
func (s *Source) sample(dst, scratch []float32, img *image.RGBA) {
	vision.Sample(scratch, img, vision.Whole, s.W, s.H, s.Normalisation)
	s.channelsLast(dst, scratch)
}

// channelsLast turns (C, H, W) into (H, W, C).
func (s *Source) channelsLast(dst, scratch []float32) {
	plane := s.W * s.H
	for c := range 3 {
		for i, v := range scratch[c*plane:][:plane] {
			dst[i*3+c] = v
		}
	}
}
