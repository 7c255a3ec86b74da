package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Dir is a folder that is being written under a temporary name, beside the place where it will be.
type Dir struct {
	path, temp string
	file       *os.File // the folder, which is locked; nil once it is closed
}

// CreateDir begins a folder, which takes its path's place when it is closed. The folder that it will be in is made if need be.
func CreateDir(path string) (*Dir, error) {
	path = filepath.Clean(path)
	if name := filepath.Base(path); strings.Trim(name, "./\\") == "" {
		return nil, fmt.Errorf("write %s: a folder with a name of its own is needed", path)
	}
	info, err := os.Lstat(path)
	if err == nil && !info.IsDir() {
		return nil, fmt.Errorf("write %s: it is there, and no folder", path)
	}
	removeStale(path)
	d := &Dir{path: path, temp: tempName(path)}
	if err = os.MkdirAll(filepath.Dir(path), 0o777); err == nil {
		err = os.Mkdir(d.temp, 0o777)
	}
	if err == nil {
		d.file, err = os.Open(d.temp)
	}
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", path, err)
	}
	lock(d.file)
	return d, nil
}

// Temp returns the folder to put files into.
func (d *Dir) Temp() string { return d.temp }

// Close puts the folder, once it is on the disk, in the place of what is at its path, which it removes. On any error what was at path before is untouched.
func (d *Dir) Close() error {
	defer d.Abort()
	err := SyncTree(d.temp)
	d.file.Close() // some systems rename no folder that is open
	if err == nil {
		err = d.replace()
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", d.path, err)
	}
	d.file = nil
	syncDir(filepath.Dir(d.path))
	if err := os.RemoveAll(d.temp); err != nil {
		return fmt.Errorf("write %s: it is written, but the folder of before is left as %s: %w", d.path, d.temp, err)
	}
	return nil
}

// replace gives the folder its path, and its temporary name to what was there.
func (d *Dir) replace() error {
	if _, err := os.Lstat(d.path); errors.Is(err, fs.ErrNotExist) {
		return os.Rename(d.temp, d.path)
	}
	return Exchange(d.temp, d.path)
}

// Abort removes the folder. After Close it does nothing.
func (d *Dir) Abort() {
	if d.file != nil {
		d.file.Close()
		os.RemoveAll(d.temp)
		d.file = nil
	}
}

// ErrNoExchange says that two files or folders cannot be exchanged at once.
var ErrNoExchange = errors.New("this system cannot exchange two folders at once")

// Exchange gives two files or folders of the same disk each other's name: at once where the system can, otherwise for a moment there is
// nothing at b.
func Exchange(a, b string) error {
	err := ExchangeAtOnce(a, b)
	if errors.Is(err, ErrNoExchange) {
		return exchangeByRename(a, b)
	}
	return err
}

// exchangeByRename gives two files or folders each other's name by three renames: for a moment there is nothing at b.
func exchangeByRename(a, b string) error {
	aside := tempName(b)
	if err := os.Rename(b, aside); err != nil {
		return err
	}
	if err := os.Rename(a, b); err != nil {
		return errors.Join(err, os.Rename(aside, b))
	}
	return os.Rename(aside, a)
}
