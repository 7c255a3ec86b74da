package locate

import (
	"errors"
	"math"

	"docent/model/locate"
	"docent/model/nn"
)

// An Answer is a first outline's score, as log-odds, and whether it is right:
// whether it overlaps the work by 3/4.
type Answer struct {
	Score float64
	Right bool
}

// answer is the first outline of a grid as an Answer, with the highest score
// of all where nothing is found.
func answer(t Truth, grid []float32) Answer {
	d := locate.Decoder{Side: GridSide}
	found := d.Decode(grid, 1, 1)
	if len(found) == 0 {
		top := grid[0]
		for _, v := range grid[:GridSide*GridSide] {
			top = max(top, v)
		}
		return Answer{Score: float64(top)}
	}
	p := min(float64(found[0].Confidence), 1-1e-7) // float32 rounds the surest to 1
	return Answer{Score: math.Log(p / (1 - p)), Right: t.Present && locate.Overlap(found[0].Outline, t.Corners) >= 0.75}
}

// Calibrate fits scale and shift such that 1/(1+exp(-(scale*score + shift)))
// is the share of answers that are right (Platt 1999, "Probabilistic Outputs
// for Support Vector Machines", section 2.1), by Newton's method, whose steps
// are halved until they lead downhill.
func Calibrate(answers []Answer) (scale, shift float64, err error) {
	const rounds, halvings, ridge = 50, 30, 1e-6
	scale = 1
	loss := crossEntropy(answers, scale, shift)
	for range rounds {
		var g0, g1, h00, h01, h11 float64
		for _, a := range answers {
			p := 1 / (1 + math.Exp(-(scale*a.Score + shift)))
			e := p
			if a.Right {
				e--
			}
			w := p * (1 - p)
			g0, g1 = g0+e*a.Score, g1+e
			h00, h01, h11 = h00+w*a.Score*a.Score, h01+w*a.Score, h11+w
		}
		h00, h11 = h00+ridge, h11+ridge
		det := h00*h11 - h01*h01
		if !(det > 0) {
			break
		}
		step0, step1 := (h11*g0-h01*g1)/det, (h00*g1-h01*g0)/det
		for range halvings {
			if l := crossEntropy(answers, scale-step0, shift-step1); l < loss {
				scale, shift, loss = scale-step0, shift-step1, l
				break
			}
			step0, step1 = step0/2, step1/2
		}
	}
	if !(scale > 0) {
		return 0, 0, errors.New("calibrate: higher scores are not more often right")
	}
	return scale, shift, nil
}

// crossEntropy is the loss that Calibrate minimises.
func crossEntropy(answers []Answer, scale, shift float64) (sum float64) {
	for _, a := range answers {
		z := scale*a.Score + shift
		if a.Right {
			z = -z
		}
		sum += max(z, 0) + math.Log1p(math.Exp(-math.Abs(z))) // log(1 + exp(z))
	}
	return sum
}

// calibrated is the model, folded, with the scores of its last layer scaled and
// shifted, so that they are the log-odds of being right.
func calibrated(m *nn.Model, scale, shift float64) *nn.Model {
	c := &nn.Model{Network: m.Network, Params: map[string][]float32{}, Metadata: m.Metadata}
	for name, v := range m.Params {
		c.Params[name] = append([]float32(nil), v...)
	}
	weight := c.Params["grid.weight"]
	for i := range weight[:len(weight)/locate.Channels] {
		weight[i] *= float32(scale)
	}
	bias := c.Params["grid.bias"]
	bias[0] = float32(float64(bias[0])*scale + shift)
	return c
}
