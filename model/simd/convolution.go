package simd

import (
	"math"

	"docent/model/nn"
	"docent/model/simd/asm"
)

// A convolution is what the kernels of convolutions have in common:
//
//	for each output channel o, and each place (y, x) of the output {
//		s := bias[o]
//		for each input channel c of o's group, and each tap (i, j) of the window {
//			s += weight[o][c][i][j] * src[c][y*stride+i-pad][x*stride+j-pad]
//		}
//		s += sum[o][y][x]     // if there is a sum
//		s = act(s)
//	}
//	dst = s, or the largest of every 2x2 of s where pool is set
type convolution struct {
	src, dst, sum *buffer // sum may be nil
	l             nn.Layer
	act           activation
	pool          bool
	weight, bias  []float32 // (Out, C/Groups, Kernel, Kernel); bias may be nil
}

func (c *convolution) weightOf(o, ch, i, j int) float32 {
	k := c.l.Kernel
	return c.weight[((o*(c.src.C/c.l.Groups)+ch)*k+i)*k+j]
}

func (c *convolution) macs() int {
	out := c.dst.H * c.dst.W
	if c.pool {
		out = ((c.src.H+2*c.l.Pad-c.l.Kernel)/c.l.Stride + 1) * ((c.src.W+2*c.l.Pad-c.l.Kernel)/c.l.Stride + 1)
	}
	return out * c.l.Out * (c.src.C / c.l.Groups) * c.l.Kernel * c.l.Kernel
}

// packBias writes the bias, filled up with zeros to whole vectors, and returns what is left of dst.
func (c *convolution) packBias(dst []float32) []float32 {
	copy(dst, c.bias)
	return dst[lanes*vectors(c.l.Out):]
}

// biasBytes is the size of the packed bias.
func (c *convolution) biasBytes() int { return vectors(c.l.Out) * vectorSize }

// An activation is what is done to a value after its sum.
type activation int

const (
	linear activation = iota // nothing
	relu                     // max(v, 0)
	relu6                    // min(max(v, 0), 6)
)

func (a activation) String() string {
	switch a {
	case relu:
		return "relu"
	case relu6:
		return "relu6"
	}
	return ""
}

// of returns the activation of v.
func (a activation) of(v asm.Expr) asm.Expr {
	switch a {
	case relu:
		return asm.VMax(v, asm.Zero())
	case relu6:
		return asm.VMin(asm.VMax(v, asm.Zero()), asm.Same(6))
	}
	return v
}

// ofScalar returns the activation of a single f32.
func (a activation) ofScalar(v asm.Expr) asm.Expr {
	switch a {
	case relu:
		return asm.MaxF32(v, asm.Float(0))
	case relu6:
		return asm.MinF32(asm.MaxF32(v, asm.Float(0)), asm.Float(6))
	}
	return v
}

// clearBorder writes the border of dst anew, if others use its memory:
//
//	for each pixel around the picture { pixel = 0, or the lowest number for max pooling }
//
// From the end of one row of the picture to the start of the next, the border is one stretch.
func (c *code) clearBorder(b *buffer) {
	if b == nil || !b.clear {
		return
	}
	stretch := func(at asm.Expr, bytes int) {
		if bytes == 0 {
			return
		}
		if !b.lowest {
			c.Fill(at, asm.Int(bytes))
			return
		}
		p := c.Let(asm.I32, at)
		c.Times(bytes/vectorSize, func() {
			c.Store(p, 0, asm.Same(-math.MaxFloat32))
			c.Inc(p, vectorSize)
		})
	}
	stretch(asm.Offset(c.arena, b.offset), b.at(0, 0)-b.offset)
	between := (b.left + b.right) * b.pixel()
	if between > 0 && b.H > 1 {
		p := c.Let(asm.I32, asm.Offset(c.arena, b.at(0, b.W)))
		c.Times(b.H-1, func() {
			stretch(p, between)
			c.Inc(p, b.row())
		})
	}
	end := b.at(b.H-1, b.W)
	stretch(asm.Offset(c.arena, end), b.offset+b.size()-end)
}
