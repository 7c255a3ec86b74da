package views

import "math"

// material is what a wall is made of: a tile, repeated, whose values blend two colours.
type material int

const (
	plain material = iota
	plaster
	fabric
	concrete
	brick
	planks
	damask
	materials // how many there are
)

// materialWeights say how often walls are made of what: rooms that show paintings are mostly painted smoothly.
var materialWeights = [materials]float64{plain: 0.52, plaster: 0.16, fabric: 0.1, concrete: 0.06, brick: 0.04, planks: 0.05, damask: 0.07}

// tileSide is the resolution of a material's tile, a power of two.
const tileSide = 64

// tile holds values from 0 to 1 that repeat seamlessly.
type tile [tileSide * tileSide]float32

// at interpolates at a place in tiles.
func (t *tile) at(x, y float32) float32 {
	x, y = x*tileSide, y*tileSide
	fx, fy := float32(math.Floor(float64(x))), float32(math.Floor(float64(y)))
	x0, y0 := int(fx)&(tileSide-1), int(fy)&(tileSide-1)
	x1, y1 := (x0+1)&(tileSide-1), (y0+1)&(tileSide-1)
	x, y = x-fx, y-fy
	top := t[y0*tileSide+x0] + (t[y0*tileSide+x1]-t[y0*tileSide+x0])*x
	bottom := t[y1*tileSide+x0] + (t[y1*tileSide+x1]-t[y1*tileSide+x0])*x
	return top + (bottom-top)*y
}

// tiles are the materials' patterns, the same in every process; plain has none.
var tiles = func() (all [materials]*tile) {
	d := newDice(1, streamTiles)
	for kind := plaster; kind < materials; kind++ {
		t := new(tile)
		switch kind {
		case plaster:
			t.addNoise(d, 8, 0.5)
			t.addNoise(d, 16, 0.5)
			t.addNoise(d, 32, 0.6)
		case concrete:
			t.addNoise(d, 2, 0.8)
			t.addNoise(d, 4, 0.6)
			t.addNoise(d, 32, 0.3)
		case fabric:
			t.addNoise(d, 64, 0.6)
			t.each(func(x, y int) float64 { return 0.2 * float64((x+y)%2) })
		case brick:
			t.addNoise(d, 32, 0.25)
			t.each(brickwork(d))
		case planks:
			t.each(boards(d))
		case damask:
			t.each(motif)
		}
		t.stretch()
		all[kind] = t
	}
	return all
}()

// each adds a value to every place of the tile.
func (t *tile) each(value func(x, y int) float64) {
	for y := range tileSide {
		for x := range tileSide {
			t[y*tileSide+x] += float32(value(x, y))
		}
	}
}

// addNoise adds smooth noise with the given number of cells along each side.
func (t *tile) addNoise(d dice, cells int, amplitude float64) {
	knots := make([]float64, cells*cells)
	for i := range knots {
		knots[i] = d.bell(amplitude)
	}
	t.each(func(x, y int) float64 {
		fx, fy := float64(x*cells)/tileSide, float64(y*cells)/tileSide
		x0, y0 := int(fx), int(fy)
		fx, fy = fx-float64(x0), fy-float64(y0)
		x1, y1 := (x0+1)%cells, (y0+1)%cells
		return (knots[y0*cells+x0]*(1-fx)+knots[y0*cells+x1]*fx)*(1-fy) +
			(knots[y1*cells+x0]*(1-fx)+knots[y1*cells+x1]*fx)*fy
	})
}

// brickwork is a running bond of 4 x 8 bricks with light joints.
func brickwork(d dice) func(x, y int) float64 {
	const wide, high = tileSide / 4, tileSide / 8
	var shade [8][4]float64
	for r := range shade {
		for b := range shade[r] {
			shade[r][b] = 0.6 + d.bell(0.4)
		}
	}
	return func(x, y int) float64 {
		row := y / high
		x = (x + row%2*wide/2) % tileSide
		if x%wide == 0 || y%high == 0 {
			return 0
		}
		return shade[row][x/wide]
	}
}

// boards are four upright boards with grain and dark joints.
func boards(d dice) func(x, y int) float64 {
	var grain [tileSide]float64
	for x := range grain {
		grain[x] = 0.3 + d.bell(0.3)
		if x%(tileSide/4) == 0 {
			grain[x] = 1.2
		}
	}
	return func(x, y int) float64 { return grain[x] + 0.05*math.Sin(float64(y)*2*math.Pi/tileSide+float64(x)) }
}

// motif is a wallpaper with two staggered lozenges of leaves.
func motif(x, y int) float64 {
	shape := func(x, y int) float64 {
		fx := math.Abs(float64((x+tileSide)%tileSide) - tileSide/2)
		fy := math.Abs(float64((y+tileSide)%tileSide) - tileSide/2)
		r := fx/13 + fy/22
		if r > 1 {
			return 0
		}
		return 0.5 + 0.5*math.Cos(r*12)
	}
	return shape(x, y) + shape(x+tileSide/2, y+tileSide/2)
}

// stretch brings the values to 0..1.
func (t *tile) stretch() {
	lo, hi := t[0], t[0]
	for _, v := range t {
		lo, hi = min(lo, v), max(hi, v)
	}
	for i, v := range t {
		t[i] = (v - lo) / (hi - lo)
	}
}
