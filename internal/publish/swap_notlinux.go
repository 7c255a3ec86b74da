//go:build !linux && !js

package publish

import (
	"io/fs"
	"os"
	"path/filepath"
)

func renameExchange(a, b string) error { return errNoExchange }

// flush waits until the files of a folder are on the disk. Some systems cannot do that with a folder or with a file that was opened to be
// read, and then there is nothing to be done.
func flush(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		f.Sync()
		return f.Close()
	})
}
