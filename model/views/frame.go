package views

import "math"

// A frame is drawn from its cross-section. Along each of the four sides, what one sees depends only on the distance to
// the work's edge: mat, moulding, wall. So each side is a strip, a table over that distance, filled once per view and
// smoothed to the size of a pixel; frames are free of jagged edges and cost one look-up per pixel.

// stripSteps is the resolution of a strip: a quarter of a pixel for a wide frame in a 96 pixel view.
const stripSteps = 96

// stripEntry is what shows at a distance from the edge: colour + keep*work + wall*whatever was there before.
type stripEntry struct {
	colour     rgb
	keep, wall float32
}

// strip covers the distances from start to end, measured outwards from the work's edge.
type strip struct {
	start, end float32
	perStep    float32 // steps per length
	entries    [stripSteps]stripEntry
}

// at returns the entry for distance d, which is at least s.start; beyond the end it is the last one.
func (s *strip) at(d float32) *stripEntry {
	i := int((d - s.start) * s.perStep)
	return &s.entries[min(max(i, 0), stripSteps-1)]
}

// fill evaluates the cross-section and smooths it over the given pixel size.
func (s *strip) fill(start, end, pixel float32, section func(d float32) stripEntry) {
	s.start, s.end = start-pixel/2, end+pixel/2
	step := (s.end - s.start) / stripSteps
	s.perStep = 1 / step
	// Entries are averages over a pixel: sample the section finely enough, and slide a window over the samples.
	var samples [stripSteps]stripEntry
	for i := range samples {
		samples[i] = section(s.start + (float32(i)+0.5)*step)
	}
	half := int(pixel/step/2 + 0.5)
	for i := range s.entries {
		var sum stripEntry
		for j := i - half; j <= i+half; j++ {
			e := &samples[min(max(j, 0), stripSteps-1)]
			for c := range 3 {
				sum.colour[c] += e.colour[c]
			}
			sum.keep += e.keep
			sum.wall += e.wall
		}
		f := 1 / float32(2*half+1)
		s.entries[i] = stripEntry{sum.colour.scale(f), sum.keep * f, sum.wall * f}
	}
}

// finish is the look of a frame's surface: its colours in shadow, in even light and where it shines.
type finish struct{ dark, body, shine rgb }

// lit is the colour under the given light: 1 is what an even surface facing the viewer gets.
func (f *finish) lit(light float32) rgb {
	if light < 1 {
		return mix(f.dark, f.body, max(light, 0))
	}
	return mix(f.body, f.shine, min(light-1, 1))
}

// Finishes seen in museums, in linear light.
var (
	brightGold = finish{rgb{0.09, 0.035, 0.006}, rgb{0.50, 0.30, 0.075}, rgb{1.0, 0.80, 0.38}}
	oldGold    = finish{rgb{0.03, 0.015, 0.005}, rgb{0.24, 0.14, 0.045}, rgb{0.70, 0.50, 0.22}}
	paleGold   = finish{rgb{0.12, 0.08, 0.04}, rgb{0.50, 0.40, 0.22}, rgb{0.95, 0.85, 0.62}}
	silver     = finish{rgb{0.05, 0.05, 0.05}, rgb{0.33, 0.33, 0.31}, rgb{0.85, 0.85, 0.82}}
	black      = finish{rgb{0.003, 0.003, 0.003}, rgb{0.012, 0.011, 0.011}, rgb{0.10, 0.10, 0.10}}
	white      = finish{rgb{0.30, 0.29, 0.28}, rgb{0.78, 0.77, 0.75}, rgb{0.95, 0.95, 0.94}}
	darkWood   = finish{rgb{0.006, 0.003, 0.002}, rgb{0.050, 0.022, 0.011}, rgb{0.20, 0.12, 0.08}}
	redWood    = finish{rgb{0.020, 0.006, 0.003}, rgb{0.17, 0.055, 0.022}, rgb{0.42, 0.20, 0.11}}
	lightWood  = finish{rgb{0.12, 0.07, 0.035}, rgb{0.52, 0.34, 0.18}, rgb{0.80, 0.62, 0.42}}
	linen      = finish{rgb{0.25, 0.22, 0.17}, rgb{0.66, 0.60, 0.50}, rgb{0.80, 0.76, 0.68}}
)

// A profile is a moulding's height over its width, from the work's side (0) outwards (1), as points of a polyline. Heights
// are in widths.
type profile []struct{ at, height float32 }

var (
	flatProfile  = profile{{0, 0}, {0.08, 0.10}, {0.92, 0.10}, {1, 0}}
	bevelProfile = profile{{0, 0}, {0.75, 0.40}, {0.85, 0.42}, {1, 0.1}}
	scoopProfile = profile{{0, 0.10}, {0.08, 0.16}, {0.15, 0.06}, {0.35, 0.08}, {0.60, 0.22}, {0.78, 0.45}, {0.88, 0.45}, {1, 0.1}}
	ridgeProfile = profile{{0, 0}, {0.12, 0.12}, {0.20, 0.04}, {0.30, 0.10}, {0.50, 0.38}, {0.70, 0.32}, {0.80, 0.10}, {0.90, 0.14}, {1, 0}}
	edgeProfile  = profile{{0, 0}, {1, -0.6}} // the side of a stretched canvas, seen a little
)

// slope is the profile's rise per length at a place from 0 to 1.
func (p profile) slope(at float32) float32 {
	for i := 1; i < len(p); i++ {
		if at <= p[i].at || i == len(p)-1 {
			return (p[i].height - p[i-1].height) / (p[i].at - p[i-1].at)
		}
	}
	return 0
}

// frameStyle is a kind of frame. Lengths are in longest sides of the work.
type frameStyle struct {
	weight     float64 // how often it is drawn
	finishes   []*finish
	profile    profile
	width      [2]float64
	ornament   float64 // share of such frames that are carved
	mat        float64 // share of such frames with a mat, or a linen slip
	matWidth   [2]float64
	slipWidth  float64 // width of a gilded slip between mat or work and moulding, 0 for none
	shadowless bool    // stands out so little that it casts next to no shadow
}

// frameStyles are the frames of collections of old and of modern paintings in about equal parts.
var frameStyles = []frameStyle{
	{weight: 0.12, finishes: []*finish{&white, &linen, &black, &lightWood}, profile: edgeProfile, width: [2]float64{0.004, 0.018}}, // unframed
	{weight: 0.13, finishes: []*finish{&black}, profile: flatProfile, width: [2]float64{0.012, 0.05}, mat: 0.35, matWidth: [2]float64{0.05, 0.25}},
	{weight: 0.12, finishes: []*finish{&lightWood, &redWood, &darkWood}, profile: flatProfile, width: [2]float64{0.012, 0.06}, mat: 0.35, matWidth: [2]float64{0.05, 0.25}},
	{weight: 0.05, finishes: []*finish{&white}, profile: flatProfile, width: [2]float64{0.015, 0.06}, mat: 0.45, matWidth: [2]float64{0.05, 0.28}},
	{weight: 0.05, finishes: []*finish{&silver, &paleGold}, profile: flatProfile, width: [2]float64{0.006, 0.02}, mat: 0.4, matWidth: [2]float64{0.05, 0.2}},
	{weight: 0.04, finishes: []*finish{&lightWood, &redWood}, profile: bevelProfile, width: [2]float64{0.08, 0.18}, mat: 0.4, matWidth: [2]float64{0.03, 0.12}}, // a wooden box
	{weight: 0.17, finishes: []*finish{&brightGold, &oldGold, &oldGold, &paleGold}, profile: scoopProfile, width: [2]float64{0.06, 0.17}, ornament: 0.9, mat: 0.12, matWidth: [2]float64{0.02, 0.06}},
	{weight: 0.16, finishes: []*finish{&brightGold, &oldGold, &paleGold}, profile: ridgeProfile, width: [2]float64{0.04, 0.12}, ornament: 0.4, mat: 0.15, matWidth: [2]float64{0.02, 0.07}},
	{weight: 0.06, finishes: []*finish{&brightGold, &oldGold, &paleGold, &silver}, profile: bevelProfile, width: [2]float64{0.025, 0.09}, mat: 0.1, matWidth: [2]float64{0.02, 0.08}},
	{weight: 0.10, finishes: []*finish{&darkWood, &black, &redWood}, profile: ridgeProfile, width: [2]float64{0.04, 0.13}, ornament: 0.15, slipWidth: 0.012},
}

const (
	// The inner edge of a frame hides a sliver of the work.
	mostCover = 0.008

	// Where the moulding stands out, its lip throws a narrow shadow on the work below it.
	lipShadow     = 0.012
	lipShadowDark = 0.45

	// The cut edge of a mat shows as a thin bright line.
	matEdge = 0.005

	// Light falls on frames mostly from above: components upwards, and towards the viewer.
	lightUp, lightFront = 0.75, 0.65

	// openingShare is the share of frames with an oval or eight-sided opening that hides the work's corners.
	openingShare = 0.03
)

// The sides of a frame.
const (
	sideTop = iota
	sideRight
	sideBottom
	sideLeft
)

// openingShape is the shape of what a frame shows.
type openingShape int

const (
	rectangle openingShape = iota
	oval
	octagon
)

// frame is a frame made to a work.
type frame struct {
	strips   [4]strip
	outer    float32 // from the work's edge to the frame's outer edge
	depth    float32 // how far it stands out from the wall
	ornament *ornament
	carved   float32 // where the carving starts: mats have none
	opening  openingShape
	spandrel strip // for openings that are not rectangles: what shows at a distance outwards from their edge
}

// newFrame draws a frame. pixelX and pixelY are the size of a pixel; sideLight, -1 to 1, says from which side light falls in
// (from the left if negative).
func newFrame(d dice, pixelX, pixelY, sideLight float32) frame {
	weights := make([]float64, len(frameStyles))
	for i := range frameStyles {
		weights[i] = frameStyles[i].weight
	}
	style := &frameStyles[d.pick(weights)]
	fin := *style.finishes[d.rng.IntN(len(style.finishes))]
	tone := float32(d.between(0.7, 1.2)) // no two frames have quite the same colour
	for i, c := range [3]rgb{fin.dark, fin.body, fin.shine} {
		c = c.scale(tone)
		*[3]*rgb{&fin.dark, &fin.body, &fin.shine}[i] = c
	}
	width := float32(d.between(style.width[0], style.width[1]))
	var mat float32
	matColour := white.body
	if d.chance(style.mat) {
		mat = float32(d.between(style.matWidth[0], style.matWidth[1]))
		if style.ornament > 0 || d.chance(0.25) {
			matColour = linen.body
		} else if d.chance(0.06) {
			matColour = rgb{0.03, 0.03, 0.03}
		}
		matColour = matColour.scale(float32(d.between(0.8, 1.08)))
	}
	slip := float32(style.slipWidth)
	cover := float32(0)
	if mat == 0 && style.width[0] > 0.01 {
		cover = float32(d.between(0, mostCover))
	}
	f := frame{outer: mat + slip + width, depth: width * float32(d.between(0.3, 0.8)), carved: mat + slip}
	if style.profile[len(style.profile)-1].height < 0 { // a bare canvas: as deep as its stretcher
		f.depth = float32(d.between(0.01, 0.04))
	}
	relief := float32(d.between(0.7, 1.5)) // how steep the profile is cut
	if d.chance(style.ornament) {
		f.ornament = newOrnament(d, width, max(pixelX, pixelY))
	}
	for side := range f.strips {
		pixel := pixelY
		if side == sideLeft || side == sideRight {
			pixel = pixelX
		}
		lean := lightLean(side, sideLight)
		shade := float32(1)
		if lean > 0 { // the lip on the light's side throws a shadow
			shade = 1 - lipShadowDark*lean
		}
		f.strips[side].fill(-cover-lipShadow, f.outer, pixel, func(d float32) stripEntry {
			lip := func(to float32) float32 { // shadow that ends lipShadow before the moulding
				if to-d > lipShadow {
					return 1
				}
				return shade
			}
			switch {
			case d >= f.outer:
				return stripEntry{wall: 1}
			case d >= mat+slip:
				at := (d - mat - slip) / width
				return stripEntry{colour: fin.lit(facing(style.profile.slope(at)*relief, lean))}
			case d >= mat && slip > 0:
				return stripEntry{colour: oldGold.lit(facing(0.5, lean))}
			case mat > 0 && d >= matEdge:
				return stripEntry{colour: matColour.scale(lip(mat))}
			case mat > 0 && d >= 0:
				return stripEntry{colour: white.lit(facing(0.7, lean))}
			case mat == 0 && d >= -cover:
				return stripEntry{colour: fin.lit(facing(style.profile.slope(0)*relief, lean))}
			case mat == 0:
				return stripEntry{keep: lip(-cover)}
			}
			return stripEntry{keep: 1}
		})
	}
	if mat == 0 && style.ornament > 0 && d.chance(openingShare/(0.17+0.16+0.10)) {
		f.cutOpening(d, &fin, max(pixelX, pixelY))
	}
	return f
}

// cutOpening gives the frame an oval or eight-sided opening within a gilded panel.
func (f *frame) cutOpening(d dice, fin *finish, pixel float32) {
	f.opening = oval
	if d.chance(0.35) {
		f.opening = octagon
	}
	const ring = 0.025
	f.spandrel.fill(-lipShadow, ring, pixel, func(at float32) stripEntry {
		switch {
		case at < 0:
			return stripEntry{keep: 1 - lipShadowDark/2}
		case at < ring:
			return stripEntry{colour: fin.lit(facing(0.6-1.2*at/ring, 0.3))}
		}
		return stripEntry{colour: fin.lit(0.9)}
	})
}

// outside is the distance outwards from the opening's edge at (x, y), measured from the work's centre; negative within.
func (f *frame) outside(x, y, halfW, halfH float32) float32 {
	x, y = abs32(x), abs32(y)
	switch f.opening {
	case oval:
		e := x*x/(halfW*halfW) + y*y/(halfH*halfH)
		return (float32(math.Sqrt(float64(e))) - 1) * min(halfW, halfH)
	case octagon:
		// The corners are cut at 45 degrees, at a third of the shorter half side.
		return (x + y - halfW - halfH + min(halfW, halfH)/1.5) * math.Sqrt2 / 2
	}
	return -1
}

// lightLean is how far the light comes from outside over the given side: 1 straight over it, negative from the other side.
func lightLean(side int, sideLight float32) float32 {
	switch side {
	case sideTop:
		return lightUp
	case sideBottom:
		return -lightUp
	case sideRight:
		return lightUp * sideLight
	}
	return -lightUp * sideLight
}

// facing is the light on a surface that rises outwards by slope, relative to one that faces the viewer (Lambert's law
// with some ambient light).
func facing(slope, lean float32) float32 {
	const ambient = 0.35
	n := 1 / float32(math.Sqrt(float64(1+slope*slope)))
	direct := max(0, (lightFront-slope*lean)*n) / lightFront
	return ambient + (1-ambient)*direct
}

func abs32(v float32) float32 {
	if v < 0 {
		return -v
	}
	return v
}

// ornament is carving: a motif of light and dark, repeated along a moulding.
type ornament struct {
	shade  [ornamentSide * ornamentSide]float32
	repeat float32 // steps along, per length
	across float32 // steps across, per length
}

const (
	ornamentSide = 16 // steps of a motif in each direction; a power of two

	// A motif is about as long as the moulding is wide, as carvers make leaves and shells.
	shortestMotif, longestMotif = 0.6, 1.6

	// Motifs of fewer pixels than this are not drawn: they would be a flicker of single pixels.
	leastMotifPixels = 3
)

// newOrnament carves a motif for a moulding of the given width: leaves to both sides of its middle, deepest on the ridge
// and running out to the edges, and a bit of irregularity, as age makes it. It is nil if the motif were too small to see.
func newOrnament(d dice, width, pixel float32) *ornament {
	length := width * float32(d.between(shortestMotif, longestMotif))
	o := &ornament{repeat: ornamentSide / length, across: ornamentSide / width}
	depth, lean := d.between(0.2, 0.55), d.between(-1.5, 1.5)
	phase, second := d.between(0, 2*math.Pi), d.between(0.2, 0.8)
	middle := d.between(0.35, 0.75)
	for y := range ornamentSide {
		at := (float64(y) + 0.5) / ornamentSide
		ridge := math.Exp(-8 * (at - middle) * (at - middle))
		for x := range ornamentSide {
			along := 2 * math.Pi * float64(x) / ornamentSide
			v := math.Sin(along+lean*math.Abs(at-middle)*6+phase) + second*math.Sin(2*along-lean*at*4)
			o.shade[y*ornamentSide+x] = float32(math.Exp(depth * (ridge*v + d.bell(0.5))))
		}
	}
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
