//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

// Package folderlock keeps two runs of a command from working on one folder at once.
package folderlock

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// Lock keeps other runs of a command away from a folder until unlock is called. The lock ends with the process, however
// that ends.
func Lock(dir, command string) (unlock func(), err error) {
	d, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	if err := unix.Flock(int(d.Fd()), unix.LOCK_EX|unix.LOCK_NB); errors.Is(err, unix.EWOULDBLOCK) {
		d.Close()
		return nil, errors.New("another " + command + " is at work in " + dir + ": wait until it has ended")
	}
	return func() { d.Close() }, nil // file systems without locks are used without
}
