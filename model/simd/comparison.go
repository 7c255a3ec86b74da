package simd

import "docent/model/nn"

// NewDirectRunner is NewRunner without Winograd's algorithms, for whoever compares the two: every convolution is computed
// by its definition.
func (e *Engine) NewDirectRunner(m *nn.Model) (*Runner, error) {
	t := *e.target()
	t.noWinograd = true
	r, _, err := e.newRunner(m, &t)
	if err != nil {
		return nil, &opError{"new SIMD runner", err}
	}
	return r, nil
}
