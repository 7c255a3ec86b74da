package nn

import (
	"errors"
	"strconv"
)

// A Runner runs one network, fast, on one picture at a time. It does what [Model.Reference] does, in another order: sums
// differ in the last bits. It owns its buffers, allocates nothing after NewRunner, and must not be used by two
// goroutines at once.
type Runner struct {
	norm    Normalisation
	in, out *tensor
	steps   []step
}

// A step computes one or several layers at once.
type step interface{ run() }

// NewRunner plans the network's steps, packs its weights and makes all buffers. m is left alone, and not kept; it need
// not be folded. A network that needs an unreasonable amount of memory is refused.
func NewRunner(m *Model) (*Runner, error) {
	folded, err := Fold(m)
	if err != nil {
		return nil, &opError{"new runner", err}
	}
	p, err := newPlan(folded)
	if err != nil {
		return nil, &opError{"new runner", err}
	}
	return &Runner{m.Network.Normalisation, p.values[0], p.values[len(p.values)-1], p.steps}, nil
}

// Forward computes the network's output, of length OutputLen, from a normalised picture x (C, H, W). Values of x must be
// finite.
func (r *Runner) Forward(dst, x []float32) error {
	if len(x) != r.in.Len() {
		return errors.New("forward: the input has " + strconv.Itoa(len(x)) + " values, the network wants " + r.in.String())
	}
	if len(dst) != r.out.Len() {
		return errors.New("forward: the output has room for " + strconv.Itoa(len(dst)) + " values, the network gives " + strconv.Itoa(r.out.Len()))
	}
	for c := range r.in.C {
		for y := range r.in.H {
			copy(r.in.line(c, y), x)
			x = x[r.in.W:]
		}
	}
	for _, s := range r.steps {
		s.run()
	}
	for c := range r.out.C {
		for y := range r.out.H {
			dst = dst[copy(dst, r.out.line(c, y)):]
		}
	}
	return nil
}

// InputSize returns the sides of the pictures that Forward takes, in pixels.
func (r *Runner) InputSize() (w, h int) { return r.in.W, r.in.H }

// OutputLen returns the length of Forward's result.
func (r *Runner) OutputLen() int { return r.out.Len() }

// Normalisation returns how pixels become Forward's input.
func (r *Runner) Normalisation() Normalisation { return r.norm }
