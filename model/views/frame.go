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

const (
	// The inner edge of a frame hides a sliver of the work.
	mostCover = 0.008

	// Where the moulding stands out, its lip throws a narrow shadow on the work below it.
	lipShadow     = 0.012
	lipShadowDark = 0.45

	// The cut edge of a mat shows as a thin bright line; it and a gilded slip slope towards the work.
	matEdge                 = 0.005
	matEdgeSlope, slipSlope = 0.7, 0.5

	// Light falls on frames mostly from above: components upwards, and towards the viewer.
	lightUp, lightFront = 0.75, 0.65

	// openingShare is the share of old frames with an oval or eight-sided opening, which hides the work's corners, and how
	// wide the moulding around it is.
	openingShare = 0.07
	octagonShare = 0.35
	ringWidth    = 0.025

	// Mats are mostly white, some of linen, few black.
	linenShare, blackMatShare = 0.25, 0.06
)

var (
	// No two frames or mats have quite the same tone, and no two carvers cut as deep.
	finishTone, matTone = span{0.7, 1.2}, span{0.8, 1.08}
	relief              = span{0.7, 1.5}

	// How far frames stand out from the wall, in shares of the moulding's width; stretched canvases in longest sides.
	frameDepth  = span{0.3, 0.8}
	canvasDepth = span{0.01, 0.04}
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

// section is a frame's cross-section, from the work outwards: mat, slip, moulding.
type section struct {
	finish           finish
	profile          profile
	relief           float32 // how steep the profile is cut
	matColour        rgb
	cover            float32 // how far the frame reaches over the work
	mat, slip, width float32
}

// outer is the distance from the work's edge to the frame's outer edge.
func (s *section) outer() float32 { return s.mat + s.slip + s.width }

// at is what shows at a distance outwards from the work's edge, when light leans in as [lightLean] says.
func (s *section) at(d, lean float32) stripEntry {
	moulding := s.mat + s.slip
	switch {
	case d >= s.outer():
		return stripEntry{wall: 1}
	case d >= moulding:
		slope := s.relief * s.profile.slope((d-moulding)/s.width)
		return stripEntry{colour: s.finish.lit(facing(slope, lean))}
	case d >= s.mat && s.slip > 0:
		return stripEntry{colour: oldGold.lit(facing(slipSlope, lean))}
	case s.mat > 0 && d >= matEdge:
		return stripEntry{colour: s.matColour.scale(lip(moulding-d, lean))}
	case s.mat > 0 && d >= 0:
		return stripEntry{colour: white.lit(facing(matEdgeSlope, lean))}
	case s.mat == 0 && d >= -s.cover:
		return stripEntry{colour: s.finish.lit(facing(s.relief*s.profile.slope(0), lean))}
	case s.mat == 0:
		return stripEntry{keep: lip(-s.cover-d, lean)}
	}
	return stripEntry{keep: 1}
}

// lip is the light that the moulding's shadow leaves at a distance inwards from it.
func lip(distance, lean float32) float32 {
	if distance > lipShadow || lean < 0 {
		return 1
	}
	return 1 - lipShadowDark*lean
}

// newSection draws a frame's style, colours and measures.
func newSection(d dice) (section, *frameStyle) {
	style := &frameStyles[d.pick(frameWeights)]
	s := section{
		finish:  style.finishes[d.rng.IntN(len(style.finishes))].toned(float32(d.in(finishTone))),
		profile: style.profile,
		relief:  float32(d.in(relief)),
		slip:    style.slipWidth,
		width:   float32(d.in(style.width)),
	}
	if d.chance(style.mat) {
		s.mat = float32(d.in(style.matWidth))
		s.matColour = white.body
		if style.ornament > 0 || d.chance(linenShare) {
			s.matColour = linen.body
		} else if d.chance(blackMatShare) {
			s.matColour = black.shine
		}
		s.matColour = s.matColour.scale(float32(d.in(matTone)))
	} else if !style.unframed() {
		s.cover = float32(d.between(0, mostCover))
	}
	return s, style
}

// unframed tells a bare canvas, whose edge falls back to the wall.
func (f *frameStyle) unframed() bool { return &f.profile[0] == &canvasEdge[0] }

// newFrame draws a frame. pixelX and pixelY are the size of a pixel; sideLight, -1 to 1, says from which side light falls in
// (from the left if negative).
func newFrame(d dice, pixelX, pixelY, sideLight float32) frame {
	s, style := newSection(d)
	f := frame{outer: s.outer(), carved: s.mat + s.slip}
	if f.depth = s.width * float32(d.in(frameDepth)); style.unframed() {
		f.depth = float32(d.in(canvasDepth))
	}
	if d.chance(style.ornament) {
		f.ornament = newOrnament(d, s.width, max(pixelX, pixelY))
	}
	for side := range f.strips {
		pixel, lean := pixelY, lightLean(side, sideLight)
		if side == sideLeft || side == sideRight {
			pixel = pixelX
		}
		f.strips[side].fill(-s.cover-lipShadow, f.outer, pixel, func(d float32) stripEntry { return s.at(d, lean) })
	}
	if style.ornament > 0 && s.mat == 0 && d.chance(openingShare) {
		f.cutOpening(d, &s.finish, max(pixelX, pixelY))
	}
	return f
}

// cutOpening gives the frame an oval or eight-sided opening within a gilded panel.
func (f *frame) cutOpening(d dice, fin *finish, pixel float32) {
	if f.opening = oval; d.chance(octagonShare) {
		f.opening = octagon
	}
	f.spandrel.fill(-lipShadow, ringWidth, pixel, func(at float32) stripEntry {
		switch {
		case at < 0:
			return stripEntry{keep: 1 - lipShadowDark/2}
		case at < ringWidth: // a round moulding: it rises, then falls
			return stripEntry{colour: fin.lit(facing(0.6-1.2*at/ringWidth, 0.3))}
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
