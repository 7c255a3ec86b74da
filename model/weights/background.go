package weights

import _ "embed"

//go:embed background.safetensors
var background []byte

// Background returns the embeddings of other pictures by the released weights
// (package background), by which a bundle's prototypes are compared to one
// another. Callers must not change it.
func Background() []byte { return background }
