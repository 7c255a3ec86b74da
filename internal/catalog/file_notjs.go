//go:build !js

package catalog

import (
	"fmt"
	"io"
	"os"
)

// ReadFile reads a table from a file; language is that of the columns without a tag.
func ReadFile(path, language string) (*Catalog, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read catalog: %w", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read catalog: %w", err)
	}
	c, err := Read(b, language)
	if err != nil {
		return nil, fmt.Errorf("read catalog %s: %w", path, err)
	}
	return c, nil
}
