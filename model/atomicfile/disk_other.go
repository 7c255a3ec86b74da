//go:build !linux

package atomicfile

import (
	"io/fs"
	"os"
	"path/filepath"
)

// Exchange gives two files or folders of the same disk each other's name. For a moment there is nothing at b.
func Exchange(a, b string) error { return exchangeByRename(a, b) }

// syncTree lets the files of a folder reach the disk.
func syncTree(dir *os.File) error {
	return filepath.WalkDir(dir.Name(), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			return err
		}
		defer f.Close()
		return f.Sync()
	})
}
