// Package nn describes neural networks as data, reads and writes their weights, and runs them in plain Go.
//
// A [Network] is a list of layers, not code: it travels as JSON in the metadata of the safetensors file that holds its
// weights, so that a new architecture needs a new file and no new program. Everything that runs a network starts from
// this description: the reference forward pass ([Model.Reference]: plain loops, one per operator, to be read), the tuned
// scalar one ([Runner]), the trainer and the SIMD compiler. A description is checked once, by [Network.Shapes]: what it
// accepts has bounded sizes and can be run without further tests.
//
// Activations are float32 in (C, H, W) order, one picture at a time. Convolution means cross-correlation, as everywhere
// in the field.
//
// The package is linked into the page's WebAssembly binary: see TestDeps for what it must not import, and why.
package nn

// A FormatError says that bytes are not what they should be: a weight file, a network's description.
type FormatError struct {
	What string // what was being read, for example "safetensors header"
	Err  error  // what is wrong with it
}

func (e *FormatError) Error() string { return e.What + ": " + e.Err.Error() }

// Unwrap returns e.Err.
func (e *FormatError) Unwrap() error { return e.Err }

// opError puts the operation that failed before its error, as fmt.Errorf("%s: %w") would.
type opError struct {
	op  string
	err error
}

func (e *opError) Error() string { return e.op + ": " + e.err.Error() }
func (e *opError) Unwrap() error { return e.err }
