//go:build !js

package catalog

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// ReadFile is Read of a file, which may be an Excel workbook (.xlsx) as well.
func ReadFile(path, language string) (*Catalog, error) {
	c, problems, err := SurveyFile(path, language)
	if err == nil {
		c, err = whole(c, problems)
	}
	if err != nil {
		return nil, fmt.Errorf("read catalog %s: %w", path, err)
	}
	return c, nil
}

// SurveyFile is Survey of a file, which may be an Excel workbook (.xlsx) as well. The error is of reading the file.
func SurveyFile(path, language string) (*Catalog, Problems, error) {
	t, err := openTable(path, language)
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return nil, nil, e.Err
	}
	c, problems := read(t, err, language)
	return c, problems, nil
}

// openTable reads the table of a file; language decides how dates are written that a workbook leaves to the system.
func openTable(path, language string) (*table, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err != nil {
		return nil, err
	}
	if isWorkbook(b) {
		return parseWorkbook(b, language)
	}
	return parseText(b)
}

// isWorkbook reports whether a file is a zip, as workbooks are.
func isWorkbook(b []byte) bool { return bytes.HasPrefix(b, []byte("PK\x03\x04")) }
