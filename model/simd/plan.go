package simd

import (
	"errors"
	"strconv"

	"docent/model/nn"
	"docent/model/simd/asm"
)

// maxMemory bounds the arena and the packed weights of a network together: 1 GB.
const maxMemory = 1 << 30

// A kernel is the code of one step.
type kernel interface {
	// emit writes the step's function.
	emit(c *code)
	// weightBytes returns how much memory the packed weights take, a multiple of a vector's size.
	weightBytes() int
	// pack writes the weights in the order in which the code reads them.
	pack(dst []float32)
	// macs returns the multiply-adds that the layers ask for, by definition: not those that the kernel gets by with.
	macs() int
	// String says which kernel it is, with its tile.
	String() string
}

// code is what a kernel writes to: a function of two parameters, the addresses of the arena and of its own packed weights.
type code struct {
	*asm.Func
	arena, weights asm.Local
}

// A step computes one layer, or several at once.
type step struct {
	kernel
	from, to int     // the layers, to being one past the last
	dst      *buffer // nil for a layer that costs nothing
	weightAt int     // offset of its packed weights in those of the network, in bytes
}

// A plan says how a network is computed: its steps in order, and where everything lies.
type plan struct {
	model  *nn.Model // folded
	target *target
	shapes []nn.Shape // of each value: 0 the picture, i+1 the output of layer i
	kept   []bool     // for each value: a later add needs it
	index  map[string]int
	values []*buffer // nil where layers were fused and nobody needs what was between them

	buffers  []*buffer // all of them, scratch memory too
	steps    []step
	arena    int // bytes
	weightSz int // bytes
}

// newPlan plans the folded model m for a target.
func newPlan(m *nn.Model, t *target) (*plan, error) {
	shapes, err := m.Network.Shapes()
	if err != nil {
		return nil, err
	}
	p := &plan{model: m, target: t, shapes: append([]nn.Shape{m.Network.Input}, shapes...), kept: make([]bool, len(shapes)+1),
		index: make(map[string]int), values: make([]*buffer, len(shapes)+1)}
	for i, l := range m.Network.Layers {
		if l.Op == nn.OpAdd {
			p.kept[p.index[l.From]] = true
		}
		if l.Name != "" {
			p.index[l.Name] = i + 1
		}
	}
	p.makeBuffer(0, 0)
	for i := 0; i < len(m.Network.Layers); {
		next, err := p.layer(i)
		if err != nil {
			return nil, &opError{"layer " + strconv.Itoa(i) + " (" + m.Network.Layers[i].Op + " " + m.Network.Layers[i].Name + ")", err}
		}
		i = next
	}
	// What goes in must be there for every run, what comes out after the last step.
	p.values[0].last = len(p.steps)
	p.values[len(p.values)-1].last = len(p.steps)
	if err := p.place(); err != nil {
		return nil, err
	}
	return p, nil
}

// makeBuffer makes the buffer of value v, which the step writes.
func (p *plan) makeBuffer(v, step int) *buffer {
	b := &buffer{Shape: p.shapes[v], first: step, last: step}
	p.values[v] = b
	p.buffers = append(p.buffers, b)
	return b
}

// scratch makes memory of so many pixels of c channels that the coming step uses alone.
func (p *plan) scratch(pixels, c int) *buffer {
	b := &buffer{Shape: nn.Shape{C: c, H: 1, W: pixels}, first: len(p.steps), last: len(p.steps)}
	p.buffers = append(p.buffers, b)
	return b
}

// read notes that the coming step reads b.
func (p *plan) read(b *buffer) *buffer {
	b.last = max(b.last, len(p.steps))
	return b
}

// op returns the operator of layer i, "" past the last.
func (p *plan) op(i int) string {
	if i < len(p.model.Network.Layers) {
		return p.model.Network.Layers[i].Op
	}
	return ""
}

// fuse says whether layer i, of operator op, can be computed along with the one before it: nobody else needs what is
// between them.
func (p *plan) fuse(i int, op string) bool { return p.op(i) == op && !p.kept[i] }

// activation returns the activation at layer i, if it can be fused with the layer before it, and the layer after it.
func (p *plan) activation(i int) (activation, int) {
	switch {
	case p.fuse(i, nn.OpReLU):
		return relu, i + 1
	case p.fuse(i, nn.OpReLU6):
		return relu6, i + 1
	}
	return linear, i
}

// layer plans layer i and those after it that are computed along with it. It returns the layer that comes next.
func (p *plan) layer(i int) (next int, err error) {
	l := p.model.Network.Layers[i].WithDefaults()
	src := p.read(p.values[i])
	param := func(suffix string) []float32 { return p.model.Params[l.Name+suffix] }
	next = i + 1
	var k kernel
	switch l.Op {
	case nn.OpConv:
		return p.convolution(i, l)
	case nn.OpLinear:
		var act activation
		act, next = p.activation(next)
		dst := p.makeBuffer(next, len(p.steps))
		k = newDirect(convolution{src: src, dst: dst, l: nn.Layer{Out: l.Out, Kernel: 1, Stride: 1, Groups: 1}, act: act,
			weight: param(".weight"), bias: param(".bias")}, p.target)
	case nn.OpFlatten:
		if src.H == 1 && src.W == 1 { // the very same
			p.values[next] = src
			return next, nil
		}
		k = &flattening{dst: p.makeBuffer(next, len(p.steps)), src: src}
	case nn.OpAdd:
		other := p.read(p.values[p.index[l.From]])
		var act activation
		act, next = p.activation(next)
		k = &adding{dst: p.makeBuffer(next, len(p.steps)), a: src, b: other, act: act}
	case nn.OpReLU:
		k = &adding{dst: p.makeBuffer(next, len(p.steps)), a: src, act: relu}
	case nn.OpReLU6:
		k = &adding{dst: p.makeBuffer(next, len(p.steps)), a: src, act: relu6}
	case nn.OpMaxPool:
		if l.Pad > 0 {
			src.lowest = true
			src.widen(l.Pad, l.Pad, l.Pad, l.Pad)
		}
		k = &maxPooling{dst: p.makeBuffer(next, len(p.steps)), src: src, l: l}
	case nn.OpAvgPool:
		k = &averaging{dst: p.makeBuffer(next, len(p.steps)), src: src}
	case nn.OpGeM:
		k = &generalisedMean{dst: p.makeBuffer(next, len(p.steps)), src: src, p: param(".p")[0], eps: l.Eps}
	case nn.OpL2Norm:
		k = &l2Norm{dst: p.makeBuffer(next, len(p.steps)), src: src, eps: l.Eps}
	default:
		return 0, errors.New("no kernel computes it") // batch norm has been folded
	}
	p.add(k, i, next)
	return next, nil
}

// add appends the step of layers from to to.
func (p *plan) add(k kernel, from, to int) {
	p.steps = append(p.steps, step{kernel: k, from: from, to: to, dst: p.values[to], weightAt: p.weightSz})
	p.weightSz += k.weightBytes()
}

// convolution plans layer i, a convolution, with the sum, the activation and the pooling that may follow it.
func (p *plan) convolution(i int, l nn.Layer) (next int, err error) {
	src := p.values[i]
	out := p.shapes[i+1]
	c := convolution{src: src, l: l, weight: p.model.Params[l.Name+".weight"], bias: p.model.Params[l.Name+".bias"]}
	next = i + 1
	src.widen(l.Pad, l.Pad, l.Pad, l.Pad)

	// A sum with an earlier value: the end of a residual block (He et al. 2016, figure 2).
	if p.fuse(next, nn.OpAdd) && p.model.Network.Layers[next].From != l.Name {
		c.sum = p.read(p.values[p.index[p.model.Network.Layers[next].From]])
		next++
	}
	c.act, next = p.activation(next)

	dense := l.Groups == 1
	if pool := next; dense && c.sum == nil && p.fuse(pool, nn.OpMaxPool) && out.H > 1 && out.W > 1 {
		if m := p.model.Network.Layers[pool].WithDefaults(); m.Kernel == 2 && m.Stride == 2 && m.Pad == 0 {
			c.pool = true
			next++
		}
	}
	c.dst = p.makeBuffer(next, len(p.steps))
	var k kernel
	switch {
	case dense:
		k = p.dense(c)
	case l.Groups == src.C && l.Out == src.C && l.Kernel <= maxDepthwise:
		k = &depthwise{convolution: c, pixels: depthwiseTile(l)}
	default:
		k = &grouped{convolution: c}
	}
	p.add(k, i, next)
	return next, nil
}

// dense plans a convolution in which every output channel sees every input channel.
func (p *plan) dense(c convolution) kernel {
	d := newDirect(c, p.target)
	best, cost := kernel(d), d.cost()
	for _, m := range []int{4, 2} {
		if p.target.noWinograd {
			break
		}
		w := newWinograd(c, m, p.target)
		if w == nil {
			continue
		}
		if other := w.cost(); other < cost {
			best, cost = w, other
		}
	}
	if w, ok := best.(*winograd); ok {
		w.reserve(p)
	}
	return best
}
