package atomicfile

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// Exchange gives two files or folders of the same disk each other's name, at once where the file system can: nobody ever finds
// one of the names without anything.
func Exchange(a, b string) error {
	err := unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.ENOTSUP) {
		return exchangeByRename(a, b) // an older kernel, or a file system that cannot
	}
	return err
}

// syncTree lets all that has been written to a folder's file system reach the disk: one call, where a folder has a hundred thousand files.
func syncTree(dir *os.File) error { return unix.Syncfs(int(dir.Fd())) }
