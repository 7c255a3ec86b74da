// Package atomicfile writes files and folders whole or not at all.
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
func Write(path string, write func(w io.Writer) error) error {
	f, err := Create(path)
	if err != nil {
		return err
	}
	defer f.Abort()
	if err := write(f); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return f.Close()
}

// File is a file that is being written under a temporary name, in the folder where it will be.
type File struct {
	path, temp string
	file       *os.File // nil once it is closed
	buf        *bufio.Writer
}

// Create begins a file, which takes its path's place when it is closed.
func Create(path string) (*File, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, fmt.Errorf("write %s: it is a folder", path)
	}
	// Not os.CreateTemp: its files are closed to other users, and the umask should decide that.
	removeStale(path)
	temp := tempName(path)
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", path, err)
	}
	lock(f)
	return &File{path, temp, f, bufio.NewWriterSize(f, 1<<16)}, nil
}

// tempName returns the name of a hidden file or folder beside path.
func tempName(path string) string {
	before, after := tempAround(path)
	return filepath.Join(filepath.Dir(path), before+strconv.FormatUint(rand.Uint64(), 36)+after)
}

// tempAround returns what the names of a path's temporary files begin and end with.
func tempAround(path string) (before, after string) {
	return "." + strings.TrimPrefix(filepath.Base(path), ".") + ".", ".tmp"
}

// Write writes the next bytes.
func (f *File) Write(b []byte) (int, error) { return f.buf.Write(b) }

// Close puts the file, once it is on the disk, in the place of what is at its path. On any error the temporary file is removed and what was at
// path before is untouched.
func (f *File) Close() error {
	defer f.Abort()
	err := f.buf.Flush()
	if err == nil {
		err = f.file.Sync()
	}
	if err == nil {
		err = f.file.Close()
	}
	if err == nil {
		err = os.Rename(f.temp, f.path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", f.path, err)
	}
	f.file = nil
	syncDir(filepath.Dir(f.path))
	return nil
}

// Abort removes the temporary file. After Close it does nothing.
func (f *File) Abort() {
	if f.file != nil {
		f.file.Close()
		os.Remove(f.temp)
		f.file = nil
	}
}

// syncDir lets the names in a folder reach the disk. Some systems cannot sync a folder, and then there is nothing to be done.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		d.Sync()
		d.Close()
	}
}
