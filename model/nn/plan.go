package nn

import (
	"errors"
	"math"
	"strconv"
)

// maxBuffers bounds a runner's buffers, borders included: 256 MB.
const maxBuffers = 1 << 26 // values

// A tensor is a runner's buffer for one layer's output: planes of lines, with a border of zeros around each plane, so
// that a convolution that reads it need not know where the picture ends. Nothing ever writes to the border.
type tensor struct {
	Shape
	border     int // at each of the four edges, in pixels: what the convolution that reads it wants
	row, plane int // distance between two lines, between two channels, in values
	data       []float32
}

func newTensor(s Shape, border int) *tensor {
	row := s.W + 2*border
	plane := row * (s.H + 2*border)
	return &tensor{s, border, row, plane, make([]float32, s.C*plane)}
}

// at returns the place in data of a channel's pixel, which may lie on the border.
func (t *tensor) at(c, y, x int) int { return c*t.plane + (y+t.border)*t.row + x + t.border }

// line returns line y of channel c, without the border.
func (t *tensor) line(c, y int) []float32 { return t.data[t.at(c, y, 0):][:t.W] }

// A plan is made layer by layer. Value i+1 is the output of layer i, value 0 the picture.
type plan struct {
	m      *Model // folded
	shapes []Shape
	border []int          // of each value
	kept   []bool         // for each value: an add needs it
	index  map[string]int // of a named layer's value
	values []*tensor      // nil where layers were fused and nobody needs what was between them
	steps  []step
	size   int // of the buffers so far, in values
}

func newPlan(m *Model) (*plan, error) {
	shapes, err := m.Network.Shapes()
	if err != nil {
		return nil, err
	}
	n := len(shapes) + 1
	p := &plan{m: m, shapes: append([]Shape{m.Network.Input}, shapes...), border: make([]int, n), kept: make([]bool, n),
		index: make(map[string]int), values: make([]*tensor, n)}
	for i, l := range m.Network.Layers {
		if l.Op == OpConv {
			p.border[i] = l.Pad
		}
		if l.Op == OpAdd {
			p.kept[p.index[l.From]] = true
		}
		if l.Name != "" {
			p.index[l.Name] = i + 1
		}
	}
	if _, err := p.make(0); err != nil {
		return nil, err
	}
	for i := 0; i < len(m.Network.Layers); {
		next, err := p.layer(i)
		if err != nil {
			return nil, &opError{"layer " + strconv.Itoa(i) + m.Network.Layers[i].title(), err}
		}
		i = next
	}
	return p, nil
}

// make makes the buffer of value v.
func (p *plan) make(v int) (*tensor, error) {
	s, b := p.shapes[v], p.border[v]
	if size := int64(s.C) * int64(s.H+2*b) * int64(s.W+2*b); size > maxBuffers-int64(p.size) {
		return nil, errors.New("the buffers add up to more than " + strconv.Itoa(maxBuffers) + " values")
	}
	p.size += s.C * (s.H + 2*b) * (s.W + 2*b)
	p.values[v] = newTensor(s, b)
	return p.values[v], nil
}

// op returns the operator of layer i, "" past the last.
func (p *plan) op(i int) string {
	if i < len(p.m.Network.Layers) {
		return p.m.Network.Layers[i].Op
	}
	return ""
}

// layer plans layer i and those after it that can be computed along with it. It returns the layer that comes next.
func (p *plan) layer(i int) (next int, err error) {
	l := p.m.Network.Layers[i].WithDefaults()
	param := func(suffix string) []float32 { return p.m.Params[l.Name+suffix] }
	src := p.values[i]

	// A flat value without border has the very same bytes: src has none either, since no convolution reads it.
	if l.Op == OpFlatten && p.border[i+1] == 0 {
		flat := *src
		flat.Shape, flat.row, flat.plane = p.shapes[i+1], 1, 1
		p.values[i+1] = &flat
		return i + 1, nil
	}

	// The activation that follows, if nobody needs the value before it, and 2x2 max pooling after that.
	last := i
	clamp := clampOf(l.Op)
	switch l.Op {
	case OpConv, OpLinear, OpAdd:
		if op := p.op(last + 1); (op == OpReLU || op == OpReLU6) && !p.kept[last+1] {
			clamp = clampOf(op)
			last++
		}
	}
	depthwise := l.Op == OpConv && fitsDepthwise3x3(l, src.Shape)
	tiled := l.Op == OpConv && !depthwise && fitsConv3x3(l, p.shapes[i+1])
	pool := false
	if tiled && last > i && !p.kept[last+1] && p.op(last+1) == OpMaxPool {
		if next := p.m.Network.Layers[last+1]; next.Kernel == 2 && next.Stride == 2 && next.Pad == 0 {
			pool = true
			last++
		}
	}
	dst, err := p.make(last + 1)
	if err != nil {
		return 0, err
	}

	var s step
	switch l.Op {
	case OpConv:
		weight, bias := param(".weight"), param(".bias")
		switch {
		case depthwise:
			s = newDepthwise3x3(dst, src, l, weight, bias, clamp)
		case tiled:
			s = newConv3x3(dst, src, l, weight, bias, clamp, pool)
		default:
			s = newConv(dst, src, l, weight, bias, clamp)
		}
	case OpLinear:
		s = newLinear(dst, src, param(".weight"), param(".bias"), clamp)
	case OpReLU, OpReLU6:
		s = &clamping{dst, src, clamp}
	case OpMaxPool:
		s = &maxPooling{dst, src, l}
	case OpAvgPool:
		s = &averaging{dst, src}
	case OpGeM:
		s = &generalisedMean{dst, src, param(".p")[0], l.Eps}
	case OpFlatten:
		s = &flattening{dst, src}
	case OpAdd:
		s = &adding{dst, src, p.values[p.index[l.From]], clamp}
	case OpL2Norm:
		s = &l2Norm{dst, src, l.Eps}
	default:
		return 0, errors.New("no step computes it") // batch norm has been folded
	}
	p.steps = append(p.steps, s)
	return last + 1, nil
}

// A clamp is what follows a sum: limits of its value, 0 and 6 for ReLU6, say. It compares the bits of numbers as
// integers, whose order is the same for floats from 0 up, while all negative ones are below 0. A comparison of floats
// would be a branch that nobody can predict: a third of the time in networks of 1x1 convolutions. The built-in min and
// max have no branch on amd64, but are calls in WebAssembly.
type clamp struct{ low, high int32 }

func clampOf(op string) clamp {
	switch op {
	case OpReLU:
		return clamp{0, math.MaxInt32}
	case OpReLU6:
		return clamp{0, int32(math.Float32bits(6))}
	}
	return clamp{math.MinInt32, math.MaxInt32}
}

func (c clamp) of(v float32) float32 {
	return math.Float32frombits(uint32(min(max(int32(math.Float32bits(v)), c.low), c.high)))
}

// ofMax returns the largest of four numbers within the limits, if low is 0.
func (c clamp) ofMax(v0, v1, v2, v3 float32) float32 {
	b0, b1, b2, b3 := math.Float32bits(v0), math.Float32bits(v1), math.Float32bits(v2), math.Float32bits(v3)
	return math.Float32frombits(uint32(min(max(c.low, int32(b0), int32(b1), int32(b2), int32(b3)), c.high)))
}
