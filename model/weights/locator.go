package weights

import _ "embed"

//go:embed locator.safetensors
var locator []byte

// Locator returns the weight file of the network that finds a work in a frame
// (package locate), in safetensors. Callers must not change it.
func Locator() []byte { return locator }
