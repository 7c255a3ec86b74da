package simd

import (
	"errors"
	"image"
	"strconv"

	"docent/model/nn"
	"docent/model/simd/asm"
	"docent/model/vision"
)

// A Runner runs one network on one picture at a time. It does what [nn.Model.Reference] does, in another order and with
// Winograd's algorithms: values differ by some 1e-6 of the largest. It allocates nothing after NewRunner, and must not be
// used by two goroutines at once.
type Runner struct {
	norm           nn.Normalisation
	instance       *instance
	arena, weights block
	forward        *function
	in, out        *buffer
	sampler        *sampler
	frame          error // what is wrong with the frame
	kernels        []Kernel
}

// NewRunner compiles a network. m is left alone, and not kept; it need not be folded. Networks that need an unreasonable
// amount of memory are refused. In the page, it waits for the browser.
func (e *Engine) NewRunner(m *nn.Model) (*Runner, error) {
	r, _, err := e.newRunner(m, e.target())
	if err != nil {
		return nil, &opError{"new SIMD runner", err}
	}
	return r, nil
}

// newRunner compiles a network for a target. It also returns the plan, which a Runner does not need.
func (e *Engine) newRunner(m *nn.Model, t *target) (*Runner, *plan, error) {
	folded, err := nn.Fold(m)
	if err != nil {
		return nil, nil, err
	}
	p, err := newPlan(folded, t)
	if err != nil {
		return nil, nil, err
	}
	var module asm.Module
	p.compile(&module)
	emitSampler(&module, p.values[0], m.Network.Normalisation)
	in, err := e.instantiate(&module, p.arena+p.weightSz)
	if err != nil {
		return nil, nil, err
	}
	r := &Runner{frame: errNoFrame, norm: m.Network.Normalisation, instance: in, in: p.values[0], out: p.values[len(p.values)-1]}
	if r.arena, err = in.alloc(p.arena); err != nil {
		return nil, nil, err
	}
	if r.weights, err = in.alloc(p.weightSz); err != nil {
		return nil, nil, err
	}
	if r.forward, err = in.function(forwardName); err != nil {
		return nil, nil, err
	}
	for i, s := range p.steps {
		f, err := in.function(stepName(i))
		if err != nil {
			return nil, nil, err
		}
		r.kernels = append(r.kernels, Kernel{Layers: p.layers(s), Name: s.String(), MACs: s.macs(), step: f, arena: r.arena.addr, weights: r.weights.addr + uint32(s.weightAt)})
	}
	if r.sampler, err = newSampler(in, r.in, r.arena); err != nil {
		return nil, nil, err
	}
	p.pack(r.weights.floats())
	r.in.fillBorder(r.arena.floats())
	return r, p, nil
}

// Close frees the runner's memory.
func (r *Runner) Close() error { return r.instance.close() }

// Forward computes the network's output, of length OutputLen, from a normalised picture x (C, H, W). Values of x must be
// finite.
func (r *Runner) Forward(dst, x []float32) error {
	if len(x) != r.in.Len() {
		return errors.New("forward: the input has " + strconv.Itoa(len(x)) + " values, the network wants " + r.in.String())
	}
	if len(dst) != r.out.Len() {
		return errors.New("forward: the output has room for " + strconv.Itoa(len(dst)) + " values, the network gives " + strconv.Itoa(r.out.Len()))
	}
	r.in.write(r.arena.floats(), x)
	if err := r.run(); err != nil {
		return err
	}
	r.out.read(dst, r.arena.floats())
	return nil
}

// SetFrame sets the frame that EmbedWindow and EmbedStraight look at. In the page its pixels are read where they are, and must
// stay as they are; natively they are copied.
func (r *Runner) SetFrame(frame *image.RGBA) { r.frame = r.sampler.setFrame(frame) }

// EmbedWindow embeds a window of the frame: what vision.Sample and Forward do. It fails where there is no frame.
func (r *Runner) EmbedWindow(dst []float32, window vision.Rect) error {
	if err := r.ready(dst); err != nil {
		return err
	}
	return r.embed(dst, r.sampler.sample(window))
}

// EmbedStraight embeds a work that the frame shows in perspective: what vision.Straighten and Forward do. h takes the
// unit square to the work's outline in the frame.
func (r *Runner) EmbedStraight(dst []float32, h vision.Homography) error {
	if err := r.ready(dst); err != nil {
		return err
	}
	return r.embed(dst, r.sampler.straighten(h))
}

var errNoFrame = errors.New("no frame is set")

// ready checks what an embedding needs.
func (r *Runner) ready(dst []float32) error {
	if len(dst) != r.out.Len() {
		return errors.New("embed: the output has room for " + strconv.Itoa(len(dst)) + " values, the network gives " + strconv.Itoa(r.out.Len()))
	}
	if r.frame != nil {
		return &opError{"embed", r.frame}
	}
	return nil
}

// embed runs the network on the input that was sampled, unless that failed.
func (r *Runner) embed(dst []float32, err error) error {
	if err != nil {
		return &opError{"embed", err}
	}
	if err := r.run(); err != nil {
		return err
	}
	r.out.read(dst, r.arena.floats())
	return nil
}

// run runs the network on what is in its input buffer.
func (r *Runner) run() error { return r.forward.call(r.arena.addr, r.weights.addr) }

// InputSize returns the sides of the pictures that Forward takes, in pixels.
func (r *Runner) InputSize() (w, h int) { return r.in.W, r.in.H }

// OutputLen returns the length of Forward's result.
func (r *Runner) OutputLen() int { return r.out.Len() }

// Normalisation returns how pixels become Forward's input.
func (r *Runner) Normalisation() nn.Normalisation { return r.norm }

// write brings x (C, H, W) into the buffer.
func (b *buffer) write(arena, x []float32) {
	pixel := b.pixel() / 4
	for c := range b.C {
		for y := range b.H {
			at := arena[b.at(y, 0)/4+c:]
			for i, v := range x[:b.W] {
				at[i*pixel] = v
			}
			x = x[b.W:]
		}
	}
}

// read brings the buffer into dst (C, H, W).
func (b *buffer) read(dst, arena []float32) {
	if b.H*b.W == 1 {
		copy(dst, arena[b.at(0, 0)/4:])
		return
	}
	pixel := b.pixel() / 4
	for c := range b.C {
		for y := range b.H {
			at := arena[b.at(y, 0)/4+c:]
			for i := range b.W {
				dst[i] = at[i*pixel]
			}
			dst = dst[b.W:]
		}
	}
}
