package views

import (
	"math"

	"docent/model/internal/exact"
)

// ornament is carving: a motif of light and dark, repeated along a moulding.
type ornament struct {
	shade  [ornamentSide * ornamentSide]float32
	repeat float32 // steps along, per length
	across float32 // steps across, per length
}

const (
	ornamentSide = 16 // steps of a motif in each direction; a power of two

	// Motifs of fewer pixels than this are not drawn: they would be a flicker of single pixels.
	leastMotifPixels = 3
)

// A motif is about as long as the moulding is wide, as carvers make leaves and shells.
var motifLength = span{0.6, 1.6}

// newOrnament carves a motif for a moulding of the given width: leaves to both sides of its middle, deepest on the ridge
// and running out to the edges, and a bit of irregularity, as age makes it. It is nil if the motif were too small to see.
func newOrnament(d dice, width, pixel float32) *ornament {
	length := width * float32(d.in(motifLength))
	o := &ornament{repeat: ornamentSide / length, across: ornamentSide / width}
	depth, lean := d.between(0.2, 0.55), d.between(-1.5, 1.5)
	phase, second := d.between(0, 2*math.Pi), d.between(0.2, 0.8)
	middle := d.between(0.35, 0.75)
	for y := range ornamentSide {
		at := (float64(y) + 0.5) / ornamentSide
		ridge := exact.Exp(-8 * (at - middle) * (at - middle))
		for x := range ornamentSide {
			along := 2 * math.Pi * float64(x) / ornamentSide
			v := math.Sin(along+lean*math.Abs(at-middle)*6+phase) + second*math.Sin(2*along-lean*at*4)
			o.shade[y*ornamentSide+x] = float32(exact.Exp(depth * (ridge*v + d.bell(0.5))))
		}
	}
	// Only now, so that what is drawn next does not depend on the size of a pixel.
	if length < leastMotifPixels*pixel {
		return nil
	}
	return o
}

// at is the shade of the carving at a distance along the frame and across the moulding.
func (o *ornament) at(along, across float32) float32 {
	x := int(along*o.repeat+1<<20) & (ornamentSide - 1) // shifted by whole motifs: along may be negative
	y := min(max(int(across*o.across), 0), ornamentSide-1)
	return o.shade[y*ornamentSide+x]
}
