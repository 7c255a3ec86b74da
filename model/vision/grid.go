package vision

import "math"

// Grid says where Straighten looks at a frame, so that nothing aliases and no more is read than that takes: at X x Y places
// for each output pixel, no more than spacing apart, in the frame halved Level times.
type Grid struct {
	Level int // halvings, each by the average of 2 x 2 pixels
	X, Y  int // places along the sides of an output pixel, 1 to maxPlaces each

	// Map takes (i, j, 1), the place in column i and row j of all places, to (u*d, v*d, d): u and v in subpixels of the
	// halved frame, from the middle of its first pixel, and half a subpixel more, which rounds what is rounded down.
	Map [9]float32
	// Right and Bottom are the largest u and v: the middle of the last pixel.
	Right, Bottom float32
	// Horizon is the smallest d that is divided by, that in the middle of the work being 1. Places behind the horizon are as
	// far away as those on it.
	Horizon float32
	// Scale takes the sum of an output pixel's colours, each times SubpixelWeight, to 0..1.
	Scale float32
}

const (
	// SubpixelBits is the logarithm of the number of subpixels along a pixel.
	SubpixelBits = 7
	// SubpixelWeight is the sum of the weights of the four pixels around a place.
	SubpixelWeight = 1 << (2 * SubpixelBits)

	subpixels = 1 << SubpixelBits

	// maxPlaces bounds the places along an output pixel. A work seen so much from the side that its near end is more
	// than that many times as fine as its far end is read from a smaller frame, and blurred at the far end.
	maxPlaces = 4
	// spacing is the largest distance of two places, in pixels. At 1, a frame of the output's size would be read at
	// four places for a pixel as often as at one, by rounding.
	spacing = 1.25
	// leastSide is the side, in pixels, that no halving goes below.
	leastSide = 8
)

// NewGrid returns the grid that Straighten uses for a frame, a map and an output of these sizes. It has places within
// the frame whatever the map.
func NewGrid(frameW, frameH int, m Homography, w, h int) Grid {
	g := Grid{X: 1, Y: 1, Horizon: 1e-6}
	middle := m[6]/2 + m[7]/2 + m[8]
	for i := range m {
		m[i] /= middle
	}
	least, mostX, mostY, ok := steps(m, float64(w), float64(h))
	if ok {
		// The shortest step becomes less than 2 pixels, the longest as long as maxPlaces reach.
		for min(frameW, frameH) >= 2*leastSide && (least >= 2 || max(mostX, mostY) > maxPlaces*spacing) {
			g.Level++
			frameW, frameH = (frameW+1)/2, (frameH+1)/2
			least, mostX, mostY = least/2, mostX/2, mostY/2
		}
		g.X, g.Y = places(mostX), places(mostY)
	}
	g.Right, g.Bottom = float32((frameW-1)*subpixels), float32((frameH-1)*subpixels)
	g.Scale = 1 / float32(255*SubpixelWeight*g.X*g.Y)

	// Columns and rows of places become a place in the unit square, pixels become subpixels.
	right, down := 1/float64(w*g.X), 1/float64(h*g.Y)
	unit := subpixels / float64(int(1)<<g.Level)
	for r := range 3 {
		a, b := m[3*r]*right, m[3*r+1]*down
		row := [3]float64{a, b, m[3*r+2] + a/2 + b/2}
		for c, v := range row {
			m[3*r+c] = v
		}
	}
	for c := range 3 {
		m[c] = m[c]*unit - m[6+c]*(subpixels-1)/2
		m[3+c] = m[3+c]*unit - m[6+c]*(subpixels-1)/2
	}
	for i, v := range m {
		g.Map[i] = float32(v)
		if x := g.Map[i]; !ok || x-x != 0 { // no map, or none that float32 can hold
			g.Map = [9]float32{8: 1}
			break
		}
	}
	return g
}

// steps returns how far apart neighbouring output pixels lie in the frame: the least of all at the work's corners, and the
// most along its rows and its columns. Corners behind the horizon do not count; without any other it reports false.
func steps(m Homography, w, h float64) (least, mostX, mostY float64, ok bool) {
	least = math.Inf(1)
	for _, c := range RectQuad(1, 1) {
		p := m.Apply(c)
		d := m[6]*c.X + m[7]*c.Y + m[8]
		// The derivatives of the place by the corner's coordinates.
		x := length(m[0]-p.X*m[6], m[3]-p.Y*m[6]) / (d * w)
		y := length(m[1]-p.X*m[7], m[4]-p.Y*m[7]) / (d * h)
		if !(d > 0) || math.IsInf(x+y, 0) || math.IsNaN(x+y) {
			continue
		}
		least, mostX, mostY, ok = min(least, x, y), max(mostX, x), max(mostY, y), true
	}
	return least, mostX, mostY, ok
}

func length(x, y float64) float64 { return math.Sqrt(x*x + y*y) }

// places returns how many places a step of so many pixels takes.
func places(step float64) int { return int(min(max(math.Ceil(step/spacing), 1), maxPlaces)) }

// Place returns the place in column i and row j: u and v. It computes in float32, one operation after the other, so that
// every machine finds the same.
func (g *Grid) Place(i, j int) (u, v int32) {
	x, y, m := float32(i), float32(j), &g.Map
	d := float32(m[6]*x) + float32(float32(m[7]*y)+m[8])
	if !(d > g.Horizon) {
		d = g.Horizon
	}
	return within((float32(m[0]*x)+float32(float32(m[1]*y)+m[2]))/d, g.Right),
		within((float32(m[3]*x)+float32(float32(m[4]*y)+m[5]))/d, g.Bottom)
}

// within brings v into 0..most; what is not a number becomes 0.
func within(v, most float32) int32 {
	if !(v > 0) {
		return 0
	}
	return int32(min(v, most))
}
