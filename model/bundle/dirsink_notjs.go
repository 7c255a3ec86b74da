//go:build !js || curator

package bundle

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"docent/model/atomicfile"
)

// dirSink writes a folder beside the one that it will replace.
type dirSink struct {
	path string
	dir  *atomicfile.Dir
}

func newDirSink(path string) (*dirSink, error) {
	if err := checkReplaceable(path); err != nil {
		return nil, fmt.Errorf("write bundle %s: %w", path, err)
	}
	d, err := atomicfile.CreateDir(path)
	if err != nil {
		return nil, err
	}
	return &dirSink{path, d}, nil
}

// checkReplaceable refuses a folder with files that are no bundle's: they would be lost.
func checkReplaceable(path string) error {
	entries, err := os.ReadDir(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return cause(err)
	}
	for _, e := range entries {
		switch name := e.Name(); name {
		case ManifestName, SignatureName, PrototypesName, BackgroundName, CoarseName, FeaturesName, "texts", "thumbs", "features", "audio", "groups":
		default:
			if !strings.HasPrefix(name, ".") {
				return fmt.Errorf("the folder has %s, which is no part of a bundle, and would be replaced: choose another folder", quote(name))
			}
		}
	}
	return nil
}

// add writes a file; one that is the same in the folder that is replaced is linked to it, and keeps its time.
func (s *dirSink) add(name string, b []byte) error {
	path := filepath.Join(s.dir.Temp(), filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return fmt.Errorf("write bundle: %w", err)
	}
	before := filepath.Join(s.path, filepath.FromSlash(name))
	if info, err := os.Lstat(before); err == nil && info.Mode().IsRegular() && info.Size() == int64(len(b)) {
		if old, err := os.ReadFile(before); err == nil && bytes.Equal(old, b) && os.Link(before, path) == nil {
			return nil
		}
	}
	if err := os.WriteFile(path, b, 0o666); err != nil {
		return fmt.Errorf("write bundle: %w", err)
	}
	return nil
}

func (s *dirSink) commit() error { return s.dir.Close() }
func (s *dirSink) abort()        { s.dir.Abort() }
