//go:build !linux

package atomicfile

import (
	"io/fs"
	"os"
	"path/filepath"
)

// ExchangeAtOnce returns ErrNoExchange: this system cannot.
func ExchangeAtOnce(a, b string) error { return ErrNoExchange }

// SyncTree lets the files of a folder reach the disk, but those that nobody may write to.
func SyncTree(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		f, err := os.OpenFile(path, os.O_RDWR, 0) // some systems sync no file that was opened to be read
		if err != nil {
			return nil
		}
		defer f.Close()
		return f.Sync()
	})
}
