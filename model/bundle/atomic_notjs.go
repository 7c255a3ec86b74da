//go:build !js

package bundle

import (
	"io"

	"docent/model/atomicfile"
)

// WriteAtomic is atomicfile.Write.
func WriteAtomic(path string, write func(w io.Writer) error) error {
	return atomicfile.Write(path, write)
}
