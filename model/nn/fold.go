package nn

import (
	"errors"
	"maps"
	"math"
	"slices"
)

// Fold returns a model without batch normalisation that computes the same as m: with frozen statistics the normalisation
// is a factor and a summand per channel (Ioffe and Szegedy 2015, section 3.1), which go into the weights and the bias of
// the convolution or linear layer just before. Where there is none, or another layer adds its output as it is, they
// become a 1x1 convolution with a group per channel, under the normalisation's name. m is left alone; tensors that stay
// the same are shared. The result's Hash is empty: it is no longer the file's model.
func Fold(m *Model) (*Model, error) {
	params, err := m.Network.Params()
	if err == nil {
		err = m.check(params)
	}
	if err != nil {
		return nil, &opError{"fold", err}
	}
	shapes, err := m.Network.Shapes()
	if err != nil {
		return nil, &opError{"fold", err}
	}

	added := make(map[string]bool) // layers whose output an add needs as it is
	for _, l := range m.Network.Layers {
		if l.Op == OpAdd {
			added[l.From] = true
		}
	}
	out := &Model{Network: m.Network, Params: maps.Clone(m.Params), Metadata: maps.Clone(m.Metadata)}
	layers := slices.Clone(m.Network.Layers[:0])
	now := make(map[string]string) // where a merged layer's output comes from now
	for i, l := range m.Network.Layers {
		if l.Op == OpAdd && now[l.From] != "" {
			l.From = now[l.From]
		}
		if l.Op != OpBatchNorm {
			layers = append(layers, l)
			continue
		}
		scale, shift := out.takeBatchNorm(l)
		var last Layer // its output is the normalisation's input
		if i > 0 {
			last = layers[len(layers)-1]
		}
		before := m.Network.Layers[max(i-1, 0)].Name // of the same layer; not last.Name if that has taken in a normalisation
		if (last.Op == OpConv || last.Op == OpLinear) && !added[before] {
			now[l.Name] = last.Name
		} else {
			last = Layer{Op: OpConv, Name: l.Name, Out: shapes[i].C, Kernel: 1, Groups: shapes[i].C}
			layers = append(layers, last)
			out.Params[l.Name+".weight"] = slices.Repeat([]float32{1}, last.Out)
		}
		if err := out.scale(last, scale, shift); err != nil {
			return nil, &opError{"fold " + l.Name + " into " + last.Name, err}
		}
	}
	out.Network.Layers = layers
	return out, nil
}

// takeBatchNorm removes the tensors of l from m and returns what they come to: x*scale[c] + shift[c].
func (m *Model) takeBatchNorm(l Layer) (scale, shift []float64) {
	eps := float64(l.WithDefaults().Eps)
	take := func(suffix string) []float32 {
		v := m.Params[l.Name+suffix]
		delete(m.Params, l.Name+suffix)
		return v
	}
	weight, bias, mean, variance := take(".weight"), take(".bias"), take(".running_mean"), take(".running_var")
	for c := range weight {
		s := float64(weight[c]) / math.Sqrt(float64(variance[c])+eps)
		scale = append(scale, s)
		shift = append(shift, float64(bias[c])-float64(mean[c])*s)
	}
	return scale, shift
}

// scale makes the output of l, a convolution or linear layer, x*scale[c] + shift[c] where it was x.
func (m *Model) scale(l Layer, scale, shift []float64) error {
	weight, bias := slices.Clone(m.Params[l.Name+".weight"]), orZeros(m.Params[l.Name+".bias"], l.Out)
	each := len(weight) / l.Out
	for o := range bias {
		for i := o * each; i < (o+1)*each; i++ {
			weight[i] = float32(float64(weight[i]) * scale[o])
		}
		bias[o] = float32(float64(bias[o])*scale[o] + shift[o])
	}
	for _, v := range [][]float32{weight, bias} {
		if slices.ContainsFunc(v, func(f float32) bool { return !finite(f) }) {
			return errors.New("the product is beyond what a float32 holds")
		}
	}
	m.Params[l.Name+".weight"], m.Params[l.Name+".bias"] = weight, bias
	return nil
}
