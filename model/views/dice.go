package views

import (
	"math"
	"math/rand/v2"
)

// The random streams of a view, one for each stage: a change to one leaves the draws of the others as they are.
const (
	streamCamera = iota + 1
	streamScene
	streamNeighbours
	streamTroubles
	streamLight
	streamLens
	streamSensor
	streamObstacle
	streamEmpty
	streamTiles
)

// dice draws the random choices of one stage.
type dice struct{ rng *rand.Rand }

func newDice(seed, stream uint64) dice {
	return dice{rand.New(rand.NewPCG(seed, stream))}
}

// between is uniform from lo to hi.
func (d dice) between(lo, hi float64) float64 { return lo + (hi-lo)*d.rng.Float64() }

// span is a range that a parameter is drawn from.
type span struct{ lo, hi float64 }

// in is uniform in the range.
func (d dice) in(s span) float64 { return d.between(s.lo, s.hi) }

// chance is true with probability p.
func (d dice) chance(p float64) bool { return d.rng.Float64() < p }

// bell is bell-shaped around 0 and never beyond +-most; its standard deviation is a third of most.
func (d dice) bell(most float64) float64 {
	return (d.rng.Float64() + d.rng.Float64() + d.rng.Float64() - 1.5) / 1.5 * most
}

// mild is from 0 to 1, mostly small, the more so the higher the power.
func (d dice) mild(power float64) float64 { return math.Pow(d.rng.Float64(), power) }

// sign is -1 or 1.
func (d dice) sign() float64 {
	if d.chance(0.5) {
		return -1
	}
	return 1
}

// angle is any direction.
func (d dice) angle() float64 { return d.between(0, 2*math.Pi) }

// pick is an index, drawn in proportion to the weights.
func (d dice) pick(weights []float64) int {
	var sum float64
	for _, w := range weights {
		sum += w
	}
	left := d.rng.Float64() * sum
	for i, w := range weights {
		if left -= w; left < 0 {
			return i
		}
	}
	return len(weights) - 1
}

// stream is a fast source of random bytes for noise, a xorshift generator (Marsaglia, Xorshift RNGs, 2003): statistics
// matter little there, speed does.
type stream uint64

// newStream starts a stream; xorshift cannot leave 0, hence the lowest bit.
func (d dice) newStream() stream { return stream(d.rng.Uint64() | 1) }

func (s *stream) next() uint64 {
	x := uint64(*s)
	x ^= x << 13
	x ^= x >> 7
	x ^= x << 17
	*s = stream(x)
	return x
}
