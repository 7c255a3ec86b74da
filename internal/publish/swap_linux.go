package publish

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

func renameExchange(a, b string) error {
	err := unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, unix.ENOSYS), errors.Is(err, unix.EINVAL), errors.Is(err, unix.ENOTSUP): // file systems of a network, mostly
		return errNoExchange
	}
	return fmt.Errorf("exchange %s and %s: %w", a, b, err)
}

// flush waits until everything on a folder's file system is on the disk: one call for 100,000 files.
func flush(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := unix.Syncfs(int(d.Fd())); err != nil && !errors.Is(err, unix.ENOSYS) {
		return fmt.Errorf("write to the disk: %w", err)
	}
	return nil
}
