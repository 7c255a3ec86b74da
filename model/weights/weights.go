// Package weights holds the released weights, so that every command works
// without a file beside it. The page does not link them: it downloads the same
// bytes.
package weights

import _ "embed"

//go:embed released.safetensors
var released []byte

// Released returns the released weight file, in safetensors. Callers must not
// change it.
func Released() []byte { return released }
