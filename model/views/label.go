package views

// Lengths are in longest sides of the work.
var (
	labelW, labelH = span{0.06, 0.16}, span{0.05, 0.14}

	// Labels hang beside the work, at its lower half, or below it; this far from the frame, for which there is room.
	labelGap     = span{0.02, 0.3}
	frameRoom    = 0.08
	leftShare    = 0.4
	belowShare   = 0.15
	highestLabel = -0.1

	// Most labels are white, some are dark with light letters; small or distant ones show no lines of text.
	darkLabelShare  = 0.2
	plainLabelShare = 0.2
	labelTone       = span{0.75, 1.15}
	mostLines       = 5
	fewestLines     = 2

	// A line of text seen from afar is a little darker than the label.
	textDarkness float32 = 0.25
)

// label is a small rectangle with lines of text, beside a work.
type label struct {
	x0, y0, x1, y1 float32
	paper, ink     rgb
	lines          int
}

// newLabel draws a label for a work of the given half sizes.
func newLabel(d dice, halfW, halfH float64) label {
	w, h := d.in(labelW), d.in(labelH)
	x, y := halfW+frameRoom+d.in(labelGap), d.between(highestLabel, halfH)
	if d.chance(leftShare) {
		x = -x - w
	}
	if d.chance(belowShare) {
		x, y = d.between(-halfW, halfW-w), halfH+frameRoom+d.in(labelGap)
	}
	l := label{
		x0: float32(x), y0: float32(y), x1: float32(x + w), y1: float32(y + h),
		paper: white.body, ink: black.body,
	}
	if d.chance(darkLabelShare) {
		l.paper, l.ink = l.ink, l.paper
	}
	l.paper = l.paper.scale(float32(d.in(labelTone)))
	if !d.chance(plainLabelShare) {
		l.lines = fewestLines + d.rng.IntN(mostLines-fewestLines+1)
	}
	return l
}

// paint draws the label on the wall.
func (l *label) paint(c *canvas, cam *camera) {
	r := cam.bounds(float64(l.x0), float64(l.y0), float64(l.x1), float64(l.y1))
	softX, softY := float32(cam.pixelX), float32(cam.pixelY)
	for y := r.y0; y < r.y1; y++ {
		for x := r.x0; x < r.x1; x++ {
			i := y*c.w + x
			u, v := c.u[i], c.v[i]
			in := softBox(u, l.x0, l.x1, softX) * softBox(v, l.y0, l.y1, softY)
			if in == 0 {
				continue
			}
			colour := l.paper
			if l.text((u-l.x0)/(l.x1-l.x0), (v-l.y0)/(l.y1-l.y0)) {
				colour = mix(colour, l.ink, textDarkness)
			}
			c.mixIn(i, colour, in)
		}
	}
}

// text tells whether there is text at a place, given in shares of the label: lines in the lower half of their space, ragged
// on the right.
func (l *label) text(x, y float32) bool {
	at := y * float32(l.lines+1)
	line := int(at)
	end := 0.9 - 0.3*float32(line*7%5)/4
	return line < l.lines && at-float32(line) > 0.5 && x > 0.1 && x < end
}
