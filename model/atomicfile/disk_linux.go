package atomicfile

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// ExchangeAtOnce gives two files or folders of the same disk each other's name: nobody ever finds one of the names without
// anything. It returns ErrNoExchange where the system cannot.
func ExchangeAtOnce(a, b string) error {
	err := unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, unix.EINVAL), errors.Is(err, unix.ENOSYS), errors.Is(err, unix.ENOTSUP): // an older kernel, or a file system that cannot, mostly of a network
		return ErrNoExchange
	}
	return fmt.Errorf("exchange %s and %s: %w", a, b, err)
}

// SyncTree lets all that has been written to a folder's file system reach the disk: one call, where a folder has a hundred thousand files.
func SyncTree(dir string) error {
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
