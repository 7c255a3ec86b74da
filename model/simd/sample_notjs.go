//go:build !js

package simd

import "image"

// inPlace returns the pixels of a picture as a block, if the module sees them where they are: natively it does not.
func inPlace(*image.RGBA) (block, bool) { return block{}, false }
