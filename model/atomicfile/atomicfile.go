// Package atomicfile writes files whole or not at all.
package atomicfile

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// WriteBytes is [Write] of bytes that are there already.
func WriteBytes(path string, b []byte) error {
	return Write(path, func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	})
}

// Write writes a file so that nobody ever sees half of it: write goes to a temporary file in the same folder,
// which takes the path's place once it is on the disk. On any error the temporary file is removed and what was at path
// before is untouched.
func Write(path string, write func(w io.Writer) error) (err error) {
	dir, name := filepath.Split(path)
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("write %s: it is a folder", path)
	}
	// Not os.CreateTemp: its files are closed to other users, and the umask should decide that.
	temp := filepath.Join(dir, "."+strings.TrimPrefix(name, ".")+"."+strconv.FormatUint(rand.Uint64(), 36)+".tmp")
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(temp)
			err = fmt.Errorf("write %s: %w", path, err)
		}
	}()
	buf := bufio.NewWriterSize(f, 1<<16)
	if err = write(buf); err != nil {
		return err
	}
	if err = buf.Flush(); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	if err = os.Rename(temp, path); err != nil {
		return err
	}
	// The name too has to reach the disk. Some systems cannot sync a folder, and then there is nothing to be done.
	if d, derr := os.Open(filepath.Join(dir, ".")); derr == nil {
		d.Sync()
		d.Close()
	}
	return nil
}
